/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-figure-private.h"

#include <math.h>

static void
draw_hatched_square (const QspDraw *self, const QspRect *r, QspRole role)
{
  QspColor wash = qsp_draw_role (self, role, 0.12);
  QspStroke stroke = qsp_draw_stroke (self, qsp_draw_role (self, role, 0.6), 1.0, QSP_DASH_NONE);
  gsize n;
  g_autofree QspPoint *lines = qsp_hatch (r, 3.5, &n);

  self->painter->klass->fill_rects (self->painter, r, 1, &wash);
  self->painter->klass->stroke_segments (self->painter, lines, n, &stroke);
}

static void
draw_line (const QspDraw *self, double x0, double y0, double x1, double y1, QspRole role, double width, QspDash dash)
{
  QspStroke stroke = qsp_draw_stroke (self, self->theme->colors[role], width, dash);
  QspPoint points[2] = { { x0, y0 }, { x1, y1 } };

  self->painter->klass->stroke_segments (self->painter, points, 1, &stroke);
}

void
qsp_draw_legend_swatch (const QspDraw *self, const QspLegendItem *item, double x, double y, double size)
{
  QspRect square = { x + size / 12, y + size / 12, size * 10 / 12, size * 10 / 12 };
  double middle = y + size / 2, centre = x + size / 2;
  QspColor fill = qsp_draw_role (self, item->role, item->swatch == QSP_SWATCH_BAND ? 0.25 : 0.76), none = { 0 };

  switch (item->swatch)
    {
    case QSP_SWATCH_SQUARE:
    case QSP_SWATCH_BAND:
      self->painter->klass->box (self->painter, &square, 2.0, &fill, NULL, FALSE);
      break;
    case QSP_SWATCH_HATCH:
      draw_hatched_square (self, &square, item->role);
      break;
    case QSP_SWATCH_BAR:
      draw_line (self, centre, square.y, centre, square.y + square.height, item->role, 2.0, QSP_DASH_NONE);
      break;
    case QSP_SWATCH_BOX:
      square = (QspRect){ centre - 3.0, middle - 3.0, 6.0, 6.0 };
      self->painter->klass->box (self->painter, &square, 0.0, &none,
                                 &(QspStroke){ self->theme->colors[item->role], 1.0, QSP_DASH_NONE }, FALSE);
      break;
    case QSP_SWATCH_DASH:
      draw_line (self, x, middle, x + size, middle, item->role, 1.5, QSP_DASH_DOTTED);
      break;
    case QSP_SWATCH_LINE:
    default:
      draw_line (self, x, middle, x + size, middle, item->role, 2.0, QSP_DASH_NONE);
      break;
    }
}

/* In one line at the top right, as in the header of a card, as many from the right as fit beside the y title. */
void
qsp_draw_legend (const QspDraw *self)
{
  const QspLayout *l = self->layout;
  const GArray *legend = self->figure->legend;
  QspPainter *painter = self->painter;
  double k = l->k, swatch = 12.0 * k, x = l->area.x + l->area.width, y = 14.5 * k, left = 6.0 * k;

  if (self->figure->axes[QSP_Y].title != NULL)
    left += painter->klass->measure (painter, self->figure->axes[QSP_Y].title, 12.0 * k, FALSE) + 14.0 * k;
  for (guint i = legend->len; i-- > 0;)
    {
      const QspLegendItem *item = &g_array_index (legend, QspLegendItem, i);
      double text = painter->klass->measure (painter, item->label, 12.0 * k, FALSE);
      double width = swatch + 6.0 * k + text;

      if (!item->entry.shown)
        continue;
      if (x - width < left)
        break;
      qsp_draw_text (self, x, y, item->label, 1.0, FALSE, qsp_draw_ink (self, QSP_INK_TEXT), FALSE);
      qsp_draw_legend_swatch (self, item, x - width, y - swatch / 2, swatch);
      x -= width + 14.0 * k;
    }
}

void
qsp_figure_draw_swatch (QspFigure *self, gsize i, cairo_t *cr, const QspTheme *theme)
{
  QspPainter *painter;
  QspDraw draw = { self, NULL, theme, NULL };

  g_return_if_fail (i < self->legend->len);

  painter = qsp_painter_new_cairo (cr, theme->font);
  draw.painter = painter;
  cairo_save (cr);
  qsp_draw_legend_swatch (&draw, &g_array_index (self->legend, QspLegendItem, i), 0.0, 0.0, 12.0);
  cairo_restore (cr);
  qsp_painter_free (painter);
}
