/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-tensor-private.h"

QstQuantization *
qst_quantization_copy (const QstQuantization *self)
{
  QstQuantization *copy = g_new0 (QstQuantization, 1);

  *copy = *self;
  copy->scales = g_memdup2 (self->scales, self->n_units * sizeof *self->scales);
  copy->zero_points = g_memdup2 (self->zero_points, self->n_units * sizeof *self->zero_points);
  return copy;
}

void
qst_quantization_free (QstQuantization *self)
{
  g_free ((gpointer)self->scales);
  g_free ((gpointer)self->zero_points);
  g_free (self);
}

/* Values with the same index along the axis, and all that follow the axis. */
static guint64
get_run (const QstTensor *self, const QstQuantization *grid)
{
  guint64 run = 1;

  for (gsize d = (gsize)(grid->axis + 1); d < self->n_dims; d++)
    run *= self->shape[d];
  return run;
}

guint64
qst_tensor_get_unit (QstTensor *self, const QstQuantization *grid, guint64 index)
{
  return grid->axis < 0 ? 0 : index / get_run (self, grid) % self->shape[grid->axis];
}

/* float32 throughout, as ONNX's DequantizeLinear: the difference is exact for codes of up to 24 bits. */
static void
dequantize_run (const QstQuantization *grid, guint64 unit, gsize n, float *values)
{
  const float scale = grid->scales[unit], zero_point = (float)grid->zero_points[unit];

  for (gsize i = 0; i < n; i++)
    values[i] = (values[i] - zero_point) * scale;
}

void
qst_dequantize (QstTensor *self, guint64 begin, gsize n, float *values)
{
  const QstQuantization *grid = self->quantization;
  const guint64 run = grid->axis < 0 ? self->count : get_run (self, grid);

  while (n > 0)
    {
      gsize m = (gsize)MIN (n, run - begin % run);

      dequantize_run (grid, qst_tensor_get_unit (self, grid, begin), m, values);
      begin += m;
      values += m;
      n -= m;
    }
}
