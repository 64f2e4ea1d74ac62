/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>
#include <string.h>

/* Other float formats to float32, for one value: what the kernels must equal to the bit.
 *
 * NaN stays NaN. bfloat16 keeps all bits; of the others the payload moves to the upper bits of the mantissa and the quiet bit is
 * set, as the instructions of all processors have it. E4M3's two NaNs have no payload. */

static inline float
qsc_float_from_bits (uint32_t bits)
{
  float x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

static inline uint32_t
qsc_float_to_bits (float x)
{
  uint32_t bits;

  memcpy (&bits, &x, sizeof bits);
  return bits;
}

/* The magnitude's bits, moved to where a float32 has them, are the value times 2^(15 - 127), subnormals included: the product
 * undoes it exactly. */
static inline float
qsc_convert_value_f16 (uint16_t code)
{
  const uint32_t sign = (uint32_t)(code >> 15) << 31;
  const uint32_t moved = (code & UINT32_C (0x7fff)) << 13, infinity = UINT32_C (0x7c00) << 13;
  const uint32_t beyond = moved == infinity ? UINT32_C (0x7f800000) : UINT32_C (0x7fc00000) | moved;

  if (moved >= infinity)
    return qsc_float_from_bits (sign | beyond);
  return qsc_float_from_bits (sign | qsc_float_to_bits (qsc_float_from_bits (moved) * 0x1p112f));
}

static inline float
qsc_convert_value_bf16 (uint16_t code)
{
  return qsc_float_from_bits ((uint32_t)code << 16);
}

/* "FN": the all-ones exponent is an ordinary one, only its all-ones mantissa is NaN. */
static inline float
qsc_convert_value_f8_e4m3 (uint8_t code)
{
  const uint32_t sign = (uint32_t)(code >> 7) << 31, magnitude = code & UINT32_C (0x7f);

  if (magnitude == 0x7f)
    return qsc_float_from_bits (sign | UINT32_C (0x7fc00000));
  return qsc_float_from_bits (sign | qsc_float_to_bits (qsc_float_from_bits (magnitude << 20) * 0x1p120f));
}

/* The upper half of a float16. */
static inline float
qsc_convert_value_f8_e5m2 (uint8_t code)
{
  return qsc_convert_value_f16 ((uint16_t)(code << 8));
}

static inline float
qsc_convert_value_f64 (double value)
{
  return (float)value;
}
