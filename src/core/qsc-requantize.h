/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* From sums of products back to codes, with integers alone, as TFLite does it (Jacob et al. 2018, section 2.4): the real factor
 * M = s_a s_b / s_c becomes a fixed-point number, q = clamp (M · sum + z, qmin, qmax). */

  /* M = value / 2^31 * 2^shift, value 0 or 2^30 … 2^31 - 1. */
  typedef struct
  {
    int32_t value;
    int shift; /* -31 … 30 */
  } QscMultiplier;

  typedef enum
  {
    /* TFLite's and gemmlowp's default: the product's upper half is rounded, then what the shift drops. */
    QSC_REQUANTIZE_DOUBLE_ROUNDING,
    /* TFLITE_SINGLE_ROUNDING: the whole product is rounded once, half up. */
    QSC_REQUANTIZE_SINGLE_ROUNDING,
  } QscRequantizeRounding;

  /* The multiplier nearest to real, half away from zero (TFLite's QuantizeMultiplier). 0, and what is below 2^-32, becomes 0.
 * QSC_ERROR_SCALE when real is negative, not finite, or so large that the shift would pass 30. */
  QSC_API QscStatus qsc_multiplier_init (QscMultiplier *multiplier, double real);

  /* The real number that a multiplier stands for. */
  QSC_API double qsc_multiplier_get_real (const QscMultiplier *multiplier);

  /* M · sum (TFLite's MultiplyByQuantizedMultiplier). Where that would leave int32, which TFLite leaves undefined, sum is held at
 * the last value that can be shifted, or the result at the end of int32. */
  QSC_API int32_t qsc_multiplier_apply (const QscMultiplier *multiplier, int32_t sum, QscRequantizeRounding rounding);

  /* The codes of sums[n]: clamp (M · sum + zero_point, qmin, qmax); the range must fit the type, and the zero-point the range. */
  QSC_API void qsc_requantize_i8 (const QscMultiplier *multiplier, QscRequantizeRounding rounding, const int32_t *sums, size_t n,
                                  int32_t zero_point, int32_t qmin, int32_t qmax, int8_t *codes);
  QSC_API void qsc_requantize_u8 (const QscMultiplier *multiplier, QscRequantizeRounding rounding, const int32_t *sums, size_t n,
                                  int32_t zero_point, int32_t qmin, int32_t qmax, uint8_t *codes);

#ifdef __cplusplus
}
#endif
