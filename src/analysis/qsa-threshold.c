/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formula is monotonic, so the border between two codes is one float. It lies within a few floats of the border in real
 * numbers; from there the formula itself decides, whatever its arithmetic. */
#include "analysis/qsa-threshold.h"

#include "analysis/qsa-source-private.h"

#include <float.h>
#include <math.h>
#include <string.h>

gboolean
qsa_threshold_exists (const QscParams *params)
{
  return params->rounding != QSC_ROUND_STOCHASTIC;
}

/* In steps, where the real line rounds to steps from. */
static double
get_border (QscRounding rounding, int32_t steps)
{
  switch (rounding)
    {
    case QSC_ROUND_DOWN:
      return steps;
    case QSC_ROUND_UP:
      return steps - 1;
    case QSC_ROUND_TOWARD_ZERO:
      return steps > 0 ? steps : steps - 1;
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_HALF_AWAY:
    case QSC_ROUND_HALF_UP:
    case QSC_ROUND_STOCHASTIC:
    case QSC_N_ROUNDINGS:
    default:
      return steps - 0.5;
    }
}

/* Floats as integers in the order of the reals, and back. */
static guint32
get_order (float value)
{
  guint32 pattern;

  memcpy (&pattern, &value, sizeof pattern);
  return qsa_order_pattern (pattern);
}

static float
get_value (guint32 order)
{
  const guint32 pattern = qsa_pattern_from_order (order);
  float value;

  memcpy (&value, &pattern, sizeof value);
  return value;
}

/* What is asked of a float; once it holds, it holds for all that are greater. */
typedef struct _Border Border;
struct _Border
{
  const QscParams *params;
  int32_t steps;
  double place; /* of what is rounded, where the arithmetic has it */
  gboolean (*holds) (const Border *self, const QscTrace *trace);
};

static gboolean
reaches (const Border *self, const QscTrace *trace)
{
  const float reached = trace->rounded - (qsc_params_shifts (self->params) ? (float)self->params->zero_point : 0.0f);

  return (isnan (reached) ? 0.0f : reached) >= (float)self->steps;
}

static double
get_place (const Border *self, const QscTrace *trace)
{
  const gboolean shifts = qsc_params_shifts (self->params);
  const double place = shifts ? trace->shifted : (double)trace->ratio;

  /* NaN, of 0 by an infinite reciprocal, becomes the zero-point. */
  if (isnan (place))
    return shifts ? self->params->zero_point : 0.0;
  return place;
}

static gboolean
is_on_or_above (const Border *self, const QscTrace *trace)
{
  return get_place (self, trace) >= self->place;
}

static gboolean
is_above (const Border *self, const QscTrace *trace)
{
  return get_place (self, trace) > self->place;
}

static gboolean
holds_at (const Border *self, guint32 order)
{
  QscTrace trace;

  qsc_params_trace (self->params, get_value (order), 0, &trace);
  return self->holds (self, &trace);
}

/* The least float for which it holds. */
static float
find_first (const Border *border)
{
  const QscParams *params = border->params;
  const guint32 first = get_order (-FLT_MAX), last = get_order (FLT_MAX);
  const double near = (double)params->scale * get_border (params->rounding, border->steps);
  guint32 high = get_order ((float)CLAMP (near, -(double)FLT_MAX, (double)FLT_MAX)), low;
  guint32 stride = 1;

  /* In the end it does not hold at low (or low is one before the first), and holds at high. */
  while (!holds_at (border, high))
    {
      if (high == last)
        return (float)INFINITY;
      high = last - high > stride ? high + stride : last;
      stride *= 2;
    }
  low = high - 1;
  for (stride = 1; low >= first && holds_at (border, low); stride *= 2)
    {
      high = low;
      low = low - (first - 1) > stride ? low - stride : first - 1;
    }
  while (high - low > 1)
    {
      const guint32 middle = low + (high - low) / 2;

      if (holds_at (border, middle))
        high = middle;
      else
        low = middle;
    }
  return high == first ? -(float)INFINITY : get_value (high);
}

float
qsa_threshold_find (const QscParams *params, int32_t steps)
{
  const Border border = { .params = params, .steps = steps, .holds = reaches };

  return find_first (&border);
}

void
qsa_threshold_find_ties (const QscParams *params, int32_t steps, float *first, float *past)
{
  const int32_t shift = qsc_params_shifts (params) ? params->zero_point : 0;
  Border border = { .params = params, .steps = steps, .holds = is_on_or_above };

  /* Where the zero-point is added first, "toward zero" leads to code 0. */
  border.place = get_border (params->rounding, steps + shift);
  *first = find_first (&border);
  border.holds = is_above;
  *past = find_first (&border);
}
