/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-figure-private.h"

#include <math.h>
#include <string.h>

static QspFigure *
new_figure (void)
{
  QspFigure *figure = qsp_figure_new ("Title");

  qsp_figure_set_large (figure, TRUE);
  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_VALUE, -1, 1, "x", 64);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_LOG, 1, 1000, "y", 38);
  return figure;
}

static char *
record (QspFigure *figure, double width, double height)
{
  QspPainter *painter = qsp_painter_new_record ();
  QspTheme theme;
  char *text;

  qsp_theme_init (&theme, QSP_THEME_LIGHT);
  theme.localized = FALSE;
  qsp_figure_paint (figure, painter, &theme, width, height, NULL);
  text = qsp_painter_record_finish (painter);
  qsp_painter_free (painter);
  return text;
}

/* plots.md section 2: 52, 16, 30 (40 with code labels), 42; small 44, 16, 24, 42. */
static void
test_margins (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  QspTheme theme;
  QspRect area;

  qsp_theme_init (&theme, QSP_THEME_LIGHT);
  qsp_figure_get_plot_area (figure, &theme, 800, 450, &area);
  g_assert_cmpfloat (area.x, ==, 52);
  g_assert_cmpfloat (area.y, ==, 30);
  g_assert_cmpfloat (area.width, ==, 800 - 52 - 16);
  g_assert_cmpfloat (area.height, ==, 450 - 30 - 42);
  qsp_figure_set_top_title (figure, "q");
  qsp_figure_get_plot_area (figure, &theme, 800, 450, &area);
  g_assert_cmpfloat (area.y, ==, 40);
  qsp_figure_set_top_title (figure, NULL);
  qsp_figure_set_large (figure, FALSE);
  qsp_figure_get_plot_area (figure, &theme, 278, 236, &area);
  g_assert_cmpfloat (area.x, ==, 44);
  g_assert_cmpfloat (area.y, ==, 24);
  g_assert_cmpfloat (area.width, ==, 278 - 44 - 16);
}

static void
test_large_text (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  QspTheme theme;
  QspRect area;

  qsp_theme_init (&theme, QSP_THEME_LIGHT);
  theme.text_scale = 1.5;
  qsp_figure_get_plot_area (figure, &theme, 800, 450, &area);
  g_assert_cmpfloat (area.x, ==, 78);
  g_assert_cmpfloat (area.y, ==, 45);
}

/* A label that needs more room gets it. */
static void
test_wide_labels (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  QspTheme theme;
  QspRect area;

  qsp_theme_init (&theme, QSP_THEME_LIGHT);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_VALUE, 100000.0001, 100000.0002, "y", 38);
  qsp_figure_get_plot_area (figure, &theme, 800, 450, &area);
  g_assert_cmpfloat (area.x, >, 52);
}

static void
test_coordinates (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  QspRect area = { 50, 20, 400, 300 };
  double x, y, px, py;

  qsp_figure_to_pixel (figure, &area, 0.5, 10, &px, &py);
  g_assert_cmpfloat_with_epsilon (px, 350, 1e-9);
  g_assert_cmpfloat_with_epsilon (py, 220, 1e-9);
  qsp_figure_to_data (figure, &area, px, py, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (y, 10, 1e-9);
}

static void
test_handles (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  QspRect area = { 50, 20, 400, 300 };
  QspHandle range = { 1, 0.5, FALSE, "ew-resize" }, zero = { 2, 0.0, TRUE, "ew-resize" }, level = { 3, 0.45, FALSE, "ew-resize" };

  qsp_figure_add_handle (figure, &range, 0);
  qsp_figure_add_handle (figure, &zero, 0);
  qsp_figure_add_handle (figure, &level, 0.05);
  /* 0.5 is at 350 px, 0.45 at 340, 0 at 250; the levels are 10 px apart */
  g_assert_cmpint (qsp_figure_find_handle (figure, &area, 352, 100, 4)->id, ==, 1);
  g_assert_cmpint (qsp_figure_find_handle (figure, &area, 341, 100, 2.5)->id, ==, 3);
  g_assert_null (qsp_figure_find_handle (figure, &area, 345, 100, 4));
  /* too close to grip with a reach of 6 */
  g_assert_cmpint (qsp_figure_find_handle (figure, &area, 344.5, 100, 6)->id, ==, 1);
  g_assert_null (qsp_figure_find_handle (figure, &area, 250, 100, 6));
  g_assert_cmpint (qsp_figure_find_handle (figure, &area, 252, 325, 6)->id, ==, 2);
  g_assert_null (qsp_figure_find_handle (figure, &area, 350, 325, 6));
}

/* The step stays while its pitch is in [m, 2.5 m], and is forgotten otherwise. */
static void
test_keep_steps (void)
{
  g_autoptr (QspFigure) first = new_figure (), second = new_figure (), third = new_figure ();
  g_autofree char *text = NULL, *kept = NULL, *fresh = NULL;

  /* 732 px: 0.2 is 73 px; over 1.2 units 0.1 would be 61 px and 0.2 is 122 */
  text = record (first, 800, 450);
  qsp_figure_set_axis (second, QSP_X, QSP_AXIS_VALUE, -0.4, 0.4, "x", 64);
  qsp_figure_set_axis (third, QSP_X, QSP_AXIS_VALUE, -0.4, 0.4, "x", 64);
  qsp_figure_keep_steps (second, first);
  /* over 0.8 units 0.1 is 91 px and 0.2 is 183 px, more than 2.5 m = 160 */
  kept = record (second, 600, 450);
  fresh = record (third, 600, 450);
  /* over 0.8 units on 532 px 0.1 is 66 px, 0.2 is 133 px */
  g_assert_null (strstr (kept, "\"0.1\""));
  g_assert_nonnull (strstr (kept, "\"0.2\""));
  g_assert_nonnull (strstr (fresh, "\"0.1\""));
}

static void
test_hatch (void)
{
  QspRect rect = { 10, 20, 100, 50 };
  gsize n;
  g_autofree QspPoint *points = qsp_hatch (&rect, 7, &n);

  g_assert_cmpuint (n, >, 10);
  for (gsize i = 0; i < 2 * n; i++)
    {
      g_assert_cmpfloat (points[i].x, >=, 10 - 1e-9);
      g_assert_cmpfloat (points[i].x, <=, 110 + 1e-9);
      g_assert_cmpfloat (points[i].y, >=, 20 - 1e-9);
      g_assert_cmpfloat (points[i].y, <=, 70 + 1e-9);
    }
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (points[2 * i].x + points[2 * i].y, points[2 * i + 1].x + points[2 * i + 1].y, 1e-9);
  rect.width = 0;
  g_assert_null (qsp_hatch (&rect, 7, &n));
  g_assert_cmpuint (n, ==, 0);
}

/* Extremes of a path much longer than the plot is wide survive the thinning. */
static void
test_decimation (void)
{
  g_autoptr (QspFigure) figure = qsp_figure_new ("");
  const gsize n = 100000;
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  g_autofree char *text = NULL;

  qsp_figure_set_bare (figure, TRUE);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = (double)i / (double)n;
      y[i] = i == 77777 ? 1.0 : 0.0;
    }
  qsp_figure_add_mark (figure, QSP_MARK_LINE, QSP_ROLE_DATA, n, x, y);
  text = record (figure, 100, 100);
  g_assert_cmpuint (strlen (text), <, 20000);
  g_assert_nonnull (strstr (text, " 77.8 0,"));
}

static void
test_readout (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  g_autofree char *left = NULL, *right = NULL, *narrow = NULL;

  qsp_figure_set_readout (figure, "r = 1\nq = 2", 0.0);
  left = record (figure, 800, 450);
  /* x = 0 is at 418: the box begins 14 px to the right */
  g_assert_nonnull (strstr (left, "box 432 "));
  qsp_figure_set_readout (figure, "r = 1\nq = 2", 0.98);
  right = record (figure, 800, 450);
  g_assert_nonnull (strstr (right, "box 7"));
  g_assert_null (strstr (right, "box 79"));
  narrow = record (figure, 479, 450);
  g_assert_null (strstr (narrow, "readout"));
}

static void
test_pitch (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  QspMark *mark = qsp_figure_add_label (figure, QSP_ROLE_FG, "dense", 0, 10, 0);
  g_autofree char *wide = NULL, *narrow = NULL;

  mark->pitch = 0.02; /* 7.3 px of 732 */
  mark->pitch_max = 5.0;
  wide = record (figure, 800, 450);
  narrow = record (figure, 400, 450);
  g_assert_null (strstr (wide, "dense"));
  g_assert_nonnull (strstr (narrow, "dense"));
}

/* However small the picture, nothing crashes or divides by zero. */
static void
test_tiny_sizes (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  double x[3] = { -1, 0, 1 }, y[3] = { 1, NAN, 1000 };

  for (int kind = QSP_MARK_BARS; kind <= QSP_MARK_FRAME; kind++)
    {
      QspMark *mark = qsp_figure_add_mark (figure, kind, QSP_ROLE_DATA, 3, x, y);

      mark->x2 = g_memdup2 (x, sizeof x);
      mark->y2 = g_memdup2 (y, sizeof y);
    }
  qsp_figure_set_readout (figure, "a\nb\nc\nd\ne", 0);
  qsp_figure_set_message (figure, "No values to show");
  for (int size = 0; size < 600; size += 7)
    {
      g_autofree char *text = record (figure, size, size * 3 / 4);

      g_assert_null (strstr (text, "nan"));
      g_assert_null (strstr (text, "inf"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/figure/margins", test_margins);
  g_test_add_func ("/plot/figure/large-text", test_large_text);
  g_test_add_func ("/plot/figure/wide-labels", test_wide_labels);
  g_test_add_func ("/plot/figure/coordinates", test_coordinates);
  g_test_add_func ("/plot/figure/handles", test_handles);
  g_test_add_func ("/plot/figure/keep-steps", test_keep_steps);
  g_test_add_func ("/plot/figure/hatch", test_hatch);
  g_test_add_func ("/plot/figure/decimation", test_decimation);
  g_test_add_func ("/plot/figure/readout", test_readout);
  g_test_add_func ("/plot/figure/pitch", test_pitch);
  g_test_add_func ("/plot/figure/tiny-sizes", test_tiny_sizes);
  return g_test_run ();
}
