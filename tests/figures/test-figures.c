/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-result.h"
#include "figures/qsf-figures.h"
#include "plot/qsp-export.h"
#include "plot/qsp-figure-private.h"

#include <math.h>
#include <string.h>

/* Draws figure in every way and looks for words that no picture may hold. */
static void
check_figure (QspFigure *figure)
{
  static const struct
  {
    int width, height;
  } sizes[] = { { 826, 488 }, { 278, 236 }, { 60, 40 }, { 1, 1 } };
  double limits[4];

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = fake_record (figure, sizes[i].width, sizes[i].height);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, sizes[i].width, sizes[i].height);
      cairo_t *cr = cairo_create (surface);
      QspTheme theme;

      qsp_theme_init (&theme, QSP_THEME_DARK);
      theme.high_contrast = i % 2;
      qsp_figure_draw (figure, cr, &theme, sizes[i].width, sizes[i].height);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      g_assert_null (strstr (text, "nan"));
      g_assert_null (strstr (text, "inf"));
      g_assert_null (strstr (text, "\"\""));
    }
  qsp_figure_get_limits (figure, &limits[0], &limits[1], &limits[2], &limits[3]);
  for (int i = 0; i < 4; i++)
    g_assert_true (isfinite (limits[i]));
  g_assert_cmpfloat (limits[0], <, limits[1]);
  g_assert_cmpfloat (limits[2], <, limits[3]);
  g_assert_cmpuint (strlen (qsp_figure_get_title (figure)), >, 0);
  g_assert_cmpuint (strlen (qsp_figure_get_description (figure)), >, 10);
  g_assert_true (g_utf8_validate (qsp_figure_get_description (figure), -1, NULL));
}

static void
check_table (QspFigure *figure)
{
  g_autofree char *csv = qsp_figure_to_csv (figure);

  g_assert_null (strstr (csv, "nan"));
  g_assert_null (strstr (csv, "inf"));
  g_assert_nonnull (strchr (csv, '\n'));
}

static void
check_all_views (QsaResult *result)
{
  static const float few[] = { -3.0f, 0.0f, 0.01f, 0.5f, 1e30f };
  const QscParams *params = qsa_result_get_params (result);
  const double low = MAX ((double)params->scale / 5, 1e-44), high = CLAMP ((double)params->scale * 4.2, 2 * low, 3e38);
  QsfOptions extras = { 0 };

  extras.extras[QSF_EXTRA_CURVE] =
      fake_curve_new (few, G_N_ELEMENTS (few), &qsa_result_get_scheme (result)->format, params->zero_point, low, high, 20);
  fake_extras_init (&extras, result, few, G_N_ELEMENTS (few), 3);
  for (int view = 0; view < QSF_N_VIEWS; view++)
    for (int large = 0; large < 2; large++)
      {
        g_autoptr (QspFigure) figure = NULL;
        QsfOptions options;

        qsf_options_init (&options);
        options.large = large;
        options.has_pick = TRUE;
        options.pick = 0.1f;
        memcpy (options.extras, extras.extras, sizeof options.extras);
        options.cursor_x = view == QSF_VIEW_CODES ? 1.0 : 0.1;
        figure = qsf_figure_new (view, result, &options);
        check_figure (figure);
        if (large)
          check_table (figure);
      }
  fake_extras_clear (&extras);
}

/* --- every option with every other --- */

static void
test_options (gconstpointer data)
{
  QsfView view = GPOINTER_TO_UINT (data);
  g_autofree float *values = fake_values_new (3000);
  g_autoptr (QsaResult) result = fake_result_new_signed (values, 3000, 4, 0.0259f, -1, QSC_ROUND_HALF_EVEN, 44);
  QsfOptions extras = { 0 };
  static const double ranges[][2] = { { NAN, NAN }, { -0.01, 0.01 }, { 5, 6 }, { 1, -1 }, { -1e30, 1e30 }, { 0.1, 0.1 } };
  static const float picks[] = { 0.0f, 0.0875f, -100.0f, INFINITY, NAN };

  fake_extras_init (&extras, result, values, 3000, 700);
  for (guint bits = 0; bits < 64; bits++)
    {
      QsfOptions options;
      g_autoptr (QspFigure) figure = NULL;

      qsf_options_init (&options);
      options.log_count = bits & 1;
      options.density = (bits & 2) != 0;
      options.cumulative = (bits & 4) != 0;
      options.outline = (bits & 8) != 0;
      options.large = (bits & 16) != 0;
      options.has_pick = (bits & 32) != 0;
      options.pick = picks[bits % G_N_ELEMENTS (picks)];
      options.x_low = ranges[bits % G_N_ELEMENTS (ranges)][0];
      options.x_high = ranges[bits % G_N_ELEMENTS (ranges)][1];
      options.hidden = bits % 16;
      if (bits % 5 != 0)
        memcpy (options.extras, extras.extras, sizeof options.extras);
      options.cursor_x = bits % 3 == 0 ? NAN : (double)bits - 32.0;
      figure = qsf_figure_new (view, result, &options);
      check_figure (figure);
    }
  fake_extras_clear (&extras);
}

static void
test_ranges (gconstpointer data)
{
  QsfView view = GPOINTER_TO_UINT (data);
  g_autoptr (QsaResult) result = fake_result_new_sample (152);
  g_autofree float *values = fake_values_new (300);
  QsfOptions extras = { 0 };
  static const double limits[] = { NAN, -INFINITY, -1e300, -0.2, 0.0, 1e-300, 0.3, 1e300, INFINITY };

  fake_extras_init (&extras, result, values, 300, 300);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (guint j = 0; j < G_N_ELEMENTS (limits); j++)
      {
        g_autoptr (QspFigure) figure = NULL;
        QsfOptions options;

        qsf_options_init (&options);
        memcpy (options.extras, extras.extras, sizeof options.extras);
        options.x_low = options.y_low = limits[i];
        options.x_high = options.y_high = limits[j];
        figure = qsf_figure_new (view, result, &options);
        check_figure (figure);
      }
  fake_extras_clear (&extras);
}

/* --- odd data --- */

static void
test_no_values (void)
{
  static const float values[] = { NAN, INFINITY, -INFINITY };
  g_autoptr (QsaResult) none = fake_result_new_signed (NULL, 0, 4, 1.0f, 0, QSC_ROUND_HALF_EVEN, 100);
  g_autoptr (QsaResult) nothing_finite = fake_result_new_signed (values, 3, 4, 1.0f, 0, QSC_ROUND_HALF_EVEN, 100);

  check_all_views (none);
  check_all_views (nothing_finite);
  for (int view = QSF_VIEW_HISTOGRAM; view <= QSF_VIEW_CODES; view++)
    {
      g_autoptr (QspFigure) figure = qsf_figure_new (view, none, NULL);
      g_autofree char *text = fake_record (figure, 826, 488);

      g_assert_nonnull (strstr (text, "\"No values to show\""));
    }
}

static void
test_one_value (void)
{
  g_autoptr (QsaResult) result = fake_result_new_signed ((const float[]){ 0.5f }, 1, 4, 0.1f, 0, QSC_ROUND_HALF_EVEN, 100);

  check_all_views (result);
}

static void
test_constant (void)
{
  float values[100];
  g_autoptr (QsaResult) zero = NULL, other = NULL;

  for (guint i = 0; i < 100; i++)
    values[i] = 0.0f;
  zero = fake_result_new_signed (values, 100, 8, 1.0f, 0, QSC_ROUND_HALF_EVEN, 100);
  for (guint i = 0; i < 100; i++)
    values[i] = 1e30f;
  other = fake_result_new_signed (values, 100, 8, 1e-3f, 5, QSC_ROUND_HALF_EVEN, 100);
  check_all_views (zero);
  check_all_views (other);
}

static void
test_scales (gconstpointer data)
{
  static const float scales[] = { 1e-45f, 1.2e-38f, 1e-6f, 1.0f, 1e6f, 3e38f };
  g_autofree float *values = fake_values_new (500);

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (QsaResult) result =
          fake_result_new_signed (values, 500, GPOINTER_TO_INT (data), scales[i], 1, QSC_ROUND_HALF_EVEN, 100);

      check_all_views (result);
    }
}

static void
test_roundings (void)
{
  g_autofree float *values = fake_values_new (2000);

  for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)
    {
      g_autoptr (QsaResult) result = fake_result_new_signed (values, 2000, 3, 0.06f, 1, rounding, 100);

      check_all_views (result);
    }
}

static void
test_no_bins (void)
{
  g_autofree float *values = fake_values_new (100);
  g_autoptr (QsaResult) result = fake_result_new_signed (values, 100, 4, 0.0259f, -1, QSC_ROUND_HALF_EVEN, 0);

  check_all_views (result);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < QSF_N_VIEWS; i++)
    {
      g_autofree char *options = g_strconcat ("/figures/options/", qsf_view_get_nick (i), NULL);
      g_autofree char *ranges = g_strconcat ("/figures/ranges/", qsf_view_get_nick (i), NULL);

      g_test_add_data_func (options, GUINT_TO_POINTER (i), test_options);
      g_test_add_data_func (ranges, GUINT_TO_POINTER (i), test_ranges);
    }
  for (int bits = 2; bits <= 16; bits += bits < 8 ? 2 : 4)
    {
      g_autofree char *path = g_strdup_printf ("/figures/scales/%d-bits", bits);

      g_test_add_data_func (path, GINT_TO_POINTER (bits), test_scales);
    }
  g_test_add_func ("/figures/data/no-values", test_no_values);
  g_test_add_func ("/figures/data/one-value", test_one_value);
  g_test_add_func ("/figures/data/constant", test_constant);
  g_test_add_func ("/figures/data/roundings", test_roundings);
  g_test_add_func ("/figures/data/no-bins", test_no_bins);
  return g_test_run ();
}
