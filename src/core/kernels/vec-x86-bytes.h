/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

/* Part of the vocabularies of all x86 instruction sets: sixteen codes of a byte each. */

typedef __m128i v16;

static inline v16
v16_load (const uint8_t *p)
{
  return _mm_loadu_si128 ((const __m128i_u *)p);
}

static inline void
v16_store (uint8_t *p, v16 a)
{
  _mm_storeu_si128 ((__m128i_u *)p, a);
}

/* (a ^ half) - half: the signed codes that the lowest bits of a stand for, half being their sign bit; 0 leaves a as it is. */
static inline v16
v16_extend_sign (v16 a, uint8_t half)
{
  const v16 bit = _mm_set1_epi8 ((char)half);

  return _mm_sub_epi8 (_mm_xor_si128 (a, bit), bit);
}

/* The lowest bits of each byte, side by side. */
static inline void
v16_store_4bit (uint8_t *p, v16 a)
{
  const v16 pairs = _mm_maddubs_epi16 (_mm_and_si128 (a, _mm_set1_epi8 (0x0f)), _mm_set1_epi16 (0x1001));

  _mm_storel_epi64 ((__m128i_u *)p, _mm_packus_epi16 (pairs, pairs));
}

static inline void
v16_store_2bit (uint8_t *p, v16 a)
{
  const v16 pairs = _mm_maddubs_epi16 (_mm_and_si128 (a, _mm_set1_epi8 (0x03)), _mm_set1_epi16 (0x0401));
  const v16 fours = _mm_madd_epi16 (pairs, _mm_set1_epi32 (0x00100001));
  const v16 words = _mm_packs_epi32 (fours, fours);
  const int32_t bytes = _mm_cvtsi128_si32 (_mm_packus_epi16 (words, words));

  memcpy (p, &bytes, sizeof bytes);
}

static inline v16
v16_interleave (v16 packed, int n_bits, v16 mask)
{
  return _mm_and_si128 (_mm_unpacklo_epi8 (packed, _mm_srl_epi16 (packed, _mm_cvtsi32_si128 (n_bits))), mask);
}

static inline v16
v16_load_4bit (const uint8_t *p)
{
  return v16_interleave (_mm_loadl_epi64 ((const __m128i_u *)p), 4, _mm_set1_epi8 (0x0f));
}

static inline v16
v16_load_2bit (const uint8_t *p)
{
  int32_t bytes;

  memcpy (&bytes, p, sizeof bytes);
  return v16_interleave (v16_interleave (_mm_cvtsi32_si128 (bytes), 4, _mm_set1_epi8 (0x0f)), 2, _mm_set1_epi8 (0x03));
}
