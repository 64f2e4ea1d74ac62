/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-tensor-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Values converted at a time, on the stack: 8 KiB at most. */
#define BLOCK 1024

/* Steps in values for the layout's order, or NULL where that is row-major. Dimensions of 1 step nowhere. */
static guint64 *
find_strides (const QstTensorLayout *layout)
{
  g_autofree guint64 *strides = g_new0 (guint64, layout->n_dims + 1);
  gboolean differs = FALSE;
  guint64 row_major = 1, column_major = 1;

  for (gsize d = 0; d < layout->n_dims; d++)
    {
      strides[d] = layout->strides != NULL ? layout->strides[d] : column_major;
      column_major *= layout->shape[d];
    }
  for (gsize d = layout->n_dims; d-- > 0; row_major *= layout->shape[d])
    differs = differs || (layout->shape[d] > 1 && strides[d] != row_major);
  return differs && layout->count > 1 ? g_steal_pointer (&strides) : NULL;
}

static guint64 *
copy_shape (const QstTensorLayout *layout)
{
  guint64 *shape = g_new0 (guint64, layout->n_dims + 1);

  for (gsize d = 0; d < layout->n_dims; d++)
    shape[d] = layout->shape[d];
  return shape;
}

QstTensor *
qst_tensor_new (const QstTensorLayout *layout, QstStorage *storage)
{
  QstTensor *self = g_new0 (QstTensor, 1);
  const guint8 *bytes = qst_storage_get_data (storage);

  g_atomic_ref_count_init (&self->refs);
  self->name = g_strdup (layout->name);
  self->format = layout->format;
  self->dtype = layout->dtype;
  self->packed = layout->dtype;
  self->n_dims = layout->n_dims;
  self->shape = copy_shape (layout);
  self->count = layout->count;
  self->stored_bytes = layout->stored_bytes;
  if (self->stored_bytes == 0)
    qst_dtype_get_bytes (layout->dtype, layout->count, &self->stored_bytes);
  self->big_endian = layout->big_endian;
  if (layout->strides != NULL || layout->column_major)
    self->strides = find_strides (layout);
  self->storage = qst_storage_ref (storage);
  self->offset = layout->offset;
  self->data = bytes != NULL ? bytes + layout->offset : NULL;
  if (layout->quantization != NULL)
    self->quantization = qst_quantization_copy (layout->quantization);
  return self;
}

QstTensor *
qst_tensor_new_take (const char *name, const char *format, gsize n_dims, const guint64 *shape, float *values)
{
  QstTensorLayout layout = { .name = name,
                             .format = g_intern_string (format),
                             .dtype = QST_DTYPE_F32,
                             .n_dims = n_dims,
                             .shape = shape,
                             .big_endian = G_BYTE_ORDER == G_BIG_ENDIAN };
  g_autoptr (QstStorage) storage = NULL;

  g_return_val_if_fail (n_dims <= QST_LIMIT_DIMS, NULL);
  g_return_val_if_fail (qst_checked_count (shape, n_dims, &layout.count), NULL);
  storage = qst_storage_new_take (values, layout.count * sizeof (float));
  return qst_tensor_new (&layout, storage);
}

/* The values as they lie there, without a grid. */
static QstTensor *
copy_plain (QstTensor *self)
{
  const QstTensorLayout layout = { .name = self->name,
                                   .format = self->format,
                                   .dtype = self->packed,
                                   .n_dims = self->n_dims,
                                   .shape = self->shape,
                                   .count = self->count,
                                   .offset = self->offset,
                                   .strides = self->strides,
                                   .stored_bytes = self->stored_bytes,
                                   .big_endian = self->big_endian };

  return qst_tensor_new (&layout, self->storage);
}

QstTensor *
qst_tensor_new_on_grid (QstTensor *plain, const QstQuantization *grid)
{
  QstTensor *self = copy_plain (plain);

  if (qst_dtype_is_integer (self->dtype))
    self->quantization = qst_quantization_copy (grid);
  else
    self->quantizer = qst_quantization_copy (grid);
  return self;
}

QstTensor *
qst_tensor_new_codes (QstTensor *self)
{
  QstTensor *codes;

  if (!qst_tensor_is_quantized (self))
    return qst_tensor_ref (self);
  codes = copy_plain (self);
  if (qst_dtype_is_ggml (self->packed))
    codes->dtype = QST_DTYPE_I8;
  return codes;
}

QstTensor *
qst_tensor_ref (QstTensor *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qst_tensor_unref (QstTensor *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qst_storage_unref (self->storage);
  g_clear_pointer (&self->quantization, qst_quantization_free);
  g_clear_pointer (&self->quantizer, qst_quantization_free);
  g_free (self->strides);
  g_free (self->shape);
  g_free (self->name);
  g_free (self);
}

const char *
qst_tensor_get_name (QstTensor *self)
{
  return self->name;
}

const char *
qst_tensor_get_format (QstTensor *self)
{
  return self->format;
}

QstDtype
qst_tensor_get_dtype (QstTensor *self)
{
  return self->dtype;
}

gsize
qst_tensor_get_n_dims (QstTensor *self)
{
  return self->n_dims;
}

const guint64 *
qst_tensor_get_shape (QstTensor *self)
{
  return self->shape;
}

guint64
qst_tensor_get_count (QstTensor *self)
{
  return self->count;
}

guint64
qst_tensor_get_stored_bytes (QstTensor *self)
{
  return self->stored_bytes;
}

guint64
qst_tensor_get_offset (QstTensor *self)
{
  guint64 origin = qst_storage_get_origin (self->storage);

  if (origin == G_MAXUINT64 || self->data == NULL)
    return origin;
  return origin + self->offset;
}

const QstQuantization *
qst_tensor_get_quantization (QstTensor *self)
{
  return self->quantization;
}

const QstQuantization *
qst_tensor_get_quantizer (QstTensor *self)
{
  return self->quantizer;
}

gboolean
qst_tensor_is_quantized (QstTensor *self)
{
  return self->quantization != NULL || qst_dtype_is_ggml (self->dtype);
}

char *
qst_tensor_describe_shape (QstTensor *self)
{
  GString *text = g_string_new (NULL);

  if (self->n_dims == 0)
    g_string_append (text, _ ("scalar"));
  for (gsize d = 0; d < self->n_dims; d++)
    g_string_append_printf (text, "%s%" PRIu64, d > 0 ? " × " : "", self->shape[d]);
  return g_string_free (text, FALSE);
}

/* What fetch gives: values of half a byte have one each then. */
static QstDtype
get_fetched_dtype (const QstTensor *self)
{
  return self->dtype == QST_DTYPE_I4 ? QST_DTYPE_I8 : self->dtype == QST_DTYPE_U4 ? QST_DTYPE_U8 : self->dtype;
}

const float *
qst_tensor_get_span (QstTensor *self, guint64 begin, guint64 end, float *scratch)
{
  const QstDtype dtype = get_fetched_dtype (self);
  const void *in_place;
  guint64 raw[BLOCK];

  g_return_val_if_fail (begin <= end && end <= self->count, scratch);

  if (qst_dtype_is_ggml (dtype))
    {
      qst_tensor_decode_blocks (self, begin, end - begin, scratch, NULL);
      return scratch;
    }
  in_place = qst_tensor_peek (self, begin);
  if (dtype == QST_DTYPE_F32 && in_place != NULL)
    return in_place;
  if (dtype == QST_DTYPE_F32)
    qst_tensor_fetch (self, begin, end - begin, scratch);
  else if (in_place != NULL)
    qst_values_to_f32 (dtype, in_place, end - begin, scratch);
  else
    for (guint64 at = begin, n; at < end; at += n)
      {
        n = MIN (end - at, BLOCK);
        qst_tensor_fetch (self, at, n, raw);
        qst_values_to_f32 (dtype, raw, n, scratch + (at - begin));
      }
  if (self->quantization != NULL)
    qst_dequantize (self, begin, end - begin, scratch);
  return scratch;
}

/* Real values of what is quantized are float32. */
static void
widen_span (QstTensor *self, guint64 begin, gsize n, double *values)
{
  float span[BLOCK];

  qst_values_to_f64 (QST_DTYPE_F32, qst_tensor_get_span (self, begin, begin + n, span), n, values);
}

void
qst_tensor_read_f64 (QstTensor *self, guint64 begin, guint64 end, double *values)
{
  guint64 raw[BLOCK];

  g_return_if_fail (begin <= end && end <= self->count);

  for (guint64 n; begin < end; begin += n, values += n)
    {
      n = MIN (end - begin, BLOCK);
      if (qst_tensor_is_quantized (self))
        {
          widen_span (self, begin, n, values);
          continue;
        }
      qst_tensor_fetch (self, begin, n, raw);
      qst_values_to_f64 (get_fetched_dtype (self), raw, n, values);
    }
}

float
qst_tensor_get_value (QstTensor *self, guint64 index)
{
  float scratch = 0;

  g_return_val_if_fail (index < self->count, 0);
  return *qst_tensor_get_span (self, index, index + 1, &scratch);
}

gboolean
qst_tensor_check (QstTensor *self, GError **error)
{
  GError *reason = NULL;
  g_autofree char *quoted = NULL;

  if (qst_storage_check (self->storage, &reason))
    return TRUE;
  quoted = qst_quote (self->name, -1);
  if (reason->code != QST_ERROR_CHANGED)
    g_prefix_error (&reason, _ ("Tensor “%s”: "), quoted);
  g_propagate_error (error, reason);
  return FALSE;
}
