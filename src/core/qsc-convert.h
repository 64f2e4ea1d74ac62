/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* Small float formats to float32, exactly. Codes are in native byte order. NaN stays NaN: bfloat16 keeps its bits, the others'
   * payload moves to the upper bits of the mantissa and the NaN is made quiet. codes and x must not overlap. */
  QSC_API void qsc_convert_f16 (const uint16_t *codes, size_t n, float *x);
  QSC_API void qsc_convert_bf16 (const uint16_t *codes, size_t n, float *x);
  QSC_API void qsc_convert_f8_e4m3 (const uint8_t *codes, size_t n, float *x); /* finite-only "FN": no infinity, max 448 */
  QSC_API void qsc_convert_f8_e5m2 (const uint8_t *codes, size_t n, float *x);

  /* float64 to float32, to nearest, ties to even: too large becomes infinite, too small subnormal or 0; NaN stays NaN. */
  QSC_API void qsc_convert_f64 (const double *values, size_t n, float *x);

#ifdef __cplusplus
}
#endif
