/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* x[n] to codes[n]. first_index is the position of x[0] in its tensor (stochastic rounding draws by position).
 * The codes of params must fit the type; NaN gives z, +-inf gives qmax / qmin. x and codes must not overlap. */
  QSC_API void qsc_quantize_i8 (const QscParams *params, const float *x, size_t n, uint64_t first_index, int8_t *codes);
  QSC_API void qsc_quantize_u8 (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint8_t *codes);
  QSC_API void qsc_quantize_i16 (const QscParams *params, const float *x, size_t n, uint64_t first_index, int16_t *codes);
  QSC_API void qsc_quantize_u16 (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint16_t *codes);

  /* The error of each value, e[n] = reconstructed - x, both float32 and the difference rounded once. NaN stays NaN, +-inf gives
   * -+inf. x and e must not overlap. */
  QSC_API void qsc_errors (const QscParams *params, const float *x, size_t n, uint64_t first_index, float *e);

  /* codes[n] to x[n]: float32 (float32 (q - z) * s). */
  QSC_API void qsc_dequantize_i8 (const QscParams *params, const int8_t *codes, size_t n, float *x);
  QSC_API void qsc_dequantize_u8 (const QscParams *params, const uint8_t *codes, size_t n, float *x);
  QSC_API void qsc_dequantize_i16 (const QscParams *params, const int16_t *codes, size_t n, float *x);
  QSC_API void qsc_dequantize_u16 (const QscParams *params, const uint16_t *codes, size_t n, float *x);

#ifdef __cplusplus
}
#endif
