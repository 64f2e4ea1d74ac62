/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doubles of what views draw beside a result, computed naively. */
#include "fake-result.h"

#include <math.h>

struct _QsaEnvelope
{
  gatomicrefcount ref_count;
  QsaSource *source;
  QsaUnitParams *params;
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
  qsa_unit_params_unref (self->params);
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

QsaUnitParams *
qsa_envelope_get_params (QsaEnvelope *self)
{
  return self->params;
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
  self->params = qsa_unit_params_new_single (qsa_result_get_params (result));
  self->n = (gsize)MIN (n, last - first);
  self->columns = g_new0 (QsaEnvelopeColumn, self->n + 1);
  for (gsize i = 0; i < self->n; i++)
    {
      self->columns[i].first = first + (last - first) * i / self->n;
      self->columns[i].last = first + (last - first) * (i + 1) / self->n;
      for (guint64 k = self->columns[i].first; k < self->columns[i].last; k++)
        column_add (&self->columns[i], qsa_result_get_params (result), values[k], k);
    }
  return self;
}

struct _QsaSolutions
{
  gatomicrefcount ref_count;
  QsaSource *source;
  QscScheme format;
  gsize n;
  QsaSolution solutions[QSA_N_CALIBRATIONS];
};

QsaSolutions *
qsa_solutions_ref (QsaSolutions *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsa_solutions_unref (QsaSolutions *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

const QsaSolution *
qsa_solutions_get (QsaSolutions *self, gsize *n)
{
  *n = self->n;
  return self->solutions;
}

gboolean
qsa_solutions_are_of (QsaSolutions *self, QsaSource *source, const QsaScheme *scheme)
{
  return self->source == source && self->format.bits == scheme->format.bits;
}

static const struct
{
  const char *nick, *title;
  double factor;
  int shift;
} calibrations[QSA_N_CALIBRATIONS] = {
  [QSA_CALIBRATION_MIN_MAX] = { "min-max", "Min–max", 1.676, 0 },
  [QSA_CALIBRATION_PERCENTILE] = { "percentile", "Percentile", 1.24, 0 },
  [QSA_CALIBRATION_SIGMA] = { "sigma", "Mean ± kσ", 1.02, 0 },
  [QSA_CALIBRATION_MSE] = { "mse", "Least squared error", 1.03, 0 },
  [QSA_CALIBRATION_ENTROPY] = { "entropy", "Least KL divergence", 1.17, 0 },
  [QSA_CALIBRATION_ACIQ_GAUSS] = { "aciq-gauss", "ACIQ, Gaussian", 0.84, 0 },
  [QSA_CALIBRATION_ACIQ_LAPLACE] = { "aciq-laplace", "ACIQ, Laplace", 1.05, 1 },
  [QSA_CALIBRATION_TORCH] = { "torch", "PyTorch’s histogram", 1.11, 0 },
  [QSA_CALIBRATION_MANUAL] = { "manual", "Manual", 0, 0 },
};

const char *
qsa_calibration_get_nick (QsaCalibration calibration)
{
  return calibrations[calibration].nick;
}

const char *
qsa_calibration_get_title (QsaCalibration calibration)
{
  return calibrations[calibration].title;
}

QsaSolutions *
fake_solutions_new (QsaResult *result, const float *values, gsize n_values)
{
  QsaSolutions *self = g_new0 (QsaSolutions, 1);
  const QscParams *params = qsa_result_get_params (result);

  g_atomic_ref_count_init (&self->ref_count);
  self->source = qsa_result_get_source (result);
  self->format = qsa_result_get_scheme (result)->format;
  for (int i = 0; i < QSA_N_CALIBRATIONS && qsa_source_get_moments (self->source)->count > 0; i++)
    {
      QsaSolution *solution = &self->solutions[self->n];
      float scale = (float)((double)params->scale * calibrations[i].factor);
      int zero_point = CLAMP (params->zero_point + calibrations[i].shift, params->qmin, params->qmax);

      if (calibrations[i].nick == NULL || qsc_params_init (&solution->params, &self->format, scale, zero_point) != QSC_OK)
        continue;
      solution->calibration = (QsaCalibration)i;
      fake_get_mean_squares (&solution->params, values, n_values, &solution->mse_rounding, &solution->mse_clipping);
      solution->mse = solution->mse_rounding + solution->mse_clipping;
      self->n++;
    }
  return self;
}

struct _QsaBits
{
  gatomicrefcount ref_count;
  QsaSource *source;
  gsize n;
  QsaBitsPoint points[QSA_BITS_N];
};

QsaBits *
qsa_bits_ref (QsaBits *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsa_bits_unref (QsaBits *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

const QsaBitsPoint *
qsa_bits_get_points (QsaBits *self, gsize *n)
{
  *n = self->n;
  return self->points;
}

QsaSource *
qsa_bits_get_source (QsaBits *self)
{
  return self->source;
}

gboolean
qsa_bits_is_of (QsaBits *self, QsaSource *source, const QsaScheme *scheme)
{
  return self->source == source;
}

QsaBits *
fake_bits_new (QsaResult *result, const float *values, gsize n_values)
{
  QsaBits *self = g_new0 (QsaBits, 1);
  QscScheme format = qsa_result_get_scheme (result)->format;
  double low, high;

  g_atomic_ref_count_init (&self->ref_count);
  self->source = qsa_result_get_source (result);
  qsc_params_get_level_range (qsa_result_get_params (result), &low, &high);
  for (int bits = QSC_BITS_MIN; bits <= QSC_BITS_MAX && qsa_source_get_moments (self->source)->count > 0; bits++)
    {
      QsaBitsPoint *point = &self->points[self->n];
      double rounding, clipping, signal = 0;

      format.bits = point->bits = bits;
      if (qsc_params_init_from_range (&point->params, &format, low, high) != QSC_OK)
        continue;
      fake_get_mean_squares (&point->params, values, n_values, &rounding, &clipping);
      for (gsize i = 0; i < n_values; i++)
        signal += isfinite (values[i]) ? (double)values[i] * values[i] / (double)n_values : 0;
      point->mse = rounding + clipping;
      point->sqnr_db = 10 * log10 (signal / point->mse);
      self->n++;
    }
  return self;
}

struct _QsaLandscape
{
  gatomicrefcount ref_count;
  QsaSource *source;
  QsaLandscapeGrid grid;
  double *scales, *mse;
  QscParams optimum;
  double least;
};

QsaLandscape *
qsa_landscape_ref (QsaLandscape *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsa_landscape_unref (QsaLandscape *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->scales);
  g_free (self->mse);
  g_free (self);
}

const QsaLandscapeGrid *
qsa_landscape_get_grid (QsaLandscape *self)
{
  return &self->grid;
}

double
qsa_landscape_get_scale (QsaLandscape *self, guint column)
{
  return self->scales[column];
}

const double *
qsa_landscape_get_mse (QsaLandscape *self)
{
  return self->mse;
}

gboolean
qsa_landscape_get_optimum (QsaLandscape *self, QscParams *params, double *mse)
{
  *params = self->optimum;
  *mse = self->least;
  return isfinite (self->least);
}

gboolean
qsa_landscape_is_of (QsaLandscape *self, QsaSource *source, const QscScheme *format)
{
  return self->source == source;
}

static double
get_mse_at (const QsaLandscape *self, const QscScheme *format, double scale, int zero_point, const float *values, gsize n,
            QscParams *params)
{
  double rounding, clipping;

  if (n == 0 || qsc_params_init (params, format, (float)scale, zero_point) != QSC_OK)
    return NAN;
  fake_get_mean_squares (params, values, n, &rounding, &clipping);
  return rounding + clipping;
}

QsaLandscape *
fake_landscape_new (QsaResult *result, const float *values, gsize n_values)
{
  QsaLandscape *self = g_new0 (QsaLandscape, 1);
  const QscParams *own = qsa_result_get_params (result);
  QscScheme format = qsa_result_get_scheme (result)->format;
  gint64 n_codes = (gint64)own->qmax - own->qmin + 1;
  QsaLandscapeGrid *grid = &self->grid;

  g_atomic_ref_count_init (&self->ref_count);
  self->source = qsa_result_get_source (result);
  self->least = (double)INFINITY;
  format.symmetric = FALSE;
  *grid = (QsaLandscapeGrid){ MAX ((double)own->scale / QSF_LANDSCAPE_SPAN, 1e-44),
                              CLAMP ((double)own->scale * QSF_LANDSCAPE_SPAN, 1e-43, 3e38),
                              36,
                              own->qmin,
                              (int)MAX (n_codes / 32, 1),
                              (guint)MIN (n_codes, 32) };
  self->scales = g_new (double, grid->n_scales);
  self->mse = g_new (double, grid->n_scales * grid->n_zero_points);
  for (guint i = 0; i < grid->n_scales; i++)
    self->scales[i] = grid->low * pow (grid->high / grid->low, (double)i / (grid->n_scales - 1));
  for (guint row = 0; row < grid->n_zero_points; row++)
    for (guint i = 0; i < grid->n_scales; i++)
      {
        QscParams params;
        double mse = get_mse_at (self, &format, self->scales[i], grid->first + (int)row * grid->step, values, n_values, &params);

        self->mse[row * grid->n_scales + i] = mse;
        if (mse < self->least)
          {
            self->least = mse;
            self->optimum = params;
          }
      }
  return self;
}

struct _QsaTies
{
  gatomicrefcount ref_count;
  QsaSource *source;
  guint64 counts[QSA_TIES_N];
  QsaTiesOther others[QSA_TIES_OTHERS];
};

QsaTies *
qsa_ties_ref (QsaTies *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsa_ties_unref (QsaTies *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

const guint64 *
qsa_ties_get_counts (QsaTies *self)
{
  return self->counts;
}

const QsaTiesOther *
qsa_ties_get_others (QsaTies *self)
{
  return self->others;
}

QsaSource *
qsa_ties_get_source (QsaTies *self)
{
  return self->source;
}

gboolean
qsa_ties_is_of (QsaTies *self, QsaSource *source, const QscParams *params)
{
  return self->source == source;
}

/* As if every value lay there. */
gboolean
qsa_ties_get_distance (QsaTies *self, float value, int *ulp)
{
  *ulp = -2;
  return isfinite (value);
}

const char *
qsa_rounding_get_nick (QscRounding rounding)
{
  static const char *const nicks[QSC_N_ROUNDINGS] = { "half-even", "half-away",   "half-up",   "down",
                                                      "up",        "toward-zero", "stochastic" };

  return nicks[rounding];
}

const char *
qsa_rounding_get_title (QscRounding rounding)
{
  static const char *const titles[QSC_N_ROUNDINGS] = { "Half to even", "Half away from zero", "Half up",   "Down",
                                                       "Up",           "Toward zero",         "Stochastic" };

  return titles[rounding];
}

const char *
qsa_arithmetic_get_nick (QscArithmetic arithmetic)
{
  return arithmetic == QSC_DIVIDE ? "divide" : "multiply";
}

static guint64
count_differing (const QscParams *a, const QscParams *b, const float *values, gsize n)
{
  guint64 differing = 0;
  QscTrace mine, its;

  for (gsize i = 0; i < n; i++)
    {
      qsc_params_trace (a, values[i], i, &mine);
      qsc_params_trace (b, values[i], i, &its);
      differing += mine.code != its.code;
    }
  return differing;
}

QsaTies *
fake_ties_new (QsaResult *result, const float *values, gsize n_values)
{
  static const QscRounding roundings[] = { QSC_ROUND_HALF_EVEN, QSC_ROUND_HALF_AWAY, QSC_ROUND_HALF_UP,
                                           QSC_ROUND_DOWN,      QSC_ROUND_UP,        QSC_ROUND_TOWARD_ZERO };
  const QscParams *own = qsa_result_get_params (result);
  QsaTies *self = g_new0 (QsaTies, 1);
  guint n = 0;

  g_atomic_ref_count_init (&self->ref_count);
  self->source = qsa_result_get_source (result);
  for (int ulp = -QSA_TIES_REACH; ulp <= QSA_TIES_REACH; ulp++)
    self->counts[ulp + QSA_TIES_REACH] = ulp == 0 ? 96 : (guint64)(ulp * ulp % 11 * 5);
  for (guint i = 0; i < G_N_ELEMENTS (roundings) && n < QSA_TIES_OTHERS - 1; i++)
    {
      QscParams other = *own;

      other.rounding = roundings[i];
      if (other.rounding != own->rounding)
        self->others[n++] = (QsaTiesOther){ other.rounding, own->arithmetic, count_differing (own, &other, values, n_values) };
    }
  self->others[n] = (QsaTiesOther){ own->rounding, QSC_MULTIPLY, 7 };
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
  options->extras[QSF_EXTRA_SOLUTIONS] = fake_solutions_new (result, values, MIN (n_values, 20000));
  options->extras[QSF_EXTRA_BITS] = fake_bits_new (result, values, MIN (n_values, 5000));
  options->extras[QSF_EXTRA_TIES] = fake_ties_new (result, values, MIN (n_values, 20000));
  options->extras[QSF_EXTRA_LANDSCAPE] =
      fake_landscape_new (result, values,
                          qsa_source_get_moments (qsa_result_get_source (result))->count > 0 ? MIN (n_values, 300) : 0);
  options->extras[QSF_EXTRA_ENVELOPE] = fake_envelope_new (result, values, 0, n_values, n_columns);
}

void
fake_extras_clear (QsfOptions *options)
{
  g_clear_pointer ((QsaCurve **)&options->extras[QSF_EXTRA_CURVE], qsa_curve_unref);
  g_clear_pointer ((QsaSolutions **)&options->extras[QSF_EXTRA_SOLUTIONS], qsa_solutions_unref);
  g_clear_pointer ((QsaBits **)&options->extras[QSF_EXTRA_BITS], qsa_bits_unref);
  g_clear_pointer ((QsaTies **)&options->extras[QSF_EXTRA_TIES], qsa_ties_unref);
  g_clear_pointer ((QsaLandscape **)&options->extras[QSF_EXTRA_LANDSCAPE], qsa_landscape_unref);
  g_clear_pointer ((QsaEnvelope **)&options->extras[QSF_EXTRA_ENVELOPE], qsa_envelope_unref);
}
