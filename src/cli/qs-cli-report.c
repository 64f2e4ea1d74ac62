/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>

#include "figures/qsf-report.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-writer.h"

static gboolean
parse_look (const char *paper, const char *theme, QspReportOptions *options, GError **error)
{
  *options = (QspReportOptions){ .paper = qsp_paper_get_default (), .theme = QSP_THEME_LIGHT, .legend = TRUE };
  if (paper != NULL && !qsp_paper_from_nick (paper, &options->paper))
    {
      g_autofree char *shown = qst_quote (paper, -1);

      return qs_cli_refuse (error, _ ("--paper: “%s”; expected a4 or letter"), shown);
    }
  if (theme != NULL && !qsp_theme_kind_from_nick (theme, &options->theme))
    {
      g_autofree char *shown = qst_quote (theme, -1);

      return qs_cli_refuse (error, _ ("--theme: “%s”; expected light, dark or greyscale"), shown);
    }
  return TRUE;
}

static gboolean
parse_out (const char *path, GError **error)
{
  g_autofree char *lower = path != NULL ? g_ascii_strdown (path, -1) : NULL;
  g_autofree char *shown = path != NULL ? qst_quote (path, -1) : NULL;

  if (path == NULL)
    return qs_cli_refuse (error, _ ("-o FILE is needed; its name ends in .pdf"));
  if (!g_str_has_suffix (lower, ".pdf"))
    return qs_cli_refuse (error, _ ("-o: “%s”; expected a name that ends in .pdf"), shown);
  return TRUE;
}

static gboolean
write_report (const QsCliOptions *options, const QspReportOptions *look, const char *path, GError **error)
{
  g_autoptr (QsaSource) source = NULL;
  g_autoptr (QspReport) report = NULL;
  g_autoptr (GBytes) bytes = NULL;
  QsaScheme scheme;

  if (!qs_cli_options_get_scheme (options, &scheme, error))
    return FALSE;
  source = qs_cli_options_open_source (options, error);
  report = source != NULL ? qsf_report_new (source, &scheme, NULL, 0, NULL, error) : NULL;
  if (report == NULL)
    return FALSE;
  bytes = qsp_report_render (report, look, error);
  return bytes != NULL && qst_writer_save (bytes, path, error);
}

gboolean
qs_cli_report (char **arguments, GError **error)
{
  g_autofree char *out = NULL, *paper = NULL, *theme = NULL;
  const GOptionEntry own[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write, .pdf"), N_ ("FILE") },
    { "paper", 0, 0, G_OPTION_ARG_FILENAME, &paper, N_ ("a4 or letter (what the locale prints on)"), N_ ("PAPER") },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &theme, N_ ("light (default), dark or greyscale"), N_ ("THEME") },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  QspReportOptions look;

  return qs_cli_options_parse (&options, arguments, _ ("SOURCE [SCHEME] -o FILE.pdf"),
                               _ ("Writes parameters, measures and every view as a PDF."), own, QS_CLI_SOURCE_AND_SCHEME, error)
         && parse_out (out, error) && parse_look (paper, theme, &look, error) && write_report (&options, &look, out, error);
}
