/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-report.h"

#include "analysis/qsa-setup.h"
#include "figures/qsf-extras.h"
#include "plot/qsp-number.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DIGITS 5
/* Of the scale: as many as name a float32. */
#define SCALE_DIGITS 9
/* Of a page's histogram. */
#define PLOT_WIDTH 640.0

char *
qsf_make_caption (QsaResult *result)
{
  const double sqnr = qsa_result_get_measures (result)->sqnr_db;
  g_autofree char *scheme = qsa_scheme_describe (qsa_result_get_scheme (result), qsa_result_get_params (result));
  g_autofree char *number = qsp_format_decimals (sqnr, 1, TRUE);

  if (!isfinite (sqnr))
    return g_steal_pointer (&scheme);
  return g_strdup_printf (_ ("%s · SQNR %s dB"), scheme, number);
}

/* Rows of a table; takes value. */

static void
add_row (GPtrArray *rows, const char *label, char *value)
{
  g_ptr_array_add (rows, g_strdup (label));
  g_ptr_array_add (rows, value);
}

static void
add_number (GPtrArray *rows, const char *label, double value)
{
  add_row (rows, label, qsp_format_number (value, DIGITS, TRUE));
}

static void
add_count (GPtrArray *rows, const char *label, guint64 count)
{
  add_row (rows, label, qsp_format_count (count));
}

static void
add_table (QspReport *report, const char *heading, GPtrArray *rows)
{
  g_ptr_array_add (rows, NULL);
  qsp_report_add_table (report, heading, (const char *const *)rows->pdata);
}

static void
add_values (QspReport *report, QsaSource *source)
{
  QstTensor *tensor = qsa_source_get_tensor (source);
  const QscMoments *moments = qsa_source_get_moments (source);
  const gboolean any = moments->count > 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = qst_quote (qst_tensor_get_name (tensor), -1);

  if (*name != '\0')
    add_row (rows, _ ("Name"), g_strdup (name));
  add_row (rows, _ ("Type"), g_strdup (qst_dtype_get_label (qst_tensor_get_dtype (tensor))));
  add_row (rows, _ ("Shape"), qst_tensor_describe_shape (tensor));
  add_count (rows, _ ("Count"), qst_tensor_get_count (tensor));
  if (moments->count != qst_tensor_get_count (tensor))
    add_count (rows, _ ("Finite"), moments->count);
  add_number (rows, _ ("Lowest"), any ? (double)moments->min : (double)NAN);
  add_number (rows, _ ("Highest"), any ? (double)moments->max : (double)NAN);
  add_number (rows, _ ("Average"), qsa_source_get_mean (source));
  add_number (rows, _ ("Spread"), qsa_source_get_std (source));
  add_table (report, _ ("Values"), rows);
}

static void
add_range (GPtrArray *rows, const char *label, double low, double high)
{
  g_autofree char *from = qsp_format_number (low, DIGITS, TRUE), *to = qsp_format_number (high, DIGITS, TRUE);

  add_row (rows, label, g_strdup_printf ("%s … %s", from, to));
}

static void
add_scheme (QspReport *report, QsaResult *result)
{
  const QsaScheme *scheme = qsa_result_get_scheme (result);
  const QscParams *params = qsa_result_get_params (result);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *unit = qsa_result_describe_unit (result);
  g_autofree char *format = qsa_scheme_describe_format (scheme);
  g_autofree char *low = qsp_format_integer (params->qmin), *high = qsp_format_integer (params->qmax);
  double from, to;

  add_row (rows, _ ("Format"), g_strdup_printf ("%s %s", format, scheme->format.symmetric ? _ ("symmetric") : _ ("asymmetric")));
  add_row (rows, _ ("Codes"), g_strdup_printf ("%s … %s", low, high));
  add_row (rows, _ ("Calibration"), g_strdup (qsa_calibration_get_title (scheme->calibration)));
  if (scheme->format.rule != QSC_RULE_TEXTBOOK)
    add_row (rows, _ ("Rule"), g_strdup (qsa_rule_get_title (scheme->format.rule)));
  add_row (rows, _ ("Rounding"), g_strdup (qsa_rounding_get_title (scheme->format.rounding)));
  if (unit != NULL)
    {
      add_row (rows, _ ("Granularity"), qsa_granularity_describe (&scheme->granularity));
      add_count (rows, _ ("Scales"), qsa_result_get_measures (result)->n_scales);
      add_row (rows, _ ("Below, and in the views"), g_steal_pointer (&unit));
    }
  add_row (rows, _ ("Scale"), qsp_format_number ((double)params->scale, SCALE_DIGITS, TRUE));
  add_row (rows, _ ("Zero-point"), qsp_format_integer (params->zero_point));
  qsc_params_get_level_range (params, &from, &to);
  add_range (rows, _ ("Levels"), from, to);
  qsc_params_get_unclipped_range (params, &from, &to);
  add_range (rows, _ ("Not clipped"), from, to);
  add_table (report, _ ("Scheme"), rows);
}

static char *
format_decibels (double db)
{
  g_autofree char *number = qsp_format_decimals (db, 2, TRUE);

  return isnan (db) ? g_steal_pointer (&number) : g_strdup_printf ("%s dB", number);
}

static void
add_error (QspReport *report, const QsaMeasures *measures)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

  add_row (rows, _ ("SQNR"), format_decibels (measures->sqnr_db));
  add_row (rows, _ ("SQNR of min–max"), format_decibels (measures->sqnr_db_min_max));
  add_number (rows, _ ("Mean squared"), measures->mse);
  add_number (rows, _ ("from rounding"), measures->mse_rounding);
  add_number (rows, _ ("from clipping"), measures->mse_clipping);
  add_number (rows, _ ("Root mean squared"), measures->rmse);
  add_number (rows, _ ("Mean absolute"), measures->mae);
  add_number (rows, _ ("Largest"), measures->max_error);
  add_number (rows, _ ("Bias"), measures->bias);
  add_number (rows, _ ("Cosine similarity"), measures->cosine);
  add_table (report, _ ("Error"), rows);
}

static void
add_codes (QspReport *report, const QsaMeasures *measures)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *used = qsp_format_count (measures->codes_used), *total = qsp_format_count (measures->codes_total);

  add_row (rows, _ ("Used"), g_strdup_printf (_ ("%s of %s"), used, total));
  add_row (rows, _ ("Entropy"), qsp_format_decimals (measures->entropy_bits, 3, TRUE));
  add_count (rows, _ ("Clipped low"), measures->clipped_low);
  add_count (rows, _ ("Clipped high"), measures->clipped_high);
  add_row (rows, _ ("Storage"), qsp_format_bytes (measures->bytes, TRUE));
  add_row (rows, _ ("Bits per value"), qsp_format_decimals (measures->bits_per_value, 3, TRUE));
  add_table (report, _ ("Codes"), rows);
}

static void
add_formulas (QspReport *report, QsaResult *result)
{
  g_autofree char *setup = qsa_setup_write_units (qsa_result_get_scheme (result), qsa_result_get_unit_params (result));
  const char *const lines[] = {
    _ ("Code: q = clamp(round(r ∕ s) + z, lowest code, highest code)"),
    _ ("Level: r̂ = s · (q − z)"),
    _ ("Error: e = r̂ − r; clipped is a value whose code the clamp changes"),
    _ ("Mean squared error: MSE = Σ e² ∕ n over the finite values; bias: Σ e ∕ n"),
    _ ("Signal to quantization noise: SQNR = 10 log₁₀ (Σ r² ∕ Σ e²)"),
    _ ("Cosine similarity: Σ r r̂ ∕ (‖r‖ ‖r̂‖); entropy: −Σ p log₂ p over the codes"),
    setup,
    NULL,
  };

  qsp_report_add_lines (report, _ ("Formulas and setup"), lines);
}

/* What is picked; NULL: nothing. */
typedef struct
{
  const float *value;
  guint64 index;
} Pick;

static gboolean
add_views (QspReport *report, QsaResult *result, const Pick *pick, GCancellable *cancellable, GError **error)
{
  for (guint view = 0; view < QSF_N_VIEWS; view++)
    {
      g_autoptr (QspFigure) figure = NULL;
      QsfOptions options;

      qsf_options_init (&options);
      options.has_pick = pick->value != NULL;
      options.pick = pick->value != NULL ? *pick->value : 0.0f;
      options.pick_index = pick->index;
      if (!qsf_options_compute_extras (&options, view, result, cancellable, error))
        return FALSE;
      figure = qsf_figure_new (view, result, &options);
      qsf_options_clear_extras (&options);
      qsp_report_add_figure (report, figure);
    }
  return TRUE;
}

static QspReport *
make_report (QsaResult *result, const Pick *pick, GCancellable *cancellable, GError **error)
{
  QsaSource *source = qsa_result_get_source (result);
  g_autofree char *caption = qsf_make_caption (result);
  g_autofree char *name = qst_quote (qst_tensor_get_name (qsa_source_get_tensor (source)), -1);
  g_autofree char *setup = qsa_setup_write_units (qsa_result_get_scheme (result), qsa_result_get_unit_params (result));
  g_autoptr (QspReport) report = qsp_report_new (name[0] != '\0' ? name : _ ("Values"), caption);

  qsp_report_set_footer (report, caption, setup);
  add_values (report, source);
  add_error (report, qsa_result_get_measures (result));
  add_scheme (report, result);
  add_codes (report, qsa_result_get_measures (result));
  add_formulas (report, result);
  qsp_report_add_contents (report, _ ("Views"));
  return add_views (report, result, pick, cancellable, error) ? g_steal_pointer (&report) : NULL;
}

QspReport *
qsf_report_new (QsaSource *source, const QsaScheme *scheme, const float *pick, guint64 pick_index, GCancellable *cancellable,
                GError **error)
{
  const QsaRequest request = {
    .source = source,
    .scheme = *scheme,
    .auto_range = TRUE,
    .n_bins = qsf_get_n_bins (PLOT_WIDTH),
    .n_error_bins = QSA_ERROR_BINS,
  };
  g_autoptr (QsaResult) result = qsa_result_new (&request, NULL, cancellable, error);

  return result != NULL ? make_report (result, &(Pick){ pick, pick_index }, cancellable, error) : NULL;
}
