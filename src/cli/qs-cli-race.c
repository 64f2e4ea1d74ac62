/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast integers are here. */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "analysis/qsa-race.h"
#include "cli/qs-cli-table.h"
#include "plot/qsp-number.h"

#define SIZE_DEFAULT 512
#define ROUNDS_DEFAULT 9

static void
add_time (QsCliTable *table, const char *name, const QsaRaceTime *time, const char *instructions)
{
  qs_cli_table_add (table, name);
  qs_cli_table_take (table, qsp_format_number (time->seconds * 1e3, 4, TRUE));
  qs_cli_table_take (table, qsp_format_number (time->macs_per_second * 1e-9, 4, TRUE));
  qs_cli_table_take (table, qsp_format_bytes (time->bytes, TRUE));
  qs_cli_table_add (table, instructions);
}

static void
print_race (const QsaRace *race)
{
  g_autoptr (QsCliTable) table = qs_cli_table_new ("lrrrl");
  g_autofree char *ratio = qsp_format_decimals (race->ratio, 2, TRUE);

  /* Translators: rows of the matrices, rows, rounds */
  g_print (_ ("Products of two matrices of %zu × %zu, one thread, median of %u rounds"), race->size, race->size, race->rounds);
  g_print ("\n");
  qs_cli_table_add (table, "");
  qs_cli_table_add (table, "ms");
  qs_cli_table_add (table, "GMAC/s");
  qs_cli_table_add (table, _ ("moved"));
  qs_cli_table_add (table, _ ("instructions"));
  add_time (table, "int8", &race->int8, race->int8_instructions);
  add_time (table, "float32", &race->float32, race->float_instructions);
  qs_cli_table_print (table, 2);
  g_print (_ ("Time of float32 by that of int8: %s"), ratio);
  g_print ("\n");
}

gboolean
qs_cli_race (char **arguments, GError **error)
{
  g_autofree char *size_text = NULL, *rounds_text = NULL;
  gboolean json = FALSE;
  gint64 size = SIZE_DEFAULT, rounds = ROUNDS_DEFAULT;
  const GOptionEntry own[] = {
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &size_text, N_ ("Rows and columns of the matrices (512)"), "N" },
    { "rounds", 0, 0, G_OPTION_ARG_FILENAME, &rounds_text, N_ ("How often each is measured (9)"), "N" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for programs"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  QsaRace race;

  if (!qs_cli_options_parse (
          &options, arguments, _ ("[--size N] [--rounds N] [--json]"),
          _ ("Measures products of matrices on this machine: int8 against float32, with the same blocks, each by "
             "its vector instructions."),
          own, FALSE, error))
    return FALSE;
  if (options.words != NULL && options.words[0] != NULL)
    return qs_cli_refuse (error, _ ("race takes no FILE"));
  if (size_text != NULL && !qs_cli_parse_integer ("--size", size_text, QSA_RACE_SIZE_MIN, QSA_RACE_SIZE_MAX, &size, error))
    return FALSE;
  if (rounds_text != NULL && !qs_cli_parse_integer ("--rounds", rounds_text, 1, QSA_RACE_ROUNDS_MAX, &rounds, error))
    return FALSE;
  if (!qsa_race_run ((gsize)size, (guint)rounds, NULL, NULL, NULL, &race, error))
    return FALSE;
  if (json)
    {
      g_autofree char *text = qsa_report_race (&race);

      fputs (text, stdout);
    }
  else
    print_race (&race);
  return TRUE;
}
