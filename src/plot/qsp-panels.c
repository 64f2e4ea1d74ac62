/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-panels-private.h"

#include <math.h>

/* At 12 px text. */
#define GAP 12.0
#define TITLE_HEIGHT 22.0
#define CAPTION_HEIGHT 24.0
#define PER_ROW 3

static void
arrange_rows (QspPanel *panels, gsize n, gsize per_row, double top, double row_height)
{
  for (gsize i = 0; i < n; i++)
    {
      const gsize row = i / per_row, in_row = MIN (per_row, n - row * per_row);
      const double width = 1.0 / (double)in_row;

      panels[i].place = (QspRect){ width * (double)(i % per_row), top + row_height * (double)row, width, row_height };
    }
}

void
qsp_panels_arrange (QspPanel *panels, gsize n, gboolean first_is_large)
{
  const gsize per_row = n == 2 ? 1 : 2, n_rows = (n + per_row - 1) / per_row;
  const gsize n_small_rows = n > 1 ? (n - 1 + PER_ROW - 1) / PER_ROW : 0;
  const double small = n_small_rows > 0 ? 1.0 / ((double)n_small_rows + 2.0) : 0.0;

  if (n == 0)
    return;
  if (!first_is_large || n <= 2)
    {
      arrange_rows (panels, n, per_row, 0.0, 1.0 / (double)n_rows);
      return;
    }
  panels[0].place = (QspRect){ 0.0, 0.0, 1.0, 1.0 - small * (double)n_small_rows };
  arrange_rows (panels + 1, n - 1, PER_ROW, panels[0].place.height, small);
}

static char *
join (const QspPanel *panels, gsize n, const char *(*get) (QspFigure *), const char *separator)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? separator : "", get (panels[i].figure));
  return g_string_free (text, FALSE);
}

char *
qsp_panels_get_title (const QspPanel *panels, gsize n)
{
  return join (panels, n, qsp_figure_get_title, ", ");
}

char *
qsp_panels_get_description (const QspPanel *panels, gsize n)
{
  return join (panels, n, qsp_figure_get_description, " ");
}

/* To whole device px, so that lines stay crisp. */
static double
snap (const QspPainter *painter, double v)
{
  return painter->scale > 0.0 ? round (v * painter->scale) / painter->scale : v;
}

static void
paint_panel (const QspPanel *panel, QspPainter *painter, const QspTheme *theme, const QspRect *rect, double k, gboolean legend)
{
  const QspDecoration decoration = { legend && panel->figure->large, NULL };
  const double x = snap (painter, rect->x), y = snap (painter, rect->y);
  const QspTextStyle style = { 12.0 * k, TRUE, 0.0, theme->colors[QSP_ROLE_FG], { 0 } };
  QspTheme inside = *theme;

  inside.transparent = TRUE; /* the whole has one background */
  painter->klass->text (painter, x + 6.0 * k, y + 0.5 * TITLE_HEIGHT * k, qsp_figure_get_title (panel->figure), &style);
  painter->klass->push_offset (painter, x, snap (painter, y + TITLE_HEIGHT * k));
  qsp_figure_paint (panel->figure, painter, &inside, rect->width, rect->height - TITLE_HEIGHT * k, &decoration);
  painter->klass->pop_offset (painter);
}

void
qsp_panels_paint (const QspPanel *panels, gsize n, QspPainter *painter, const QspTheme *theme, double width, double height,
                  const QspDecoration *decoration)
{
  const double k = theme->font_size / 12.0 * theme->text_scale;
  const double inner_height = height - (decoration->caption != NULL ? CAPTION_HEIGHT * k : 0.0);
  QspTextStyle style = { 12.0 * k, FALSE, 0.0, theme->colors[QSP_ROLE_FG], { 0 } };

  if (n == 1)
    {
      qsp_figure_paint (panels[0].figure, painter, theme, width, height, decoration);
      return;
    }
  if (!theme->transparent)
    painter->klass->fill_rects (painter, &(QspRect){ 0, 0, ceil (width), ceil (height) }, 1, &theme->colors[QSP_ROLE_CARD]);
  for (gsize i = 0; i < n; i++)
    {
      const QspRect *place = &panels[i].place;
      const QspRect rect = { place->x * (width + GAP * k), place->y * (inner_height + GAP * k),
                             place->width * (width + GAP * k) - GAP * k, place->height * (inner_height + GAP * k) - GAP * k };

      paint_panel (&panels[i], painter, theme, &rect, k, decoration->legend);
    }
  style.color.alpha = 0.7;
  if (decoration->caption != NULL)
    painter->klass->text (painter, 6.0 * k, height - 14.0 * k, decoration->caption, &style);
}
