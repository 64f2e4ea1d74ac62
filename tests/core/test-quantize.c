/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "check-data.h"
#include "core/qsc.h"
#include "oracle-case.h"

/* Codes as onnxruntime and the written rule have them; NaN, where the rule asks nothing, is our zero-point. */
static void
check_codes (const OracleCase *c, gpointer data)
{
  if (c->reference == NULL)
    {
      oracle_assert_sha256 (c->json, "q_sha256_i32le", c->codes, c->n * sizeof *c->codes);
      return;
    }
  for (gsize i = 0; i < c->n; i++)
    if (c->codes[i] != (c->reference[i] == G_MININT32 ? c->params.zero_point : c->reference[i]))
      g_error ("%s: %a: %d instead of %d", c->id, (double)c->x[i], c->codes[i], c->reference[i]);
}

/* onnxruntime's own rows: "same" as the reference, or the codes that differ; none does for a finite value. */
static void
check_onnxruntime (const OracleCase *c, gpointer data)
{
  json_t *row = json_object_get (oracle_get (c->json, "peers"), "onnxruntime_QuantizeLinear"), *code;
  const char *index;

  if (row == NULL || c->reference == NULL)
    return;
  for (gsize i = 0; i < c->n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
      const json_t *other = json_is_object (row) ? json_object_get (row, key) : NULL;

      if (isfinite (c->x[i]))
        g_assert_cmpint (c->codes[i], ==, other != NULL ? (gint32)json_integer_value (other) : c->reference[i]);
    }
  if (json_is_object (row))
    json_object_foreach (row, index, code) g_assert_true (isnan (c->x[atoi (index)]));
}

static void
check_reconstruction (const OracleCase *c, gpointer data)
{
  gsize n = 0;
  g_autofree float *expected = oracle_get_floats (c->json, "dequantized", &n);
  g_autofree float *y = g_new (float, c->n + 1);
  g_autofree gint16 *codes = g_new (gint16, c->n + 1);

  for (gsize i = 0; i < c->n; i++)
    codes[i] = (gint16)c->codes[i];
  qsc_dequantize_i16 (&c->params, codes, c->n, y);
  if (c->reference == NULL)
    oracle_assert_sha256 (c->json, "dequantized_sha256_f32le", y, c->n * sizeof *y);
  for (gsize i = 0; i < n; i++)
    if (isfinite (c->x[i]))
      g_assert_cmpfloat (y[i], ==, expected[i]);
}

static void
check_metrics (const OracleCase *c, gpointer data)
{
  const json_t *metrics = json_object_get (c->json, "metrics");
  QscErrorStats stats;

  if (metrics == NULL)
    return;
  qsc_error_stats_init (&stats);
  qsc_error_stats_update (&stats, &c->params, c->x, c->n, 0);

  const double sse = stats.sse_rounding + stats.sse_clipping, power = stats.sum_x2 / (double)stats.count;

  g_assert_cmpuint (stats.count, ==, c->n);
  oracle_assert_close (sse / (double)stats.count, oracle_get_double (metrics, "mse"), 1e-6);
  oracle_assert_close (power, oracle_get_double (metrics, "signal_power"), 5e-7);
  oracle_assert_close (stats.max_abs_error, oracle_get_double (metrics, "max_abs_error"), 1e-6);
  if (sse > 0)
    g_assert_cmpfloat (fabs (10 * log10 (stats.sum_x2 / sse) - oracle_get_double (metrics, "sqnr_db")), <=, 1e-5);
  else
    g_assert_true (isinf (oracle_get_double (metrics, "sqnr_db")));
  if (!json_is_null (json_object_get (metrics, "cosine")))
    oracle_assert_close (stats.sum_xy / (sqrt (stats.sum_x2) * sqrt (stats.sum_y2)), oracle_get_double (metrics, "cosine"), 1e-6);
}

static void
test_codes (void)
{
  oracle_for_each_case (check_codes, NULL);
}

static void
test_onnxruntime (void)
{
  oracle_for_each_case (check_onnxruntime, NULL);
}

static void
test_reconstruction (void)
{
  oracle_for_each_case (check_reconstruction, NULL);
}

static void
test_metrics (void)
{
  oracle_for_each_case (check_metrics, NULL);
}

/* A scheme of bits 2 … 16 by number, for the properties below. */
static void
draw_scheme (QscParams *params, QscRounding rounding)
{
  check_draw_params (params, g_test_rand_int_range (2, 17), g_test_rand_bit (), rounding,
                     (float)exp (g_test_rand_double_range (-20, 20)));
}

static void
test_zero_is_exact (void)
{
  const float zeros[] = { 0.0f, -0.0f };

  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    for (int turn = 0; turn < 500; turn++)
      {
        QscParams params;
        QscErrorStats stats;
        gint32 codes[2];

        draw_scheme (&params, (QscRounding)rule);
        oracle_quantize (&params, zeros, 2, codes);
        g_assert_cmpint (codes[0], ==, params.zero_point);
        g_assert_cmpint (codes[1], ==, params.zero_point);
        qsc_error_stats_init (&stats);
        qsc_error_stats_update (&stats, &params, zeros, 2, g_test_rand_int_range (0, 1000));
        g_assert_cmpfloat (stats.max_abs_error, ==, 0.0f);
        g_assert_cmpuint (stats.clipped_low + stats.clipped_high, ==, 0);
      }
}

/* Nearest rules: |e| ≤ s/2 inside the levels, but for the float32 roundings of quotient and product. */
static void
test_error_bound (void)
{
  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    for (int turn = 0; turn < 300; turn++)
      {
        const double steps = rule <= QSC_ROUND_HALF_UP ? 0.5 : 1.0;
        QscParams params;
        QscTrace trace;
        double low, high;

        draw_scheme (&params, (QscRounding)rule);
        qsc_params_get_level_range (&params, &low, &high);
        for (int i = 0; i < 50; i++)
          {
            const float x = (float)g_test_rand_double_range (low, high);
            const double slack = fmax (-low, high) * 0x1p-22;

            qsc_params_trace (&params, x, (guint64)i, &trace);
            g_assert_cmpfloat (fabs ((double)trace.error), <=, params.scale * steps + slack);
          }
      }
}

static void
test_monotone (void)
{
  for (int rule = 0; rule <= QSC_ROUND_TOWARD_ZERO; rule++)
    for (int turn = 0; turn < 100; turn++)
      {
        QscParams params;
        double low, high;
        float x[512];
        gint32 codes[512];

        draw_scheme (&params, (QscRounding)rule);
        qsc_params_get_level_range (&params, &low, &high);
        for (gsize i = 0; i < 512; i++)
          x[i] = (float)(low - params.scale + (high - low + 2 * params.scale) * (double)i / 511);
        oracle_quantize (&params, x, 512, codes);
        g_assert_cmpint (codes[0], ==, params.qmin);
        g_assert_cmpint (codes[511], ==, params.qmax);
        for (gsize i = 1; i < 512; i++)
          g_assert_cmpint (codes[i - 1], <=, codes[i]);
      }
}

/* Each level is its own code's: always where levels are exact (a power of two), by the nearest rules with any scale. */
static void
test_idempotent (void)
{
  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    for (int turn = 0; turn < 40; turn++)
      {
        QscParams params;
        int exponent;

        draw_scheme (&params, (QscRounding)rule);
        params.inverse = 0.0f;
        frexpf (params.scale, &exponent);
        if (rule > QSC_ROUND_HALF_UP)
          params.scale = ldexpf (1.0f, exponent);
        for (gint32 code = params.qmin; code <= params.qmax; code += 1 + (params.qmax - params.qmin) / 997)
          {
            const float level = qsc_params_get_level (&params, code);
            gint32 back;

            oracle_quantize (&params, &level, 1, &back);
            g_assert_cmpint (back, ==, code);
          }
      }
}

static void
test_trace_is_kernel (void)
{
  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    for (gsize scale = 0; scale < check_n_scales; scale++)
      {
        QscParams params;
        QscErrorStats stats;
        float x[1000], largest = -1.0f;
        gint32 codes[1000];
        guint64 n_low = 0, n_high = 0, n_finite = 0;

        check_draw_params (&params, g_test_rand_int_range (2, 17), g_test_rand_bit (), (QscRounding)rule, check_scales[scale]);
        check_fill (x, G_N_ELEMENTS (x), &params, FALSE);
        oracle_quantize (&params, x, G_N_ELEMENTS (x), codes);
        qsc_error_stats_init (&stats);
        qsc_error_stats_update (&stats, &params, x, G_N_ELEMENTS (x), 0);
        for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
          {
            QscTrace trace;

            qsc_params_trace (&params, x[i], i, &trace);
            g_assert_cmpint (trace.code, ==, codes[i]);
            if (!trace.is_finite)
              continue;
            n_finite++;
            n_low += trace.is_clipped_low;
            n_high += trace.is_clipped_high;
            largest = MAX (largest, fabsf (trace.error));
            if (i == stats.max_index)
              g_assert_cmpfloat (fabsf (trace.error), ==, stats.max_abs_error);
          }
        g_assert_cmpuint (stats.count, ==, n_finite);
        g_assert_cmpuint (stats.clipped_low, ==, n_low);
        g_assert_cmpuint (stats.clipped_high, ==, n_high);
        g_assert_cmpfloat (stats.max_abs_error, ==, largest);
      }
}

/* Stochastic rounding: only the two neighbours, as often as the fraction says, whoever cuts the span where. */
static void
test_stochastic (void)
{
  const QscParams params = { .scale = 1.0f, .qmin = -8, .qmax = 7, .rounding = QSC_ROUND_STOCHASTIC, .seed = 7 };
  const gsize n = 100000;
  g_autofree float *x = g_new (float, n);
  g_autofree gint8 *codes = g_new (gint8, n), *other = g_new (gint8, n);
  gsize n_up = 0;

  for (gsize i = 0; i < n; i++)
    x[i] = -2.75f;
  qsc_quantize_i8 (&params, x, n, 5, codes);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (codes[i] == -3 || codes[i] == -2);
      n_up += codes[i] == -2;
    }
  g_assert_cmpfloat (fabs ((double)n_up / (double)n - 0.25), <, 5 * sqrt (0.25 * 0.75 / (double)n));
  qsc_quantize_i8 (&params, x, 777, 5, other);
  qsc_quantize_i8 (&params, x + 777, n - 777, 5 + 777, other + 777);
  g_assert_cmpmem (codes, n, other, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quantize/oracle/codes", test_codes);
  g_test_add_func ("/quantize/oracle/onnxruntime", test_onnxruntime);
  g_test_add_func ("/quantize/oracle/reconstruction", test_reconstruction);
  g_test_add_func ("/quantize/oracle/metrics", test_metrics);
  g_test_add_func ("/quantize/property/zero-is-exact", test_zero_is_exact);
  g_test_add_func ("/quantize/property/error-bound", test_error_bound);
  g_test_add_func ("/quantize/property/monotone", test_monotone);
  g_test_add_func ("/quantize/property/idempotent", test_idempotent);
  g_test_add_func ("/quantize/property/trace-is-kernel", test_trace_is_kernel);
  g_test_add_func ("/quantize/stochastic", test_stochastic);
  return g_test_run ();
}
