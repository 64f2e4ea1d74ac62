/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-figure-private.h"

#include <math.h>

#define DOT_RADIUS 3.2
#define ERROR_DOT_RADIUS 3.6
#define DOT_EDGE 1.2
#define RING_RADIUS 4.5
#define RING_WIDTH 2.0
#define HATCH_PITCH 7.0
#define BAR_HATCH_PITCH 5.0

static double
get_bottom (const QspDraw *self)
{
  return self->layout->area.y + self->layout->area.height;
}

static double
get_right (const QspDraw *self)
{
  return self->layout->area.x + self->layout->area.width;
}

static gboolean
is_inside (const QspDraw *self, double px, double py)
{
  const QspRect *area = &self->layout->area;

  return px >= area->x - 1.0 && px <= get_right (self) + 1.0 && py >= area->y - 1.0 && py <= get_bottom (self) + 1.0;
}

static QspStroke
get_stroke (const QspDraw *self, const QspMark *mark)
{
  QspColor color = qsp_draw_role (self, mark->role, mark->opacity);

  if (mark->on_map)
    color = (QspColor){ 1, 1, 1, color.alpha };
  return qsp_draw_stroke (self, color, mark->width, mark->dash);
}

/* px per data unit along x, on linear axes. */
static double
get_x_scale (const QspDraw *self)
{
  const QspScale *scale = &self->figure->axes[QSP_X].scale;

  return self->layout->area.width / (scale->high - scale->low);
}

static gboolean
get_bar (const QspDraw *self, const QspMark *mark, gsize i, QspRect *bar)
{
  const QspRect *area = &self->layout->area;
  double left = qsp_draw_x (self, mark->x[i]), right = qsp_draw_x (self, mark->x2[i]);
  double x0 = qsp_draw_snap (self, MAX (left, area->x)), x1 = qsp_draw_snap (self, MIN (right, get_right (self)));
  double y = qsp_draw_snap (self, MAX (qsp_draw_y (self, mark->y[i]), area->y)), bottom = get_bottom (self);
  double pixel = self->painter->scale > 0.0 ? 1.0 / self->painter->scale : 0.25;

  if (!(left < get_right (self)) || !(right > area->x))
    return FALSE;
  if (isnan (y) || y >= bottom)
    {
      /* A count that is not zero stays visible. */
      if (isnan (y) || !(mark->y[i] > 0.0) || self->figure->axes[QSP_Y].scale.log)
        return FALSE;
      y = bottom - pixel;
    }
  if (mark->gap && x1 - x0 >= 3.0)
    x1 -= 1.0;
  if (x1 <= x0)
    x1 = x0 + pixel;
  *bar = (QspRect){ x0, y, x1 - x0, bottom - y };
  return TRUE;
}

static void
draw_bars (const QspDraw *self, const QspMark *mark)
{
  g_autofree QspRect *bars = g_new (QspRect, MAX (mark->n, 1));
  QspColor color = qsp_draw_role (self, mark->role, mark->opacity);
  QspStroke hatch = { self->theme->colors[mark->role], 1.0, QSP_DASH_NONE };
  gsize n = 0;

  for (gsize i = 0; i < mark->n; i++)
    if (get_bar (self, mark, i, &bars[n]))
      n++;
  if (n == 0)
    return;
  self->painter->klass->fill_rects (self->painter, bars, n, &color);
  if (!mark->hatched)
    return;
  hatch.color.alpha = 0.55;
  if (self->theme->high_contrast)
    hatch.color = self->theme->colors[QSP_ROLE_CARD];
  for (gsize i = 0; i < n; i++)
    {
      gsize n_lines;
      g_autofree QspPoint *lines = qsp_hatch (&bars[i], BAR_HATCH_PITCH, &n_lines);

      if (n_lines > 0)
        self->painter->klass->stroke_segments (self->painter, lines, n_lines, &hatch);
    }
}

static gboolean
get_range (const QspDraw *self, const QspMark *mark, gsize i, QspRect *range)
{
  const QspRect *area = &self->layout->area;
  double left = qsp_draw_x (self, mark->x[i]), right = qsp_draw_x (self, mark->x2[i]), bottom = get_bottom (self);
  double low = qsp_draw_y (self, MIN (mark->y[i], mark->y2[i])), high = qsp_draw_y (self, MAX (mark->y[i], mark->y2[i]));
  double pixel = self->painter->scale > 0.0 ? 1.0 / self->painter->scale : 0.25;
  double x0 = qsp_draw_snap (self, MAX (left, area->x)), x1 = qsp_draw_snap (self, MIN (right, get_right (self)));
  double y0 = qsp_draw_snap (self, MAX (high, area->y)), y1 = qsp_draw_snap (self, MIN (low, bottom));

  if (isnan (low + high) || !(left < get_right (self)) || !(right > area->x) || !(low > area->y) || !(high < bottom))
    return FALSE;
  *range = (QspRect){ x0, y0, MAX (x1 - x0, pixel), MAX (y1 - y0, pixel) };
  return TRUE;
}

/* Many thin ones stand side by side: on whole pixels there are no seams, and it is fast. */
static void
draw_ranges (const QspDraw *self, const QspMark *mark)
{
  g_autofree QspRect *ranges = g_new (QspRect, MAX (mark->n, 1));
  QspColor color = qsp_draw_role (self, mark->role, mark->opacity);
  gsize n = 0;

  for (gsize i = 0; i < mark->n; i++)
    if (get_range (self, mark, i, &ranges[n]))
      n++;
  if (n > 0)
    self->painter->klass->fill_rects (self->painter, ranges, n, &color);
}

/* At most four points per pixel column (first, least, greatest, last): what a screen can show of a long path. */
static gsize
decimate (QspPoint *points, gsize n, double column)
{
  gsize out = 0, i = 0;

  while (i < n)
    {
      gsize end = i + 1, low = i, high = i;
      double bin = floor (points[i].x / column);

      if (isnan (points[i].x) || isnan (points[i].y))
        {
          points[out++] = points[i++];
          continue;
        }
      while (end < n && floor (points[end].x / column) == bin && !isnan (points[end].y))
        {
          if (points[end].y < points[low].y)
            low = end;
          if (points[end].y > points[high].y)
            high = end;
          end++;
        }
      if (end - i <= 4)
        while (i < end)
          points[out++] = points[i++];
      else
        {
          QspPoint kept[4] = { points[i], points[MIN (low, high)], points[MAX (low, high)], points[end - 1] };

          for (int k = 0; k < 4; k++)
            points[out++] = kept[k];
          i = end;
        }
    }
  return out;
}

static QspPoint *
get_path (const QspDraw *self, const double *x, const double *y, gsize *n)
{
  QspPoint *points = g_new (QspPoint, *n + 2);

  for (gsize i = 0; i < *n; i++)
    points[i] = (QspPoint){ qsp_draw_x (self, x[i]), qsp_draw_y (self, y[i]) };
  if (*n > 4 * self->layout->area.width)
    *n = decimate (points, *n, 0.5);
  return points;
}

static void
draw_line (const QspDraw *self, const QspMark *mark)
{
  gsize n = mark->n;
  g_autofree QspPoint *points = get_path (self, mark->x, mark->y, &n);
  QspStroke stroke = get_stroke (self, mark);

  self->painter->klass->push_clip (self->painter, &self->layout->area);
  self->painter->klass->stroke_path (self->painter, points, n, &stroke);
  self->painter->klass->pop_clip (self->painter);
}

static void
draw_area (const QspDraw *self, const QspMark *mark)
{
  gsize n = mark->n;
  g_autofree QspPoint *points = get_path (self, mark->x, mark->y, &n);
  QspColor color = qsp_draw_role (self, mark->role, mark->opacity);

  if (n == 0)
    return;
  points[n] = (QspPoint){ points[n - 1].x, get_bottom (self) };
  points[n + 1] = (QspPoint){ points[0].x, get_bottom (self) };
  for (gsize i = 0; i < n; i++)
    points[i].y = MIN (points[i].y, get_bottom (self));
  self->painter->klass->push_clip (self->painter, &self->layout->area);
  self->painter->klass->fill_path (self->painter, points, n + 2, &color);
  self->painter->klass->pop_clip (self->painter);
}

static void
draw_between (const QspDraw *self, const QspMark *mark)
{
  gsize n = mark->n;
  g_autofree QspPoint *points = g_new (QspPoint, 2 * n + 1);
  QspColor color = qsp_draw_role (self, mark->role, mark->opacity);

  for (gsize i = 0; i < n; i++)
    {
      double x = qsp_draw_x (self, mark->x[i]);

      points[i] = (QspPoint){ x, qsp_draw_y (self, mark->y[i]) };
      points[2 * n - 1 - i] = (QspPoint){ x, qsp_draw_y (self, mark->y2[i]) };
    }
  self->painter->klass->push_clip (self->painter, &self->layout->area);
  self->painter->klass->fill_path (self->painter, points, 2 * n, &color);
  self->painter->klass->pop_clip (self->painter);
}

static void
draw_stems (const QspDraw *self, const QspMark *mark)
{
  g_autofree QspPoint *points = g_new (QspPoint, 2 * mark->n + 1);
  QspStroke stroke = get_stroke (self, mark);
  double bottom = get_bottom (self), top = self->layout->area.y;
  gsize n = 0;

  for (gsize i = 0; i < mark->n; i++)
    {
      double x = qsp_draw_snap_line (self, qsp_draw_x (self, mark->x[i]), mark->width);
      double y = MAX (qsp_draw_y (self, mark->y[i]), top);

      if (!is_inside (self, x, bottom) || !(y < bottom))
        continue;
      points[2 * n] = (QspPoint){ x, bottom };
      points[2 * n + 1] = (QspPoint){ x, y };
      n++;
    }
  if (n > 0)
    self->painter->klass->stroke_segments (self->painter, points, n, &stroke);
}

static void
draw_segments (const QspDraw *self, const QspMark *mark)
{
  g_autofree QspPoint *points = g_new (QspPoint, 2 * mark->n + 1);
  QspStroke stroke = get_stroke (self, mark);
  gsize n = 0;

  for (gsize i = 0; i < mark->n; i++)
    {
      QspPoint a = { qsp_draw_x (self, mark->x[i]), qsp_draw_y (self, mark->y[i]) };
      QspPoint b = { qsp_draw_x (self, mark->x2[i]), qsp_draw_y (self, mark->y2[i]) };

      if (isnan (a.x + a.y + b.x + b.y))
        continue;
      points[2 * n] = a;
      points[2 * n + 1] = b;
      n++;
    }
  self->painter->klass->push_clip (self->painter, &self->layout->area);
  self->painter->klass->stroke_segments (self->painter, points, n, &stroke);
  self->painter->klass->pop_clip (self->painter);
}

static void
draw_vlines (const QspDraw *self, const QspMark *mark)
{
  g_autofree QspPoint *points = g_new (QspPoint, 2 * mark->n + 1);
  QspStroke stroke = get_stroke (self, mark);
  gsize n = 0;

  for (gsize i = 0; i < mark->n; i++)
    {
      double x = qsp_draw_snap_line (self, qsp_draw_x (self, mark->x[i]), mark->width);

      if (!is_inside (self, x, get_bottom (self)))
        continue;
      points[2 * n] = (QspPoint){ x, self->layout->area.y };
      points[2 * n + 1] = (QspPoint){ x, get_bottom (self) };
      n++;
    }
  if (n > 0)
    self->painter->klass->stroke_segments (self->painter, points, n, &stroke);
}

static void
draw_hlines (const QspDraw *self, const QspMark *mark)
{
  QspStroke stroke = get_stroke (self, mark);

  for (gsize i = 0; i < mark->n; i++)
    {
      double y = qsp_draw_snap_line (self, qsp_draw_y (self, mark->y[i]), mark->width);
      QspPoint points[2] = { { self->layout->area.x, y }, { get_right (self), y } };

      if (is_inside (self, self->layout->area.x, y))
        self->painter->klass->stroke_segments (self->painter, points, 1, &stroke);
    }
}

static void
draw_span_edge (const QspDraw *self, const QspMark *mark, double x)
{
  QspStroke stroke = qsp_draw_stroke (self, qsp_draw_role (self, mark->role, 0.8), 1.0, QSP_DASH_NONE);
  double px = qsp_draw_snap_line (self, qsp_draw_x (self, x), 1.0);
  QspPoint points[2] = { { px, self->layout->area.y }, { px, get_bottom (self) } };

  if (is_inside (self, px, get_bottom (self)))
    self->painter->klass->stroke_segments (self->painter, points, 1, &stroke);
}

static void
draw_spans (const QspDraw *self, const QspMark *mark)
{
  const QspScale *scale = &self->figure->axes[QSP_X].scale;
  QspColor wash = qsp_draw_role (self, mark->role, 0.06);
  QspStroke stroke = qsp_draw_stroke (self, qsp_draw_role (self, mark->role, 0.18), 1.0, QSP_DASH_NONE);

  for (gsize i = 0; i < mark->n; i++)
    {
      double x0 = MAX (mark->x[i], scale->low), x1 = MIN (mark->x2[i], scale->high);
      QspRect rect = self->layout->area;
      gsize n_lines;

      if (x0 < x1)
        {
          rect.x = qsp_draw_snap (self, qsp_draw_x (self, x0));
          rect.width = qsp_draw_snap (self, qsp_draw_x (self, x1)) - rect.x;
          g_autofree QspPoint *lines = qsp_hatch (&rect, HATCH_PITCH, &n_lines);
          self->painter->klass->fill_rects (self->painter, &rect, 1, &wash);
          if (n_lines > 0)
            self->painter->klass->stroke_segments (self->painter, lines, n_lines, &stroke);
        }
      if (isfinite (mark->x[i]))
        draw_span_edge (self, mark, mark->x[i]);
      if (isfinite (mark->x2[i]))
        draw_span_edge (self, mark, mark->x2[i]);
    }
}

static void
draw_band (const QspDraw *self, const QspMark *mark)
{
  const QspRect *area = &self->layout->area;
  QspColor color = qsp_draw_role (self, mark->role, mark->opacity);
  double y0 = CLAMP (qsp_draw_y (self, mark->y2[0]), area->y, get_bottom (self));
  double y1 = CLAMP (qsp_draw_y (self, mark->y[0]), area->y, get_bottom (self));
  QspRect rect = { area->x, y0, area->width, y1 - y0 };

  if (rect.height > 0.0)
    self->painter->klass->fill_rects (self->painter, &rect, 1, &color);
}

static void
draw_circles (const QspDraw *self, const QspMark *mark)
{
  g_autofree QspPoint *points = g_new (QspPoint, mark->n + 1);
  QspColor role = qsp_draw_role (self, mark->role, 1.0), card = self->theme->colors[QSP_ROLE_CARD];
  double radius = mark->role == QSP_ROLE_ERROR ? ERROR_DOT_RADIUS : DOT_RADIUS;
  gsize n = 0;

  for (gsize i = 0; i < mark->n; i++)
    {
      points[n] = (QspPoint){ qsp_draw_x (self, mark->x[i]), qsp_draw_y (self, mark->y[i]) };
      if (is_inside (self, points[n].x, points[n].y))
        n++;
    }
  if (n == 0)
    return;
  if (mark->kind == QSP_MARK_RING)
    self->painter->klass->circles (self->painter, points, n, RING_RADIUS - RING_WIDTH / 2, &card,
                                   &(QspStroke){ role, RING_WIDTH, QSP_DASH_NONE });
  else
    self->painter->klass->circles (self->painter, points, n, radius - DOT_EDGE / 2, &role,
                                   &(QspStroke){ card, DOT_EDGE, QSP_DASH_NONE });
}

static void
draw_diamonds (const QspDraw *self, const QspMark *mark)
{
  QspColor role = qsp_draw_role (self, mark->role, 1.0), card = self->theme->colors[QSP_ROLE_CARD];

  for (gsize i = 0; i < mark->n; i++)
    {
      double x = qsp_draw_x (self, mark->x[i]), y = qsp_draw_y (self, mark->y[i]);

      if (!is_inside (self, x, y))
        continue;
      for (int pass = 0; pass < 2; pass++)
        {
          double r = pass == 0 ? 8.0 : 6.0;
          QspPoint points[] = { { x, y - r }, { x + r, y }, { x, y + r }, { x - r, y } };

          self->painter->klass->fill_path (self->painter, points, 4, pass == 0 ? &card : &role);
        }
    }
}

static void
draw_triangles (const QspDraw *self, const QspMark *mark)
{
  QspColor color = qsp_draw_role (self, mark->role, 1.0);
  double top = get_bottom (self) + 0.5;

  for (gsize i = 0; i < mark->n; i++)
    {
      double x = qsp_draw_snap_line (self, qsp_draw_x (self, mark->x[i]), 1.0);
      QspPoint points[] = { { x, top }, { x + 4.0, top + 6.0 }, { x - 4.0, top + 6.0 } };

      if (is_inside (self, x, get_bottom (self)))
        self->painter->klass->fill_path (self->painter, points, 3, &color);
    }
}

static void
draw_boxes (const QspDraw *self, const QspMark *mark)
{
  QspStroke edge = get_stroke (self, mark);
  QspColor none = { 0, 0, 0, 0 };

  for (gsize i = 0; i < mark->n; i++)
    {
      const double half = mark->x2 != NULL ? 0.0 : 3.0, low = self->layout->area.x, high = low + self->layout->area.width;
      double x = qsp_draw_snap_line (self, qsp_draw_x (self, mark->x[i]), 1.0);
      double x2 = mark->x2 != NULL ? qsp_draw_snap_line (self, qsp_draw_x (self, mark->x2[i]), 1.0) : x;
      QspRect box = { x - half, get_bottom (self) - 6.5, x2 - x + 2.0 * half, 6.0 };

      if (mark->x2 != NULL)
        {
          box.x = CLAMP (x, low, high);
          box.width = CLAMP (x2, low, high) - box.x;
        }
      if (mark->x2 != NULL ? box.width > 0.0 : is_inside (self, x, get_bottom (self)))
        self->painter->klass->box (self->painter, &box, 0.0, &none, &edge, FALSE);
    }
}

static void
draw_frame (const QspDraw *self, const QspMark *mark)
{
  QspStroke edge = get_stroke (self, mark);
  QspColor none = { 0, 0, 0, 0 };
  QspRect bar;

  if (!get_bar (self, mark, 0, &bar))
    return;
  bar.x -= 1.0;
  bar.y -= 1.0;
  bar.width += 2.0;
  bar.height += 2.0;
  self->painter->klass->box (self->painter, &bar, 0.0, &none, &edge, FALSE);
}

/* The integers that fall on the axis, in steps of stride. */
static void
get_visible (const QspDraw *self, const QspMark *mark, gint64 stride, gint64 *first, gint64 *last)
{
  const QspScale *scale = &self->figure->axes[QSP_X].scale;
  double low = ceil ((scale->low - mark->origin) / mark->step / (double)stride - 1e-9);
  double high = floor ((scale->high - mark->origin) / mark->step / (double)stride + 1e-9);

  *first = (gint64)MAX (low, ceil ((double)mark->first / (double)stride));
  *last = (gint64)MIN (high, floor ((double)mark->last / (double)stride));
}

static void
draw_rug (const QspDraw *self, const QspMark *mark)
{
  double pitch = mark->step * get_x_scale (self), bottom = get_bottom (self);
  QspStroke stroke = get_stroke (self, mark);
  gint64 first, last;

  get_visible (self, mark, 1, &first, &last);
  if (first > last)
    return;
  if (pitch < 2.0)
    {
      double x0 = qsp_draw_x (self, mark->origin + (double)first * mark->step);
      double x1 = qsp_draw_x (self, mark->origin + (double)last * mark->step);
      QspRect rect = { x0, bottom + 1.0, MAX (x1 - x0, 1.0), 3.0 };

      self->painter->klass->fill_rects (self->painter, &rect, 1, &stroke.color);
      return;
    }
  g_autofree QspPoint *points = g_new (QspPoint, 2 * (gsize)(last - first + 1));
  gsize n = 0;
  for (gint64 i = first; i <= last; i++, n++)
    {
      double x = qsp_draw_snap_line (self, qsp_draw_x (self, mark->origin + (double)i * mark->step), 1.0);

      points[2 * n] = (QspPoint){ x, bottom + 1.0 };
      points[2 * n + 1] = (QspPoint){ x, bottom + 4.0 };
    }
  self->painter->klass->stroke_segments (self->painter, points, n, &stroke);
}

/* Where a top label would stand: its middle and half its width. */
static double
place_top_label (const QspDraw *self, const QspMark *mark, gint64 i, double *half)
{
  g_autofree char *text = qsp_format_integer (i);

  *half = self->painter->klass->measure (self->painter, text, 12.0 * self->layout->k, FALSE) / 2;
  return qsp_draw_x (self, mark->origin + (double)i * mark->step);
}

static void
draw_top_label (const QspDraw *self, const QspMark *mark, gint64 i)
{
  g_autofree char *text = qsp_format_integer (i);

  qsp_draw_text (self, qsp_draw_x (self, mark->origin + (double)i * mark->step), self->layout->area.y - 7.0 * self->layout->k,
                 text, 0.5, FALSE, qsp_draw_role (self, mark->role, 1.0), FALSE);
}

/* Beside the last label where the two would meet. */
static void
draw_top_title (const QspDraw *self, const QspMark *mark, double last_end)
{
  const QspLayout *l = self->layout;
  double width, right = get_right (self);

  if (self->figure->top_title == NULL)
    return;
  width = self->painter->klass->measure (self->painter, self->figure->top_title, 12.0 * l->k, TRUE);
  if (last_end > right - width - 4.0)
    right = MIN (last_end + 5.0 + width, right + 15.0 * l->k);
  qsp_draw_text (self, right, l->area.y - 6.5 * l->k, self->figure->top_title, 1.0, TRUE, qsp_draw_role (self, mark->role, 1.0),
                 FALSE);
}

/* The ends and the one at 0 are always there; of the others those that keep their distance. */
static void
draw_top_labels (const QspDraw *self, const QspMark *mark)
{
  const QspLayout *l = self->layout;
  double pitch = mark->step * get_x_scale (self), needed, half[3], x[3], last_end = -INFINITY;
  const double zero = CLAMP (rint (-mark->origin / mark->step), (double)mark->first, (double)mark->last);
  const gint64 kept[3] = { mark->first, mark->last, (gint64)zero };
  gint64 stride = 1, first, last;

  for (int i = 0; i < 3; i++)
    x[i] = place_top_label (self, mark, kept[i], &half[i]);
  needed = MAX (19.0 * l->k, 2 * MAX (half[0], half[1]) + 5.0 * l->k);
  while (stride < G_MAXINT32 && pitch * (double)stride < needed)
    stride *= 2;
  get_visible (self, mark, stride, &first, &last);
  for (gint64 i = first; i <= last; i++)
    {
      double px = qsp_draw_x (self, mark->origin + (double)(i * stride) * mark->step);
      gboolean crowded = FALSE;

      for (int k = 0; k < 3; k++)
        crowded = crowded || fabs (px - x[k]) < needed;
      if (crowded)
        continue;
      draw_top_label (self, mark, i * stride);
      last_end = MAX (last_end, px + MAX (half[0], half[1]));
    }
  for (int k = 0; k < 3; k++)
    {
      gboolean crowded = FALSE;

      for (int other = 0; other < k; other++)
        crowded = crowded || fabs (x[k] - x[other]) < needed;
      if (crowded || !is_inside (self, x[k], l->area.y))
        continue;
      draw_top_label (self, mark, kept[k]);
      last_end = MAX (last_end, x[k] + half[k]);
    }
  draw_top_title (self, mark, last_end);
}

static void
draw_label (const QspDraw *self, const QspMark *mark)
{
  double x = qsp_draw_x (self, mark->x[0]), y = qsp_draw_y (self, mark->y[0]);
  /* What hangs from the top of a low plot must end above its base line. */
  gboolean fits =
      mark->dy <= 0.0 || y > self->layout->area.y + 1.0 || y + (mark->dy + 8.0) * self->layout->k <= get_bottom (self);

  if (is_inside (self, x, y) && fits)
    qsp_draw_text (self, x + mark->dx * self->layout->k, y + mark->dy * self->layout->k, mark->text, mark->align, mark->bold,
                   mark->role == QSP_ROLE_FG ? qsp_draw_ink (self, QSP_INK_TEXT) : qsp_draw_role (self, mark->role, 1.0), TRUE);
}

void
qsp_draw_mark (const QspDraw *self, const QspMark *mark)
{
  static void (*const functions[]) (const QspDraw *, const QspMark *) = {
    [QSP_MARK_BARS] = draw_bars,
    [QSP_MARK_RANGES] = draw_ranges,
    [QSP_MARK_AREA] = draw_area,
    [QSP_MARK_BETWEEN] = draw_between,
    [QSP_MARK_LINE] = draw_line,
    [QSP_MARK_STEMS] = draw_stems,
    [QSP_MARK_SEGMENTS] = draw_segments,
    [QSP_MARK_VLINES] = draw_vlines,
    [QSP_MARK_HLINES] = draw_hlines,
    [QSP_MARK_SPANS] = draw_spans,
    [QSP_MARK_BAND] = draw_band,
    [QSP_MARK_DOTS] = draw_circles,
    [QSP_MARK_RING] = draw_circles,
    [QSP_MARK_DIAMONDS] = draw_diamonds,
    [QSP_MARK_TRIANGLES] = draw_triangles,
    [QSP_MARK_BOXES] = draw_boxes,
    [QSP_MARK_FRAME] = draw_frame,
    [QSP_MARK_RUG] = draw_rug,
    [QSP_MARK_TOP_LABELS] = draw_top_labels,
    [QSP_MARK_LABEL] = draw_label,
    [QSP_MARK_NOTES] = qsp_draw_notes,
    [QSP_MARK_CELLS] = qsp_draw_cells,
  };

  if (mark->pitch > 0.0)
    {
      double px = mark->pitch * get_x_scale (self);

      if (!(px >= mark->pitch_min) || !(px < mark->pitch_max))
        return;
    }
  functions[mark->kind](self, mark);
}
