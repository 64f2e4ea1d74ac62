/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Products of bytes that are widened to 16 bits, two to a lane: exact, as the instruction for bytes, which saturates, is not. */

#define V_DEPTH 2
#define V_TILE_ROWS 6
#define V_TILE_VECTORS 2
#define V_DOT_BIAS_U8 0
#define V_DOT_BIAS_I8 0
#define v_int_add_wrapping v_int_add

typedef int16_t __attribute__ ((may_alias)) VDotValue;

static inline vi
v_dot_load_words (const int32_t *p)
{
  return _mm_loadu_si128 ((const __m128i_u *)p);
}

/* V_DEPTH bytes for each lane. */
static inline vi
v_dot_load_bytes (const int8_t *b)
{
  return _mm_cvtepi8_epi16 (_mm_loadu_si64 (b));
}

static inline vi
v_dot_ones (void)
{
  return _mm_set1_epi16 (1);
}

/* sum + the products of the values of each lane. */
static inline vi
v_dot (vi sum, vi a, vi b)
{
  return _mm_add_epi32 (sum, _mm_madd_epi16 (a, b));
}
