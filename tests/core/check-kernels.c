/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every kernel of the registry on every instruction set of this machine against the formula for one value; --bench [--json FILE]
 * [PART OF A NAME]… times them instead, --seed repeats a run. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "check-bench.h"
#include "check-convert.h"
#include "check-data.h"
#include "check-each.h"
#include "check-output.h"
#include "check-packed.h"
#include "check-products.h"
#include "core/kernels/qsc-kernels.h"
#include "core/kernels/qsc-value.h"

/* What one code type may hold. */
static void
draw_params_for (QscParams *params, size_t size, gboolean is_signed, QscRounding rounding, float scale)
{
  const int bits = size == 1 ? g_test_rand_int_range (2, 9) : g_test_rand_int_range (2, 17);

  check_draw_params (params, bits, is_signed, rounding, scale);
}

#define FOR_EACH_SETTING(rounding, scale, length)                                                                                \
  for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)                                                                 \
    for (size_t scale = 0; scale < check_n_scales; scale++)                                                                      \
      for (size_t length = 0; length < check_n_lengths; length++)

#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  static void check_quantize_##suffix (gconstpointer data)                                                                       \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    float buffer[CHECK_LENGTH_MAX + 4];                                                                                          \
    Output output;                                                                                                               \
    QscParams params;                                                                                                            \
                                                                                                                                 \
    FOR_EACH_SETTING (rounding, scale, length)                                                                                   \
    {                                                                                                                            \
      const size_t n = check_lengths[length], offset = (size_t)g_test_rand_int_range (0, 8) * sizeof (type);                     \
      const uint64_t first = (uint64_t)(guint32)g_test_rand_int ();                                                              \
      float *x = buffer + g_test_rand_int_range (0, 4);                                                                          \
      type *codes = output_prepare (&output, offset);                                                                            \
                                                                                                                                 \
      draw_params_for (&params, sizeof (type), (type)-1 < 0, (QscRounding)rounding, check_scales[scale]);                        \
      check_fill (x, n, &params, FALSE);                                                                                         \
      kernels->quantize_##suffix (&params, x, n, first, codes);                                                                  \
      output_check_guards (&output, offset, n * sizeof (type));                                                                  \
      for (size_t i = 0; i < n; i++)                                                                                             \
        if (codes[i] != qsc_quantize_value (&params, x[i], first + i))                                                           \
          g_error ("%a / %a, z = %d, arithmetic %d, rounding %d: %d instead of %d at %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT,   \
                   (double)x[i], (double)params.scale, params.zero_point, params.arithmetic, rounding, codes[i],                 \
                   qsc_quantize_value (&params, x[i], first + i), i, n);                                                         \
    }                                                                                                                            \
  }
#define QSC_KERNEL_DEQUANTIZE(suffix, type)                                                                                      \
  static void check_dequantize_##suffix (gconstpointer data)                                                                     \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    type codes[CHECK_LENGTH_MAX];                                                                                                \
    Output output;                                                                                                               \
    QscParams params;                                                                                                            \
                                                                                                                                 \
    FOR_EACH_SETTING (rounding, scale, length)                                                                                   \
    {                                                                                                                            \
      const size_t n = check_lengths[length], offset = (size_t)g_test_rand_int_range (0, 8) * sizeof (float);                    \
      float *y = output_prepare (&output, offset);                                                                               \
                                                                                                                                 \
      draw_params_for (&params, sizeof (type), (type)-1 < 0, (QscRounding)rounding, check_scales[scale]);                        \
      for (size_t i = 0; i < n; i++)                                                                                             \
        codes[i] = (type)g_test_rand_int_range (params.qmin, params.qmax + 1);                                                   \
      kernels->dequantize_##suffix (&params, codes, n, y);                                                                       \
      output_check_guards (&output, offset, n * sizeof (float));                                                                 \
      for (size_t i = 0; i < n; i++)                                                                                             \
        {                                                                                                                        \
          const float expected = qsc_dequantize_value (&params, codes[i]);                                                       \
                                                                                                                                 \
          g_assert_cmpmem (&y[i], sizeof (float), &expected, sizeof (float));                                                    \
        }                                                                                                                        \
    }                                                                                                                            \
  }

#define QSC_KERNEL_MOMENTS(name)                                                                                                 \
  static void check_##name (gconstpointer data)                                                                                  \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    float buffer[CHECK_LENGTH_MAX + 4];                                                                                          \
    QscParams params;                                                                                                            \
                                                                                                                                 \
    FOR_EACH_SETTING (rounding, scale, length)                                                                                   \
    {                                                                                                                            \
      const size_t n = check_lengths[length];                                                                                    \
      float *x = buffer + g_test_rand_int_range (0, 4);                                                                          \
      QscMoments a, b;                                                                                                           \
      double magnitude = 0;                                                                                                      \
                                                                                                                                 \
      check_draw_params (&params, 8, TRUE, (QscRounding)rounding, check_scales[scale]);                                          \
      check_fill (x, n, &params, rounding % 2 == 0);                                                                             \
      qsc_moments_init (&a);                                                                                                     \
      qsc_moments_init (&b);                                                                                                     \
      kernels->name (&a, x, n);                                                                                                  \
      for (size_t i = 0; i < n; i++)                                                                                             \
        {                                                                                                                        \
          qsc_moments_add_value (&b, x[i]);                                                                                      \
          magnitude += isfinite (x[i]) ? fabs ((double)x[i]) : 0.0;                                                              \
        }                                                                                                                        \
      g_assert_cmpuint (a.count, ==, b.count);                                                                                   \
      g_assert_cmpuint (a.nan, ==, b.nan);                                                                                       \
      g_assert_cmpuint (a.positive_infinity, ==, b.positive_infinity);                                                           \
      g_assert_cmpuint (a.negative_infinity, ==, b.negative_infinity);                                                           \
      g_assert_cmpfloat (a.min, ==, b.min);                                                                                      \
      g_assert_cmpfloat (a.max, ==, b.max);                                                                                      \
      assert_same_sum (a.sum, b.sum, magnitude, IN_DOUBLE);                                                                      \
      assert_same_sum (a.sum_squares, b.sum_squares, b.sum_squares, IN_DOUBLE);                                                  \
    }                                                                                                                            \
  }

#define COUNT_LENGTH_MAX 70001

/* Counts are added to what is there; beyond n_codes nothing is touched. */
static void
check_count (const QscKernels *kernels, size_t n, guint32 n_codes)
{
  static guint8 buffer[COUNT_LENGTH_MAX + 4];
  guint8 *codes = buffer + g_test_rand_int_range (0, 4);
  guint64 counts[72] = { 0 }, expected[72];

  for (guint32 i = 0; i < n_codes; i++)
    counts[i] = (guint64)i << 40;
  memcpy (expected, counts, sizeof counts);
  for (size_t i = 0; i < n; i++)
    {
      codes[i] = n > CHECK_LENGTH_MAX ? 1 : (guint8)g_test_rand_int_range (0, (int)n_codes);
      expected[codes[i]]++;
    }
  kernels->count_codes (codes, n, n_codes, counts);
  g_assert_cmpmem (counts, sizeof counts, expected, sizeof expected);
}

static void
assert_same_errors (const QscErrorStats *a, const QscErrorStats *b, double tolerance)
{
  g_assert_cmpuint (a->count, ==, b->count);
  g_assert_cmpuint (a->clipped_low, ==, b->clipped_low);
  g_assert_cmpuint (a->clipped_high, ==, b->clipped_high);
  g_assert_cmpfloat (a->max_abs_error, ==, b->max_abs_error);
  g_assert_cmpuint (a->max_index, ==, b->max_index);
  assert_same_sum (a->sse_rounding, b->sse_rounding, b->sse_rounding, tolerance);
  assert_same_sum (a->sse_clipping, b->sse_clipping, b->sse_clipping, tolerance);
  assert_same_sum (a->sum_abs_error, b->sum_abs_error, b->sum_abs_error, tolerance);
  assert_same_sum (a->sum_error, b->sum_error, b->sum_abs_error, tolerance);
  assert_same_sum (a->sum_x2, b->sum_x2, b->sum_x2, tolerance);
  assert_same_sum (a->sum_xy, b->sum_xy, sqrt (b->sum_x2 * b->sum_y2), tolerance);
  assert_same_sum (a->sum_y2, b->sum_y2, b->sum_y2, tolerance);
}

/* Codes counted from the lowest. */
static void
assert_same_codes (const QscParams *params, const float *x, size_t n, uint64_t first_index, const guint8 *codes)
{
  for (size_t i = 0; i < n; i++)
    g_assert_cmpint (codes[i], ==, qsc_quantize_value (params, x[i], first_index + i) - params->qmin);
}

#define QSC_KERNEL_ERROR_STATS(name)                                                                                             \
  static void check_##name (gconstpointer data)                                                                                  \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    float buffer[CHECK_LENGTH_MAX + 4];                                                                                          \
    Output output;                                                                                                               \
    QscParams params;                                                                                                            \
                                                                                                                                 \
    FOR_EACH_SETTING (rounding, scale, length)                                                                                   \
    {                                                                                                                            \
      const size_t n = check_lengths[length];                                                                                    \
      const uint64_t first = (uint64_t)(guint32)g_test_rand_int ();                                                              \
      float *x = buffer + g_test_rand_int_range (0, 4);                                                                          \
      const gboolean with_codes = g_test_rand_bit ();                                                                            \
      guint8 *codes = output_prepare (&output, 0);                                                                               \
      QscErrorStats a, b;                                                                                                        \
                                                                                                                                 \
      draw_params_for (&params, with_codes ? 1 : 2, g_test_rand_bit (), (QscRounding)rounding, check_scales[scale]);             \
      check_fill (x, n, &params, length % 2 == 0);                                                                               \
      qsc_error_stats_init (&a);                                                                                                 \
      qsc_error_stats_init (&b);                                                                                                 \
      kernels->name (&a, &params, x, n, first, with_codes ? codes : NULL);                                                       \
      output_check_guards (&output, 0, with_codes ? n : 0);                                                                      \
      for (size_t i = 0; i < n; i++)                                                                                             \
        qsc_error_stats_add_value (&b, &params, x[i], first + i);                                                                \
      assert_same_codes (&params, x, with_codes ? n : 0, first, codes);                                                          \
      assert_same_errors (&a, &b, kernels->isa == QSC_ISA_SCALAR ? IN_DOUBLE : IN_LANES);                                        \
    }                                                                                                                            \
  }
static void
assert_same_squares (const QscSquaredErrors *a, const QscSquaredErrors *b, double tolerance)
{
  const double sum = b->sse_rounding + b->sse_clipping;

  /* A value whose ratio is one float off may be clipped on one side only; its error is the same. */
  assert_same_sum (a->sse_rounding, b->sse_rounding, sum, tolerance);
  assert_same_sum (a->sse_clipping, b->sse_clipping, sum, tolerance);
  assert_same_sum (a->sse_rounding + a->sse_clipping, sum, sum, tolerance);
}

#define QSC_KERNEL_SQUARED_ERRORS(name)                                                                                          \
  static void check_##name (gconstpointer data)                                                                                  \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    float buffer[CHECK_LENGTH_MAX + 4];                                                                                          \
    QscParams params[QSC_SQUARES_GROUP];                                                                                         \
                                                                                                                                 \
    FOR_EACH_SETTING (rounding, scale, length)                                                                                   \
    {                                                                                                                            \
      const size_t n = check_lengths[length], n_params = (size_t)g_test_rand_int_range (0, QSC_SQUARES_GROUP + 1);               \
      const uint64_t first = (uint64_t)(guint32)g_test_rand_int ();                                                              \
      float *x = buffer + g_test_rand_int_range (0, 4);                                                                          \
      QscSquaredErrors a[QSC_SQUARES_GROUP], b[QSC_SQUARES_GROUP];                                                               \
                                                                                                                                 \
      for (size_t k = 0; k < QSC_SQUARES_GROUP; k++)                                                                             \
        {                                                                                                                        \
          draw_params_for (&params[k], 2, g_test_rand_bit (), (QscRounding)rounding, check_scales[scale]);                       \
          a[k] = b[k] = (QscSquaredErrors){ 0.0, 0.0 };                                                                          \
        }                                                                                                                        \
      check_fill (x, n, &params[0], length % 2 == 0);                                                                            \
      kernels->name (a, params, n_params, x, n, first);                                                                          \
      for (size_t k = 0; k < QSC_SQUARES_GROUP; k++)                                                                             \
        {                                                                                                                        \
          for (size_t i = 0; i < n && k < n_params; i++)                                                                         \
            qsc_squared_errors_add_value (&b[k], &params[k], x[i], first + i);                                                   \
          assert_same_squares (&a[k], &b[k], kernels->isa == QSC_ISA_SCALAR ? IN_DOUBLE : IN_LANES);                             \
        }                                                                                                                        \
    }                                                                                                                            \
  }
#define QSC_KERNEL_BINS(name)                                                                                                    \
  static void check_##name (gconstpointer data)                                                                                  \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    float buffer[CHECK_LENGTH_MAX + 4];                                                                                          \
    Output output;                                                                                                               \
    QscParams params;                                                                                                            \
                                                                                                                                 \
    FOR_EACH_SETTING (n_bins, scale, length)                                                                                     \
    {                                                                                                                            \
      const size_t n = check_lengths[length];                                                                                    \
      float *x = buffer + g_test_rand_int_range (0, 4);                                                                          \
      guint32 *bin = output_prepare (&output, 0);                                                                                \
      QscBins bins;                                                                                                              \
                                                                                                                                 \
      check_draw_params (&params, 8, TRUE, QSC_ROUND_HALF_EVEN, check_scales[scale]);                                            \
      check_fill (x, n, &params, FALSE);                                                                                         \
      qsc_params_get_level_range (&params, &bins.low, &bins.high);                                                               \
      bins.last = n_bins * 37;                                                                                                   \
      bins.per_bin = (bins.last + 1) / (bins.high - bins.low);                                                                   \
      kernels->name (&bins, x, n, bin);                                                                                          \
      output_check_guards (&output, 0, n * sizeof *bin);                                                                         \
      for (size_t i = 0; i < n; i++)                                                                                             \
        g_assert_cmpuint (bin[i], ==, qsc_get_bin (&bins, x[i]));                                                                \
    }                                                                                                                            \
  }
#define QSC_KERNEL_COUNT(name)                                                                                                   \
  static void check_##name (gconstpointer data)                                                                                  \
  {                                                                                                                              \
    for (size_t length = 0; length < check_n_lengths; length++)                                                                  \
      for (guint32 n_codes = 1; n_codes <= 64; n_codes += n_codes < 18 ? 1 : 5)                                                  \
        check_count (data, check_lengths[length], n_codes);                                                                      \
    check_count (data, COUNT_LENGTH_MAX, 3); /* more than a byte can count in a lane */                                          \
  }
#define QSC_KERNEL_HAS(name)                                                                                                     \
  static void check_##name (gconstpointer data)                                                                                  \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    const float odd[] = { NAN, INFINITY, -INFINITY };                                                                            \
    float x[300];                                                                                                                \
                                                                                                                                 \
    for (size_t i = 0; i < G_N_ELEMENTS (x); i++)                                                                                \
      x[i] = i % 2 == 0 ? FLT_MAX : -0x1p-149f;                                                                                  \
    for (size_t n = 0; n < G_N_ELEMENTS (x); n++)                                                                                \
      {                                                                                                                          \
        const float kept = x[n];                                                                                                 \
                                                                                                                                 \
        x[n] = odd[n % G_N_ELEMENTS (odd)];                                                                                      \
        g_assert_false (kernels->name (x, n));                                                                                   \
        g_assert_true (kernels->name (x, n + 1));                                                                                \
        g_assert_true (kernels->name (x + n / 2, G_N_ELEMENTS (x) - n / 2));                                                     \
        x[n] = kept;                                                                                                             \
      }                                                                                                                          \
  }
#include "core/kernels/qsc-kernels.inc"

/* Shapes of data that are hard on sums in lanes of float32: value number i. */
static float
draw_hard (int shape, size_t i)
{
  const float u = (float)g_test_rand_double_range (-1, 1);

  switch (shape)
    {
    case 0: /* all alike */
      return 0.7371f;
    case 1: /* two values in turn */
      return i % 2 == 0 ? 0.7371f : -0.2113f;
    case 2: /* each lane has a value of its own */
      return 0.01f * (float)(i % 16) + 0.0017f;
    case 3: /* on a grid of 16 values */
      return rintf (u * 7.5f) * 0.1337f;
    case 4: /* sparse */
      return i % 29 == 0 ? u : 0.0f;
    case 5: /* long tails, many of them clipped */
      return u * u * u * 40.0f;
    case 6: /* next to the levels */
      return nextafterf (rintf (u * 7.0f) * 0.1f, u);
    case 7: /* all are 0 after rounding */
      return u * 0.01f;
    case 8: /* squares that vanish in float32 */
      return u * 1e-24f;
    case 9: /* squares that overflow in float32 */
      return i % 1000 == 0 ? u * 1e30f : u;
    default:
      return u;
    }
}

#define N_HARD 11

static void
assert_precise_squares (const QscKernels *kernels, const QscParams *params, const float *x, size_t n, double tolerance)
{
  QscSquaredErrors a = { 0.0, 0.0 }, b = { 0.0, 0.0 };

  kernels->squared_errors (&a, params, 1, x, n, 0);
  for (size_t i = 0; i < n; i++)
    qsc_squared_errors_add_value (&b, params, x[i], i);
  assert_same_squares (&a, &b, tolerance);
}

/* Over many values the sums keep the precision that is promised. */
static void
check_precision (gconstpointer data)
{
  const QscKernels *kernels = data;
  const size_t n = 50003;
  g_autofree float *x = g_new (float, n);

  for (int shape = 0; shape < N_HARD; shape++)
    for (int setting = 0; setting < 3 * QSC_N_ARITHMETICS; setting++)
      {
        /* One rounding that lanes are for, and two that they are not. */
        const QscRounding rounding = (QscRounding)(setting % 3 * QSC_ROUND_DOWN);
        const QscParams params = { .scale = 0.1f,
                                   .zero_point = 3,
                                   .qmin = -5,
                                   .qmax = 10,
                                   .rounding = rounding,
                                   .seed = 5,
                                   .arithmetic = (QscArithmetic)(setting / 3) };
        QscErrorStats a, b;

        for (size_t i = 0; i < n; i++)
          x[i] = draw_hard (shape, i);
        qsc_error_stats_init (&a);
        qsc_error_stats_init (&b);
        kernels->error_stats (&a, &params, x, n, 0, NULL);
        for (size_t i = 0; i < n; i++)
          qsc_error_stats_add_value (&b, &params, x[i], i);
        /* SSE4.1 has no fused multiply-add: its products are rounded, too. */
        assert_same_errors (&a, &b, kernels->isa == QSC_ISA_SSE41 ? 2e-7 : 1e-7);
        assert_precise_squares (kernels, &params, x, n, shape < 3 ? 5e-7 : kernels->isa == QSC_ISA_SSE41 ? 2e-7 : 1e-7);
      }
}

/* Values that repeat, a share of them clipped by one and the same error: the roundings of a lane all point one way. Each of its 31
 * additions is off by 2^-24 of the sum at most, whatever the values. */
static void
check_bound (gconstpointer data)
{
  const QscKernels *kernels = data;
  const QscParams params = { .scale = 0.1f, .qmin = -8, .qmax = 7 };
  float x[4096];
  guint8 codes[4096];

  for (size_t period = 2; period <= 64; period++)
    for (int step = 1; step < 16; step++)
      {
        QscErrorStats a, b;

        for (size_t i = 0; i < G_N_ELEMENTS (x); i++)
          x[i] = i % period < period / 2 ? 0.75f + (float)step * 0.0173f : (float)(i % 7) * 0.1f;
        qsc_error_stats_init (&a);
        qsc_error_stats_init (&b);
        kernels->error_stats (&a, &params, x, G_N_ELEMENTS (x), 0, step == 1 ? codes : NULL);
        assert_same_codes (&params, x, step == 1 ? G_N_ELEMENTS (x) : 0, 0, codes);
        for (size_t i = 0; i < G_N_ELEMENTS (x); i++)
          qsc_error_stats_add_value (&b, &params, x[i], i);
        assert_same_errors (&a, &b, 2e-6);
      }
}

/* The place of the largest error is the first of equals, wherever they stand in the lanes. */
static void
check_first_largest (gconstpointer data)
{
  const QscKernels *kernels = data;
  const QscParams params = { .scale = 1.0f, .qmin = -8, .qmax = 7 };
  float x[100];

  for (size_t first = 0; first < G_N_ELEMENTS (x); first++)
    {
      QscErrorStats stats;

      for (size_t i = 0; i < G_N_ELEMENTS (x); i++)
        x[i] = i < first ? 1.25f : i % 3 == 0 || i == first ? -2.375f : NAN;
      qsc_error_stats_init (&stats);
      kernels->error_stats (&stats, &params, x, G_N_ELEMENTS (x), 1000, NULL);
      g_assert_cmpfloat (stats.max_abs_error, ==, 0.375f);
      g_assert_cmpuint (stats.max_index, ==, 1000 + first);
    }
}

/* The same values at every alignment give the same bits: results hang on the cuts alone. */
static void
check_alignment (gconstpointer data)
{
  const QscKernels *kernels = data;
  const QscParams params = { .scale = 0.1f, .qmin = -8, .qmax = 7 };
  float x[1000], buffer[1016];
  QscErrorStats expected, stats;
  QscMoments expected_moments, moments;

  check_fill (x, G_N_ELEMENTS (x), &params, FALSE);
  for (size_t offset = 0; offset < 16; offset++)
    {
      memcpy (buffer + offset, x, sizeof x);
      memset (&stats, 0, sizeof stats);
      memset (&moments, 0, sizeof moments);
      qsc_error_stats_init (&stats);
      qsc_moments_init (&moments);
      kernels->error_stats (&stats, &params, buffer + offset, G_N_ELEMENTS (x), 0, NULL);
      kernels->moments (&moments, buffer + offset, G_N_ELEMENTS (x));
      if (offset == 0)
        {
          expected = stats;
          expected_moments = moments;
        }
      g_assert_cmpmem (&stats.sse_rounding, 7 * sizeof (double), &expected.sse_rounding, 7 * sizeof (double));
      g_assert_cmpmem (&moments.sum, 2 * sizeof (double), &expected_moments.sum, 2 * sizeof (double));
    }
}

static void
add (const QscKernels *kernels, const char *name, GTestDataFunc check)
{
  g_autofree char *path = g_strdup_printf ("/kernels/%s/%s", qsc_isa_get_name (kernels->isa), name);

  g_test_add_data_func (path, kernels, check);
}

static void
add_isa (const QscKernels *kernels)
{
#define QSC_KERNEL_CONVERT(suffix, type) add (kernels, "convert-" #suffix, check_convert_##suffix);
#define QSC_KERNEL_QUANTIZE(suffix, type) add (kernels, "quantize-" #suffix, check_quantize_##suffix);
#define QSC_KERNEL_DEQUANTIZE(suffix, type) add (kernels, "dequantize-" #suffix, check_dequantize_##suffix);
#define QSC_KERNEL_PACK(bits) add (kernels, "pack-" #bits "bit", check_pack_##bits##bit);
#define QSC_KERNEL_EACH(suffix, type) add (kernels, "each-" #suffix, check_each_##suffix);
#define QSC_KERNEL_ERRORS(name) add (kernels, #name, check_##name);
#define QSC_KERNEL_MOMENTS(name) add (kernels, #name, check_##name);
#define QSC_KERNEL_ERROR_STATS(name) add (kernels, #name, check_##name);
#define QSC_KERNEL_SQUARED_ERRORS(name) add (kernels, #name, check_##name);
#define QSC_KERNEL_BINS(name) add (kernels, #name, check_##name);
#define QSC_KERNEL_COUNT(name) add (kernels, #name, check_##name);
#define QSC_KERNEL_HAS(name) add (kernels, #name, check_##name);
#include "core/kernels/qsc-kernels.inc"
  add (kernels, "first-largest", check_first_largest);
  add (kernels, "alignment", check_alignment);
  add (kernels, "precision", check_precision);
  add (kernels, "bound", check_bound);
}

/* --bench [--json FILE] [PART…] */
static int
bench (int argc, char **argv)
{
  const bool has_json = argc > 2 && g_str_equal (argv[2], "--json");
  const int n_options = has_json ? 4 : 2;
  FILE *json = NULL;

  if (argc < n_options)
    {
      fprintf (stderr, "usage: %s --bench [--json FILE] [PART OF A NAME]…\n", argv[0]);
      return 2;
    }
  if (has_json && (json = fopen (argv[3], "w")) == NULL)
    {
      perror (argv[3]);
      return 1;
    }
  check_bench (json, argv + n_options, argc - n_options);
  if (json != NULL && fclose (json) != 0)
    {
      perror (argv[3]);
      return 1;
    }
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_str_equal (argv[1], "--bench"))
    return bench (argc, argv);
  g_test_init (&argc, &argv, NULL);
  g_print ("# %s is in use\n", qsc_isa_get_name (qsc_get_isa ()));
  for (int isa = 0; isa < QSC_N_ISAS; isa++)
    if (qsc_isa_is_available ((QscIsa)isa))
      add_isa (qsc_kernels_get_for ((QscIsa)isa));
  check_products_add ();
  return g_test_run ();
}
