/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* Values of a row in blocks that hold their own scale, as ggml stores them. */

#define QSC_Q8_0_VALUES 32 /* in a block */
#define QSC_Q8_0_BYTES 34  /* the scale d as float16, little-endian, then a code of a byte for each value */

  /* Bytes that n values take: whole blocks. */
  QSC_API size_t qsc_q8_0_get_size (size_t n);

  /* x[n] to the bytes that ggml's reference makes of it: d = max |x| / 127 in float32, codes round (x * (1 / d)), ties away from
   * zero, d itself then rounded to float16. The last block is filled up with zeros. Codes are 0 where d is 0 or 1 / d is beyond
   * float32. What ggml leaves undefined: NaN gives 0, +-inf +-127, neither counts as a maximum. x and blocks must not overlap. */
  QSC_API void qsc_quantize_q8_0 (const float *x, size_t n, uint8_t *blocks);

  /* Blocks to x[n]: float32 (q * d), d the float16. */
  QSC_API void qsc_dequantize_q8_0 (const uint8_t *blocks, size_t n, float *x);

#ifdef __cplusplus
}
#endif
