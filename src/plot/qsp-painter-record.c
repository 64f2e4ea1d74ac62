/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-painter-private.h"

#include <math.h>
#include <string.h>

/* A display list as text: one operation a line, independent of fonts, so that it can be compared exactly. */

static void
put_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    {
      g_string_append (out, " -");
      return;
    }
  /* One decimal: what is compared is the picture, not the last bit of libm. */
  value = floor (value * 10.0 + 0.5) / 10.0;
  g_ascii_formatd (buffer, sizeof buffer, "%.1f", value == 0.0 ? 0.0 : value);
  if (g_str_has_suffix (buffer, ".0"))
    buffer[strlen (buffer) - 2] = '\0';
  g_string_append_c (out, ' ');
  g_string_append (out, buffer);
}

static void
put_color (GString *out, const QspColor *c)
{
  g_string_append_printf (out, " #%02x%02x%02x", (guint)(c->red * 255 + 0.5), (guint)(c->green * 255 + 0.5),
                          (guint)(c->blue * 255 + 0.5));
  if (c->alpha < 1.0)
    g_string_append_printf (out, "/%d", (int)(c->alpha * 100 + 0.5));
}

static void
put_stroke (GString *out, const QspStroke *stroke)
{
  static const char *const names[] = { "", " dash 5-3", " dash 4-3", " dash 2-3" };

  put_color (out, &stroke->color);
  g_string_append (out, " width");
  put_number (out, stroke->width);
  g_string_append (out, names[stroke->dash]);
}

static GString *
begin (QspPainter *painter, const char *what)
{
  QspPainterText *self = (QspPainterText *)painter;

  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->out, "  ");
  g_string_append (self->out, what);
  return self->out;
}

static void
put_points (GString *out, const QspPoint *points, gsize n)
{
  g_string_append (out, ":");
  for (gsize i = 0; i < n; i++)
    {
      put_number (out, points[i].x);
      put_number (out, points[i].y);
      if (i + 1 < n)
        g_string_append_c (out, ',');
    }
  g_string_append_c (out, '\n');
}

static void
put_rect (GString *out, const QspRect *rect)
{
  put_number (out, rect->x);
  put_number (out, rect->y);
  put_number (out, rect->width);
  put_number (out, rect->height);
}

static void
record_begin_group (QspPainter *painter, const char *name)
{
  g_string_append_printf (begin (painter, "group "), "%s {\n", name);
  ((QspPainterText *)painter)->depth++;
}

static void
record_end_group (QspPainter *painter)
{
  ((QspPainterText *)painter)->depth--;
  begin (painter, "}\n");
}

static void
record_push_offset (QspPainter *painter, double x, double y)
{
  GString *out = begin (painter, "offset");

  put_number (out, x);
  put_number (out, y);
  g_string_append (out, " {\n");
  ((QspPainterText *)painter)->depth++;
}

static void
record_push_clip (QspPainter *painter, const QspRect *rect)
{
  GString *out = begin (painter, "clip");

  put_rect (out, rect);
  g_string_append (out, " {\n");
  ((QspPainterText *)painter)->depth++;
}

static void
record_fill_rects (QspPainter *painter, const QspRect *rects, gsize n, const QspColor *color)
{
  GString *out = begin (painter, "rects");

  put_color (out, color);
  g_string_append (out, ":");
  for (gsize i = 0; i < n; i++)
    {
      put_rect (out, &rects[i]);
      if (i + 1 < n)
        g_string_append_c (out, ',');
    }
  g_string_append_c (out, '\n');
}

static void
record_stroke_segments (QspPainter *painter, const QspPoint *points, gsize n, const QspStroke *stroke)
{
  GString *out = begin (painter, "segments");

  put_stroke (out, stroke);
  put_points (out, points, 2 * n);
}

static void
record_stroke_path (QspPainter *painter, const QspPoint *points, gsize n, const QspStroke *stroke)
{
  GString *out = begin (painter, "path");

  put_stroke (out, stroke);
  put_points (out, points, n);
}

static void
record_fill_path (QspPainter *painter, const QspPoint *points, gsize n, const QspColor *color)
{
  GString *out = begin (painter, "area");

  put_color (out, color);
  put_points (out, points, n);
}

static void
record_circles (QspPainter *painter, const QspPoint *centers, gsize n, double radius, const QspColor *fill, const QspStroke *edge)
{
  GString *out = begin (painter, "circles radius");

  put_number (out, radius);
  put_color (out, fill);
  if (edge != NULL)
    {
      g_string_append (out, " edge");
      put_stroke (out, edge);
    }
  put_points (out, centers, n);
}

static void
record_box (QspPainter *painter, const QspRect *rect, double radius, const QspColor *fill, const QspStroke *edge, gboolean shadow)
{
  GString *out = begin (painter, "box");

  put_rect (out, rect);
  g_string_append (out, " radius");
  put_number (out, radius);
  put_color (out, fill);
  if (edge != NULL)
    {
      g_string_append (out, " edge");
      put_stroke (out, edge);
    }
  g_string_append (out, shadow ? " shadow\n" : "\n");
}

static void
record_text (QspPainter *painter, double x, double y, const char *text, const QspTextStyle *style)
{
  GString *out = begin (painter, "text");

  put_number (out, x);
  put_number (out, y);
  g_string_append (out, style->align == 0.0 ? " left" : style->align == 1.0 ? " right" : " centre");
  put_number (out, style->size);
  put_color (out, &style->color);
  g_string_append_printf (out, "%s%s \"%s\"\n", style->bold ? " bold" : "", style->halo.alpha > 0.0 ? " halo" : "", text);
}

static double
record_measure (QspPainter *painter, const char *text, double size, gboolean bold)
{
  return 0.6 * size * (double)g_utf8_strlen (text, -1);
}

static const QspPainterClass record_class = {
  record_begin_group, record_end_group,       record_push_offset, record_end_group, record_push_clip, record_end_group,
  record_fill_rects,  record_stroke_segments, record_stroke_path, record_fill_path, record_circles,   record_box,
  record_text,        record_measure,
};

QspPainter *
qsp_painter_new_record (void)
{
  QspPainterText *self = g_new0 (QspPainterText, 1);

  self->parent.klass = &record_class;
  self->parent.font = "";
  self->parent.scale = 1.0;
  self->out = g_string_new (NULL);
  return &self->parent;
}

char *
qsp_painter_record_finish (QspPainter *painter)
{
  return g_string_free (g_steal_pointer (&((QspPainterText *)painter)->out), FALSE);
}
