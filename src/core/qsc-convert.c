/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-convert.h"

#include <string.h>

static inline float
float_from_bits (uint32_t bits)
{
  float x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

/* A float with n_exponent and n_mantissa bits whose all-ones exponent means infinity and NaN. The magnitude's bits, moved to
 * where a float32 has them, are the value times 2^(bias - 127), subnormals included: the product undoes it exactly. */
static inline float
convert_ieee (uint32_t code, int n_exponent, int n_mantissa)
{
  const uint32_t sign = (code >> (n_exponent + n_mantissa)) << 31;
  const uint32_t moved = (code & ((UINT32_C (1) << (n_exponent + n_mantissa)) - 1)) << (23 - n_mantissa);
  const uint32_t infinity = ((UINT32_C (1) << n_exponent) - 1) << 23;
  const float to_value = float_from_bits ((uint32_t)(254 - ((1 << (n_exponent - 1)) - 1)) << 23); /* 2^(127 - bias) */
  const float magnitude = float_from_bits (moved < infinity ? moved : 0) * to_value;
  uint32_t bits;

  memcpy (&bits, &magnitude, sizeof bits);
  bits = moved < infinity ? bits : UINT32_C (0x7f800000) | (moved & UINT32_C (0x7fffff));
  return float_from_bits (bits | sign);
}

void
qsc_convert_f16 (const uint16_t *codes, size_t n, float *x)
{
  for (size_t i = 0; i < n; i++)
    x[i] = convert_ieee (codes[i], 5, 10);
}

void
qsc_convert_bf16 (const uint16_t *codes, size_t n, float *x)
{
  for (size_t i = 0; i < n; i++)
    x[i] = float_from_bits ((uint32_t)codes[i] << 16);
}

/* "FN": the all-ones exponent is an ordinary one, only its all-ones mantissa is NaN. */
void
qsc_convert_f8_e4m3 (const uint8_t *codes, size_t n, float *x)
{
  for (size_t i = 0; i < n; i++)
    {
      const uint32_t sign = (uint32_t)(codes[i] >> 7) << 31;
      const uint32_t moved = (codes[i] & UINT32_C (0x7f)) << 20;
      const float magnitude = float_from_bits (moved) * 0x1p120f;
      uint32_t bits;

      memcpy (&bits, &magnitude, sizeof bits);
      bits = moved == UINT32_C (0x7f) << 20 ? UINT32_C (0x7fc00000) : bits;
      x[i] = float_from_bits (bits | sign);
    }
}

void
qsc_convert_f8_e5m2 (const uint8_t *codes, size_t n, float *x)
{
  for (size_t i = 0; i < n; i++)
    x[i] = convert_ieee (codes[i], 5, 2);
}

void
qsc_convert_f64 (const double *values, size_t n, float *x)
{
  for (size_t i = 0; i < n; i++)
    x[i] = (float)values[i];
}
