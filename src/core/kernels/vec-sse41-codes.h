/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Part of vec-sse41.h: values that are stored otherwise than as float32. */

static inline vi
v_load_4_bytes (const void *p)
{
  int32_t bytes;

  memcpy (&bytes, p, sizeof bytes);
  return _mm_cvtsi32_si128 (bytes);
}

static inline vi
v_load_i8 (const int8_t *p)
{
  return _mm_cvtepi8_epi32 (v_load_4_bytes (p));
}

static inline vi
v_load_u8 (const uint8_t *p)
{
  return _mm_cvtepu8_epi32 (v_load_4_bytes (p));
}

static inline vi
v_load_i16 (const int16_t *p)
{
  return _mm_cvtepi16_epi32 (_mm_loadl_epi64 ((const __m128i_u *)p));
}

static inline vi
v_load_u16 (const uint16_t *p)
{
  return _mm_cvtepu16_epi32 (_mm_loadl_epi64 ((const __m128i_u *)p));
}

/* The packs saturate, but the codes fit. */
static inline void
v_store4_i8 (int8_t *p, vi a, vi b, vi c, vi d)
{
  _mm_storeu_si128 ((__m128i_u *)p, _mm_packs_epi16 (_mm_packs_epi32 (a, b), _mm_packs_epi32 (c, d)));
}

static inline void
v_store4_u8 (uint8_t *p, vi a, vi b, vi c, vi d)
{
  _mm_storeu_si128 ((__m128i_u *)p, _mm_packus_epi16 (_mm_packs_epi32 (a, b), _mm_packs_epi32 (c, d)));
}

static inline void
v_store4_i16 (int16_t *p, vi a, vi b, vi c, vi d)
{
  _mm_storeu_si128 ((__m128i_u *)p, _mm_packs_epi32 (a, b));
  _mm_storeu_si128 ((__m128i_u *)(p + 8), _mm_packs_epi32 (c, d));
}

static inline void
v_store4_u16 (uint16_t *p, vi a, vi b, vi c, vi d)
{
  _mm_storeu_si128 ((__m128i_u *)p, _mm_packus_epi32 (a, b));
  _mm_storeu_si128 ((__m128i_u *)(p + 8), _mm_packus_epi32 (c, d));
}

/* The floats of four float16 codes. Subnormal ones are made from the normal number of the same mantissa, for arithmetic with
 * subnormal numbers is slow. */
static inline vf
v_from_halves (vi codes)
{
  const vi one = _mm_set1_epi32 (1 << 23), bias = _mm_set1_epi32 (112 << 23), infinity = _mm_set1_epi32 (0x7c00 << 13);
  const vi moved = _mm_slli_epi32 (_mm_and_si128 (codes, _mm_set1_epi32 (0x7fff)), 13);
  const vi sign = _mm_slli_epi32 (_mm_and_si128 (codes, _mm_set1_epi32 (0x8000)), 16);
  const vi is_subnormal = _mm_cmplt_epi32 (moved, one);
  const vi quiet = _mm_and_si128 (_mm_cmpgt_epi32 (moved, infinity), _mm_set1_epi32 (1 << 22));
  const vi biased = _mm_add_epi32 (moved, bias);
  const vi widened = _mm_add_epi32 (biased, _mm_andnot_si128 (_mm_cmplt_epi32 (moved, infinity), bias));
  const vf smallest = _mm_castsi128_ps (_mm_set1_epi32 (113 << 23));
  const vf subnormal = _mm_sub_ps (_mm_castsi128_ps (_mm_add_epi32 (biased, one)), smallest);
  const vf normal = _mm_castsi128_ps (_mm_or_si128 (widened, quiet));

  return _mm_or_ps (_mm_blendv_ps (normal, subnormal, _mm_castsi128_ps (is_subnormal)), _mm_castsi128_ps (sign));
}

static inline vf
v_load_f16 (const uint16_t *p)
{
  return v_from_halves (v_load_u16 (p));
}

static inline vf
v_load_bf16 (const uint16_t *p)
{
  return _mm_castsi128_ps (_mm_slli_epi32 (v_load_u16 (p), 16));
}

/* As float16 they are 2^8 too small; NaN would be 480 there and gets that format's own code. */
static inline vf
v_load_f8_e4m3 (const uint8_t *p)
{
  const vi nan = _mm_set1_epi32 (0x3f80);
  const vi moved = _mm_slli_epi32 (_mm_cvtepi8_epi32 (v_load_4_bytes (p)), 7);
  const vi is_nan = _mm_cmpeq_epi32 (_mm_and_si128 (moved, nan), nan);
  const vi halves = _mm_and_si128 (moved, _mm_set1_epi32 (0xbf80));

  return v_mul (v_from_halves (_mm_xor_si128 (halves, _mm_and_si128 (is_nan, _mm_set1_epi32 (0x4180)))), v_set1 (256.0f));
}

static inline vf
v_load_f8_e5m2 (const uint8_t *p)
{
  return v_from_halves (_mm_slli_epi32 (v_load_u8 (p), 8));
}

static inline vf
v_load_f64 (const double *p)
{
  return _mm_movelh_ps (_mm_cvtpd_ps (_mm_loadu_pd (p)), _mm_cvtpd_ps (_mm_loadu_pd (p + 2)));
}

static inline vb
vb_load (const uint8_t *p)
{
  return _mm_loadu_si128 ((const __m128i_u *)p);
}

static inline vb
vb_set1 (uint8_t a)
{
  return _mm_set1_epi8 ((char)a);
}

static inline vb
vb_and (vb a, vb b)
{
  return _mm_and_si128 (a, b);
}

static inline vb
vb_or (vb a, vb b)
{
  return _mm_or_si128 (a, b);
}

static inline vb
vb_xor (vb a, vb b)
{
  return _mm_xor_si128 (a, b);
}

/* The sum of three bits, each by itself: its upper bit and its lower. */
static inline vb
vb_majority (vb a, vb b, vb c)
{
  return _mm_or_si128 (_mm_and_si128 (b, c), _mm_and_si128 (_mm_xor_si128 (b, c), a));
}

static inline vb
vb_parity (vb a, vb b, vb c)
{
  return _mm_xor_si128 (_mm_xor_si128 (b, c), a);
}

/* Sixteen entries for vb_lookup, which gives 0 for an index from vb_index that is none of theirs. */
static inline vb
vb_load_table (const uint8_t *p)
{
  return _mm_loadu_si128 ((const __m128i_u *)p);
}

static inline vb
vb_index (vb codes, vb first)
{
  return _mm_adds_epu8 (_mm_sub_epi8 (codes, first), _mm_set1_epi8 (0x70));
}

static inline vb
vb_lookup (vb table, vb index)
{
  return _mm_shuffle_epi8 (table, index);
}

/* value where a has the bit, else 0. */
static inline vb
vb_where_bit (vb a, vb bit, vb value)
{
  return _mm_and_si128 (_mm_cmpeq_epi8 (_mm_and_si128 (a, bit), bit), value);
}

static inline uint64_t
vb_sum (vb a)
{
  uint64_t lanes[2];

  _mm_storeu_si128 ((__m128i_u *)lanes, _mm_sad_epu8 (a, _mm_setzero_si128 ()));
  return lanes[0] + lanes[1];
}
