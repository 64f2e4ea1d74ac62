/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-tensor-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Values converted at a time, on the stack: 8 KiB at most. */
#define BLOCK 1024

static gboolean
order_matters (gsize n_dims, const guint64 *shape)
{
  gsize longer_than_one = 0;

  for (gsize d = 0; d < n_dims; d++)
    longer_than_one += shape[d] > 1;
  return longer_than_one > 1;
}

static QstTensor *
new_from_layout (const QstTensorLayout *layout)
{
  QstTensor *self = g_new0 (QstTensor, 1);

  g_atomic_ref_count_init (&self->refs);
  self->name = g_strdup (layout->name);
  self->format = layout->format;
  self->dtype = layout->dtype;
  self->n_dims = layout->n_dims;
  self->shape = g_new0 (guint64, layout->n_dims + 1);
  for (gsize d = 0; d < layout->n_dims; d++)
    self->shape[d] = layout->shape[d];
  self->count = layout->count;
  self->stored_bytes = layout->stored_bytes;
  self->data = layout->data;
  self->swapped = layout->big_endian != (G_BYTE_ORDER == G_BIG_ENDIAN) && qst_dtype_get_size (layout->dtype) > 1;
  self->column_major = layout->column_major && order_matters (layout->n_dims, layout->shape);
  return self;
}

QstTensor *
qst_tensor_new_mapped (const QstTensorLayout *layout, QstMap *map)
{
  QstTensor *self = new_from_layout (layout);

  self->map = qst_map_ref (map);
  return self;
}

QstTensor *
qst_tensor_new_owned (const QstTensorLayout *layout)
{
  QstTensor *self = new_from_layout (layout);

  self->swapped = FALSE;
  self->owned = (gpointer)layout->data;
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
                             .data = (const guint8 *)values };

  g_return_val_if_fail (n_dims <= QST_LIMIT_DIMS, NULL);
  g_return_val_if_fail (qst_checked_count (shape, n_dims, &layout.count), NULL);
  layout.stored_bytes = layout.count * sizeof (float);
  return qst_tensor_new_owned (&layout);
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
  g_clear_pointer (&self->map, qst_map_unref);
  g_free (self->owned);
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

const float *
qst_tensor_get_span (QstTensor *self, guint64 begin, guint64 end, float *scratch)
{
  guint64 raw[BLOCK];
  float *to = scratch;

  g_return_val_if_fail (begin <= end && end <= self->count, scratch);

  if (self->dtype == QST_DTYPE_F32 && qst_tensor_peek (self, begin) != NULL)
    return qst_tensor_peek (self, begin);
  if (self->dtype == QST_DTYPE_F32)
    {
      qst_tensor_fetch (self, begin, end - begin, scratch);
      return scratch;
    }
  if (qst_tensor_peek (self, begin) != NULL)
    {
      qst_values_to_f32 (self->dtype, qst_tensor_peek (self, begin), end - begin, scratch);
      return scratch;
    }
  for (guint64 n; begin < end; begin += n, to += n)
    {
      n = MIN (end - begin, BLOCK);
      qst_tensor_fetch (self, begin, n, raw);
      qst_values_to_f32 (self->dtype, raw, n, to);
    }
  return scratch;
}

void
qst_tensor_read_f64 (QstTensor *self, guint64 begin, guint64 end, double *values)
{
  guint64 raw[BLOCK];

  g_return_if_fail (begin <= end && end <= self->count);

  for (guint64 n; begin < end; begin += n, values += n)
    {
      n = MIN (end - begin, BLOCK);
      qst_tensor_fetch (self, begin, n, raw);
      qst_values_to_f64 (self->dtype, raw, n, values);
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
  if (self->map == NULL || !qst_map_has_changed (self->map))
    return TRUE;
  g_set_error_literal (error, QST_ERROR, QST_ERROR_CHANGED,
                       _ ("The file has become shorter since it was opened; the values it lost read as 0. Open it again"));
  return FALSE;
}
