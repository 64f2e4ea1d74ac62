/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/kernels/qsc-small-float.h"
#include "core/kernels/qsc-value.h"

/* The vector vocabulary with vectors of one value: no instruction set but C's. */

#define V_WIDTH 1

typedef float vf;
typedef int32_t vi;
typedef bool vm;

static inline vf
v_load (const float *p)
{
  return *p;
}

static inline void
v_store (float *p, vf a)
{
  *p = a;
}

static inline vf
v_set1 (float a)
{
  return a;
}

static inline vf
v_add (vf a, vf b)
{
  return a + b;
}

static inline vf
v_sub (vf a, vf b)
{
  return a - b;
}

static inline vf
v_div (vf a, vf b)
{
  return a / b;
}

static inline vf
v_mul (vf a, vf b)
{
  return a * b;
}

static inline vf
v_min (vf a, vf b)
{
  return a < b ? a : b;
}

static inline vf
v_max (vf a, vf b)
{
  return a > b ? a : b;
}

/* Whether a or b is NaN. */
static inline vm
v_unordered (vf a, vf b)
{
  return isnan (a) || isnan (b);
}

static inline vm
v_mask_or (vm a, vm b)
{
  return a || b;
}

static inline bool
v_mask_any (vm a)
{
  return a;
}

static inline vf
v_round (vf a, QscRounding rounding)
{
  return qsc_round_value (a, rounding, 0, 0);
}

/* NaN gives 0. */
static inline vf
v_clamp (vf a, vf low, vf high)
{
  return qsc_clamp_value (a, low, high);
}

static inline vi
v_int_set1 (int32_t a)
{
  return a;
}

static inline vi
v_int_load (const int32_t *p)
{
  return *p;
}

static inline vi
v_int_add (vi a, vi b)
{
  return a + b;
}

static inline vi
v_int_sub (vi a, vi b)
{
  return a - b;
}

/* a holds integers. */
static inline vi
v_to_int (vf a)
{
  return (int32_t)a;
}

static inline vf
v_from_int (vi a)
{
  return (float)a;
}

#define V_CODES(suffix, type)                                                                                                    \
  static inline vi v_load_##suffix (const type *p)                                                                               \
  {                                                                                                                              \
    return (vi)*p;                                                                                                               \
  }                                                                                                                              \
  static inline void v_store4_##suffix (type *p, vi a, vi b, vi c, vi d)                                                         \
  {                                                                                                                              \
    p[0] = (type)a;                                                                                                              \
    p[1] = (type)b;                                                                                                              \
    p[2] = (type)c;                                                                                                              \
    p[3] = (type)d;                                                                                                              \
  }

V_CODES (i8, int8_t)
V_CODES (u8, uint8_t)
V_CODES (i16, int16_t)
V_CODES (u16, uint16_t)
#undef V_CODES

#define V_FLOATS(suffix, type)                                                                                                   \
  static inline vf v_load_##suffix (const type *p)                                                                               \
  {                                                                                                                              \
    return qsc_convert_value_##suffix (*p);                                                                                      \
  }

V_FLOATS (f16, uint16_t)
V_FLOATS (bf16, uint16_t)
V_FLOATS (f8_e4m3, uint8_t)
V_FLOATS (f8_e5m2, uint8_t)
V_FLOATS (f64, double)
#undef V_FLOATS
