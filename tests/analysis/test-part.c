/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

#include <math.h>

/* The measures of an interval against those of a tensor that holds the same values and nothing else. */
static void
test_part (gconstpointer data)
{
  QsaScheme scheme = analysis_test_scheme (4, TRUE, FALSE, FALSE, QSA_CALIBRATION_MANUAL);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 150000);
  g_autoptr (QsaSource) inside = NULL;
  g_autoptr (QsaResult) result = NULL;
  g_autoptr (QsaResult) expected = NULL;
  g_autofree float *kept = NULL;
  gsize n, n_kept = 0;
  g_autofree float *values = analysis_test_get_values (source, &n);
  QsaRequest request = { .source = source, .auto_range = TRUE, .has_interval = TRUE, .interval = { FALSE, 0.2, 1.1 } };
  const QsaPart *part;
  const QsaMeasures *m;

  scheme.format.rounding = GPOINTER_TO_INT (data);
  scheme.scale = 0.1f;
  scheme.zero_point = -3;
  request.scheme = scheme;
  kept = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    if ((double)values[i] >= 0.2 && (double)values[i] <= 1.1)
      kept[n_kept++] = values[i];
  g_assert_cmpuint (n_kept, >, 1000);
  inside = analysis_test_source (kept, n_kept);
  result = qsa_result_new (&request, NULL, NULL, NULL);
  expected = analysis_test_compute (inside, &scheme, 0);
  part = qsa_result_get_part (result);
  m = qsa_result_get_measures (expected);
  g_assert_nonnull (part);
  g_assert_null (qsa_result_get_part (expected));
  g_assert_cmpuint (part->count, ==, n_kept);
  analysis_test_assert_near (part->measures.mse, m->mse, 1e-6);
  analysis_test_assert_near (part->measures.max_error, m->max_error, 1e-6);
  analysis_test_assert_near (part->measures.sqnr_db, m->sqnr_db, 1e-6);
  g_assert_cmpuint (part->measures.codes_used, ==, m->codes_used);
  g_assert_cmpuint (part->measures.clipped_low + part->measures.clipped_high, ==, m->clipped_low + m->clipped_high);
}

/* The values whose error is between two limits, by the scalar formula; the rest is as of a tensor of those alone. */
static void
test_errors (gconstpointer data)
{
  QsaScheme scheme = analysis_test_scheme (4, TRUE, FALSE, FALSE, QSA_CALIBRATION_MANUAL);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 150000);
  g_autoptr (QsaResult) result = NULL;
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);
  QsaRequest request = { .source = source, .auto_range = TRUE, .has_interval = TRUE, .interval = { TRUE, -0.5, -0.02 } };
  const QsaPart *part;
  guint64 count = 0, clipped = 0;
  double sum = 0;

  scheme.format.rounding = GPOINTER_TO_INT (data);
  scheme.scale = 0.1f;
  scheme.zero_point = -3;
  request.scheme = scheme;
  result = qsa_result_new (&request, NULL, NULL, NULL);
  part = qsa_result_get_part (result);
  for (gsize i = 0; i < n; i++)
    {
      QscTrace trace;

      qsc_params_trace (qsa_result_get_params (result), values[i], i, &trace);
      if (!((double)trace.error >= -0.5 && (double)trace.error <= -0.02))
        continue;
      count++;
      clipped += trace.is_clipped_low || trace.is_clipped_high;
      sum += (double)trace.error * (double)trace.error;
    }
  g_assert_cmpuint (count, >, 1000);
  g_assert_cmpuint (clipped, >, 100);
  g_assert_cmpuint (part->count, ==, count);
  g_assert_cmpuint (part->measures.clipped_low + part->measures.clipped_high, ==, clipped);
  analysis_test_assert_near (part->measures.mse, sum / (double)count, 1e-6);
}

static void
test_none_inside (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  QsaRequest request = { .source = source, .auto_range = TRUE, .has_interval = TRUE, .interval = { FALSE, 100, 101 } };
  g_autoptr (QsaResult) result = NULL;
  g_autoptr (QsaResult) next = NULL;

  request.scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  result = qsa_result_new (&request, NULL, NULL, NULL);
  g_assert_cmpuint (qsa_result_get_part (result)->count, ==, 0);
  g_assert_true (isnan (qsa_result_get_part (result)->measures.mse));
  request.has_interval = FALSE;
  next = qsa_result_new (&request, result, NULL, NULL);
  g_assert_null (qsa_result_get_part (next));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 0; i < QSC_ROUND_STOCHASTIC; i++) /* which asks for indices: they are others in the small tensor */
    {
      g_autofree char *path = g_strdup_printf ("/part/%s", qsa_rounding_get_nick (i));

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_part);
    }
  for (int i = 0; i < QSC_N_ROUNDINGS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/part/errors/%s", qsa_rounding_get_nick (i));

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_errors);
    }
  g_test_add_func ("/part/none-inside", test_none_inside);
  return g_test_run ();
}
