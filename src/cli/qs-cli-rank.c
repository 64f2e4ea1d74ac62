/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tensors of a file, those first that quantization harms most. */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "analysis/qsa-ranking.h"
#include "cli/qs-cli-table.h"
#include "cli/qs-cli-tensors.h"
#include "plot/qsp-number.h"
#include "tensor/qst-quote.h"

/* What --bits is without being told. */
#define WIDTHS "4,8"

static char *
describe_decibels (double value)
{
  g_autofree char *number = qsp_format_decimals (value, 1, TRUE);

  return isfinite (value) ? g_strdup_printf ("%s dB", number) : g_steal_pointer (&number);
}

static char *
describe_clipped (const QsaProfile *profile)
{
  return profile->n_finite > 0 ? qsp_format_percent ((double)profile->points[0].clipped / (double)profile->n_finite, TRUE)
                               : g_strdup ("—");
}

static void
add_measures (QsCliTable *table, const QsaProfile *profile, guint n_widths)
{
  for (guint i = 0; i < n_widths; i++)
    qs_cli_table_take (table, profile != NULL ? describe_decibels (profile->points[i].sqnr_db) : g_strdup (""));
  qs_cli_table_take (table, profile != NULL ? describe_clipped (profile) : g_strdup (""));
  qs_cli_table_take (table, profile != NULL ? qsp_format_number (profile->tail, 3, TRUE) : g_strdup (""));
  qs_cli_table_take (table, profile != NULL ? qsp_format_number (profile->kurtosis, 3, TRUE) : g_strdup (""));
}

static void
add_entry (QsCliTable *table, const QsaRankingEntry *entry, guint n_widths)
{
  const QstTensor *tensor = entry->tensor;
  const char *dtype = tensor != NULL ? qst_dtype_get_label (qst_tensor_get_dtype (entry->tensor)) : entry->missing->dtype;

  qs_cli_table_take (table, qst_quote (tensor != NULL ? qst_tensor_get_name (entry->tensor) : entry->missing->name, -1));
  qs_cli_table_take (table, tensor != NULL ? qst_tensor_describe_shape (entry->tensor) : qsa_ranking_format_shape (entry));
  qs_cli_table_take (table, dtype != NULL ? qst_quote (dtype, -1) : g_strdup (""));
  qs_cli_table_take (table, tensor != NULL ? qsp_format_count (qst_tensor_get_count (entry->tensor)) : g_strdup (""));
  add_measures (table, entry->profile, n_widths);
}

static void
add_titles (QsCliTable *table, const QsaProfilePlan *plan)
{
  QsaScheme scheme = plan->scheme;

  qs_cli_table_add (table, _ ("Name"));
  qs_cli_table_add (table, _ ("Shape"));
  qs_cli_table_add (table, _ ("Type"));
  qs_cli_table_add (table, _ ("Values"));
  for (guint i = 0; i < plan->n_widths; i++)
    {
      g_autofree char *format = NULL;

      scheme.format.bits = plan->widths[i];
      format = qsa_scheme_describe_format (&scheme);
      /* Translators: the signal-to-quantization-noise ratio at a width, as INT4. */
      qs_cli_table_take (table, g_strdup_printf (_ ("SQNR at %s"), format));
    }
  qs_cli_table_add (table, _ ("Clipped"));
  qs_cli_table_add (table, _ ("Largest/P99.9"));
  qs_cli_table_add (table, _ ("Kurtosis"));
}

static void
print_table (const GArray *ranking, const QsaProfilePlan *plan)
{
  g_autofree char *widths = g_strnfill (plan->n_widths, 'r');
  g_autofree char *columns = g_strconcat ("lllr", widths, "rrr", NULL);
  g_autoptr (QsCliTable) table = qs_cli_table_new (columns);
  gboolean any = FALSE;

  add_titles (table, plan);
  for (guint i = 0; i < ranking->len; i++)
    add_entry (table, &g_array_index (ranking, QsaRankingEntry, i), plan->n_widths);
  qs_cli_table_print (table, 0);
  for (guint i = 0; i < ranking->len; i++)
    {
      const QsaRankingEntry *entry = &g_array_index (ranking, QsaRankingEntry, i);
      const char *name = entry->tensor != NULL ? qst_tensor_get_name (entry->tensor) : entry->missing->name;
      g_autofree char *shown = qst_quote (name, -1);

      if (entry->reason == NULL)
        continue;
      if (!any)
        g_print ("\n%s\n", _ ("Not measured:"));
      any = TRUE;
      g_print ("  %s: %s\n", shown, entry->reason);
    }
}

/* “4,8”: different widths, the first of which ranks. */
static gboolean
parse_widths (const char *text, const QsaScheme *scheme, QsaProfilePlan *plan, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  int widths[QSA_PROFILE_WIDTHS_MAX];
  guint n = 0;

  for (char **word = words; *word != NULL; word++)
    {
      gint64 value;

      if (!qs_cli_parse_integer ("--bits", *word, QSC_BITS_MIN, QSC_BITS_MAX, &value, error))
        return FALSE;
      for (guint i = 0; i < n; i++)
        if (widths[i] == (int)value)
          return qs_cli_refuse (error, _ ("--bits: %s stands there twice"), *word);
      widths[n++] = (int)value;
    }
  if (n == 0)
    return qs_cli_refuse (error, _ ("--bits: at least one width is needed"));
  qsa_profile_plan_init (plan, scheme, n, widths);
  return TRUE;
}

/* The scheme at whatever width: its own is one of several. */
static gboolean
get_plan (QsCliOptions *options, QsaProfilePlan *plan, GError **error)
{
  g_autofree char *bits = g_steal_pointer (&options->bits);
  QsaScheme scheme;

  if (options->scale != NULL)
    return qs_cli_refuse (error, _ ("--scale is one tensor's; choose a --calibration"));
  return qs_cli_options_get_scheme (options, &scheme, error) && parse_widths (bits != NULL ? bits : WIDTHS, &scheme, plan, error);
}

static gboolean
rank (const QsCliOptions *options, const QsaProfilePlan *plan, gboolean csv, gboolean json, GError **error)
{
  g_autoptr (QstArchive) archive = qs_cli_options_open_file (options, options->words[0], error);
  g_autoptr (GPtrArray) tensors = NULL;
  g_autoptr (GArray) ranking = NULL;
  g_autofree char *text = NULL;

  if (archive == NULL)
    return FALSE;
  if (options->tensor != NULL)
    {
      tensors = qs_cli_match_tensors (archive, options->tensor, error);
      if (tensors == NULL)
        return FALSE;
    }
  ranking = qsa_ranking_new (archive, tensors, plan, NULL, error);
  if (ranking == NULL)
    return FALSE;
  if (csv)
    text = qsa_ranking_to_csv (ranking, plan);
  else if (json)
    text = qsa_ranking_to_json (archive, ranking, plan);
  else
    print_table (ranking, plan);
  if (text != NULL)
    fputs (text, stdout);
  return TRUE;
}

gboolean
qs_cli_rank (char **arguments, GError **error)
{
  gboolean csv = FALSE, json = FALSE;
  const GOptionEntry own[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("Print comma-separated values, for spreadsheets"), NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for programs"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  QsaProfilePlan plan;

  if (!qs_cli_options_parse (
          &options, arguments, _ ("FILE [--tensor NAME] [--bits N,N…] [SCHEME] [--csv|--json]"),
          _ ("Measures every tensor of a file at several bit widths (4,8) and lists those first that lose most "
             "at the first of them."),
          own, QS_CLI_SOURCE_AND_SCHEME, error))
    return FALSE;
  if (g_strv_length (options.words) != 1 || options.distribution != NULL)
    return qs_cli_refuse (error, _ ("rank: one FILE is expected"));
  if (csv && json)
    return qs_cli_refuse (error, _ ("%s and %s contradict each other"), "--csv", "--json");
  return get_plan (&options, &plan, error) && rank (&options, &plan, csv, json, error);
}
