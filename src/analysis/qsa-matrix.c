/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-matrix.h"

#include <math.h>
#include <string.h>

#define WIDTH_MIN 16
#define WIDTH_MAX 256
/* Values of a row that lie no further apart are read together with what is between them. */
#define STRIDE_MAX 32

void
qsa_matrix_init (QsaMatrix *self, QstTensor *tensor)
{
  const guint64 *shape = qst_tensor_get_shape (tensor);

  memset (self, 0, sizeof *self);
  self->n_dims = MIN (qst_tensor_get_n_dims (tensor), QST_LIMIT_DIMS);
  self->count = qst_tensor_get_count (tensor);
  for (gsize i = 0; i < self->n_dims; i++)
    self->shape[i] = shape[i];
  self->width = WIDTH_MIN;
  while (self->width < WIDTH_MAX && self->width * self->width < self->count)
    self->width *= 2;
  self->column_axis = 1;
  for (gsize i = 2; i < self->n_dims; i++)
    if (self->shape[i] > self->shape[self->column_axis])
      self->column_axis = i;
}

gboolean
qsa_matrix_equal (const QsaMatrix *a, const QsaMatrix *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

gboolean
qsa_matrix_is_wrapped (const QsaMatrix *self)
{
  return self->n_dims < 2;
}

guint64
qsa_matrix_get_n_rows (const QsaMatrix *self)
{
  if (self->count == 0)
    return 0;
  if (qsa_matrix_is_wrapped (self))
    return (self->count - 1) / self->width + 1;
  return self->shape[self->row_axis];
}

guint64
qsa_matrix_get_n_columns (const QsaMatrix *self)
{
  if (self->count == 0)
    return 0;
  if (qsa_matrix_is_wrapped (self))
    return MIN (self->width, self->count);
  return self->shape[self->column_axis];
}

/* How far apart neighbours along an axis are. */
static guint64
get_stride (const QsaMatrix *self, gsize axis)
{
  guint64 stride = 1;

  if (qsa_matrix_is_wrapped (self))
    return 1;
  for (gsize i = axis + 1; i < self->n_dims; i++)
    stride *= self->shape[i];
  return stride;
}

guint64
qsa_matrix_get_index (const QsaMatrix *self, guint64 row, guint64 column)
{
  guint64 index = 0;

  if (row >= qsa_matrix_get_n_rows (self) || column >= qsa_matrix_get_n_columns (self))
    return G_MAXUINT64;
  if (qsa_matrix_is_wrapped (self))
    {
      index = row * self->width + column;
      return index < self->count ? index : G_MAXUINT64;
    }
  for (gsize i = 0; i < self->n_dims; i++)
    index = index * self->shape[i] + (i == self->row_axis ? row : i == self->column_axis ? column : self->index[i]);
  return index;
}

gboolean
qsa_matrix_find (const QsaMatrix *self, guint64 index, guint64 *row, guint64 *column)
{
  if (index >= self->count)
    return FALSE;
  if (qsa_matrix_is_wrapped (self))
    {
      *row = index / self->width;
      *column = index % self->width;
      return TRUE;
    }
  for (gsize i = self->n_dims; i-- > 0;)
    {
      guint64 place = index % self->shape[i];

      index /= self->shape[i];
      if (i == self->row_axis)
        *row = place;
      else if (i == self->column_axis)
        *column = place;
      else if (place != self->index[i])
        return FALSE;
    }
  return TRUE;
}

void
qsa_matrix_show (QsaMatrix *self, guint64 index)
{
  if (index >= self->count)
    return;
  for (gsize i = self->n_dims; !qsa_matrix_is_wrapped (self) && i-- > 0;)
    {
      if (i != self->row_axis && i != self->column_axis)
        self->index[i] = index % self->shape[i];
      index /= self->shape[i];
    }
}

static void
read_close (QstTensor *tensor, guint64 begin, guint64 stride, gsize n, float *values, float *scratch)
{
  const gsize most = QSA_MATRIX_SCRATCH / stride;

  for (gsize done = 0; done < n;)
    {
      const gsize part = MIN (n - done, most);
      const guint64 from = begin + done * stride;
      const float *span = qst_tensor_get_span (tensor, from, from + (part - 1) * stride + 1, scratch);

      for (gsize i = 0; i < part; i++)
        values[done + i] = span[i * stride];
      done += part;
    }
}

void
qsa_matrix_read (const QsaMatrix *self, QstTensor *tensor, guint64 row, guint64 column, gsize n, float *values, float *scratch)
{
  const guint64 begin = qsa_matrix_get_index (self, row, column);
  const guint64 n_columns = qsa_matrix_get_n_columns (self), stride = get_stride (self, self->column_axis);
  gsize known = begin == G_MAXUINT64 ? 0 : (gsize)MIN (n, n_columns - column);

  if (known > 0 && qsa_matrix_is_wrapped (self))
    known = (gsize)MIN (known, self->count - begin);
  if (known > 0 && stride <= STRIDE_MAX)
    read_close (tensor, begin, stride, known, values, scratch);
  else
    for (gsize i = 0; i < known; i++)
      values[i] = *qst_tensor_get_span (tensor, begin + i * stride, begin + i * stride + 1, scratch);
  for (gsize i = known; i < n; i++)
    values[i] = NAN;
}
