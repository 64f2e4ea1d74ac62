/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-units.h"

#include "analysis/qsa-job.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Values of one unit of several, which are copied: 256 MiB. */
#define UNIT_MAX (G_GUINT64_CONSTANT (1) << 26)

static void
init_whole (QsaUnits *self)
{
  self->n_units = self->n_outer = self->n_channels = 1;
  self->n_inner = self->count;
}

static gboolean
init_channels (QsaUnits *self, QstTensor *tensor, GError **error)
{
  const gsize n_dims = qst_tensor_get_n_dims (tensor);
  const guint64 *shape = qst_tensor_get_shape (tensor);
  const int axis = self->granularity.axis;

  if (axis < 0 || (axis > 0 && (gsize)axis >= n_dims))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The axis of the channels must be from 0 to %d, not %d"),
                   n_dims > 0 ? (int)n_dims - 1 : 0, axis);
      return FALSE;
    }
  self->n_outer = self->n_channels = self->n_inner = 1;
  for (gsize i = 0; i < n_dims; i++)
    *((int)i < axis ? &self->n_outer : (int)i > axis ? &self->n_inner : &self->n_channels) *= shape[i];
  self->n_units = self->n_channels;
  return TRUE;
}

static gboolean
init_groups (QsaUnits *self, QstTensor *tensor, GError **error)
{
  const gsize n_dims = qst_tensor_get_n_dims (tensor);
  const int size = self->granularity.group_size;

  if (size < QSA_GROUP_MIN || size > QSA_GROUP_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The size of a group must be from %d to %d"), QSA_GROUP_MIN,
                   QSA_GROUP_MAX);
      return FALSE;
    }
  self->n_columns = n_dims > 0 ? qst_tensor_get_shape (tensor)[n_dims - 1] : 1;
  self->n_outer = self->count / self->n_columns;
  self->n_inner = MIN ((guint64)size, self->n_columns);
  self->n_channels = 1;
  self->n_per_row = (self->n_columns + self->n_inner - 1) / self->n_inner;
  self->n_units = self->n_outer * self->n_per_row;
  return TRUE;
}

gboolean
qsa_units_init (QsaUnits *self, const QsaGranularity *granularity, QstTensor *tensor, GError **error)
{
  gboolean done = TRUE;

  *self = (QsaUnits){ .granularity = *granularity, .count = qst_tensor_get_count (tensor) };
  if (granularity->kind == QSA_PER_TENSOR || self->count == 0)
    init_whole (self);
  else
    done = granularity->kind == QSA_PER_CHANNEL ? init_channels (self, tensor, error) : init_groups (self, tensor, error);
  if (done && self->n_units > QSA_UNITS_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("These would be %" PRIu64 " scales; there can be %" PRIu64),
                   self->n_units, QSA_UNITS_MAX);
      return FALSE;
    }
  if (done && self->n_units > 1 && qsa_units_get_size (self, 0) > UNIT_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("Each scale would be for %" PRIu64 " values; without a single one for all, there can be %" PRIu64),
                   qsa_units_get_size (self, 0), UNIT_MAX);
      return FALSE;
    }
  return done;
}

gboolean
qsa_units_equal (const QsaUnits *a, const QsaUnits *b)
{
  return qsa_granularity_equal (&a->granularity, &b->granularity) && a->count == b->count && a->n_outer == b->n_outer
         && a->n_channels == b->n_channels && a->n_inner == b->n_inner && a->n_columns == b->n_columns;
}

guint64
qsa_units_get_run (const QsaUnits *self, guint64 index, guint64 *end)
{
  if (self->n_units == 1)
    {
      *end = self->count;
      return 0;
    }
  if (self->granularity.kind == QSA_PER_GROUP)
    {
      const guint64 row = index / self->n_columns, group = index % self->n_columns / self->n_inner;

      *end = row * self->n_columns + MIN ((group + 1) * self->n_inner, self->n_columns);
      return row * self->n_per_row + group;
    }
  *end = (index / self->n_inner + 1) * self->n_inner;
  return index / self->n_inner % self->n_channels;
}

guint64
qsa_units_get_unit (const QsaUnits *self, guint64 index)
{
  guint64 end;

  return qsa_units_get_run (self, index, &end);
}

guint64
qsa_units_get_size (const QsaUnits *self, guint64 unit)
{
  if (self->n_units == 1)
    return self->count;
  if (self->granularity.kind == QSA_PER_GROUP)
    return MIN (self->n_inner, self->n_columns - unit % self->n_per_row * self->n_inner);
  return self->n_outer * self->n_inner;
}

guint64
qsa_units_get_index (const QsaUnits *self, guint64 unit, guint64 i)
{
  if (self->n_units == 1)
    return i;
  if (self->granularity.kind == QSA_PER_GROUP)
    return unit / self->n_per_row * self->n_columns + unit % self->n_per_row * self->n_inner + i;
  return (i / self->n_inner * self->n_channels + unit) * self->n_inner + i % self->n_inner;
}

guint64
qsa_units_get_place (const QsaUnits *self, guint64 index)
{
  if (self->n_units == 1)
    return index;
  if (self->granularity.kind == QSA_PER_GROUP)
    return index % self->n_columns % self->n_inner;
  return index / (self->n_channels * self->n_inner) * self->n_inner + index % self->n_inner;
}

char *
qsa_units_describe (const QsaUnits *self, guint64 unit)
{
  /* Translators: the number of a part of the tensor, and how many there are. */
  return g_strdup_printf (self->granularity.kind == QSA_PER_GROUP ? _ ("group %" PRIu64 " of %" PRIu64)
                                                                  : _ ("channel %" PRIu64 " of %" PRIu64),
                          unit + 1, self->n_units);
}

QstTensor *
qsa_units_extract (const QsaUnits *self, QstTensor *tensor, guint64 unit, GCancellable *cancellable, GError **error)
{
  const guint64 size = qsa_units_get_size (self, unit);
  g_autofree float *values = g_new (float, MAX (size, 1));
  g_autofree float *scratch = g_new (float, QSA_JOB_CHUNK);

  for (guint64 i = 0, n; i < size; i += n)
    {
      const guint64 index = qsa_units_get_index (self, unit, i);
      guint64 end;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      qsa_units_get_run (self, index, &end);
      n = MIN (end - index, QSA_JOB_CHUNK);
      memcpy (values + i, qst_tensor_get_span (tensor, index, index + n, scratch), (gsize)n * sizeof *values);
    }
  if (!qst_tensor_check (tensor, error))
    return NULL;
  return qst_tensor_new_take (qst_tensor_get_name (tensor), qst_tensor_get_format (tensor), 1, &size, g_steal_pointer (&values));
}
