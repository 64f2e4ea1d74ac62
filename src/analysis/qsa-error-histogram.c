/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-error-histogram.h"

#include <float.h>
#include <math.h>

/* Values handled at a time: their codes and levels stay in the first-level cache. */
#define CHUNK 1024

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

static void
reconstruct (const QscParams *params, const float *x, gsize n, guint64 first_index, float *y)
{
  if (params->qmax <= G_MAXINT16)
    {
      gint16 codes[CHUNK];

      qsc_quantize_i16 (params, x, n, first_index, codes);
      qsc_dequantize_i16 (params, codes, n, y);
    }
  else
    {
      guint16 codes[CHUNK];

      qsc_quantize_u16 (params, x, n, first_index, codes);
      qsc_dequantize_u16 (params, codes, n, y);
    }
}

typedef struct
{
  double per_unit, level_low, level_high;
  int half, inside; /* bins on one side of 0, and those within the bound */
} Bins;

/* Bins are counted from 0 outwards and hold their outer edge: an error of just s/2 is one of rounding. */
static void
count (const Bins *bins, const float *x, const float *y, gsize n, guint64 *counts)
{
  for (gsize i = 0; i < n; i++)
    {
      const double r = (double)x[i], e = (double)y[i] - r;
      const double t = fmin (fabs (e) * bins->per_unit, bins->half + 1.0);
      int bin = (int)t;

      if (!(fabsf (x[i]) <= FLT_MAX))
        continue;
      bin -= bin > 0 && bin == t;
      if (r >= bins->level_low && r <= bins->level_high && bin >= bins->inside)
        bin = bins->inside - 1;
      if (bin < bins->half)
        counts[e < 0 ? bins->half - 1 - bin : bins->half + bin]++;
      else
        counts[2 * bins->half + (e > 0)]++;
    }
}

void
qsa_error_histogram_update (const QscParams *params, const float *x, gsize n, guint64 first_index, guint n_bins, guint64 *counts)
{
  Bins bins = { .half = (int)(n_bins / 2) };
  double low, high;
  float y[CHUNK];

  qsa_error_histogram_get_range (params, &low, &high);
  qsc_params_get_level_range (params, &bins.level_low, &bins.level_high);
  bins.per_unit = bins.half / high;
  bins.inside = (int)ceil (bins.half / REACH - 1e-9);
  for (gsize i = 0; i < n; i += CHUNK)
    {
      const gsize length = MIN (n - i, CHUNK);

      reconstruct (params, x + i, length, first_index + i, y);
      count (&bins, x + i, y, length, counts);
    }
}
