/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-look.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cli/qs-cli-options.h"
#include "tensor/qst-quote.h"

void
qs_cli_look_clear (QsCliLook *self)
{
  g_free (self->theme);
  g_free (self->size);
  g_free (self->dpi);
  g_free (self->out);
}

static gboolean
refuse_size (const char *text, GError **error)
{
  g_autofree char *shown = qst_quote (text, -1);

  return qs_cli_refuse (error,
                        _ ("--size: “%s”; expected WIDTHxHEIGHT with in, mm, cm or px, as 6.4x4in or 1200x800px, "
                           "or ieee-column, ieee-page, nature-column, nature-page or slide"),
                        shown);
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
        options->dpi = QS_CLI_PIXELS_PER_INCH;
      per_inch = options->format == QSP_EXPORT_PNG ? options->dpi : QS_CLI_PIXELS_PER_INCH;
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
parse_preset (const char *text, QspExportOptions *options)
{
  for (gsize i = 0; i < QSP_N_EXPORT_PRESETS; i++)
    if (strcmp (text, qsp_export_presets[i].nick) == 0)
      {
        options->width = qsp_export_presets[i].width;
        options->height = qsp_export_presets[i].height;
        options->plain = qsp_export_presets[i].plain;
        return TRUE;
      }
  return FALSE;
}

gboolean
qs_cli_look_get_options (const QsCliLook *self, QspExportOptions *options, GError **error)
{
  qsp_export_options_init (options);
  options->legend = !self->no_legend;
  options->transparent = self->transparent;
  if (!parse_out (self->out, &options->format, error))
    return FALSE;
  if (self->theme != NULL && !qsp_theme_kind_from_nick (self->theme, &options->theme))
    {
      g_autofree char *shown = qst_quote (self->theme, -1);

      return qs_cli_refuse (error, _ ("--theme: “%s”; expected light, dark or greyscale"), shown);
    }
  if (self->dpi != NULL && !qs_cli_parse_real ("--dpi", self->dpi, 10.0, 2400.0, &options->dpi, error))
    return FALSE;
  return self->size == NULL || parse_preset (self->size, options) || parse_size (self->size, options, self->dpi != NULL, error);
}
