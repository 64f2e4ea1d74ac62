/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-painter-private.h"

#include <math.h>
#include <string.h>

/* Cairo's own SVG turns text into outlines; here it stays text that can be selected, searched and set in another font. */

static void
put_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], *end;

  value = floor (value * 100.0 + 0.5) / 100.0;
  g_ascii_formatd (buffer, sizeof buffer, "%.2f", value == 0.0 ? 0.0 : value);
  for (end = buffer + strlen (buffer) - 1; *end == '0'; end--)
    *end = '\0';
  if (*end == '.')
    *end = '\0';
  g_string_append (out, buffer);
}

static void
put_attribute (GString *out, const char *name, double value)
{
  g_string_append_printf (out, " %s=\"", name);
  put_number (out, value);
  g_string_append_c (out, '"');
}

static void
put_color (GString *out, const char *name, const QspColor *c)
{
  g_string_append_printf (out, " %s=\"#%02x%02x%02x\"", name, (guint)(c->red * 255 + 0.5), (guint)(c->green * 255 + 0.5),
                          (guint)(c->blue * 255 + 0.5));
  if (c->alpha < 1.0)
    {
      g_autofree char *opacity = g_strconcat (name, "-opacity", NULL);

      put_attribute (out, opacity, c->alpha);
    }
}

static void
put_stroke (GString *out, const QspStroke *stroke)
{
  double dash[2];

  put_color (out, "stroke", &stroke->color);
  put_attribute (out, "stroke-width", stroke->width);
  if (qsp_dash_get_lengths (stroke->dash, dash) > 0)
    g_string_append_printf (out, " stroke-dasharray=\"%d %d\"", (int)dash[0], (int)dash[1]);
}

static void
put_move (GString *out, char command, const QspPoint *point)
{
  g_string_append_c (out, command);
  put_number (out, point->x);
  g_string_append_c (out, ' ');
  put_number (out, point->y);
}

static GString *
get_out (QspPainter *painter)
{
  return ((QspPainterText *)painter)->out;
}

static void
svg_begin_group (QspPainter *painter, const char *name)
{
  g_string_append_printf (get_out (painter), "<g class=\"%s\">\n", name);
}

static void
svg_end_group (QspPainter *painter)
{
  g_string_append (get_out (painter), "</g>\n");
}

static void
svg_push_offset (QspPainter *painter, double x, double y)
{
  GString *out = get_out (painter);

  g_string_append (out, "<g transform=\"translate(");
  put_number (out, x);
  g_string_append_c (out, ' ');
  put_number (out, y);
  g_string_append (out, ")\">\n");
}

static void
put_rect (GString *out, const QspRect *rect)
{
  put_attribute (out, "x", rect->x);
  put_attribute (out, "y", rect->y);
  put_attribute (out, "width", rect->width);
  put_attribute (out, "height", rect->height);
}

static void
svg_push_clip (QspPainter *painter, const QspRect *rect)
{
  QspPainterText *self = (QspPainterText *)painter;
  guint id = ++self->n_clips;

  g_string_append_printf (self->out, "<clipPath id=\"clip%u\"><rect", id);
  put_rect (self->out, rect);
  g_string_append_printf (self->out, "/></clipPath>\n<g clip-path=\"url(#clip%u)\">\n", id);
}

static void
svg_fill_rects (QspPainter *painter, const QspRect *rects, gsize n, const QspColor *color)
{
  GString *out = get_out (painter);

  if (n == 0)
    return;
  g_string_append (out, "<path");
  put_color (out, "fill", color);
  g_string_append (out, " d=\"");
  for (gsize i = 0; i < n; i++)
    {
      put_move (out, 'M', &(QspPoint){ rects[i].x, rects[i].y });
      g_string_append_c (out, 'h');
      put_number (out, rects[i].width);
      g_string_append_c (out, 'v');
      put_number (out, rects[i].height);
      g_string_append_c (out, 'h');
      put_number (out, -rects[i].width);
      g_string_append_c (out, 'z');
    }
  g_string_append (out, "\"/>\n");
}

static void
svg_stroke_segments (QspPainter *painter, const QspPoint *points, gsize n, const QspStroke *stroke)
{
  GString *out = get_out (painter);

  if (n == 0)
    return;
  g_string_append (out, "<path fill=\"none\"");
  put_stroke (out, stroke);
  g_string_append (out, " d=\"");
  for (gsize i = 0; i < n; i++)
    {
      put_move (out, 'M', &points[2 * i]);
      put_move (out, 'L', &points[2 * i + 1]);
    }
  g_string_append (out, "\"/>\n");
}

static void
svg_stroke_path (QspPainter *painter, const QspPoint *points, gsize n, const QspStroke *stroke)
{
  GString *out = get_out (painter);
  gboolean open = FALSE;

  if (n == 0)
    return;
  g_string_append (out, "<path fill=\"none\"");
  put_stroke (out, stroke);
  g_string_append (out, " d=\"");
  for (gsize i = 0; i < n; i++)
    {
      gboolean broken = isnan (points[i].x) || isnan (points[i].y);

      if (!broken)
        put_move (out, open ? 'L' : 'M', &points[i]);
      open = !broken;
    }
  g_string_append (out, "\"/>\n");
}

static void
svg_fill_path (QspPainter *painter, const QspPoint *points, gsize n, const QspColor *color)
{
  GString *out = get_out (painter);

  if (n == 0)
    return;
  g_string_append (out, "<path");
  put_color (out, "fill", color);
  g_string_append (out, " d=\"");
  for (gsize i = 0; i < n; i++)
    put_move (out, i == 0 ? 'M' : 'L', &points[i]);
  g_string_append (out, "z\"/>\n");
}

static void
svg_circles (QspPainter *painter, const QspPoint *centers, gsize n, double radius, const QspColor *fill, const QspStroke *edge)
{
  GString *out = get_out (painter);

  for (gsize i = 0; i < n; i++)
    {
      g_string_append (out, "<circle");
      put_attribute (out, "cx", centers[i].x);
      put_attribute (out, "cy", centers[i].y);
      put_attribute (out, "r", radius + (edge != NULL ? edge->width / 2 : 0.0));
      put_color (out, "fill", fill);
      if (edge != NULL)
        put_stroke (out, edge);
      g_string_append (out, "/>\n");
    }
}

static void
svg_box (QspPainter *painter, const QspRect *rect, double radius, const QspColor *fill, const QspStroke *edge, gboolean shadow)
{
  GString *out = get_out (painter);

  g_string_append (out, "<rect");
  put_rect (out, rect);
  put_attribute (out, "rx", radius);
  put_color (out, "fill", fill);
  if (edge != NULL)
    put_stroke (out, edge);
  g_string_append (out, "/>\n");
}

static void
svg_text (QspPainter *painter, double x, double y, const char *text, const QspTextStyle *style)
{
  static const char *const anchors[] = { "start", "middle", "end" };
  GString *out = get_out (painter);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, "<text");
  put_attribute (out, "x", x);
  /* The base line stands about 0.35 em under the middle. */
  put_attribute (out, "y", y + 0.35 * style->size);
  put_attribute (out, "font-size", style->size);
  g_string_append_printf (out, " text-anchor=\"%s\"", anchors[(int)(style->align * 2)]);
  if (style->bold)
    g_string_append (out, " font-weight=\"bold\"");
  put_color (out, "fill", &style->color);
  if (style->halo.alpha > 0.0)
    {
      put_color (out, "stroke", &style->halo);
      g_string_append (out, " stroke-width=\"3.5\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
  g_string_append_printf (out, ">%s</text>\n", escaped);
}

static double
svg_measure (QspPainter *painter, const char *text, double size, gboolean bold)
{
  return qsp_text_measure (painter->font, text, size, bold);
}

static const QspPainterClass svg_class = {
  svg_begin_group,     svg_end_group,   svg_push_offset, svg_end_group, svg_push_clip, svg_end_group, svg_fill_rects,
  svg_stroke_segments, svg_stroke_path, svg_fill_path,   svg_circles,   svg_box,       svg_text,      svg_measure,
};

static void
put_element (GString *out, const char *name, const char *text)
{
  if (text != NULL && text[0] != '\0')
    {
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      g_string_append_printf (out, "<%s>%s</%s>\n", name, escaped, name);
    }
}

QspPainter *
qsp_painter_new_svg (double width, double height, const char *font, const char *title, const char *description)
{
  QspPainterText *self = g_new0 (QspPainterText, 1);
  g_autofree char *family = g_markup_escape_text (font, -1);
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
                               "width=\"");

  self->parent.klass = &svg_class;
  self->parent.font = font;
  self->out = out;
  /* Points: 1 px on screen is 0.75 pt on paper. */
  put_number (out, width * 0.75);
  g_string_append (out, "pt\" height=\"");
  put_number (out, height * 0.75);
  g_string_append (out, "pt\" viewBox=\"0 0 ");
  put_number (out, width);
  g_string_append_c (out, ' ');
  put_number (out, height);
  g_string_append_printf (out, "\" font-family=\"%s\" role=\"img\">\n", family);
  put_element (out, "title", title);
  put_element (out, "desc", description);
  return &self->parent;
}

char *
qsp_painter_svg_finish (QspPainter *painter)
{
  g_string_append (get_out (painter), "</svg>\n");
  return g_string_free (g_steal_pointer (&((QspPainterText *)painter)->out), FALSE);
}
