/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* VNNI: four products of an unsigned and a signed byte are added to a lane, without saturation. */

#define V_DEPTH 4
#define V_TILE_ROWS 12
#define V_TILE_VECTORS 2
#define V_DOT_BIAS_U8 0
#define V_DOT_BIAS_I8 128
#define v_int_add_wrapping v_int_add

typedef uint8_t __attribute__ ((may_alias)) VDotValue;

static inline vi
v_dot_load_words (const int32_t *p)
{
  return _mm512_loadu_si512 (p);
}

/* V_DEPTH bytes for each lane. */
static inline vi
v_dot_load_bytes (const int8_t *b)
{
  return _mm512_loadu_si512 (b);
}

static inline vi
v_dot_ones (void)
{
  return _mm512_set1_epi8 (1);
}

/* sum + the products of the values of each lane. */
static inline vi
v_dot (vi sum, vi a, vi b)
{
  return _mm512_dpbusd_epi32 (sum, a, b);
}
