/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-limits.h"
#include "tensor/qst-tensor-private.h"

#include "core/qsc-convert.h"

#include <string.h>

/* Row-major walk over values in another order: runs along the last dimension. */
typedef struct
{
  guint64 index[QST_LIMIT_DIMS]; /* of the next value */
  guint64 offset;                /* in values */
} Walk;

static void
walk_init (Walk *walk, const QstTensor *self, guint64 begin)
{
  walk->offset = 0;
  for (gsize d = self->n_dims; d-- > 0;)
    {
      walk->index[d] = begin % self->shape[d];
      begin /= self->shape[d];
      walk->offset += walk->index[d] * self->strides[d];
    }
}

/* Carries after a run has ended on the last dimension. */
static void
walk_carry (Walk *walk, const QstTensor *self)
{
  for (gsize d = self->n_dims; d-- > 0 && walk->index[d] == self->shape[d];)
    {
      walk->offset -= walk->index[d] * self->strides[d];
      walk->index[d] = 0;
      if (d > 0)
        {
          walk->index[d - 1]++;
          walk->offset += self->strides[d - 1];
        }
    }
}

static void
gather_run (const guint8 *from, guint64 step, gsize size, gsize n, guint8 *to)
{
  gsize stride = step * size;

  switch (size)
    {
    case 1:
      for (gsize i = 0; i < n; i++)
        to[i] = from[i * stride];
      break;
    case 2:
      for (gsize i = 0; i < n; i++)
        memcpy (to + 2 * i, from + i * stride, 2);
      break;
    case 4:
      for (gsize i = 0; i < n; i++)
        memcpy (to + 4 * i, from + i * stride, 4);
      break;
    default:
      for (gsize i = 0; i < n; i++)
        memcpy (to + 8 * i, from + i * stride, 8);
    }
}

static void
gather (const QstTensor *self, const guint8 *from, guint64 begin, gsize n, guint8 *to)
{
  gsize size = qst_dtype_get_size (self->dtype);
  gsize last = self->n_dims - 1;
  Walk walk;

  walk_init (&walk, self, begin);
  while (n > 0)
    {
      gsize run = (gsize)MIN (n, self->shape[last] - walk.index[last]);

      gather_run (from + walk.offset * size, self->strides[last], size, run, to);
      walk.index[last] += run;
      walk.offset += run * self->strides[last];
      walk_carry (&walk, self);
      to += run * size;
      n -= run;
    }
}

static void
swap_bytes (void *raw, gsize size, gsize n)
{
  if (size == 2)
    for (guint16 *p = raw; n > 0; n--, p++)
      *p = GUINT16_SWAP_LE_BE (*p);
  else if (size == 4)
    for (guint32 *p = raw; n > 0; n--, p++)
      *p = GUINT32_SWAP_LE_BE (*p);
  else if (size == 8)
    for (guint64 *p = raw; n > 0; n--, p++)
      *p = GUINT64_SWAP_LE_BE (*p);
}

/* Values of half a byte, the low half first. */
static void
spread_halves (const guint8 *from, guint64 begin, gsize n, gboolean is_signed, guint8 *to)
{
  for (gsize i = 0; i < n; i++)
    {
      guint8 half = from[(begin + i) / 2] >> ((begin + i) % 2 * 4) & 0xf;

      to[i] = is_signed && half >= 8 ? half | 0xf0 : half;
    }
}

static void
fetch_from (const QstTensor *self, const guint8 *from, guint64 begin, gsize n, void *raw)
{
  gsize size = qst_dtype_get_size (self->packed);

  if (qst_dtype_get_block_length (self->packed) == 2)
    spread_halves (from, begin, n, self->packed == QST_DTYPE_I4, raw);
  else if (self->strides != NULL)
    gather (self, from, begin, n, raw);
  else
    memcpy (raw, from + begin * size, n * size);
  if (self->big_endian != (G_BYTE_ORDER == G_BIG_ENDIAN))
    swap_bytes (raw, size, n);
}

void
qst_tensor_fetch (const QstTensor *self, guint64 begin, gsize n, void *raw)
{
  const guint8 *bytes;

  if (n == 0)
    return;
  if (qst_dtype_is_ggml (self->packed))
    {
      qst_tensor_decode_blocks (self, begin, n, NULL, raw);
      return;
    }
  bytes = qst_storage_pin (self->storage);
  if (bytes == NULL)
    {
      memset (raw, 0, n * qst_dtype_get_size (self->packed));
      return;
    }
  fetch_from (self, bytes + self->offset, begin, n, raw);
  qst_storage_unpin (self->storage);
}

const void *
qst_tensor_peek (const QstTensor *self, guint64 begin)
{
  gsize size = qst_dtype_get_size (self->packed);
  gboolean swapped = size > 1 && self->big_endian != (G_BYTE_ORDER == G_BIG_ENDIAN);

  if (self->data == NULL || self->strides != NULL || swapped || qst_dtype_get_block_length (self->packed) > 1
      || (guintptr)self->data % size != 0)
    return NULL;
  return self->data + begin * size;
}

#define CONVERT(Type)                                                                                                            \
  for (gsize i = 0; i < n; i++)                                                                                                  \
  values[i] = (__typeof__ (*values))((const Type *)raw)[i]

#define CONVERT_INTEGERS                                                                                                         \
  case QST_DTYPE_I64:                                                                                                            \
    CONVERT (gint64);                                                                                                            \
    break;                                                                                                                       \
  case QST_DTYPE_I32:                                                                                                            \
    CONVERT (gint32);                                                                                                            \
    break;                                                                                                                       \
  case QST_DTYPE_I16:                                                                                                            \
    CONVERT (gint16);                                                                                                            \
    break;                                                                                                                       \
  case QST_DTYPE_I8:                                                                                                             \
    CONVERT (gint8);                                                                                                             \
    break;                                                                                                                       \
  case QST_DTYPE_U64:                                                                                                            \
    CONVERT (guint64);                                                                                                           \
    break;                                                                                                                       \
  case QST_DTYPE_U32:                                                                                                            \
    CONVERT (guint32);                                                                                                           \
    break;                                                                                                                       \
  case QST_DTYPE_U16:                                                                                                            \
    CONVERT (guint16);                                                                                                           \
    break;                                                                                                                       \
  case QST_DTYPE_U8:                                                                                                             \
    CONVERT (guint8);                                                                                                            \
    break;                                                                                                                       \
  case QST_DTYPE_BOOL:                                                                                                           \
    for (gsize i = 0; i < n; i++)                                                                                                \
      values[i] = ((const guint8 *)raw)[i] != 0;                                                                                 \
    break

void
qst_values_to_f32 (QstDtype dtype, const void *raw, gsize n, float *values)
{
  switch (dtype)
    {
    case QST_DTYPE_F64:
    case QST_DTYPE_TEXT:
      CONVERT (double);
      break;
    case QST_DTYPE_F32:
      memcpy (values, raw, n * sizeof (float));
      break;
    case QST_DTYPE_F16:
      qsc_convert_f16 (raw, n, values);
      break;
    case QST_DTYPE_BF16:
      qsc_convert_bf16 (raw, n, values);
      break;
    case QST_DTYPE_F8_E4M3:
      qsc_convert_f8_e4m3 (raw, n, values);
      break;
    case QST_DTYPE_F8_E5M2:
      qsc_convert_f8_e5m2 (raw, n, values);
      break;
      CONVERT_INTEGERS;
    default: /* packed values are unpacked before */
      g_return_if_reached ();
    }
}

#define VIA_F32 256

static void
via_f32 (QstDtype dtype, const void *raw, gsize n, double *values)
{
  const guint8 *from = raw;
  float block[VIA_F32];

  while (n > 0)
    {
      gsize m = MIN (n, VIA_F32);

      qst_values_to_f32 (dtype, from, m, block);
      for (gsize i = 0; i < m; i++)
        values[i] = block[i];
      from += m * qst_dtype_get_size (dtype);
      values += m;
      n -= m;
    }
}

void
qst_values_to_f64 (QstDtype dtype, const void *raw, gsize n, double *values)
{
  switch (dtype)
    {
    case QST_DTYPE_F64:
    case QST_DTYPE_TEXT:
      memcpy (values, raw, n * sizeof (double));
      break;
    case QST_DTYPE_F32:
      CONVERT (float);
      break;
    case QST_DTYPE_F16:
    case QST_DTYPE_BF16:
    case QST_DTYPE_F8_E4M3:
    case QST_DTYPE_F8_E5M2:
      via_f32 (dtype, raw, n, values);
      break;
      CONVERT_INTEGERS;
    default: /* packed values are unpacked before */
      g_return_if_reached ();
    }
}
