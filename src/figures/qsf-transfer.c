/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_STAIRS,
  ENTRY_IDEAL,
  ENTRY_CLIPPED
};

static void
set_axes (QsfBuild *build)
{
  double low, high;

  qsf_build_set_value_axis (build, _ ("Input r"));
  if (build->options->unlinked_axes)
    {
      double margin;

      low = CLAMP (build->x_low, build->level_low, build->level_high);
      high = CLAMP (build->x_high, build->level_low, build->level_high);
      margin = 0.06 * MAX (high - low, 4 * build->scale);
      qsf_build_set_y_axis (build, QSP_AXIS_VALUE, low - margin, high + margin, _ ("Reconstructed r̂"), 38.0);
      return;
    }
  /* The same span as r, and never less than the stairs that are visible. */
  low = MIN (build->x_low, CLAMP (build->x_low, build->level_low, build->level_high));
  high = MAX (build->x_high, CLAMP (build->x_high, build->level_low, build->level_high));
  qsf_build_set_y_axis (build, QSP_AXIS_VALUE, low, high, _ ("Reconstructed r̂"), 38.0);
}

/* Stairs joined by risers: the breaks of the curve are taken out. */
static void
add_stairs (QsfBuild *build, QscRounding rounding, double width, double opacity)
{
  g_autoptr (QsfCurve) curve = qsf_curve_new (build, rounding);
  QspMark *mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_GRID, 0, NULL, NULL);

  mark->x = g_new (double, curve->n);
  mark->y = g_new (double, curve->n);
  for (gsize i = 0; i < curve->n; i++)
    if (!isnan (curve->level[i]))
      {
        mark->x[mark->n] = curve->x[i];
        mark->y[mark->n++] = curve->level[i];
      }
  mark->width = width;
  mark->opacity = opacity;
}

/* Stairs too fine to be seen are the clamped diagonal. */
static void
add_clamped (QsfBuild *build)
{
  double x[4] = { build->x_low, build->level_low, build->level_high, build->x_high }, y[4];
  QspMark *mark;

  for (int i = 0; i < 4; i++)
    {
      x[i] = CLAMP (x[i], build->x_low, build->x_high);
      y[i] = CLAMP (x[i], build->level_low, build->level_high);
    }
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_GRID, 4, x, y);
  mark->width = 2.0;
}

static void
add_curve (QsfBuild *build)
{
  if (qsf_curve_is_dense (build))
    add_clamped (build);
  else if (build->params->rounding == QSC_ROUND_STOCHASTIC)
    {
      /* Either neighbour may come: both stairs, the probability between them. */
      add_stairs (build, QSC_ROUND_DOWN, 1.5, 0.76);
      add_stairs (build, QSC_ROUND_UP, 1.5, 0.76);
    }
  else
    add_stairs (build, build->params->rounding, 2.0, 1.0);
}

static void
add_ideal (QsfBuild *build)
{
  double x[2] = { build->x_low, build->x_high };
  QspMark *mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_FG, 2, x, x);

  mark->opacity = 0.55;
  mark->dash = QSP_DASH_IDEAL;
}

static void
add_pick (QsfBuild *build)
{
  const QsfOptions *o = build->options;
  QscTrace trace;
  QspMark *mark;

  if (!o->has_pick || !isfinite (o->pick))
    return;
  qsc_params_trace (build->params, o->pick, o->pick_index, &trace);
  mark = qsp_figure_add_point (build->figure, QSP_MARK_SEGMENTS, QSP_ROLE_ERROR, o->pick, o->pick);
  mark->x2 = g_memdup2 (&(double){ o->pick }, sizeof (double));
  mark->y2 = g_memdup2 (&(double){ trace.reconstructed }, sizeof (double));
  mark->width = 3.0;
  qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, o->pick, trace.reconstructed);
}

static void
set_readout (QsfBuild *build)
{
  double x = build->options->cursor_x;
  QscTrace trace;

  if (!isfinite (x))
    return;
  qsc_params_trace (build->params, (float)x, build->options->pick_index, &trace);
  g_autofree char *r = qsp_format_number (x, 4, build->localized), *q = qsp_format_integer (trace.code);
  g_autofree char *level = qsp_format_number (trace.reconstructed, 4, build->localized);
  g_autofree char *e = qsp_format_number (trace.error, 4, build->localized);
  g_autofree char *text = g_strdup_printf ("r = %s\nr̂ = %s\nq = %s\ne = %s", r, level, q, e);

  qsp_figure_set_readout (build->figure, text, x);
}

static void
set_description (QsfBuild *build)
{
  g_autofree char *n = qsp_format_count ((guint64)((gint64)build->params->qmax - build->params->qmin + 1));
  g_autofree char *grid = qsf_describe_grid (build);
  /* Translators: number of stairs, sentence about the grid */
  g_autofree char *text =
      g_strdup_printf (_ ("Staircase of %s levels from r to its reconstruction, flat where values are clipped. %s"), n, grid);

  qsp_figure_set_description (build->figure, text);
}

void
qsf_build_transfer (QsfBuild *self)
{
  set_axes (self);
  if (qsf_build_is_shown (self, ENTRY_CLIPPED))
    qsf_build_add_clip (self);
  if (qsf_build_is_shown (self, ENTRY_IDEAL))
    add_ideal (self);
  qsf_build_add_zero (self, FALSE);
  qsf_build_add_interval (self);
  qsf_build_add_crosshair (self);
  if (qsf_build_is_shown (self, ENTRY_STAIRS))
    add_curve (self);
  add_pick (self);
  set_readout (self);
  set_description (self);
  qsp_figure_add_legend (self->figure, _ ("Quantized"), QSP_SWATCH_LINE, QSP_ROLE_GRID, qsf_build_is_shown (self, ENTRY_STAIRS));
  qsp_figure_add_legend (self->figure, _ ("Ideal"), QSP_SWATCH_DASH, QSP_ROLE_FG, qsf_build_is_shown (self, ENTRY_IDEAL));
  qsp_figure_add_legend (self->figure, _ ("Clipped"), QSP_SWATCH_HATCH, QSP_ROLE_CLIP, qsf_build_is_shown (self, ENTRY_CLIPPED));
}
