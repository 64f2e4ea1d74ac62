/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model takes at other widths. */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "analysis/qsa-sizes.h"
#include "cli/qs-cli-table.h"
#include "plot/qsp-number.h"
#include "tensor/qst-archive.h"

static void
print_sizes (const QsaSizes *sizes, QsaSource *source)
{
  g_autofree char *values = qsp_format_count (sizes->n_values), *tensors = qsp_format_count (sizes->n_tensors);
  g_autoptr (QsCliTable) table = qs_cli_table_new ("lrrrr");

  /* Translators: tensors, values, the tensor whose error is measured */
  g_print (_ ("Tensors: %s, values: %s; error of “%s”"), tensors, values, qst_tensor_get_name (qsa_source_get_tensor (source)));
  g_print ("\n");
  qs_cli_table_add (table, "");
  qs_cli_table_add (table, _ ("memory"));
  qs_cli_table_add (table, _ ("of float32"));
  qs_cli_table_add (table, _ ("SQNR in dB"));
  qs_cli_table_add (table, _ ("codes used"));
  for (int i = 0; i < QSA_SIZES_N; i++)
    {
      const QsaSizesRow *row = &sizes->rows[i];
      const double share = (double)row->bytes / (double)MAX (sizes->rows[QSA_SIZES_FLOAT32].bytes, 1);

      qs_cli_table_add (table, row->name);
      qs_cli_table_take (table, qsp_format_bytes (row->bytes, TRUE));
      qs_cli_table_take (table, qsp_format_percent (share, TRUE));
      qs_cli_table_take (table, qsp_format_decimals (row->sqnr_db, 1, TRUE));
      qs_cli_table_take (table, row->codes_used > 0 ? qsp_format_count (row->codes_used) : g_strdup ("—"));
    }
  qs_cli_table_print (table, 2);
}

gboolean
qs_cli_sizes (char **arguments, GError **error)
{
  gboolean json = FALSE;
  const GOptionEntry own[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for programs"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (QsaSource) source = NULL;
  QsaScheme scheme;
  QsaSizes sizes;

  if (!qs_cli_options_parse (&options, arguments, _ ("SOURCE [SCHEME] [--json]"),
                             _ ("Tells what all tensors of a file take at 32, 16, 8 and 4 bits, and what one of them loses."),
                             own, TRUE, error)
      || !qs_cli_options_get_scheme (&options, &scheme, error))
    return FALSE;
  if (options.scale != NULL)
    return qs_cli_refuse (error, _ ("--scale is that of one width; sizes are told at several"));
  source = qs_cli_options_open_source (&options, error);
  if (source == NULL)
    return FALSE;
  if (options.words != NULL && options.words[0] != NULL
      && (archive = qs_cli_options_open_file (&options, options.words[0], error)) == NULL)
    return FALSE;
  if (!qsa_sizes_compute (archive, source, &scheme, NULL, &sizes, error))
    return FALSE;
  if (json)
    {
      g_autofree char *text = qsa_report_sizes (&sizes);

      fputs (text, stdout);
    }
  else
    print_sizes (&sizes, source);
  return TRUE;
}
