/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>

#include "analysis/qsa-codes-file.h"
#include "tensor/qst-quote.h"

static gboolean
parse_out (const char *path, QsaCodesFormat *format, GError **error)
{
  g_autofree char *shown = path != NULL ? qst_quote (path, -1) : NULL;

  if (path == NULL || path[0] == '\0')
    return qs_cli_refuse (error, _ ("-o FILE is needed; its name ends in .npy, .safetensors or .h"));
  if (!qsa_codes_format_from_path (path, format))
    return qs_cli_refuse (error, _ ("-o: “%s”; expected a name that ends in .npy, .safetensors or .h"), shown);
  return TRUE;
}

static gboolean
save (const QsCliOptions *options, const QsaCodesOptions *codes, const char *path, GError **error)
{
  g_autoptr (QsaSource) source = NULL;
  g_autoptr (QsaUnitParams) params = NULL;
  QsaScheme scheme;

  if (!qs_cli_options_get_scheme (options, &scheme, error))
    return FALSE;
  if (codes->packed && codes->dequantize)
    return qs_cli_refuse (error, _ ("--packed and --dequantize contradict each other"));
  if (codes->packed && !qsa_codes_can_pack (scheme.format.bits))
    return qs_cli_refuse (error, _ ("--packed has a meaning only with --bits 4 or --bits 2"));
  source = qs_cli_options_open_source (options, error);
  params = source != NULL ? qsa_unit_params_new_calibrated (source, &scheme, NULL, error) : NULL;
  return params != NULL && qsa_codes_save (source, &scheme, params, codes, path, NULL, NULL, NULL, error);
}

gboolean
qs_cli_quantize (char **arguments, GError **error)
{
  g_autofree char *out = NULL;
  QsaCodesOptions codes = { 0 };
  const GOptionEntry own[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write: .npy, .safetensors or .h (C)"), N_ ("FILE") },
    { "dequantize", 0, 0, G_OPTION_ARG_NONE, &codes.dequantize, N_ ("Write s(q − z) as float32 instead of the codes q"), NULL },
    { "packed", 0, 0, G_OPTION_ARG_NONE, &codes.packed, N_ ("Codes of 4 or 2 bits side by side in bytes, as ONNX has them"),
      NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };

  return qs_cli_options_parse (&options, arguments, _ ("SOURCE [SCHEME] -o FILE [--dequantize] [--packed]"),
                               _ ("Writes the codes, or what they stand for, as an array of the same shape."), own,
                               QS_CLI_SOURCE_AND_SCHEME, error)
         && parse_out (out, &codes.format, error) && save (&options, &codes, out, error);
}
