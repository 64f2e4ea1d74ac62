/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least squared error of one unit of many. A proof as of whole tensors (qsa-calibrate-mse-exact.c) would take a millisecond for
 * each; here a grid of scales, each with zero-points that lay the codes over the values in different ways, is measured in one go by the
 * kernels, then a finer one around the best, and in the end the scale that least squares gives for the codes found. */
#include "analysis/qsa-calibrate-units.h"

#include "analysis/qsa-power-of-two.h"

#include <math.h>

/* Shares of min-max's scale: coarse steps where most values would be clipped, fine ones near it. */
#define N_SHARES 88
#define SHARE_KNEE 0.3
#define SHARE_MIN 0.02
#define SHARE_MAX 1.15
#define N_COARSE 16

/* Around the best. */
#define N_FINE 12
#define N_ROUNDS 2
#define N_POLISH 4

/* Of asymmetric formats every zero-point costs as much as a scale. */
#define N_TRIED_MAX (N_SHARES * QSA_N_ALIGNED)

typedef struct
{
  const QscScheme *format;
  const float *x;
  gsize n;
  double low, high;
  QscParams tried[N_TRIED_MAX];
  gsize n_tried;
  QscParams best;
  double least;
} Search;

static void
add (Search *self, double scale, int32_t zero_point)
{
  if (qsc_params_init (&self->tried[self->n_tried], self->format, (float)scale, zero_point) == QSC_OK)
    self->n_tried++;
}

static void
measure (Search *self)
{
  QscSquaredErrors errors[N_TRIED_MAX] = { { 0 } };

  qsc_squared_errors_update (errors, self->tried, self->n_tried, self->x, self->n, 0);
  for (gsize i = 0; i < self->n_tried; i++)
    if (errors[i].sse_rounding + errors[i].sse_clipping < self->least)
      {
        self->least = errors[i].sse_rounding + errors[i].sse_clipping;
        self->best = self->tried[i];
      }
  self->n_tried = 0;
}

static void
add_aligned (Search *self, double scale)
{
  int32_t zero_points[QSA_N_ALIGNED];
  const guint n = qsa_align_zero_points (self->format, scale, self->low, self->high, zero_points);

  for (guint i = 0; i < n; i++)
    add (self, scale, zero_points[i]);
}

static void
search_powers_of_two (Search *self)
{
  const int top = MIN (qsa_exponent_above ((double)self->best.scale) + 2, QSA_EXPONENT_MAX);

  for (int exponent = top; exponent > top - QSA_N_EXPONENTS && exponent >= QSA_EXPONENT_MIN; exponent--)
    add_aligned (self, ldexp (1.0, exponent));
  measure (self);
  for (int dz = -1; dz <= 1 && !self->format->symmetric; dz++)
    add (self, (double)self->best.scale, self->best.zero_point + dz);
  measure (self);
}

static double
get_share (int i)
{
  if (i < N_COARSE)
    return SHARE_MIN * pow (SHARE_KNEE / SHARE_MIN, (double)i / N_COARSE);
  return SHARE_KNEE + (SHARE_MAX - SHARE_KNEE) * (i - N_COARSE) / (N_SHARES - N_COARSE - 1);
}

static void
refine (Search *self)
{
  double span = (SHARE_MAX - SHARE_KNEE) / (N_SHARES - N_COARSE - 1);

  for (int round = 0; round < N_ROUNDS; round++, span /= N_FINE)
    {
      const QscParams around = self->best;
      const int reach = self->format->symmetric ? 0 : 1;

      for (int dz = -reach; dz <= reach; dz++)
        for (int i = -N_FINE; i <= N_FINE; i++)
          add (self, (double)around.scale * (1.0 + span * i / N_FINE), around.zero_point + dz);
      measure (self);
    }
}

/* For codes that are given the best scale is sum r k / sum k^2. */
static void
polish (Search *self)
{
  for (int i = 0; i < N_POLISH; i++)
    {
      const float scale = self->best.scale;
      QscErrorStats stats;

      qsc_error_stats_init (&stats);
      qsc_error_stats_update (&stats, &self->best, self->x, self->n, 0);
      if (!(stats.sum_y2 > 0))
        return;
      add (self, (double)scale * (stats.sum_xy / stats.sum_y2), self->best.zero_point);
      measure (self);
      if (self->best.scale == scale)
        return;
    }
}

void
qsa_search_unit_error (const QsaScheme *scheme, const float *x, gsize n, QscParams *params)
{
  Search self = { .format = &scheme->format, .x = x, .n = n, .best = *params, .least = (double)INFINITY };
  QscMoments moments;

  qsc_moments_init (&moments);
  qsc_moments_update (&moments, x, n);
  self.low = (double)moments.min;
  self.high = (double)moments.max;
  if (!(self.low < 0 || self.high > 0))
    return;
  self.tried[self.n_tried++] = *params;
  measure (&self);
  if (scheme->power_of_two)
    search_powers_of_two (&self);
  else
    {
      for (int i = 0; i < N_SHARES; i++)
        add_aligned (&self, (double)params->scale * get_share (i));
      measure (&self);
      refine (&self);
      polish (&self);
    }
  *params = self.best;
}
