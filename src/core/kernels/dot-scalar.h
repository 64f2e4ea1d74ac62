/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Products of bytes, one at a time. See product.tmpl.h. */

#define V_DEPTH 1
#define V_TILE_ROWS 2
#define V_TILE_VECTORS 4
#define V_DOT_BIAS_U8 0
#define V_DOT_BIAS_I8 0

typedef int32_t __attribute__ ((may_alias)) VDotValue;

static inline vi
v_dot_load_words (const int32_t *p)
{
  return *p;
}

static inline void
v_int_store (int32_t *p, vi a)
{
  *p = a;
}

static inline vi
v_int_add_wrapping (vi a, vi b)
{
  return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline vi
v_dot_load_bytes (const int8_t *b)
{
  return *b;
}

static inline vi
v_dot_ones (void)
{
  return 1;
}

static inline vi
v_dot (vi sum, vi a, vi b)
{
  return v_int_add_wrapping (sum, a * b);
}

static inline vf
v_fma (vf a, vf b, vf c)
{
  return a * b + c;
}
