/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <smmintrin.h>
#include <string.h>

#include "core/kernels/qsc-value.h"

/* The vector vocabulary of SSE4.1. Roundings carry their mode in the instruction, never in MXCSR. */

#define V_WIDTH 4
#define V_BYTES (4 * V_WIDTH)
#define V_HAS_FMA 0

typedef __m128 vf;
typedef __m128i vi;
typedef __m128 vm;  /* all bits of a lane, or none */
typedef __m128d vd; /* half the lanes of a vf */
typedef __m128i vb; /* bytes */

static inline vf
v_load (const float *p)
{
  return _mm_loadu_ps (p);
}

static inline void
v_store (float *p, vf a)
{
  _mm_storeu_ps (p, a);
}

static inline vf
v_set1 (float a)
{
  return _mm_set1_ps (a);
}

static inline vf
v_add (vf a, vf b)
{
  return _mm_add_ps (a, b);
}

static inline vf
v_sub (vf a, vf b)
{
  return _mm_sub_ps (a, b);
}

static inline vf
v_mul (vf a, vf b)
{
  return _mm_mul_ps (a, b);
}

static inline vf
v_div (vf a, vf b)
{
  return _mm_div_ps (a, b);
}

/* Rounds twice: there is no such instruction here. */
static inline vf
v_fma (vf a, vf b, vf c)
{
  return _mm_add_ps (_mm_mul_ps (a, b), c);
}

static inline vf
v_min (vf a, vf b)
{
  return _mm_min_ps (a, b);
}

static inline vf
v_max (vf a, vf b)
{
  return _mm_max_ps (a, b);
}

static inline vf
v_abs (vf a)
{
  return _mm_andnot_ps (_mm_set1_ps (-0.0f), a);
}

static inline vm
v_less (vf a, vf b)
{
  return _mm_cmplt_ps (a, b);
}

static inline vm
v_equal (vf a, vf b)
{
  return _mm_cmpeq_ps (a, b);
}

static inline vm
v_is_finite (vf a)
{
  return v_less (v_abs (a), _mm_set1_ps (INFINITY));
}

static inline vm
v_mask_or (vm a, vm b)
{
  return _mm_or_ps (a, b);
}

static inline vm
v_mask_and (vm a, vm b)
{
  return _mm_and_ps (a, b);
}

/* n + 1 where the mask is set. */
static inline vi
v_int_count (vi n, vm m)
{
  return _mm_sub_epi32 (n, _mm_castps_si128 (m));
}

/* n + 1 where a is negative. */
static inline vi
v_int_count_negative (vi n, vf a)
{
  return _mm_sub_epi32 (n, _mm_srai_epi32 (_mm_castps_si128 (a), 31));
}

/* Whether a or b is NaN. */
static inline vm
v_unordered (vf a, vf b)
{
  return _mm_cmpunord_ps (a, b);
}

/* One bit per lane. */
static inline unsigned
v_mask_bits (vm a)
{
  return (unsigned)_mm_movemask_ps (a);
}

static inline unsigned
v_mask_count (vm a)
{
  /* The number of bits of each of the 16 masks, four bits each. */
  return (unsigned)(UINT64_C (0x4332322132212110) >> (4 * _mm_movemask_ps (a))) & 7;
}

static inline bool
v_mask_any (vm a)
{
  return _mm_movemask_ps (a) != 0;
}

static inline bool
v_mask_all (vm a)
{
  return _mm_movemask_ps (a) == 0xf;
}

/* a where the mask is set, else 0. */
static inline vf
v_where (vm m, vf a)
{
  return _mm_and_ps (m, a);
}

/* 0 where the mask is set, else a. */
static inline vf
v_unless (vm m, vf a)
{
  return _mm_andnot_ps (m, a);
}

/* a where the mask is set, else b. */
static inline vf
v_select (vm m, vf a, vf b)
{
  return _mm_blendv_ps (b, a, m);
}

/* floor (a + 0.5) of the exact sum. */
static inline vf
v_round_half_up (vf a)
{
  const vf f = _mm_floor_ps (a);
  const vm up = _mm_cmpge_ps (_mm_sub_ps (a, f), _mm_set1_ps (0.5f));

  return _mm_add_ps (f, v_where (up, _mm_set1_ps (1.0f)));
}

static inline vf
v_round (vf a, QscRounding rounding)
{
  switch (rounding)
    {
    case QSC_ROUND_HALF_AWAY:
      return _mm_or_ps (v_round_half_up (v_abs (a)), _mm_and_ps (a, _mm_set1_ps (-0.0f)));
    case QSC_ROUND_HALF_UP:
      return v_round_half_up (a);
    case QSC_ROUND_DOWN:
      return _mm_floor_ps (a);
    case QSC_ROUND_UP:
      return _mm_ceil_ps (a);
    case QSC_ROUND_TOWARD_ZERO:
      return _mm_round_ps (a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_STOCHASTIC:
    case QSC_N_ROUNDINGS:
    default:
      return _mm_round_ps (a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    }
}

/* NaN gives 0. min and max return their second operand when one is NaN, so a NaN passes both and meets the mask. */
static inline vf
v_clamp (vf a, vf low, vf high)
{
  const vf clamped = _mm_min_ps (high, _mm_max_ps (low, a));

  return v_where (_mm_cmpord_ps (a, a), clamped);
}

static inline vi
v_int_set1 (int32_t a)
{
  return _mm_set1_epi32 (a);
}

static inline vi
v_int_load (const int32_t *p)
{
  return _mm_loadu_si128 ((const __m128i_u *)p);
}

static inline vi
v_int_add (vi a, vi b)
{
  return _mm_add_epi32 (a, b);
}

static inline vi
v_int_sub (vi a, vi b)
{
  return _mm_sub_epi32 (a, b);
}

/* a holds integers. */
static inline vi
v_to_int (vf a)
{
  return _mm_cvtps_epi32 (a);
}

static inline vf
v_from_int (vi a)
{
  return _mm_cvtepi32_ps (a);
}

static inline void
v_int_store (int32_t *p, vi a)
{
  _mm_storeu_si128 ((__m128i_u *)p, a);
}

/* The doubles of the lower and upper half of the lanes. */
static inline vd
v_low (vf a)
{
  return _mm_cvtps_pd (a);
}

static inline vd
v_high (vf a)
{
  return _mm_cvtps_pd (_mm_movehl_ps (a, a));
}

static inline vd
vd_zero (void)
{
  return _mm_setzero_pd ();
}

static inline vd
vd_set1 (double a)
{
  return _mm_set1_pd (a);
}

static inline vd
vd_add (vd a, vd b)
{
  return _mm_add_pd (a, b);
}

static inline vd
vd_sub (vd a, vd b)
{
  return _mm_sub_pd (a, b);
}

static inline vd
vd_mul (vd a, vd b)
{
  return _mm_mul_pd (a, b);
}

static inline vd
vd_min (vd a, vd b)
{
  return _mm_min_pd (a, b);
}

static inline vd
vd_abs (vd a)
{
  return _mm_andnot_pd (_mm_set1_pd (-0.0), a);
}

static inline vd
vd_fma (vd a, vd b, vd c)
{
  return _mm_add_pd (_mm_mul_pd (a, b), c);
}

/* inside where low <= a <= high, else outside. */
static inline vd
vd_select_between (vd a, vd low, vd high, vd inside, vd outside)
{
  return _mm_blendv_pd (outside, inside, _mm_and_pd (_mm_cmpge_pd (a, low), _mm_cmple_pd (a, high)));
}

/* The integer parts of the lanes of a whole vector. */
static inline void
vd_store_ints (int32_t *p, vd low, vd high)
{
  _mm_storeu_si128 ((__m128i_u *)p, _mm_unpacklo_epi64 (_mm_cvttpd_epi32 (low), _mm_cvttpd_epi32 (high)));
}

static inline vd
v_widen_mask (vm m)
{
  return _mm_castsi128_pd (_mm_cvtepi32_epi64 (_mm_castps_si128 (m)));
}

/* a where the mask of the lower half of a vf is set (or is not), else 0. */
static inline vd
vd_where_low (vm m, vd a)
{
  return _mm_and_pd (v_widen_mask (m), a);
}

static inline vd
vd_unless_low (vm m, vd a)
{
  return _mm_andnot_pd (v_widen_mask (m), a);
}

static inline vm
v_upper_half (vm m)
{
  return _mm_movehl_ps (m, m);
}

static inline double
vd_sum (vd a)
{
  double lanes[2];

  _mm_storeu_pd (lanes, a);
  return lanes[0] + lanes[1];
}

#include "core/kernels/vec-sse41-codes.h"
#include "core/kernels/vec-x86-bytes.h"
