/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-raw.h"

#include "tensor/qst-archive-private.h"
#include "tensor/qst-checked.h"
#include "tensor/qst-tensor-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

void
qst_raw_init (QstRaw *self)
{
  memset (self, 0, sizeof *self);
  self->dtype = QST_DTYPE_F32;
}

gboolean
qst_raw_equal (const QstRaw *a, const QstRaw *b)
{
  return a->dtype == b->dtype && a->n_dims == b->n_dims && memcmp (a->shape, b->shape, a->n_dims * sizeof *a->shape) == 0
         && a->offset == b->offset && (a->big_endian != 0) == (b->big_endian != 0);
}

gboolean
qst_raw_has_dtype (QstDtype dtype)
{
  return dtype != QST_DTYPE_TEXT && !qst_dtype_is_ggml (dtype);
}

gboolean
qst_raw_parse_dtype (const char *text, QstDtype *dtype)
{
  for (QstDtype d = 0; d < QST_N_DTYPES; d++)
    if (qst_raw_has_dtype (d)
        && (g_ascii_strcasecmp (text, qst_dtype_get_name (d)) == 0 || g_ascii_strcasecmp (text, qst_dtype_get_label (d)) == 0))
      {
        *dtype = d;
        return TRUE;
      }
  return FALSE;
}

gboolean
qst_raw_parse_shape (QstRaw *self, const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);
  g_auto (GStrv) parts = NULL;
  guint64 shape[QST_LIMIT_DIMS];
  gsize n;

  g_string_replace (plain, "×", ",", 0);
  g_string_replace (plain, "x", ",", 0);
  g_strstrip (plain->str);
  parts = g_strsplit (plain->str, ",", QST_LIMIT_DIMS + 1);
  n = g_strv_length (parts);
  if (n > QST_LIMIT_DIMS)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_string_to_unsigned (g_strstrip (parts[i]), 10, 1, G_MAXINT64, &shape[i], NULL))
      return FALSE;
  self->n_dims = n;
  memset (self->shape, 0, sizeof self->shape);
  memcpy (self->shape, shape, n * sizeof *shape);
  return TRUE;
}

gboolean
qst_raw_parse_byte_order (QstRaw *self, const char *text)
{
  if (strcmp (text, "little") != 0 && strcmp (text, "big") != 0)
    return FALSE;
  self->big_endian = *text == 'b';
  return TRUE;
}

char *
qst_raw_to_text (const QstRaw *self)
{
  g_autoptr (GString) text = g_string_new (qst_dtype_get_name (self->dtype));

  g_string_append_c (text, ':');
  for (gsize d = 0; d < self->n_dims; d++)
    g_string_append_printf (text, "%s%" PRIu64, d > 0 ? "x" : "", self->shape[d]);
  g_string_append_printf (text, ":%" PRIu64 ":%s", self->offset, self->big_endian ? "big" : "little");
  return g_strdup (text->str);
}

gboolean
qst_raw_from_text (QstRaw *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 5);
  QstRaw raw;

  qst_raw_init (&raw);
  if (g_strv_length (parts) != 4 || !qst_raw_parse_dtype (parts[0], &raw.dtype) || !qst_raw_parse_shape (&raw, parts[1])
      || !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXINT64, &raw.offset, NULL)
      || !qst_raw_parse_byte_order (&raw, parts[3]))
    return FALSE;
  *self = raw;
  return TRUE;
}

/* A damaged table is no raw numbers. */
static gboolean
is_named_for_format (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_ascii_strdown (base, -1);
  gsize n;
  const QstFormatInfo *formats = qst_formats_get (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_auto (GStrv) patterns = g_strsplit (formats[i].patterns, ";", -1);

      for (char **pattern = patterns; *pattern != NULL; pattern++)
        if (strcmp (*pattern, "*.bin") != 0 && g_pattern_match_simple (*pattern, name))
          return TRUE;
    }
  return FALSE;
}

gboolean
qst_raw_may_be (const char *path)
{
  g_autoptr (QstMap) map = qst_map_open (path, NULL);

  return map != NULL && !is_named_for_format (path) && qst_map_get_size (map) > 0
         && qst_formats_is_nameless (qst_map_get_data (map), qst_map_get_size (map));
}

/* "32 × 64" */
static char *
describe_shape (const QstRaw *raw)
{
  GString *text = g_string_new (NULL);

  for (gsize d = 0; d < raw->n_dims; d++)
    g_string_append_printf (text, "%s%" PRIu64, d > 0 ? " × " : "", raw->shape[d]);
  return g_string_free (text, FALSE);
}

/* All that there is, in one dimension. */
static gboolean
fill_shape (QstRaw *raw, guint64 there, GError **error)
{
  const gsize size = qst_dtype_get_size (raw->dtype), length = qst_dtype_get_block_length (raw->dtype);

  if (there % size != 0)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_ARGUMENT,
                   _ ("The %" PRIu64 " bytes from byte %" PRIu64 " on are no whole number of %s values, which have %zu bytes "
                      "each: %" PRIu64 " are left over"),
                   there, raw->offset, qst_dtype_get_label (raw->dtype), size, there % size);
      return FALSE;
    }
  raw->n_dims = 1;
  raw->shape[0] = there / size * length;
  return TRUE;
}

static gboolean
check_size (const QstRaw *raw, guint64 there, guint64 *count, guint64 *bytes, GError **error)
{
  g_autofree char *shape = describe_shape (raw);

  if (!qst_checked_count (raw->shape, raw->n_dims, count) || !qst_dtype_get_bytes (raw->dtype, *count, bytes))
    g_set_error (error, QST_ERROR, QST_ERROR_ARGUMENT, _ ("The shape %s has more values than can be counted"), shape);
  else if (*bytes > there)
    g_set_error (error, QST_ERROR, QST_ERROR_ARGUMENT,
                 _ ("%s values of %s take %" PRIu64 " bytes, but from byte %" PRIu64 " on the file has %" PRIu64 ": %" PRIu64
                    " too few"),
                 shape, qst_dtype_get_label (raw->dtype), *bytes, raw->offset, there, *bytes - there);
  else
    return TRUE;
  return FALSE;
}

gboolean
qst_raw_read (QstArchive *archive, QstMap *map, const QstRaw *given, GError **error)
{
  const guint64 size = qst_map_get_size (map);
  g_autoptr (QstStorage) storage = qst_storage_new_map (map);
  g_autofree char *behind = NULL;
  guint64 count, bytes;
  QstRaw raw = *given;

  if (size == 0 || raw.offset >= size)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_ARGUMENT,
                   _ ("Byte %" PRIu64 ", where the values should begin, is beyond the file: it has %" PRIu64), raw.offset, size);
      return FALSE;
    }
  if ((raw.n_dims == 0 && !fill_shape (&raw, size - raw.offset, error))
      || !check_size (&raw, size - raw.offset, &count, &bytes, error))
    return FALSE;
  qst_archive_take_tensor (archive, qst_tensor_new (&(QstTensorLayout){ .name = "",
                                                                        .format = qst_format_raw.info.nick,
                                                                        .dtype = raw.dtype,
                                                                        .n_dims = raw.n_dims,
                                                                        .shape = raw.shape,
                                                                        .count = count,
                                                                        .offset = raw.offset,
                                                                        .big_endian = raw.big_endian },
                                                    storage));
  qst_archive_add_metadata (archive, N_ ("byte order"), raw.big_endian ? N_ ("big-endian") : N_ ("little-endian"));
  behind = g_strdup_printf ("%" PRIu64, size - raw.offset - bytes);
  if (size - raw.offset > bytes)
    qst_archive_add_metadata (archive, N_ ("bytes behind the array"), behind);
  return TRUE;
}

static gboolean
probe (const guint8 *data, guint64 size)
{
  return FALSE; /* nothing tells it */
}

static gboolean
open_raw (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  QstRaw raw;

  qst_raw_init (&raw);
  return qst_raw_read (archive, map, &raw, error);
}

const QstFormat qst_format_raw = {
  .info = { "raw", N_ ("Raw numbers"), "*.raw;*.bin;*.f32" },
  .probe = probe,
  .open = open_raw,
};
