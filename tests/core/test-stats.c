/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <float.h>
#include <math.h>
#include <string.h>

#include "check-data.h"
#include "core/qsc.h"
#include "oracle.h"

static void
test_moments (void)
{
  const float x[] = { 1.0f, NAN, -3.0f, INFINITY, 0.5f, -INFINITY, 0x1p-149f, -NAN };
  QscMoments moments;

  qsc_moments_init (&moments);
  g_assert_true (isinf (moments.min) && moments.min > 0);
  g_assert_true (isinf (moments.max) && moments.max < 0);
  qsc_moments_update (&moments, x, G_N_ELEMENTS (x));
  g_assert_cmpuint (moments.count, ==, 4);
  g_assert_cmpuint (moments.nan, ==, 2);
  g_assert_cmpuint (moments.positive_infinity, ==, 1);
  g_assert_cmpuint (moments.negative_infinity, ==, 1);
  g_assert_cmpfloat (moments.min, ==, -3.0f);
  g_assert_cmpfloat (moments.max, ==, 1.0f);
  g_assert_cmpfloat (moments.sum, ==, -1.5);
  g_assert_cmpfloat (moments.sum_squares, ==, 10.25);
}

/* Only values that are not finite, and none at all. */
static void
test_moments_empty (void)
{
  float x[100];
  QscMoments moments;

  for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = NAN;
  qsc_moments_init (&moments);
  qsc_moments_update (&moments, x, 0);
  qsc_moments_update (&moments, x, G_N_ELEMENTS (x));
  g_assert_cmpuint (moments.count, ==, 0);
  g_assert_cmpuint (moments.nan, ==, 100);
  g_assert_true (isinf (moments.min) && moments.min > 0);
  g_assert_cmpfloat (moments.sum, ==, 0.0);
}

/* The zero that is shown is never negative. */
static void
test_moments_zero (void)
{
  float x[50];

  for (gsize first = 0; first < G_N_ELEMENTS (x); first++)
    {
      QscMoments moments;

      for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
        x[i] = i == first ? 0.0f : -0.0f;
      qsc_moments_init (&moments);
      qsc_moments_update (&moments, x, G_N_ELEMENTS (x));
      g_assert_false (signbit (moments.min) || signbit (moments.max));
    }
}

static float *
draw_values (const QscParams *params, gsize n)
{
  float *x = g_new (float, n);

  check_fill (x, n, params, FALSE);
  return x;
}

/* The same cuts give the same bits in one accumulator and in several that are merged; other cuts the same counts. */
static void
test_merge (void)
{
  const QscParams params = { .scale = 0.1f, .zero_point = 1, .qmin = -8, .qmax = 7 };
  const gsize n = 10007, cut = 3001;
  g_autofree float *x = draw_values (&params, n);
  QscMoments whole, left, right;
  QscErrorStats e_whole, e_left, e_right, e_uncut;

  memset (&whole, 0, sizeof whole);
  memset (&left, 0, sizeof left);
  qsc_moments_init (&whole);
  qsc_moments_init (&left);
  qsc_moments_init (&right);
  qsc_moments_update (&whole, x, cut);
  qsc_moments_update (&whole, x + cut, n - cut);
  qsc_moments_update (&left, x, cut);
  qsc_moments_update (&right, x + cut, n - cut);
  qsc_moments_merge (&left, &right);
  g_assert_cmpmem (&whole, sizeof whole, &left, sizeof left);

  memset (&e_whole, 0, sizeof e_whole);
  memset (&e_left, 0, sizeof e_left);
  qsc_error_stats_init (&e_whole);
  qsc_error_stats_init (&e_left);
  qsc_error_stats_init (&e_right);
  qsc_error_stats_init (&e_uncut);
  qsc_error_stats_update (&e_whole, &params, x, cut, 0);
  qsc_error_stats_update (&e_whole, &params, x + cut, n - cut, cut);
  qsc_error_stats_update (&e_left, &params, x, cut, 0);
  qsc_error_stats_update (&e_right, &params, x + cut, n - cut, cut);
  qsc_error_stats_merge (&e_left, &e_right);
  g_assert_cmpuint (e_whole.max_index, ==, e_left.max_index);
  g_assert_cmpmem (&e_whole.sse_rounding, 7 * sizeof (double), &e_left.sse_rounding, 7 * sizeof (double));

  qsc_error_stats_update (&e_uncut, &params, x, n, 0);
  g_assert_cmpuint (e_uncut.count, ==, e_left.count);
  g_assert_cmpuint (e_uncut.clipped_low, ==, e_left.clipped_low);
  g_assert_cmpuint (e_uncut.clipped_high, ==, e_left.clipped_high);
  g_assert_cmpuint (e_uncut.max_index, ==, e_left.max_index);
  g_assert_cmpfloat (e_uncut.max_abs_error, ==, e_left.max_abs_error);
}

static void
test_merge_empty (void)
{
  const QscParams params = { .scale = 1.0f, .qmin = -8, .qmax = 7 };
  const float x[] = { NAN, 1.0f, 2.0f };
  QscErrorStats stats, empty;

  qsc_error_stats_init (&empty);
  g_assert_cmpuint (empty.max_index, ==, G_MAXUINT64);
  qsc_error_stats_update (&empty, &params, x, 1, 0);
  g_assert_cmpuint (empty.count, ==, 0);
  g_assert_cmpuint (empty.max_index, ==, G_MAXUINT64);
  qsc_error_stats_init (&stats);
  qsc_error_stats_update (&stats, &params, x, 3, 10);
  g_assert_cmpuint (stats.max_index, ==, 11); /* errors of 0 have a place too */
  qsc_error_stats_merge (&stats, &empty);
  g_assert_cmpuint (stats.max_index, ==, 11);
  qsc_error_stats_merge (&empty, &stats);
  g_assert_cmpuint (empty.max_index, ==, 11);
}

/* Sums of the errors that the trace shows, in long double: also where float32 squares would underflow or overflow. */
static void
test_error_sums (gconstpointer data)
{
  const float scale = *(const float *)data;

  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    {
      const gsize n = 20000;
      QscParams params;
      QscErrorStats stats;
      long double sse[2] = { 0, 0 }, sum_abs = 0, sum = 0, x2 = 0, xy = 0, y2 = 0;

      check_draw_params (&params, 4, TRUE, (QscRounding)rule, scale);
      if (scale < 0x1p-126f)
        params.arithmetic = QSC_DIVIDE; /* the others have no reciprocal */

      g_autofree float *x = draw_values (&params, n);

      for (gsize i = 0; i < n; i++)
        if (fabsf (x[i]) > 40 * scale) /* no raw bit pattern shall stand for all others */
          x[i] = scale * 3.7f;
      qsc_error_stats_init (&stats);
      qsc_error_stats_update (&stats, &params, x, n, 0);
      for (gsize i = 0; i < n; i++)
        {
          QscTrace t;

          qsc_params_trace (&params, x[i], i, &t);
          if (!t.is_finite)
            continue;
          sse[t.is_clipped_low || t.is_clipped_high] += (long double)t.error * (long double)t.error;
          sum_abs += fabsl ((long double)t.error);
          sum += (long double)t.error;
          x2 += (long double)t.value * (long double)t.value;
          xy += (long double)t.value * (long double)t.reconstructed;
          y2 += (long double)t.reconstructed * (long double)t.reconstructed;
        }
      g_assert_cmpfloat (stats.sse_rounding, >, 0.0);
      oracle_assert_close (stats.sse_rounding, (double)sse[0], 1e-7);
      oracle_assert_close (stats.sse_clipping, (double)sse[1], 1e-7);
      oracle_assert_close (stats.sum_abs_error, (double)sum_abs, 1e-7);
      g_assert_cmpfloat (fabs (stats.sum_error - (double)sum), <=, 1e-7 * (double)sum_abs);
      oracle_assert_close (stats.sum_x2, (double)x2, 1e-7);
      oracle_assert_close (stats.sum_xy, (double)xy, 1e-7);
      oracle_assert_close (stats.sum_y2, (double)y2, 1e-7);
    }
}

/* At 16 bits the cosine of values and levels differs from 1 in the tenth digit: what makes the difference must not get lost
 * in the precision of the sums. */
static void
test_error_sums_cosine (void)
{
  const gsize n = 1 << 18;
  const QscParams params = { .scale = 0x1p-15f / 3, .qmin = -32768, .qmax = 32767 };
  g_autofree float *x = g_new (float, n);
  QscErrorStats stats;
  long double xx = 0, xe = 0, ee = 0;

  qsc_error_stats_init (&stats);
  for (gsize i = 0; i < n; i++)
    {
      QscTrace t;

      x[i] = (float)g_test_rand_double_range (-0.25, 0.25);
      qsc_params_trace (&params, x[i], i, &t);
      xx += (long double)x[i] * (long double)x[i];
      xe += (long double)x[i] * (long double)t.error;
      ee += (long double)t.error * (long double)t.error;
    }
  qsc_error_stats_update (&stats, &params, x, n, 0);

  const long double sine = (xx * ee - xe * xe) / (xx * (xx + 2 * xe + ee));
  const long double x2 = (long double)stats.sum_x2, xy = (long double)stats.sum_xy, y2 = (long double)stats.sum_y2;

  g_assert_cmpfloat ((double)sine, <, 1e-8);
  oracle_assert_close ((double)((x2 * y2 - xy * xy) / (x2 * y2)), (double)sine, 1e-2);
}

/* All values alike, where roundings of a narrower sum would all point one way. */
static void
test_error_sums_constant (void)
{
  const gsize n = 1 << 20;
  const QscParams params = { .scale = 0.1f, .qmin = -128, .qmax = 127 };
  g_autofree float *x = g_new (float, n);
  QscErrorStats stats;
  QscTrace trace;

  for (gsize i = 0; i < n; i++)
    x[i] = 0.7234567f;
  qsc_params_trace (&params, x[0], 0, &trace);
  qsc_error_stats_init (&stats);
  qsc_error_stats_update (&stats, &params, x, n, 0);
  oracle_assert_close (stats.sse_rounding, (double)n * (double)trace.error * (double)trace.error, 1e-7);
  oracle_assert_close (stats.sum_x2, (double)n * (double)x[0] * (double)x[0], (double)n * 0x1p-53);
  g_assert_cmpuint (stats.max_index, ==, 0);
}

/* Uniform values over the unclipped range: MSE = s²/12, RMSE/s = 1/√12. */
static void
test_uniform_noise (gconstpointer data)
{
  const QscScheme scheme = { .bits = GPOINTER_TO_INT (data), .is_signed = true };
  const gsize n = 1 << 20;
  g_autofree float *x = g_new (float, n);
  QscParams params;
  QscErrorStats stats;
  double low, high;

  g_assert_cmpint (qsc_params_init (&params, &scheme, 0.01f, 0), ==, QSC_OK);
  qsc_params_get_unclipped_range (&params, &low, &high);
  for (gsize i = 0; i < n; i++)
    x[i] = (float)(low + (high - low) * ((double)i + 0.5) / (double)n);
  qsc_error_stats_init (&stats);
  qsc_error_stats_update (&stats, &params, x, n, 0);
  g_assert_cmpuint (stats.clipped_low + stats.clipped_high, ==, 0);
  /* The values stand in a grid of m per step, and float32 moves them: relative 1/m² and 2^-24 · 2^b. */
  oracle_assert_close (stats.sse_rounding / (double)n, (double)params.scale * (double)params.scale / 12, 1e-4);
  g_assert_cmpfloat (fabs (sqrt (stats.sse_rounding / (double)n) / (double)params.scale - 0.288675), <, 2e-5);
}

typedef struct
{
  int bits;
  double gauss_narrow, gauss_narrow_db, gauss_full, gauss_full_db, laplace, laplace_db;
} BestStep;

/* Exact integrals of the quantizer at the best step: SQNR of N(0, 1) with a narrow and a full signed range, and of a Laplace
 * distribution with b = 1, narrow. */
static const BestStep best_steps[] = {
  { 2, 1.22401, 7.21, 1.04839, 8.26, 2.00000, 5.78 },    { 3, 0.65077, 13.29, 0.60182, 13.91, 1.16213, 10.80 },
  { 4, 0.35341, 18.90, 0.33861, 19.26, 0.68856, 15.62 }, { 5, 0.19325, 24.33, 0.18879, 24.53, 0.40654, 20.42 },
  { 6, 0.10549, 29.71, 0.10418, 29.82, 0.23737, 25.26 }, { 7, 0.05726, 35.11, 0.05689, 35.16, 0.13679, 30.18 },
  { 8, 0.03087, 40.54, 0.03077, 40.57, 0.07782, 35.18 },
};

/* n values that stand for the distribution: the quantiles at (i + 1/2) / n, the upper half mirrored to the lower. */
static void
fill_quantiles (float *x, gsize n, gboolean is_gauss)
{
  double v = 0;

  for (gsize i = 0; i < n / 2; i++)
    {
      const double above = 0.5 - ((double)i + 0.5) / (double)n; /* the probability of more */

      if (is_gauss)
        for (int turn = 0; turn < 3; turn++) /* Newton's method, from the quantile before */
          v += (erfc (v / sqrt (2.0)) / 2 - above) * sqrt (2 * G_PI) * exp (v * v / 2);
      else
        v = -log (2 * above);
      x[i] = (float)v;
      x[n - 1 - i] = -(float)v;
    }
}

static double
get_sqnr (const float *x, gsize n, int bits, gboolean narrow, double scale)
{
  const QscScheme scheme = { .bits = bits, .is_signed = true, .narrow_range = narrow, .symmetric = true };
  QscParams params;
  QscErrorStats stats;

  g_assert_cmpint (qsc_params_init (&params, &scheme, (float)scale, 0), ==, QSC_OK);
  qsc_error_stats_init (&stats);
  qsc_error_stats_update (&stats, &params, x, n, 0);
  return 10 * log10 (stats.sum_x2 / (stats.sse_rounding + stats.sse_clipping));
}

static void
test_best_steps (gconstpointer data)
{
  const gboolean is_gauss = g_str_equal (data, "gauss");
  const gsize n = 1 << 22; /* the clipped part of the tail wants points too */
  g_autofree float *x = g_new (float, n);

  fill_quantiles (x, n, is_gauss);
  for (gsize i = 0; i < G_N_ELEMENTS (best_steps); i++)
    {
      const BestStep *b = &best_steps[i];
      const double step = is_gauss ? b->gauss_narrow : b->laplace, db = is_gauss ? b->gauss_narrow_db : b->laplace_db;

      g_test_message ("%s %d: %.4f of %.2f", (const char *)data, b->bits, get_sqnr (x, n, b->bits, TRUE, step), db);
      g_assert_cmpfloat (fabs (get_sqnr (x, n, b->bits, TRUE, step) - db), <,
                         is_gauss ? 0.01 : 0.02); /* the heavy tail's last points are coarse */
      if (is_gauss)
        g_assert_cmpfloat (fabs (get_sqnr (x, n, b->bits, FALSE, b->gauss_full) - b->gauss_full_db), <, 0.01);
      /* It is the best: neighbours are worse. */
      g_assert_cmpfloat (get_sqnr (x, n, b->bits, TRUE, step * 1.02), <, get_sqnr (x, n, b->bits, TRUE, step));
      g_assert_cmpfloat (get_sqnr (x, n, b->bits, TRUE, step * 0.98), <, get_sqnr (x, n, b->bits, TRUE, step));
    }
}

/* The squared errors alone are those of the full statistics, for more parameters and values than one round of the kernel takes:
 * scales that clip nothing to nearly all, all rules, some values not finite. */
static void
test_squared_errors (void)
{
  const gsize n = 40001, n_params = 21;
  g_autofree float *x = g_new (float, n);
  g_autofree QscParams *params = g_new0 (QscParams, n_params);
  g_autofree QscSquaredErrors *squares = g_new0 (QscSquaredErrors, n_params);

  for (gsize i = 0; i < n; i++)
    x[i] = i % 5000 == 77 ? INFINITY : i % 7000 == 99 ? NAN : (float)(g_test_rand_double_range (-1, 1) * g_test_rand_double ());
  for (gsize k = 0; k < n_params; k++)
    params[k] = (QscParams){ .scale = 0.0002f * powf (1.3f, (float)k),
                             .qmin = -128,
                             .qmax = 127,
                             .zero_point = (int32_t)k - 9,
                             .rounding = (QscRounding)(k % QSC_N_ROUNDINGS),
                             .arithmetic = (QscArithmetic)(k % QSC_N_ARITHMETICS),
                             .seed = k };
  qsc_squared_errors_update (squares, params, n_params, x, 20000, 1000);
  qsc_squared_errors_update (squares, params, n_params, x + 20000, n - 20000, 21000);
  for (gsize k = 0; k < n_params; k++)
    {
      QscErrorStats stats;
      double sse;

      qsc_error_stats_init (&stats);
      qsc_error_stats_update (&stats, &params[k], x, n, 1000);
      sse = stats.sse_rounding + stats.sse_clipping;
      g_assert_cmpfloat (fabs (squares[k].sse_rounding - stats.sse_rounding), <=, 2e-7 * sse);
      g_assert_cmpfloat (fabs (squares[k].sse_clipping - stats.sse_clipping), <=, 2e-7 * sse);
    }
}

static void
test_histogram_edges (void)
{
  const float x[] = { 0.0f, -0.0f,      0.2499999f,  0.25f, 0.5f,     0.75f,    0.9999999f,
                      1.0f, 1.0000001f, -0.0000001f, NAN,   INFINITY, -INFINITY };
  guint64 counts[4] = { 10, 0, 0, 0 };

  qsc_histogram_update (x, G_N_ELEMENTS (x), 0.0, 1.0, 4, counts);
  g_assert_cmpuint (counts[0], ==, 13);
  g_assert_cmpuint (counts[1], ==, 1);
  g_assert_cmpuint (counts[2], ==, 1);
  g_assert_cmpuint (counts[3], ==, 3);
}

/* The bin is the formula's, with few and with many bins, for few and for many values. */
static void
test_histogram (void)
{
  const gsize n_bins[] = { 1, 2, 7, 512, 1023, 1024, 1039, 1040, 5000 };
  const gsize lengths[] = { 0, 1, 100, 2079, 2080, 20001 };
  const QscParams params = { .scale = 0.1f, .qmin = -128, .qmax = 127 };
  const double low = -7.3, high = 11.1;
  g_autofree float *x = draw_values (&params, 20001);

  for (gsize b = 0; b < G_N_ELEMENTS (n_bins); b++)
    for (gsize l = 0; l < G_N_ELEMENTS (lengths); l++)
      {
        g_autofree guint64 *counts = g_new0 (guint64, n_bins[b] + 1), *expected = g_new0 (guint64, n_bins[b] + 1);

        counts[n_bins[b]] = 42;
        qsc_histogram_update (x, lengths[l], low, high, n_bins[b], counts);
        for (gsize i = 0; i < lengths[l]; i++)
          if ((double)x[i] >= low && (double)x[i] <= high)
            expected[MIN ((gsize)floor (((double)x[i] - low) * ((double)n_bins[b] / (high - low))), n_bins[b] - 1)]++;
        g_assert_cmpmem (counts, n_bins[b] * sizeof *counts, expected, n_bins[b] * sizeof *counts);
        g_assert_cmpuint (counts[n_bins[b]], ==, 42);
      }
}

int
main (int argc, char **argv)
{
  static const int bits[] = { 2, 3, 4, 6, 8, 10 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/moments/mixed", test_moments);
  g_test_add_func ("/stats/moments/empty", test_moments_empty);
  g_test_add_func ("/stats/moments/zero", test_moments_zero);
  g_test_add_func ("/stats/merge/cuts", test_merge);
  g_test_add_func ("/stats/merge/empty", test_merge_empty);
  for (gsize i = 0; i < check_n_scales; i++)
    {
      g_autofree char *path = g_strdup_printf ("/stats/error-sums/%g", (double)check_scales[i]);

      if (check_scales[i] < 1e37f && check_scales[i] > FLT_MIN)
        g_test_add_data_func (path, &check_scales[i], test_error_sums);
    }
  g_test_add_func ("/stats/error-sums/cosine", test_error_sums_cosine);
  g_test_add_func ("/stats/error-sums/constant", test_error_sums_constant);
  for (gsize i = 0; i < G_N_ELEMENTS (bits); i++)
    {
      g_autofree char *path = g_strdup_printf ("/stats/uniform-noise/%d-bit", bits[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (bits[i]), test_uniform_noise);
    }
  g_test_add_data_func ("/stats/best-steps/gauss", "gauss", test_best_steps);
  g_test_add_data_func ("/stats/best-steps/laplace", "laplace", test_best_steps);
  g_test_add_func ("/stats/squared-errors", test_squared_errors);
  g_test_add_func ("/stats/histogram/edges", test_histogram_edges);
  g_test_add_func ("/stats/histogram/formula", test_histogram);
  return g_test_run ();
}
