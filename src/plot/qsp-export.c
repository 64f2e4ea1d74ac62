/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-export.h"

#include "plot/qsp-export-png.h"
#include "plot/qsp-panels-private.h"
#include "plot/qsp-pdf.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const nicks[QSP_N_EXPORTS] = { "png", "svg", "pdf", "csv" };

#define MM(mm) ((mm) / 25.4)

const QspExportPreset qsp_export_presets[QSP_N_EXPORT_PRESETS] = {
  { "ieee-column", N_ ("IEEE column, 3.5 in"), 3.5, 2.4, FALSE },
  { "ieee-page", N_ ("IEEE page, 7.16 in"), 7.16, 3.6, FALSE },
  { "nature-column", N_ ("Nature column, 89 mm"), MM (89), MM (62), TRUE },
  { "nature-page", N_ ("Nature page, 183 mm"), MM (183), MM (92), TRUE },
  { "slide", N_ ("Slide, 16 : 9"), 40.0 / 3.0, 7.5, FALSE },
};

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

char *
qsp_export_number_path (const char *path, gsize i, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (path), *base = g_path_get_basename (path), *numbered = NULL;
  const char *dot = strrchr (base, '.');
  const int length = (int)(dot != NULL ? (gsize)(dot - base) : strlen (base));

  numbered = g_strdup_printf ("%.*s-%zu-%s%s", length, base, i + 1, name, dot != NULL ? dot : "");
  return g_build_filename (folder, numbered, NULL);
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

/* What is drawn, and the words that go with it. */
typedef struct
{
  const QspPanel *panels;
  gsize n;
  char *title, *description;
} Content;

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

static void
init_theme (QspTheme *theme, const QspExportOptions *options)
{
  qsp_file_theme_init (theme, options->theme);
  theme->transparent = options->transparent;
  theme->plain = options->plain;
}

static void
paint (const Content *content, const QspExportOptions *options, QspPainter *painter, const QspTheme *theme)
{
  const QspDecoration decoration = { options->legend, options->caption };

  qsp_panels_paint (content->panels, content->n, painter, theme, options->width * QSP_PX_PER_INCH,
                    options->height * QSP_PX_PER_INCH, &decoration);
}

/* Draws on surface with 1 px = scale units and closes it. */
static gboolean
draw (const Content *content, const QspExportOptions *options, cairo_surface_t *surface, double scale, GError **error)
{
  QspTheme theme;
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;
  QspPainter *painter;

  init_theme (&theme, options);
  cairo_scale (cr, scale, scale);
  painter = qsp_painter_new_cairo (cr, theme.font);
  paint (content, options, painter, &theme);
  qsp_painter_free (painter);
  status = cairo_status (cr);
  cairo_destroy (cr);
  return status == CAIRO_STATUS_SUCCESS || fail (status, error);
}

static GBytes *
render_png (const Content *content, const QspExportOptions *options, GError **error)
{
  int width = (int)floor (options->width * options->dpi + 0.5), height = (int)floor (options->height * options->dpi + 0.5);
  cairo_surface_t *surface =
      cairo_image_surface_create (options->transparent ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, width, height);
  g_autoptr (GByteArray) png = g_byte_array_new ();
  const char *texts[] = { "Title",    content->title, "Comment", options->parameters, "Description", content->description,
                          "Software", "Quantoscope",  NULL };
  cairo_status_t status = cairo_surface_status (surface);
  gboolean drawn = FALSE;

  if (status != CAIRO_STATUS_SUCCESS)
    fail (status, error);
  else if (draw (content, options, surface, options->dpi / QSP_PX_PER_INCH, error))
    {
      status = cairo_surface_write_to_png_stream (surface, append_cb, png);
      drawn = status == CAIRO_STATUS_SUCCESS || fail (status, error);
    }
  cairo_surface_destroy (surface);
  return drawn ? g_byte_array_free_to_bytes (qsp_png_add_metadata (png->data, png->len, options->dpi, texts)) : NULL;
}

static GBytes *
render_pdf (const Content *content, const QspExportOptions *options, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      qsp_pdf_new (bytes, options->width * QSP_PX_PER_INCH, options->height * QSP_PX_PER_INCH, content->title,
                   options->parameters != NULL ? options->parameters : content->description, NULL);
  cairo_status_t status;
  gboolean drawn = draw (content, options, surface, QSP_PT_PER_PX, error);

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
render_svg (const Content *content, const QspExportOptions *options)
{
  QspTheme theme;
  g_autofree char *description = options->parameters != NULL && options->parameters[0] != '\0'
                                     ? g_strconcat (options->parameters, ". ", content->description, NULL)
                                     : g_strdup (content->description);
  QspPainter *painter;
  char *svg;

  init_theme (&theme, options);
  painter = qsp_painter_new_svg (options->width * QSP_PX_PER_INCH, options->height * QSP_PX_PER_INCH, theme.font, content->title,
                                 description);
  paint (content, options, painter, &theme);
  svg = qsp_painter_svg_finish (painter);
  qsp_painter_free (painter);
  return g_bytes_new_take (svg, strlen (svg));
}

static GBytes *
render_csv (const Content *content)
{
  char *csv = qsp_figure_to_csv (content->panels[0].figure);

  return g_bytes_new_take (csv, strlen (csv));
}

GBytes *
qsp_export_render_panels (const QspPanel *panels, gsize n, const QspExportOptions *options, GError **error)
{
  g_autofree char *title = NULL, *description = NULL;
  Content content = { panels, n };

  g_return_val_if_fail (n > 0 && options != NULL && options->format < QSP_N_EXPORTS, NULL);
  g_return_val_if_fail (n == 1 || options->format != QSP_EXPORT_CSV, NULL);

  if (!check (options, error))
    return NULL;
  content.title = title = qsp_panels_get_title (panels, n);
  content.description = description = qsp_panels_get_description (panels, n);
  switch (options->format)
    {
    case QSP_EXPORT_PNG:
      return render_png (&content, options, error);
    case QSP_EXPORT_PDF:
      return render_pdf (&content, options, error);
    case QSP_EXPORT_CSV:
      return render_csv (&content);
    case QSP_EXPORT_SVG:
    case QSP_N_EXPORTS:
    default:
      return render_svg (&content, options);
    }
}

GBytes *
qsp_export_render (QspFigure *figure, const QspExportOptions *options, GError **error)
{
  const QspPanel whole = { figure, { 0.0, 0.0, 1.0, 1.0 } };

  g_return_val_if_fail (figure != NULL, NULL);

  return qsp_export_render_panels (&whole, 1, options, error);
}
