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

static gboolean
reaches (const QscParams *params, guint32 order, int32_t steps)
{
  QscTrace trace;
  float reached;

  qsc_params_trace (params, get_value (order), 0, &trace);
  reached = trace.rounded - (qsc_params_shifts (params) ? (float)params->zero_point : 0.0f);
  return (isnan (reached) ? 0.0f : reached) >= (float)steps;
}

float
qsa_threshold_find (const QscParams *params, int32_t steps)
{
  const guint32 first = get_order (-FLT_MAX), last = get_order (FLT_MAX);
  const double border = (double)params->scale * get_border (params->rounding, steps);
  guint32 high = get_order ((float)CLAMP (border, -(double)FLT_MAX, (double)FLT_MAX)), low;
  guint32 stride = 1;

  /* In the end low falls short (or is one before the first) and high reaches. */
  while (!reaches (params, high, steps))
    {
      if (high == last)
        return (float)INFINITY;
      high = last - high > stride ? high + stride : last;
      stride *= 2;
    }
  low = high - 1;
  for (stride = 1; low >= first && reaches (params, low, steps); stride *= 2)
    {
      high = low;
      low = low - (first - 1) > stride ? low - stride : first - 1;
    }
  while (high - low > 1)
    {
      const guint32 middle = low + (high - low) / 2;

      if (reaches (params, middle, steps))
        high = middle;
      else
        low = middle;
    }
  return high == first ? -(float)INFINITY : get_value (high);
}
