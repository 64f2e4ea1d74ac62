/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_ERROR,
  ENTRY_BOUNDS,
  ENTRY_CLIPPED
};

/* Teeth closer than this (px) are drawn as the band they fill. */
#define PITCH_TEETH 3.0

static double
get_error_at (const QsfBuild *build, double x)
{
  return CLAMP (x, build->level_low, build->level_high) - x;
}

static void
set_axes (QsfBuild *build)
{
  double clipping, limit;

  qsf_build_set_value_axis (build, _ ("Input r"));
  clipping = MAX (fabs (get_error_at (build, build->x_low)), fabs (get_error_at (build, build->x_high))) / build->scale;
  limit = CLAMP (clipping * 1.05, QSF_ERROR_LIMIT_MIN, QSF_ERROR_LIMIT_MAX) * build->scale;
  qsf_build_set_y_axis (build, QSP_AXIS_VALUE, -limit, limit, _ ("Error e = r̂ − r"), 30.0);
}

static void
add_teeth (QsfBuild *build, QscRounding rounding)
{
  g_autoptr (QsfCurve) curve = qsf_curve_new (build, rounding);
  QspMark *mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_ERROR, curve->n, curve->x, curve->error);

  mark->width = build->options->large ? 2.0 : 1.5;
  mark->pitch = build->scale;
  mark->pitch_min = PITCH_TEETH;
  mark->pitch_max = INFINITY;
}

/* The band that teeth denser than pixels fill, and the slopes of clipping beside it. */
static void
add_envelope (QsfBuild *build, double low, double high)
{
  double x0 = CLAMP (build->clip_low, build->x_low, build->x_high), x1 = CLAMP (build->clip_high, build->x_low, build->x_high);
  double xs[2] = { x0, x1 }, y[2] = { low * build->scale, low * build->scale };
  double y2[2] = { high * build->scale, high * build->scale };
  QspMark *mark;

  if (x0 < x1)
    {
      mark = qsp_figure_add_mark (build->figure, QSP_MARK_BETWEEN, QSP_ROLE_ERROR, 2, xs, y);
      mark->y2 = g_memdup2 (y2, sizeof y2);
      mark->opacity = 0.5;
      mark->pitch = build->scale;
      mark->pitch_max = PITCH_TEETH;
    }
  for (int side = 0; side < 2; side++)
    {
      double from = side == 0 ? build->x_low : x1, to = side == 0 ? x0 : build->x_high;
      double line[2] = { from, to }, e[2] = { get_error_at (build, from), get_error_at (build, to) };

      if (!(from < to))
        continue;
      mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_ERROR, 2, line, e);
      mark->width = build->options->large ? 2.0 : 1.5;
      mark->pitch = build->scale;
      mark->pitch_max = PITCH_TEETH;
    }
}

static void
add_curve (QsfBuild *build)
{
  double low, high;

  qsf_get_rounding_bounds (build->params->rounding, &low, &high);
  add_envelope (build, low, high);
  if (qsf_curve_is_dense (build))
    return;
  if (build->params->rounding == QSC_ROUND_STOCHASTIC)
    {
      add_teeth (build, QSC_ROUND_DOWN);
      add_teeth (build, QSC_ROUND_UP);
    }
  else
    add_teeth (build, build->params->rounding);
}

static void
add_zero (QsfBuild *build)
{
  QspMark *mark = qsp_figure_add_point (build->figure, QSP_MARK_HLINES, QSP_ROLE_FG, 0.0, 0.0);

  mark->opacity = 0.55;
  qsf_build_add_zero (build, FALSE);
}

static void
add_pick (QsfBuild *build)
{
  const QsfOptions *o = build->options;
  QscTrace trace;

  if (!o->has_pick || !isfinite (o->pick))
    return;
  qsc_params_trace (build->params, o->pick, o->pick_index, &trace);
  qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, o->pick, trace.error);
}

static void
set_readout (QsfBuild *build)
{
  double x = build->options->cursor_x;
  QscTrace trace;

  if (!isfinite (x))
    return;
  qsc_params_trace (build->params, (float)x, build->options->pick_index, &trace);
  g_autofree char *r = qsp_format_number (x, 4, build->localized);
  g_autofree char *e = qsp_format_number (trace.error, 4, build->localized);
  g_autofree char *steps = qsp_format_number (trace.error / build->scale, 4, build->localized);
  g_autofree char *text = g_strdup_printf ("r = %s\ne = %s\ne ÷ s = %s\n%s", r, e, steps,
                                           trace.is_clipped_low || trace.is_clipped_high ? _ ("clipping") : _ ("rounding"));

  qsp_figure_set_readout (build->figure, text, x);
}

static void
set_description (QsfBuild *build)
{
  double low, high;

  qsf_get_rounding_bounds (build->params->rounding, &low, &high);
  g_autofree char *from = qsp_format_number (low * build->scale, 3, build->localized);
  g_autofree char *to = qsp_format_number (high * build->scale, 3, build->localized);
  g_autofree char *clipping = qsf_describe_clipping (build);
  /* Translators: least and greatest rounding error, sentence about clipping */
  g_autofree char *text =
      g_strdup_printf (_ ("Error against r: a saw-tooth from %s to %s inside the range, growing without bound outside. %s"), from,
                       to, clipping);

  qsp_figure_set_description (build->figure, text);
}

void
qsf_build_error (QsfBuild *self)
{
  gboolean bounds = qsf_build_is_shown (self, ENTRY_BOUNDS);
  g_autofree char *label = qsf_describe_error_bounds (self->params->rounding);

  set_axes (self);
  if (qsf_build_is_shown (self, ENTRY_CLIPPED))
    qsf_build_add_clip (self);
  if (bounds)
    qsf_build_add_error_bounds (self);
  add_zero (self);
  if (qsf_build_is_shown (self, ENTRY_ERROR))
    add_curve (self);
  qsf_build_add_interval (self);
  qsf_build_add_error_interval (self);
  qsf_build_add_crosshair (self);
  if (bounds)
    qsf_build_add_error_bound_labels (self);
  add_pick (self);
  set_readout (self);
  set_description (self);
  qsp_figure_add_legend (self->figure, _ ("Error"), QSP_SWATCH_LINE, QSP_ROLE_ERROR, qsf_build_is_shown (self, ENTRY_ERROR));
  qsp_figure_add_legend (self->figure, label, QSP_SWATCH_BAND, QSP_ROLE_ERROR, bounds);
  qsp_figure_add_legend (self->figure, _ ("Clipped"), QSP_SWATCH_HATCH, QSP_ROLE_CLIP, qsf_build_is_shown (self, ENTRY_CLIPPED));
}
