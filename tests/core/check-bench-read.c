/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A read of all values, by the widest loads this machine has: what no kernel can be faster than. */
#include "check-bench-lines.h"

volatile uint32_t bench_sink;

/* READ (lanes, n): a function that reads n values at x and n at x2 (n = 0 of one: a single stream), four vectors a turn each. */
#define DEFINE_READ(name, width, attribute)                                                                                      \
  typedef uint32_t Lanes_##name __attribute__ ((vector_size (width), aligned (4), may_alias));                                   \
                                                                                                                                 \
  attribute static void name (const float *x, size_t n, size_t n_streams)                                                        \
  {                                                                                                                              \
    const size_t n_vectors = n / n_streams / (width / 4) / 4 * 4;                                                                \
    const Lanes_##name *one = (const Lanes_##name *)x, *two = one + n_vectors;                                                   \
    Lanes_##name a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };                                                                     \
                                                                                                                                 \
    for (size_t i = 0; i < n_vectors; i += 4)                                                                                    \
      {                                                                                                                          \
        a |= one[i];                                                                                                             \
        b |= one[i + 1];                                                                                                         \
        c |= one[i + 2];                                                                                                         \
        d |= one[i + 3];                                                                                                         \
        if (n_streams == 1)                                                                                                      \
          continue;                                                                                                              \
        a |= two[i];                                                                                                             \
        b |= two[i + 1];                                                                                                         \
        c |= two[i + 2];                                                                                                         \
        d |= two[i + 3];                                                                                                         \
      }                                                                                                                          \
    a = (a | b) | (c | d);                                                                                                       \
    for (size_t i = 0; i < width / 4; i++)                                                                                       \
      bench_sink |= a[i];                                                                                                        \
  }

DEFINE_READ (read_128, 16, )
#ifdef QSC_HAVE_AVX2
DEFINE_READ (read_256, 32, __attribute__ ((target ("avx2"))))
#endif
#ifdef QSC_HAVE_AVX512
DEFINE_READ (read_512, 64, __attribute__ ((target ("avx512f"))))
#endif

int
bench_read_width (void)
{
  return qsc_isa_is_available (QSC_ISA_AVX512) ? 512 : qsc_isa_is_available (QSC_ISA_AVX2) ? 256 : 128;
}

static void
read_streams (const BenchShare *share, size_t n_streams)
{
  switch (bench_read_width ())
    {
#ifdef QSC_HAVE_AVX512
    case 512:
      read_512 (share->x, share->n, n_streams);
      break;
#endif
#ifdef QSC_HAVE_AVX2
    case 256:
      read_256 (share->x, share->n, n_streams);
      break;
#endif
    default:
      read_128 (share->x, share->n, n_streams);
      break;
    }
}

void
bench_read (const BenchShare *share)
{
  read_streams (share, 1);
}

void
bench_read_two_streams (const BenchShare *share)
{
  read_streams (share, 2);
}
