/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "check-data.h"
#include "core/qsc.h"

static float *
draw_values (const QscParams *params, gsize n)
{
  float *x = g_new (float, n);

  check_fill (x, n, params, FALSE);
  return x;
}

/* The codes that the trace shows, counted, by every arithmetic, rounding and range. */
static void
test_code_histogram_is_trace (void)
{
  for (int setting = 0; setting < QSC_N_ARITHMETICS * QSC_N_ROUNDINGS * 16; setting++)
    {
      const gsize n = 3000;
      const int bits = 1 + (setting / 7) % 16;
      QscParams params;
      g_autofree float *x = NULL;
      g_autofree guint64 *counts = g_new0 (guint64, 65536), *expected = g_new0 (guint64, 65536);

      if (bits < QSC_BITS_MIN)
        continue;
      check_draw_params (&params, bits, g_test_rand_bit (), (QscRounding)(setting % QSC_N_ROUNDINGS), 0.1f);
      params.arithmetic = (QscArithmetic)(setting / (QSC_N_ROUNDINGS * 16));
      x = draw_values (&params, n);
      for (gsize i = 0; i < n; i++)
        {
          QscTrace trace;

          qsc_params_trace (&params, x[i], 5 + i, &trace);
          if (trace.is_finite)
            expected[trace.code - params.qmin]++;
        }
      qsc_code_histogram_update (&params, x, n, 5, counts);
      g_assert_cmpmem (counts, 65536 * sizeof *counts, expected, 65536 * sizeof *expected);
    }
}

static void
test_code_histogram (void)
{
  for (int bits = QSC_BITS_MIN; bits <= QSC_BITS_MAX; bits++)
    for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
      {
        const gsize n = rule % 2 == 0 ? 5003 : 300;
        QscParams params;

        check_draw_params (&params, bits, rule % 3 == 0, (QscRounding)rule, 0.1f);

        const gsize n_codes = (gsize)(params.qmax - params.qmin + 1);
        g_autofree float *x = draw_values (&params, n);
        g_autofree guint64 *counts = g_new0 (guint64, n_codes), *expected = g_new0 (guint64, n_codes);

        qsc_code_histogram_update (&params, x, n, 1000, counts);
        for (gsize i = 0; i < n; i++)
          {
            QscTrace trace;

            qsc_params_trace (&params, x[i], 1000 + i, &trace);
            expected[trace.code - params.qmin] += trace.is_finite;
          }
        g_assert_cmpmem (counts, n_codes * sizeof *counts, expected, n_codes * sizeof *counts);
      }
}

#define N_COUNTS 65536

/* One pass gives what two give, to the bit: where tables are cleared and where not, within a span and over some. */
static void
test_with_error_stats (void)
{
  static const gsize lengths[] = { 0, 1, 70, 3000, 7936, 20003 };
  g_autofree guint64 *counts = g_new (guint64, N_COUNTS), *expected_counts = g_new (guint64, N_COUNTS);

  for (int setting = 0; setting < QSC_N_ARITHMETICS * QSC_N_ROUNDINGS * 9; setting++)
    {
      const gsize n = lengths[setting % (int)G_N_ELEMENTS (lengths)];
      QscParams params;
      QscErrorStats stats, expected;
      g_autofree float *x = NULL;

      check_draw_params (&params, QSC_BITS_MIN + setting % 9, g_test_rand_bit (), (QscRounding)(setting % QSC_N_ROUNDINGS), 0.1f);
      params.arithmetic = (QscArithmetic)(setting / (QSC_N_ROUNDINGS * 9));
      x = draw_values (&params, n);
      for (gsize i = 0; i < n && setting % 2 == 0; i++)
        x[i] = (float)g_test_rand_double_range (-2, 2); /* what lanes of float32 do for */
      memset (counts, 1, N_COUNTS * sizeof *counts);
      memset (expected_counts, 1, N_COUNTS * sizeof *counts);
      qsc_error_stats_init (&stats);
      qsc_error_stats_init (&expected);
      qsc_error_stats_and_codes_update (&stats, &params, x, n, 7, counts);
      qsc_error_stats_update (&expected, &params, x, n, 7);
      qsc_code_histogram_update (&params, x, n, 7, expected_counts);
      g_assert_cmpmem (counts, N_COUNTS * sizeof *counts, expected_counts, N_COUNTS * sizeof *counts);
      g_assert_cmpuint (stats.count, ==, expected.count);
      g_assert_cmpuint (stats.clipped_low, ==, expected.clipped_low);
      g_assert_cmpuint (stats.clipped_high, ==, expected.clipped_high);
      g_assert_cmpmem (&stats.sse_rounding, 7 * sizeof (double), &expected.sse_rounding, 7 * sizeof (double));
      g_assert_cmpfloat (stats.max_abs_error, ==, expected.max_abs_error);
      g_assert_cmpuint (stats.max_index, ==, expected.max_index);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/count/is-trace", test_code_histogram_is_trace);
  g_test_add_func ("/count/bits", test_code_histogram);
  g_test_add_func ("/count/with-error-stats", test_with_error_stats);
  return g_test_run ();
}
