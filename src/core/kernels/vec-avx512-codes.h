/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Part of vec-avx512.h: values that are stored otherwise than as float32. */

static inline vi
v_load_i8 (const int8_t *p)
{
  return _mm512_cvtepi8_epi32 (_mm_loadu_si128 ((const __m128i_u *)p));
}

static inline vi
v_load_u8 (const uint8_t *p)
{
  return _mm512_cvtepu8_epi32 (_mm_loadu_si128 ((const __m128i_u *)p));
}

static inline vi
v_load_i16 (const int16_t *p)
{
  return _mm512_cvtepi16_epi32 (_mm256_loadu_si256 ((const __m256i_u *)p));
}

static inline vi
v_load_u16 (const uint16_t *p)
{
  return _mm512_cvtepu16_epi32 (_mm256_loadu_si256 ((const __m256i_u *)p));
}

/* The conversions keep the low bits, which hold signed and unsigned codes alike. */
static inline void
v_store4_8 (void *p, vi a, vi b, vi c, vi d)
{
  __m128i_u *out = p;

  _mm_storeu_si128 (out, _mm512_cvtepi32_epi8 (a));
  _mm_storeu_si128 (out + 1, _mm512_cvtepi32_epi8 (b));
  _mm_storeu_si128 (out + 2, _mm512_cvtepi32_epi8 (c));
  _mm_storeu_si128 (out + 3, _mm512_cvtepi32_epi8 (d));
}

static inline void
v_store4_16 (void *p, vi a, vi b, vi c, vi d)
{
  __m256i_u *out = p;

  _mm256_storeu_si256 (out, _mm512_cvtepi32_epi16 (a));
  _mm256_storeu_si256 (out + 1, _mm512_cvtepi32_epi16 (b));
  _mm256_storeu_si256 (out + 2, _mm512_cvtepi32_epi16 (c));
  _mm256_storeu_si256 (out + 3, _mm512_cvtepi32_epi16 (d));
}

static inline void
v_store4_i8 (int8_t *p, vi a, vi b, vi c, vi d)
{
  v_store4_8 (p, a, b, c, d);
}

static inline void
v_store4_u8 (uint8_t *p, vi a, vi b, vi c, vi d)
{
  v_store4_8 (p, a, b, c, d);
}

static inline void
v_store4_i16 (int16_t *p, vi a, vi b, vi c, vi d)
{
  v_store4_16 (p, a, b, c, d);
}

static inline void
v_store4_u16 (uint16_t *p, vi a, vi b, vi c, vi d)
{
  v_store4_16 (p, a, b, c, d);
}

/* The floats of sixteen float16 codes. */
static inline vf
v_from_halves (__m256i codes)
{
  return _mm512_cvtph_ps (codes);
}

static inline vf
v_load_f16 (const uint16_t *p)
{
  return v_from_halves (_mm256_loadu_si256 ((const __m256i_u *)p));
}

static inline vf
v_load_bf16 (const uint16_t *p)
{
  return _mm512_castsi512_ps (_mm512_slli_epi32 (v_load_u16 (p), 16));
}

/* As float16 they are 2^8 too small; NaN would be 480 there and gets that format's own code. */
static inline vf
v_load_f8_e4m3 (const uint8_t *p)
{
  const __m256i nan = _mm256_set1_epi16 (0x3f80);
  const __m256i moved = _mm256_slli_epi16 (_mm256_cvtepi8_epi16 (_mm_loadu_si128 ((const __m128i_u *)p)), 7);
  const __m256i is_nan = _mm256_cmpeq_epi16 (_mm256_and_si256 (moved, nan), nan);
  const __m256i halves = _mm256_and_si256 (moved, _mm256_set1_epi16 ((short)0xbf80));

  return v_mul (v_from_halves (_mm256_xor_si256 (halves, _mm256_and_si256 (is_nan, _mm256_set1_epi16 (0x4180)))),
                v_set1 (256.0f));
}

static inline vf
v_load_f8_e5m2 (const uint8_t *p)
{
  return v_from_halves (_mm256_slli_epi16 (_mm256_cvtepu8_epi16 (_mm_loadu_si128 ((const __m128i_u *)p)), 8));
}

static inline vf
v_load_f64 (const double *p)
{
  return _mm512_insertf32x8 (_mm512_castps256_ps512 (_mm512_cvtpd_ps (_mm512_loadu_pd (p))),
                             _mm512_cvtpd_ps (_mm512_loadu_pd (p + 8)), 1);
}

static inline vb
vb_load (const uint8_t *p)
{
  return _mm512_loadu_si512 (p);
}

static inline vb
vb_set1 (uint8_t a)
{
  return _mm512_set1_epi8 ((char)a);
}

static inline vb
vb_and (vb a, vb b)
{
  return _mm512_and_si512 (a, b);
}

static inline vb
vb_or (vb a, vb b)
{
  return _mm512_or_si512 (a, b);
}

static inline vb
vb_xor (vb a, vb b)
{
  return _mm512_xor_si512 (a, b);
}

/* The sum of three bits, each by itself: its upper bit and its lower. */
static inline vb
vb_majority (vb a, vb b, vb c)
{
  return _mm512_ternarylogic_epi32 (a, b, c, 0xe8);
}

static inline vb
vb_parity (vb a, vb b, vb c)
{
  return _mm512_ternarylogic_epi32 (a, b, c, 0x96);
}

/* Sixteen entries for vb_lookup, which gives 0 for an index from vb_index that is none of theirs. */
static inline vb
vb_load_table (const uint8_t *p)
{
  return _mm512_broadcast_i32x4 (_mm_loadu_si128 ((const __m128i_u *)p));
}

static inline vb
vb_index (vb codes, vb first)
{
  return _mm512_adds_epu8 (_mm512_sub_epi8 (codes, first), _mm512_set1_epi8 (0x70));
}

static inline vb
vb_lookup (vb table, vb index)
{
  return _mm512_shuffle_epi8 (table, index);
}

/* value where a has the bit, else 0. */
static inline vb
vb_where_bit (vb a, vb bit, vb value)
{
  return _mm512_maskz_mov_epi8 (_mm512_test_epi8_mask (a, bit), value);
}

static inline uint64_t
vb_sum (vb a)
{
  return (uint64_t)_mm512_reduce_add_epi64 (_mm512_sad_epu8 (a, _mm512_setzero_si512 ()));
}
