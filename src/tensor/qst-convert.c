/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-convert-private.h"

#include "tensor/qst-tensor-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zlib.h>

/* Values at a time. */
#define CHUNK 65536

static const QstConvertWriter *const writers[] = {
  [QST_CONVERT_SAFETENSORS] = &qst_convert_safetensors,
  [QST_CONVERT_NPZ] = &qst_convert_npz,
};

gboolean
qst_convert_format_from_path (const char *path, QstConvertFormat *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (writers); i++)
    if (g_str_has_suffix (path, writers[i]->suffix))
      {
        *format = (QstConvertFormat)i;
        return TRUE;
      }
  return FALSE;
}

void
qst_convert_put (GByteArray *bytes, guint64 value, guint size)
{
  for (guint i = 0; i < size; i++)
    g_byte_array_append (bytes, &(guint8){ (guint8)(i < 8 ? value >> (8 * i) : 0) }, 1);
}

static QstDtype
choose_dtype (QstTensor *tensor, const QstConvertWriter *writer)
{
  QstDtype dtype = qst_tensor_get_dtype (tensor);

  if (qst_tensor_is_quantized (tensor))
    return QST_DTYPE_F32;
  if (dtype == QST_DTYPE_TEXT)
    return QST_DTYPE_F64;
  if (dtype == QST_DTYPE_I4)
    return QST_DTYPE_I8;
  if (dtype == QST_DTYPE_U4)
    return QST_DTYPE_U8;
  return writer->is_written (dtype) ? dtype : QST_DTYPE_F32;
}

/* Float32 is what a span gives; everything else is copied as it is. */
static void
read_raw (const QstConvertItem *item, guint64 begin, gsize n, void *raw)
{
  if (item->dtype == QST_DTYPE_F32)
    {
      const float *span = qst_tensor_get_span (item->tensor, begin, begin + n, raw);

      if (span != raw)
        memcpy (raw, span, n * sizeof (float));
    }
  else
    qst_tensor_fetch (item->tensor, begin, n, raw);
}

static void
make_little_endian (guint8 *raw, gsize size, gsize n)
{
#if G_BYTE_ORDER == G_BIG_ENDIAN
  for (gsize i = 0; i < n; i++, raw += size)
    for (gsize k = 0; k < size / 2; k++)
      {
        guint8 byte = raw[k];

        raw[k] = raw[size - 1 - k];
        raw[size - 1 - k] = byte;
      }
#endif
}

gboolean
qst_convert_write_values (const QstConvertItem *item, QstWriter *writer, guint32 *crc, GCancellable *cancellable, GError **error)
{
  const guint64 count = qst_tensor_get_count (item->tensor);
  const gsize size = qst_dtype_get_size (item->dtype);
  g_autofree guint64 *raw = g_new (guint64, CHUNK);

  for (guint64 begin = 0; begin < count; begin += CHUNK)
    {
      const gsize n = (gsize)MIN (count - begin, CHUNK);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      read_raw (item, begin, n, raw);
      make_little_endian ((guint8 *)raw, size, n);
      if (crc != NULL)
        *crc = (guint32)crc32_z (*crc, (const Bytef *)raw, n * size);
      if (!qst_writer_write (writer, raw, n * size, error))
        return FALSE;
    }
  return qst_tensor_check (item->tensor, error);
}

gboolean
qst_convert (QstTensor *const *tensors, gsize n, const char *path, QstConvertFormat format, GCancellable *cancellable,
             GError **error)
{
  g_autofree QstConvertItem *items = g_new0 (QstConvertItem, n + 1);
  g_autoptr (QstWriter) writer = qst_writer_new (path, error);

  if (writer == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const char *name = qst_tensor_get_name (tensors[i]);

      items[i].tensor = tensors[i];
      items[i].name = name[0] != '\0' ? name : "values";
      items[i].dtype = choose_dtype (tensors[i], writers[format]);
      if (!qst_dtype_get_bytes (items[i].dtype, qst_tensor_get_count (tensors[i]), &items[i].bytes)
          || items[i].bytes > G_MAXINT64)
        {
          g_set_error_literal (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The values are more than a file can hold"));
          return FALSE;
        }
    }
  return writers[format]->write (writer, items, n, cancellable, error) && qst_writer_commit (writer, error);
}
