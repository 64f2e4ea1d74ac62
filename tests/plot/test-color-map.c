/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-figure-private.h"

#include <math.h>
#include <string.h>

static void
assert_hex (const QspColor *color, guint32 hex)
{
  g_assert_cmpfloat_with_epsilon (color->red * 255, hex >> 16, 1.6);
  g_assert_cmpfloat_with_epsilon (color->green * 255, (hex >> 8) & 0xff, 1.6);
  g_assert_cmpfloat_with_epsilon (color->blue * 255, hex & 0xff, 1.6);
}

/* Colours read off the design's pictures of INT4 codes, z = -1: t = (q + 1) / 8. */
static void
test_design (void)
{
  static const struct
  {
    int q;
    guint32 light, dark;
  } cells[] = { { -1, 0xf6f6f6, 0x3e3e3e }, { 0, 0xebdcce, 0x5d4e3f }, { 1, 0xe5cbb2, 0x745a41 },  { 3, 0xd8ab7e, 0x9c6f43 },
                { 4, 0xd19b66, 0xaf7944 },  { 5, 0xcc8e50, 0xc08244 }, { -6, 0x76a8e4, 0x577aa5 }, { -7, 0x629ce2, 0x5b83b5 } };
  QspTheme light, dark;

  qsp_theme_init (&light, QSP_THEME_LIGHT);
  qsp_theme_init (&dark, QSP_THEME_DARK);
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      QspColor a = qsp_color_map_get (QSP_MAP_DIVERGING, &light, (cells[i].q + 1) / 8.0);
      QspColor b = qsp_color_map_get (QSP_MAP_DIVERGING, &dark, (cells[i].q + 1) / 8.0);

      assert_hex (&a, cells[i].light);
      assert_hex (&b, cells[i].dark);
    }
}

/* Low is light: "good" glows. */
static void
test_sequential (void)
{
  QspTheme theme;
  QspColor low, middle, high;

  qsp_theme_init (&theme, QSP_THEME_LIGHT);
  low = qsp_color_map_get (QSP_MAP_SEQUENTIAL, &theme, 0);
  middle = qsp_color_map_get (QSP_MAP_SEQUENTIAL, &theme, 0.5);
  high = qsp_color_map_get (QSP_MAP_SEQUENTIAL, &theme, 7);
  assert_hex (&low, 0xfee838);
  assert_hex (&middle, 0x7d7c78);
  assert_hex (&high, 0x00224e);
}

static double
get_luminance (const QspColor *c)
{
  const double v[3] = { c->red, c->green, c->blue };
  double l[3];

  for (int i = 0; i < 3; i++)
    l[i] = v[i] <= 0.04045 ? v[i] / 12.92 : pow ((v[i] + 0.055) / 1.055, 2.4);
  return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
}

/* Numbers can be read on every colour of every map: 4.5 : 1, and not much under 3 : 1 on the strongest tones where the design sets
 * white numbers; high contrast does not. */
static void
test_ink (gconstpointer data)
{
  QspTheme theme;

  qsp_theme_init (&theme, GPOINTER_TO_UINT (data) % QSP_N_THEMES);
  theme.high_contrast = GPOINTER_TO_UINT (data) >= QSP_N_THEMES;
  for (int map = 0; map < 2; map++)
    for (double t = map == QSP_MAP_DIVERGING ? -1 : 0; t <= 1; t += 0.01)
      {
        QspColor ground = qsp_color_map_get (map, &theme, t), ink = qsp_color_map_get_ink (map, &theme, t);
        double a = get_luminance (&ground) + 0.05, b = get_luminance (&ink) + 0.05;

        g_assert_cmpfloat (MAX (a, b) / MIN (a, b), >=, map == QSP_MAP_SEQUENTIAL || theme.high_contrast ? 4.5 : 2.9);
      }
}

static QspFigure *
new_table (guint n_rows, guint n_columns, QspCells **cells)
{
  QspFigure *figure = qsp_figure_new ("Cells");

  qsp_figure_set_large (figure, TRUE);
  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_INDEX, 10, 10 + n_columns, NULL, 24);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_INDEX, -(double)n_rows, 0, NULL, 20);
  *cells = qsp_figure_add_cells (figure, QSP_MAP_DIVERGING, n_rows, n_columns, 10, 10 + n_columns, -(double)n_rows, 0);
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

/* Cells of one colour that touch become one rectangle, rows are numbered downwards, columns on top; no axis lines. */
static void
test_runs (void)
{
  QspCells *cells;
  g_autoptr (QspFigure) figure = new_table (2, 4, &cells);
  const double t[8] = { 0, 0, 1, NAN, 0, 1, 1, 1 };
  g_autofree char *text = NULL;

  memcpy (cells->t, t, sizeof t);
  text = record (figure, 52 + 16 + 400, 30 + 12 + 200);
  g_assert_nonnull (strstr (text, "rects #f6f6f6: 52 30 200 100, 52 130 100 100\n"));
  g_assert_nonnull (strstr (text, ": 252 30 100 100, 152 130 300 100\n"));
  g_assert_nonnull (strstr (text, "text 102 18 centre 12 #1a1a1a/70 \"10\""));
  g_assert_nonnull (strstr (text, "text 402 18 centre 12 #1a1a1a/70 \"13\""));
  g_assert_nonnull (strstr (text, "text 44 80 right 12 #1a1a1a/70 \"0\""));
  g_assert_nonnull (strstr (text, "text 44 180 right 12 #1a1a1a/70 \"1\""));
  g_assert_null (strstr (text, "segments"));
}

static void
set_texts (QspCells *cells, const char *text)
{
  cells->gaps = TRUE;
  cells->texts = g_new0 (char *, cells->n_rows * cells->n_columns);
  cells->flags = g_new0 (guint8, cells->n_rows * cells->n_columns);
  cells->texts[0] = g_strdup (text);
  cells->t[0] = 1;
  cells->flags[0] = QSP_CELL_HATCHED | QSP_CELL_BOLD;
}

/* Numbers where they fit, none where one does not. */
static void
test_texts (void)
{
  QspCells *cells, *narrow;
  g_autoptr (QspFigure) figure = new_table (2, 4, &cells);
  g_autoptr (QspFigure) small = new_table (2, 4, &narrow);
  g_autofree char *large_text = NULL;
  g_autofree char *small_text = NULL;

  set_texts (cells, "-128");
  set_texts (narrow, "-128");
  cells->framed = 0;
  large_text = record (figure, 468, 242);
  small_text = record (small, 52 + 16 + 100, 242);
  g_assert_nonnull (strstr (large_text, "text 101 79 centre 12 #ffffff bold \"-128\""));
  g_assert_nonnull (strstr (large_text, "segments #ffffff/35"));
  g_assert_nonnull (strstr (large_text, "edge #1a1a1a width 2"));
  g_assert_null (strstr (small_text, "-128"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/color-map/design", test_design);
  g_test_add_func ("/plot/color-map/sequential", test_sequential);
  for (guint i = 0; i < 2 * QSP_N_THEMES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/plot/color-map/ink/%s%s", i < QSP_N_THEMES ? "" : "high-contrast-",
                                               qsp_theme_kind_get_nick (i % QSP_N_THEMES));

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_ink);
    }
  g_test_add_func ("/plot/cells/runs", test_runs);
  g_test_add_func ("/plot/cells/texts", test_texts);
  return g_test_run ();
}
