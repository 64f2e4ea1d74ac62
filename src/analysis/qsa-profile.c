/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-profile.h"

#include "analysis/qsa-calibrate-private.h"
#include "analysis/qsa-job.h"
#include "analysis/qsa-result.h"

#include <math.h>
#include <string.h>

#define TAIL_PERCENTILE 99.9

/* A Gaussian has 3 and, of 100 000 values, 1.4; a Laplace density 6 and 1.7. */
#define HEAVY_KURTOSIS 6.0
#define HEAVY_TAIL 3.0

/* The pass for what QsaSource does not know. */
typedef struct
{
  double low, high, mean;
  double sum_fourths;
  guint64 *bins;
} Shape;

void
qsa_profile_plan_init (QsaProfilePlan *self, const QsaScheme *scheme, guint n_widths, const int *widths)
{
  memset (self, 0, sizeof *self);
  self->scheme = *scheme;
  if (self->scheme.calibration == QSA_CALIBRATION_MANUAL)
    self->scheme.calibration = QSA_CALIBRATION_MIN_MAX;
  self->n_widths = MIN (n_widths, QSA_PROFILE_WIDTHS_MAX);
  memcpy (self->widths, widths, self->n_widths * sizeof *widths);
}

gboolean
qsa_profile_plan_equal (const QsaProfilePlan *a, const QsaProfilePlan *b)
{
  QsaScheme scheme = b->scheme;

  scheme.format.bits = a->scheme.format.bits;
  return qsa_scheme_equal (&a->scheme, &scheme) && a->n_widths == b->n_widths
         && memcmp (a->widths, b->widths, a->n_widths * sizeof a->widths[0]) == 0;
}

static void
map_shape (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Shape *all = data;
  double sum[4] = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      const double d = isfinite (x[i]) ? (double)x[i] - all->mean : 0.0;

      sum[i % 4] += (d * d) * (d * d);
    }
  *(double *)chunk = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  if (all->low < all->high)
    qsc_histogram_update (x, n, all->low, all->high, QSA_PROFILE_BINS, worker);
}

static void
reduce_shape (gpointer data, gconstpointer chunk)
{
  ((Shape *)data)->sum_fourths += *(const double *)chunk;
}

static void
gather_shape (gpointer data, gconstpointer worker)
{
  for (gsize i = 0; i < QSA_PROFILE_BINS; i++)
    ((Shape *)data)->bins[i] += ((const guint64 *)worker)[i];
}

static gboolean
measure_tail (QsaProfile *self, QsaSource *source, GCancellable *cancellable, GError **error)
{
  QsaScheme absolute;
  QsaRange range;

  qsa_scheme_init (&absolute);
  absolute.percentile = TAIL_PERCENTILE;
  if (!qsa_calibrate_percentile (source, &absolute, cancellable, &range, error))
    return FALSE;
  range.high = fmax (range.high, -range.low);
  self->tail = range.high > 0.0 ? fmax (-self->min, self->max) / range.high : (double)NAN;
  return TRUE;
}

static gboolean
measure_shape (QsaProfile *self, QsaSource *source, GCancellable *cancellable, GError **error)
{
  const QscMoments *moments = qsa_source_get_moments (source);
  Shape all = { .bins = self->bins };
  const QsaJob job = { .data = &all,
                       .chunk_size = sizeof (double),
                       .worker_size = QSA_PROFILE_BINS * sizeof (guint64),
                       .map = map_shape,
                       .reduce = reduce_shape,
                       .gather = gather_shape };

  self->n_finite = moments->count;
  self->mean = qsa_source_get_mean (source);
  self->std = qsa_source_get_std (source);
  self->min = self->max = self->kurtosis = self->tail = (double)NAN;
  if (moments->count == 0)
    return TRUE;
  self->min = all.low = (double)moments->min;
  self->max = all.high = (double)moments->max;
  all.mean = self->mean;
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
    return FALSE;
  /* Values that are all alike stand in the middle. */
  if (!(all.low < all.high))
    self->bins[QSA_PROFILE_BINS / 2] = moments->count;
  if (self->std > 0.0)
    self->kurtosis = all.sum_fourths / (double)moments->count / pow (self->std, 4.0);
  return measure_tail (self, source, cancellable, error);
}

static void
take_measures (QsaProfilePoint *point, const QsaMeasures *measures)
{
  point->mse = measures->mse;
  point->max_error = measures->max_error;
  point->sqnr_db = measures->sqnr_db;
  point->clipped = measures->clipped_low + measures->clipped_high;
  point->bits_per_value = measures->bits_per_value;
  point->bytes = measures->bytes;
}

static gboolean
measure_points (QsaProfile *self, QsaSource *source, const QsaProfilePlan *plan, GCancellable *cancellable, GError **error)
{
  QsaRequest request = { .source = source, .scheme = plan->scheme, .auto_range = TRUE };

  for (guint i = 0; i < plan->n_widths; i++)
    {
      g_autoptr (QsaResult) result = NULL;

      request.scheme.format.bits = plan->widths[i];
      result = qsa_result_new (&request, NULL, cancellable, error);
      if (result == NULL)
        return FALSE;
      self->points[i].bits = plan->widths[i];
      take_measures (&self->points[i], qsa_result_get_measures (result));
    }
  self->n_points = plan->n_widths;
  return TRUE;
}

QsaProfile *
qsa_profile_new (QstTensor *tensor, const QsaProfilePlan *plan, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaSource) source = qsa_source_new (tensor, cancellable, error);
  g_autoptr (QsaProfile) self = NULL;

  if (source == NULL)
    return NULL;
  self = g_new0 (QsaProfile, 1);
  g_atomic_ref_count_init (&self->refs);
  if (!measure_shape (self, source, cancellable, error) || !measure_points (self, source, plan, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

QsaProfile *
qsa_profile_ref (QsaProfile *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_profile_unref (QsaProfile *self)
{
  if (g_atomic_ref_count_dec (&self->refs))
    g_free (self);
}

const QsaProfilePoint *
qsa_profile_get_point (const QsaProfile *self, int bits)
{
  for (guint i = 0; i < self->n_points; i++)
    if (self->points[i].bits == bits)
      return &self->points[i];
  return NULL;
}

gboolean
qsa_profile_suits (QstTensor *tensor)
{
  return !qst_dtype_is_integer (qst_tensor_get_dtype (tensor)) || qst_tensor_is_quantized (tensor);
}

gboolean
qsa_profile_has_heavy_tails (const QsaProfile *self)
{
  return self->kurtosis >= HEAVY_KURTOSIS || self->tail >= HEAVY_TAIL;
}
