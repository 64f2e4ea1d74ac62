/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Part of vec-avx2.h: values that are stored otherwise than as float32. */

static inline vi
v_load_i8 (const int8_t *p)
{
  return _mm256_cvtepi8_epi32 (_mm_loadu_si64 (p));
}

static inline vi
v_load_u8 (const uint8_t *p)
{
  return _mm256_cvtepu8_epi32 (_mm_loadu_si64 (p));
}

static inline vi
v_load_i16 (const int16_t *p)
{
  return _mm256_cvtepi16_epi32 (_mm_loadu_si128 ((const __m128i_u *)p));
}

static inline vi
v_load_u16 (const uint16_t *p)
{
  return _mm256_cvtepu16_epi32 (_mm_loadu_si128 ((const __m128i_u *)p));
}

/* The packs work in each half by itself; the permutation puts the quarters back in order. They saturate, but the codes fit. */
static inline void
v_store4_i8 (int8_t *p, vi a, vi b, vi c, vi d)
{
  const vi packed = _mm256_packs_epi16 (_mm256_packs_epi32 (a, b), _mm256_packs_epi32 (c, d));

  _mm256_storeu_si256 ((__m256i_u *)p, _mm256_permutevar8x32_epi32 (packed, _mm256_setr_epi32 (0, 4, 1, 5, 2, 6, 3, 7)));
}

static inline void
v_store4_u8 (uint8_t *p, vi a, vi b, vi c, vi d)
{
  const vi packed = _mm256_packus_epi16 (_mm256_packs_epi32 (a, b), _mm256_packs_epi32 (c, d));

  _mm256_storeu_si256 ((__m256i_u *)p, _mm256_permutevar8x32_epi32 (packed, _mm256_setr_epi32 (0, 4, 1, 5, 2, 6, 3, 7)));
}

static inline void
v_store4_i16 (int16_t *p, vi a, vi b, vi c, vi d)
{
  _mm256_storeu_si256 ((__m256i_u *)p, _mm256_permute4x64_epi64 (_mm256_packs_epi32 (a, b), 0xd8));
  _mm256_storeu_si256 ((__m256i_u *)(p + 16), _mm256_permute4x64_epi64 (_mm256_packs_epi32 (c, d), 0xd8));
}

static inline void
v_store4_u16 (uint16_t *p, vi a, vi b, vi c, vi d)
{
  _mm256_storeu_si256 ((__m256i_u *)p, _mm256_permute4x64_epi64 (_mm256_packus_epi32 (a, b), 0xd8));
  _mm256_storeu_si256 ((__m256i_u *)(p + 16), _mm256_permute4x64_epi64 (_mm256_packus_epi32 (c, d), 0xd8));
}

/* The floats of eight float16 codes. */
static inline vf
v_from_halves (__m128i codes)
{
  return _mm256_cvtph_ps (codes);
}

static inline vf
v_load_f16 (const uint16_t *p)
{
  return v_from_halves (_mm_loadu_si128 ((const __m128i_u *)p));
}

static inline vf
v_load_bf16 (const uint16_t *p)
{
  return _mm256_castsi256_ps (_mm256_slli_epi32 (v_load_u16 (p), 16));
}

/* As float16 they are 2^8 too small; NaN would be 480 there and gets that format's own code. */
static inline vf
v_load_f8_e4m3 (const uint8_t *p)
{
  const __m128i nan = _mm_set1_epi16 (0x3f80);
  const __m128i moved = _mm_slli_epi16 (_mm_cvtepi8_epi16 (_mm_loadu_si64 (p)), 7);
  const __m128i is_nan = _mm_cmpeq_epi16 (_mm_and_si128 (moved, nan), nan);
  const __m128i halves = _mm_and_si128 (moved, _mm_set1_epi16 ((short)0xbf80));

  return v_mul (v_from_halves (_mm_xor_si128 (halves, _mm_and_si128 (is_nan, _mm_set1_epi16 (0x4180)))), v_set1 (256.0f));
}

static inline vf
v_load_f8_e5m2 (const uint8_t *p)
{
  return v_from_halves (_mm_unpacklo_epi8 (_mm_setzero_si128 (), _mm_loadu_si64 (p)));
}

static inline vf
v_load_f64 (const double *p)
{
  return _mm256_set_m128 (_mm256_cvtpd_ps (_mm256_loadu_pd (p + 4)), _mm256_cvtpd_ps (_mm256_loadu_pd (p)));
}

static inline vb
vb_load (const uint8_t *p)
{
  return _mm256_loadu_si256 ((const __m256i_u *)p);
}

static inline vb
vb_set1 (uint8_t a)
{
  return _mm256_set1_epi8 ((char)a);
}

static inline vb
vb_and (vb a, vb b)
{
  return _mm256_and_si256 (a, b);
}

static inline vb
vb_or (vb a, vb b)
{
  return _mm256_or_si256 (a, b);
}

static inline vb
vb_xor (vb a, vb b)
{
  return _mm256_xor_si256 (a, b);
}

/* The sum of three bits, each by itself: its upper bit and its lower. */
static inline vb
vb_majority (vb a, vb b, vb c)
{
  return _mm256_or_si256 (_mm256_and_si256 (b, c), _mm256_and_si256 (_mm256_xor_si256 (b, c), a));
}

static inline vb
vb_parity (vb a, vb b, vb c)
{
  return _mm256_xor_si256 (_mm256_xor_si256 (b, c), a);
}

/* Sixteen entries for vb_lookup, which gives 0 for an index from vb_index that is none of theirs. */
static inline vb
vb_load_table (const uint8_t *p)
{
  return _mm256_broadcastsi128_si256 (_mm_loadu_si128 ((const __m128i_u *)p));
}

static inline vb
vb_index (vb codes, vb first)
{
  return _mm256_adds_epu8 (_mm256_sub_epi8 (codes, first), _mm256_set1_epi8 (0x70));
}

static inline vb
vb_lookup (vb table, vb index)
{
  return _mm256_shuffle_epi8 (table, index);
}

/* value where a has the bit, else 0. */
static inline vb
vb_where_bit (vb a, vb bit, vb value)
{
  return _mm256_and_si256 (_mm256_cmpeq_epi8 (_mm256_and_si256 (a, bit), bit), value);
}

static inline uint64_t
vb_sum (vb a)
{
  uint64_t lanes[4];

  _mm256_storeu_si256 ((__m256i_u *)lanes, _mm256_sad_epu8 (a, _mm256_setzero_si256 ()));
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}
