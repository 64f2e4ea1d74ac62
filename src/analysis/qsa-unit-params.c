/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-unit-params.h"

#include "analysis/qsa-params.h"

/* Runs shorter than this are done row by row where there are whole rows of channels. */
#define SHORT_RUN 64

struct _QsaUnitParams
{
  gatomicrefcount refs;
  QsaUnits units;
  QscParams *params;
};

QsaUnitParams *
qsa_unit_params_new_take (const QsaUnits *units, QscParams *params)
{
  QsaUnitParams *self = g_new0 (QsaUnitParams, 1);

  g_atomic_ref_count_init (&self->refs);
  self->units = *units;
  self->params = params;
  return self;
}

QsaUnitParams *
qsa_unit_params_new_single (const QscParams *params)
{
  const QsaUnits all = { .count = G_MAXUINT64, .n_units = 1, .n_outer = 1, .n_channels = 1, .n_inner = G_MAXUINT64 };

  return qsa_unit_params_new_take (&all, g_memdup2 (params, sizeof *params));
}

QsaUnitParams *
qsa_unit_params_ref (QsaUnitParams *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_unit_params_unref (QsaUnitParams *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->params);
  g_free (self);
}

const QsaUnits *
qsa_unit_params_get_units (QsaUnitParams *self)
{
  return &self->units;
}

guint64
qsa_unit_params_get_n (QsaUnitParams *self)
{
  return self->units.n_units;
}

const QscParams *
qsa_unit_params_get_all (QsaUnitParams *self)
{
  return self->params;
}

const QscParams *
qsa_unit_params_get_at (QsaUnitParams *self, guint64 index)
{
  const guint64 unit = self->units.n_units > 1 ? qsa_units_get_unit (&self->units, index) : 0;

  return &self->params[MIN (unit, self->units.n_units - 1)];
}

const QscParams *
qsa_unit_params_get_widest (QsaUnitParams *self)
{
  const QscParams *widest = self->params;

  for (guint64 i = 1; i < self->units.n_units; i++)
    if (self->params[i].scale > widest->scale)
      widest = &self->params[i];
  return widest;
}

gboolean
qsa_unit_params_equal (QsaUnitParams *a, QsaUnitParams *b)
{
  if (a == b)
    return TRUE;
  if (a->units.n_units != b->units.n_units || (a->units.n_units > 1 && !qsa_units_equal (&a->units, &b->units)))
    return FALSE;
  for (guint64 i = 0; i < a->units.n_units; i++)
    if (!qsa_params_equal (&a->params[i], &b->params[i]))
      return FALSE;
  return TRUE;
}

gsize
qsa_unit_params_get_code_size (QsaUnitParams *self)
{
  const QscParams *p = self->params;

  return p->qmin < 0 ? (p->qmin >= INT8_MIN && p->qmax <= INT8_MAX ? 1 : 2) : p->qmax <= UINT8_MAX ? 1 : 2;
}

static void
quantize_run (const QscParams *params, gsize size, const float *x, gsize n, guint64 first_index, gpointer codes)
{
  if (size == 1 && params->qmin < 0)
    qsc_quantize_i8 (params, x, n, first_index, codes);
  else if (size == 1)
    qsc_quantize_u8 (params, x, n, first_index, codes);
  else if (params->qmin < 0)
    qsc_quantize_i16 (params, x, n, first_index, codes);
  else
    qsc_quantize_u16 (params, x, n, first_index, codes);
}

/* How many of n values are whole rows of channels that are better done together; 0: none. */
static gsize
get_rows (QsaUnitParams *self, guint64 index, gsize n)
{
  const QsaUnits *units = &self->units;
  const guint64 row = units->n_channels * units->n_inner;

  if (units->n_units == 1 || units->granularity.kind != QSA_PER_CHANNEL || units->n_inner >= SHORT_RUN
      || qsa_unit_params_get_code_size (self) > 1 || index % row != 0)
    return 0;
  return n / row;
}

void
qsa_unit_params_quantize (QsaUnitParams *self, const float *x, gsize n, guint64 first_index, gpointer codes)
{
  const QsaUnits *units = &self->units;
  const gsize size = qsa_unit_params_get_code_size (self);

  for (gsize i = 0, length; i < n; i += length)
    {
      const gsize n_rows = get_rows (self, first_index + i, n - i);
      guint8 *to = (guint8 *)codes + i * size;
      guint64 end;

      if (n_rows > 0)
        {
          const QscChannels shape = { n_rows, (gsize)units->n_channels, (gsize)units->n_inner };

          length = n_rows * shape.n_channels * shape.n_inner;
          if (self->params->qmin < 0)
            qsc_channels_quantize_i8 (&shape, self->params, x + i, first_index + i, (gint8 *)to);
          else
            qsc_channels_quantize_u8 (&shape, self->params, x + i, first_index + i, to);
          continue;
        }
      const guint64 unit = qsa_units_get_run (units, first_index + i, &end);

      length = (gsize)MIN (end - first_index - i, n - i);
      quantize_run (&self->params[unit], size, x + i, length, first_index + i, to);
    }
}

void
qsa_unit_params_reconstruct (QsaUnitParams *self, const float *x, gsize n, guint64 first_index, float *y)
{
  for (gsize i = 0, length; i < n; i += length)
    {
      guint64 end;
      const guint64 unit = qsa_units_get_run (&self->units, first_index + i, &end);

      length = (gsize)MIN (MIN (end - first_index - i, n - i), QSA_BLOCK);
      qsa_params_reconstruct (&self->params[unit], x + i, length, first_index + i, y + i);
    }
}
