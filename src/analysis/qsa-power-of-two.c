/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-power-of-two.h"

#include "analysis/qsa-errors.h"
#include "analysis/qsa-index.h"

#include <math.h>

int
qsa_exponent_above (double scale)
{
  int exponent;

  /* frexp, as no logarithm is exact. */
  if (frexp (scale, &exponent) == 0.5)
    exponent--;
  return CLAMP (exponent, QSA_EXPONENT_MIN, QSA_EXPONENT_MAX);
}

int
qsa_exponent_nearest (double scale)
{
  int exponent;

  if (frexp (scale, &exponent) < M_SQRT1_2)
    exponent--;
  return CLAMP (exponent, QSA_EXPONENT_MIN, QSA_EXPONENT_MAX);
}

void
qsa_params_round_up (QscParams *params, const QscScheme *format, double low, double high)
{
  const float scale = ldexpf (1.0f, qsa_exponent_above ((double)params->scale));

  if (scale == params->scale)
    return;
  params->scale = scale;
  params->inverse = 0.0f;
  if (!format->symmetric)
    params->zero_point = (int32_t)CLAMP (rint (params->qmin - fmin (low, 0.0) / (double)scale), params->qmin, params->qmax);
}

guint
qsa_align_zero_points (const QscScheme *format, double scale, double low, double high, int32_t zero_points[QSA_N_ALIGNED])
{
  int32_t qmin, qmax;
  double from, to;
  guint n = 0;

  qsc_scheme_get_code_range (format, &qmin, &qmax);
  if (format->symmetric)
    {
      zero_points[0] = qsc_scheme_get_symmetric_zero_point (format);
      return 1;
    }
  from = qmin - fmin (low, 0.0) / scale;
  to = qmax - fmax (high, 0.0) / scale;
  for (int i = 0; i < QSA_N_ALIGNED; i++)
    {
      const double at = from + (to - from) * i / (QSA_N_ALIGNED - 1);
      const int32_t zero_point = (int32_t)CLAMP (rint (at), qmin, qmax);
      gboolean is_new = TRUE;

      for (guint k = 0; k < n; k++)
        is_new = is_new && zero_points[k] != zero_point;
      if (is_new)
        zero_points[n++] = zero_point;
    }
  return n;
}

typedef struct
{
  QsaSource *source;
  const QscScheme *format;
  QsaIndex *index; /* NULL: some zero-points, by passes */
  QscParams *best;
  double least;
} Search;

static void
note (Search *self, const QscParams *params, double error)
{
  if (!(error < self->least))
    return;
  self->least = error;
  *self->best = *params;
}

/* Every zero-point of one scale. */
static void
look_up (Search *self, QscParams *params)
{
  const guint n = (guint)(params->qmax - params->qmin) + 1;
  g_autofree double *errors = g_new (double, n);

  qsa_index_measure_zero_points (self->index, params, params->qmin, 1, n, errors);
  for (guint i = 0; i < n; i++)
    {
      params->zero_point = params->qmin + (int32_t)i;
      note (self, params, errors[i]);
    }
}

static gboolean
search (Search *self, int top, GCancellable *cancellable, GError **error)
{
  const QscMoments *moments = qsa_source_get_moments (self->source);
  QscParams tried[QSA_N_EXPONENTS * QSA_N_ALIGNED];
  QscSquaredErrors errors[QSA_N_EXPONENTS * QSA_N_ALIGNED];
  gsize n = 0;

  for (int exponent = top; exponent > top - QSA_N_EXPONENTS && exponent >= QSA_EXPONENT_MIN; exponent--)
    {
      const float scale = ldexpf (1.0f, exponent);
      int32_t zero_points[QSA_N_ALIGNED];
      const guint n_zero_points =
          qsa_align_zero_points (self->format, (double)scale, (double)moments->min, (double)moments->max, zero_points);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (self->index != NULL && qsc_params_init (&tried[0], self->format, scale, zero_points[0]) == QSC_OK)
        look_up (self, &tried[0]);
      for (guint i = 0; self->index == NULL && i < n_zero_points; i++)
        n += qsc_params_init (&tried[n], self->format, scale, zero_points[i]) == QSC_OK;
    }
  if (n > 0 && !qsa_errors_measure_squares (self->source, tried, n, errors, cancellable, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    note (self, &tried[i], errors[i].sse_rounding + errors[i].sse_clipping);
  return TRUE;
}

gboolean
qsa_calibrate_mse_power_of_two (QsaSource *source, const QscScheme *format, GCancellable *cancellable, QscParams *params,
                                GError **error)
{
  const QscMoments *moments = qsa_source_get_moments (source);
  Search self = { .source = source, .format = format, .best = params, .least = (double)INFINITY };
  const int top = MIN (qsa_exponent_above ((double)params->scale) + 2, QSA_EXPONENT_MAX);

  qsa_params_round_up (params, format, (double)moments->min, (double)moments->max);
  if (!(moments->min < 0 || moments->max > 0))
    return TRUE;
  if (!format->symmetric && qsa_index_can_measure (params) && moments->count <= QSA_INDEX_VALUES_MAX)
    {
      self.index = qsa_source_get_index (source, cancellable, error);
      if (self.index == NULL)
        return FALSE;
    }
  return search (&self, top, cancellable, error);
}
