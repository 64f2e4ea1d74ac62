/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-gguf-metadata.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define ALIGNMENT_KEY "general.alignment"
#define DEFAULT_ALIGNMENT 32
#define SHOWN_ELEMENTS 8

/* The types of values by their number in the file. */
enum
{
  TYPE_U8,
  TYPE_I8,
  TYPE_U16,
  TYPE_I16,
  TYPE_U32,
  TYPE_I32,
  TYPE_F32,
  TYPE_BOOL,
  TYPE_STRING,
  TYPE_ARRAY,
  TYPE_U64,
  TYPE_I64,
  TYPE_F64,
  N_TYPES
};

static const guint8 sizes[N_TYPES] = {
  [TYPE_U8] = 1,   [TYPE_I8] = 1,     [TYPE_U16] = 2,    [TYPE_I16] = 2, [TYPE_U32] = 4, [TYPE_I32] = 4, [TYPE_F32] = 4,
  [TYPE_BOOL] = 1, [TYPE_STRING] = 8, [TYPE_ARRAY] = 12, [TYPE_U64] = 8, [TYPE_I64] = 8, [TYPE_F64] = 8,
};

static void
append_float (GString *text, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (number, sizeof number, "%.9g", value));
}

static void
append_f32 (GString *text, guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  append_float (text, value);
}

static void
append_f64 (GString *text, guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  append_float (text, value);
}

static void
append_string (GString *text, QstReader *reader)
{
  const guint64 length = qst_reader_u64 (reader);
  const guint8 *bytes = qst_reader_bytes (reader, length);
  g_autofree char *valid = NULL;

  if (bytes == NULL)
    return;
  valid = g_utf8_make_valid ((const char *)bytes, (gssize)MIN (length, QST_LIMIT_NAME_BYTES));
  g_string_append (text, valid);
  if (length > QST_LIMIT_NAME_BYTES)
    g_string_append (text, "…");
}

/* One value that is no array. */
static void
append_scalar (GString *text, QstReader *reader, guint32 type)
{
  switch (type)
    {
    case TYPE_U8:
      g_string_append_printf (text, "%u", qst_reader_u8 (reader));
      break;
    case TYPE_I8:
      g_string_append_printf (text, "%d", (gint8)qst_reader_u8 (reader));
      break;
    case TYPE_U16:
      g_string_append_printf (text, "%u", qst_reader_u16 (reader));
      break;
    case TYPE_I16:
      g_string_append_printf (text, "%d", (gint16)qst_reader_u16 (reader));
      break;
    case TYPE_U32:
      g_string_append_printf (text, "%u", qst_reader_u32 (reader));
      break;
    case TYPE_I32:
      g_string_append_printf (text, "%d", (gint32)qst_reader_u32 (reader));
      break;
    case TYPE_F32:
      append_f32 (text, qst_reader_u32 (reader));
      break;
    case TYPE_BOOL:
      g_string_append (text, qst_reader_u8 (reader) != 0 ? "true" : "false");
      break;
    case TYPE_U64:
      g_string_append_printf (text, "%" PRIu64, qst_reader_u64 (reader));
      break;
    case TYPE_I64:
      g_string_append_printf (text, "%" PRId64, (gint64)qst_reader_u64 (reader));
      break;
    case TYPE_F64:
      append_f64 (text, qst_reader_u64 (reader));
      break;
    default:
      append_string (text, reader);
    }
}

/* Passes n elements that are no arrays. */
static void
skip_elements (QstReader *reader, guint32 type, guint64 n)
{
  if (type != TYPE_STRING)
    qst_reader_bytes (reader, n * sizes[type]); /* n was compared with the bytes left */
  else
    for (; n > 0 && !reader->failed; n--)
      qst_reader_bytes (reader, qst_reader_u64 (reader));
}

/* Type and count of an array's elements, which the rest of the file could hold. */
static gboolean
read_array_head (QstReader *reader, const char *key, guint32 *type, guint64 *n, GError **error)
{
  const guint64 begin = reader->at;

  *type = qst_reader_u32 (reader);
  *n = qst_reader_u64 (reader);
  if (reader->failed || (*type < N_TYPES && *n <= qst_reader_left (reader) / sizes[*type]))
    return TRUE;
  if (*type >= N_TYPES)
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("The metadata key “%s” has elements of the unknown type %u at byte %" PRIu64), key, *type, begin);
  else
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("The metadata key “%s” claims %" PRIu64 " elements at byte %" PRIu64 "; the %" PRIu64
                    " bytes that follow cannot hold so many"),
                 key, *n, begin, qst_reader_left (reader));
  return FALSE;
}

/* An array of arrays, passed with a stack of its own. */
static gboolean
skip_arrays (QstReader *reader, const char *key, guint64 n, GError **error)
{
  guint64 left[QST_LIMIT_NESTING];
  gsize depth = 0;

  left[0] = n;
  while (!reader->failed)
    {
      guint32 type;

      while (left[depth] == 0)
        if (depth-- == 0)
          return TRUE;
      left[depth]--;
      if (!read_array_head (reader, key, &type, &n, error))
        return FALSE;
      if (reader->failed || type != TYPE_ARRAY)
        {
          if (!reader->failed)
            skip_elements (reader, type, n);
          continue;
        }
      if (++depth == QST_LIMIT_NESTING)
        {
          g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The metadata key “%s” is nested deeper than %d at byte %" PRIu64),
                       key, QST_LIMIT_NESTING, reader->at);
          return FALSE;
        }
      left[depth] = n;
    }
  return TRUE;
}

static gboolean
append_array (GString *text, QstReader *reader, const char *key, GError **error)
{
  guint32 type;
  guint64 n, shown = 0;

  if (!read_array_head (reader, key, &type, &n, error) || reader->failed)
    return reader->failed;
  if (type == TYPE_ARRAY)
    {
      g_string_append_printf (text, "[%" PRIu64 " × […]]", n);
      return skip_arrays (reader, key, n, error);
    }
  g_string_append_c (text, '[');
  for (; shown < MIN (n, SHOWN_ELEMENTS) && !reader->failed; shown++)
    {
      g_string_append (text, shown > 0 ? ", " : "");
      append_scalar (text, reader, type);
    }
  if (!reader->failed)
    skip_elements (reader, type, n - shown);
  if (n > shown)
    g_string_append_printf (text, ", … (%" PRIu64 ")", n);
  g_string_append_c (text, ']');
  return TRUE;
}

static gboolean
read_value (QstReader *reader, const char *key, GString *text, guint32 *type, GError **error)
{
  const guint64 begin = reader->at;

  *type = qst_reader_u32 (reader);
  if (reader->failed)
    return TRUE;
  if (*type >= N_TYPES)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The metadata key “%s” has a value of the unknown type %u at byte %" PRIu64), key, *type, begin);
      return FALSE;
    }
  if (*type == TYPE_ARRAY)
    return append_array (text, reader, key, error);
  append_scalar (text, reader, *type);
  return TRUE;
}

static gboolean
set_alignment (const char *value, guint32 type, guint32 *alignment, GError **error)
{
  const guint64 number = type == TYPE_U32 ? g_ascii_strtoull (value, NULL, 10) : 0;
  g_autofree char *quoted = qst_quote (value, -1);

  if (number == 0 || (number & (number - 1)) != 0)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("%s is “%s”; a 32-bit power of two is expected"), ALIGNMENT_KEY,
                   quoted);
      return FALSE;
    }
  *alignment = (guint32)number;
  return TRUE;
}

static gboolean
read_pair (QstReader *reader, QstArchive *archive, guint32 *alignment, GError **error)
{
  const guint64 begin = reader->at;
  g_autoptr (GString) key = g_string_new (NULL), value = g_string_new (NULL);
  g_autofree char *quoted = NULL;
  guint32 type;

  append_string (key, reader);
  quoted = qst_quote (key->str, -1);
  if (!read_value (reader, quoted, value, &type, error))
    return FALSE;
  if (reader->failed)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The metadata are cut off: the pair at byte %" PRIu64 " (“%s”) does not fit into the %" PRIu64
                      " bytes of the file"),
                   begin, quoted, reader->size);
      return FALSE;
    }
  qst_archive_add_metadata (archive, key->str, value->str);
  return strcmp (key->str, ALIGNMENT_KEY) != 0 || set_alignment (value->str, type, alignment, error);
}

gboolean
qst_gguf_read_metadata (QstReader *reader, guint64 n_keys, QstArchive *archive, guint32 *alignment, GCancellable *cancellable,
                        GError **error)
{
  *alignment = DEFAULT_ALIGNMENT;
  for (guint64 i = 0; i < n_keys; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !read_pair (reader, archive, alignment, error))
      return FALSE;
  return TRUE;
}
