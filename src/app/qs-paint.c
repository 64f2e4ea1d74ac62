/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-paint.h"

#include <adwaita.h>

void
qs_paint_get_theme (GtkWidget *widget, QspTheme *theme)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  const char *family = font != NULL ? pango_font_description_get_family (font) : NULL;
  GtkSettings *settings = gtk_widget_get_settings (widget);
  int dpi = 0;

  qsp_theme_init (theme, adw_style_manager_get_dark (style) ? QSP_THEME_DARK : QSP_THEME_LIGHT);
  theme->high_contrast = adw_style_manager_get_high_contrast (style);
  theme->transparent = TRUE; /* the card is the background */
  theme->localized = TRUE;
  if (family != NULL)
    theme->font = g_intern_string (family);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  if (dpi > 0)
    theme->text_scale = CLAMP (dpi / (96.0 * PANGO_SCALE), 1.0, 3.0);
}

void
qs_paint_figure (GtkSnapshot *snapshot, QspFigure *figure, const QspTheme *theme, double width, double height)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));

  qsp_figure_draw (figure, cr, theme, width, height);
  cairo_destroy (cr);
}

void
qs_paint_swatch (GtkSnapshot *snapshot, QspFigure *figure, gsize i, const QspTheme *theme)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, 12, 12));

  qsp_figure_draw_swatch (figure, i, cr, theme);
  cairo_destroy (cr);
}

GdkTexture *
qs_paint_to_texture (QspFigure *figure, const QspTheme *theme, int width, int height, int scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  QspTheme opaque = *theme;
  GdkTexture *texture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  cairo_t *cr;

  opaque.transparent = FALSE;
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  qsp_figure_draw (figure, cr, &opaque, width, height);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      gsize stride = (gsize)cairo_image_surface_get_stride (surface);

      bytes = g_bytes_new (cairo_image_surface_get_data (surface), stride * (gsize)(height * scale));
      texture = gdk_memory_texture_new (width * scale, height * scale, GDK_MEMORY_DEFAULT, bytes, stride);
    }
  cairo_surface_destroy (surface);
  return texture;
}

void
qs_paint_copy (GtkWidget *widget, GdkTexture *texture, GBytes *svg)
{
  GdkContentProvider *forms[] = { gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture),
                                  gdk_content_provider_new_for_bytes ("image/svg+xml", svg) };
  g_autoptr (GdkContentProvider) both = gdk_content_provider_new_union (forms, G_N_ELEMENTS (forms));

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), both);
}
