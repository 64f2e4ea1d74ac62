/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-matrix.h"
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "figures/qsf-extras.h"
#include "figures/qsf-report.h"
#include "plot/qsp-export.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-writer.h"

/* A pixel of the screen. */
#define PIXELS_PER_INCH 96.0

typedef struct
{
  char *view, *theme, *size, *dpi, *out;
} Words;

static void
words_clear (Words *self)
{
  g_free (self->view);
  g_free (self->theme);
  g_free (self->size);
  g_free (self->dpi);
  g_free (self->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* The matrix is a page of its own in the window, but a figure like the others. */
static char *
list_views (void)
{
  g_autofree char *nicks = qsf_view_list_nicks ();

  return g_strconcat (nicks, ", matrix", NULL);
}

static gboolean
parse_view (const char *text, QsfView *view, GError **error)
{
  g_autofree char *shown = text != NULL ? qst_quote (text, -1) : NULL, *views = list_views ();

  if (text == NULL)
    return qs_cli_refuse (error, _ ("--view is needed, one of %s"), views);
  if (strcmp (text, "matrix") != 0 && !qsf_view_from_nick (text, view))
    return qs_cli_refuse (error, _ ("--view: “%s”; expected one of %s"), shown, views);
  return TRUE;
}

static gboolean
refuse_size (const char *text, GError **error)
{
  g_autofree char *shown = qst_quote (text, -1);

  return qs_cli_refuse (error, _ ("--size: “%s”; expected WIDTHxHEIGHT with in, mm, cm or px, as 6.4x4in or 1200x800px"), shown);
}

/* “6.4x4in” in inches. Pixels are those of a PNG at its dpi, of the screen otherwise. */
static gboolean
parse_size (const char *text, QspExportOptions *options, gboolean has_dpi, GError **error)
{
  char *end;
  double per_inch = 0;
  const double width = g_ascii_strtod (text, &end);
  const char *by = end;
  const double height = *by != '\0' ? g_ascii_strtod (by + strlen ("x"), &end) : 0.0;

  if (by == text || (*by != 'x' && *by != 'X') || end == by + 1)
    return refuse_size (text, error);
  if (strcmp (end, "in") == 0)
    per_inch = 1.0;
  else if (strcmp (end, "mm") == 0)
    per_inch = 25.4;
  else if (strcmp (end, "cm") == 0)
    per_inch = 2.54;
  else if (strcmp (end, "px") == 0)
    {
      if (!has_dpi)
        options->dpi = PIXELS_PER_INCH;
      per_inch = options->format == QSP_EXPORT_PNG ? options->dpi : PIXELS_PER_INCH;
    }
  if (per_inch == 0 || !isfinite (width) || !isfinite (height) || width <= 0 || height <= 0)
    return refuse_size (text, error);
  options->width = width / per_inch;
  options->height = height / per_inch;
  return TRUE;
}

static gboolean
parse_out (const char *path, QspExportFormat *format, GError **error)
{
  g_autofree char *shown = path != NULL ? qst_quote (path, -1) : NULL;

  if (path == NULL)
    return qs_cli_refuse (error, _ ("-o FILE is needed; its name ends in .png, .svg, .pdf or .csv"));
  if (!qsp_export_format_from_path (path, format))
    return qs_cli_refuse (error, _ ("-o: “%s”; expected a name that ends in .png, .svg, .pdf or .csv"), shown);
  return TRUE;
}

static gboolean
parse_export (const Words *words, QspExportOptions *options, GError **error)
{
  qsp_export_options_init (options);
  if (!parse_out (words->out, &options->format, error))
    return FALSE;
  if (words->theme != NULL && !qsp_theme_kind_from_nick (words->theme, &options->theme))
    {
      g_autofree char *shown = qst_quote (words->theme, -1);

      return qs_cli_refuse (error, _ ("--theme: “%s”; expected light, dark or greyscale"), shown);
    }
  if (words->dpi != NULL && !qs_cli_parse_real ("--dpi", words->dpi, 10.0, 2400.0, &options->dpi, error))
    return FALSE;
  return words->size == NULL || parse_size (words->size, options, words->dpi != NULL, error);
}

static QspFigure *
make_figure (QsaResult *result, QsfView view, GError **error)
{
  QspFigure *figure;
  QsfOptions options;

  qsf_options_init (&options);
  options.large = TRUE;
  if (!qsf_options_compute_extras (&options, view, result, NULL, error))
    return NULL;
  figure = qsf_figure_new (view, result, &options);
  qsf_options_clear_extras (&options);
  return figure;
}

static gboolean export(QspFigure *figure, QsaResult *result, QspExportOptions *options, const char *path, GError **error)
{
  g_autofree char *caption = qsf_make_caption (result);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) refused = NULL;

  options->caption = options->parameters = caption;
  bytes = qsp_export_render (figure, options, &refused);
  if (bytes != NULL)
    return qst_writer_save (bytes, path, error);
  if (g_error_matches (refused, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return qs_cli_refuse (error, "--size: %s", refused->message);
  g_propagate_error (error, g_steal_pointer (&refused));
  return FALSE;
}

gboolean
qs_cli_plot (char **arguments, GError **error)
{
  g_auto (Words) words = { 0 };
  g_auto (QsCliMatrix) matrix = { 0 };
  g_autofree char *views = list_views (), *views_help = g_strdup_printf (_ ("One of %s"), views);
  const GOptionEntry own[] = {
    { "view", 0, 0, G_OPTION_ARG_FILENAME, &words.view, views_help, N_ ("VIEW") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &words.out, N_ ("The file to write: .png, .svg, .pdf or .csv"), N_ ("FILE") },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &words.theme, N_ ("light (default), dark or greyscale"), N_ ("THEME") },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &words.size, N_ ("As 6.4x4in (default), 160x100mm or 1200x800px"), N_ ("SIZE") },
    { "dpi", 0, 0, G_OPTION_ARG_FILENAME, &words.dpi, N_ ("Of a PNG (300; 96 for a size in pixels)"), "N" },
    { "rows", 0, 0, G_OPTION_ARG_FILENAME, &matrix.rows, N_ ("Of the matrix, from 0 on (all)"), N_ ("FIRST:END") },
    { "columns", 0, 0, G_OPTION_ARG_FILENAME, &matrix.columns, N_ ("Of the matrix, from 0 on (all)"), N_ ("FIRST:END") },
    { "mode", 0, 0, G_OPTION_ARG_FILENAME, &matrix.mode, N_ ("What the cells show: q (default), r, reconstructed or error"),
      N_ ("MODE") },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  g_autoptr (QsaResult) result = NULL;
  g_autoptr (QspFigure) figure = NULL;
  QspExportOptions export_options;
  QsfView view = QSF_N_VIEWS; /* the matrix */

  if (!qs_cli_options_parse (&options, arguments, _ ("SOURCE [SCHEME] --view VIEW -o FILE"),
                             _ ("Draws a figure of quantized values into a file."), own, TRUE, error)
      || !parse_view (words.view, &view, error) || !parse_export (&words, &export_options, error))
    return FALSE;
  result = qs_cli_options_compute (&options, qsf_get_n_bins (export_options.width * PIXELS_PER_INCH),
                                   view == QSF_VIEW_ERROR_HISTOGRAM ? QSA_ERROR_BINS : 0, error);
  if (result == NULL)
    return FALSE;
  if (view == QSF_N_VIEWS)
    figure = qs_cli_matrix_draw (&matrix, result, export_options.width * PIXELS_PER_INCH, export_options.height * PIXELS_PER_INCH,
                                 error);
  else
    figure = make_figure (result, view, error);
  return figure != NULL && export(figure, result, &export_options, words.out, error);
}
