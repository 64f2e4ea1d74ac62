/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranking as text for programs. */
#include "analysis/qsa-ranking.h"

#include "analysis/qsa-report-private.h"

#include <math.h>
#include <string.h>

static gsize
get_shape (const QsaRankingEntry *entry, const guint64 **shape)
{
  *shape = entry->tensor != NULL ? qst_tensor_get_shape (entry->tensor) : entry->missing->shape;
  return entry->tensor != NULL ? qst_tensor_get_n_dims (entry->tensor) : *shape != NULL ? entry->missing->n_dims : 0;
}

static const char *
get_name (const QsaRankingEntry *entry)
{
  return entry->tensor != NULL ? qst_tensor_get_name (entry->tensor) : entry->missing->name;
}

static const char *
get_dtype (const QsaRankingEntry *entry)
{
  return entry->tensor != NULL ? qst_dtype_get_name (qst_tensor_get_dtype (entry->tensor)) : entry->missing->dtype;
}

char *
qsa_ranking_format_shape (const QsaRankingEntry *entry)
{
  GString *text = g_string_new (NULL);
  const guint64 *shape;
  const gsize n = get_shape (entry, &shape);

  for (gsize d = 0; d < n; d++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, d > 0 ? "x" : "", shape[d]);
  if (n == 0 && entry->tensor != NULL)
    g_string_append (text, "scalar");
  return g_string_free (text, FALSE);
}

/* CSV */

static void
append_number (GString *csv, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isinf (value))
    g_string_append (csv, value > 0 ? "inf" : "-inf");
  else if (!isnan (value))
    g_string_append (csv, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

/* Quoted where it must be, a quotation mark doubled. Names come from files and may hold anything. */
static void
append_text (GString *csv, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  g_string_append_c (csv, ',');
  if (strpbrk (valid, ",\"\r\n") == NULL)
    {
      g_string_append (csv, valid);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *p = valid; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

static void
append_points (GString *csv, const QsaProfile *profile, const QsaProfilePlan *plan)
{
  for (guint i = 0; i < plan->n_widths; i++)
    {
      const QsaProfilePoint *point = profile != NULL ? qsa_profile_get_point (profile, plan->widths[i]) : NULL;

      append_number (csv, point != NULL ? point->sqnr_db : (double)NAN);
      append_number (csv, point != NULL ? point->mse : (double)NAN);
      append_number (csv, point != NULL ? point->max_error : (double)NAN);
      append_number (csv, point != NULL ? (double)point->clipped : (double)NAN);
      append_number (csv, point != NULL ? point->bits_per_value : (double)NAN);
    }
}

static void
append_row (GString *csv, const QsaRankingEntry *entry, const QsaProfilePlan *plan)
{
  const QsaProfile *profile = entry->profile;
  g_autofree char *shape = qsa_ranking_format_shape (entry);

  g_string_append_printf (csv, "%u", entry->index);
  append_text (csv, get_name (entry));
  append_text (csv, shape);
  append_text (csv, get_dtype (entry));
  append_number (csv, entry->tensor != NULL ? (double)qst_tensor_get_count (entry->tensor) : (double)NAN);
  append_number (csv, profile != NULL ? profile->min : (double)NAN);
  append_number (csv, profile != NULL ? profile->max : (double)NAN);
  append_number (csv, profile != NULL ? profile->mean : (double)NAN);
  append_number (csv, profile != NULL ? profile->std : (double)NAN);
  append_number (csv, profile != NULL ? profile->kurtosis : (double)NAN);
  append_number (csv, profile != NULL ? profile->tail : (double)NAN);
  append_points (csv, profile, plan);
  append_text (csv, entry->reason);
  g_string_append_c (csv, '\n');
}

char *
qsa_ranking_to_csv (const GArray *ranking, const QsaProfilePlan *plan)
{
  const char *prefix = plan->scheme.format.is_signed ? "int" : "uint";
  GString *csv = g_string_new ("index,name,shape,dtype,values,min,max,mean,std,kurtosis,tail");

  for (guint i = 0; i < plan->n_widths; i++)
    {
      static const char *const columns[] = { "sqnr_db", "mse", "max_error", "clipped", "bits_per_value" };

      for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
        g_string_append_printf (csv, ",%s_%s%d", columns[c], prefix, plan->widths[i]);
    }
  g_string_append (csv, ",reason\n");
  for (guint i = 0; i < ranking->len; i++)
    append_row (csv, &g_array_index (ranking, QsaRankingEntry, i), plan);
  return g_string_free (csv, FALSE);
}

/* JSON */

static json_t *
new_number (double value)
{
  return isfinite (value) ? json_real (value) : json_null ();
}

static json_t *
new_text (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  return valid != NULL ? json_string (valid) : json_null ();
}

static json_t *
new_point (const QsaProfilePoint *point)
{
  json_t *object = json_object ();

  json_object_set_new (object, "bits", json_integer (point->bits));
  json_object_set_new (object, "sqnr_db", new_number (point->sqnr_db));
  json_object_set_new (object, "mse", new_number (point->mse));
  json_object_set_new (object, "max_error", new_number (point->max_error));
  json_object_set_new (object, "clipped", json_integer ((json_int_t)point->clipped));
  json_object_set_new (object, "bits_per_value", new_number (point->bits_per_value));
  json_object_set_new (object, "bytes", json_integer ((json_int_t)point->bytes));
  return object;
}

static void
add_profile (json_t *object, const QsaProfile *profile)
{
  json_t *points = json_array ();

  json_object_set_new (object, "finite", json_integer ((json_int_t)profile->n_finite));
  json_object_set_new (object, "min", new_number (profile->min));
  json_object_set_new (object, "max", new_number (profile->max));
  json_object_set_new (object, "mean", new_number (profile->mean));
  json_object_set_new (object, "std", new_number (profile->std));
  json_object_set_new (object, "kurtosis", new_number (profile->kurtosis));
  json_object_set_new (object, "tail", new_number (profile->tail));
  for (guint i = 0; i < profile->n_points; i++)
    json_array_append_new (points, new_point (&profile->points[i]));
  json_object_set_new (object, "widths", points);
}

static json_t *
new_entry (const QsaRankingEntry *entry)
{
  json_t *object = json_object (), *lengths = json_array ();
  const guint64 *shape;
  const gsize n = get_shape (entry, &shape);

  for (gsize d = 0; d < n; d++)
    json_array_append_new (lengths, json_integer ((json_int_t)shape[d]));
  json_object_set_new (object, "index", json_integer (entry->index));
  json_object_set_new (object, "name", new_text (get_name (entry)));
  json_object_set_new (object, "dtype", new_text (get_dtype (entry)));
  json_object_set_new (object, "shape", lengths);
  if (entry->tensor != NULL)
    json_object_set_new (object, "count", json_integer ((json_int_t)qst_tensor_get_count (entry->tensor)));
  if (entry->profile != NULL)
    add_profile (object, entry->profile);
  json_object_set_new (object, "reason", new_text (entry->reason));
  return object;
}

char *
qsa_ranking_to_json (QstArchive *archive, const GArray *ranking, const QsaProfilePlan *plan)
{
  json_t *root = json_object (), *list = json_array (), *scheme = qsa_report_new_scheme (&plan->scheme);

  json_object_del (scheme, "bits"); /* each tensor has several */
  json_object_set_new (root, "format", json_string (qst_archive_get_format (archive)));
  json_object_set_new (root, "scheme", scheme);
  for (guint i = 0; i < ranking->len; i++)
    json_array_append_new (list, new_entry (&g_array_index (ranking, QsaRankingEntry, i)));
  json_object_set_new (root, "tensors", list);
  return qsa_report_dump (root);
}
