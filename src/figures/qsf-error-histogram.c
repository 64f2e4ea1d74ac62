/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_ROUNDING,
  ENTRY_CLIPPING,
  ENTRY_UNIFORM,
  ENTRY_MEAN
};

/* Bars of what lies beyond the bins, in bins: where they begin and end, and the end of the axis. */
#define OVERFLOW_BEGIN 1.0
#define OVERFLOW_END 3.0
#define AXIS_END 4.1 /* not whole: no edge falls just between two px, where a last bit would move it */

typedef struct
{
  const QsaErrorHistogram *h;
  double width;     /* of a bin */
  double low, high; /* the bounds of the rounding error */
  double uniform;   /* values per bin under the ideal density, at its highest */
  guint64 highest;
} Errors;

static void
errors_init (Errors *self, const QsfBuild *build)
{
  const QsaErrorHistogram *h = qsa_result_get_error_histogram (build->result);

  *self = (Errors){ .h = h, .width = h->n_bins > 0 ? (h->high - h->low) / h->n_bins : build->scale / 40 };
  qsf_get_rounding_bounds (build->params->rounding, &self->low, &self->high);
  self->low *= build->scale;
  self->high *= build->scale;
  self->uniform = (double)build->moments->count * self->width / (self->high - self->low);
  /* Of two neighbours each comes the more often the nearer it is: a triangle. */
  if (build->params->rounding == QSC_ROUND_STOCHASTIC)
    self->uniform *= 2;
  self->highest = MAX (h->below, h->above);
  for (guint i = 0; i < h->n_bins; i++)
    self->highest = MAX (self->highest, h->counts[i]);
}

static double
get_edge (const Errors *self, guint i)
{
  /* The one in the middle is 0 to the last bit. */
  return self->h->high * (2.0 * i / self->h->n_bins - 1.0);
}

static void
set_axes (QsfBuild *build, const Errors *errors)
{
  const QsfOptions *o = build->options;
  double end = errors->h->high + AXIS_END * errors->width, low = -end, high = end, y0, y1;

  if (o->interacting && o->previous != NULL)
    {
      qsp_figure_get_limits (o->previous, &low, &high, &y0, &y1);
      low = MIN (low, -end);
      high = MAX (high, end);
    }
  if (isfinite (o->x_low) && isfinite (o->x_high) && o->x_low < o->x_high)
    {
      low = o->x_low;
      high = o->x_high;
    }
  qsp_figure_set_axis (build->figure, QSP_X, QSP_AXIS_VALUE, low, high, _ ("Error e"), 64.0);
  qsp_figure_get_limits (build->figure, &build->x_low, &build->x_high, &y0, &y1);
  qsf_build_set_y_axis (build, QSP_AXIS_COUNT, 0.0, 1.16 * MAX (MAX ((double)errors->highest, errors->uniform), 1.0),
                        _ ("Values per bin"), 38.0);
}

static void
add_bar (QspMark *mark, double from, double to, guint64 count)
{
  mark->x[mark->n] = from;
  mark->x2[mark->n] = to;
  mark->y[mark->n++] = (double)count;
}

/* The bars inside the bounds of rounding, or those beyond. */
static void
add_bars (QsfBuild *build, const Errors *errors, gboolean beyond)
{
  const QsaErrorHistogram *h = errors->h;
  QspMark *mark = qsp_figure_add_mark (build->figure, QSP_MARK_BARS, beyond ? QSP_ROLE_CLIP : QSP_ROLE_ERROR, 0, NULL, NULL);

  mark->x = g_new (double, h->n_bins + 2);
  mark->x2 = g_new (double, h->n_bins + 2);
  mark->y = g_new (double, h->n_bins + 2);
  mark->opacity = 0.76;
  mark->gap = build->options->large; /* bars of 2 and 3 px side by side would show a beat of gaps */
  mark->hatched = beyond;
  for (guint i = 0; i < h->n_bins; i++)
    {
      double middle = get_edge (errors, i) + errors->width / 2;

      if ((middle < errors->low || middle > errors->high) == beyond)
        add_bar (mark, get_edge (errors, i), get_edge (errors, i + 1), h->counts[i]);
    }
  if (!beyond)
    return;
  add_bar (mark, h->low - OVERFLOW_END * errors->width, h->low - OVERFLOW_BEGIN * errors->width, h->below);
  add_bar (mark, h->high + OVERFLOW_BEGIN * errors->width, h->high + OVERFLOW_END * errors->width, h->above);
}

/* What a quantizer whose steps are fine against the density of the values would give. */
static void
add_uniform (QsfBuild *build, const Errors *errors)
{
  gboolean triangle = build->params->rounding == QSC_ROUND_STOCHASTIC;
  double x[4] = { errors->low, errors->low, errors->high, errors->high };
  double y[4] = { 0, errors->uniform, errors->uniform, 0 };
  QspMark *mark;

  if (triangle)
    x[1] = x[2] = 0;
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_FG, 4, x, y);
  mark->width = 1.5;
  mark->dash = QSP_DASH_CURVE;
  mark->opacity = 0.7;
  if (!build->options->large)
    return;
  mark = qsp_figure_add_label (build->figure, QSP_ROLE_FG, triangle ? _ ("ideal") : _ ("ideal uniform"),
                               triangle ? errors->high / 2 : errors->high, triangle ? errors->uniform / 2 : errors->uniform, 0.0);
  mark->dx = 6.0;
  mark->dy = -9.0;
  if (errors->high != 0.5 * build->scale)
    return;
  mark = qsp_figure_add_label (build->figure, QSP_ROLE_FG, "±s/2", errors->high, errors->uniform, 0.0);
  mark->dx = 6.0;
  mark->dy = 6.0;
}

static void
add_mean (QsfBuild *build)
{
  double mean = qsa_result_get_measures (build->result)->bias, x0, x1, y0, y1;
  QspMark *mark;

  if (!isfinite (mean))
    return;
  g_autofree char *number = qsp_format_number (mean, 2, build->localized);
  /* Translators: mean of the errors */
  g_autofree char *text = g_strdup_printf (_ ("mean %s"), number);
  mark = qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, mean, 0.0);
  mark->width = 2.0;
  mark->opacity = 0.85;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  gboolean right = mean < x0 + 0.7 * (x1 - x0);
  mark = qsp_figure_add_label (build->figure, QSP_ROLE_FG, text, mean, y1, right ? 0.0 : 1.0);
  mark->dx = right ? 6.0 : -6.0;
  mark->dy = 6.0;
}

/* The bin that holds e: -1 below and n_bins above them all. */
static int
find_bin (const Errors *errors, double e)
{
  if (e < errors->h->low)
    return -1;
  if (e > errors->h->high)
    return (int)errors->h->n_bins;
  return (int)CLAMP (floor ((e - errors->h->low) / errors->width), 0.0, errors->h->n_bins - 1.0);
}

static guint64
get_count (const Errors *errors, int bin)
{
  return bin < 0 ? errors->h->below : bin >= (int)errors->h->n_bins ? errors->h->above : errors->h->counts[bin];
}

static void
add_pick (QsfBuild *build, const Errors *errors)
{
  const QsfOptions *o = build->options;
  double end = errors->h->high + (OVERFLOW_BEGIN + OVERFLOW_END) / 2 * errors->width, e;
  QscTrace trace;

  if (isfinite (o->cursor_x))
    qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, o->cursor_x, 0.0)->opacity = 0.3;
  if (!o->has_pick || !isfinite (o->pick) || errors->h->n_bins == 0)
    return;
  qsc_params_trace (build->params, o->pick, o->pick_index, &trace);
  /* What lies beyond the bins stands at its bar. */
  e = trace.error < errors->h->low ? -end : trace.error > errors->h->high ? end : trace.error;
  qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, e, 0.0)->opacity = o->large ? 0.85 : 0.5;
  qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, e, (double)get_count (errors, find_bin (errors, trace.error)));
}

/* The selected errors; all beyond the bins are at their bar. */
static void
add_interval (QsfBuild *build, const Errors *errors)
{
  const QsaInterval *interval = &build->options->interval;
  const double end = errors->h->high + AXIS_END * errors->width;

  if (build->options->has_interval && interval->of_errors)
    qsf_build_add_selection (build, MAX (interval->low, -end), MIN (interval->high, end));
}

static void
set_readout (QsfBuild *build, const Errors *errors)
{
  double x = build->options->cursor_x;

  if (!isfinite (x) || errors->h->n_bins == 0)
    return;
  int bin = find_bin (errors, x);
  guint64 count = get_count (errors, bin);
  g_autofree char *from = qsp_format_number (get_edge (errors, (guint)MAX (bin, 0)), 3, build->localized);
  g_autofree char *to = qsp_format_number (get_edge (errors, (guint)(bin + 1)), 3, build->localized);
  g_autofree char *number = qsp_format_count (count);
  g_autofree char *share = qsp_format_percent ((double)count / MAX ((double)build->moments->count, 1.0), build->localized);
  g_autofree char *values =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value", "%s values", (gulong)MIN (count, G_MAXULONG)), number);
  g_autofree char *interval = bin < 0                         ? g_strdup_printf ("e < %s", to)
                              : bin >= (int)errors->h->n_bins ? g_strdup_printf ("e > %s", from)
                                                              : g_strdup_printf ("e = %s … %s", from, to);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s", interval, values, share);

  qsp_figure_set_readout (build->figure, text, x);
}

static void
set_description (QsfBuild *build, const Errors *errors)
{
  const QsaMeasures *m = qsa_result_get_measures (build->result);
  g_autofree char *low = qsp_format_number (errors->low, 3, build->localized);
  g_autofree char *high = qsp_format_number (errors->high, 3, build->localized);
  g_autofree char *mean = qsp_format_number (m->bias, 2, build->localized);
  g_autofree char *clipping = qsf_describe_clipping (build);
  g_autofree char *text = NULL;

  if (build->moments->count == 0)
    text = g_strdup (_ ("Error histogram without values."));
  else
    /* Translators: bounds of the rounding error, mean error, sentence about clipping */
    text =
        g_strdup_printf (_ ("Histogram of errors: rounding spreads them from %s to %s, mean %s. %s"), low, high, mean, clipping);
  qsp_figure_set_description (build->figure, text);
}

static void
add_legend (QsfBuild *build)
{
  qsp_figure_add_legend (build->figure, _ ("Rounding"), QSP_SWATCH_SQUARE, QSP_ROLE_ERROR,
                         qsf_build_is_shown (build, ENTRY_ROUNDING));
  qsp_figure_add_legend (build->figure, _ ("Clipping"), QSP_SWATCH_HATCH, QSP_ROLE_CLIP,
                         qsf_build_is_shown (build, ENTRY_CLIPPING));
  qsp_figure_add_legend (build->figure, _ ("Ideal"), QSP_SWATCH_DASH, QSP_ROLE_FG, qsf_build_is_shown (build, ENTRY_UNIFORM));
  qsp_figure_add_legend (build->figure, _ ("Mean"), QSP_SWATCH_BAR, QSP_ROLE_FG, qsf_build_is_shown (build, ENTRY_MEAN));
}

void
qsf_build_error_histogram (QsfBuild *self)
{
  gboolean known;
  Errors errors;

  errors_init (&errors, self);
  known = errors.h->n_bins > 0;
  set_axes (self, &errors);
  if (known && qsf_build_is_shown (self, ENTRY_ROUNDING))
    add_bars (self, &errors, FALSE);
  if (known && qsf_build_is_shown (self, ENTRY_CLIPPING))
    add_bars (self, &errors, TRUE);
  if (known && qsf_build_is_shown (self, ENTRY_UNIFORM))
    add_uniform (self, &errors);
  add_interval (self, &errors);
  add_pick (self, &errors);
  if (known && qsf_build_is_shown (self, ENTRY_MEAN))
    add_mean (self);
  if (self->moments->count == 0)
    qsp_figure_set_message (self->figure, _ ("No values to show"));
  else if (!known)
    qsp_figure_set_message (self->figure, _ ("Computing…"));
  set_readout (self, &errors);
  set_description (self, &errors);
  add_legend (self);
}
