/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Products of signed bytes, four to a lane as two pairs, which 16 bits hold. b has the first pairs of all lanes before the second. */

#define V_DEPTH 4
#define V_TILE_ROWS 6
#define V_TILE_VECTORS 4
#define V_DOT_BIAS_U8 (-128)
#define V_DOT_BIAS_I8 0
#define v_int_add_wrapping v_int_add

typedef int8_t __attribute__ ((may_alias)) VDotValue;

static inline vi
v_dot_load_words (const int32_t *p)
{
  return vld1q_s32 (p);
}

/* V_DEPTH bytes for each lane. */
static inline vi
v_dot_load_bytes (const int8_t *b)
{
  const int16x8_t pairs = vreinterpretq_s16_s8 (vld1q_s8 (b));

  return vreinterpretq_s32_s16 (
      vcombine_s16 (vget_low_s16 (vuzp1q_s16 (pairs, pairs)), vget_low_s16 (vuzp2q_s16 (pairs, pairs))));
}

static inline vi
v_dot_ones (void)
{
  return vreinterpretq_s32_s8 (vdupq_n_s8 (1));
}

/* sum + the products of the values of each lane. */
static inline vi
v_dot (vi sum, vi a, vi b)
{
  const int16x8_t pairs = vreinterpretq_s16_s32 (a);
  const int8x8_t first = vreinterpret_s8_s16 (vget_low_s16 (vuzp1q_s16 (pairs, pairs)));
  const int8x8_t second = vreinterpret_s8_s16 (vget_low_s16 (vuzp2q_s16 (pairs, pairs)));
  const int8x16_t bytes = vreinterpretq_s8_s32 (b);

  sum = vpadalq_s16 (sum, vmull_s8 (first, vget_low_s8 (bytes)));
  return vpadalq_s16 (sum, vmull_s8 (second, vget_high_s8 (bytes)));
}
