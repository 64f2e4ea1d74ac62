/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

#include "analysis/qsa-curve.h"

#include <math.h>

#define FORMAT(bits, symmetric) ((QscScheme){ (bits), TRUE, FALSE, (symmetric), QSC_ROUND_HALF_EVEN, 0 })

/* The squared errors at one scale, one value at a time through the formula. */
static void
get_errors (QsaSource *source, const QscScheme *format, float scale, int zero_point, double *rounding, double *clipping)
{
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);
  QscParams params;

  *rounding = *clipping = 0;
  g_assert_cmpint (qsc_params_init (&params, format, scale, zero_point), ==, QSC_OK);
  for (gsize i = 0; i < n; i++)
    {
      QscTrace trace;

      qsc_params_trace (&params, values[i], i, &trace);
      *(trace.is_clipped_low || trace.is_clipped_high ? clipping : rounding) += (double)trace.error * trace.error / (double)n;
    }
}

static void
test_exact (gconstpointer data)
{
  const QscScheme format = FORMAT (GPOINTER_TO_INT (data), FALSE);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 70000);
  g_autoptr (QsaCurve) curve = qsa_curve_new (source, &format, 1, 0.02, 0.9, 1, NULL, NULL, NULL);
  const QsaCurvePoint *points;
  gsize n;

  points = qsa_curve_get_points (curve, &n);
  g_assert_cmpuint (n, >, 24 * 5); /* 0.02 … 0.9: 5.5 octaves */
  g_assert_cmpfloat (points[0].scale, <=, 0.02);
  g_assert_cmpfloat (points[n - 1].scale, >=, 0.9);
  for (gsize i = 0; i < n; i++)
    {
      double rounding, clipping;

      g_assert_true (i == 0 || points[i].scale > points[i - 1].scale);
      if (i % 20 != 0)
        continue;
      get_errors (source, &format, (float)points[i].scale, 1, &rounding, &clipping);
      analysis_test_assert_near (points[i].mse_rounding, rounding, 1e-5);
      analysis_test_assert_near (points[i].mse_clipping, clipping, 1e-5);
      analysis_test_assert_near (points[i].mse, rounding + clipping, 1e-5);
    }
}

/* The least point is the best scale of least squares as far as scales that close can tell. */
static void
test_least (void)
{
  QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100000);
  g_autoptr (QsaCurve) curve = NULL;
  const QsaCurvePoint *points;
  double best = (double)INFINITY, rounding, clipping;
  QscParams params;
  gsize n;

  g_assert_true (qsa_calibrate (source, &scheme, NULL, &params, NULL));
  get_errors (source, &scheme.format, params.scale, 0, &rounding, &clipping);
  curve = qsa_curve_new (source, &scheme.format, 0, (double)params.scale / 5, (double)params.scale * 4.2, 1, NULL, NULL, NULL);
  points = qsa_curve_get_points (curve, &n);
  for (gsize i = 0; i < n; i++)
    best = MIN (best, points[i].mse);
  g_assert_cmpfloat (best, >=, (rounding + clipping) * (1 - 1e-6));
  g_assert_cmpfloat (best, <, (rounding + clipping) * 1.001);
}

static void
test_coarse_then_fine (void)
{
  const QscScheme format = FORMAT (8, TRUE);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 5000);
  g_autoptr (QsaCurve) coarse = qsa_curve_new (source, &format, 0, 0.01, 0.1, QSA_CURVE_COARSE, NULL, NULL, NULL);
  g_autoptr (QsaCurve) fine = qsa_curve_new (source, &format, 0, 0.01, 0.1, 1, coarse, NULL, NULL);
  const QsaCurvePoint *few, *many;
  gsize n_few, n_many;

  g_assert_true (qsa_curve_covers (coarse, 0.01, 0.1, QSA_CURVE_COARSE));
  g_assert_false (qsa_curve_covers (coarse, 0.01, 0.1, 1));
  g_assert_true (qsa_curve_covers (fine, 0.01, 0.1, 1));
  g_assert_true (qsa_curve_covers (fine, 0.02, 0.05, 1));
  g_assert_false (qsa_curve_covers (fine, 0.005, 0.1, 1));
  few = qsa_curve_get_points (coarse, &n_few);
  many = qsa_curve_get_points (fine, &n_many);
  g_assert_cmpuint (n_few, <, n_many / 5);
  for (gsize i = 0, k = 0; i < n_few; i++)
    {
      while (k < n_many && many[k].scale < few[i].scale)
        k++;
      g_assert_cmpfloat (many[k].scale, ==, few[i].scale);
      g_assert_cmpfloat (many[k].mse, ==, few[i].mse);
    }
}

/* A curve that was extended has the same points as one made at once. */
static void
test_extend (void)
{
  const QscScheme format = FORMAT (4, TRUE);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 5000);
  g_autoptr (QsaCurve) first = qsa_curve_new (source, &format, 0, 0.01, 0.1, 1, NULL, NULL, NULL);
  g_autoptr (QsaCurve) extended = qsa_curve_new (source, &format, 0, 0.05, 0.4, 1, first, NULL, NULL);
  g_autoptr (QsaCurve) whole = qsa_curve_new (source, &format, 0, 0.01, 0.4, 1, NULL, NULL, NULL);
  gsize n_extended, n_whole, k = 0;
  const QsaCurvePoint *a = qsa_curve_get_points (extended, &n_extended), *b = qsa_curve_get_points (whole, &n_whole);

  for (gsize i = 0; i < n_whole; i++)
    {
      if (b[i].step == G_MININT)
        continue;
      while (k < n_extended && a[k].step != b[i].step)
        k++;
      g_assert_cmpuint (k, <, n_extended);
      g_assert_cmpfloat (a[k].mse, ==, b[i].mse);
    }
}

static void
test_is_of (void)
{
  QscScheme format = FORMAT (4, FALSE);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);
  g_autoptr (QsaSource) other = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);
  g_autoptr (QsaCurve) curve = qsa_curve_new (source, &format, 1, 0.01, 0.1, 1, NULL, NULL, NULL);

  g_assert_true (qsa_curve_get_source (curve) == source);
  g_assert_true (qsa_curve_is_of (curve, source, &format, 1));
  g_assert_false (qsa_curve_is_of (curve, source, &format, 2));
  g_assert_false (qsa_curve_is_of (curve, other, &format, 1));
  format.seed = 5; /* of no rule but the stochastic */
  g_assert_true (qsa_curve_is_of (curve, source, &format, 1));
  format.rounding = QSC_ROUND_DOWN;
  g_assert_false (qsa_curve_is_of (curve, source, &format, 1));
}

static void
test_no_values (void)
{
  const QscScheme format = FORMAT (4, TRUE);
  const float nan[] = { NAN };
  g_autoptr (QsaSource) source = analysis_test_source (nan, 1);
  g_autoptr (QsaCurve) curve = qsa_curve_new (source, &format, 0, 0.01, 0.1, 1, NULL, NULL, NULL);
  gsize n;

  qsa_curve_get_points (curve, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (qsa_curve_covers (curve, 0.001, 100, 1));
}

/* Another zero-point than the symmetric one, as some rules have it, is another curve. */
static void
test_symmetric_zero_point (void)
{
  const QscScheme format = { .bits = 4, .symmetric = true };
  QscScheme free_format = format;
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 5000);
  g_autoptr (QsaCurve) curve = qsa_curve_new (source, &format, 7, 0.1, 0.9, 1, NULL, NULL, NULL);
  const QsaCurvePoint *points;
  double rounding, clipping;
  gsize n;

  free_format.symmetric = false;
  points = qsa_curve_get_points (curve, &n);
  get_errors (source, &free_format, (float)points[n / 2].scale, 7, &rounding, &clipping);
  analysis_test_assert_near (points[n / 2].mse, rounding + clipping, 1e-5);
  g_assert_true (qsa_curve_is_of (curve, source, &format, 7));
  g_assert_false (qsa_curve_is_of (curve, source, &format, 8));
}

/* Scales that float32 cannot hold are left out. */
static void
test_ends_of_float (void)
{
  static const double ranges[][2] = { { 1e-300, 1e-37 }, { 1e37, 1e300 }, { 1e-45, 1e-44 }, { 1e39, 1e40 } };
  const QscScheme format = FORMAT (8, TRUE);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (QsaCurve) curve = qsa_curve_new (source, &format, 0, ranges[i][0], ranges[i][1], 1, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (qsa_curve_covers (curve, ranges[i][0], ranges[i][1], 1));
    }
}

static void
test_refusals (void)
{
  QscScheme format = FORMAT (4, FALSE);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100000);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancelled);
  g_assert_null (qsa_curve_new (source, &format, 0, 0.01, 0.1, 1, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (qsa_curve_new (source, &format, 99, 0.01, 0.1, 1, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/analysis/curve/exact-4-bits", GINT_TO_POINTER (4), test_exact);
  g_test_add_data_func ("/analysis/curve/exact-8-bits", GINT_TO_POINTER (8), test_exact);
  g_test_add_func ("/analysis/curve/least", test_least);
  g_test_add_func ("/analysis/curve/coarse-then-fine", test_coarse_then_fine);
  g_test_add_func ("/analysis/curve/extend", test_extend);
  g_test_add_func ("/analysis/curve/is-of", test_is_of);
  g_test_add_func ("/analysis/curve/symmetric-zero-point", test_symmetric_zero_point);
  g_test_add_func ("/analysis/curve/no-values", test_no_values);
  g_test_add_func ("/analysis/curve/ends-of-float", test_ends_of_float);
  g_test_add_func ("/analysis/curve/refusals", test_refusals);
  return g_test_run ();
}
