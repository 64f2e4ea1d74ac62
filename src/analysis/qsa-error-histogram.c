/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-error-histogram.h"

#include "analysis/qsa-params.h"

#include <float.h>
#include <math.h>

#define N_TABLES 4

/* The range of the bins in bounds of the rounding error. */
#define REACH 1.9

/* In steps, what rounding alone may be off by. */
static double
get_bound (const QscParams *params)
{
  switch (params->rounding)
    {
    case QSC_ROUND_DOWN:
    case QSC_ROUND_UP:
    case QSC_ROUND_TOWARD_ZERO:
    case QSC_ROUND_STOCHASTIC:
      return 1.0;
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_HALF_AWAY:
    case QSC_ROUND_HALF_UP:
    case QSC_N_ROUNDINGS:
    default:
      return 0.5;
    }
}

void
qsa_error_histogram_get_range (const QscParams *params, double *low, double *high)
{
  *high = REACH * get_bound (params) * (double)params->scale;
  *low = -*high;
}

typedef struct
{
  double per_unit, level_low, level_high;
  int half, inside; /* bins on one side of 0, and those within the bound */
} Bins;

/* The bin of each value: 0 is below them all, 1 the first, 2 half + 1 above, 2 half + 2 that of what is not finite. Bins are
 * counted from 0 outwards and hold their outer edge: an error of just s/2 is one of rounding. Errors are as good as random: no
 * branch hangs on them. */
static void
find_bins (const Bins *bins, const float *x, const float *y, gsize n, gint32 *found)
{
  const double most = bins->half + 1.0;

  for (gsize i = 0; i < n; i++)
    {
      const double r = (double)x[i], e = (double)y[i] - r, t = fabs (e) * bins->per_unit;
      const int steps = (int)(t < most ? t : most);
      const int limit = r >= bins->level_low && r <= bins->level_high ? bins->inside - 1 : bins->half;
      const int outwards = steps - (steps > 0 && (double)steps == t);
      const int bin = outwards < limit ? outwards : limit;

      found[i] = fabsf (x[i]) <= FLT_MAX ? bins->half + 1 + (bin ^ -(e < 0)) : 2 * bins->half + 2;
    }
}

void
qsa_error_histogram_update (const QscParams *params, const float *x, gsize n, guint64 first_index, guint n_bins, guint64 *counts)
{
  Bins bins = { .half = (int)(n_bins / 2) };
  double low, high;
  float y[QSA_BLOCK];
  gint32 found[QSA_BLOCK];
  g_autofree guint64 *table = g_new0 (guint64, (n_bins + 3) * N_TABLES);

  qsa_error_histogram_get_range (params, &low, &high);
  qsc_params_get_level_range (params, &bins.level_low, &bins.level_high);
  bins.per_unit = bins.half / high;
  bins.inside = (int)ceil (bins.half / REACH - 1e-9);
  for (gsize i = 0; i < n; i += QSA_BLOCK)
    {
      const gsize length = MIN (n - i, QSA_BLOCK);

      qsa_params_reconstruct (params, x + i, length, first_index + i, y);
      find_bins (&bins, x + i, y, length, found);
      /* Neighbours count in different tables: none waits for the other's counter. */
      for (gsize k = 0; k < length; k++)
        table[(gsize)found[k] * N_TABLES + k % N_TABLES]++;
    }
  for (guint i = 0; i < n_bins + 2; i++)
    for (guint k = 0; k < N_TABLES; k++)
      counts[i == 0 ? n_bins : i > n_bins ? n_bins + 1 : i - 1] += table[i * N_TABLES + k];
}
