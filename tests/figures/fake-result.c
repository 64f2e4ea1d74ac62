/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-result.h"

#include "plot/qsp-figure-private.h"

#include <math.h>

struct _QsaResult
{
  gatomicrefcount ref_count;
  QsaScheme scheme;
  QscParams params;
  QscErrorStats stats;
  QsaMeasures measures;
  QsaHistogram histogram;
  QsaErrorHistogram errors;
  guint64 error_counts[QSA_ERROR_BINS];
  QscMoments moments;
  guint64 *counts, *codes;
  double low, high;
};

QsaResult *
qsa_result_ref (QsaResult *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsa_result_unref (QsaResult *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->counts);
  g_free (self->codes);
  g_free (self);
}

/* The source is asked for its moments only: it may be the result itself. */
QsaSource *
qsa_result_get_source (QsaResult *self)
{
  return (QsaSource *)self;
}

QsaSource *
qsa_result_get_unit_source (QsaResult *self)
{
  return (QsaSource *)self;
}

char *
qsa_result_describe_unit (QsaResult *self)
{
  return NULL;
}

const guint64 *
qsa_result_get_unit_code_counts (QsaResult *self)
{
  return qsa_result_get_code_counts (self);
}

const QscMoments *
qsa_source_get_moments (QsaSource *self)
{
  return &((QsaResult *)self)->moments;
}

const QsaScheme *
qsa_result_get_scheme (QsaResult *self)
{
  return &self->scheme;
}

const QscParams *
qsa_result_get_params (QsaResult *self)
{
  return &self->params;
}

const QscErrorStats *
qsa_result_get_error_stats (QsaResult *self)
{
  return &self->stats;
}

const QsaMeasures *
qsa_result_get_measures (QsaResult *self)
{
  return &self->measures;
}

const guint64 *
qsa_result_get_code_counts (QsaResult *self)
{
  return self->codes;
}

const QsaHistogram *
qsa_result_get_histogram (QsaResult *self)
{
  return &self->histogram;
}

const QsaErrorHistogram *
qsa_result_get_error_histogram (QsaResult *self)
{
  return &self->errors;
}

void
qsa_result_get_view_range (QsaResult *self, double *low, double *high)
{
  *low = self->low;
  *high = self->high;
}

char *
qsa_scheme_describe_format (const QsaScheme *self)
{
  return g_strdup_printf ("%sINT%d", self->format.is_signed ? "" : "U", self->format.bits);
}

struct _QsaCurve
{
  gatomicrefcount ref_count;
  QscScheme format;
  int zero_point;
  GArray *points;
};

QsaCurve *
qsa_curve_ref (QsaCurve *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsa_curve_unref (QsaCurve *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->points);
  g_free (self);
}

const QsaCurvePoint *
qsa_curve_get_points (QsaCurve *self, gsize *n)
{
  *n = self->points->len;
  return (const QsaCurvePoint *)(gpointer)self->points->data;
}

gboolean
qsa_curve_is_of (QsaCurve *self, QsaSource *source, const QscScheme *format, int zero_point)
{
  return self->format.bits == format->bits && self->format.rounding == format->rounding && self->zero_point == zero_point;
}

void
fake_get_mean_squares (const QscParams *params, const float *values, gsize n, double *rounding, double *clipping)
{
  gsize count = 0;

  *rounding = *clipping = 0;
  for (gsize i = 0; i < n; i++)
    {
      QscTrace trace;

      if (!isfinite (values[i]))
        continue;
      qsc_params_trace (params, values[i], i, &trace);
      *(trace.is_clipped_low || trace.is_clipped_high ? clipping : rounding) += pow ((double)trace.reconstructed - values[i], 2);
      count++;
    }
  *rounding /= (double)count;
  *clipping /= (double)count;
}

QsaCurve *
fake_curve_new (const float *values, gsize n_values, const QscScheme *format, int zero_point, double low, double high, guint n)
{
  QsaCurve *self = g_new0 (QsaCurve, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->format = *format;
  self->zero_point = zero_point;
  self->points = g_array_new (FALSE, FALSE, sizeof (QsaCurvePoint));
  for (guint i = 0; i < n; i++)
    {
      QsaCurvePoint point = { .scale = (float)(low * pow (high / low, (double)i / (n - 1))) };
      QscParams params;

      g_assert_cmpint (qsc_params_init (&params, format, (float)point.scale, zero_point), ==, QSC_OK);
      fake_get_mean_squares (&params, values, n_values, &point.mse_rounding, &point.mse_clipping);
      point.mse = point.mse_rounding + point.mse_clipping;
      g_array_append_val (self->points, point);
    }
  return self;
}

static void
set_moments (QsaResult *self, const float *values, gsize n)
{
  QscMoments *m = &self->moments;

  m->min = INFINITY;
  m->max = -INFINITY;
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        m->count++;
        m->min = MIN (m->min, values[i]);
        m->max = MAX (m->max, values[i]);
      }
    else
      m->nan++;
}

static void
set_range (QsaResult *self)
{
  double low, high, margin;

  qsc_params_get_level_range (&self->params, &low, &high);
  if (self->moments.count > 0)
    {
      low = MIN (low, self->moments.min);
      high = MAX (high, self->moments.max);
    }
  margin = 0.03 * (high - low);
  self->low = low - margin;
  self->high = high + margin;
}

static void
count_error (QsaResult *self, double error)
{
  QsaErrorHistogram *h = &self->errors;
  double bin = floor ((error - h->low) / (h->high - h->low) * QSA_ERROR_BINS);

  if (bin < 0)
    h->below++;
  else if (bin >= QSA_ERROR_BINS)
    h->above++;
  else
    self->error_counts[(guint)bin]++;
}

QsaResult *
fake_result_new (const float *values, gsize n, const QscScheme *format, float scale, int zero_point, guint n_bins)
{
  QsaResult *self = g_new0 (QsaResult, 1);
  gint64 n_codes;

  g_atomic_ref_count_init (&self->ref_count);
  self->scheme.format = *format;
  self->scheme.calibration = QSA_CALIBRATION_MANUAL;
  g_assert_cmpint (qsc_params_init (&self->params, format, scale, zero_point), ==, QSC_OK);
  set_moments (self, values, n);
  set_range (self);
  n_codes = (gint64)self->params.qmax - self->params.qmin + 1;
  self->codes = g_new0 (guint64, n_codes);
  self->counts = g_new0 (guint64, MAX (n_bins, 1));
  self->histogram = (QsaHistogram){ self->low, self->high, self->moments.count > 0 ? n_bins : 0, self->counts };
  self->errors = (QsaErrorHistogram){ -0.95 * (double)self->params.scale,
                                      0.95 * (double)self->params.scale,
                                      self->moments.count > 0 && n_bins > 0 ? QSA_ERROR_BINS : 0,
                                      self->error_counts,
                                      0,
                                      0 };
  if (format->rounding > QSC_ROUND_HALF_UP)
    {
      self->errors.low *= 2;
      self->errors.high *= 2;
    }
  for (gsize i = 0; i < n; i++)
    {
      double bin = floor ((values[i] - self->low) * n_bins / (self->high - self->low));
      QscTrace trace;

      if (!isfinite (values[i]))
        continue;
      qsc_params_trace (&self->params, values[i], i, &trace);
      self->codes[trace.code - self->params.qmin]++;
      self->measures.clipped_low += trace.is_clipped_low;
      self->measures.clipped_high += trace.is_clipped_high;
      count_error (self, (double)trace.reconstructed - values[i]);
      self->stats.count++;
      self->stats.sum_x2 += (double)values[i] * values[i];
      self->measures.bias += (trace.reconstructed - (double)values[i]) / (double)self->moments.count;
      if (n_bins > 0)
        self->counts[(guint)CLAMP (bin, 0.0, n_bins - 1.0)]++;
    }
  fake_get_mean_squares (&self->params, values, n, &self->measures.mse_rounding, &self->measures.mse_clipping);
  self->measures.mse = self->measures.mse_rounding + self->measures.mse_clipping;
  self->measures.codes_total = (guint64)n_codes;
  for (gint64 i = 0; i < n_codes; i++)
    self->measures.codes_used += self->codes[i] > 0;
  return self;
}

/* Not g_random: the goldens must be the same with every GLib. */
static double
next_uniform (guint64 *state)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return ((double)(*state >> 11) + 0.5) * 0x1p-53;
}

float *
fake_values_new (gsize n)
{
  float *values = g_new (float, MAX (n, 1));
  guint64 state = 42;

  for (gsize i = 0; i < n; i++)
    {
      double u = next_uniform (&state), v = next_uniform (&state), w = next_uniform (&state);
      double normal = sqrt (-2.0 * log (u)) * cos (2.0 * G_PI * v);

      values[i] = (float)CLAMP (0.0097 + normal * (w < 0.3 ? 0.095 : 0.045), -0.2845, 0.3665);
    }
  return values;
}

QsaResult *
fake_result_new_sample (guint n_bins)
{
  QscScheme format = { 4, TRUE, FALSE, FALSE, QSC_ROUND_HALF_EVEN, 0 };
  g_autofree float *values = fake_values_new (110592);

  return fake_result_new (values, 110592, &format, 0.02590f, -1, n_bins);
}

QsaResult *
fake_result_new_signed (const float *values, gsize n, int bits, float scale, int zero_point, QscRounding rounding, guint n_bins)
{
  QscScheme format = { bits, TRUE, FALSE, FALSE, rounding, 7 };

  return fake_result_new (values, n, &format, scale, zero_point, n_bins);
}

char *
fake_record (QspFigure *figure, double width, double height)
{
  QspPainter *painter = qsp_painter_new_record ();
  QspTheme theme;
  char *text;

  qsp_theme_init (&theme, QSP_THEME_LIGHT);
  theme.localized = FALSE;
  qsp_figure_paint (figure, painter, &theme, width, height, NULL);
  text = qsp_painter_record_finish (painter);
  qsp_painter_free (painter);
  return text;
}
