/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranges of single units, whose values lie in memory and are few: the same definitions as of whole tensors, in simpler ways. */
#include "analysis/qsa-calibrate-units.h"

#include <math.h>
#include <stdlib.h>

static int
compare_floats (const void *a, const void *b)
{
  const float x = *(const float *)a, y = *(const float *)b;

  return (x > y) - (x < y);
}

static double
get_percentile (const float *sorted, gsize n, double percentile)
{
  const double position = (double)(n - 1) * percentile / 100.0;
  const gsize rank = MIN ((gsize)position, n - 1), next = MIN (rank + 1, n - 1);

  return (double)sorted[rank] + ((double)sorted[next] - (double)sorted[rank]) * (position - (double)rank);
}

static void
choose_percentile (const QsaScheme *scheme, float *x, gsize n, QsaRange *range)
{
  const QsaRange all = *range;

  for (gsize i = 0; scheme->format.symmetric && i < n; i++)
    x[i] = fabsf (x[i]);
  qsort (x, n, sizeof *x, compare_floats);
  if (scheme->format.symmetric)
    {
      range->high = get_percentile (x, n, scheme->percentile);
      range->low = -range->high;
    }
  else
    {
      range->low = get_percentile (x, n, (100.0 - scheme->percentile) / 2.0);
      range->high = get_percentile (x, n, 100.0 - (100.0 - scheme->percentile) / 2.0);
    }
  if (range->low >= 0.0 && range->high <= 0.0)
    *range = all;
}

/* The mean of x, and of |x - centre| and (x - centre)^2. */
static void
measure_spread (const float *x, gsize n, double centre, double *mean, double *absolute, double *square)
{
  double sum = 0, sum_absolute = 0, sum_square = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double d = (double)x[i] - centre;

      sum += d;
      sum_absolute += fabs (d);
      sum_square += d * d;
    }
  *mean = centre + sum / (double)n;
  *absolute = sum_absolute / (double)n;
  *square = sum_square / (double)n;
}

static void
reach_around (QsaRange *range, double centre, double reach)
{
  *range = (QsaRange){ CLAMP (centre - reach, range->low, range->high), CLAMP (centre + reach, range->low, range->high) };
}

void
qsa_choose_unit_range (const QsaScheme *scheme, float *x, gsize n, QsaRange *range)
{
  const int bits = scheme->format.bits;
  double mean, absolute, square, centre, unused;

  if (scheme->calibration == QSA_CALIBRATION_PERCENTILE)
    {
      choose_percentile (scheme, x, n, range);
      return;
    }
  measure_spread (x, n, 0.0, &mean, &absolute, &square);
  measure_spread (x, n, mean, &mean, &absolute, &square);
  if (scheme->calibration == QSA_CALIBRATION_SIGMA)
    {
      reach_around (range, mean, scheme->sigmas * sqrt (square));
      return;
    }
  /* ACIQ: around 0 where the grid is. */
  centre = scheme->format.symmetric ? 0.0 : mean;
  measure_spread (x, n, centre, &unused, &absolute, &square);
  if (scheme->calibration == QSA_CALIBRATION_ACIQ_GAUSS)
    reach_around (range, centre, qsa_aciq_get_gauss_ratio (bits) * sqrt (square));
  else
    reach_around (range, centre, qsa_aciq_get_laplace_ratio (bits) * absolute);
}
