/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-figure-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

QspColor
qsp_draw_role (const QspDraw *self, QspRole role, double opacity)
{
  QspColor color = self->theme->colors[role];

  /* High contrast: areas are opaque. */
  if (self->theme->high_contrast && opacity >= 0.5)
    opacity = 1.0;
  color.alpha *= opacity;
  return color;
}

QspColor
qsp_draw_ink (const QspDraw *self, QspInk ink)
{
  static const double opacities[][3] = {
    [QSP_INK_TEXT] = { 0.70, 0.72, 1.0 },
    [QSP_INK_AXIS] = { 0.35, 0.38, 1.0 },
    [QSP_INK_GRID] = { 0.09, 0.10, 0.35 },
    [QSP_INK_ZERO] = { 0.55, 0.55, 1.0 },
  };
  QspColor color = self->theme->colors[QSP_ROLE_FG];

  if (ink == QSP_INK_TEXT && self->theme->plain)
    return color;
  color.alpha *= opacities[ink][self->theme->high_contrast ? 2 : self->theme->kind == QSP_THEME_DARK ? 1 : 0];
  return color;
}

QspStroke
qsp_draw_stroke (const QspDraw *self, QspColor color, double width, QspDash dash)
{
  return (QspStroke){ color, width + (self->theme->high_contrast ? 0.5 : 0.0), dash };
}

double
qsp_draw_x (const QspDraw *self, double x)
{
  const QspRect *area = &self->layout->area;

  return area->x + qsp_scale_normalize (&self->figure->axes[QSP_X].scale, x) * area->width;
}

double
qsp_draw_y (const QspDraw *self, double y)
{
  const QspRect *area = &self->layout->area;

  return area->y + (1.0 - qsp_scale_normalize (&self->figure->axes[QSP_Y].scale, y)) * area->height;
}

double
qsp_draw_snap (const QspDraw *self, double v)
{
  double scale = self->painter->scale;

  return scale > 0.0 ? floor (v * scale + 0.5) / scale : v;
}

double
qsp_draw_snap_line (const QspDraw *self, double v, double width)
{
  double scale = self->painter->scale, px;

  if (!(scale > 0.0))
    return v;
  px = MAX (floor (width * scale + 0.5), 1.0);
  return (floor (v * scale - px / 2 + 0.5) + px / 2) / scale;
}

void
qsp_draw_text (const QspDraw *self, double x, double y, const char *text, double align, gboolean bold, QspColor color,
               gboolean halo)
{
  QspTextStyle style = { 12.0 * self->layout->k, bold, align, color, { 0 } };

  if (halo)
    style.halo = qsp_draw_role (self, QSP_ROLE_CARD, 0.85);
  self->painter->klass->text (self->painter, x, y, text, &style);
}

static void
draw_background (const QspDraw *self)
{
  /* Also the pixels that the figure fills in part. */
  QspRect all = { 0, 0, ceil (self->layout->width), ceil (self->layout->height) };

  self->painter->klass->fill_rects (self->painter, &all, 1, &self->theme->colors[QSP_ROLE_CARD]);
}

static void
draw_grid (const QspDraw *self)
{
  const QspLayout *l = self->layout;
  QspStroke stroke = qsp_draw_stroke (self, qsp_draw_ink (self, QSP_INK_GRID), 1.0, QSP_DASH_NONE);
  QspPoint points[2 * QSP_TICKS_MAX];
  gsize n = 0;

  if (self->figure->axes[QSP_Y].kind == QSP_AXIS_INDEX)
    return;
  for (gsize i = 0; i < l->y.n; i++)
    {
      double y = qsp_draw_snap_line (self, qsp_draw_y (self, l->y.ticks[i].value), 1.0);

      if (l->y.ticks[i].minor || y > l->area.y + l->area.height - 1.5)
        continue;
      points[2 * n] = (QspPoint){ l->area.x, y };
      points[2 * n + 1] = (QspPoint){ l->area.x + l->area.width, y };
      n++;
    }
  if (n > 0)
    self->painter->klass->stroke_segments (self->painter, points, n, &stroke);
}

static void
draw_x_axis (const QspDraw *self)
{
  const QspLayout *l = self->layout;
  QspStroke stroke = qsp_draw_stroke (self, qsp_draw_ink (self, QSP_INK_AXIS), 1.0, QSP_DASH_NONE);
  QspPoint points[2 * (QSP_TICKS_MAX + 1)];
  double bottom = l->area.y + l->area.height;
  gsize n = 0;

  if (self->figure->axes[QSP_X].kind == QSP_AXIS_INDEX)
    return;
  points[n++] = (QspPoint){ l->area.x, bottom + 0.5 };
  points[n++] = (QspPoint){ l->area.x + l->area.width, bottom + 0.5 };
  for (gsize i = 0; i < l->x.n; i++)
    {
      double x = qsp_draw_snap_line (self, qsp_draw_x (self, l->x.ticks[i].value), 1.0);

      points[n++] = (QspPoint){ x, bottom + 1.0 };
      points[n++] = (QspPoint){ x, bottom + (l->x.ticks[i].minor ? 4.0 : 6.0) };
    }
  self->painter->klass->stroke_segments (self->painter, points, n / 2, &stroke);
}

/* Under its tick, moved just so far that it stays in the picture. */
static void
draw_x_label (const QspDraw *self, const QspTick *tick, double y, QspColor ink)
{
  const QspLayout *l = self->layout;
  double half = self->painter->klass->measure (self->painter, tick->label, 12.0 * l->k, FALSE) / 2 + 2.0;
  double x = MAX (MIN (qsp_draw_x (self, tick->value), l->width - half), half);

  qsp_draw_text (self, x, y, tick->label, 0.5, FALSE, ink, FALSE);
}

static void
draw_labels (const QspDraw *self)
{
  const QspLayout *l = self->layout;
  const QspAxis *axes = self->figure->axes;
  QspColor ink = qsp_draw_ink (self, QSP_INK_TEXT);
  double right = l->area.x + l->area.width, bottom = l->area.y + l->area.height;
  /* The numbers of columns stand on top, as in a table. */
  double x_labels = axes[QSP_X].kind == QSP_AXIS_INDEX ? l->area.y - 12.0 * l->k : bottom + 14.5 * l->k;

  for (gsize i = 0; i < l->x.n; i++)
    if (l->x.ticks[i].label[0] != '\0')
      draw_x_label (self, &l->x.ticks[i], x_labels, ink);
  for (gsize i = 0; i < l->y.n; i++)
    if (l->y.ticks[i].label[0] != '\0')
      qsp_draw_text (self, l->area.x - 8.0 * l->k, qsp_draw_y (self, l->y.ticks[i].value), l->y.ticks[i].label, 1.0, FALSE, ink,
                     FALSE);
  if (axes[QSP_Y].title != NULL)
    qsp_draw_text (self, 6.0 * l->k, (self->figure->large ? 14.5 : 11.0) * l->k, axes[QSP_Y].title, 0.0, FALSE, ink, FALSE);
  if (axes[QSP_X].title != NULL)
    qsp_draw_text (self, right, bottom + 31.5 * l->k, axes[QSP_X].title, 1.0, FALSE, ink, FALSE);
}

static void
draw_message (const QspDraw *self)
{
  const QspRect *area = &self->layout->area;

  qsp_draw_text (self, area->x + area->width / 2, area->y + area->height / 2, self->figure->message, 0.5, FALSE,
                 qsp_draw_ink (self, QSP_INK_TEXT), TRUE);
}

void
qsp_draw_readout (const QspDraw *self)
{
  const QspLayout *l = self->layout;
  const QspPainterClass *klass = self->painter->klass;
  g_auto (GStrv) lines = g_strsplit (self->figure->readout, "\n", 4);
  guint n = g_strv_length (lines);
  double widest = 0.0, x = qsp_draw_x (self, self->figure->readout_x), k = l->k;
  QspStroke edge = { self->theme->colors[QSP_ROLE_FG], 1.0, QSP_DASH_NONE };
  QspColor ink = qsp_draw_ink (self, QSP_INK_TEXT);
  QspColor strong = self->theme->colors[QSP_ROLE_FG];
  QspRect box;

  for (guint i = 0; i < n; i++)
    widest = MAX (widest, klass->measure (self->painter, lines[i], 12.0 * k, i == 0));
  box.width = ceil (widest + 20.0 * k);
  box.height = ceil (n * 18.0 * k + 12.0 * k);
  box.x = floor (x + 14.0);
  if (box.x + box.width > l->area.x + l->area.width)
    box.x = floor (x - 14.0 - box.width);
  box.x = MAX (box.x, 2.0);
  box.y = floor (l->area.y + MIN (46.0, MAX (l->area.height - box.height, 0.0) / 2));

  edge.color.alpha = self->theme->high_contrast ? 1.0 : 0.14;
  klass->begin_group (self->painter, "readout");
  klass->box (self->painter, &box, 8.0, &self->theme->colors[QSP_ROLE_CARD], &edge, TRUE);
  ink.alpha = MAX (ink.alpha, 0.8);
  for (guint i = 0; i < n; i++)
    qsp_draw_text (self, box.x + 10.0 * k, box.y + (15.5 + 18.0 * i) * k, lines[i], 0.0, i == 0, i == 0 ? strong : ink, FALSE);
  klass->end_group (self->painter);
}

static void
draw_group (const QspDraw *self, const char *name, void (*draw) (const QspDraw *))
{
  self->painter->klass->begin_group (self->painter, name);
  draw (self);
  self->painter->klass->end_group (self->painter);
}

static void
draw_marks (const QspDraw *self)
{
  for (guint i = 0; i < self->figure->marks->len; i++)
    qsp_draw_mark (self, g_ptr_array_index (self->figure->marks, i));
}

static void
draw_caption (const QspDraw *self, const char *caption)
{
  const QspLayout *l = self->layout;

  qsp_draw_text (self, 6.0 * l->k, l->height - 14.0 * l->k, caption, 0.0, FALSE, qsp_draw_ink (self, QSP_INK_TEXT), FALSE);
}

void
qsp_figure_paint (QspFigure *self, QspPainter *painter, const QspTheme *theme, double width, double height,
                  const QspDecoration *decoration)
{
  g_autofree QspLayout *layout = g_new (QspLayout, 1);
  QspDraw draw = { self, painter, theme, layout };

  qsp_layout_compute (layout, self, painter, theme, width, height, decoration);
  if (!theme->transparent)
    draw_background (&draw);
  if (!self->bare)
    {
      if (!theme->plain)
        draw_group (&draw, "grid", draw_grid);
      draw_group (&draw, "axis", draw_x_axis);
    }
  draw_group (&draw, "marks", draw_marks);
  if (!self->bare)
    draw_group (&draw, "labels", draw_labels);
  if (self->bar_labels != NULL)
    draw_group (&draw, "key", qsp_draw_bar);
  if (self->message != NULL)
    draw_message (&draw);
  if (self->readout != NULL && self->large && width >= 480.0)
    qsp_draw_readout (&draw);
  if (decoration != NULL && decoration->legend)
    draw_group (&draw, "legend", qsp_draw_legend);
  if (decoration != NULL && decoration->caption != NULL)
    draw_caption (&draw, decoration->caption);
}

void
qsp_figure_draw (QspFigure *self, cairo_t *cr, const QspTheme *theme, double width, double height)
{
  QspPainter *painter = qsp_painter_new_cairo (cr, theme->font);

  cairo_save (cr);
  qsp_figure_paint (self, painter, theme, width, height, NULL);
  cairo_restore (cr);
  qsp_painter_free (painter);
}

static double
measurer_measure (QspPainter *self, const char *text, double size, gboolean bold)
{
  return qsp_text_measure (self->font, text, size, bold);
}

void
qsp_figure_get_plot_area (QspFigure *self, const QspTheme *theme, double width, double height, QspRect *area)
{
  static const QspPainterClass klass = { .measure = measurer_measure };
  g_autofree QspLayout *layout = g_new (QspLayout, 1);
  QspPainter painter = { &klass, 0.0, theme->font };

  qsp_layout_compute (layout, self, &painter, theme, width, height, NULL);
  *area = layout->area;
}
