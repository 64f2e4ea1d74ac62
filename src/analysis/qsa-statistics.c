/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-report.h"

#include "analysis/qsa-job.h"

#include <math.h>
#include <string.h>

/* A sum that keeps what rounding takes away (Neumaier). */
typedef struct
{
  double sum, lost;
} Sum;

static void
sum_add (Sum *self, double value)
{
  const double sum = self->sum + value;

  self->lost += fabs (self->sum) >= fabs (value) ? (self->sum - sum) + value : (value - sum) + self->sum;
  self->sum = sum;
}

static double
sum_get (const Sum *self)
{
  return self->sum + self->lost;
}

typedef struct
{
  QstTensor *tensor;
  GCancellable *cancellable;
  double *values; /* QSA_JOB_CHUNK */
} Walk;

/* The next values, or 0 at the end and when cancelled. */
static gsize
walk_next (const Walk *self, guint64 *begin)
{
  const gsize n = (gsize)MIN (qst_tensor_get_count (self->tensor) - *begin, QSA_JOB_CHUNK);

  if (n == 0 || g_cancellable_is_cancelled (self->cancellable))
    return 0;
  qst_tensor_read_f64 (self->tensor, *begin, *begin + n, self->values);
  *begin += n;
  return n;
}

static void
count_values (const double *values, gsize n, QsaStatistics *statistics, Sum *sum)
{
  for (gsize i = 0; i < n; i++)
    {
      const double r = values[i];

      if (isnan (r))
        statistics->nan++;
      else if (isinf (r))
        *(r > 0 ? &statistics->positive_infinity : &statistics->negative_infinity) += 1;
      else
        {
          statistics->min = statistics->finite > 0 ? fmin (statistics->min, r) : r;
          statistics->max = statistics->finite > 0 ? fmax (statistics->max, r) : r;
          statistics->finite++;
          sum_add (sum, r);
        }
    }
}

/* The mean and the standard deviation around it; values near DBL_MAX are scaled down so that no square overflows. */
static void
measure_spread (const Walk *walk, QsaStatistics *statistics, double sum)
{
  const double n = (double)statistics->finite;
  const double largest = fmax (fabs (statistics->min), fabs (statistics->max));
  const double unit = largest > 1e140 || (largest < 1e-140 && largest > 0) ? ldexp (1.0, ilogb (largest)) : 1.0;
  Sum squares = { 0 };
  guint64 begin = 0;

  statistics->mean = sum / n;
  for (gsize count; (count = walk_next (walk, &begin)) > 0;)
    for (gsize i = 0; i < count; i++)
      if (isfinite (walk->values[i]))
        {
          const double d = walk->values[i] / unit - statistics->mean / unit;

          sum_add (&squares, d * d);
        }
  statistics->std = sqrt (sum_get (&squares) / n) * unit;
}

static void
checksum_values (GChecksum *checksum, const float *x, gsize n, guint32 *patterns)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 pattern;

      memcpy (&pattern, &x[i], sizeof pattern);
      patterns[i] = GUINT32_TO_LE (isnan (x[i]) ? 0x7fc00000u : pattern);
    }
  g_checksum_update (checksum, (const guchar *)patterns, (gssize)(n * sizeof *patterns));
}

static void
measure_checksum (QstTensor *tensor, GCancellable *cancellable, QsaStatistics *statistics)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree float *scratch = g_new (float, QSA_JOB_CHUNK);
  g_autofree guint32 *patterns = g_new (guint32, QSA_JOB_CHUNK);
  const guint64 count = qst_tensor_get_count (tensor);

  for (guint64 begin = 0, end; begin < count && !g_cancellable_is_cancelled (cancellable); begin = end)
    {
      end = MIN (begin + QSA_JOB_CHUNK, count);
      checksum_values (checksum, qst_tensor_get_span (tensor, begin, end, scratch), (gsize)(end - begin), patterns);
    }
  g_strlcpy (statistics->sha256, g_checksum_get_string (checksum), sizeof statistics->sha256);
}

gboolean
qsa_statistics_compute (QstTensor *tensor, GCancellable *cancellable, QsaStatistics *statistics, GError **error)
{
  g_autofree double *values = g_new (double, QSA_JOB_CHUNK);
  const Walk walk = { tensor, cancellable, values };
  guint64 begin = 0;
  Sum sum = { 0 };

  *statistics = (QsaStatistics){ .min = (double)NAN, .max = (double)NAN, .mean = (double)NAN, .std = (double)NAN };
  for (gsize n; (n = walk_next (&walk, &begin)) > 0;)
    count_values (values, n, statistics, &sum);
  if (statistics->finite > 0)
    measure_spread (&walk, statistics, sum_get (&sum));
  measure_checksum (tensor, cancellable, statistics);
  return !g_cancellable_set_error_if_cancelled (cancellable, error) && qst_tensor_check (tensor, error);
}
