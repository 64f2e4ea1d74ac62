/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all methods find, and what one finds at all widths, against the results that they would give one by one. */
#include <math.h>

#include "analysis-test.h"

#include "analysis/qsa-bits.h"
#include "analysis/qsa-solutions.h"

static QsaSolutions *
solve (QsaSource *source, const QsaScheme *scheme)
{
  g_autoptr (GError) error = NULL;
  QsaSolutions *solutions = qsa_solutions_new (source, scheme, NULL, &error);

  g_assert_no_error (error);
  return solutions;
}

static void
test_solutions (gconstpointer data)
{
  const gboolean symmetric = GPOINTER_TO_INT (data);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_OUTLIERS, 30000);
  QsaScheme scheme = analysis_test_scheme (4, TRUE, symmetric, FALSE, QSA_CALIBRATION_MANUAL);
  g_autoptr (QsaSolutions) solutions = solve (source, &scheme);
  double least = (double)INFINITY;
  const QsaSolution *all;
  gsize n;

  all = qsa_solutions_get (solutions, &n);
  g_assert_cmpuint (n, ==, QSA_CALIBRATION_MANUAL);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (QsaResult) result = NULL;

      g_assert_cmpint (all[i].calibration, ==, i);
      g_assert_true (qsa_solutions_find (solutions, all[i].calibration) == &all[i]);
      scheme.calibration = all[i].calibration;
      result = analysis_test_compute (source, &scheme, 0);
      g_assert_true (qsa_result_get_params (result)->scale == all[i].params.scale);
      g_assert_cmpint (qsa_result_get_params (result)->zero_point, ==, all[i].params.zero_point);
      analysis_test_assert_near (qsa_result_get_measures (result)->mse, all[i].mse, 3e-7);
      analysis_test_assert_near (qsa_result_get_measures (result)->sqnr_db, all[i].sqnr_db, 1e-6);
      analysis_test_assert_near (all[i].mse_rounding + all[i].mse_clipping, all[i].mse, 1e-12);
      least = fmin (least, all[i].mse);
    }
  g_assert_cmpfloat (qsa_solutions_find (solutions, QSA_CALIBRATION_MSE)->mse, <=, least * (1 + 1e-8));
  g_assert_null (qsa_solutions_find (solutions, QSA_CALIBRATION_MANUAL));
}

static void
test_solutions_of (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);
  g_autoptr (QsaSource) other = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);
  QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaSolutions) solutions = solve (source, &scheme);

  g_assert_false (qsa_solutions_are_of (solutions, other, &scheme));
  scheme.calibration = QSA_CALIBRATION_MANUAL;
  scheme.scale = 77;
  g_assert_true (qsa_solutions_are_of (solutions, source, &scheme));
  scheme.sigmas = 2;
  g_assert_false (qsa_solutions_are_of (solutions, source, &scheme));
  scheme = analysis_test_scheme (5, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE);
  g_assert_false (qsa_solutions_are_of (solutions, source, &scheme));
}

static void
test_solutions_nothing (void)
{
  const float values[] = { NAN, INFINITY };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  const QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaSolutions) solutions = solve (source, &scheme);
  gsize n;

  qsa_solutions_get (solutions, &n);
  g_assert_cmpuint (n, ==, 0);
}

static QsaBits *
measure_bits (QsaSource *source, const QsaScheme *scheme, QsaBits *previous, guint n_more)
{
  g_autoptr (GError) error = NULL;
  QsaBits *bits = qsa_bits_new (source, scheme, previous, n_more, NULL, &error);

  g_assert_no_error (error);
  return bits;
}

static void
test_bits (gconstpointer data)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 3000);
  QsaScheme scheme = analysis_test_scheme (5, FALSE, FALSE, FALSE, (QsaCalibration)GPOINTER_TO_INT (data));
  g_autoptr (QsaBits) some = measure_bits (source, &scheme, NULL, 3);
  g_autoptr (QsaBits) bits = measure_bits (source, &scheme, some, 100);
  const QsaBitsPoint *points;
  gsize n;

  points = qsa_bits_get_points (some, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_false (qsa_bits_is_complete (some));
  g_assert_true (qsa_bits_is_complete (bits));
  points = qsa_bits_get_points (bits, &n);
  g_assert_cmpuint (n, ==, QSA_BITS_N);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (QsaResult) result = NULL;

      g_assert_cmpint (points[i].bits, ==, QSC_BITS_MIN + (int)i);
      scheme.format.bits = points[i].bits;
      result = analysis_test_compute (source, &scheme, 0);
      g_assert_true (qsa_result_get_params (result)->scale == points[i].params.scale);
      analysis_test_assert_near (qsa_result_get_measures (result)->mse, points[i].mse, 3e-7);
      analysis_test_assert_near (qsa_result_get_measures (result)->sqnr_db, points[i].sqnr_db, 1e-6);
    }
}

/* A uniform density under min-max loses s^2 / 12: 6.02 dB a bit. */
static void
test_bits_uniform (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_UNIFORM, 200000);
  const QsaScheme scheme = analysis_test_scheme (8, TRUE, FALSE, FALSE, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (QsaBits) bits = measure_bits (source, &scheme, NULL, QSA_BITS_N);
  const double std = qsa_source_get_std (source);
  const QsaBitsPoint *points;
  gsize n;

  points = qsa_bits_get_points (bits, &n);
  for (gsize i = 2; i < n; i++)
    {
      const double step = (double)points[i].params.scale;

      g_assert_cmpfloat_with_epsilon (points[i].sqnr_db, 10 * log10 (12 * std * std / (step * step)), 0.1);
    }
}

/* Manual: the levels of all widths span the same. */
static void
test_bits_manual (gconstpointer data)
{
  const gboolean symmetric = GPOINTER_TO_INT (data);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  QsaScheme scheme = analysis_test_scheme (8, TRUE, symmetric, FALSE, QSA_CALIBRATION_MANUAL);
  g_autoptr (QsaBits) bits = NULL;
  const QsaBitsPoint *points;
  gsize n;

  scheme.scale = 0.02f;
  scheme.zero_point = 7;
  bits = measure_bits (source, &scheme, NULL, QSA_BITS_N);
  points = qsa_bits_get_points (bits, &n);
  g_assert_cmpuint (n, ==, QSA_BITS_N);
  g_assert_true (points[6].params.scale == 0.02f);
  for (gsize i = 0; i < n; i++)
    {
      double low, high;

      qsc_params_get_level_range (&points[i].params, &low, &high);
      if (symmetric)
        analysis_test_assert_near (high, 127 * 0.02, 1e-6);
      else
        analysis_test_assert_near (high - low, 255 * 0.02, 1e-6);
    }
  g_assert_true (qsa_bits_is_of (bits, source, &scheme));
  scheme.scale = 0.03f;
  g_assert_false (qsa_bits_is_of (bits, source, &scheme));
}

static void
test_cancelled (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  const QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_solutions_new (source, &scheme, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (qsa_bits_new (source, &scheme, NULL, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/solutions/symmetric", GINT_TO_POINTER (TRUE), test_solutions);
  g_test_add_data_func ("/solutions/asymmetric", GINT_TO_POINTER (FALSE), test_solutions);
  g_test_add_func ("/solutions/are-of", test_solutions_of);
  g_test_add_func ("/solutions/nothing", test_solutions_nothing);
  for (guint i = 0; i < QSA_CALIBRATION_MANUAL; i++)
    {
      g_autofree char *path = g_strconcat ("/bits/", qsa_calibration_get_nick ((QsaCalibration)i), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bits);
    }
  g_test_add_func ("/bits/uniform", test_bits_uniform);
  g_test_add_data_func ("/bits/manual/symmetric", GINT_TO_POINTER (TRUE), test_bits_manual);
  g_test_add_data_func ("/bits/manual/asymmetric", GINT_TO_POINTER (FALSE), test_bits_manual);
  g_test_add_func ("/solutions/cancelled", test_cancelled);
  return g_test_run ();
}
