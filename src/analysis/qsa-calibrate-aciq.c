/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ACIQ (Banner, Nahshan, Soudry: Post training 4-bit quantization, 2019): the clip value alpha with the least expected error
 * when the values have a Gaussian or a Laplace density and 2^b levels lie over -alpha … alpha, whose rounding error is uniform.
 * The density is centred at the mean for asymmetric formats, at 0, where their grid is, for symmetric ones. */
#include "analysis/qsa-calibrate-private.h"

#include "analysis/qsa-job.h"

#include <math.h>

/* The ratio is below this at 16 bits. */
#define RATIO_MAX 64.0

typedef struct
{
  double centre, sum; /* of |r - centre| */
} Deviation;

static void
map_deviation (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Deviation *all = data;
  double sum[4] = { 0 };

  for (gsize i = 0; i < n; i++)
    sum[i % 4] += isfinite (x[i]) ? fabs ((double)x[i] - all->centre) : 0.0;
  *(double *)chunk = (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static void
reduce_deviation (gpointer data, gconstpointer chunk)
{
  Deviation *all = data;

  all->sum += *(const double *)chunk;
}

/* The derivative of the expected error, without positive factors; M = 2^bits levels.
 * Gauss (sigma = 1): 2 a erfc (a / sqrt 2) + 2 a / (3 M^2) - 2 sqrt (2 / pi) exp (-a^2 / 2). */
static double
get_gauss_slope (double ratio, int bits)
{
  return ratio * (erfc (ratio * M_SQRT1_2) + ldexp (1.0 / 3.0, -2 * bits)) - sqrt (M_2_PI) * exp (-0.5 * ratio * ratio);
}

/* Laplace (b = 1): 2 a / (3 M^2) - 2 exp (-a). */
static double
get_laplace_slope (double ratio, int bits)
{
  return ratio * ldexp (1.0 / 3.0, -2 * bits) - exp (-ratio);
}

/* Where the slope passes from below 0 to above. */
static double
find_root (double (*get_slope) (double, int), int bits)
{
  double low = 0.0, high = RATIO_MAX;

  for (double middle = 0.5 * (low + high); middle > low && middle < high; middle = 0.5 * (low + high))
    if (get_slope (middle, bits) < 0)
      low = middle;
    else
      high = middle;
  return high;
}

double
qsa_aciq_get_gauss_ratio (int bits)
{
  return find_root (get_gauss_slope, bits);
}

double
qsa_aciq_get_laplace_ratio (int bits)
{
  return find_root (get_laplace_slope, bits);
}

gboolean
qsa_calibrate_aciq (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range, GError **error)
{
  const double n = (double)qsa_source_get_moments (source)->count;
  const double mean = qsa_source_get_mean (source), std = qsa_source_get_std (source);
  const int bits = scheme->format.bits;
  Deviation all = { .centre = scheme->format.symmetric ? 0.0 : mean };
  const QsaJob job = { .data = &all, .chunk_size = sizeof (double), .map = map_deviation, .reduce = reduce_deviation };

  if (scheme->calibration == QSA_CALIBRATION_ACIQ_GAUSS)
    *range = qsa_range_around (source, all.centre, qsa_aciq_get_gauss_ratio (bits) * hypot (std, mean - all.centre));
  else
    {
      if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
        return FALSE;
      *range = qsa_range_around (source, all.centre, qsa_aciq_get_laplace_ratio (bits) * all.sum / n);
    }
  return TRUE;
}
