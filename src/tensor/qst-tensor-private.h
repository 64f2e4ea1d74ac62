/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-storage.h"
#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* How the values of a tensor lie in a storage; the maker has checked that they are all there. */
typedef struct
{
  const char *name;
  const char *format; /* static */
  QstDtype dtype;
  gsize n_dims;
  const guint64 *shape;
  guint64 count;
  guint64 offset; /* of the first value, in bytes of the storage */
  gboolean big_endian;
  guint64 stored_bytes; /* 0: what dtype and count make */

  /* The order in memory, where it is not row-major: steps from index to index along each dimension in values, 0 allowed; or
   * just column-major. Not for packed dtypes. */
  const guint64 *strides;
  gboolean column_major;

  /* NULL, or copied. Only for integer dtypes; n_units is that of the axis, every scale is finite. */
  const QstQuantization *quantization;
} QstTensorLayout;

/* Refers to the storage. */
QstTensor *qst_tensor_new (const QstTensorLayout *layout, QstStorage *storage);

/* The same tensor with a grid, copied, that is known only after its values: that of its codes, or, for real values, that on
 * which the model puts them. */
QstTensor *qst_tensor_new_on_grid (QstTensor *plain, const QstQuantization *grid);

struct _QstTensor
{
  gatomicrefcount refs;
  char *name;
  const char *format;
  QstDtype dtype;  /* as it is told */
  QstDtype packed; /* as it lies there: another one for the codes of blocks */
  gsize n_dims;
  guint64 *shape;
  guint64 *strides; /* in values; NULL where row-major */
  guint64 count;
  guint64 stored_bytes;
  gboolean big_endian;
  QstStorage *storage;
  guint64 offset;
  const guint8 *data; /* of the first value where the storage is in place, else NULL */
  QstQuantization *quantization;
  QstQuantization *quantizer;
};

/* Copies the raw values begin … begin + n in row-major order and native byte order; dtypes of half a byte as one byte each,
 * codes of blocks as int8. Not for the real values of blocks. (qst-fetch.c) */
void qst_tensor_fetch (const QstTensor *self, guint64 begin, gsize n, void *raw);

/* The raw values in place where they are aligned, native and in row-major order, otherwise NULL. */
const void *qst_tensor_peek (const QstTensor *self, guint64 begin);

/* n raw native values of a dtype, as float32 or float64. */
void qst_values_to_f32 (QstDtype dtype, const void *raw, gsize n, float *values);
void qst_values_to_f64 (QstDtype dtype, const void *raw, gsize n, double *values);

/* Scale and zero-point (qst-dequantize.c). */
QstQuantization *qst_quantization_copy (const QstQuantization *self);
void qst_quantization_free (QstQuantization *self);

/* Turns the codes begin … begin + n, as float32, into what they stand for. */
void qst_dequantize (QstTensor *self, guint64 begin, gsize n, float *values);

/* Decodes the blocks around begin … begin + n; codes as int8 where values is NULL. */
void qst_tensor_decode_blocks (const QstTensor *self, guint64 begin, gsize n, float *values, gint8 *codes);

G_END_DECLS
