/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-measures.h"

#include <math.h>

#define UNDEFINED ((double)NAN)

/* Bits of a scale as it is stored. */
#define SCALE_BITS 32

double
qsa_measures_get_sqnr (const QscErrorStats *stats)
{
  const double sse = stats->sse_rounding + stats->sse_clipping;

  if (!(stats->sum_x2 > 0.0))
    return UNDEFINED;
  return sse > 0.0 ? 10.0 * log10 (stats->sum_x2 / sse) : (double)INFINITY;
}

static double
get_cosine (const QscErrorStats *stats)
{
  const double norms = sqrt (stats->sum_x2) * sqrt (stats->sum_y2);

  return norms > 0.0 ? CLAMP (stats->sum_xy / norms, -1.0, 1.0) : UNDEFINED;
}

static double
get_entropy (const guint64 *counts, gsize n_counts, double n)
{
  double entropy = 0.0;

  for (gsize i = 0; i < n_counts; i++)
    if (counts[i] > 0)
      entropy -= (double)counts[i] / n * log2 ((double)counts[i] / n);
  return entropy + 0.0; /* not -0 for a single code */
}

static void
set_errors (QsaMeasures *self, const QscErrorStats *stats)
{
  const double n = (double)stats->count;

  self->mse_rounding = stats->sse_rounding / n;
  self->mse_clipping = stats->sse_clipping / n;
  self->mse = (stats->sse_rounding + stats->sse_clipping) / n;
  self->rmse = sqrt (self->mse);
  self->mae = stats->sum_abs_error / n;
  self->max_error = (double)stats->max_abs_error;
  self->bias = stats->sum_error / n;
  self->sqnr_db = qsa_measures_get_sqnr (stats);
  self->cosine = get_cosine (stats);
}

static void
set_storage (QsaMeasures *self, const QscScheme *format, guint64 n_scales, guint64 n_values)
{
  const guint64 bits = (guint64)format->bits;
  const guint64 parameter_bits = n_scales * (SCALE_BITS + (format->symmetric ? 0 : bits));

  self->n_scales = n_scales;
  self->bytes = (n_values * bits + parameter_bits + 7) / 8;
  self->bits_per_value = n_values > 0 ? (double)bits + (double)parameter_bits / (double)n_values : UNDEFINED;
}

void
qsa_measures_init (QsaMeasures *self, const QsaScheme *scheme, const QscErrorStats *stats, const guint64 *code_counts,
                   gsize n_codes, guint64 n_scales, guint64 n_values)
{
  *self = (QsaMeasures){
    .mse = UNDEFINED,
    .rmse = UNDEFINED,
    .mae = UNDEFINED,
    .max_error = UNDEFINED,
    .bias = UNDEFINED,
    .sqnr_db = UNDEFINED,
    .cosine = UNDEFINED,
    .mse_rounding = UNDEFINED,
    .mse_clipping = UNDEFINED,
    .sqnr_db_min_max = UNDEFINED,
    .entropy_bits = UNDEFINED,
    .max_index = stats->max_index,
    .codes_total = n_codes,
    .clipped_low = stats->clipped_low,
    .clipped_high = stats->clipped_high,
  };
  set_storage (self, &scheme->format, n_scales, n_values);
  for (gsize i = 0; i < n_codes; i++)
    self->codes_used += code_counts[i] > 0;
  if (stats->count == 0)
    return;
  set_errors (self, stats);
  self->entropy_bits = get_entropy (code_counts, n_codes, (double)stats->count);
}
