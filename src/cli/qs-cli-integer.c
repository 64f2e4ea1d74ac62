/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One output of a network, by integers alone. */
#include "cli/qs-cli-network.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "analysis/qsa-integer.h"
#include "cli/qs-cli-table.h"
#include "plot/qsp-number.h"

static void
add_row (QsCliTable *table, const char *words, char *number)
{
  qs_cli_table_add (table, words);
  qs_cli_table_take (table, number);
}

static void
print_codes (QsaInteger *integer)
{
  gsize n;
  const gint32 *x = qsa_integer_get_inputs (integer, &n), *w = qsa_integer_get_weights (integer, &n);
  g_autoptr (QsCliTable) table = qs_cli_table_new ("rrrrr");
  gint64 sum = 0;

  qs_cli_table_add (table, "i");
  qs_cli_table_add (table, "q_x");
  qs_cli_table_add (table, "q_w");
  qs_cli_table_add (table, "q_x q_w");
  qs_cli_table_add (table, "Σ");
  for (gsize i = 0; i < n; i++)
    {
      sum += (gint64)x[i] * w[i];
      qs_cli_table_take (table, g_strdup_printf ("%zu", i));
      qs_cli_table_take (table, qsp_format_integer (x[i]));
      qs_cli_table_take (table, qsp_format_integer (w[i]));
      qs_cli_table_take (table, qsp_format_integer ((gint64)x[i] * w[i]));
      qs_cli_table_take (table, qsp_format_integer (sum));
    }
  qs_cli_table_print (table, 2);
  g_print ("\n");
}

static void
print_output (QsaInteger *integer)
{
  const QsaIntegerRequest *request = qsa_integer_get_request (integer);
  gsize n;
  const QsaIntegerOutput *o = &qsa_integer_get_outputs (integer, &n)[request->row];
  g_autoptr (QsCliTable) table = qs_cli_table_new ("lr");

  add_row (table, "Σ q_x q_w", qsp_format_integer (o->products));
  add_row (table, "− z_w Σ q_x", qsp_format_integer (o->weight_correction));
  add_row (table, "− z_x Σ q_w", qsp_format_integer (o->input_correction));
  add_row (table, "n z_x z_w", qsp_format_integer (o->both_zeros));
  add_row (table, _ ("bias ∕ (s_x s_w)"), qsp_format_integer (o->bias_code));
  add_row (table, _ ("sum in int32"), qsp_format_integer (o->sum));
  add_row (table, _ ("multiplier"), g_strdup_printf ("%d · 2^%d", o->multiplier.value, o->multiplier.shift - 31));
  add_row (table, _ ("multiplier · sum"), qsp_format_integer (o->scaled));
  add_row (table, _ ("code"), qsp_format_integer (o->code));
  add_row (table, _ ("stands for"), qsp_format_number (o->real, 6, TRUE));
  add_row (table, _ ("in float32"), qsp_format_number (o->expected, 6, TRUE));
  add_row (table, _ ("difference"), qsp_format_number (o->real - o->expected, 4, TRUE));
  qs_cli_table_print (table, 2);
  g_print ("\n");
  /* Translators: number of the example, the network's answers, what the example shows */
  g_print (_ ("Example %zu: %u by integers, %u in float32, labelled %u"), request->example, qsa_integer_get_answer (integer),
           qsa_integer_get_answer_float (integer),
           qsa_examples_get_label (qsa_reference_get_examples (request->network.reference), request->example));
  g_print ("\n");
}

static gboolean
run (const QsCliNetwork *network, const QsCliOptions *options, QsaIntegerRequest *request, gboolean json, GError **error)
{
  g_autoptr (QsaReference) reference = NULL;
  g_autoptr (QsaInteger) integer = NULL;

  if (!qs_cli_options_get_scheme (options, &request->network.scheme, error))
    return FALSE;
  reference = qs_cli_network_open (network, error);
  if (reference == NULL)
    return FALSE;
  request->network.reference = reference;
  integer = qsa_integer_new (request, NULL, error);
  if (integer == NULL)
    return FALSE;
  if (json)
    {
      g_autofree char *text = qsa_report_integer (integer);

      fputs (text, stdout);
      return TRUE;
    }
  print_codes (integer);
  print_output (integer);
  return TRUE;
}

gboolean
qs_cli_integer (char **arguments, GError **error)
{
  g_autofree char *example_text = NULL, *layer_text = NULL, *row_text = NULL, *names = qs_cli_network_list ();
  g_autofree char *network_help = g_strdup_printf (_ ("One of %s"), names);
  gboolean json = FALSE;
  g_auto (QsCliNetwork) network = { 0 };
  const GOptionEntry own[] = {
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &network.name, network_help, N_ ("NAME") },
    { "example", 0, 0, G_OPTION_ARG_FILENAME, &example_text, N_ ("Which picture, from 0 on (0)"), "N" },
    { "layer", 0, 0, G_OPTION_ARG_FILENAME, &layer_text, N_ ("Which layer, from 0 on (0)"), "N" },
    { "row", 0, 0, G_OPTION_ARG_FILENAME, &row_text, N_ ("Which output of the layer, from 0 on (0)"), "N" },
    { "per-channel", 0, 0, G_OPTION_ARG_NONE, &network.per_channel, N_ ("A scale for each row of each matrix"), NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for programs"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  QsaIntegerRequest request = { .network = { .scale_factor = 1.0, .weights = TRUE, .activations = TRUE } };
  gint64 example = 0, layer = 0, row = 0;

  if (!qs_cli_options_parse (&options, arguments, _ ("[SCHEME] [--network NAME] [--example N] [--layer N] [--row N]"),
                             _ ("Carries one output of a network out with integers alone, term by term."), own, QS_CLI_SCHEME,
                             error))
    return FALSE;
  if (options.words != NULL && options.words[0] != NULL)
    return qs_cli_refuse (error, _ ("integer is of a network that comes with the program, see --network; no FILE is expected"));
  if (options.scale != NULL)
    return qs_cli_refuse (error, _ ("--scale is one tensor's; the scales of a network are found for each of its own"));
  if ((example_text != NULL && !qs_cli_parse_integer ("--example", example_text, 0, G_MAXINT32, &example, error))
      || (layer_text != NULL && !qs_cli_parse_integer ("--layer", layer_text, 0, G_MAXINT32, &layer, error))
      || (row_text != NULL && !qs_cli_parse_integer ("--row", row_text, 0, G_MAXINT32, &row, error)))
    return FALSE;
  request.network.per_channel = network.per_channel;
  request.example = (gsize)example;
  request.layer = (gsize)layer;
  request.row = (gsize)row;
  return run (&network, &options, &request, json, error);
}
