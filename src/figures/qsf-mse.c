/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_TOTAL,
  ENTRY_CLIPPING,
  ENTRY_ROUNDING,
  N_ENTRIES
};

/* Of the y axis, when an error is 0 somewhere. */
#define DECADES_MAX 8.0
/* With fewer of them the labels between would crowd a small plot. */
#define DECADES_MIN 2.51
/* Where the labels stand: the total's along x, those of the parts along y. */
#define LABEL_X 0.09
#define LABEL_CLIPPING 0.24
#define LABEL_ROUNDING 0.14
/* Where a part does not come through its height: along x, if it is by so much of the height below the total. */
#define LABEL_PART_X 0.2
#define LABEL_DISTANCE 0.12

/* The points to draw: those of the curve, and the scale in force, which the result knows exactly. */
typedef struct
{
  gsize n, current, least;
  double *x, *y[N_ENTRIES];
  double signal; /* mean of r² */
  gboolean is_known;
} Points;

static void
points_add (Points *self, double scale, double total, double clipping, double rounding)
{
  self->x[self->n] = scale;
  self->y[ENTRY_TOTAL][self->n] = total;
  self->y[ENTRY_CLIPPING][self->n] = clipping;
  self->y[ENTRY_ROUNDING][self->n] = rounding;
  if (total < self->y[ENTRY_TOTAL][self->least])
    self->least = self->n;
  self->n++;
}

static void
points_init (Points *self, const QsfBuild *build)
{
  const QsaMeasures *m = qsa_result_get_measures (build->result);
  const QscErrorStats *stats = qsa_result_get_error_stats (build->result);
  const QsaCurvePoint *points = NULL;
  QsaCurve *curve;
  gsize n = 0, i = 0;

  *self = (Points){ .signal = stats->count > 0 ? stats->sum_x2 / (double)stats->count : NAN };
  curve = qsf_build_get_curve (build);
  self->is_known = curve != NULL;
  if (curve != NULL)
    points = qsa_curve_get_points (curve, &n);
  self->x = g_new (double, n + 1);
  for (int k = 0; k < N_ENTRIES; k++)
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
points_clear (Points *self)
{
  g_free (self->x);
  for (int k = 0; k < N_ENTRIES; k++)
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
set_y_axis (QsfBuild *build, const Points *points)
{
  double least = INFINITY, most = 0, low;

  for (gsize i = 0; i < points->n; i++)
    if (points->x[i] >= build->x_low && points->x[i] <= build->x_high)
      {
        double total = points->y[ENTRY_TOTAL][i];

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

static void
add_line (QsfBuild *build, const Points *points, int entry)
{
  static const QspRole roles[N_ENTRIES] = { QSP_ROLE_ERROR, QSP_ROLE_CLIP, QSP_ROLE_DATA };
  QspMark *mark;
  double x0, x1, y0, y1, floor_y;

  if (!qsf_build_is_shown (build, (guint)entry))
    return;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  /* Zero lies infinitely far down; a line as tall as the plot below it leads there as well. */
  floor_y = y0 * (y0 / y1);
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, roles[entry], points->n, points->x, points->y[entry]);
  for (gsize i = 0; i < mark->n; i++)
    {
      double here = points->y[entry][i];
      gboolean before = i > 0 && points->y[entry][i - 1] > floor_y, after = i + 1 < mark->n && points->y[entry][i + 1] > floor_y;

      mark->y[i] = here > floor_y ? here : before || after ? floor_y : NAN;
    }
  mark->width = entry == ENTRY_TOTAL ? (build->options->large ? 2.4 : 2.0) : 1.5;
  mark->dash = entry == ENTRY_TOTAL ? QSP_DASH_NONE : QSP_DASH_CURVE;
}

/* Beside the line at point i: right above where it falls, left above where it rises. */
static void
add_line_label (QsfBuild *build, const Points *points, int entry, gsize i, const char *text)
{
  static const QspRole roles[N_ENTRIES] = { QSP_ROLE_ERROR, QSP_ROLE_CLIP, QSP_ROLE_DATA };
  const double *y = points->y[entry];
  gboolean falls = i + 1 < points->n ? y[i + 1] <= y[i] : i == 0 || y[i] <= y[i - 1];
  double t = log (points->x[i] / build->x_low) / log (build->x_high / build->x_low);
  QspMark *mark;

  if (!falls && t < 0.25)
    falls = TRUE; /* no room on the left */
  mark = qsp_figure_add_label (build->figure, roles[entry], text, points->x[i], y[i], falls ? 0.0 : 1.0);
  mark->dx = falls ? 7.0 : -7.0;
  mark->dy = -5.0;
  mark->bold = entry == ENTRY_TOTAL;
}

static void
add_total_label (QsfBuild *build, const Points *points)
{
  double x = build->x_low * pow (build->x_high / build->x_low, LABEL_X);

  for (gsize i = 0; qsf_build_is_shown (build, ENTRY_TOTAL) && i < points->n; i++)
    if (points->x[i] >= x)
      {
        add_line_label (build, points, ENTRY_TOTAL, i, _ ("total"));
        return;
      }
}

/* Below the line, where there is room between it and the total. */
static void
add_label_below (QsfBuild *build, const Points *points, int entry, const char *text)
{
  static const QspRole roles[N_ENTRIES] = { QSP_ROLE_ERROR, QSP_ROLE_CLIP, QSP_ROLE_DATA };
  double x0, x1, y0, y1, at;
  QspMark *mark;

  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  at = x0 * pow (x1 / x0, LABEL_PART_X);
  for (gsize i = 0; i < points->n; i++)
    if (points->x[i] >= at)
      {
        double y = points->y[entry][i];

        if (!(y > y0) || log (points->y[ENTRY_TOTAL][i] / y) < LABEL_DISTANCE * log (y1 / y0))
          return;
        mark = qsp_figure_add_label (build->figure, roles[entry], text, points->x[i], y, 0.0);
        mark->dx = 5.0;
        mark->dy = 9.0;
        return;
      }
}

/* Where a part's line comes through the height that is kept for its label. */
static void
add_part_label (QsfBuild *build, const Points *points, int entry, double height, const char *text)
{
  const double *y = points->y[entry];
  double x0, x1, y0, y1, at;

  if (!qsf_build_is_shown (build, (guint)entry))
    return;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  at = y0 * pow (y1 / y0, height);
  for (gsize i = 0; i + 1 < points->n; i++)
    if (points->x[i] >= x0 && points->x[i + 1] <= x1 && (y[i] - at) * (y[i + 1] - at) <= 0)
      {
        /* The end that is nearer, along the axis. */
        gsize k = fabs (log (MAX (y[i], 1e-300) / at)) < fabs (log (MAX (y[i + 1], 1e-300) / at)) ? i : i + 1;

        add_line_label (build, points, entry, k, text);
        return;
      }
  add_label_below (build, points, entry, text);
}

static void
add_min_max (QsfBuild *build)
{
  QscParams params;
  QspMark *mark;
  double x0, x1, y0, y1, t;
  gboolean right;

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
  right = t < (build->options->large ? 0.88 : 0.76);
  mark = qsp_figure_add_label (build->figure, QSP_ROLE_FG, _ ("min–max"), params.scale, y0, right ? 0.0 : 1.0);
  mark->dx = right ? 5.0 : -5.0;
  mark->dy = -9.0;
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
add_points (QsfBuild *build, const Points *points)
{
  if (points->is_known && points->n > 2 && points->y[ENTRY_TOTAL][points->least] > 0)
    qsp_figure_add_point (build->figure, QSP_MARK_DIAMONDS, QSP_ROLE_OK, points->x[points->least],
                          points->y[ENTRY_TOTAL][points->least]);
  if (build->moments->count > 0 && points->y[ENTRY_TOTAL][points->current] > 0)
    qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, build->scale, points->y[ENTRY_TOTAL][points->current]);
}

static double
get_sqnr (const Points *points, double mse)
{
  return points->signal > 0 ? 10 * log10 (points->signal / mse) : NAN;
}

/* Of the point nearest to the cursor, whose numbers are exact. */
static void
set_readout (QsfBuild *build, const Points *points)
{
  double x = build->options->cursor_x;
  gsize best = 0;

  if (!isfinite (x) || !(x > 0) || points->n == 0)
    return;
  for (gsize i = 1; i < points->n; i++)
    if (fabs (log (points->x[i] / x)) < fabs (log (points->x[best] / x)))
      best = i;
  double mse = points->y[ENTRY_TOTAL][best];
  g_autofree char *scale = qsp_format_number (points->x[best], 4, build->localized);
  g_autofree char *error = qsp_format_number (mse, 4, build->localized);
  g_autofree char *sqnr = qsp_format_decimals (get_sqnr (points, mse), 1, build->localized);
  g_autofree char *rounding = qsp_format_percent (mse > 0 ? points->y[ENTRY_ROUNDING][best] / mse : NAN, build->localized);
  g_autofree char *clipping = qsp_format_percent (mse > 0 ? points->y[ENTRY_CLIPPING][best] / mse : NAN, build->localized);
  /* Translators: read-out; scale, mean squared error, signal to quantization noise, shares of the error */
  g_autofree char *text =
      g_strdup_printf (_ ("s = %s\nMSE %s · SQNR %s dB\nrounding %s\nclipping %s"), scale, error, sqnr, rounding, clipping);

  qsp_figure_set_readout (build->figure, text, points->x[best]);
}

static void
set_description (QsfBuild *build, const Points *points)
{
  g_autofree char *text = NULL, *scale = qsp_format_number (build->scale, 3, build->localized);

  if (build->moments->count == 0)
    {
      qsp_figure_set_description (build->figure, _ ("Error against the scale without values."));
      return;
    }
  double mse = points->y[ENTRY_TOTAL][points->current];
  g_autofree char *error = qsp_format_number (mse, 3, build->localized);
  g_autofree char *share = qsp_format_percent (mse > 0 ? points->y[ENTRY_CLIPPING][points->current] / mse : 0, build->localized);

  if (!points->is_known)
    /* Translators: mean squared error, scale, share of clipping */
    text = g_strdup_printf (_ ("Mean squared error %s at scale %s, %s of it from clipping; the curve is being computed."), error,
                            scale, share);
  else
    {
      g_autofree char *least = qsp_format_number (points->y[ENTRY_TOTAL][points->least], 3, build->localized);
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
  qsp_figure_add_legend (build->figure, _ ("Total"), QSP_SWATCH_LINE, QSP_ROLE_ERROR, qsf_build_is_shown (build, ENTRY_TOTAL));
  qsp_figure_add_legend (build->figure, _ ("Clipping"), QSP_SWATCH_DASH, QSP_ROLE_CLIP,
                         qsf_build_is_shown (build, ENTRY_CLIPPING));
  qsp_figure_add_legend (build->figure, _ ("Rounding"), QSP_SWATCH_DASH, QSP_ROLE_DATA,
                         qsf_build_is_shown (build, ENTRY_ROUNDING));
}

void
qsf_build_mse (QsfBuild *self)
{
  Points points;

  points_init (&points, self);
  set_x_axis (self);
  set_y_axis (self, &points);
  add_min_max (self);
  if (points.is_known)
    {
      add_line (self, &points, ENTRY_CLIPPING);
      add_line (self, &points, ENTRY_ROUNDING);
      add_line (self, &points, ENTRY_TOTAL);
    }
  if (isfinite (self->options->cursor_x))
    qsp_figure_add_point (self->figure, QSP_MARK_VLINES, QSP_ROLE_FG, self->options->cursor_x, 1.0)->opacity = 0.3;
  add_current (self);
  if (points.is_known)
    {
      add_total_label (self, &points);
      add_part_label (self, &points, ENTRY_CLIPPING, LABEL_CLIPPING, _ ("clipping"));
      add_part_label (self, &points, ENTRY_ROUNDING, LABEL_ROUNDING, _ ("rounding"));
    }
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
