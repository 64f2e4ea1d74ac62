/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <arm_neon.h>
#include <string.h>

#include "core/kernels/qsc-value.h"

/* The vector vocabulary of 64-bit Arm, whose NEON has doubles and every rounding as an instruction. */

#define V_WIDTH 4
#define V_BYTES (4 * V_WIDTH)
#define V_HAS_FMA 1

typedef float32x4_t vf;
typedef int32x4_t vi;
typedef uint32x4_t vm;  /* all bits of a lane, or none */
typedef float64x2_t vd; /* half the lanes of a vf */
typedef uint8x16_t vb;  /* bytes */

static inline vf
v_load (const float *p)
{
  return vld1q_f32 (p);
}

static inline void
v_store (float *p, vf a)
{
  vst1q_f32 (p, a);
}

static inline vf
v_set1 (float a)
{
  return vdupq_n_f32 (a);
}

static inline vf
v_add (vf a, vf b)
{
  return vaddq_f32 (a, b);
}

static inline vf
v_sub (vf a, vf b)
{
  return vsubq_f32 (a, b);
}

static inline vf
v_mul (vf a, vf b)
{
  return vmulq_f32 (a, b);
}

static inline vf
v_div (vf a, vf b)
{
  return vdivq_f32 (a, b);
}

static inline vf
v_fma (vf a, vf b, vf c)
{
  return vfmaq_f32 (c, a, b);
}

static inline vf
v_min (vf a, vf b)
{
  return vminq_f32 (a, b);
}

static inline vf
v_max (vf a, vf b)
{
  return vmaxq_f32 (a, b);
}

static inline vf
v_abs (vf a)
{
  return vabsq_f32 (a);
}

static inline vm
v_less (vf a, vf b)
{
  return vcltq_f32 (a, b);
}

static inline vm
v_equal (vf a, vf b)
{
  return vceqq_f32 (a, b);
}

static inline vm
v_is_finite (vf a)
{
  return v_less (v_abs (a), vdupq_n_f32 (INFINITY));
}

static inline vm
v_mask_or (vm a, vm b)
{
  return vorrq_u32 (a, b);
}

static inline vm
v_mask_and (vm a, vm b)
{
  return vandq_u32 (a, b);
}

/* n + 1 where the mask is set. */
static inline vi
v_int_count (vi n, vm m)
{
  return vsubq_s32 (n, vreinterpretq_s32_u32 (m));
}

/* n + 1 where a is negative. */
static inline vi
v_int_count_negative (vi n, vf a)
{
  return vsubq_s32 (n, vshrq_n_s32 (vreinterpretq_s32_f32 (a), 31));
}

/* Whether a or b is NaN. */
static inline vm
v_unordered (vf a, vf b)
{
  return vmvnq_u32 (vandq_u32 (vceqq_f32 (a, a), vceqq_f32 (b, b)));
}

/* One bit per lane. */
static inline unsigned
v_mask_bits (vm a)
{
  const uint32_t bits[4] = { 1, 2, 4, 8 };

  return vaddvq_u32 (vandq_u32 (a, vld1q_u32 (bits)));
}

static inline unsigned
v_mask_count (vm a)
{
  return vaddvq_u32 (vshrq_n_u32 (a, 31));
}

static inline bool
v_mask_any (vm a)
{
  return vmaxvq_u32 (a) != 0;
}

static inline bool
v_mask_all (vm a)
{
  return vminvq_u32 (a) != 0;
}

/* a where the mask is set, else 0. */
static inline vf
v_where (vm m, vf a)
{
  return vreinterpretq_f32_u32 (vandq_u32 (m, vreinterpretq_u32_f32 (a)));
}

/* 0 where the mask is set, else a. */
static inline vf
v_unless (vm m, vf a)
{
  return vreinterpretq_f32_u32 (vbicq_u32 (vreinterpretq_u32_f32 (a), m));
}

/* a where the mask is set, else b. */
static inline vf
v_select (vm m, vf a, vf b)
{
  return vbslq_f32 (m, a, b);
}

/* floor (a + 0.5) of the exact sum. */
static inline vf
v_round_half_up (vf a)
{
  const vf f = vrndmq_f32 (a);
  const vm up = vcgeq_f32 (vsubq_f32 (a, f), vdupq_n_f32 (0.5f));

  return vaddq_f32 (f, v_where (up, vdupq_n_f32 (1.0f)));
}

static inline vf
v_round (vf a, QscRounding rounding)
{
  switch (rounding)
    {
    case QSC_ROUND_HALF_AWAY:
      return vbslq_f32 (vdupq_n_u32 (0x80000000u), a, v_round_half_up (v_abs (a)));
    case QSC_ROUND_HALF_UP:
      return v_round_half_up (a);
    case QSC_ROUND_DOWN:
      return vrndmq_f32 (a);
    case QSC_ROUND_UP:
      return vrndpq_f32 (a);
    case QSC_ROUND_TOWARD_ZERO:
      return vrndq_f32 (a);
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_STOCHASTIC:
    case QSC_N_ROUNDINGS:
    default:
      return vrndnq_f32 (a);
    }
}

/* NaN gives 0. */
static inline vf
v_clamp (vf a, vf low, vf high)
{
  return v_where (vceqq_f32 (a, a), vminq_f32 (high, vmaxq_f32 (low, a)));
}

static inline vi
v_int_set1 (int32_t a)
{
  return vdupq_n_s32 (a);
}

static inline vi
v_int_load (const int32_t *p)
{
  return vld1q_s32 (p);
}

static inline vi
v_int_add (vi a, vi b)
{
  return vaddq_s32 (a, b);
}

static inline vi
v_int_sub (vi a, vi b)
{
  return vsubq_s32 (a, b);
}

/* a holds integers. */
static inline vi
v_to_int (vf a)
{
  return vcvtq_s32_f32 (a);
}

static inline vf
v_from_int (vi a)
{
  return vcvtq_f32_s32 (a);
}

static inline void
v_int_store (int32_t *p, vi a)
{
  vst1q_s32 (p, a);
}

/* The doubles of the lower and upper half of the lanes. */
static inline vd
v_low (vf a)
{
  return vcvt_f64_f32 (vget_low_f32 (a));
}

static inline vd
v_high (vf a)
{
  return vcvt_high_f64_f32 (a);
}

static inline vd
vd_zero (void)
{
  return vdupq_n_f64 (0.0);
}

static inline vd
vd_set1 (double a)
{
  return vdupq_n_f64 (a);
}

static inline vd
vd_add (vd a, vd b)
{
  return vaddq_f64 (a, b);
}

static inline vd
vd_sub (vd a, vd b)
{
  return vsubq_f64 (a, b);
}

static inline vd
vd_mul (vd a, vd b)
{
  return vmulq_f64 (a, b);
}

static inline vd
vd_min (vd a, vd b)
{
  return vminq_f64 (a, b);
}

static inline vd
vd_abs (vd a)
{
  return vabsq_f64 (a);
}

static inline vd
vd_fma (vd a, vd b, vd c)
{
  return vfmaq_f64 (c, a, b);
}

/* inside where low <= a <= high, else outside. */
static inline vd
vd_select_between (vd a, vd low, vd high, vd inside, vd outside)
{
  return vbslq_f64 (vandq_u64 (vcgeq_f64 (a, low), vcleq_f64 (a, high)), inside, outside);
}

/* The integer parts of the lanes of a whole vector. */
static inline void
vd_store_ints (int32_t *p, vd low, vd high)
{
  vst1q_s32 (p, vcombine_s32 (vmovn_s64 (vcvtq_s64_f64 (low)), vmovn_s64 (vcvtq_s64_f64 (high))));
}

static inline uint64x2_t
v_widen_mask (vm m)
{
  return vreinterpretq_u64_s64 (vmovl_s32 (vget_low_s32 (vreinterpretq_s32_u32 (m))));
}

/* a where the mask of the lower half of a vf is set (or is not), else 0. */
static inline vd
vd_where_low (vm m, vd a)
{
  return vreinterpretq_f64_u64 (vandq_u64 (vreinterpretq_u64_f64 (a), v_widen_mask (m)));
}

static inline vd
vd_unless_low (vm m, vd a)
{
  return vreinterpretq_f64_u64 (vbicq_u64 (vreinterpretq_u64_f64 (a), v_widen_mask (m)));
}

static inline vm
v_upper_half (vm m)
{
  return vcombine_u32 (vget_high_u32 (m), vget_high_u32 (m));
}

static inline double
vd_sum (vd a)
{
  return vaddvq_f64 (a);
}

#include "core/kernels/vec-neon-codes.h"
