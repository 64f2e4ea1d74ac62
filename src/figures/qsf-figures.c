/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const struct
{
  const char *nick, *title;
  void (*build) (QsfBuild *self);
  guint extras;
} views[QSF_N_VIEWS] = {
  [QSF_VIEW_HISTOGRAM] = { "histogram", N_ ("Values and grid"), qsf_build_histogram },
  [QSF_VIEW_CODES] = { "codes", N_ ("Integer codes"), qsf_build_codes },
  [QSF_VIEW_TRANSFER] = { "transfer", N_ ("Transfer"), qsf_build_transfer },
  [QSF_VIEW_ERROR] = { "error", N_ ("Error curve"), qsf_build_error },
  [QSF_VIEW_ERROR_INDEX] = { "error-index", N_ ("Error by index"), qsf_build_error_index, 1u << QSF_EXTRA_ENVELOPE },
  [QSF_VIEW_ERROR_HISTOGRAM] = { "error-histogram", N_ ("Error histogram"), qsf_build_error_histogram },
  [QSF_VIEW_MSE] = { "mse", N_ ("MSE against scale"), qsf_build_mse, 1u << QSF_EXTRA_CURVE | 1u << QSF_EXTRA_SOLUTIONS },
  [QSF_VIEW_LANDSCAPE] = { "landscape", N_ ("Scale and zero-point"), qsf_build_landscape,
                           1u << QSF_EXTRA_LANDSCAPE | 1u << QSF_EXTRA_DETAIL },
  [QSF_VIEW_BITS] = { "bits", N_ ("Error against bits"), qsf_build_bits, 1u << QSF_EXTRA_BITS },
  [QSF_VIEW_TIES] = { "ties", N_ ("Tie microscope"), qsf_build_ties, 1u << QSF_EXTRA_TIES },
};

const char *
qsf_view_get_nick (QsfView view)
{
  g_return_val_if_fail (view < QSF_N_VIEWS, NULL);

  return views[view].nick;
}

gboolean
qsf_view_from_nick (const char *nick, QsfView *view)
{
  for (guint i = 0; i < QSF_N_VIEWS; i++)
    if (g_strcmp0 (nick, views[i].nick) == 0)
      {
        *view = i;
        return TRUE;
      }
  return FALSE;
}

char *
qsf_view_list_nicks (void)
{
  const char *nicks[QSF_N_VIEWS + 1] = { NULL };

  for (guint i = 0; i < QSF_N_VIEWS; i++)
    nicks[i] = views[i].nick;
  return g_strjoinv (", ", (char **)nicks);
}

const char *
qsf_view_get_title (QsfView view)
{
  g_return_val_if_fail (view < QSF_N_VIEWS, NULL);

  return _ (views[view].title);
}

gboolean
qsf_view_has_value_axis (QsfView view)
{
  return view == QSF_VIEW_HISTOGRAM || view == QSF_VIEW_TRANSFER || view == QSF_VIEW_ERROR;
}

gboolean
qsf_view_is_logarithmic_x (QsfView view)
{
  return view == QSF_VIEW_MSE || view == QSF_VIEW_LANDSCAPE;
}

gboolean
qsf_view_is_logarithmic_y (QsfView view)
{
  return view == QSF_VIEW_MSE;
}

gboolean
qsf_view_has_counts (QsfView view)
{
  return view == QSF_VIEW_HISTOGRAM || view == QSF_VIEW_CODES || view == QSF_VIEW_ERROR_HISTOGRAM || view == QSF_VIEW_TIES;
}

guint
qsf_view_get_extras (QsfView view)
{
  g_return_val_if_fail (view < QSF_N_VIEWS, 0);

  return views[view].extras;
}

void
qsf_options_init (QsfOptions *self)
{
  *self = (QsfOptions){
    .large = TRUE, .x_low = NAN, .x_high = NAN, .y_low = NAN, .y_high = NAN, .pick = NAN, .cursor_x = NAN, .cursor_y = NAN
  };
}

/* Figures are compared (to keep limits and steps) only with what shows the same quantity. */
static guint
get_tag (QsfView view, const QsfOptions *options)
{
  return 1u + (guint)view * 16u + (options->log_count ? 1u : 0u) + (options->density ? 2u : 0u) + (options->cumulative ? 4u : 0u)
         + (options->large ? 8u : 0u);
}

gboolean
qsf_view_is_of_unit (QsfView view)
{
  return view != QSF_VIEW_CODES && view != QSF_VIEW_ERROR_INDEX;
}

/* What speaks of one unit of many says which. */
static char *
make_title (QsfView view, QsaResult *result)
{
  g_autofree char *unit = qsf_view_is_of_unit (view) ? qsa_result_describe_unit (result) : NULL;

  return unit != NULL ? g_strdup_printf ("%s · %s", _ (views[view].title), unit) : g_strdup (_ (views[view].title));
}

QspFigure *
qsf_figure_new (QsfView view, QsaResult *result, const QsfOptions *options)
{
  QsfOptions own;
  QsfBuild build = { .localized = TRUE };
  g_autofree char *title = NULL;

  g_return_val_if_fail (view < QSF_N_VIEWS && result != NULL, NULL);

  if (options != NULL)
    own = *options;
  else
    qsf_options_init (&own);
  if (own.has_pick && isnan (own.pick))
    own.has_pick = FALSE;

  title = make_title (view, result);
  build.figure = qsp_figure_new (title);
  build.result = result;
  build.options = &own;
  build.params = qsa_result_get_params (result);
  build.moments = qsa_source_get_moments (qsa_result_get_unit_source (result));
  build.scale = build.params->scale;
  qsc_params_get_level_range (build.params, &build.level_low, &build.level_high);
  qsc_params_get_unclipped_range (build.params, &build.clip_low, &build.clip_high);

  qsp_figure_set_tag (build.figure, get_tag (view, &own));
  qsp_figure_set_large (build.figure, own.large);
  if (own.previous != NULL && qsp_figure_get_tag (own.previous) != qsp_figure_get_tag (build.figure))
    own.previous = NULL;
  views[view].build (&build);
  if (own.interacting && own.previous != NULL)
    qsp_figure_keep_steps (build.figure, own.previous);
  qsf_set_table (&build, view);
  return build.figure;
}

static double
keep (double count)
{
  return count;
}

static QspFigure *
new_sparkline (const guint64 *counts, guint n_bins, double (*get_height) (double count))
{
  QspFigure *figure = qsp_figure_new ("");
  QspMark *bars;
  guint64 highest = 0;

  for (guint i = 0; i < n_bins; i++)
    highest = MAX (highest, counts[i]);
  qsp_figure_set_bare (figure, TRUE);
  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_VALUE, 0.0, MAX (n_bins, 1u), NULL, 64.0);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_COUNT, 0.0, highest > 0 ? get_height ((double)highest) : 1.0, NULL, 38.0);
  bars = qsp_figure_add_mark (figure, QSP_MARK_BARS, QSP_ROLE_DATA, n_bins, NULL, NULL);
  bars->opacity = 0.76;
  bars->x = g_new (double, n_bins);
  bars->x2 = g_new (double, n_bins);
  bars->y = g_new (double, n_bins);
  for (guint i = 0; i < n_bins; i++)
    {
      bars->x[i] = i;
      bars->x2[i] = i + 1;
      bars->y[i] = get_height ((double)counts[i]);
    }
  return figure;
}

QspFigure *
qsf_figure_new_sparkline (const guint64 *counts, guint n_bins)
{
  return new_sparkline (counts, n_bins, keep);
}

QspFigure *
qsf_figure_new_tail_sparkline (const guint64 *counts, guint n_bins)
{
  return new_sparkline (counts, n_bins, cbrt);
}

guint
qsf_get_n_bins (double plot_width)
{
  if (!(plot_width >= 50.0))
    return 10;
  return (guint)MIN (floor (plot_width / 5.0 + 0.5), 4096.0);
}

gboolean
qsf_view_get_interval (QsfView view, QsaResult *result, double x0, double x1, QsaInterval *interval)
{
  const QscParams *params = qsa_result_get_params (result);
  const QsaErrorHistogram *errors = qsa_result_get_error_histogram (result);
  double unused;

  *interval = (QsaInterval){ .of_errors = view == QSF_VIEW_ERROR_HISTOGRAM, .low = MIN (x0, x1), .high = MAX (x0, x1) };
  if (qsf_view_has_value_axis (view))
    return TRUE;
  if (view == QSF_VIEW_ERROR_HISTOGRAM)
    {
      interval->low = interval->low < errors->low ? -INFINITY : interval->low;
      interval->high = interval->high > errors->high ? INFINITY : interval->high;
      return TRUE;
    }
  if (view != QSF_VIEW_CODES)
    return FALSE;
  qsf_get_code_interval (params, (gint64)CLAMP (floor (interval->low + 0.5), params->qmin, params->qmax), &interval->low,
                         &unused);
  qsf_get_code_interval (params, (gint64)CLAMP (floor (interval->high + 0.5), params->qmin, params->qmax), &unused,
                         &interval->high);
  return TRUE;
}

float
qsf_view_get_picked_value (QsfView view, QsaResult *result, double x)
{
  const QscParams *params = qsa_result_get_params (result);

  if (view != QSF_VIEW_CODES || isnan (x))
    return (float)x;
  return qsc_params_get_level (params, (gint32)CLAMP (floor (x + 0.5), params->qmin, params->qmax));
}
