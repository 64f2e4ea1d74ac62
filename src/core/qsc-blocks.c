/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-blocks.h"

#include <math.h>
#include <string.h>

#include "core/kernels/qsc-kernels.h"
#include "core/kernels/qsc-small-float.h"

#define CODE_MAX 127

/* The bits of magnitudes have their order, and integers a maximum that compilers know how to vectorize. */
static float
get_max_magnitude (const float *x)
{
  int32_t max = 0;

  for (int i = 0; i < QSC_Q8_0_VALUES; i++)
    {
      const int32_t magnitude = (int32_t)(qsc_float_to_bits (x[i]) & UINT32_C (0x7fffffff));
      const int32_t finite = magnitude < INT32_C (0x7f800000) ? magnitude : 0;

      max = finite > max ? finite : max;
    }
  return qsc_float_from_bits ((uint32_t)max);
}

/* d >= 0 and finite: to nearest, ties to even. */
static uint16_t
get_f16 (float d)
{
  uint32_t bits = qsc_float_to_bits (d);

  if (d >= 0x1p16f)
    return 0x7c00;
  if (d < 0x1p-14f)
    return (uint16_t)rintf (d * 0x1p24f); /* subnormal: a whole number of 2^-24 */
  bits += UINT32_C (0xfff) + (bits >> 13 & 1);
  return (uint16_t)((bits >> 13) - (112 << 10));
}

static void
quantize_block (const QscKernels *kernels, const float *x, uint8_t *block)
{
  const float d = get_max_magnitude (x) / (float)CODE_MAX, inverse = 1.0f / d;
  const uint16_t code = get_f16 (d);
  const QscParams params = { .scale = d,
                             .qmin = -CODE_MAX,
                             .qmax = CODE_MAX,
                             .rounding = QSC_ROUND_HALF_AWAY,
                             .arithmetic = QSC_MULTIPLY,
                             .inverse = inverse };

  block[0] = (uint8_t)(code & 0xff);
  block[1] = (uint8_t)(code >> 8);
  if (isfinite (inverse))
    kernels->quantize_i8 (&params, x, QSC_Q8_0_VALUES, 0, (int8_t *)block + 2);
  else
    memset (block + 2, 0, QSC_Q8_0_VALUES);
}

size_t
qsc_q8_0_get_size (size_t n)
{
  return (n / QSC_Q8_0_VALUES + (n % QSC_Q8_0_VALUES != 0)) * QSC_Q8_0_BYTES;
}

void
qsc_quantize_q8_0 (const float *x, size_t n, uint8_t *blocks)
{
  const QscKernels *kernels = qsc_kernels_get ();
  float last[QSC_Q8_0_VALUES] = { 0.0f };

  for (; n >= QSC_Q8_0_VALUES; n -= QSC_Q8_0_VALUES, x += QSC_Q8_0_VALUES, blocks += QSC_Q8_0_BYTES)
    quantize_block (kernels, x, blocks);
  if (n == 0)
    return;
  memcpy (last, x, n * sizeof *x);
  quantize_block (kernels, last, blocks);
}

void
qsc_dequantize_q8_0 (const uint8_t *blocks, size_t n, float *x)
{
  const QscKernels *kernels = qsc_kernels_get ();

  for (size_t n_block; n > 0; n -= n_block, x += n_block, blocks += QSC_Q8_0_BYTES)
    {
      const QscParams params = { .scale = qsc_convert_value_f16 ((uint16_t)(blocks[0] | blocks[1] << 8)),
                                 .qmin = -CODE_MAX - 1,
                                 .qmax = CODE_MAX };

      n_block = n < QSC_Q8_0_VALUES ? n : QSC_Q8_0_VALUES;
      kernels->dequantize_i8 (&params, (const int8_t *)blocks + 2, n_block, x);
    }
}
