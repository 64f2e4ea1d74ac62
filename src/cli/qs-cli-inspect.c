/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

#include "analysis/qsa-report.h"
#include "cli/qs-cli-table.h"
#include "cli/qs-cli-tensors.h"
#include "plot/qsp-number.h"
#include "tensor/qst-census.h"
#include "tensor/qst-quote.h"

#define DIGITS 5

static void
print_head (QstArchive *archive)
{
  g_autoptr (QsCliTable) table = qs_cli_table_new ("ll");

  qs_cli_table_add (table, _ ("Format"));
  qs_cli_table_add (table, qst_archive_get_format (archive));
  qs_cli_table_add (table, _ ("Tensors"));
  qs_cli_table_take (table, qsp_format_count (qst_archive_get_n_tensors (archive)));
  for (gsize i = 0; i < qst_archive_get_n_metadata (archive); i++)
    {
      const char *key, *value;

      qst_archive_get_metadata (archive, i, &key, &value);
      qs_cli_table_take (table, qst_quote (key, -1));
      qs_cli_table_take (table, qst_quote (value, -1));
    }
  qs_cli_table_print (table, 0);
}

static void
add_statistics (QsCliTable *table, const QsaStatistics *statistics)
{
  qs_cli_table_take (table, qsp_format_count (statistics->finite));
  qs_cli_table_take (table, qsp_format_count (statistics->nan));
  qs_cli_table_take (table, qsp_format_count (statistics->positive_infinity));
  qs_cli_table_take (table, qsp_format_count (statistics->negative_infinity));
  qs_cli_table_take (table, qsp_format_number (statistics->min, DIGITS, TRUE));
  qs_cli_table_take (table, qsp_format_number (statistics->max, DIGITS, TRUE));
  qs_cli_table_take (table, qsp_format_number (statistics->mean, DIGITS, TRUE));
  qs_cli_table_take (table, qsp_format_number (statistics->std, DIGITS, TRUE));
  qs_cli_table_add (table, statistics->sha256);
}

static char *
describe_units (const QstQuantization *grid)
{
  g_autofree char *scale = NULL;

  if (grid->axis >= 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu scale along axis %d", "%zu scales along axis %d", grid->n_units),
                            grid->n_units, grid->axis);
  scale = qsp_format_number ((double)grid->scales[0], DIGITS, TRUE);
  return g_strdup_printf ("s = %s, z = %" PRId64, scale, grid->zero_points[0]);
}

/* On which grid the file keeps it, or the model puts it: "s = 0.05, z = 3", "64 scales along axis 0", "blocks of 32",
 * "to int8: s = 0.05, z = 3". (transfer full) */
static char *
describe_grid (QstTensor *tensor)
{
  const QstQuantization *grid = qst_tensor_get_quantization (tensor), *quantizer = qst_tensor_get_quantizer (tensor);
  g_autofree char *units = NULL;

  if (grid != NULL)
    return describe_units (grid);
  if (qst_tensor_is_quantized (tensor))
    return g_strdup_printf (_ ("blocks of %zu"), qst_dtype_get_block_length (qst_tensor_get_dtype (tensor)));
  if (quantizer == NULL)
    return g_strdup ("");
  units = describe_units (quantizer);
  return g_strdup_printf (_ ("to %s: %s"), qst_dtype_get_label (quantizer->dtype), units);
}

static void
add_facts (QsCliTable *table, QstTensor *tensor, gboolean with_grid)
{
  const guint64 offset = qst_tensor_get_offset (tensor);

  qs_cli_table_take (table, qst_quote (qst_tensor_get_name (tensor), -1));
  qs_cli_table_add (table, qst_dtype_get_label (qst_tensor_get_dtype (tensor)));
  qs_cli_table_take (table, qst_tensor_describe_shape (tensor));
  qs_cli_table_take (table, qsp_format_count (qst_tensor_get_count (tensor)));
  qs_cli_table_take (table, offset != G_MAXUINT64 ? g_strdup_printf ("%" PRIu64, offset) : g_strdup (""));
  qs_cli_table_take (table, qsp_format_count (qst_tensor_get_stored_bytes (tensor)));
  if (with_grid)
    qs_cli_table_take (table, describe_grid (tensor));
}

static void
add_titles (QsCliTable *table, gboolean with_grid, gboolean statistics)
{
  const char *const facts[] = { _ ("Name"), _ ("Type"), _ ("Shape"), _ ("Values"), _ ("Offset"), _ ("Bytes"), _ ("Grid") };
  const char *const titles[] = { _ ("Finite"),  "NaN",         "+∞",         "−∞",     _ ("Lowest"),
                                 _ ("Highest"), _ ("Average"), _ ("Spread"), "SHA-256" };

  for (gsize i = 0; i < (with_grid ? 7 : 6); i++)
    qs_cli_table_add (table, facts[i]);
  for (gsize i = 0; i < (statistics ? G_N_ELEMENTS (titles) : 0); i++)
    qs_cli_table_add (table, titles[i]);
}

static gboolean
has_grid (const GPtrArray *tensors)
{
  for (guint i = 0; i < tensors->len; i++)
    if (qst_tensor_is_quantized (g_ptr_array_index (tensors, i)) || qst_tensor_get_quantizer (g_ptr_array_index (tensors, i)))
      return TRUE;
  return FALSE;
}

/* Values that cannot be read leave their cells empty and say why below. */
static gboolean
add_row_statistics (QsCliTable *table, QstTensor *tensor, GPtrArray *damages, GError **error)
{
  GError *reason = NULL;
  QsaStatistics statistics;

  if (qsa_statistics_compute (tensor, NULL, &statistics, &reason))
    {
      add_statistics (table, &statistics);
      return TRUE;
    }
  if (reason->domain != QST_ERROR)
    {
      g_propagate_error (error, reason);
      return FALSE;
    }
  for (guint i = 0; i < 9; i++)
    qs_cli_table_add (table, "");
  g_ptr_array_add (damages, g_strdup (reason->message));
  g_error_free (reason);
  return TRUE;
}

static gboolean
print_tensors (const GPtrArray *tensors, gboolean with_statistics, GPtrArray *damages, GError **error)
{
  const gboolean with_grid = has_grid (tensors);
  g_autofree char *columns = g_strconcat ("llrrrr", with_grid ? "l" : "", with_statistics ? "rrrrrrrrl" : "", NULL);
  g_autoptr (QsCliTable) table = qs_cli_table_new (columns);

  if (tensors->len == 0)
    return TRUE;
  add_titles (table, with_grid, with_statistics);
  for (guint i = 0; i < tensors->len; i++)
    {
      QstTensor *tensor = g_ptr_array_index (tensors, i);

      add_facts (table, tensor, with_grid);
      if (with_statistics && !add_row_statistics (table, tensor, damages, error))
        return FALSE;
    }
  g_print ("\n");
  qs_cli_table_print (table, 0);
  return TRUE;
}

/* How much of the file is of which type, where there are several. */
static void
print_census (QstArchive *archive)
{
  QstCensus by_dtype[QST_N_DTYPES];
  g_autoptr (QsCliTable) table = qs_cli_table_new ("lrrr");
  guint n = 0;

  qst_census_take (archive, by_dtype);
  qs_cli_table_add (table, _ ("Type"));
  qs_cli_table_add (table, _ ("Tensors"));
  qs_cli_table_add (table, _ ("Values"));
  qs_cli_table_add (table, _ ("Bytes"));
  for (guint dtype = 0; dtype < QST_N_DTYPES; dtype++)
    if (by_dtype[dtype].n_tensors > 0)
      {
        qs_cli_table_add (table, qst_dtype_get_label (dtype));
        qs_cli_table_take (table, qsp_format_count (by_dtype[dtype].n_tensors));
        qs_cli_table_take (table, qsp_format_count (by_dtype[dtype].n_values));
        qs_cli_table_take (table, qsp_format_count (by_dtype[dtype].n_bytes));
        n++;
      }
  if (n < 2)
    return;
  g_print ("\n");
  qs_cli_table_print (table, 0);
}

static void
print_damages (QstArchive *archive, const GPtrArray *more)
{
  const char *const *damages = qst_archive_get_errors (archive);

  if (*damages != NULL || more->len > 0)
    g_print ("\n%s\n", _ ("Not readable:"));
  for (; *damages != NULL; damages++)
    g_print ("  %s\n", *damages);
  for (guint i = 0; i < more->len; i++)
    g_print ("  %s\n", (const char *)g_ptr_array_index (more, i));
}

static gboolean
print_json (QstArchive *archive, const GPtrArray *tensors, gboolean statistics, GError **error)
{
  g_autofree char *json = qsa_report_inspect (archive, tensors, statistics, NULL, error);

  if (json == NULL)
    return FALSE;
  fputs (json, stdout);
  return TRUE;
}

static gboolean
print_text (QstArchive *archive, const GPtrArray *tensors, gboolean statistics, GError **error)
{
  g_autoptr (GPtrArray) damages = g_ptr_array_new_with_free_func (g_free);

  print_head (archive);
  if (tensors->len == qst_archive_get_n_tensors (archive))
    print_census (archive);
  if (!print_tensors (tensors, statistics, damages, error))
    return FALSE;
  print_damages (archive, damages);
  return TRUE;
}

gboolean
qs_cli_inspect (char **arguments, GError **error)
{
  gboolean json = FALSE, statistics = FALSE;
  g_autofree char *pattern = NULL;
  const GOptionEntry own[] = {
    { "tensor", 't', 0, G_OPTION_ARG_FILENAME, &pattern, N_ ("Only this tensor, or those that fit a pattern with * and ?"),
      N_ ("NAME") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for programs"), NULL },
    { "statistics", 0, 0, G_OPTION_ARG_NONE, &statistics, N_ ("Read all values: moments and checksums"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GPtrArray) tensors = NULL;

  if (!qs_cli_options_parse (&options, arguments, _ ("FILE [--tensor NAME] [--json] [--statistics]"),
                             _ ("Shows the format, the metadata and every tensor of a file."), own, QS_CLI_FILE, error))
    return FALSE;
  if (g_strv_length (options.words) != 1)
    return qs_cli_refuse (error, _ ("inspect: one FILE is expected"));
  archive = qs_cli_options_open_file (&options, options.words[0], error);
  tensors = archive != NULL ? qs_cli_match_tensors (archive, pattern, error) : NULL;
  if (tensors == NULL)
    return FALSE;
  return json ? print_json (archive, tensors, statistics, error) : print_text (archive, tensors, statistics, error);
}
