/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* AVX-512 in nothing but C, by way of SIMDe, so that its kernels can be checked on any machine: see check-other-cpus.sh. What SIMDe
 * 0.7.4 lacks, or does otherwise, follows below, one instruction a function, written from Intel's description of it. A kernel that
 * uses another one fails to compile here: add it. */

#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx512.h>
#include <simde/x86/f16c.h>
#include <simde/x86/fma.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef simde__mmask8 __mmask8;
typedef simde__mmask16 __mmask16;
typedef simde__mmask32 __mmask32;
typedef simde__mmask64 __mmask64;
typedef simde__m128i __m128i_u;
typedef simde__m256i __m256i_u;
typedef simde__m512i __m512i_u;
#ifndef _MM_FROUND_NO_EXC
#define _MM_FROUND_NO_EXC SIMDE_MM_FROUND_NO_EXC
#endif

/* NAME (a): every element of the result is EXPRESSION of the element x of a. */
#define SHIM_MAP(name, result_type, result_element, operand_type, operand_element, n, expression)                                \
  static inline result_type name (operand_type a)                                                                                \
  {                                                                                                                              \
    operand_element from[n];                                                                                                     \
    result_element to[n];                                                                                                        \
    result_type result;                                                                                                          \
                                                                                                                                 \
    memcpy (from, &a, sizeof from);                                                                                              \
    for (int i = 0; i < n; i++)                                                                                                  \
      {                                                                                                                          \
        const operand_element x = from[i];                                                                                       \
                                                                                                                                 \
        to[i] = (result_element)(expression);                                                                                    \
      }                                                                                                                          \
    memcpy (&result, to, sizeof to);                                                                                             \
    return result;                                                                                                               \
  }

/* What does not fit becomes the "integer indefinite" value. */
static inline int32_t
shim_to_int32 (double x)
{
  return x >= -0x1p31 && x < 0x1p31 ? (int32_t)x : INT32_MIN;
}

/* A NaN is made quiet. */
static inline float
shim_from_half (uint16_t code)
{
  const int exponent = code >> 10 & 31, mantissa = code & 1023;
  const float magnitude = exponent == 0 ? ldexpf ((float)mantissa, -24) : ldexpf ((float)(1024 + mantissa), exponent - 25);
  uint32_t bits;
  float x;

  memcpy (&bits, &magnitude, sizeof bits);
  if (exponent == 31)
    bits = UINT32_C (0x7f800000) | (mantissa != 0 ? UINT32_C (0x400000) | (uint32_t)mantissa << 13 : 0);
  bits |= (uint32_t)(code >> 15) << 31;
  memcpy (&x, &bits, sizeof x);
  return x;
}

SHIM_MAP (_mm512_cvtph_ps, __m512, float, __m256i, uint16_t, 16, shim_from_half (x))
SHIM_MAP (_mm512_cvtpd_ps, __m256, float, __m512d, double, 8, x)
SHIM_MAP (_mm512_cvtps_epi32, __m512i, int32_t, __m512, float, 16, shim_to_int32 (rint ((double)x)))
SHIM_MAP (_mm512_cvttpd_epi32, __m256i, int32_t, __m512d, double, 8, shim_to_int32 (x))
SHIM_MAP (_mm512_cvtepi32_ps, __m512, float, __m512i, int32_t, 16, x)
SHIM_MAP (_mm512_cvtps_pd, __m512d, double, __m256, float, 8, x)
SHIM_MAP (_mm512_cvtepi8_epi32, __m512i, int32_t, __m128i, int8_t, 16, x)
SHIM_MAP (_mm512_cvtepu8_epi32, __m512i, int32_t, __m128i, uint8_t, 16, x)
SHIM_MAP (_mm512_cvtepi16_epi32, __m512i, int32_t, __m256i, int16_t, 16, x)
SHIM_MAP (_mm512_cvtepu16_epi32, __m512i, int32_t, __m256i, uint16_t, 16, x)
SHIM_MAP (_mm512_cvtepi32_epi8, __m128i, int8_t, __m512i, int32_t, 16, x)
SHIM_MAP (_mm512_cvtepi32_epi16, __m256i, int16_t, __m512i, int32_t, 16, x)

static inline __m512i
_mm512_srai_epi32 (__m512i a, unsigned n)
{
  int32_t lanes[16];

  memcpy (lanes, &a, sizeof lanes);
  for (int i = 0; i < 16; i++)
    lanes[i] >>= n < 31 ? n : 31;
  memcpy (&a, lanes, sizeof lanes);
  return a;
}

static inline __m256
_mm512_extractf32x8_ps (__m512 a, int part)
{
  __m256 half;

  memcpy (&half, (const char *)&a + part * (int)sizeof half, sizeof half);
  return half;
}

static inline int64_t
_mm512_reduce_add_epi64 (__m512i a)
{
  uint64_t lanes[8], sum = 0;

  memcpy (lanes, &a, sizeof lanes);
  for (int i = 0; i < 8; i++)
    sum += lanes[i];
  return (int64_t)sum;
}

/* SIMDe rounds the product as well. */
#define SHIM_FMA(name, type, element, n, fma)                                                                                    \
  static inline type shim_##name (type a, type b, type c)                                                                        \
  {                                                                                                                              \
    element x[n], y[n], z[n];                                                                                                    \
                                                                                                                                 \
    memcpy (x, &a, sizeof x);                                                                                                    \
    memcpy (y, &b, sizeof y);                                                                                                    \
    memcpy (z, &c, sizeof z);                                                                                                    \
    for (int i = 0; i < n; i++)                                                                                                  \
      z[i] = fma (x[i], y[i], z[i]);                                                                                             \
    memcpy (&c, z, sizeof z);                                                                                                    \
    return c;                                                                                                                    \
  }

SHIM_FMA (fmadd_ps_256, __m256, float, 8, fmaf)
SHIM_FMA (fmadd_pd_256, __m256d, double, 4, fma)
SHIM_FMA (fmadd_ps_512, __m512, float, 16, fmaf)
SHIM_FMA (fmadd_pd_512, __m512d, double, 8, fma)
#undef _mm256_fmadd_ps
#undef _mm256_fmadd_pd
#undef _mm512_fmadd_ps
#undef _mm512_fmadd_pd
#define _mm256_fmadd_ps shim_fmadd_ps_256
#define _mm256_fmadd_pd shim_fmadd_pd_256
#define _mm512_fmadd_ps shim_fmadd_ps_512
#define _mm512_fmadd_pd shim_fmadd_pd_512

/* It gives this one the operands of the masked form. */
#undef _mm512_madd_epi16
#define _mm512_madd_epi16 simde_mm512_madd_epi16

/* AVX-VNNI has the instruction of AVX-512 VNNI under another name. */
#define _mm256_dpbusd_avx_epi32 simde_mm256_dpbusd_epi32
