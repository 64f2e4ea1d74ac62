/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <immintrin.h>

#include "core/kernels/qsc-value.h"

/* The vector vocabulary of AVX2 with FMA. Roundings carry their mode in the instruction, never in MXCSR. */

#define V_WIDTH 8
#define V_BYTES (4 * V_WIDTH)
#define V_HAS_FMA 1

typedef __m256 vf;
typedef __m256i vi;
typedef __m256 vm;  /* all bits of a lane, or none */
typedef __m256d vd; /* half the lanes of a vf */
typedef __m256i vb; /* bytes */

static inline vf
v_load (const float *p)
{
  return _mm256_loadu_ps (p);
}

static inline void
v_store (float *p, vf a)
{
  _mm256_storeu_ps (p, a);
}

static inline vf
v_set1 (float a)
{
  return _mm256_set1_ps (a);
}

static inline vf
v_add (vf a, vf b)
{
  return _mm256_add_ps (a, b);
}

static inline vf
v_sub (vf a, vf b)
{
  return _mm256_sub_ps (a, b);
}

static inline vf
v_mul (vf a, vf b)
{
  return _mm256_mul_ps (a, b);
}

static inline vf
v_div (vf a, vf b)
{
  return _mm256_div_ps (a, b);
}

static inline vf
v_fma (vf a, vf b, vf c)
{
  return _mm256_fmadd_ps (a, b, c);
}

static inline vf
v_min (vf a, vf b)
{
  return _mm256_min_ps (a, b);
}

static inline vf
v_max (vf a, vf b)
{
  return _mm256_max_ps (a, b);
}

static inline vf
v_abs (vf a)
{
  return _mm256_andnot_ps (_mm256_set1_ps (-0.0f), a);
}

static inline vm
v_less (vf a, vf b)
{
  return _mm256_cmp_ps (a, b, _CMP_LT_OQ);
}

static inline vm
v_equal (vf a, vf b)
{
  return _mm256_cmp_ps (a, b, _CMP_EQ_OQ);
}

static inline vm
v_is_finite (vf a)
{
  return v_less (v_abs (a), _mm256_set1_ps (INFINITY));
}

static inline vm
v_mask_or (vm a, vm b)
{
  return _mm256_or_ps (a, b);
}

static inline vm
v_mask_and (vm a, vm b)
{
  return _mm256_and_ps (a, b);
}

/* n + 1 where the mask is set. */
static inline vi
v_int_count (vi n, vm m)
{
  return _mm256_sub_epi32 (n, _mm256_castps_si256 (m));
}

/* n + 1 where a is negative. */
static inline vi
v_int_count_negative (vi n, vf a)
{
  return _mm256_sub_epi32 (n, _mm256_srai_epi32 (_mm256_castps_si256 (a), 31));
}

/* 0 where the mask is set, else a. */
static inline vf
v_unless (vm m, vf a)
{
  return _mm256_andnot_ps (m, a);
}

/* Whether a or b is NaN. */
static inline vm
v_unordered (vf a, vf b)
{
  return _mm256_cmp_ps (a, b, _CMP_UNORD_Q);
}

/* One bit per lane. */
static inline unsigned
v_mask_bits (vm a)
{
  return (unsigned)_mm256_movemask_ps (a);
}

static inline unsigned
v_mask_count (vm a)
{
  return (unsigned)__builtin_popcount ((unsigned)_mm256_movemask_ps (a));
}

static inline bool
v_mask_any (vm a)
{
  return _mm256_movemask_ps (a) != 0;
}

static inline bool
v_mask_all (vm a)
{
  return _mm256_movemask_ps (a) == 0xff;
}

/* a where the mask is set, else 0. */
static inline vf
v_where (vm m, vf a)
{
  return _mm256_and_ps (m, a);
}

/* a where the mask is set, else b. */
static inline vf
v_select (vm m, vf a, vf b)
{
  return _mm256_blendv_ps (b, a, m);
}

/* floor (a + 0.5) of the exact sum. */
static inline vf
v_round_half_up (vf a)
{
  const vf f = _mm256_floor_ps (a);
  const vm up = _mm256_cmp_ps (_mm256_sub_ps (a, f), _mm256_set1_ps (0.5f), _CMP_GE_OQ);

  return _mm256_add_ps (f, v_where (up, _mm256_set1_ps (1.0f)));
}

static inline vf
v_round (vf a, QscRounding rounding)
{
  switch (rounding)
    {
    case QSC_ROUND_HALF_AWAY:
      return _mm256_or_ps (v_round_half_up (v_abs (a)), _mm256_and_ps (a, _mm256_set1_ps (-0.0f)));
    case QSC_ROUND_HALF_UP:
      return v_round_half_up (a);
    case QSC_ROUND_DOWN:
      return _mm256_floor_ps (a);
    case QSC_ROUND_UP:
      return _mm256_ceil_ps (a);
    case QSC_ROUND_TOWARD_ZERO:
      return _mm256_round_ps (a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_STOCHASTIC:
    case QSC_N_ROUNDINGS:
    default:
      return _mm256_round_ps (a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    }
}

/* NaN gives 0. min and max return their second operand when one is NaN, so a NaN passes both and meets the mask. */
static inline vf
v_clamp (vf a, vf low, vf high)
{
  const vf clamped = _mm256_min_ps (high, _mm256_max_ps (low, a));

  return v_where (_mm256_cmp_ps (a, a, _CMP_ORD_Q), clamped);
}

static inline vi
v_int_set1 (int32_t a)
{
  return _mm256_set1_epi32 (a);
}

static inline vi
v_int_load (const int32_t *p)
{
  return _mm256_loadu_si256 ((const __m256i_u *)p);
}

static inline vi
v_int_add (vi a, vi b)
{
  return _mm256_add_epi32 (a, b);
}

static inline vi
v_int_sub (vi a, vi b)
{
  return _mm256_sub_epi32 (a, b);
}

/* a holds integers. */
static inline vi
v_to_int (vf a)
{
  return _mm256_cvtps_epi32 (a);
}

static inline vf
v_from_int (vi a)
{
  return _mm256_cvtepi32_ps (a);
}

static inline void
v_int_store (int32_t *p, vi a)
{
  _mm256_storeu_si256 ((__m256i_u *)p, a);
}

/* The doubles of the lower and upper half of the lanes. */
static inline vd
v_low (vf a)
{
  return _mm256_cvtps_pd (_mm256_castps256_ps128 (a));
}

static inline vd
v_high (vf a)
{
  return _mm256_cvtps_pd (_mm256_extractf128_ps (a, 1));
}

static inline vd
vd_zero (void)
{
  return _mm256_setzero_pd ();
}

static inline vd
vd_set1 (double a)
{
  return _mm256_set1_pd (a);
}

static inline vd
vd_mul (vd a, vd b)
{
  return _mm256_mul_pd (a, b);
}

static inline vd
vd_min (vd a, vd b)
{
  return _mm256_min_pd (a, b);
}

/* inside where low <= a <= high, else outside. */
static inline vd
vd_select_between (vd a, vd low, vd high, vd inside, vd outside)
{
  const vd m = _mm256_and_pd (_mm256_cmp_pd (a, low, _CMP_GE_OQ), _mm256_cmp_pd (a, high, _CMP_LE_OQ));

  return _mm256_blendv_pd (outside, inside, m);
}

/* The integer parts of the lanes of a whole vector. */
static inline void
vd_store_ints (int32_t *p, vd low, vd high)
{
  _mm_storeu_si128 ((__m128i_u *)p, _mm256_cvttpd_epi32 (low));
  _mm_storeu_si128 ((__m128i_u *)(p + 4), _mm256_cvttpd_epi32 (high));
}

static inline vd
vd_add (vd a, vd b)
{
  return _mm256_add_pd (a, b);
}

static inline vd
vd_sub (vd a, vd b)
{
  return _mm256_sub_pd (a, b);
}

static inline vd
vd_abs (vd a)
{
  return _mm256_andnot_pd (_mm256_set1_pd (-0.0), a);
}

static inline vd
vd_fma (vd a, vd b, vd c)
{
  return _mm256_fmadd_pd (a, b, c);
}

/* a where the mask of the lower half of a vf is set (or is not), else 0. */
static inline vd
vd_where_low (vm m, vd a)
{
  return _mm256_and_pd (_mm256_castsi256_pd (_mm256_cvtepi32_epi64 (_mm256_castsi256_si128 (_mm256_castps_si256 (m)))), a);
}

static inline vd
vd_unless_low (vm m, vd a)
{
  return _mm256_andnot_pd (_mm256_castsi256_pd (_mm256_cvtepi32_epi64 (_mm256_castsi256_si128 (_mm256_castps_si256 (m)))), a);
}

static inline vm
v_upper_half (vm m)
{
  return _mm256_permute2f128_ps (m, m, 0x11);
}

static inline double
vd_sum (vd a)
{
  double lanes[4];

  _mm256_storeu_pd (lanes, a);
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

#include "core/kernels/vec-avx2-codes.h"
#include "core/kernels/vec-x86-bytes.h"
