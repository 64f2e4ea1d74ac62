/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-requantize.h"

#include <math.h>

QscStatus
qsc_multiplier_init (QscMultiplier *multiplier, double real)
{
  int64_t value;
  int shift;

  if (!isfinite (real) || real < 0.0)
    return QSC_ERROR_SCALE;
  value = (int64_t)round (frexp (real, &shift) * 0x1p31);
  if (value == INT64_C (1) << 31)
    {
      value /= 2;
      shift++;
    }
  if (shift > 30)
    return QSC_ERROR_SCALE;
  if (shift < -31)
    value = shift = 0;
  *multiplier = (QscMultiplier){ (int32_t)value, shift };
  return QSC_OK;
}

double
qsc_multiplier_get_real (const QscMultiplier *multiplier)
{
  return ldexp ((double)multiplier->value, multiplier->shift - 31);
}

static inline int64_t
clamp (int64_t value, int64_t low, int64_t high)
{
  return value < low ? low : value > high ? high : value;
}

/* floor (value / 2^n). */
static inline int64_t
shift_down (int64_t value, int n)
{
  return value >= 0 ? value >> n : ~(~value >> n);
}

/* value / 2^n, to nearest, half away from zero. */
static inline int64_t
divide_by_power (int64_t value, int n)
{
  const int64_t half = n > 0 ? INT64_C (1) << (n - 1) : 0;

  return value >= 0 ? (value + half) >> n : -((half - value) >> n);
}

/* The upper half of twice the product is rounded half up; that is what gemmlowp's nudge of negative products comes to. */
static inline int32_t
round_twice (const QscMultiplier *multiplier, int32_t sum)
{
  const int left = multiplier->shift > 0 ? multiplier->shift : 0;
  const int64_t shifted = clamp (sum, shift_down (INT32_MIN, left), INT32_MAX >> left) * (INT64_C (1) << left);
  const int64_t upper = shift_down (shifted * multiplier->value + (INT64_C (1) << 30), 31);

  return (int32_t)divide_by_power (upper, multiplier->shift < 0 ? -multiplier->shift : 0);
}

static inline int32_t
round_once (const QscMultiplier *multiplier, int32_t sum)
{
  const int n = 31 - multiplier->shift;
  const int64_t product = (int64_t)sum * multiplier->value;

  return (int32_t)clamp (shift_down (product + (INT64_C (1) << (n - 1)), n), INT32_MIN, INT32_MAX);
}

int32_t
qsc_multiplier_apply (const QscMultiplier *multiplier, int32_t sum, QscRequantizeRounding rounding)
{
  return rounding == QSC_REQUANTIZE_SINGLE_ROUNDING ? round_once (multiplier, sum) : round_twice (multiplier, sum);
}

#define DEFINE_REQUANTIZE(suffix, type)                                                                                          \
  void qsc_requantize_##suffix (const QscMultiplier *multiplier, QscRequantizeRounding rounding, const int32_t *sums, size_t n,  \
                                int32_t zero_point, int32_t qmin, int32_t qmax, type *codes)                                     \
  {                                                                                                                              \
    const QscMultiplier m = *multiplier;                                                                                         \
                                                                                                                                 \
    if (rounding == QSC_REQUANTIZE_SINGLE_ROUNDING)                                                                              \
      for (size_t i = 0; i < n; i++)                                                                                             \
        codes[i] = (type)clamp ((int64_t)round_once (&m, sums[i]) + zero_point, qmin, qmax);                                     \
    else                                                                                                                         \
      for (size_t i = 0; i < n; i++)                                                                                             \
        codes[i] = (type)clamp ((int64_t)round_twice (&m, sums[i]) + zero_point, qmin, qmax);                                    \
  }

DEFINE_REQUANTIZE (i8, int8_t)
DEFINE_REQUANTIZE (u8, uint8_t)
