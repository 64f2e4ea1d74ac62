/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <math.h>

#include "core/kernels/qsc-kernels.h"

/* The formula for one value: what the scalar kernels and the trace are made of, and what every other kernel must equal. */

/* The clamp's borders relative to the zero-point, qmin - z and qmax - z. Both are integers below 2^17: exact in float32. */
static inline float
qsc_grid_low (const QscParams *params)
{
  return (float)(params->qmin - params->zero_point);
}

static inline float
qsc_grid_high (const QscParams *params)
{
  return (float)(params->qmax - params->zero_point);
}

/* SplitMix64's output function at position index of the stream that starts at seed; the upper 24 bits make u. */
static inline float
qsc_stochastic_u (uint64_t seed, uint64_t index)
{
  uint64_t h = seed + (index + 1) * UINT64_C (0x9e3779b97f4a7c15);

  h = (h ^ (h >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  h = (h ^ (h >> 27)) * UINT64_C (0x94d049bb133111eb);
  h ^= h >> 31;
  return (float)(h >> 40) * 0x1p-24f;
}

/* floor (v + 0.5) of the exact sum: v + 0.5f itself would round 0.49999997 up to 1. */
static inline float
qsc_round_half_up (float v)
{
  const float f = floorf (v);

  return v - f >= 0.5f ? f + 1.0f : f;
}

static inline float
qsc_round_value (float v, QscRounding rounding, uint64_t seed, uint64_t index)
{
  switch (rounding)
    {
    case QSC_ROUND_HALF_AWAY:
      return copysignf (qsc_round_half_up (fabsf (v)), v);
    case QSC_ROUND_HALF_UP:
      return qsc_round_half_up (v);
    case QSC_ROUND_DOWN:
      return floorf (v);
    case QSC_ROUND_UP:
      return ceilf (v);
    case QSC_ROUND_TOWARD_ZERO:
      return truncf (v);
    case QSC_ROUND_STOCHASTIC:
      /* In double the floor of the rounded sum is the floor of the exact sum: u has 24 bits and v a float's. */
      return (float)floor ((double)v + (double)qsc_stochastic_u (seed, index));
    case QSC_ROUND_HALF_EVEN:
    case QSC_N_ROUNDINGS:
    default:
      return rintf (v);
    }
}

static inline bool
qsc_arithmetic_multiplies (QscArithmetic arithmetic)
{
  return arithmetic == QSC_MULTIPLY || arithmetic == QSC_MULTIPLY_SHIFT;
}

/* Whether the zero-point is added before rounding. */
static inline bool
qsc_arithmetic_shifts (QscArithmetic arithmetic)
{
  return arithmetic == QSC_DIVIDE_SHIFT || arithmetic == QSC_MULTIPLY_SHIFT;
}

/* What x is multiplied with where it is not divided. */
static inline float
qsc_inverse_value (const QscParams *params)
{
  return params->inverse != 0.0f ? params->inverse : 1.0f / params->scale;
}

/* x in steps. */
static inline float
qsc_ratio_value (const QscParams *params, float x)
{
  return qsc_arithmetic_multiplies (params->arithmetic) ? x * qsc_inverse_value (params) : x / params->scale;
}

/* What the zero-point adds before rounding. */
static inline float
qsc_shift_value (const QscParams *params)
{
  return qsc_arithmetic_shifts (params->arithmetic) ? (float)params->zero_point : 0.0f;
}

/* The integer that x rounds to, counted from the zero-point. */
static inline float
qsc_steps_value (const QscParams *params, float x, uint64_t index)
{
  const float shift = qsc_shift_value (params);
  const float shifted = qsc_ratio_value (params, x) + shift;

  return qsc_round_value (shifted, params->rounding, params->seed, index) - shift;
}

/* rounded between low and high; NaN gives 0, the zero-point's place. */
static inline float
qsc_clamp_value (float rounded, float low, float high)
{
  if (isnan (rounded))
    return 0.0f;
  return rounded < low ? low : rounded > high ? high : rounded;
}

static inline int32_t
qsc_quantize_value (const QscParams *params, float x, uint64_t index)
{
  const float rounded = qsc_steps_value (params, x, index);

  return (int32_t)qsc_clamp_value (rounded, qsc_grid_low (params), qsc_grid_high (params)) + params->zero_point;
}

static inline float
qsc_dequantize_value (const QscParams *params, int32_t code)
{
  return (float)(code - params->zero_point) * params->scale;
}

static inline float
qsc_error_value (const QscParams *params, float x, uint64_t index)
{
  const float steps = qsc_steps_value (params, x, index);

  return qsc_clamp_value (steps, qsc_grid_low (params), qsc_grid_high (params)) * params->scale - x;
}

/* Code i, in order: the first code of a byte sets the byte, those above it add their bits. */
static inline void
qsc_packed_set (uint8_t *packed, size_t i, int bits, int32_t code)
{
  const size_t per_byte = 8 / (size_t)bits;
  const int shift = (int)(i % per_byte) * bits;
  const int moved = (code & ((1 << bits) - 1)) << shift;

  packed[i / per_byte] = (uint8_t)(shift == 0 ? moved : packed[i / per_byte] | moved);
}

static inline int32_t
qsc_packed_get (const uint8_t *packed, size_t i, int bits, uint8_t sign_bit)
{
  const size_t per_byte = 8 / (size_t)bits;
  const int code = packed[i / per_byte] >> (int)(i % per_byte) * bits & ((1 << bits) - 1);

  return (code ^ sign_bit) - sign_bit;
}

static inline void
qsc_moments_add_value (QscMoments *moments, float x)
{
  if (isnan (x))
    moments->nan++;
  else if (isinf (x))
    *(x > 0.0f ? &moments->positive_infinity : &moments->negative_infinity) += 1;
  else
    {
      moments->count++;
      moments->min = x < moments->min ? x : moments->min;
      moments->max = x > moments->max ? x : moments->max;
      moments->sum += (double)x;
      moments->sum_squares += (double)x * (double)x;
    }
}

/* Whether an error of |e| at a later position takes the place of the largest so far. */
static inline void
qsc_error_stats_note_largest (QscErrorStats *stats, float abs_error, uint64_t index)
{
  if (stats->max_index == UINT64_MAX || abs_error > stats->max_abs_error)
    {
      stats->max_abs_error = abs_error;
      stats->max_index = index;
    }
}

static inline void
qsc_error_stats_add_value (QscErrorStats *stats, const QscParams *params, float x, uint64_t index)
{
  const float low = qsc_grid_low (params), high = qsc_grid_high (params);

  if (!isfinite (x))
    return;

  const float rounded = qsc_steps_value (params, x, index);
  const float y = qsc_clamp_value (rounded, low, high) * params->scale;
  const double r = (double)x, l = (double)y, e = l - r;

  stats->count++;
  stats->clipped_low += rounded < low;
  stats->clipped_high += rounded > high;
  *(rounded < low || rounded > high ? &stats->sse_clipping : &stats->sse_rounding) += e * e;
  stats->sum_abs_error += fabs (e);
  stats->sum_error += e;
  stats->sum_x2 += r * r;
  stats->sum_xy += r * l;
  stats->sum_y2 += l * l;
  qsc_error_stats_note_largest (stats, fabsf (y - x), index);
}

static inline void
qsc_squared_errors_add_value (QscSquaredErrors *errors, const QscParams *params, float x, uint64_t index)
{
  const float low = qsc_grid_low (params), high = qsc_grid_high (params);

  if (!isfinite (x))
    return;

  const float rounded = qsc_steps_value (params, x, index);
  const double e = (double)(qsc_clamp_value (rounded, low, high) * params->scale) - (double)x;

  *(rounded < low || rounded > high ? &errors->sse_clipping : &errors->sse_rounding) += e * e;
}

/* The bin of x, or n_bins for what is counted nowhere. */
static inline uint32_t
qsc_get_bin (const QscBins *bins, float x)
{
  const double d = (double)x;
  const double bin = (d - bins->low) * bins->per_bin;
  const double inside = bin < bins->last ? bin : bins->last;

  return (uint32_t)(int32_t)(d >= bins->low && d <= bins->high ? inside : bins->last + 1.0);
}
