/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include "figures/qsf-curve.h"

#include <math.h>

/* Steps of s from first to last: integer k covers x from edges[i] to edges[i + 1]. */
typedef struct
{
  gint64 first, last; /* k = q - z */
} Steps;

/* The integers whose stair is seen between the limits, the clamped ends included. */
static Steps
get_steps (const QsfBuild *build)
{
  double kmin = (double)build->params->qmin - build->params->zero_point;
  double kmax = (double)build->params->qmax - build->params->zero_point;
  double low = floor (build->x_low / build->scale) - 1.0, high = ceil (build->x_high / build->scale) + 1.0;

  return (Steps){ (gint64)CLAMP (low, kmin, kmax), (gint64)CLAMP (high, kmin, kmax) };
}

gboolean
qsf_curve_is_dense (const QsfBuild *build)
{
  Steps steps = get_steps (build);

  return steps.last - steps.first > QSF_LEVELS_MAX / 4;
}

QsfCurve *
qsf_curve_new (const QsfBuild *build, QscRounding rounding)
{
  QsfCurve *self = g_new0 (QsfCurve, 1);
  Steps steps = get_steps (build);
  gsize n = (gsize)(steps.last - steps.first + 1);
  double origin = qsf_get_origin (build->params);

  self->n = 3 * n;
  self->x = g_new (double, self->n);
  self->level = g_new (double, self->n);
  self->error = g_new (double, self->n);
  for (gsize i = 0; i < n; i++)
    {
      double k = (double)(steps.first + (gint64)i), level = k * build->scale;
      double from = i == 0 ? build->x_low : build->scale * qsf_get_boundary (rounding, k - 1.0, origin);
      double to = i + 1 == n ? build->x_high : build->scale * qsf_get_boundary (rounding, k, origin);

      /* A stair outside of the limits (the first and last may be) is held at their edge. */
      from = MIN (from, build->x_high);
      to = MAX (to, build->x_low);
      self->x[3 * i] = from;
      self->x[3 * i + 1] = to;
      self->level[3 * i] = self->level[3 * i + 1] = level;
      self->error[3 * i] = level - from;
      self->error[3 * i + 1] = level - to;
      self->x[3 * i + 2] = to;
      self->level[3 * i + 2] = self->error[3 * i + 2] = NAN;
    }
  return self;
}

void
qsf_curve_free (QsfCurve *self)
{
  g_free (self->x);
  g_free (self->level);
  g_free (self->error);
  g_free (self);
}
