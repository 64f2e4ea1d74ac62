/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-curve.h"

#include <math.h>

static QscParams
get_params (QscRounding rounding)
{
  QscScheme format = { 4, TRUE, FALSE, FALSE, rounding, 0 };
  QscParams params;

  g_assert_cmpint (qsc_params_init (&params, &format, 0.25f, -1), ==, QSC_OK);
  return params;
}

static gint
get_code (const QscParams *params, double value)
{
  QscTrace trace;

  qsc_params_trace (params, (float)value, 0, &trace);
  return trace.code;
}

/* The core itself is the judge: a hair below the boundary it gives the one code, a hair above the next. */
static void
test_boundaries (gconstpointer data)
{
  QscRounding rounding = GPOINTER_TO_UINT (data);
  QscParams params = get_params (rounding);

  for (int arithmetic = 0; arithmetic < QSC_N_ARITHMETICS; arithmetic++)
    for (gint q = params.qmin; q < params.qmax; q++)
      {
        double boundary, low, high;

        params.arithmetic = arithmetic;
        boundary = 0.25 * qsf_get_boundary (rounding, q - params.zero_point, qsf_get_origin (&params));
        g_assert_cmpint (get_code (&params, boundary - 1e-4), ==, q);
        g_assert_cmpint (get_code (&params, boundary + 1e-4), ==, q + 1);
        qsf_get_code_interval (&params, q, &low, &high);
        g_assert_cmpfloat (high, ==, boundary);
        qsf_get_code_interval (&params, q + 1, &low, &high);
        g_assert_cmpfloat (low, ==, boundary);
      }
}

/* Between the bounds lies every error inside the range, and they are reached. */
static void
test_bounds (gconstpointer data)
{
  QscRounding rounding = GPOINTER_TO_UINT (data);
  QscParams params = get_params (rounding);
  double low, high, clip_low, clip_high, least = INFINITY, greatest = -INFINITY;

  qsf_get_rounding_bounds (rounding, &low, &high);
  qsc_params_get_unclipped_range (&params, &clip_low, &clip_high);
  for (double r = clip_low + 1e-4; r < clip_high; r += 1e-4)
    {
      QscTrace trace;

      qsc_params_trace (&params, (float)r, (guint64)(r * 1e4 + 1e6), &trace);
      least = MIN (least, (double)trace.error / 0.25);
      greatest = MAX (greatest, (double)trace.error / 0.25);
    }
  g_assert_cmpfloat (least, >=, low - 1e-5);
  g_assert_cmpfloat (greatest, <=, high + 1e-5);
  if (rounding != QSC_ROUND_STOCHASTIC)
    {
      g_assert_cmpfloat (least, <, low + 0.01);
      g_assert_cmpfloat (greatest, >, high - 0.01);
    }
}

static void
test_ends (void)
{
  QscParams params = get_params (QSC_ROUND_HALF_EVEN);
  double low, high;

  qsf_get_code_interval (&params, -8, &low, &high);
  g_assert_true (isinf (low) && low < 0);
  g_assert_cmpfloat (high, ==, 0.25 * -6.5);
  qsf_get_code_interval (&params, 7, &low, &high);
  g_assert_cmpfloat (low, ==, 0.25 * 7.5);
  g_assert_true (isinf (high) && high > 0);
}

/* Every point of the curve lies on the core's own quantizer; outside of it is flat. */
static void
test_curve (gconstpointer data)
{
  QscRounding rounding = GPOINTER_TO_UINT (data);
  QscParams params = get_params (rounding);
  QsfBuild build = { .params = &params, .scale = 0.25, .x_low = -4.0, .x_high = 4.0 };
  g_autoptr (QsfCurve) curve = qsf_curve_new (&build, rounding);

  g_assert_cmpuint (curve->n, ==, 16 * 3);
  g_assert_cmpfloat (curve->x[0], ==, -4.0);
  g_assert_cmpfloat (curve->x[curve->n - 2], ==, 4.0);
  for (gsize i = 0; i < curve->n; i += 3)
    {
      double middle = (curve->x[i] + curve->x[i + 1]) / 2;
      QscTrace trace;

      qsc_params_trace (&params, (float)middle, 0, &trace);
      g_assert_cmpfloat (curve->level[i], ==, (double)trace.reconstructed);
      g_assert_cmpfloat (curve->level[i + 1], ==, (double)trace.reconstructed);
      g_assert_cmpfloat_with_epsilon (curve->error[i], curve->level[i] - curve->x[i], 1e-12);
      g_assert_true (isnan (curve->level[i + 2]));
    }
}

/* Zoomed in, only what is seen is listed. */
static void
test_curve_zoomed (void)
{
  QscParams params = get_params (QSC_ROUND_HALF_EVEN);
  QsfBuild build = { .params = &params, .scale = 0.25, .x_low = 0.01, .x_high = 0.02 };
  g_autoptr (QsfCurve) curve = qsf_curve_new (&build, QSC_ROUND_HALF_EVEN);

  g_assert_cmpuint (curve->n, <=, 5 * 3);
  for (gsize i = 0; i + 1 < curve->n; i += 3)
    g_assert_cmpfloat (curve->x[i], <=, curve->x[i + 1]);
}

int
main (int argc, char **argv)
{
  static const char *const names[QSC_N_ROUNDINGS] = { "half-even", "half-away",   "half-up",   "down",
                                                      "up",        "toward-zero", "stochastic" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < QSC_N_ROUNDINGS; i++)
    {
      g_autofree char *boundaries = g_strconcat ("/figures/rounding/boundaries/", names[i], NULL);
      g_autofree char *bounds = g_strconcat ("/figures/rounding/bounds/", names[i], NULL);
      g_autofree char *curve = g_strconcat ("/figures/rounding/curve/", names[i], NULL);

      g_test_add_data_func (bounds, GUINT_TO_POINTER (i), test_bounds);
      if (i == QSC_ROUND_STOCHASTIC)
        continue;
      g_test_add_data_func (boundaries, GUINT_TO_POINTER (i), test_boundaries);
      g_test_add_data_func (curve, GUINT_TO_POINTER (i), test_curve);
    }
  g_test_add_func ("/figures/rounding/ends", test_ends);
  g_test_add_func ("/figures/rounding/curve/zoomed", test_curve_zoomed);
  return g_test_run ();
}
