/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "analysis/qsa-calibrate.h"
#include "analysis/qsa-snippet.h"
#include "analysis/qsa-setup.h"
#include "tensor/qst-quote.h"

static gboolean
parse_language (const char *text, QsaSnippet *code, GError **error)
{
  g_autofree char *shown = text != NULL ? qst_quote (text, -1) : NULL;

  if (text == NULL)
    return qs_cli_refuse (error, _ ("--language is needed: numpy, pytorch, onnx or c"));
  if (!qsa_snippet_from_nick (text, code))
    return qs_cli_refuse (error, _ ("--language: “%s”; expected numpy, pytorch, onnx or c"), shown);
  return TRUE;
}

/* A scale that was typed needs no values to be found from. */
static QsaUnitParams *
find_params (const QsCliOptions *options, QsaScheme *scheme, GError **error)
{
  g_autoptr (QsaSource) source = NULL;
  QscParams params;

  if (!qs_cli_options_get_scheme (options, scheme, error))
    return NULL;
  if (scheme->calibration == QSA_CALIBRATION_MANUAL && options->words[0] == NULL && options->distribution == NULL)
    {
      if (qsc_params_init (&params, &scheme->format, scheme->scale, scheme->zero_point) == QSC_OK)
        return qsa_unit_params_new_single (&params);
      qs_cli_refuse (error, _ ("--scale and --zero-point do not fit"));
      return NULL;
    }
  source = qs_cli_options_open_source (options, error);
  return source != NULL ? qsa_unit_params_new_calibrated (source, scheme, NULL, error) : NULL;
}

gboolean
qs_cli_code (char **arguments, GError **error)
{
  g_autofree char *language = NULL;
  gboolean setup = FALSE;
  const GOptionEntry own[] = {
    { "language", 'l', 0, G_OPTION_ARG_FILENAME, &language, N_ ("numpy, pytorch, onnx or c"), N_ ("LANGUAGE") },
    { "setup", 0, 0, G_OPTION_ARG_NONE, &setup, N_ ("Print the parameters as one line instead"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  g_autofree char *text = NULL;
  QsaSnippet code = QSA_SNIPPET_NUMPY;
  g_autoptr (QsaUnitParams) params = NULL;
  QsaScheme scheme;

  if (!qs_cli_options_parse (&options, arguments, _ ("[SOURCE] [SCHEME] --language LANGUAGE"),
                             _ ("Prints source code that gives the same codes. With --scale no SOURCE is needed."), own, TRUE,
                             error)
      || !(setup || parse_language (language, &code, error)))
    return FALSE;
  params = find_params (&options, &scheme, error);
  if (params == NULL)
    return FALSE;
  if (setup)
    {
      text = qsa_setup_write_units (&scheme, params);
      printf ("%s\n", text);
      return TRUE;
    }
  text = qsa_snippet_write_units (code, &scheme, params);
  fputs (text, stdout);
  return TRUE;
}
