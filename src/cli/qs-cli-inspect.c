/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "analysis/qsa-report.h"
#include "cli/qs-cli-table.h"
#include "plot/qsp-number.h"
#include "tensor/qst-quote.h"

#define DIGITS 5

static void
print_head (QstArchive *archive)
{
  g_autoptr (QsCliTable) table = qs_cli_table_new ("ll");

  qs_cli_table_add (table, _ ("Format"));
  qs_cli_table_add (table, qst_archive_get_format (archive));
  qs_cli_table_add (table, _ ("Tensors"));
  qs_cli_table_take (table, qsp_format_count (qst_archive_get_n_tensors (archive)));
  for (gsize i = 0; i < qst_archive_get_n_metadata (archive); i++)
    {
      const char *key, *value;

      qst_archive_get_metadata (archive, i, &key, &value);
      qs_cli_table_take (table, qst_quote (key, -1));
      qs_cli_table_take (table, qst_quote (value, -1));
    }
  qs_cli_table_print (table, 0);
}

static void
add_statistics (QsCliTable *table, const QsaStatistics *statistics)
{
  qs_cli_table_take (table, qsp_format_count (statistics->finite));
  qs_cli_table_take (table, qsp_format_count (statistics->nan));
  qs_cli_table_take (table, qsp_format_count (statistics->positive_infinity));
  qs_cli_table_take (table, qsp_format_count (statistics->negative_infinity));
  qs_cli_table_take (table, qsp_format_number (statistics->min, DIGITS, TRUE));
  qs_cli_table_take (table, qsp_format_number (statistics->max, DIGITS, TRUE));
  qs_cli_table_take (table, qsp_format_number (statistics->mean, DIGITS, TRUE));
  qs_cli_table_take (table, qsp_format_number (statistics->std, DIGITS, TRUE));
  qs_cli_table_add (table, statistics->sha256);
}

static void
add_titles (QsCliTable *table, gboolean statistics)
{
  const char *const titles[] = { _ ("Name"), _ ("Type"),   _ ("Shape"),   _ ("Values"),  _ ("Finite"), "NaN",    "+∞",
                                 "−∞",       _ ("Lowest"), _ ("Highest"), _ ("Average"), _ ("Spread"), "SHA-256" };

  for (gsize i = 0; i < (statistics ? G_N_ELEMENTS (titles) : 4); i++)
    qs_cli_table_add (table, titles[i]);
}

static gboolean
print_tensors (QstArchive *archive, gboolean with_statistics, GError **error)
{
  g_autoptr (QsCliTable) table = qs_cli_table_new (with_statistics ? "llrrrrrrrrrrl" : "llrr");

  if (qst_archive_get_n_tensors (archive) == 0)
    return TRUE;
  add_titles (table, with_statistics);
  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);
      QsaStatistics statistics;

      qs_cli_table_take (table, qst_quote (qst_tensor_get_name (tensor), -1));
      qs_cli_table_add (table, qst_dtype_get_label (qst_tensor_get_dtype (tensor)));
      qs_cli_table_take (table, qst_tensor_describe_shape (tensor));
      qs_cli_table_take (table, qsp_format_count (qst_tensor_get_count (tensor)));
      if (!with_statistics)
        continue;
      if (!qsa_statistics_compute (tensor, NULL, &statistics, error))
        return FALSE;
      add_statistics (table, &statistics);
    }
  g_print ("\n");
  qs_cli_table_print (table, 0);
  return TRUE;
}

static void
print_damages (QstArchive *archive)
{
  const char *const *damages = qst_archive_get_errors (archive);

  if (*damages != NULL)
    g_print ("\n%s\n", _ ("Not readable:"));
  for (; *damages != NULL; damages++)
    g_print ("  %s\n", *damages);
}

static gboolean
print_json (QstArchive *archive, gboolean statistics, GError **error)
{
  g_autofree char *json = qsa_report_inspect (archive, statistics, NULL, error);

  if (json == NULL)
    return FALSE;
  fputs (json, stdout);
  return TRUE;
}

gboolean
qs_cli_inspect (char **arguments, GError **error)
{
  gboolean json = FALSE, statistics = FALSE;
  const GOptionEntry own[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for programs"), NULL },
    { "statistics", 0, 0, G_OPTION_ARG_NONE, &statistics, N_ ("Read all values: moments and checksums"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  g_autoptr (QstArchive) archive = NULL;

  if (!qs_cli_options_parse (&options, arguments, _ ("FILE [--json] [--statistics]"),
                             _ ("Shows the format, the metadata and every tensor of a file."), own, FALSE, error))
    return FALSE;
  if (g_strv_length (options.words) != 1)
    return qs_cli_refuse (error, _ ("inspect: one FILE is expected"));
  archive = qst_archive_open (options.words[0], NULL, error);
  if (archive == NULL)
    return FALSE;
  if (json)
    return print_json (archive, statistics, error);
  print_head (archive);
  if (!print_tensors (archive, statistics, error))
    return FALSE;
  print_damages (archive);
  return TRUE;
}
