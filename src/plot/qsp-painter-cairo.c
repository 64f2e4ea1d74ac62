/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-painter-private.h"

#include <math.h>
#include <pango/pangocairo.h>

/* Shaped lines are kept per thread: a figure that follows the pointer shows the same forty words in every frame. */
#define MAX_LAYOUTS 600

typedef struct
{
  PangoContext *context;
  GHashTable *layouts;
  double scale;
} TextCache;

typedef struct
{
  QspPainter parent;
  cairo_t *cr;
  double matrix_scale; /* of the surface, also where there are no pixels */
} QspPainterCairo;

static void
text_cache_free (gpointer data)
{
  TextCache *self = data;

  g_hash_table_unref (self->layouts);
  g_object_unref (self->context);
  g_free (self);
}

static GPrivate text_cache_key = G_PRIVATE_INIT (text_cache_free);

static TextCache *
get_text_cache (void)
{
  TextCache *self = g_private_get (&text_cache_key);

  if (self == NULL)
    {
      cairo_font_options_t *options = cairo_font_options_create ();

      self = g_new0 (TextCache, 1);
      self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
      cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
      cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
      cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_SLIGHT);
      pango_cairo_context_set_font_options (self->context, options);
      cairo_font_options_destroy (options);
      pango_context_set_round_glyph_positions (self->context, FALSE);
      self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_private_set (&text_cache_key, self);
    }
  return self;
}

static PangoLayout *
get_layout (TextCache *cache, const char *font, const char *text, double size, gboolean bold)
{
  g_autofree char *key = g_strdup_printf ("%d%c%s\n%s", (int)(size * 100.0), bold ? 'b' : 'n', font, text);
  PangoLayout *layout = g_hash_table_lookup (cache->layouts, key);
  PangoFontDescription *description;
  PangoAttrList *attributes;

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (cache->layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (cache->layouts);

  layout = pango_layout_new (cache->context);
  description = pango_font_description_new ();
  pango_font_description_set_family (description, font);
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_font_description_set_weight (description, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, text, -1);
  g_hash_table_insert (cache->layouts, g_steal_pointer (&key), layout);
  return layout;
}

double
qsp_text_measure (const char *font, const char *text, double size, gboolean bold)
{
  PangoRectangle logical;

  pango_layout_get_extents (get_layout (get_text_cache (), font, text, size, bold), NULL, &logical);
  return (double)logical.width / PANGO_SCALE;
}

static void
set_color (cairo_t *cr, const QspColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

static void
set_stroke (cairo_t *cr, const QspStroke *stroke)
{
  double dash[2];
  int n = qsp_dash_get_lengths (stroke->dash, dash);

  set_color (cr, &stroke->color);
  cairo_set_line_width (cr, stroke->width);
  cairo_set_dash (cr, dash, n, 0.0);
}

static void
painter_group (QspPainter *self, const char *name)
{
}

static void
painter_end_group (QspPainter *self)
{
}

static void
painter_push_offset (QspPainter *painter, double x, double y)
{
  QspPainterCairo *self = (QspPainterCairo *)painter;

  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
}

static void
painter_pop_offset (QspPainter *painter)
{
  cairo_restore (((QspPainterCairo *)painter)->cr);
}

static void
painter_push_clip (QspPainter *painter, const QspRect *rect)
{
  QspPainterCairo *self = (QspPainterCairo *)painter;

  cairo_save (self->cr);
  cairo_rectangle (self->cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (self->cr);
}

static void
painter_pop_clip (QspPainter *painter)
{
  cairo_restore (((QspPainterCairo *)painter)->cr);
}

static void
painter_fill_rects (QspPainter *painter, const QspRect *rects, gsize n, const QspColor *color)
{
  cairo_t *cr = ((QspPainterCairo *)painter)->cr;

  set_color (cr, color);
  for (gsize i = 0; i < n; i++)
    cairo_rectangle (cr, rects[i].x, rects[i].y, rects[i].width, rects[i].height);
  cairo_fill (cr);
}

static void
painter_stroke_segments (QspPainter *painter, const QspPoint *points, gsize n, const QspStroke *stroke)
{
  cairo_t *cr = ((QspPainterCairo *)painter)->cr;

  for (gsize i = 0; i < n; i++)
    {
      cairo_move_to (cr, points[2 * i].x, points[2 * i].y);
      cairo_line_to (cr, points[2 * i + 1].x, points[2 * i + 1].y);
    }
  set_stroke (cr, stroke);
  cairo_stroke (cr);
}

/* Cairo's default antialiasing of many crossing edges is slow; FAST looks the same there. */
#define N_DENSE 256

static void
painter_stroke_path (QspPainter *painter, const QspPoint *points, gsize n, const QspStroke *stroke)
{
  cairo_t *cr = ((QspPainterCairo *)painter)->cr;
  gboolean open = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      if (isnan (points[i].x) || isnan (points[i].y))
        open = FALSE;
      else if (open)
        cairo_line_to (cr, points[i].x, points[i].y);
      else
        {
          cairo_move_to (cr, points[i].x, points[i].y);
          open = TRUE;
        }
    }
  set_stroke (cr, stroke);
  cairo_set_antialias (cr, n > N_DENSE ? CAIRO_ANTIALIAS_FAST : CAIRO_ANTIALIAS_DEFAULT);
  cairo_stroke (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
}

static void
painter_fill_path (QspPainter *painter, const QspPoint *points, gsize n, const QspColor *color)
{
  cairo_t *cr = ((QspPainterCairo *)painter)->cr;

  for (gsize i = 0; i < n; i++)
    cairo_line_to (cr, points[i].x, points[i].y);
  cairo_close_path (cr);
  set_color (cr, color);
  cairo_fill (cr);
}

/* Discs are round caps of lines without length: one stroke for all of them. */
static void
painter_circles (QspPainter *painter, const QspPoint *centers, gsize n, double radius, const QspColor *fill,
                 const QspStroke *edge)
{
  cairo_t *cr = ((QspPainterCairo *)painter)->cr;

  cairo_save (cr);
  cairo_set_dash (cr, NULL, 0, 0.0);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (int pass = edge != NULL ? 0 : 1; pass < 2; pass++)
    {
      for (gsize i = 0; i < n; i++)
        {
          cairo_move_to (cr, centers[i].x, centers[i].y);
          cairo_close_path (cr);
        }
      set_color (cr, pass == 0 ? &edge->color : fill);
      cairo_set_line_width (cr, 2.0 * (pass == 0 ? radius + edge->width : radius));
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

static void
round_rectangle (cairo_t *cr, const QspRect *r, double grow, double radius)
{
  double x = r->x - grow, y = r->y - grow, w = r->width + 2 * grow, h = r->height + 2 * grow;

  radius = MIN (radius + grow, MIN (w, h) / 2);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + w - radius, y + h - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + h - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
painter_box (QspPainter *painter, const QspRect *rect, double radius, const QspColor *fill, const QspStroke *edge,
             gboolean shadow)
{
  cairo_t *cr = ((QspPainterCairo *)painter)->cr;

  if (shadow)
    for (int i = 4; i >= 1; i--)
      {
        QspRect below = *rect;

        below.y += 1.5;
        cairo_set_source_rgba (cr, 0, 0, 0, 0.028);
        round_rectangle (cr, &below, i, radius);
        cairo_fill (cr);
      }
  round_rectangle (cr, rect, 0, radius);
  set_color (cr, fill);
  cairo_fill (cr);
  if (edge != NULL)
    {
      round_rectangle (cr, rect, -edge->width / 2, radius);
      set_stroke (cr, edge);
      cairo_stroke (cr);
    }
}

static void
painter_text (QspPainter *painter, double x, double y, const char *text, const QspTextStyle *style)
{
  QspPainterCairo *self = (QspPainterCairo *)painter;
  TextCache *cache = get_text_cache ();
  PangoLayout *layout = get_layout (cache, painter->font, text, style->size, style->bold);
  double scale = painter->scale > 0.0 ? painter->scale : 1.0;
  PangoRectangle logical;

  /* Glyphs are rendered for the scale of the surface; what was drawn before in this thread must not show in a file. */
  if (cache->scale != self->matrix_scale)
    {
      pango_cairo_update_context (self->cr, cache->context);
      cache->scale = self->matrix_scale;
    }
  pango_layout_get_extents (layout, NULL, &logical);
  x -= style->align * logical.width / PANGO_SCALE;
  y -= (double)logical.height / PANGO_SCALE / 2;
  if (painter->scale > 0.0)
    {
      x = round (x * scale) / scale;
      y = round (y * scale) / scale;
    }
  if (style->halo.alpha > 0.0)
    {
      cairo_save (self->cr);
      cairo_move_to (self->cr, x, y);
      pango_cairo_layout_path (self->cr, layout);
      set_color (self->cr, &style->halo);
      cairo_set_dash (self->cr, NULL, 0, 0.0);
      cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_line_width (self->cr, 3.5);
      cairo_stroke (self->cr);
      cairo_restore (self->cr);
    }
  set_color (self->cr, &style->color);
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
  cairo_new_path (self->cr);
}

static double
painter_measure (QspPainter *painter, const char *text, double size, gboolean bold)
{
  return qsp_text_measure (painter->font, text, size, bold);
}

static const QspPainterClass cairo_class = {
  painter_group,      painter_end_group,       painter_push_offset, painter_pop_offset, painter_push_clip, painter_pop_clip,
  painter_fill_rects, painter_stroke_segments, painter_stroke_path, painter_fill_path,  painter_circles,   painter_box,
  painter_text,       painter_measure,
};

QspPainter *
qsp_painter_new_cairo (cairo_t *cr, const char *font)
{
  QspPainterCairo *self = g_new0 (QspPainterCairo, 1);
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (cr));
  double dx = 1.0, dy = 0.0, sx, sy;

  cairo_user_to_device_distance (cr, &dx, &dy);
  cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
  self->parent.klass = &cairo_class;
  self->parent.font = font;
  self->parent.scale = self->matrix_scale = hypot (dx, dy) * sx;
  if (type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_SVG || type == CAIRO_SURFACE_TYPE_PS)
    {
      self->parent.scale = 0.0;
      self->matrix_scale = -self->matrix_scale; /* never taken for that of pixels */
    }
  self->cr = cr;
  return &self->parent;
}
