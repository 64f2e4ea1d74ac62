/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws every view, light and dark, large and small, into PNG files in the folder that is named, and says how long a draw
 * takes: to be looked at, and to be timed. Not installed. */

#include "fake-result.h"
#include "figures/qsf-figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double
get_cursor (QsfView view)
{
  switch (view)
    {
    case QSF_VIEW_CODES:
      return 2.0;
    case QSF_VIEW_ERROR_INDEX:
      return 40000.0;
    case QSF_VIEW_ERROR_HISTOGRAM:
      return 0.005;
    case QSF_VIEW_BITS:
      return 6.0;
    case QSF_VIEW_TIES:
      return 3.0;
    case QSF_VIEW_LANDSCAPE:
      return 0.04;
    default:
      return 0.0875;
    }
}

static QspFigure *
new_figure (QsfView view, QsaResult *result, const QsfOptions *extras, gboolean large, gboolean cursor)
{
  QsfOptions options;

  qsf_options_init (&options);
  options.large = large;
  options.has_pick = TRUE;
  options.pick = 0.0875f;
  options.pick_index = 7;
  memcpy (options.extras, extras->extras, sizeof options.extras);
  options.value_name = "Weight value r";
  if (view == QSF_VIEW_ERROR_INDEX && extras->x_low < extras->x_high)
    {
      options.x_low = extras->x_low;
      options.x_high = extras->x_high;
    }
  if (cursor)
    {
      options.cursor_x = get_cursor (view);
      options.cursor_y = 3.0;
    }
  return qsf_figure_new (view, result, &options);
}

static void
draw (const char *folder, QsfView view, QsaResult *result, const QsfOptions *extras, const char *name, QspThemeKind kind,
      int width, int height, gboolean cursor)
{
  gboolean large = width >= 400;
  g_autoptr (QspFigure) figure = new_figure (view, result, extras, large, cursor);
  g_autofree char *file = g_strdup_printf ("%s-%s-%s-%s.png", qsf_view_get_nick (view), name, large ? "large" : "small",
                                           qsp_theme_kind_get_nick (kind));
  g_autofree char *path = g_build_filename (folder, file, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width * 2, height * 2);
  cairo_t *cr;
  QspTheme theme;

  qsp_theme_init (&theme, kind);
  cairo_surface_set_device_scale (surface, 2, 2);
  cr = cairo_create (surface);
  qsp_figure_draw (figure, cr, &theme, width, height);
  cairo_destroy (cr);
  cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
}

/* The histogram's options, large text, high contrast, grey. */
static void
draw_options (const char *folder, QsaResult *result)
{
  static const struct
  {
    const char *name;
    gboolean log_count, density, cumulative, outline, high_contrast;
    double text_scale, x_low, x_high;
    QspThemeKind kind;
  } cases[] = {
    { "log", TRUE, FALSE, FALSE, FALSE, FALSE, 1.0, NAN, NAN, QSP_THEME_LIGHT },
    { "density", FALSE, TRUE, FALSE, TRUE, FALSE, 1.0, NAN, NAN, QSP_THEME_DARK },
    { "cumulative", FALSE, FALSE, TRUE, FALSE, FALSE, 1.0, NAN, NAN, QSP_THEME_LIGHT },
    { "contrast", FALSE, FALSE, FALSE, FALSE, TRUE, 1.5, NAN, NAN, QSP_THEME_LIGHT },
    { "grey", FALSE, FALSE, FALSE, FALSE, FALSE, 1.0, NAN, NAN, QSP_THEME_GREYSCALE },
    { "zoomed", FALSE, FALSE, FALSE, FALSE, FALSE, 1.0, 0.07, 0.1, QSP_THEME_LIGHT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *file = g_strdup_printf ("option-%s.png", cases[i].name), *path = g_build_filename (folder, file, NULL);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 720, 364);
      cairo_t *cr = cairo_create (surface);
      g_autoptr (QspFigure) figure = NULL;
      QsfOptions options;
      QspTheme theme;

      qsf_options_init (&options);
      options.has_pick = TRUE;
      options.pick = 0.0875f;
      options.log_count = cases[i].log_count;
      options.density = cases[i].density;
      options.cumulative = cases[i].cumulative;
      options.outline = cases[i].outline;
      options.x_low = cases[i].x_low;
      options.x_high = cases[i].x_high;
      figure = qsf_figure_new (QSF_VIEW_HISTOGRAM, result, &options);
      qsp_theme_init (&theme, cases[i].kind);
      theme.high_contrast = cases[i].high_contrast;
      theme.text_scale = cases[i].text_scale;
      qsp_figure_draw (figure, cr, &theme, 720, 364);
      cairo_destroy (cr);
      cairo_surface_write_to_png (surface, path);
      cairo_surface_destroy (surface);
    }
}

/* The errors by index from all values down to a few. */
static void
draw_indices (const char *folder, QsaResult *result, const float *values)
{
  static const guint counts[] = { 12, 60, 400, 1500 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", counts[i]);
      QsfOptions extras = { 0 };

      extras.x_low = -0.5;
      extras.x_high = counts[i] - 0.5;
      fake_extras_init (&extras, result, values, counts[i], 1516);
      draw (folder, QSF_VIEW_ERROR_INDEX, result, &extras, name, (QspThemeKind)(i % 2), 826, 488, FALSE);
      fake_extras_clear (&extras);
    }
}

/* Building and drawing, at one pixel per pixel, as on the bench's screen. */
static void
measure (QsfView view, QsaResult *result, const QsfOptions *extras, const char *name, int width, int height)
{
  const int n = 100;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  QspTheme theme;
  gint64 building = 0, drawing = 0;

  qsp_theme_init (&theme, QSP_THEME_LIGHT);
  for (int i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time (), built;
      g_autoptr (QspFigure) figure = new_figure (view, result, extras, width >= 400, FALSE);
      cairo_t *cr = cairo_create (surface);

      built = g_get_monotonic_time ();
      qsp_figure_draw (figure, cr, &theme, width, height);
      cairo_surface_flush (surface);
      cairo_destroy (cr);
      if (i == 0)
        continue;
      building += built - start;
      drawing += g_get_monotonic_time () - built;
    }
  cairo_surface_destroy (surface);
  g_print ("%-10s %-6s %4d x %3d  build %.2f ms  draw %.2f ms\n", qsf_view_get_nick (view), name, width, height,
           (double)building / 1e3 / (n - 1), (double)drawing / 1e3 / (n - 1));
}

int
main (int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[1] : ".";
  g_autofree float *values = fake_values_new (110592);
  static const struct
  {
    const char *name;
    QscScheme format;
    float scale;
    int zero_point;
  } cases[] = {
    { "int4", { 4, TRUE, FALSE, FALSE, QSC_ROUND_HALF_EVEN, 0 }, 0.02590f, -1 },
    { "int8", { 8, TRUE, FALSE, TRUE, QSC_ROUND_HALF_EVEN, 0 }, 0.00288f, 0 },
    { "int16", { 16, TRUE, FALSE, TRUE, QSC_ROUND_HALF_EVEN, 0 }, 1.1e-5f, 0 },
    { "down", { 3, FALSE, FALSE, FALSE, QSC_ROUND_DOWN, 0 }, 0.06f, 4 },
    { "stoch", { 3, TRUE, FALSE, FALSE, QSC_ROUND_STOCHASTIC, 0 }, 0.06f, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QsaResult) result = fake_result_new (values, 110592, &cases[i].format, cases[i].scale, cases[i].zero_point, 152);
      g_autoptr (QsaResult) coarse = fake_result_new (values, 110592, &cases[i].format, cases[i].scale, cases[i].zero_point, 44);
      QsfOptions fine = { 0 }, small = { 0 };

      fake_extras_init (&fine, result, values, 110592, 1516);
      fake_extras_init (&small, coarse, values, 110592, 436);
      for (int view = 0; view < QSF_N_VIEWS; view++)
        {
          for (int kind = 0; kind < 2 && argc > 1; kind++)
            {
              draw (folder, view, result, &fine, cases[i].name, kind, 826, 488, TRUE);
              draw (folder, view, coarse, &small, cases[i].name, kind, 278, 236, FALSE);
            }
          if (argc > 1 && view == 0 && i == 0)
            {
              draw_options (folder, result);
              draw_indices (folder, result, values);
            }
          measure (view, result, &fine, cases[i].name, 800, 450);
          measure (view, coarse, &small, cases[i].name, 278, 236);
        }
      fake_extras_clear (&fine);
      fake_extras_clear (&small);
    }
  return EXIT_SUCCESS;
}
