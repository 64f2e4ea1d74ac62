/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-codes-private.h"

#include <string.h>

/* Values turned at a time. */
#define CHUNK 65536

static const gsize sizes[QSA_N_ELEMENTS] = { 1, 1, 2, 2, 4 };

static const struct
{
  const char *extension;
  const QsaCodesWriter *writer;
} formats[QSA_N_CODES_FORMATS] = {
  [QSA_CODES_NPY] = { "npy", &qsa_codes_npy },
  [QSA_CODES_SAFETENSORS] = { "safetensors", &qsa_codes_safetensors },
  [QSA_CODES_C_HEADER] = { "h", &qsa_codes_c_header },
};

gsize
qsa_element_get_size (QsaElement element)
{
  return sizes[element];
}

const char *
qsa_codes_format_get_extension (QsaCodesFormat format)
{
  g_return_val_if_fail ((guint)format < QSA_N_CODES_FORMATS, NULL);
  return formats[format].extension;
}

gboolean
qsa_codes_format_from_path (const char *path, QsaCodesFormat *format)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot != NULL && i < QSA_N_CODES_FORMATS; i++)
    if (g_ascii_strcasecmp (dot + 1, formats[i].extension) == 0)
      {
        *format = (QsaCodesFormat)i;
        return TRUE;
      }
  return FALSE;
}

gboolean
qsa_codes_write_raw (QsaCodesFile *self, gconstpointer values, gsize n, GError **error)
{
  return qst_writer_write (self->writer, values, n * sizes[self->element], error);
}

gboolean
qsa_codes_can_pack (int bits)
{
  return bits == 2 || bits == 4;
}

guint64
qsa_codes_get_count (const QsaCodesFile *self)
{
  const guint64 count = qst_tensor_get_count (self->tensor);
  const guint64 per_byte = self->packed_bits > 0 ? 8 / (guint64)self->packed_bits : 1;

  return count / per_byte + (count % per_byte != 0);
}

/* In place: the bytes are fewer than the codes. Returns how many. */
static gsize
pack (guint8 *codes, gsize n, int bits)
{
  const gsize per_byte = 8 / (gsize)bits, n_bytes = (n + per_byte - 1) / per_byte;
  const guint8 mask = (guint8)((1 << bits) - 1);

  for (gsize i = 0; i < n_bytes; i++)
    {
      guint8 byte = 0;

      for (gsize j = 0; j < per_byte && i * per_byte + j < n; j++)
        byte |= (guint8)((codes[i * per_byte + j] & mask) << (j * (gsize)bits));
      codes[i] = byte;
    }
  return n_bytes;
}

static QsaElement
choose_element (const QscParams *params, gboolean dequantize)
{
  if (dequantize)
    return QSA_ELEMENT_F32;
  if (params->qmin < 0)
    return params->qmin >= INT8_MIN && params->qmax <= INT8_MAX ? QSA_ELEMENT_I8 : QSA_ELEMENT_I16;
  return params->qmax <= UINT8_MAX ? QSA_ELEMENT_U8 : QSA_ELEMENT_U16;
}

gsize
qsa_codes_get_parameter_shape (const QsaCodesFile *self, guint64 *shape)
{
  const QsaUnits *units = qsa_unit_params_get_units (self->units);
  const gsize n_dims = qst_tensor_get_n_dims (self->tensor);

  if (units->n_units == 1)
    return 0;
  if (units->granularity.kind == QSA_PER_CHANNEL || n_dims == 0)
    {
      shape[0] = units->n_units;
      return 1;
    }
  for (gsize i = 0; i < n_dims; i++)
    shape[i] = i + 1 < n_dims ? qst_tensor_get_shape (self->tensor)[i] : units->n_per_row;
  return n_dims;
}

static void
quantize (const QsaCodesFile *self, const float *x, gsize n, guint64 begin, gpointer to)
{
  if (self->codes == QSA_ELEMENT_F32)
    qsa_unit_params_reconstruct (self->units, x, n, begin, to);
  else
    qsa_unit_params_quantize (self->units, x, n, begin, to);
}

typedef struct
{
  QsaCodesProgress callback;
  gpointer data;
  GCancellable *cancellable;
} Progress;

static gboolean
write_values (QsaCodesFile *self, const QsaCodesWriter *writer, const Progress *progress, GError **error)
{
  const guint64 count = qst_tensor_get_count (self->tensor);
  g_autofree float *scratch = g_new (float, CHUNK);
  g_autofree gpointer codes = g_malloc (CHUNK * sizeof (float));
  gsize n;

  for (guint64 begin = 0, end; begin < count; begin = end)
    {
      end = MIN (begin + CHUNK, count);
      if (g_cancellable_set_error_if_cancelled (progress->cancellable, error))
        return FALSE;
      quantize (self, qst_tensor_get_span (self->tensor, begin, end, scratch), (gsize)(end - begin), begin, codes);
      n = (gsize)(end - begin);
      if (self->packed_bits > 0)
        n = pack (codes, n, self->packed_bits); /* pieces are whole bytes */
      if (!writer->write (self, codes, n, error))
        return FALSE;
      if (progress->callback != NULL)
        progress->callback (end, count, progress->data);
    }
  return qst_tensor_check (self->tensor, error);
}

gboolean
qsa_codes_save (QsaSource *source, const QsaScheme *scheme, QsaUnitParams *params, const QsaCodesOptions *options,
                const char *path, QsaCodesProgress progress, gpointer progress_data, GCancellable *cancellable, GError **error)
{
  const QsaCodesWriter *writer = formats[options->format].writer;
  QstTensor *tensor = qsa_source_get_tensor (source);
  const char *name = qst_tensor_get_name (tensor);
  g_autoptr (QstWriter) file = qst_writer_new (path, error);
  QsaCodesFile self = { .writer = file,
                        .tensor = tensor,
                        .name = name[0] != '\0' ? name : "values",
                        .scheme = scheme,
                        .units = params,
                        .params = qsa_unit_params_get_all (params) };

  if (file == NULL)
    return FALSE;
  self.element = self.codes = choose_element (self.params, options->dequantize);
  if (options->packed && !options->dequantize && qsa_codes_can_pack (scheme->format.bits))
    {
      self.packed_bits = scheme->format.bits;
      self.element = QSA_ELEMENT_U8;
    }
  return (writer->begin == NULL || writer->begin (&self, error))
         && write_values (&self, writer, &(Progress){ progress, progress_data, cancellable }, error)
         && (writer->end == NULL || writer->end (&self, error)) && qst_writer_commit (file, error);
}
