/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-model-row.h"

#include "app/qs-tensor-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _QsModelRow
{
  GObject parent_instance;
  QstArchive *archive;
  QsaRankingEntry entry;
  char *own_reason; /* that holds before anything is measured */
  char *name, *shape, *sort_key;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (QsModelRow, qs_model_row, G_TYPE_OBJECT)

static const struct
{
  const char *nick, *title;
} kinds[QS_N_MODEL_KINDS] = {
  [QS_MODEL_KIND_ALL] = { "all", N_ ("All Kinds") },
  [QS_MODEL_KIND_MATRIX] = { "matrix", N_ ("Matrices") },
  [QS_MODEL_KIND_KERNEL] = { "kernel", N_ ("Three Axes and More") },
  [QS_MODEL_KIND_VECTOR] = { "vector", N_ ("Vectors") },
  [QS_MODEL_KIND_OTHER] = { "other", N_ ("Not Measured") },
};

const char *
qs_model_kind_get_nick (QsModelKind kind)
{
  g_return_val_if_fail (kind < QS_N_MODEL_KINDS, NULL);
  return kinds[kind].nick;
}

gboolean
qs_model_kind_from_nick (const char *nick, QsModelKind *kind)
{
  for (guint i = 0; i < QS_N_MODEL_KINDS; i++)
    if (strcmp (nick, kinds[i].nick) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

const char *
qs_model_kind_get_title (QsModelKind kind)
{
  g_return_val_if_fail (kind < QS_N_MODEL_KINDS, NULL);
  return _ (kinds[kind].title);
}

/* What is known without an archive: two lengths for a matrix. */
static char *
describe_missing_shape (const QstMissing *missing)
{
  GString *text = g_string_new (NULL);

  for (gsize d = 0; missing->shape != NULL && d < missing->n_dims; d++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, d > 0 ? " × " : "", missing->shape[d]);
  return g_string_free (text, FALSE);
}

QsModelRow *
qs_model_row_new (QstArchive *archive, const QsaRankingEntry *entry)
{
  QsModelRow *self = g_object_new (QS_TYPE_MODEL_ROW, NULL);

  self->archive = qst_archive_ref (archive);
  self->entry = *entry;
  self->entry.profile = NULL;
  self->entry.reason = g_strdup (entry->reason);
  self->own_reason = g_strdup (entry->reason);
  self->name =
      qs_tensor_name_make_displayable (entry->tensor != NULL ? qst_tensor_get_name (entry->tensor) : entry->missing->name);
  self->sort_key = g_utf8_collate_key_for_filename (self->name, -1);
  self->shape = entry->tensor != NULL ? qst_tensor_describe_shape (entry->tensor) : describe_missing_shape (entry->missing);
  return self;
}

QsModelRow *
qs_model_row_new_empty (guint index)
{
  QsModelRow *self = g_object_new (QS_TYPE_MODEL_ROW, NULL);

  self->entry.index = index;
  self->name = g_strdup_printf ("%u", index);
  self->sort_key = g_strdup (self->name);
  self->shape = g_strdup ("");
  return self;
}

const QsaRankingEntry *
qs_model_row_get_entry (QsModelRow *self)
{
  return &self->entry;
}

QsaProfile *
qs_model_row_get_profile (QsModelRow *self)
{
  return self->entry.profile;
}

void
qs_model_row_set_profile (QsModelRow *self, QsaProfile *profile, const char *reason)
{
  qsa_ranking_entry_clear (&self->entry);
  self->entry.profile = profile != NULL ? qsa_profile_ref (profile) : NULL;
  self->entry.reason = g_strdup (reason);
  g_signal_emit (self, changed_signal, 0);
}

void
qs_model_row_forget (QsModelRow *self)
{
  qs_model_row_set_profile (self, NULL, self->own_reason);
}

QsModelKind
qs_model_row_get_kind (QsModelRow *self)
{
  const gsize n_dims = self->entry.tensor != NULL ? qst_tensor_get_n_dims (self->entry.tensor) : 0;

  if (self->entry.reason != NULL)
    return QS_MODEL_KIND_OTHER;
  return n_dims == 2 ? QS_MODEL_KIND_MATRIX : n_dims > 2 ? QS_MODEL_KIND_KERNEL : QS_MODEL_KIND_VECTOR;
}

const char *
qs_model_row_get_name (QsModelRow *self)
{
  return self->name;
}

const char *
qs_model_row_get_sort_key (QsModelRow *self)
{
  return self->sort_key;
}

const char *
qs_model_row_get_shape (QsModelRow *self)
{
  return self->shape;
}

const char *
qs_model_row_get_dtype (QsModelRow *self)
{
  if (self->entry.tensor != NULL)
    return qst_dtype_get_label (qst_tensor_get_dtype (self->entry.tensor));
  if (self->entry.missing != NULL)
    return self->entry.missing->dtype != NULL ? self->entry.missing->dtype : "";
  return self->name;
}

guint64
qs_model_row_get_n_values (QsModelRow *self)
{
  if (self->entry.tensor != NULL)
    return qst_tensor_get_count (self->entry.tensor);
  return self->entry.missing != NULL ? 0 : self->entry.index;
}

void
qs_model_row_get_facts (QsModelRow *self, QsTensorFacts *facts)
{
  const QsaRankingEntry *entry = &self->entry;

  *facts = (QsTensorFacts){ .name = "", .index = entry->index, .sqnr = NAN };
  if (entry->tensor != NULL)
    {
      facts->name = qst_tensor_get_name (entry->tensor);
      facts->dtype = qst_dtype_get_name (qst_tensor_get_dtype (entry->tensor));
      facts->dtype_label = qst_dtype_get_label (qst_tensor_get_dtype (entry->tensor));
      facts->n_dims = qst_tensor_get_n_dims (entry->tensor);
      facts->shape = qst_tensor_get_shape (entry->tensor);
    }
  else if (entry->missing != NULL)
    {
      facts->name = entry->missing->name;
      facts->dtype = entry->missing->dtype;
      facts->n_dims = entry->missing->n_dims;
      facts->shape = entry->missing->shape;
    }
  if (entry->profile != NULL && entry->profile->n_points > 0)
    facts->sqnr = entry->profile->points[0].sqnr_db;
}

static void
qs_model_row_finalize (GObject *object)
{
  QsModelRow *self = QS_MODEL_ROW (object);

  qsa_ranking_entry_clear (&self->entry);
  g_clear_pointer (&self->archive, qst_archive_unref);
  g_free (self->own_reason);
  g_free (self->name);
  g_free (self->shape);
  g_free (self->sort_key);
  G_OBJECT_CLASS (qs_model_row_parent_class)->finalize (object);
}

static void
qs_model_row_class_init (QsModelRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = qs_model_row_finalize;
  changed_signal = g_signal_new ("changed", QS_TYPE_MODEL_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
qs_model_row_init (QsModelRow *self)
{
}
