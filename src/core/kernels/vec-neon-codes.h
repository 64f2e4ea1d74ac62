/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Part of vec-neon.h: values that are stored otherwise than as float32. */

static inline uint32x2_t
v_load_4_bytes (const void *p)
{
  uint32_t bytes;

  memcpy (&bytes, p, sizeof bytes);
  return vdup_n_u32 (bytes);
}

static inline vi
v_load_i8 (const int8_t *p)
{
  return vmovl_s16 (vget_low_s16 (vmovl_s8 (vreinterpret_s8_u32 (v_load_4_bytes (p)))));
}

static inline vi
v_load_u8 (const uint8_t *p)
{
  return vreinterpretq_s32_u32 (vmovl_u16 (vget_low_u16 (vmovl_u8 (vreinterpret_u8_u32 (v_load_4_bytes (p))))));
}

static inline vi
v_load_i16 (const int16_t *p)
{
  return vmovl_s16 (vld1_s16 (p));
}

static inline vi
v_load_u16 (const uint16_t *p)
{
  return vreinterpretq_s32_u32 (vmovl_u16 (vld1_u16 (p)));
}

/* The packs saturate, but the codes fit. */
static inline void
v_store4_i8 (int8_t *p, vi a, vi b, vi c, vi d)
{
  vst1q_s8 (p, vcombine_s8 (vqmovn_s16 (vcombine_s16 (vqmovn_s32 (a), vqmovn_s32 (b))),
                            vqmovn_s16 (vcombine_s16 (vqmovn_s32 (c), vqmovn_s32 (d)))));
}

static inline void
v_store4_u8 (uint8_t *p, vi a, vi b, vi c, vi d)
{
  vst1q_u8 (p, vcombine_u8 (vqmovun_s16 (vcombine_s16 (vqmovn_s32 (a), vqmovn_s32 (b))),
                            vqmovun_s16 (vcombine_s16 (vqmovn_s32 (c), vqmovn_s32 (d)))));
}

static inline void
v_store4_i16 (int16_t *p, vi a, vi b, vi c, vi d)
{
  vst1q_s16 (p, vcombine_s16 (vqmovn_s32 (a), vqmovn_s32 (b)));
  vst1q_s16 (p + 8, vcombine_s16 (vqmovn_s32 (c), vqmovn_s32 (d)));
}

static inline void
v_store4_u16 (uint16_t *p, vi a, vi b, vi c, vi d)
{
  vst1q_u16 (p, vcombine_u16 (vqmovun_s32 (a), vqmovun_s32 (b)));
  vst1q_u16 (p + 8, vcombine_u16 (vqmovun_s32 (c), vqmovun_s32 (d)));
}

static inline vf
v_load_f16 (const uint16_t *p)
{
  return vcvt_f32_f16 (vreinterpret_f16_u16 (vld1_u16 (p)));
}

static inline vf
v_load_bf16 (const uint16_t *p)
{
  return vreinterpretq_f32_u32 (vshll_n_u16 (vld1_u16 (p), 16));
}

/* As float16 they are 2^8 too small; NaN would be 480 there and gets that format's own code. */
static inline vf
v_load_f8_e4m3 (const uint8_t *p)
{
  const uint16x4_t nan = vdup_n_u16 (0x3f80);
  const uint16x4_t moved = vreinterpret_u16_s16 (vget_low_s16 (vshll_n_s8 (vreinterpret_s8_u32 (v_load_4_bytes (p)), 7)));
  const uint16x4_t is_nan = vceq_u16 (vand_u16 (moved, nan), nan);
  const uint16x4_t halves = veor_u16 (vand_u16 (moved, vdup_n_u16 (0xbf80)), vand_u16 (is_nan, vdup_n_u16 (0x4180)));

  return v_mul (vcvt_f32_f16 (vreinterpret_f16_u16 (halves)), v_set1 (256.0f));
}

static inline vf
v_load_f8_e5m2 (const uint8_t *p)
{
  return vcvt_f32_f16 (vreinterpret_f16_u16 (vget_low_u16 (vshll_n_u8 (vreinterpret_u8_u32 (v_load_4_bytes (p)), 8))));
}

static inline vf
v_load_f64 (const double *p)
{
  return vcvt_high_f32_f64 (vcvt_f32_f64 (vld1q_f64 (p)), vld1q_f64 (p + 2));
}
