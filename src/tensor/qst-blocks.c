/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tensors in ggml's blocks: decoded a block at a time, whatever window is asked for. */
#include "tensor/qst-tensor-private.h"

#include "tensor/qst-ggml.h"

#include <string.h>

static void
write_values (const QstGgmlBlock *block, gsize begin, gsize n, float *values)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize run = (begin + i) / QST_GGML_RUN;

      values[i] = block->scale[run] * (float)block->level[begin + i] - block->minimum[run];
    }
}

/* Whole blocks, for the compiler to make vectors of. */
static void
write_block (const QstGgmlBlock *block, gsize length, float *values)
{
  for (gsize run = 0; run < length / QST_GGML_RUN; run++)
    for (gsize i = 0; i < QST_GGML_RUN; i++)
      values[run * QST_GGML_RUN + i] = block->scale[run] * (float)block->level[run * QST_GGML_RUN + i] - block->minimum[run];
}

void
qst_tensor_decode_blocks (const QstTensor *self, guint64 begin, gsize n, float *values, gint8 *codes)
{
  const gsize length = qst_dtype_get_block_length (self->packed), size = qst_dtype_get_size (self->packed);
  const guint8 *bytes = n > 0 ? qst_storage_pin (self->storage) : NULL;
  QstGgmlBlock block;

  if (bytes == NULL)
    {
      if (values != NULL)
        memset (values, 0, n * sizeof *values);
      else if (n > 0)
        memset (codes, 0, n);
      return;
    }
  for (gsize done = 0, m; done < n; done += m)
    {
      const guint64 at = begin + done;
      const gsize first = (gsize)(at % length);

      m = MIN (n - done, length - first);
      qst_ggml_unpack (self->packed, bytes + self->offset + at / length * size, self->big_endian, &block);
      if (values == NULL)
        memcpy (codes + done, block.level + first, m);
      else if (m == length)
        write_block (&block, length, values + done);
      else
        write_values (&block, first, m, values + done);
    }
  qst_storage_unpin (self->storage);
}

static void
get_block_code (QstTensor *self, guint64 index, QstStoredCode *code)
{
  const gsize length = qst_dtype_get_block_length (self->packed);
  const gsize i = (gsize)(index % length);
  const guint8 *bytes = qst_storage_pin (self->storage);
  QstGgmlBlock block;

  if (bytes == NULL)
    return;
  qst_ggml_unpack (self->packed, bytes + self->offset + index / length * qst_dtype_get_size (self->packed), self->big_endian,
                   &block);
  qst_storage_unpin (self->storage);
  code->code = block.level[i];
  code->scale = block.scale[i / QST_GGML_RUN];
  code->offset = -block.minimum[i / QST_GGML_RUN];
}

static gint64
fetch_integer (const QstTensor *self, guint64 index)
{
  union
  {
    gint8 i8;
    guint8 u8;
    gint16 i16;
    guint16 u16;
    gint32 i32;
    guint32 u32;
    gint64 i64;
  } raw = { .i64 = 0 };

  qst_tensor_fetch (self, index, 1, &raw);
  switch (self->dtype)
    {
    case QST_DTYPE_I4:
    case QST_DTYPE_I8:
      return raw.i8;
    case QST_DTYPE_U4:
    case QST_DTYPE_U8:
      return raw.u8;
    case QST_DTYPE_I16:
      return raw.i16;
    case QST_DTYPE_U16:
      return raw.u16;
    case QST_DTYPE_I32:
      return raw.i32;
    case QST_DTYPE_U32:
      return raw.u32;
    default:
      return raw.i64;
    }
}

void
qst_tensor_get_code (QstTensor *self, guint64 index, QstStoredCode *code)
{
  guint64 unit;

  *code = (QstStoredCode){ .scale = 1 };
  g_return_if_fail (index < self->count && qst_tensor_is_quantized (self));
  if (qst_dtype_is_ggml (self->dtype))
    {
      get_block_code (self, index, code);
      return;
    }
  unit = qst_tensor_get_unit (self, self->quantization, index);
  code->code = fetch_integer (self, index);
  code->scale = self->quantization->scales[unit];
  code->zero_point = self->quantization->zero_points[unit];
}
