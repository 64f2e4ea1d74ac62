/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-export.h"

#include "plot/qsp-export-png.h"
#include "plot/qsp-figure-private.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* 1 px is 0.75 pt: an inch is 96 px. Text is 7 pt on paper. */
#define PX_PER_INCH 96.0
#define PT_PER_PX 0.75
#define FONT_PX (7.0 / PT_PER_PX)
#define FONTS "Cantarell, Inter, Arial, sans-serif"

static const char *const nicks[QSP_N_EXPORTS] = { "png", "svg", "pdf", "csv" };

void
qsp_export_options_init (QspExportOptions *self)
{
  *self = (QspExportOptions){
    .format = QSP_EXPORT_PNG, .theme = QSP_THEME_LIGHT, .width = 6.4, .height = 4.0, .dpi = 300.0, .legend = TRUE
  };
}

const char *
qsp_export_format_get_nick (QspExportFormat format)
{
  g_return_val_if_fail (format < QSP_N_EXPORTS, NULL);

  return nicks[format];
}

gboolean
qsp_export_format_from_path (const char *path, QspExportFormat *format)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot != NULL && i < QSP_N_EXPORTS; i++)
    if (g_ascii_strcasecmp (dot + 1, nicks[i]) == 0)
      {
        *format = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
check (const QspExportOptions *options, GError **error)
{
  gboolean inches_fit = options->width >= QSP_EXPORT_INCHES_MIN && options->width <= QSP_EXPORT_INCHES_MAX
                        && options->height >= QSP_EXPORT_INCHES_MIN && options->height <= QSP_EXPORT_INCHES_MAX;

  if (options->format == QSP_EXPORT_CSV)
    return TRUE;
  if (!inches_fit)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("A figure can be %g to %g inches wide and high, not %g × %g"), QSP_EXPORT_INCHES_MIN, QSP_EXPORT_INCHES_MAX,
                   options->width, options->height);
      return FALSE;
    }
  if (options->format == QSP_EXPORT_PNG
      && !(options->dpi >= 1.0 && options->width * options->dpi <= QSP_EXPORT_PIXELS_MAX
           && options->height * options->dpi <= QSP_EXPORT_PIXELS_MAX))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("A picture can be up to %d pixels wide and high; %g × %g inches at %g dpi do not fit"),
                   QSP_EXPORT_PIXELS_MAX, options->width, options->height, options->dpi);
      return FALSE;
    }
  return TRUE;
}

static void
init_theme (QspTheme *theme, const QspExportOptions *options)
{
  qsp_theme_init (theme, options->theme);
  theme->transparent = options->transparent;
  theme->font = FONTS;
  theme->font_size = FONT_PX;
}

static cairo_status_t
append_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
fail (cairo_status_t status, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The figure could not be drawn: %s"), cairo_status_to_string (status));
  return FALSE;
}

/* Draws on surface with 1 px = scale units and closes it. */
static gboolean
draw (QspFigure *figure, const QspExportOptions *options, cairo_surface_t *surface, double scale, GError **error)
{
  QspTheme theme;
  QspDecoration decoration = { options->legend, options->caption };
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;
  QspPainter *painter;

  init_theme (&theme, options);
  cairo_scale (cr, scale, scale);
  painter = qsp_painter_new_cairo (cr, theme.font);
  qsp_figure_paint (figure, painter, &theme, options->width * PX_PER_INCH, options->height * PX_PER_INCH, &decoration);
  qsp_painter_free (painter);
  status = cairo_status (cr);
  cairo_destroy (cr);
  return status == CAIRO_STATUS_SUCCESS || fail (status, error);
}

static GBytes *
render_png (QspFigure *figure, const QspExportOptions *options, GError **error)
{
  int width = (int)floor (options->width * options->dpi + 0.5), height = (int)floor (options->height * options->dpi + 0.5);
  cairo_surface_t *surface =
      cairo_image_surface_create (options->transparent ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, width, height);
  g_autoptr (GByteArray) png = g_byte_array_new ();
  const char *texts[] = { "Title",       qsp_figure_get_title (figure),       "Comment",  options->caption,
                          "Description", qsp_figure_get_description (figure), "Software", "Quantoscope",
                          NULL };
  cairo_status_t status = cairo_surface_status (surface);
  gboolean drawn = FALSE;

  if (status != CAIRO_STATUS_SUCCESS)
    fail (status, error);
  else if (draw (figure, options, surface, options->dpi / PX_PER_INCH, error))
    {
      status = cairo_surface_write_to_png_stream (surface, append_cb, png);
      drawn = status == CAIRO_STATUS_SUCCESS || fail (status, error);
    }
  cairo_surface_destroy (surface);
  return drawn ? g_byte_array_free_to_bytes (qsp_png_add_metadata (png->data, png->len, options->dpi, texts)) : NULL;
}

/* A fixed date: the same figure gives the same bytes, which lets files be compared. */
#define PDF_DATE "2000-01-01T00:00:00Z"

static GBytes *
render_pdf (QspFigure *figure, const QspExportOptions *options, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, options->width * PX_PER_INCH * PT_PER_PX,
                                                                  options->height * PX_PER_INCH * PT_PER_PX);
  cairo_status_t status;
  gboolean drawn;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, qsp_figure_get_title (figure));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT,
                                  options->caption != NULL ? options->caption : qsp_figure_get_description (figure));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Quantoscope");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, PDF_DATE);
  drawn = draw (figure, options, surface, PT_PER_PX, error);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (drawn && status != CAIRO_STATUS_SUCCESS)
    drawn = fail (status, error);
  if (drawn)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  return NULL;
}

static GBytes *
render_svg (QspFigure *figure, const QspExportOptions *options)
{
  QspTheme theme;
  QspDecoration decoration = { options->legend, options->caption };
  double width = options->width * PX_PER_INCH, height = options->height * PX_PER_INCH;
  g_autofree char *description = NULL;
  QspPainter *painter;
  char *svg;

  init_theme (&theme, options);
  description = options->caption != NULL && options->caption[0] != '\0'
                    ? g_strconcat (options->caption, ". ", qsp_figure_get_description (figure), NULL)
                    : g_strdup (qsp_figure_get_description (figure));
  painter = qsp_painter_new_svg (width, height, theme.font, qsp_figure_get_title (figure), description);
  qsp_figure_paint (figure, painter, &theme, width, height, &decoration);
  svg = qsp_painter_svg_finish (painter);
  qsp_painter_free (painter);
  return g_bytes_new_take (svg, strlen (svg));
}

GBytes *
qsp_export_render (QspFigure *figure, const QspExportOptions *options, GError **error)
{
  g_return_val_if_fail (figure != NULL && options != NULL && options->format < QSP_N_EXPORTS, NULL);

  if (!check (options, error))
    return NULL;
  switch (options->format)
    {
    case QSP_EXPORT_PNG:
      return render_png (figure, options, error);
    case QSP_EXPORT_PDF:
      return render_pdf (figure, options, error);
    case QSP_EXPORT_CSV:
      {
        char *csv = qsp_figure_to_csv (figure);

        return g_bytes_new_take (csv, strlen (csv));
      }
    case QSP_EXPORT_SVG:
    case QSP_N_EXPORTS:
    default:
      return render_svg (figure, options);
    }
}
