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

/* Sixteen codes of a byte each. */
typedef uint8x16_t v16;

static inline v16
v16_load (const uint8_t *p)
{
  return vld1q_u8 (p);
}

static inline void
v16_store (uint8_t *p, v16 a)
{
  vst1q_u8 (p, a);
}

/* (a ^ half) - half: the signed codes that the lowest bits of a stand for, half being their sign bit; 0 leaves a as it is. */
static inline v16
v16_extend_sign (v16 a, uint8_t half)
{
  return vsubq_u8 (veorq_u8 (a, vdupq_n_u8 (half)), vdupq_n_u8 (half));
}

/* The lowest bits of each byte, side by side. */
static inline void
v16_store_4bit (uint8_t *p, v16 a)
{
  const uint16x8_t pairs = vreinterpretq_u16_u8 (vandq_u8 (a, vdupq_n_u8 (0x0f)));

  vst1_u8 (p, vmovn_u16 (vorrq_u16 (pairs, vshrq_n_u16 (pairs, 4))));
}

static inline void
v16_store_2bit (uint8_t *p, v16 a)
{
  const uint16x8_t pairs = vreinterpretq_u16_u8 (vandq_u8 (a, vdupq_n_u8 (0x03)));
  const uint16x8_t nibbles = vandq_u16 (vorrq_u16 (pairs, vshrq_n_u16 (pairs, 6)), vdupq_n_u16 (0x0f));
  const uint32x4_t fours = vreinterpretq_u32_u16 (nibbles);
  const uint16x4_t words = vmovn_u32 (vorrq_u32 (fours, vshrq_n_u32 (fours, 12)));
  const uint32_t bytes = vget_lane_u32 (vreinterpret_u32_u8 (vmovn_u16 (vcombine_u16 (words, words))), 0);

  memcpy (p, &bytes, sizeof bytes);
}

static inline v16
v16_load_4bit (const uint8_t *p)
{
  const uint8x8_t packed = vld1_u8 (p), low = vand_u8 (packed, vdup_n_u8 (0x0f)), high = vshr_n_u8 (packed, 4);

  return vcombine_u8 (vzip1_u8 (low, high), vzip2_u8 (low, high));
}

static inline v16
v16_load_2bit (const uint8_t *p)
{
  const uint8x8_t packed = vreinterpret_u8_u32 (v_load_4_bytes (p));
  const uint8x8_t nibbles = vzip1_u8 (vand_u8 (packed, vdup_n_u8 (0x0f)), vshr_n_u8 (packed, 4));
  const uint8x8_t low = vand_u8 (nibbles, vdup_n_u8 (0x03)), high = vshr_n_u8 (nibbles, 2);

  return vcombine_u8 (vzip1_u8 (low, high), vzip2_u8 (low, high));
}

static inline vb
vb_load (const uint8_t *p)
{
  return vld1q_u8 (p);
}

static inline vb
vb_set1 (uint8_t a)
{
  return vdupq_n_u8 (a);
}

static inline vb
vb_and (vb a, vb b)
{
  return vandq_u8 (a, b);
}

static inline vb
vb_or (vb a, vb b)
{
  return vorrq_u8 (a, b);
}

static inline vb
vb_xor (vb a, vb b)
{
  return veorq_u8 (a, b);
}

/* The sum of three bits, each by itself: its upper bit and its lower. */
static inline vb
vb_majority (vb a, vb b, vb c)
{
  return vbslq_u8 (veorq_u8 (b, c), a, b);
}

static inline vb
vb_parity (vb a, vb b, vb c)
{
  return veorq_u8 (veorq_u8 (b, c), a);
}

/* Sixteen entries for vb_lookup, which gives 0 for an index from vb_index that is none of theirs. */
static inline vb
vb_load_table (const uint8_t *p)
{
  return vld1q_u8 (p);
}

static inline vb
vb_index (vb codes, vb first)
{
  return vsubq_u8 (codes, first);
}

static inline vb
vb_lookup (vb table, vb index)
{
  return vqtbl1q_u8 (table, index);
}

/* value where a has the bit, else 0. */
static inline vb
vb_where_bit (vb a, vb bit, vb value)
{
  return vandq_u8 (vtstq_u8 (a, bit), value);
}

static inline uint64_t
vb_sum (vb a)
{
  return vaddlvq_u8 (a);
}
