/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* Codes of 4 or 2 bits, side by side as ONNX stores them: code 0 in the lowest bits of the first byte, two or four to the byte,
   * the last byte filled up with zeros. Signed codes are two's complement. No two arrays of a call may overlap. */

  /* Bytes that n codes take: ceil (n * bits / 8). */
  QSC_API size_t qsc_packed_get_size (int bits, size_t n);

  /* x[n] to packed codes, as in qsc_quantize_i8 (); the codes of params must fit into the bits. */
  QSC_API void qsc_quantize_4bit (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint8_t *packed);
  QSC_API void qsc_quantize_2bit (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint8_t *packed);

  /* Packed codes to x[n]: float32 (float32 (q - z) * s). They are signed where params->qmin is below 0. */
  QSC_API void qsc_dequantize_4bit (const QscParams *params, const uint8_t *packed, size_t n, float *x);
  QSC_API void qsc_dequantize_2bit (const QscParams *params, const uint8_t *packed, size_t n, float *x);

  /* The lowest bits of codes[n], signed or not. */
  QSC_API void qsc_pack_4bit (const int8_t *codes, size_t n, uint8_t *packed);
  QSC_API void qsc_pack_2bit (const int8_t *codes, size_t n, uint8_t *packed);

  /* Packed codes to codes[n]: -8 … 7 or 0 … 15 (-2 … 1 or 0 … 3). */
  QSC_API void qsc_unpack_4bit (const uint8_t *packed, size_t n, bool is_signed, int8_t *codes);
  QSC_API void qsc_unpack_2bit (const uint8_t *packed, size_t n, bool is_signed, int8_t *codes);

#ifdef __cplusplus
}
#endif
