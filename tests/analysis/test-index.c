/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index against the formula value by value (in double) and against the kernels' pass. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "analysis-test.h"

#include "analysis/qsa-errors.h"
#include "analysis/qsa-index.h"
#include "analysis/qsa-job.h"
#include "analysis/qsa-threshold.h"

typedef struct
{
  const char *name;
  float *(*make) (gsize *n);
  double unit; /* a scale that suits the values */
} Values;

static float *
make_gaussian (gsize *n)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 20011);

  return analysis_test_get_values (source, n);
}

/* More than one part, and blocks of equal values across their borders. */
static float *
make_many (gsize *n)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_RELU, 200003);

  return analysis_test_get_values (source, n);
}

/* Multiples of 1/8: every second one a tie under a scale of 1/4. */
static float *
make_ties (gsize *n)
{
  float *values = g_new (float, *n = 4001);

  for (gsize i = 0; i < *n; i++)
    values[i] = (float)((int)(i * 7919 % *n) - 2000) / 8.0f;
  return values;
}

/* Any pattern: all sizes, NaN, infinities, both zeros. */
static float *
make_patterns (gsize *n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  float *values = g_new (float, *n = 5000);

  for (gsize i = 0; i < *n; i++)
    {
      const guint32 pattern = i < 10 ? (guint32)i % 2 << 31 : g_rand_int (rand);

      memcpy (&values[i], &pattern, sizeof pattern);
    }
  return values;
}

static float *
make_constant (gsize *n)
{
  float *values = g_new (float, *n = 70001);

  for (gsize i = 0; i < *n; i++)
    values[i] = 0.3f;
  return values;
}

static float *
make_one (gsize *n)
{
  float *values = g_new (float, *n = 1);

  values[0] = -0.73f;
  return values;
}

/* Differ in the lowest bits of the pattern only. */
static float *
make_close (gsize *n)
{
  float *values = g_new (float, *n = 100000);

  for (gsize i = 0; i < *n; i++)
    values[i] = 1.0f + (float)(i * 48271 % 65536) * 0x1p-23f;
  return values;
}

static float *
make_nothing (gsize *n)
{
  float *values = g_new (float, *n = 2);

  values[0] = values[1] = NAN;
  return values;
}

static const Values all_values[] = {
  { "gaussian", make_gaussian, 0.03 }, { "many", make_many, 0.02 },         { "ties", make_ties, 0.25 },
  { "patterns", make_patterns, 1e28 }, { "constant", make_constant, 0.01 }, { "one", make_one, 0.01 },
  { "close", make_close, 0.0078 },     { "nothing", make_nothing, 1.0 },
};

/* As near as the index promises, and the long double sum itself is (2^-64 for each of its terms). */
static void
assert_sum (double sum, long double expected, long double signal)
{
  g_assert_cmpfloat (fabs (sum - (double)expected), <=, (double)(1e-11L * expected + 1e-29L * signal));
}

/* Sums in long double, one value at a time. */
static void
check_errors (QsaIndex *index, const QscParams *params, const float *values, gsize n)
{
  const gsize n_codes = (gsize)(params->qmax - params->qmin) + 1;
  g_autofree guint64 *expected = g_new0 (guint64, n_codes), *counts = g_new0 (guint64, n_codes);
  long double rounding = 0, clipping = 0, signal = 0;
  guint64 count = 0, low = 0, high = 0;
  QsaIndexErrors errors;

  for (gsize i = 0; i < n; i++)
    {
      QscTrace trace;
      long double e;

      qsc_params_trace (params, values[i], i, &trace);
      if (!trace.is_finite)
        continue;
      e = (long double)trace.reconstructed - (long double)values[i];
      *(trace.is_clipped_low || trace.is_clipped_high ? &clipping : &rounding) += e * e;
      signal += (long double)values[i] * (long double)values[i];
      count++;
      low += trace.is_clipped_low;
      high += trace.is_clipped_high;
      expected[trace.code - params->qmin]++;
    }
  qsa_index_measure (index, params, &errors);
  qsa_index_count_codes (index, params, counts);
  g_assert_cmpuint (errors.count, ==, count);
  g_assert_cmpuint (errors.clipped_low, ==, low);
  g_assert_cmpuint (errors.clipped_high, ==, high);
  g_assert_cmpmem (counts, n_codes * sizeof *counts, expected, n_codes * sizeof *expected);
  if (!isfinite ((double)(rounding + clipping)))
    {
      g_assert_true (isinf (errors.sse_rounding + errors.sse_clipping));
      return;
    }
  assert_sum (errors.sse_rounding, rounding, signal);
  assert_sum (errors.sse_clipping, clipping, signal);
}

static void
test_index (gconstpointer data)
{
  static const int bits[] = { 2, 3, 4, 8, 13, 16 };
  static const double factors[] = { 1.0, 0.37, 2.9, 1e-6, 1e9 };
  const Values *set = data;
  gsize n;
  g_autofree float *values = set->make (&n);
  g_autoptr (QsaSource) source = analysis_test_source (values, n);
  g_autoptr (GError) error = NULL;
  QsaIndex *index = qsa_source_get_index (source, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (qsa_source_peek_index (source) == index);
  for (gsize i = 0; i < G_N_ELEMENTS (bits) * G_N_ELEMENTS (factors) * QSC_ROUND_STOCHASTIC; i++)
    {
      const int b = bits[i % G_N_ELEMENTS (bits)];
      const QscScheme format = { .bits = b,
                                 .is_signed = i % 5 < 3,
                                 .narrow_range = i % 7 == 0,
                                 .rounding = (QscRounding)(i % QSC_ROUND_STOCHASTIC),
                                 .arithmetic = (QscArithmetic)(i % 11 % QSC_N_ARITHMETICS) };
      const double factor = factors[i / G_N_ELEMENTS (bits) % G_N_ELEMENTS (factors)];
      int32_t qmin, qmax;
      QscParams params;

      if (b == 16 && n > 30000)
        continue;
      qsc_scheme_get_code_range (&format, &qmin, &qmax);
      g_assert_cmpint (qsc_params_init (&params, &format, (float)(set->unit * factor),
                                        qmin + (int)(i * 31 % (gsize)(qmax - qmin + 1))),
                       ==, QSC_OK);
      g_assert_true (qsa_index_can_measure (&params));
      check_errors (index, &params, values, n);
    }
}

/* Near each other as the kernels' float32 sums allow. */
static void
test_pass (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_STUDENT_T, 300000);
  QsaIndex *index = qsa_source_get_index (source, NULL, NULL);

  for (int bits = 2; bits <= 16; bits++)
    {
      const QsaScheme scheme = analysis_test_scheme (bits, TRUE, FALSE, FALSE, QSA_CALIBRATION_ACIQ_LAPLACE);
      g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);
      const QscParams *params = qsa_result_get_params (result);
      const QscErrorStats *stats = qsa_result_get_error_stats (result);
      const gsize n_codes = (gsize)(params->qmax - params->qmin) + 1;
      g_autofree guint64 *counts = g_new0 (guint64, n_codes);
      QsaIndexErrors errors;

      qsa_index_measure (index, params, &errors);
      qsa_index_count_codes (index, params, counts);
      g_assert_cmpmem (counts, n_codes * sizeof *counts, qsa_result_get_code_counts (result), n_codes * sizeof *counts);
      g_assert_cmpuint (errors.clipped_low, ==, stats->clipped_low);
      g_assert_cmpuint (errors.clipped_high, ==, stats->clipped_high);
      analysis_test_assert_near (errors.sse_rounding, stats->sse_rounding, 2e-7);
      analysis_test_assert_near (errors.sse_clipping, stats->sse_clipping, 2e-7);
    }
}

static void
test_zero_points (gconstpointer data)
{
  const QscRounding rounding = (QscRounding)GPOINTER_TO_INT (data);
  const float scales[] = { 0.02f, 0.5f, 3e38f };
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LOG_NORMAL, 9000);
  QsaIndex *index = qsa_source_get_index (source, NULL, NULL);
  const QscScheme format = {
    .bits = 5, .is_signed = TRUE, .rounding = rounding, .arithmetic = (QscArithmetic)(rounding % QSC_N_ARITHMETICS)
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    for (int step = -3; step <= 3; step += 3)
      {
        QscParams params;
        double sse[11];

        g_assert_cmpint (qsc_params_init (&params, &format, scales[i], 0), ==, QSC_OK);
        qsa_index_measure_zero_points (index, &params, step < 0 ? 15 : -16, step, step == 0 ? 1 : 11, sse);
        for (int j = 0; j < (step == 0 ? 1 : 11); j++)
          {
            QsaIndexErrors errors;

            params.zero_point = (step < 0 ? 15 : -16) + j * step;
            qsa_index_measure (index, &params, &errors);
            if (isfinite (errors.sse_rounding + errors.sse_clipping))
              analysis_test_assert_near (sse[j], errors.sse_rounding + errors.sse_clipping, 1e-12);
            else
              g_assert_true (isinf (sse[j]));
          }
      }
}

/* 0 times an infinite 1 / s counts as 0. */
static float
get_steps (const QscTrace *trace)
{
  return isnan (trace->rounded) ? 0.0f : trace->rounded;
}

/* The float below the threshold rounds below, the threshold does not. */
static void
test_thresholds (gconstpointer data)
{
  QscScheme format = { .bits = 16, .is_signed = TRUE, .rounding = (QscRounding)GPOINTER_TO_INT (data) };
  const float scales[] = { 1.0f, 0.1f, 1.0f / 3.0f, 0x1p-7f, 1e-38f, 1e-44f, 1e30f, 3e38f };

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    for (int32_t steps = -32769; steps <= 32769; steps += abs (steps) < 300 ? 1 : 257)
      {
        QscParams params;
        QscTrace below, at;
        float threshold;

        format.arithmetic = (QscArithmetic)(abs (steps) % QSC_N_ARITHMETICS);
        g_assert_cmpint (qsc_params_init (&params, &format, scales[i], 0), ==, QSC_OK);
        threshold = qsa_threshold_find (&params, steps);
        if (isfinite (threshold))
          {
            qsc_params_trace (&params, threshold, 0, &at);
            g_assert_cmpfloat (get_steps (&at), >=, (float)steps);
          }
        qsc_params_trace (&params, nextafterf (threshold, -INFINITY), 0, &below);
        if (threshold > -FLT_MAX)
          g_assert_cmpfloat (get_steps (&below), <, (float)steps);
      }
}

/* Any number of threads gives the same bits. */
static void
test_threads (void)
{
  g_autoptr (QsaSource) a = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 500000);
  g_autoptr (QsaSource) b = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 500000);
  const QscScheme format = { .bits = 8, .is_signed = TRUE };
  QscParams params;
  QsaIndexErrors one, many;

  g_assert_cmpint (qsc_params_init (&params, &format, 0.03f, 1), ==, QSC_OK);
  qsa_job_set_n_threads (1);
  qsa_index_measure (qsa_source_get_index (a, NULL, NULL), &params, &one);
  qsa_job_set_n_threads (5);
  qsa_index_measure (qsa_source_get_index (b, NULL, NULL), &params, &many);
  qsa_job_set_n_threads (0);
  g_assert_true (one.sse_rounding == many.sse_rounding && one.sse_clipping == many.sse_clipping);
}

static gpointer
get_index (gpointer data)
{
  return qsa_source_get_index (data, NULL, NULL);
}

static void
test_shared (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 400000);
  GThread *threads[4];
  gpointer first;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("index", get_index, source);
  first = g_thread_join (threads[0]);
  g_assert_nonnull (first);
  for (gsize i = 1; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == first);
}

static void
test_cancelled (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_source_get_index (source, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (qsa_source_peek_index (source));
  g_assert_nonnull (qsa_source_get_index (source, NULL, NULL));
}

/* Squared errors of more scales than a batch has, at a width where the values are read, against the full statistics. */
static void
test_squares (void)
{
  enum
  {
    N_SCALES = 70
  };
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 70003);
  QscSquaredErrors errors[N_SCALES];
  QscParams params[N_SCALES];
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);

  for (int i = 0; i < N_SCALES; i++)
    params[i] = (QscParams){ .scale = 2e-5f * (float)(i + 1), .qmin = -32768, .qmax = 32767 };
  g_assert_false (qsa_index_pays (source, &params[0]));
  g_assert_true (qsa_errors_measure_squares (source, params, N_SCALES, errors, NULL, NULL));
  for (int i = 0; i < N_SCALES; i++)
    {
      QscErrorStats stats;

      qsc_error_stats_init (&stats);
      qsc_error_stats_update (&stats, &params[i], values, n, 0);
      analysis_test_assert_near (errors[i].sse_rounding, stats.sse_rounding, 5e-7);
      analysis_test_assert_near (errors[i].sse_clipping, stats.sse_clipping, 5e-7);
      analysis_test_assert_near (qsa_errors_get_mse (source, &errors[i]),
                                 (stats.sse_rounding + stats.sse_clipping) / (double)stats.count, 5e-7);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (all_values); i++)
    {
      g_autofree char *path = g_strconcat ("/index/values/", all_values[i].name, NULL);

      g_test_add_data_func (path, &all_values[i], test_index);
    }
  g_test_add_func ("/index/pass", test_pass);
  g_test_add_func ("/index/squares", test_squares);
  for (int i = 0; i < QSC_ROUND_STOCHASTIC; i++)
    {
      g_autofree char *thresholds = g_strconcat ("/index/thresholds/", qsa_rounding_get_nick ((QscRounding)i), NULL);
      g_autofree char *zero_points = g_strconcat ("/index/zero-points/", qsa_rounding_get_nick ((QscRounding)i), NULL);

      g_test_add_data_func (thresholds, GINT_TO_POINTER (i), test_thresholds);
      g_test_add_data_func (zero_points, GINT_TO_POINTER (i), test_zero_points);
    }
  g_test_add_func ("/index/threads", test_threads);
  g_test_add_func ("/index/shared", test_shared);
  g_test_add_func ("/index/cancelled", test_cancelled);
  return g_test_run ();
}
