/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-params.h"

#include "core/kernels/qsc-value.h"

bool
qsc_scheme_is_valid (const QscScheme *scheme)
{
  return scheme->bits >= QSC_BITS_MIN && scheme->bits <= QSC_BITS_MAX && (unsigned)scheme->rounding < QSC_N_ROUNDINGS
         && (unsigned)scheme->arithmetic < QSC_N_ARITHMETICS && (unsigned)scheme->rule < QSC_N_RULES;
}

bool
qsc_scheme_equal (const QscScheme *a, const QscScheme *b)
{
  return a->bits == b->bits && a->is_signed == b->is_signed && a->narrow_range == b->narrow_range && a->symmetric == b->symmetric
         && a->rounding == b->rounding && a->seed == b->seed && a->arithmetic == b->arithmetic && a->rule == b->rule;
}

void
qsc_scheme_get_code_range (const QscScheme *scheme, int32_t *qmin, int32_t *qmax)
{
  const int32_t half = (int32_t)1 << (scheme->bits - 1);

  *qmin = (scheme->is_signed ? -half : 0) + (scheme->narrow_range ? 1 : 0);
  *qmax = scheme->is_signed ? half - 1 : 2 * half - 1;
}

int32_t
qsc_scheme_get_symmetric_zero_point (const QscScheme *scheme)
{
  return scheme->is_signed ? 0 : (int32_t)1 << (scheme->bits - 1);
}

QscStatus
qsc_params_init (QscParams *params, const QscScheme *scheme, float scale, int32_t zero_point)
{
  if (!qsc_scheme_is_valid (scheme))
    return QSC_ERROR_BITS;
  if (!isfinite (scale) || scale <= 0.0f)
    return QSC_ERROR_SCALE;

  QscParams p = { .scale = scale, .rounding = scheme->rounding, .seed = scheme->seed, .arithmetic = scheme->arithmetic };

  qsc_scheme_get_code_range (scheme, &p.qmin, &p.qmax);
  p.zero_point = scheme->symmetric ? qsc_scheme_get_symmetric_zero_point (scheme) : zero_point;
  if (p.zero_point < p.qmin || p.zero_point > p.qmax)
    return QSC_ERROR_ZERO_POINT;
  *params = p;
  return QSC_OK;
}

void
qsc_params_get_level_range (const QscParams *params, double *low, double *high)
{
  *low = (double)params->scale * (params->qmin - params->zero_point);
  *high = (double)params->scale * (params->qmax - params->zero_point);
}

void
qsc_params_get_unclipped_range (const QscParams *params, double *low, double *high)
{
  double below = 0.5, above = 0.5; /* in steps, from the outermost levels */

  if (qsc_params_multiplies (params) && !isfinite (qsc_inverse_value (params)))
    {
      *low = *high = 0.0;
      return;
    }
  switch (params->rounding)
    {
    case QSC_ROUND_DOWN:
      below = 0.0;
      above = 1.0;
      break;
    case QSC_ROUND_UP:
      below = 1.0;
      above = 0.0;
      break;
    case QSC_ROUND_TOWARD_ZERO:
      /* Where z was added first, zero is code 0: below code 1 the way to zero leads out of the codes. */
      below = qsc_params_shifts (params) && params->qmin > 0 ? 0.0 : 1.0;
      above = 1.0;
      break;
    case QSC_ROUND_STOCHASTIC:
      below = above = 0.0;
      break;
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_HALF_AWAY:
    case QSC_ROUND_HALF_UP:
    case QSC_N_ROUNDINGS:
    default:
      break;
    }
  *low = (double)params->scale * (params->qmin - params->zero_point - below);
  *high = (double)params->scale * (params->qmax - params->zero_point + above);
}

void
qsc_params_trace (const QscParams *params, float value, uint64_t index, QscTrace *trace)
{
  const float low = qsc_grid_low (params), high = qsc_grid_high (params);
  const float ratio = qsc_ratio_value (params, value), shift = qsc_shift_value (params), sum = ratio + shift;
  const float rounded = qsc_round_value (sum, params->rounding, params->seed, index) + 0.0f; /* -0 becomes 0 */
  const float steps = rounded - shift;

  *trace = (QscTrace){
    .value = value,
    .ratio = ratio,
    .rounded = rounded,
    .shifted = qsc_params_shifts (params) ? (double)sum : (double)rounded + params->zero_point,
    .code = (int32_t)qsc_clamp_value (steps, low, high) + params->zero_point,
    .is_finite = isfinite (value),
    .is_tie = (double)sum - floor ((double)sum) == 0.5,
    .is_clipped_low = steps<low, .is_clipped_high = steps> high,
  };
  trace->reconstructed = qsc_dequantize_value (params, trace->code);
  trace->error = trace->reconstructed - value;
}

bool
qsc_params_multiplies (const QscParams *params)
{
  return qsc_arithmetic_multiplies (params->arithmetic);
}

bool
qsc_params_shifts (const QscParams *params)
{
  return qsc_arithmetic_shifts (params->arithmetic);
}

float
qsc_params_get_level (const QscParams *params, int32_t code)
{
  return qsc_dequantize_value (params, code);
}
