/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What quantization does to the answers of a small network. */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "analysis/qsa-accuracy-curve.h"
#include "analysis/qsa-report.h"
#include "cli/qs-cli-table.h"
#include "plot/qsp-number.h"

/* Widths that are compared. */
#define FIRST_BITS QSC_BITS_MIN
#define LAST_BITS 8

static QstArchive *
open_archive (const char *path, GError **error)
{
  QstArchive *archive = qst_archive_open (path, NULL, error);

  if (archive == NULL)
    g_prefix_error (error, "%s: ", path);
  return archive;
}

static QsaNetwork *
open_network (const char *path, GError **error)
{
  g_autoptr (QstArchive) archive = open_archive (path, error);

  return archive != NULL ? qsa_network_new (archive, NULL, error) : NULL;
}

static QsaExamples *
open_examples (const char *path, double full, GError **error)
{
  g_autoptr (QstArchive) archive = open_archive (path, error);

  return archive != NULL ? qsa_examples_new (archive, full, NULL, error) : NULL;
}

static char *
describe_share (gsize n_right, gsize n)
{
  g_autofree char *right = qsp_format_count (n_right);
  g_autofree char *all = qsp_format_count (n);
  g_autofree char *percent = qsp_format_decimals (100.0 * (double)n_right / (double)n, 2, TRUE);

  /* Translators: right answers, all answers, the share of them. */
  return g_strdup_printf (_ ("%s of %s (%s %%)"), right, all, percent);
}

static void
print_answers (QsaAccuracy *accuracy)
{
  const gsize n = qsa_accuracy_get_n (accuracy);
  g_autoptr (QsCliTable) table = qs_cli_table_new ("ll");
  gsize n_flipped;

  qsa_accuracy_get_flipped (accuracy, &n_flipped);
  qs_cli_table_add (table, _ ("Right as float32"));
  qs_cli_table_take (table, describe_share (qsa_accuracy_get_n_right_float (accuracy), n));
  qs_cli_table_add (table, _ ("Right when quantized"));
  qs_cli_table_take (table, describe_share (qsa_accuracy_get_n_right (accuracy), n));
  qs_cli_table_add (table, _ ("Other answers than before"));
  qs_cli_table_take (table, qsp_format_count (n_flipped));
  qs_cli_table_print (table, 2);
}

static void
print_confusion (QsaAccuracy *accuracy)
{
  gsize n;
  const guint *counts = qsa_accuracy_get_confusion (accuracy, &n);
  g_autofree char *align = g_strnfill (n + 1, 'r');
  g_autoptr (QsCliTable) table = qs_cli_table_new (align);

  g_print ("\n%s\n", _ ("Answers (columns) to what is shown (rows)"));
  qs_cli_table_add (table, "");
  for (gsize i = 0; i < n; i++)
    qs_cli_table_take (table, g_strdup_printf ("%" G_GSIZE_FORMAT, i));
  for (gsize i = 0; i < n * n; i++)
    {
      if (i % n == 0)
        qs_cli_table_take (table, g_strdup_printf ("%" G_GSIZE_FORMAT, i / n));
      qs_cli_table_take (table, counts[i] > 0 ? g_strdup_printf ("%u", counts[i]) : g_strdup ("·"));
    }
  qs_cli_table_print (table, 2);
}

static void
print_curve (QsaAccuracyCurve *curve)
{
  g_autoptr (QsCliTable) table = qs_cli_table_new ("rl");

  g_print ("\n%s\n", _ ("Right answers by bit width"));
  for (int bits = FIRST_BITS; bits <= LAST_BITS; bits++)
    {
      qs_cli_table_take (table, g_strdup_printf ("%d", bits));
      qs_cli_table_take (table, describe_share (qsa_accuracy_curve_get_n_right (curve, bits), qsa_accuracy_curve_get_n (curve)));
    }
  qs_cli_table_print (table, 2);
}

static gboolean
report (const QsaAccuracyRequest *request, gboolean json, GError **error)
{
  g_autoptr (QsaAccuracy) accuracy = qsa_accuracy_new (request, NULL, error);
  g_autoptr (QsaAccuracyCurve) curve =
      accuracy != NULL ? qsa_accuracy_curve_new (request, NULL, LAST_BITS - QSC_BITS_MIN + 1, NULL, error) : NULL;

  if (curve == NULL)
    return FALSE;
  if (json)
    {
      g_autofree char *text = qsa_report_accuracy (accuracy, curve, FIRST_BITS, LAST_BITS);

      fputs (text, stdout);
      return TRUE;
    }
  print_answers (accuracy);
  print_curve (curve);
  print_confusion (accuracy);
  return TRUE;
}

/* Files and scheme to a request, whose objects the caller holds. */
static gboolean
run (const QsCliOptions *options, const char *examples_path, const char *training_path, double full, QsaAccuracyRequest *request,
     gboolean json, GError **error)
{
  g_autoptr (QsaNetwork) network = NULL;
  g_autoptr (QsaExamples) examples = NULL;
  g_autoptr (QsaExamples) training = NULL;
  g_autoptr (QsaReference) reference = NULL;

  if (!qs_cli_options_get_scheme (options, &request->scheme, error))
    return FALSE;
  if (request->scheme.granularity.kind != QSA_PER_TENSOR)
    {
      qs_cli_refuse (error, _ ("--granularity has no meaning here; --per-channel has"));
      return FALSE;
    }
  network = open_network (options->words[0], error);
  examples = network != NULL ? open_examples (examples_path, full, error) : NULL;
  training = examples != NULL && training_path != NULL ? open_examples (training_path, full, error) : NULL;
  if (examples == NULL || (training_path != NULL && training == NULL))
    return FALSE;
  reference = qsa_reference_new (network, examples, training, NULL, error);
  request->reference = reference;
  return reference != NULL && report (request, json, error);
}

gboolean
qs_cli_accuracy (char **arguments, GError **error)
{
  g_autofree char *examples = NULL, *training = NULL, *full_text = NULL, *factor_text = NULL;
  gboolean json = FALSE, keep_weights = FALSE;
  QsaAccuracyRequest request = { .scale_factor = 1.0 };
  double full = 16.0;
  const GOptionEntry own[] = {
    { "examples", 'e', 0, G_OPTION_ARG_FILENAME, &examples, N_ ("Images and labels that the network is judged by"), N_ ("FILE") },
    { "training", 0, 0, G_OPTION_ARG_FILENAME, &training,
      N_ ("Images whose activations give the ranges of --activations (those of --examples)"), N_ ("FILE") },
    { "full", 0, 0, G_OPTION_ARG_FILENAME, &full_text, N_ ("The number in the images that stands for 1 (16)"), "X" },
    { "per-channel", 0, 0, G_OPTION_ARG_NONE, &request.per_channel, N_ ("A scale for each row of each matrix"), NULL },
    { "activations", 0, 0, G_OPTION_ARG_NONE, &request.activations, N_ ("Quantize what goes into each layer, too"), NULL },
    { "keep-weights", 0, 0, G_OPTION_ARG_NONE, &keep_weights, N_ ("Leave the weights as they are"), NULL },
    { "scale-factor", 0, 0, G_OPTION_ARG_FILENAME, &factor_text, N_ ("Multiply each scale that is found (1)"), "X" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for programs"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };

  if (!qs_cli_options_parse (&options, arguments, _ ("FILE --examples FILE [SCHEME]"),
                             _ ("Counts the right answers of a network whose weights are quantized: dense layers fc1.weight, "
                                "fc1.bias, fc2.weight and so on, with ReLU between them."),
                             own, QS_CLI_SCHEME, error))
    return FALSE;
  if (options.words == NULL || options.words[0] == NULL || options.words[1] != NULL)
    return qs_cli_refuse (error, _ ("One FILE with the weights of the network is needed"));
  if (examples == NULL)
    return qs_cli_refuse (error, _ ("--examples FILE is needed: images and their labels"));
  if (options.scale != NULL)
    return qs_cli_refuse (error, _ ("--scale is one tensor's; --scale-factor changes the scales of all"));
  if (full_text != NULL && !qs_cli_parse_real ("--full", full_text, 1e-30, 1e30, &full, error))
    return FALSE;
  if (factor_text != NULL && !qs_cli_parse_real ("--scale-factor", factor_text, 1e-6, 1e6, &request.scale_factor, error))
    return FALSE;
  request.weights = !keep_weights;
  return run (&options, examples, training, full, &request, json, error);
}
