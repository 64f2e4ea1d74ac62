/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

typedef struct
{
  char *key;
  char *value;
} Pair;

struct _QstArchive
{
  gatomicrefcount refs;
  char *path;
  const QstFormat *format;
  GPtrArray *tensors;  /* QstTensor */
  GHashTable *by_name; /* name → QstTensor, the first of a name */
  GArray *metadata;    /* Pair */
  GArray *missing;     /* QstMissing */
  GPtrArray *errors;   /* char *, NULL-terminated once open */
  GError *first_error;
  guint64 errors_left_out;
  QstRaw *raw;
};

static void
clear_pair (gpointer data)
{
  Pair *pair = data;

  g_free (pair->key);
  g_free (pair->value);
}

static void
clear_missing (gpointer data)
{
  QstMissing *missing = data;

  g_free ((gpointer)missing->name);
  g_free ((gpointer)missing->dtype);
  g_free ((gpointer)missing->shape);
  g_free ((gpointer)missing->reason);
}

QstArchive *
qst_archive_new (const char *path)
{
  QstArchive *self = g_new0 (QstArchive, 1);

  g_atomic_ref_count_init (&self->refs);
  self->path = g_strdup (path);
  self->tensors = g_ptr_array_new_with_free_func ((GDestroyNotify)qst_tensor_unref);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->metadata = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (self->metadata, clear_pair);
  self->missing = g_array_new (FALSE, FALSE, sizeof (QstMissing));
  g_array_set_clear_func (self->missing, clear_missing);
  self->errors = g_ptr_array_new_with_free_func (g_free);
  return self;
}

QstArchive *
qst_archive_ref (QstArchive *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qst_archive_unref (QstArchive *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->tensors);
  g_array_unref (self->metadata);
  g_array_unref (self->missing);
  g_ptr_array_unref (self->errors);
  g_clear_error (&self->first_error);
  g_free (self->raw);
  g_free (self->path);
  g_free (self);
}

void
qst_archive_take_tensor (QstArchive *self, QstTensor *tensor)
{
  const char *name = qst_tensor_get_name (tensor);

  g_ptr_array_add (self->tensors, tensor);
  if (!g_hash_table_contains (self->by_name, name))
    g_hash_table_insert (self->by_name, (gpointer)name, tensor);
}

void
qst_archive_add_metadata (QstArchive *self, const char *key, const char *value)
{
  Pair pair = { g_utf8_make_valid (key, -1), g_utf8_make_valid (value, -1) };

  g_array_append_val (self->metadata, pair);
}

void
qst_archive_take_error (QstArchive *self, GError *error)
{
  if (self->errors->len < QST_LIMIT_ERRORS)
    g_ptr_array_add (self->errors, g_strdup (error->message));
  else
    self->errors_left_out++;
  if (self->first_error == NULL)
    self->first_error = error;
  else
    g_error_free (error);
}

void
qst_archive_take_missing (QstArchive *self, const QstMissing *missing, GError *error)
{
  g_autofree char *quoted = qst_quote (missing->name, -1);
  QstMissing copy = { g_utf8_make_valid (missing->name, -1), g_strdup (missing->dtype), missing->n_dims,
                      g_memdup2 (missing->shape, missing->n_dims * sizeof (guint64)), g_strdup (error->message) };

  g_array_append_val (self->missing, copy);
  qst_archive_take_error (self, g_error_new (error->domain, error->code, _ ("Tensor “%s”: %s"), quoted, error->message));
  g_error_free (error);
}

void
qst_archive_tell_missing (QstArchive *self, const QstMissing *missing, QstError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  qst_archive_take_missing (self, missing, g_error_new_valist (QST_ERROR, (int)code, format, arguments));
  va_end (arguments);
}

/* A file of which nothing can be shown is refused with the first of its errors. */
static gboolean
finish (QstArchive *self, GError **error)
{
  if (self->tensors->len == 0 && self->first_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->first_error));
      return FALSE;
    }
  if (self->errors_left_out > 0)
    g_ptr_array_add (self->errors, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… and %" PRIu64 " more error",
                                                                 "… and %" PRIu64 " more errors", (gulong)self->errors_left_out),
                                                    self->errors_left_out));
  g_ptr_array_add (self->errors, NULL);
  return TRUE;
}

static void
prefix_file_name (GError **error, const char *path)
{
  g_autofree char *name = qst_quote_basename (path);

  if (error != NULL && !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_prefix_error (error, "%s: ", name);
}

QstArchive *
qst_archive_open_map (const char *path, QstMap *map, const QstFormat *format, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstArchive) self = qst_archive_new (path);

  if (format == NULL)
    format = qst_formats_find (qst_map_get_data (map), qst_map_get_size (map), error);
  if (format == NULL)
    return NULL;
  self->format = format;
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !format->open (self, map, cancellable, error)
      || !finish (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

QstArchive *
qst_archive_open (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstMap) map = qst_map_open (path, error);
  QstArchive *self = map != NULL ? qst_archive_open_map (path, map, NULL, cancellable, error) : NULL;

  if (self == NULL)
    prefix_file_name (error, path);
  return self;
}

QstArchive *
qst_archive_open_bytes (const char *path, GBytes *bytes, const QstFormat *format, GError **error)
{
  g_autoptr (QstMap) map = qst_map_new_bytes (bytes);

  return qst_archive_open_map (path, map, format, NULL, error);
}

QstArchive *
qst_archive_open_memory (const char *path, GBytes *bytes, GError **error)
{
  return qst_archive_open_bytes (path, bytes, NULL, error);
}

QstArchive *
qst_archive_open_raw (const char *path, const QstRaw *raw, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstArchive) self = qst_archive_new (path);
  g_autoptr (QstMap) map = NULL;

  self->format = &qst_format_raw;
  self->raw = g_memdup2 (raw, sizeof *raw);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    map = qst_map_open (path, error);
  if (map != NULL && qst_raw_read (self, map, raw, error) && finish (self, error))
    return g_steal_pointer (&self);
  prefix_file_name (error, path);
  return NULL;
}

const QstRaw *
qst_archive_get_raw (QstArchive *self)
{
  return self->raw;
}

const char *
qst_archive_get_format (QstArchive *self)
{
  return self->format->info.nick;
}

const char *
qst_archive_get_path (QstArchive *self)
{
  return self->path;
}

gsize
qst_archive_get_n_tensors (QstArchive *self)
{
  return self->tensors->len;
}

QstTensor *
qst_archive_get_tensor (QstArchive *self, gsize i)
{
  g_return_val_if_fail (i < self->tensors->len, NULL);
  return g_ptr_array_index (self->tensors, i);
}

QstTensor *
qst_archive_find_tensor (QstArchive *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

gsize
qst_archive_get_n_metadata (QstArchive *self)
{
  return self->metadata->len;
}

void
qst_archive_get_metadata (QstArchive *self, gsize i, const char **key, const char **value)
{
  const Pair *pair;

  g_return_if_fail (i < self->metadata->len);
  pair = &g_array_index (self->metadata, Pair, i);
  if (key != NULL)
    *key = pair->key;
  if (value != NULL)
    *value = pair->value;
}

const char *const *
qst_archive_get_errors (QstArchive *self)
{
  return (const char *const *)self->errors->pdata;
}

gsize
qst_archive_get_n_missing (QstArchive *self)
{
  return self->missing->len;
}

const QstMissing *
qst_archive_get_missing (QstArchive *self, gsize i)
{
  g_return_val_if_fail (i < self->missing->len, NULL);
  return &g_array_index (self->missing, QstMissing, i);
}
