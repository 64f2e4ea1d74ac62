/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doubles of what views draw beside a result, computed naively. */
#include "fake-result.h"

#include <math.h>

struct _QsaEnvelope
{
  gatomicrefcount ref_count;
  QsaSource *source;
  QscParams params;
  gsize n;
  QsaEnvelopeColumn *columns;
};

QsaEnvelope *
qsa_envelope_ref (QsaEnvelope *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsa_envelope_unref (QsaEnvelope *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->columns);
  g_free (self);
}

const QsaEnvelopeColumn *
qsa_envelope_get_columns (QsaEnvelope *self, gsize *n)
{
  *n = self->n;
  return self->columns;
}

QsaSource *
qsa_envelope_get_source (QsaEnvelope *self)
{
  return self->source;
}

const QscParams *
qsa_envelope_get_params (QsaEnvelope *self)
{
  return &self->params;
}

static void
column_add (QsaEnvelopeColumn *column, const QscParams *params, float value, guint64 index)
{
  QscTrace trace;

  if (!isfinite (value))
    return;
  qsc_params_trace (params, value, index, &trace);
  if (column->count == 0 || fabsf (trace.error) > fabsf (column->max_error))
    {
      column->max_error = trace.error;
      column->max_index = index;
      column->value = value;
    }
  column->min = column->count == 0 ? trace.error : MIN (column->min, trace.error);
  column->max = column->count == 0 ? trace.error : MAX (column->max, trace.error);
  column->count++;
}

QsaEnvelope *
fake_envelope_new (QsaResult *result, const float *values, guint64 first, guint64 last, guint n)
{
  QsaEnvelope *self = g_new0 (QsaEnvelope, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->source = qsa_result_get_source (result);
  self->params = *qsa_result_get_params (result);
  self->n = (gsize)MIN (n, last - first);
  self->columns = g_new0 (QsaEnvelopeColumn, self->n + 1);
  for (gsize i = 0; i < self->n; i++)
    {
      self->columns[i].first = first + (last - first) * i / self->n;
      self->columns[i].last = first + (last - first) * (i + 1) / self->n;
      for (guint64 k = self->columns[i].first; k < self->columns[i].last; k++)
        column_add (&self->columns[i], &self->params, values[k], k);
    }
  return self;
}

void
fake_extras_init (QsfOptions *options, QsaResult *result, const float *values, gsize n_values, guint n_columns)
{
  const QscParams *params = qsa_result_get_params (result);
  const QscScheme *format = &qsa_result_get_scheme (result)->format;
  const double scale = params->scale;

  if (options->extras[QSF_EXTRA_CURVE] == NULL)
    options->extras[QSF_EXTRA_CURVE] =
        fake_curve_new (values, MIN (n_values, 2000), format, params->zero_point, scale / 5, scale * 4.2, 106);
  options->extras[QSF_EXTRA_ENVELOPE] = fake_envelope_new (result, values, 0, n_values, n_columns);
}

void
fake_extras_clear (QsfOptions *options)
{
  g_clear_pointer ((QsaCurve **)&options->extras[QSF_EXTRA_CURVE], qsa_curve_unref);
  g_clear_pointer ((QsaEnvelope **)&options->extras[QSF_EXTRA_ENVELOPE], qsa_envelope_unref);
}
