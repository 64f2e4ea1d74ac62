/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-mse.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of the y axis, when an error is 0 somewhere. */
#define DECADES_MAX 8.0
/* With fewer of them the labels between would crowd a small plot. */
#define DECADES_MIN 2.51
static void
points_add (QsfMsePoints *self, double scale, double total, double clipping, double rounding)
{
  self->x[self->n] = scale;
  self->y[QSF_MSE_TOTAL][self->n] = total;
  self->y[QSF_MSE_CLIPPING][self->n] = clipping;
  self->y[QSF_MSE_ROUNDING][self->n] = rounding;
  if (total < self->y[QSF_MSE_TOTAL][self->least])
    self->least = self->n;
  self->n++;
}

static void
points_init (QsfMsePoints *self, const QsfBuild *build)
{
  const QsaMeasures *m = qsa_result_get_measures (build->result);
  const QscErrorStats *stats = qsa_result_get_error_stats (build->result);
  const QsaCurvePoint *points = NULL;
  QsaCurve *curve;
  gsize n = 0, i = 0;

  *self = (QsfMsePoints){ .signal = stats->count > 0 ? stats->sum_x2 / (double)stats->count : NAN, .min_max = NAN };
  curve = qsf_build_get_curve (build);
  self->is_known = curve != NULL;
  if (curve != NULL)
    points = qsa_curve_get_points (curve, &n);
  self->x = g_new (double, n + 1);
  for (int k = 0; k < QSF_MSE_N_LINES; k++)
    self->y[k] = g_new (double, n + 1);
  for (; i < n && points[i].scale < build->scale; i++)
    points_add (self, points[i].scale, points[i].mse, points[i].mse_clipping, points[i].mse_rounding);
  self->current = self->n;
  if (i < n && points[i].scale == build->scale)
    i++;
  if (build->moments->count > 0)
    points_add (self, build->scale, m->mse, m->mse_clipping, m->mse_rounding);
  for (; i < n; i++)
    points_add (self, points[i].scale, points[i].mse, points[i].mse_clipping, points[i].mse_rounding);
}

static void
points_clear (QsfMsePoints *self)
{
  g_free (self->x);
  for (int k = 0; k < QSF_MSE_N_LINES; k++)
    g_free (self->y[k]);
}

/* Around the scale in force; while that is dragged the axis stays, so that the drag has a place to go to. */
static void
set_x_axis (QsfBuild *build)
{
  const QsfOptions *o = build->options;
  double low = build->scale / QSA_CURVE_BELOW, high = build->scale * QSA_CURVE_ABOVE, y0, y1;

  if (o->interacting && o->previous != NULL)
    {
      qsp_figure_get_limits (o->previous, &low, &high, &y0, &y1);
      low = MIN (low, build->scale);
      high = MAX (high, build->scale);
    }
  if (isfinite (o->x_low) && isfinite (o->x_high) && o->x_low > 0 && o->x_low < o->x_high)
    {
      low = o->x_low;
      high = o->x_high;
    }
  qsp_figure_set_axis (build->figure, QSP_X, QSP_AXIS_LOG, low, high, _ ("Scale s (log)"), 64.0);
  qsp_figure_get_limits (build->figure, &build->x_low, &build->x_high, &y0, &y1);
}

/* From a power of ten below the least total that is seen. */
static void
set_y_axis (QsfBuild *build, const QsfMsePoints *points)
{
  double least = INFINITY, most = 0, low;

  for (gsize i = 0; i < points->n; i++)
    if (points->x[i] >= build->x_low && points->x[i] <= build->x_high)
      {
        double total = points->y[QSF_MSE_TOTAL][i];

        most = MAX (most, total);
        if (total > 0)
          least = MIN (least, total);
      }
  if (!(most > 0) || !isfinite (most))
    least = most = 1e-4;
  least = MAX (least, most * pow (10, -DECADES_MAX));
  low = pow (10.0, floor (log10 (least / 1.2)));
  qsf_build_set_y_axis (build, QSP_AXIS_LOG, low, MAX (1.6 * most, low * pow (10, DECADES_MIN)), _ ("Mean squared error (log)"),
                        30.0);
}

QspRole
qsf_mse_get_role (int line)
{
  static const QspRole roles[QSF_MSE_N_LINES] = { QSP_ROLE_ERROR, QSP_ROLE_CLIP, QSP_ROLE_DATA };

  return roles[line];
}

static void
add_line (QsfBuild *build, const QsfMsePoints *points, int entry)
{
  QspMark *mark;
  double x0, x1, y0, y1, floor_y;

  if (!qsf_build_is_shown (build, (guint)entry))
    return;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  /* Zero lies infinitely far down; a line as tall as the plot below it leads there as well. */
  floor_y = y0 * (y0 / y1);
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, qsf_mse_get_role (entry), points->n, points->x, points->y[entry]);
  for (gsize i = 0; i < mark->n; i++)
    {
      double here = points->y[entry][i];
      gboolean before = i > 0 && points->y[entry][i - 1] > floor_y, after = i + 1 < mark->n && points->y[entry][i + 1] > floor_y;

      mark->y[i] = here > floor_y ? here : before || after ? floor_y : NAN;
    }
  mark->width = entry == QSF_MSE_TOTAL ? (build->options->large ? 2.4 : 2.0) : 1.5;
  mark->dash = entry == QSF_MSE_TOTAL ? QSP_DASH_NONE : QSP_DASH_CURVE;
}

static void
add_min_max (QsfBuild *build, QsfMsePoints *points)
{
  QscParams params;
  QspMark *mark;
  double x0, x1, y0, y1, t;

  if (build->moments->count == 0
      || qsc_params_init_from_range (&params, &qsa_result_get_scheme (build->result)->format, build->moments->min,
                                     build->moments->max)
             != QSC_OK)
    return;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  t = log ((double)params.scale / x0) / log (x1 / x0);
  if (!(t >= 0) || !(t <= 1))
    return;
  mark = qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, params.scale, y0);
  mark->dash = QSP_DASH_DOTTED;
  mark->opacity = 0.7;
  points->min_max = params.scale;
}

static void
add_current (QsfBuild *build)
{
  QspHandle handle = { QSF_HANDLE_SCALE, build->scale, FALSE, "ew-resize" };
  QspMark *mark = qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, build->scale, 1.0);

  mark->opacity = 0.85;
  qsp_figure_add_handle (build->figure, &handle, 0.0);
}

static void
add_points (QsfBuild *build, const QsfMsePoints *points)
{
  if (points->is_known && points->n > 2 && points->y[QSF_MSE_TOTAL][points->least] > 0)
    qsp_figure_add_point (build->figure, QSP_MARK_DIAMONDS, QSP_ROLE_OK, points->x[points->least],
                          points->y[QSF_MSE_TOTAL][points->least]);
  if (build->moments->count > 0 && points->y[QSF_MSE_TOTAL][points->current] > 0)
    qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, build->scale, points->y[QSF_MSE_TOTAL][points->current]);
}

static double
get_sqnr (const QsfMsePoints *points, double mse)
{
  return points->signal > 0 ? 10 * log10 (points->signal / mse) : NAN;
}

static void
describe_point (QsfBuild *build, const QsfMsePoints *points, double at, double mse, double mse_rounding, double mse_clipping,
                const char *name)
{
  g_autofree char *scale = qsp_format_number (at, 4, build->localized);
  g_autofree char *error = qsp_format_number (mse, 4, build->localized);
  g_autofree char *sqnr = qsp_format_decimals (get_sqnr (points, mse), 1, build->localized);
  g_autofree char *rounding = qsp_format_percent (mse > 0 ? mse_rounding / mse : NAN, build->localized);
  g_autofree char *clipping = qsp_format_percent (mse > 0 ? mse_clipping / mse : NAN, build->localized);
  g_autofree char *named = name != NULL ? g_strdup_printf ("%s · %s", scale, name) : g_strdup (scale);
  /* Translators: read-out; scale, mean squared error, signal to quantization noise, shares of the error */
  g_autofree char *text =
      g_strdup_printf (_ ("s = %s\nMSE %s · SQNR %s dB\nrounding %s\nclipping %s"), named, error, sqnr, rounding, clipping);

  qsp_figure_set_readout (build->figure, text, at);
}

/* Of the point nearest to the cursor, whose numbers are exact. */
static void
set_readout (QsfBuild *build, const QsfMsePoints *points)
{
  double x = build->options->cursor_x;
  const QsaSolution *solution;
  gsize best = 0;

  if (!isfinite (x) || !(x > 0) || points->n == 0)
    return;
  for (gsize i = 1; i < points->n; i++)
    if (fabs (log (points->x[i] / x)) < fabs (log (points->x[best] / x)))
      best = i;
  solution = qsf_mse_find_solution (build, x);
  if (solution != NULL && fabs (log ((double)solution->params.scale / x)) <= fabs (log (points->x[best] / x)))
    describe_point (build, points, solution->params.scale, solution->mse, solution->mse_rounding, solution->mse_clipping,
                    qsa_calibration_get_title (solution->calibration));
  else
    describe_point (build, points, points->x[best], points->y[QSF_MSE_TOTAL][best], points->y[QSF_MSE_ROUNDING][best],
                    points->y[QSF_MSE_CLIPPING][best], NULL);
}

static void
set_description (QsfBuild *build, const QsfMsePoints *points)
{
  g_autofree char *text = NULL, *scale = qsp_format_number (build->scale, 3, build->localized);

  if (build->moments->count == 0)
    {
      qsp_figure_set_description (build->figure, _ ("Error against the scale without values."));
      return;
    }
  double mse = points->y[QSF_MSE_TOTAL][points->current];
  g_autofree char *error = qsp_format_number (mse, 3, build->localized);
  g_autofree char *share =
      qsp_format_percent (mse > 0 ? points->y[QSF_MSE_CLIPPING][points->current] / mse : 0, build->localized);

  if (!points->is_known)
    /* Translators: mean squared error, scale, share of clipping */
    text = g_strdup_printf (_ ("Mean squared error %s at scale %s, %s of it from clipping; the curve is being computed."), error,
                            scale, share);
  else
    {
      g_autofree char *least = qsp_format_number (points->y[QSF_MSE_TOTAL][points->least], 3, build->localized);
      g_autofree char *best = qsp_format_number (points->x[points->least], 3, build->localized);

      /* Translators: mean squared error, scale, share of clipping, least mean squared error, its scale */
      text = g_strdup_printf (_ ("Mean squared error %s at scale %s, %s of it from clipping; least %s at scale %s."), error,
                              scale, share, least, best);
    }
  qsp_figure_set_description (build->figure, text);
}

static void
add_legend (QsfBuild *build)
{
  qsp_figure_add_legend (build->figure, _ ("Total"), QSP_SWATCH_LINE, QSP_ROLE_ERROR, qsf_build_is_shown (build, QSF_MSE_TOTAL));
  qsp_figure_add_legend (build->figure, _ ("Clipping"), QSP_SWATCH_DASH, QSP_ROLE_CLIP,
                         qsf_build_is_shown (build, QSF_MSE_CLIPPING));
  qsp_figure_add_legend (build->figure, _ ("Rounding"), QSP_SWATCH_DASH, QSP_ROLE_DATA,
                         qsf_build_is_shown (build, QSF_MSE_ROUNDING));
  qsp_figure_add_legend (build->figure, _ ("Calibrations"), QSP_SWATCH_SQUARE, QSP_ROLE_B,
                         qsf_build_is_shown (build, QSF_MSE_SOLUTIONS));
}

void
qsf_build_mse (QsfBuild *self)
{
  QsfMsePoints points;

  points_init (&points, self);
  set_x_axis (self);
  set_y_axis (self, &points);
  add_min_max (self, &points);
  if (points.is_known)
    {
      add_line (self, &points, QSF_MSE_CLIPPING);
      add_line (self, &points, QSF_MSE_ROUNDING);
      add_line (self, &points, QSF_MSE_TOTAL);
    }
  if (isfinite (self->options->cursor_x))
    qsp_figure_add_point (self->figure, QSP_MARK_VLINES, QSP_ROLE_FG, self->options->cursor_x, 1.0)->opacity = 0.3;
  add_current (self);
  qsf_mse_add_notes (self, &points);
  qsf_mse_add_solutions (self);
  add_points (self, &points);
  if (self->moments->count == 0)
    qsp_figure_set_message (self->figure, _ ("No values to show"));
  else if (!points.is_known)
    qsp_figure_set_message (self->figure, _ ("Computing…"));
  set_readout (self, &points);
  set_description (self, &points);
  add_legend (self);
  points_clear (&points);
}
