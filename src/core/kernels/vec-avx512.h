/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* gcc 12 takes the undefined sources inside its own AVX-512 header for uninitialized variables (GCC bug 105593). */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>

#include "core/kernels/qsc-value.h"

/* The vector vocabulary of AVX-512 F, BW, DQ and VL. Roundings carry their mode in the instruction, never in MXCSR. */

#define V_WIDTH 16
#define V_BYTES (4 * V_WIDTH)
#define V_HAS_FMA 1

typedef __m512 vf;
typedef __m512i vi;
typedef __mmask16 vm;
typedef __m512d vd; /* half the lanes of a vf */
typedef __m512i vb; /* bytes */

static inline vf
v_load (const float *p)
{
  return _mm512_loadu_ps (p);
}

static inline void
v_store (float *p, vf a)
{
  _mm512_storeu_ps (p, a);
}

static inline vf
v_set1 (float a)
{
  return _mm512_set1_ps (a);
}

static inline vf
v_add (vf a, vf b)
{
  return _mm512_add_ps (a, b);
}

static inline vf
v_sub (vf a, vf b)
{
  return _mm512_sub_ps (a, b);
}

static inline vf
v_mul (vf a, vf b)
{
  return _mm512_mul_ps (a, b);
}

static inline vf
v_div (vf a, vf b)
{
  return _mm512_div_ps (a, b);
}

static inline vf
v_fma (vf a, vf b, vf c)
{
  return _mm512_fmadd_ps (a, b, c);
}

static inline vf
v_min (vf a, vf b)
{
  return _mm512_min_ps (a, b);
}

static inline vf
v_max (vf a, vf b)
{
  return _mm512_max_ps (a, b);
}

static inline vf
v_abs (vf a)
{
  return _mm512_andnot_ps (_mm512_set1_ps (-0.0f), a);
}

static inline vm
v_less (vf a, vf b)
{
  return _mm512_cmp_ps_mask (a, b, _CMP_LT_OQ);
}

static inline vm
v_equal (vf a, vf b)
{
  return _mm512_cmp_ps_mask (a, b, _CMP_EQ_OQ);
}

static inline vm
v_is_finite (vf a)
{
  return v_less (v_abs (a), _mm512_set1_ps (INFINITY));
}

static inline vm
v_mask_or (vm a, vm b)
{
  return (vm)(a | b);
}

static inline vm
v_mask_and (vm a, vm b)
{
  return (vm)(a & b);
}

/* n + 1 where the mask is set. */
static inline vi
v_int_count (vi n, vm m)
{
  return _mm512_mask_add_epi32 (n, m, n, _mm512_set1_epi32 (1));
}

/* n + 1 where a is negative. */
static inline vi
v_int_count_negative (vi n, vf a)
{
  return _mm512_sub_epi32 (n, _mm512_srai_epi32 (_mm512_castps_si512 (a), 31));
}

/* 0 where the mask is set, else a. */
static inline vf
v_unless (vm m, vf a)
{
  return _mm512_maskz_mov_ps ((vm)~m, a);
}

/* Whether a or b is NaN. */
static inline vm
v_unordered (vf a, vf b)
{
  return _mm512_cmp_ps_mask (a, b, _CMP_UNORD_Q);
}

/* One bit per lane. */
static inline unsigned
v_mask_bits (vm a)
{
  return a;
}

static inline unsigned
v_mask_count (vm a)
{
  return (unsigned)__builtin_popcount (a);
}

static inline bool
v_mask_any (vm a)
{
  return a != 0;
}

static inline bool
v_mask_all (vm a)
{
  return a == 0xffff;
}

/* a where the mask is set, else 0. */
static inline vf
v_where (vm m, vf a)
{
  return _mm512_maskz_mov_ps (m, a);
}

/* a where the mask is set, else b. */
static inline vf
v_select (vm m, vf a, vf b)
{
  return _mm512_mask_blend_ps (m, b, a);
}

#define V_ROUND(a, mode) _mm512_roundscale_ps ((a), ((mode) | _MM_FROUND_NO_EXC))

/* floor (a + 0.5) of the exact sum. */
static inline vf
v_round_half_up (vf a)
{
  const vf f = V_ROUND (a, _MM_FROUND_TO_NEG_INF);
  const vm up = _mm512_cmp_ps_mask (_mm512_sub_ps (a, f), _mm512_set1_ps (0.5f), _CMP_GE_OQ);

  return _mm512_add_ps (f, v_where (up, _mm512_set1_ps (1.0f)));
}

static inline vf
v_round (vf a, QscRounding rounding)
{
  switch (rounding)
    {
    case QSC_ROUND_HALF_AWAY:
      return _mm512_or_ps (v_round_half_up (v_abs (a)), _mm512_and_ps (a, _mm512_set1_ps (-0.0f)));
    case QSC_ROUND_HALF_UP:
      return v_round_half_up (a);
    case QSC_ROUND_DOWN:
      return V_ROUND (a, _MM_FROUND_TO_NEG_INF);
    case QSC_ROUND_UP:
      return V_ROUND (a, _MM_FROUND_TO_POS_INF);
    case QSC_ROUND_TOWARD_ZERO:
      return V_ROUND (a, _MM_FROUND_TO_ZERO);
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_STOCHASTIC:
    case QSC_N_ROUNDINGS:
    default:
      return V_ROUND (a, _MM_FROUND_TO_NEAREST_INT);
    }
}

/* NaN gives 0. min and max return their second operand when one is NaN, so a NaN passes both and meets the mask. */
static inline vf
v_clamp (vf a, vf low, vf high)
{
  const vf clamped = _mm512_min_ps (high, _mm512_max_ps (low, a));

  return v_where (_mm512_cmp_ps_mask (a, a, _CMP_ORD_Q), clamped);
}

static inline vi
v_int_set1 (int32_t a)
{
  return _mm512_set1_epi32 (a);
}

static inline vi
v_int_load (const int32_t *p)
{
  return _mm512_loadu_si512 (p);
}

static inline vi
v_int_add (vi a, vi b)
{
  return _mm512_add_epi32 (a, b);
}

static inline vi
v_int_sub (vi a, vi b)
{
  return _mm512_sub_epi32 (a, b);
}

/* a holds integers. */
static inline vi
v_to_int (vf a)
{
  return _mm512_cvtps_epi32 (a);
}

static inline vf
v_from_int (vi a)
{
  return _mm512_cvtepi32_ps (a);
}

static inline void
v_int_store (int32_t *p, vi a)
{
  _mm512_storeu_si512 (p, a);
}

/* The doubles of the lower and upper half of the lanes. */
static inline vd
v_low (vf a)
{
  return _mm512_cvtps_pd (_mm512_castps512_ps256 (a));
}

static inline vd
v_high (vf a)
{
  return _mm512_cvtps_pd (_mm512_extractf32x8_ps (a, 1));
}

static inline vd
vd_zero (void)
{
  return _mm512_setzero_pd ();
}

static inline vd
vd_set1 (double a)
{
  return _mm512_set1_pd (a);
}

static inline vd
vd_mul (vd a, vd b)
{
  return _mm512_mul_pd (a, b);
}

static inline vd
vd_min (vd a, vd b)
{
  return _mm512_min_pd (a, b);
}

/* inside where low <= a <= high, else outside. */
static inline vd
vd_select_between (vd a, vd low, vd high, vd inside, vd outside)
{
  const __mmask8 m = (__mmask8)(_mm512_cmp_pd_mask (a, low, _CMP_GE_OQ) & _mm512_cmp_pd_mask (a, high, _CMP_LE_OQ));

  return _mm512_mask_blend_pd (m, outside, inside);
}

/* The integer parts of the lanes of a whole vector. */
static inline void
vd_store_ints (int32_t *p, vd low, vd high)
{
  _mm256_storeu_si256 ((__m256i_u *)p, _mm512_cvttpd_epi32 (low));
  _mm256_storeu_si256 ((__m256i_u *)(p + 8), _mm512_cvttpd_epi32 (high));
}

static inline vd
vd_add (vd a, vd b)
{
  return _mm512_add_pd (a, b);
}

static inline vd
vd_sub (vd a, vd b)
{
  return _mm512_sub_pd (a, b);
}

static inline vd
vd_abs (vd a)
{
  return _mm512_andnot_pd (_mm512_set1_pd (-0.0), a);
}

static inline vd
vd_fma (vd a, vd b, vd c)
{
  return _mm512_fmadd_pd (a, b, c);
}

/* a where the mask of the lower half of a vf is set (or is not), else 0. */
static inline vd
vd_where_low (vm m, vd a)
{
  return _mm512_maskz_mov_pd ((__mmask8)(m & 0xff), a);
}

static inline vd
vd_unless_low (vm m, vd a)
{
  return _mm512_maskz_mov_pd ((__mmask8)(~m & 0xff), a);
}

static inline vm
v_upper_half (vm m)
{
  return (vm)(m >> 8);
}

static inline double
vd_sum (vd a)
{
  double lanes[8];

  _mm512_storeu_pd (lanes, a);
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

#include "core/kernels/vec-avx512-codes.h"
#include "core/kernels/vec-x86-bytes.h"
