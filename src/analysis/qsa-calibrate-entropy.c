/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clip value T whose quantized distribution tells least of itself away: TensorRT's entropy calibration, after S. Migacz
 * (GTC 2017, S7310), in the form of NVIDIA's open tools, made deterministic:
 *
 * |r| is counted in N = max (2048, 16 L) equal bins over 0 … max |r|; L is the number of levels on one side of 0, 2^(b-1), or 2^b
 * for an asymmetric format whose values have one sign. The lowest bin, which zeros fill, counts as much as its neighbour.
 * For T at the end of every (N / 2048)-th bin from N / 16 on: P are the bins below T, the last with all that is above; Q are the
 * same bins without what is above, merged into L groups (bin j of i goes to floor (j L / i)) whose sums are spread evenly over the
 * group's bins that are not empty. Both are normalized to 1. T is the largest with the least sum of P ln (P / Q). Where P has
 * something in a bin in which Q has nothing, the divergence is infinite; that of the last T, max |r|, never is.
 * The range is -T … T, as far as there are values. */
#include "analysis/qsa-calibrate-private.h"

#include "analysis/qsa-job.h"

#include <math.h>

#define N_BINS_MIN 2048
#define BINS_PER_LEVEL 16
#define SLICE 1024

typedef struct
{
  double high; /* max |r| */
  gsize n_bins, n_levels;
  guint64 *counts;
  double *below;     /* n_bins + 1: sums of the counts before, */
  double *logs;      /* of count ln (count) */
  guint32 *n_filled; /* and how many are not 0 */
} Divergence;

static void
map_magnitudes (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Divergence *self = data;
  float magnitudes[SLICE];

  for (gsize i = 0; i < n; i += SLICE)
    {
      const gsize length = MIN (n - i, SLICE);

      for (gsize j = 0; j < length; j++)
        magnitudes[j] = fabsf (x[i + j]);
      qsc_histogram_update (magnitudes, length, 0.0, self->high, self->n_bins, worker);
    }
}

static void
gather_magnitudes (gpointer data, gconstpointer worker)
{
  Divergence *self = data;
  const guint64 *counts = worker;

  for (gsize i = 0; i < self->n_bins; i++)
    self->counts[i] += counts[i];
}

static gsize
get_n_levels (QsaSource *source, const QscScheme *format)
{
  const QscMoments *moments = qsa_source_get_moments (source);
  const gboolean one_sided = !format->symmetric && (moments->min >= 0 || moments->max <= 0);

  return (gsize)1 << (one_sided ? format->bits : format->bits - 1);
}

static void
sum_up (Divergence *self)
{
  self->counts[0] = self->counts[1];
  for (gsize i = 0; i < self->n_bins; i++)
    {
      const double count = (double)self->counts[i];

      self->below[i + 1] = self->below[i] + count;
      self->logs[i + 1] = self->logs[i] + (count > 0 ? count * log (count) : 0.0);
      self->n_filled[i + 1] = self->n_filled[i] + (count > 0);
    }
}

/* The first of i bins that goes to a group. */
static gsize
get_group_begin (const Divergence *self, gsize group, gsize i)
{
  return (group * i + self->n_levels - 1) / self->n_levels;
}

/* What spreading gives each filled bin of a group. */
static double
get_level (const Divergence *self, gsize begin, gsize end)
{
  return (self->below[end] - self->below[begin]) / (self->n_filled[end] - self->n_filled[begin]);
}

/* The sum of P ln (P / Q) when the clip value is the end of bin i - 1. */
static double
get_divergence (const Divergence *self, gsize i)
{
  const double inside = self->below[i], all = self->below[self->n_bins], above = all - inside;
  const double last = (double)self->counts[i - 1];
  double sum = self->logs[i];

  if (!(inside > 0) || (above > 0 && !(last > 0)))
    return (double)INFINITY;
  for (gsize group = 0, begin = 0; group < self->n_levels; group++)
    {
      const gsize end = get_group_begin (self, group + 1, i);
      const double mass = self->below[end] - self->below[begin];

      if (mass > 0)
        sum -= mass * log (get_level (self, begin, end));
      begin = end;
    }
  if (above > 0)
    {
      sum += (last + above) * log (last + above) - last * log (last);
      sum -= above * log (get_level (self, get_group_begin (self, self->n_levels - 1, i), i));
    }
  return sum / all - log (all) + log (inside);
}

static gboolean
search (Divergence *self, GCancellable *cancellable, double *clip, GError **error)
{
  const gsize stride = self->n_bins / N_BINS_MIN;
  double least = (double)INFINITY;

  *clip = self->high;
  for (gsize i = self->n_bins / BINS_PER_LEVEL; i <= self->n_bins; i += stride)
    {
      const double divergence = get_divergence (self, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (divergence <= least)
        {
          least = divergence;
          *clip = self->high * (double)i / (double)self->n_bins;
        }
    }
  return TRUE;
}

gboolean
qsa_calibrate_entropy (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range, GError **error)
{
  Divergence self = { .n_levels = get_n_levels (source, &scheme->format) };
  QsaJob job = { .data = &self, .map = map_magnitudes, .gather = gather_magnitudes };
  g_autofree guint64 *counts = NULL;
  g_autofree double *below = NULL, *logs = NULL;
  g_autofree guint32 *n_filled = NULL;
  double clip;

  *range = qsa_range_of_source (source);
  self.high = fmax (-range->low, range->high);
  if (!(self.high > 0))
    return TRUE;
  self.n_bins = MAX (N_BINS_MIN, BINS_PER_LEVEL * self.n_levels);
  job.worker_size = self.n_bins * sizeof *counts;
  self.counts = counts = g_new0 (guint64, self.n_bins);
  self.below = below = g_new0 (double, self.n_bins + 1);
  self.logs = logs = g_new0 (double, self.n_bins + 1);
  self.n_filled = n_filled = g_new0 (guint32, self.n_bins + 1);
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
    return FALSE;
  sum_up (&self);
  if (!search (&self, cancellable, &clip, error))
    return FALSE;
  *range = qsa_range_around (source, 0.0, clip);
  return TRUE;
}
