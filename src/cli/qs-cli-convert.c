/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>

#include "cli/qs-cli-tensors.h"
#include "tensor/qst-convert.h"
#include "tensor/qst-quote.h"

static gboolean
parse_out (const char *path, QstConvertFormat *format, GError **error)
{
  g_autofree char *shown = path != NULL ? qst_quote (path, -1) : NULL;

  if (path == NULL || path[0] == '\0')
    return qs_cli_refuse (error, _ ("-o FILE is needed; its name ends in .safetensors or .npz"));
  if (!qst_convert_format_from_path (path, format))
    return qs_cli_refuse (error, _ ("-o: “%s”; expected a name that ends in .safetensors or .npz"), shown);
  return TRUE;
}

/* What the file does not give is told, and what it gives is written. */
static void
print_missing (QstArchive *archive)
{
  for (const char *const *message = qst_archive_get_errors (archive); *message != NULL; message++)
    g_printerr ("quantoscope-cli: %s\n", *message);
}

static gboolean
convert (const QsCliOptions *options, const char *pattern, const char *out, QstConvertFormat format, GError **error)
{
  g_autoptr (QstArchive) archive = qs_cli_options_open_file (options, options->words[0], error);
  g_autoptr (GPtrArray) tensors = NULL;

  if (archive == NULL)
    return FALSE;
  tensors = qs_cli_match_tensors (archive, pattern, error);
  if (tensors == NULL || !qst_convert ((QstTensor *const *)tensors->pdata, tensors->len, out, format, NULL, error))
    return FALSE;
  print_missing (archive);
  return TRUE;
}

gboolean
qs_cli_convert (char **arguments, GError **error)
{
  g_autofree char *out = NULL, *pattern = NULL;
  QstConvertFormat format;
  const GOptionEntry own[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write: .safetensors or .npz"), N_ ("FILE") },
    { "tensor", 't', 0, G_OPTION_ARG_FILENAME, &pattern, N_ ("Only this tensor, or those that fit a pattern with * and ?"),
      N_ ("NAME") },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };

  if (!qs_cli_options_parse (&options, arguments, _ ("FILE [--tensor NAME] -o FILE"),
                             _ ("Writes the real values of all tensors of a file, or of those that are named, into another."),
                             own, QS_CLI_FILE, error))
    return FALSE;
  if (g_strv_length (options.words) != 1)
    return qs_cli_refuse (error, _ ("convert: one FILE is expected"));
  return parse_out (out, &format, error) && convert (&options, pattern, out, format, error);
}
