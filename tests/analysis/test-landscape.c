/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis-test.h"

#include "analysis/qsa-landscape.h"

static QsaLandscape *
survey (QsaSource *source, const QscScheme *format, const QsaLandscapeGrid *grid, QsaLandscape *previous)
{
  g_autoptr (GError) error = NULL;
  QsaLandscape *landscape = qsa_landscape_new (source, format, grid, TRUE, previous, NULL, &error);

  g_assert_no_error (error);
  return landscape;
}

/* Every cell is what a pass under its scale and zero-point measures; none is below the optimum. */
static void
test_cells (gconstpointer data)
{
  const int bits = GPOINTER_TO_INT (data);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_RELU, 3000);
  QsaScheme scheme = analysis_test_scheme (bits, TRUE, TRUE, FALSE, QSA_CALIBRATION_MANUAL);
  g_autoptr (QsaLandscape) landscape = NULL;
  QsaLandscapeGrid grid;
  QscParams optimum;
  double least;

  qsa_landscape_grid_init (&grid, &scheme.format, 3.0 / (1 << bits), 5.0, 12, 8);
  landscape = survey (source, &scheme.format, &grid, NULL);
  g_assert_true (qsa_landscape_get_optimum (landscape, &optimum, &least));
  scheme.format.symmetric = false;
  for (guint column = 0; column < grid.n_scales; column++)
    for (guint row = 0; row < grid.n_zero_points; row++)
      {
        const double mse = qsa_landscape_get_mse (landscape)[row * grid.n_scales + column];
        g_autoptr (QsaResult) result = NULL;

        scheme.scale = (float)qsa_landscape_get_scale (landscape, column);
        scheme.zero_point = grid.first + (int)row * grid.step;
        result = analysis_test_compute (source, &scheme, 0);
        analysis_test_assert_near (mse, qsa_result_get_measures (result)->mse, 3e-7);
        g_assert_cmpfloat (least, <=, mse * (1 + 1e-9));
      }
}

static void
test_grid (void)
{
  const QscScheme int8 = { .bits = 8, .is_signed = TRUE }, uint4 = { .bits = 4 }, int16 = { .bits = 16, .is_signed = TRUE };
  QsaLandscapeGrid grid;

  qsa_landscape_grid_init (&grid, &uint4, 0.5, 4.0, 72, 100);
  g_assert_true (grid.low == 0.125 && grid.high == 2.0 && grid.n_scales == 72);
  g_assert_true (grid.first == 0 && grid.step == 1 && grid.n_zero_points == 16);
  qsa_landscape_grid_init (&grid, &int8, 0.5, 4.0, 72, 128);
  g_assert_true (grid.first == -128 && grid.step == 2 && grid.n_zero_points == 128);
  qsa_landscape_grid_init (&grid, &int8, 0.5, 4.0, 72, 100);
  g_assert_true (grid.first == -128 && grid.step == 3 && grid.n_zero_points == 86);
  qsa_landscape_grid_init (&grid, &int16, 1e38, 10.0, 72, 128);
  g_assert_true (isfinite (grid.high) && grid.low < grid.high && grid.n_zero_points == 128);
  qsa_landscape_grid_init (&grid, &int16, 1e-40, 10.0, 72, 1);
  g_assert_true (grid.low > 0 && grid.low < grid.high && grid.n_zero_points == 1);
}

/* Around a place: finer, still inside the codes, and the same numbers. */
static void
test_refine (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  const QscScheme int8 = { .bits = 8, .is_signed = TRUE };
  g_autoptr (QsaLandscape) landscape = NULL;
  g_autoptr (GError) error = NULL;
  QsaLandscapeGrid coarse, fine;
  QscParams params;
  double mse;

  qsa_landscape_grid_init (&coarse, &int8, 0.05, 3.2, 72, 128);
  qsa_landscape_grid_refine (&fine, &coarse, &int8, 0.06, -20.4, 6, 2, 8);
  g_assert_cmpint (fine.step, ==, 1);
  g_assert_cmpint (fine.first, <=, -33);
  g_assert_cmpint (fine.first + (int)fine.n_zero_points - 1, >=, -8);
  g_assert_cmpuint (fine.n_zero_points, <=, 26);
  g_assert_cmpuint (fine.n_scales, ==, 26);
  g_assert_true (fine.low < 0.06 / 1.1 && fine.high > 0.06 * 1.1 && fine.high < 0.06 * 1.4);
  qsa_landscape_grid_refine (&fine, &coarse, &int8, 0.06, 127, 6, 2, 8);
  g_assert_cmpint (fine.first + (int)fine.n_zero_points - 1, ==, 127);
  qsa_landscape_grid_refine (&fine, &coarse, &int8, 0.06, -200, 6, 2, 8);
  g_assert_cmpint (fine.first, ==, -128);
  g_assert_cmpuint (fine.n_zero_points, >=, 1);

  qsa_landscape_grid_refine (&fine, &coarse, &int8, 0.06, -20.4, 6, 2, 8);
  landscape = qsa_landscape_new (source, &int8, &fine, FALSE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (qsa_landscape_get_optimum (landscape, &params, &mse));
  for (guint row = 0; row < fine.n_zero_points; row += 7)
    {
      QsaScheme scheme = analysis_test_scheme (8, TRUE, FALSE, FALSE, QSA_CALIBRATION_MANUAL);
      g_autoptr (QsaResult) result = NULL;

      scheme.scale = (float)qsa_landscape_get_scale (landscape, row);
      scheme.zero_point = fine.first + (int)row;
      result = analysis_test_compute (source, &scheme, 0);
      analysis_test_assert_near (qsa_landscape_get_mse (landscape)[row * fine.n_scales + row],
                                 qsa_result_get_measures (result)->mse, 3e-7);
    }
}

static void
test_of (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  QscScheme format = { .bits = 4, .is_signed = TRUE, .symmetric = TRUE };
  g_autoptr (QsaLandscape) first = NULL, second = NULL;
  QsaLandscapeGrid grid;
  QscParams params[2];
  double mse[2];

  qsa_landscape_grid_init (&grid, &format, 0.5, 4.0, 10, 16);
  first = survey (source, &format, &grid, NULL);
  format.symmetric = FALSE;
  g_assert_true (qsa_landscape_is_of (first, source, &format));
  second = survey (source, &format, &grid, first);
  g_assert_true (qsa_landscape_get_optimum (first, &params[0], &mse[0])
                 && qsa_landscape_get_optimum (second, &params[1], &mse[1]));
  g_assert_true (params[0].scale == params[1].scale && mse[0] == mse[1]);
  format.rounding = QSC_ROUND_DOWN;
  g_assert_false (qsa_landscape_is_of (first, source, &format));
}

static void
test_refused (void)
{
  const float nothing[] = { NAN };
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  g_autoptr (QsaSource) empty = analysis_test_source (nothing, 1);
  QscScheme format = { .bits = 4, .is_signed = TRUE, .rounding = QSC_ROUND_STOCHASTIC };
  g_autoptr (QsaLandscape) landscape = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  QsaLandscapeGrid grid;
  QscParams params;
  double mse;

  qsa_landscape_grid_init (&grid, &format, 0.5, 4.0, 10, 16);
  g_assert_null (qsa_landscape_new (source, &format, &grid, TRUE, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  format.rounding = QSC_ROUND_HALF_EVEN;
  g_assert_null (qsa_landscape_new (source, &format, &grid, TRUE, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  landscape = survey (empty, &format, &grid, NULL);
  g_assert_false (qsa_landscape_get_optimum (landscape, &params, &mse));
  g_assert_true (isnan (qsa_landscape_get_mse (landscape)[7]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/landscape/cells/2", GINT_TO_POINTER (2), test_cells);
  g_test_add_data_func ("/landscape/cells/4", GINT_TO_POINTER (4), test_cells);
  g_test_add_data_func ("/landscape/cells/8", GINT_TO_POINTER (8), test_cells);
  g_test_add_data_func ("/landscape/cells/12", GINT_TO_POINTER (12), test_cells);
  g_test_add_func ("/landscape/grid", test_grid);
  g_test_add_func ("/landscape/refine", test_refine);
  g_test_add_func ("/landscape/of", test_of);
  g_test_add_func ("/landscape/refused", test_refused);
  return g_test_run ();
}
