/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

#include <math.h>

static QsaResult *
compute (QsaSource *source, const QsaScheme *scheme, guint n_bins, QsaResult *previous)
{
  const QsaRequest request = { .source = source, .scheme = *scheme, .auto_range = TRUE, .n_bins = 50, .n_error_bins = n_bins };
  g_autoptr (GError) error = NULL;
  QsaResult *result = qsa_result_new (&request, previous, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static QsaScheme
make_scheme (int bits, QscRounding rounding, float scale, int zero_point)
{
  QsaScheme scheme = analysis_test_scheme (bits, TRUE, FALSE, FALSE, QSA_CALIBRATION_MANUAL);

  scheme.format.rounding = rounding;
  scheme.scale = scale;
  scheme.zero_point = zero_point;
  return scheme;
}

static guint64
sum (const QsaErrorHistogram *h, guint from, guint to)
{
  guint64 total = 0;

  for (guint i = from; i < to; i++)
    total += h->counts[i];
  return total;
}

/* Every value through the formula. Where an error lies on an edge to float32 either bin is right. */
static void
test_exact (gconstpointer data)
{
  const QscRounding rounding = (QscRounding)GPOINTER_TO_INT (data);
  const QsaScheme scheme = make_scheme (4, rounding, 0.21f, -2);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 150000);
  g_autoptr (QsaResult) result = compute (source, &scheme, QSA_ERROR_BINS, NULL);
  const QsaErrorHistogram *h = qsa_result_get_error_histogram (result);
  const double bound = rounding <= QSC_ROUND_HALF_UP ? 0.5 : 1.0, width = (h->high - h->low) / QSA_ERROR_BINS;
  guint64 expected[QSA_ERROR_BINS + 2] = { 0 }, unsure = 0, off = 0;
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);

  g_assert_cmpfloat_with_epsilon (h->high, 1.9 * bound * (double)0.21f, 1e-9);
  g_assert_cmpfloat (h->low, ==, -h->high);
  for (gsize i = 0; i < n; i++)
    {
      QscTrace trace;
      double t;

      qsc_params_trace (qsa_result_get_params (result), values[i], i, &trace);
      t = ((double)trace.reconstructed - (double)values[i] - h->low) / width;
      expected[t < 0 ? QSA_ERROR_BINS : t >= QSA_ERROR_BINS ? QSA_ERROR_BINS + 1 : (guint)t]++;
      unsure += fabs (t - rint (t)) < 1e-3;
    }
  for (guint i = 0; i < QSA_ERROR_BINS; i++)
    off += h->counts[i] > expected[i] ? h->counts[i] - expected[i] : expected[i] - h->counts[i];
  g_assert_cmpuint (off, <=, 2 * unsure);
  g_assert_cmpuint (unsure, <, n / 100);
  g_assert_cmpuint (h->below, ==, expected[QSA_ERROR_BINS]);
  g_assert_cmpuint (h->above, ==, expected[QSA_ERROR_BINS + 1]);
  g_assert_cmpuint (sum (h, 0, QSA_ERROR_BINS) + h->below + h->above, ==, n);
}

/* Rounding to the nearest: what is beyond s/2 is what was clipped, at every bit width. */
static void
test_bounds (gconstpointer data)
{
  QsaScheme scheme = analysis_test_scheme (GPOINTER_TO_INT (data), TRUE, TRUE, FALSE, QSA_CALIBRATION_PERCENTILE);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100000);
  g_autoptr (QsaResult) result = NULL;
  const QsaMeasures *measures;
  const QsaErrorHistogram *h;

  scheme.percentile = 99;
  result = compute (source, &scheme, QSA_ERROR_BINS, NULL);
  h = qsa_result_get_error_histogram (result);
  measures = qsa_result_get_measures (result);
  g_assert_cmpuint (measures->clipped_high, >, 0);
  g_assert_cmpuint (sum (h, 0, 18) + h->below, ==, measures->clipped_high);
  g_assert_cmpuint (sum (h, 58, QSA_ERROR_BINS) + h->above, ==, measures->clipped_low);
}

/* Ties err by just s/2, and no error at all is 0. */
static void
test_edges (void)
{
  const float values[] = { 0.5f, 1.5f, -0.5f, -1.5f, 0.0f, 1.0f, NAN, INFINITY, -INFINITY };
  const QsaScheme scheme = make_scheme (4, QSC_ROUND_HALF_EVEN, 1.0f, 0);
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  g_autoptr (QsaResult) result = compute (source, &scheme, QSA_ERROR_BINS, NULL);
  const QsaErrorHistogram *h = qsa_result_get_error_histogram (result);

  g_assert_cmpuint (h->counts[18], ==, 2); /* 0.5 -> 0, -1.5 -> -2 */
  g_assert_cmpuint (h->counts[57], ==, 2);
  g_assert_cmpuint (h->counts[38], ==, 2);
  g_assert_cmpuint (sum (h, 0, QSA_ERROR_BINS) + h->below + h->above, ==, 6);
}

/* Only when asked for; lent when nothing changed; counted anew when the scale did. */
static void
test_previous (void)
{
  const QsaScheme scheme = make_scheme (4, QSC_ROUND_HALF_EVEN, 0.21f, 0), other = make_scheme (4, QSC_ROUND_HALF_EVEN, 0.3f, 0);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 5000);
  g_autoptr (QsaResult) without = compute (source, &scheme, 0, NULL);
  g_autoptr (QsaResult) with = compute (source, &scheme, QSA_ERROR_BINS, without);
  g_autoptr (QsaResult) again = compute (source, &scheme, QSA_ERROR_BINS, with);
  g_autoptr (QsaResult) fewer = compute (source, &scheme, 38, again);
  g_autoptr (QsaResult) changed = compute (source, &other, QSA_ERROR_BINS, fewer);
  g_autoptr (QsaResult) fresh = compute (source, &other, QSA_ERROR_BINS, NULL);
  const QsaErrorHistogram *a, *b;

  g_assert_cmpuint (qsa_result_get_error_histogram (without)->n_bins, ==, 0);
  g_assert_cmpuint (qsa_result_get_error_histogram (with)->n_bins, ==, QSA_ERROR_BINS);
  g_assert_true (qsa_result_get_error_histogram (with)->counts == qsa_result_get_error_histogram (again)->counts);
  a = qsa_result_get_error_histogram (fewer);
  b = qsa_result_get_error_histogram (with);
  for (guint i = 0; i < 38; i++)
    g_assert_cmpuint (a->counts[i], ==, b->counts[2 * i] + b->counts[2 * i + 1]);
  a = qsa_result_get_error_histogram (changed);
  b = qsa_result_get_error_histogram (fresh);
  g_assert_cmpmem (a->counts, QSA_ERROR_BINS * sizeof *a->counts, b->counts, QSA_ERROR_BINS * sizeof *b->counts);
}

static void
test_no_values (void)
{
  const float nan[] = { NAN };
  const QsaScheme scheme = make_scheme (4, QSC_ROUND_HALF_EVEN, 1.0f, 0);
  g_autoptr (QsaSource) source = analysis_test_source (nan, 1);
  g_autoptr (QsaResult) result = compute (source, &scheme, QSA_ERROR_BINS, NULL);

  g_assert_cmpuint (qsa_result_get_error_histogram (result)->n_bins, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)
    {
      g_autofree char *path = g_strconcat ("/analysis/error-histogram/exact/", qsa_rounding_get_nick (rounding), NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (rounding), test_exact);
    }
  for (int bits = 2; bits <= 16; bits += 2)
    {
      g_autofree char *path = g_strdup_printf ("/analysis/error-histogram/bounds/%d-bits", bits);

      g_test_add_data_func (path, GINT_TO_POINTER (bits), test_bounds);
    }
  g_test_add_func ("/analysis/error-histogram/edges", test_edges);
  g_test_add_func ("/analysis/error-histogram/previous", test_previous);
  g_test_add_func ("/analysis/error-histogram/no-values", test_no_values);
  return g_test_run ();
}
