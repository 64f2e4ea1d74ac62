/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The dot product of Armv8.2: four products of signed bytes are added to a lane. */

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
  return vreinterpretq_s32_s8 (vld1q_s8 (b));
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
  return vdotq_s32 (sum, vreinterpretq_s8_s32 (a), vreinterpretq_s8_s32 (b));
}
