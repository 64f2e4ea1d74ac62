/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "analysis/qsa-report.h"
#include "cli/qs-cli-table.h"
#include "plot/qsp-number.h"
#include "tensor/qst-quote.h"

#define DIGITS 5

static void
add_number (QsCliTable *table, const char *label, double value)
{
  qs_cli_table_add (table, label);
  qs_cli_table_take (table, qsp_format_number (value, DIGITS, TRUE));
}

static void
add_count (QsCliTable *table, const char *label, guint64 count)
{
  qs_cli_table_add (table, label);
  qs_cli_table_take (table, qsp_format_count (count));
}

static void
print_source (QsaSource *source)
{
  QstTensor *tensor = qsa_source_get_tensor (source);
  const QscMoments *moments = qsa_source_get_moments (source);
  const gboolean any = moments->count > 0;
  g_autoptr (QsCliTable) table = qs_cli_table_new ("ll");
  g_autofree char *name = qst_quote (qst_tensor_get_name (tensor), -1);
  g_autofree char *shape = qst_tensor_describe_shape (tensor);

  g_print ("%s\n", _ ("Values"));
  if (*name != '\0')
    {
      qs_cli_table_add (table, _ ("Name"));
      qs_cli_table_add (table, name);
    }
  qs_cli_table_add (table, _ ("Type"));
  qs_cli_table_take (table, g_strdup_printf ("%s · %s · %s", qst_tensor_get_format (tensor),
                                             qst_dtype_get_label (qst_tensor_get_dtype (tensor)), shape));
  add_count (table, _ ("Count"), qst_tensor_get_count (tensor));
  if (moments->count != qst_tensor_get_count (tensor))
    {
      add_count (table, _ ("Finite"), moments->count);
      add_count (table, "NaN", moments->nan);
      add_count (table, "+∞", moments->positive_infinity);
      add_count (table, "−∞", moments->negative_infinity);
    }
  add_number (table, _ ("Lowest"), any ? (double)moments->min : (double)NAN);
  add_number (table, _ ("Highest"), any ? (double)moments->max : (double)NAN);
  add_number (table, _ ("Average"), qsa_source_get_mean (source));
  add_number (table, _ ("Spread"), qsa_source_get_std (source));
  qs_cli_table_print (table, 2);
}

/* Many scales: how many, and their extremes. */
static void
add_units (QsCliTable *table, const QsaScheme *scheme, QsaUnitParams *units)
{
  const QscParams *all = qsa_unit_params_get_all (units);
  g_autofree char *least = NULL;
  g_autofree char *greatest = NULL;
  double low = (double)all->scale, high = low;

  for (guint64 i = 1; i < qsa_unit_params_get_n (units); i++)
    {
      low = MIN (low, (double)all[i].scale);
      high = MAX (high, (double)all[i].scale);
    }
  least = qsp_format_number (low, DIGITS, TRUE);
  greatest = qsp_format_number (high, DIGITS, TRUE);
  qs_cli_table_add (table, _ ("Granularity"));
  qs_cli_table_take (table, qsa_granularity_describe (&scheme->granularity));
  add_count (table, _ ("Scales"), qsa_unit_params_get_n (units));
  qs_cli_table_add (table, _ ("From … to"));
  qs_cli_table_take (table, g_strdup_printf ("%s … %s", least, greatest));
}

static void
print_scheme (QsaResult *result)
{
  const QsaScheme *scheme = qsa_result_get_scheme (result);
  const QscParams *params = qsa_result_get_params (result);
  QsaUnitParams *units = qsa_result_get_unit_params (result);
  g_autofree char *format = qsa_scheme_describe_format (scheme);
  g_autofree char *low = qsp_format_integer (params->qmin);
  g_autofree char *high = qsp_format_integer (params->qmax);
  g_autoptr (QsCliTable) table = qs_cli_table_new ("ll");

  g_print ("\n%s\n", _ ("Scheme"));
  qs_cli_table_add (table, _ ("Format"));
  qs_cli_table_take (table, g_strdup_printf ("%s %s, %s … %s", format,
                                             scheme->format.symmetric ? _ ("symmetric") : _ ("asymmetric"), low, high));
  qs_cli_table_add (table, _ ("Calibration"));
  qs_cli_table_add (table, qsa_calibration_get_title (scheme->calibration));
  qs_cli_table_add (table, _ ("Rule"));
  qs_cli_table_add (table, qsa_rule_get_title (scheme->format.rule));
  qs_cli_table_add (table, _ ("Rounding"));
  qs_cli_table_add (table, qsa_rounding_get_title (scheme->format.rounding));
  if (qsa_unit_params_get_n (units) > 1)
    add_units (table, scheme, units);
  else
    {
      qs_cli_table_add (table, _ ("Scale"));
      qs_cli_table_take (table, qsp_format_number ((double)params->scale, 9, TRUE));
      qs_cli_table_add (table, _ ("Zero-point"));
      qs_cli_table_take (table, qsp_format_integer (params->zero_point));
    }
  qs_cli_table_print (table, 2);
}

static char *
describe_sqnr (const QsaMeasures *measures)
{
  g_autofree char *sqnr = qsp_format_decimals (measures->sqnr_db, 2, TRUE);
  g_autofree char *base_line = qsp_format_decimals (measures->sqnr_db_min_max, 2, TRUE);

  if (isnan (measures->sqnr_db))
    return g_strdup (sqnr);
  return g_strdup_printf (_ ("%s dB (min–max: %s dB)"), sqnr, base_line);
}

static void
print_error (const QsaMeasures *measures)
{
  g_autoptr (QsCliTable) table = qs_cli_table_new ("ll");

  g_print ("\n%s\n", _ ("Error"));
  qs_cli_table_add (table, _ ("SQNR"));
  qs_cli_table_take (table, describe_sqnr (measures));
  add_number (table, _ ("Mean squared"), measures->mse);
  add_number (table, _ ("Root of it"), measures->rmse);
  add_number (table, _ ("Mean absolute"), measures->mae);
  add_number (table, _ ("Largest"), measures->max_error);
  add_number (table, _ ("Bias"), measures->bias);
  add_number (table, _ ("Cosine similarity"), measures->cosine);
  qs_cli_table_print (table, 2);
}

static void
print_codes (const QsaMeasures *measures)
{
  g_autofree char *used = qsp_format_count (measures->codes_used);
  g_autofree char *total = qsp_format_count (measures->codes_total);
  g_autofree char *bytes = qsp_format_bytes (measures->bytes, TRUE);
  g_autofree char *bits = qsp_format_decimals (measures->bits_per_value, 3, TRUE);
  g_autoptr (QsCliTable) table = qs_cli_table_new ("ll");

  g_print ("\n%s\n", _ ("Codes"));
  qs_cli_table_add (table, _ ("Used"));
  qs_cli_table_take (table, g_strdup_printf (_ ("%s of %s"), used, total));
  qs_cli_table_add (table, _ ("Entropy"));
  qs_cli_table_take (table, qsp_format_decimals (measures->entropy_bits, 3, TRUE));
  add_count (table, _ ("Clipped low"), measures->clipped_low);
  add_count (table, _ ("Clipped high"), measures->clipped_high);
  qs_cli_table_add (table, _ ("Storage"));
  qs_cli_table_take (table, g_strdup_printf (_ ("%s, %s bits per value"), bytes, bits));
  qs_cli_table_print (table, 2);
}

gboolean
qs_cli_measure (char **arguments, GError **error)
{
  gboolean json = FALSE;
  const GOptionEntry own[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON, for programs"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };
  g_autoptr (QsaResult) result = NULL;

  if (!qs_cli_options_parse (&options, arguments, _ ("SOURCE [SCHEME] [--json]"), _ ("Quantizes values and measures the error."),
                             own, QS_CLI_SOURCE_AND_SCHEME, error))
    return FALSE;
  result = qs_cli_options_compute (&options, 0, 0.0, 0, error);
  if (result == NULL)
    return FALSE;
  if (json)
    {
      g_autofree char *text = qsa_report_measure (result);

      fputs (text, stdout);
      return TRUE;
    }
  print_source (qsa_result_get_source (result));
  print_scheme (result);
  print_error (qsa_result_get_measures (result));
  print_codes (qsa_result_get_measures (result));
  return TRUE;
}
