/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_CODES,
  ENTRY_ENDS,
  ENTRY_UNUSED,
  ENTRY_ZERO
};

/* Bars up to here, then one outline. */
#define BARS_MAX 64
/* So that a count of 1 is visible on the log axis. */
#define COUNT_LOW 0.7
/* Unused codes are marked one by one while that can be seen. */
#define PITCH_BOXES 8.0
#define RUNS_MAX 512

static void
set_axes (QsfBuild *build, guint64 highest)
{
  const QsfOptions *o = build->options;
  const QscParams *p = build->params;
  double low = p->qmin - 0.6, high = p->qmax + 0.6, y0, y1;

  if (isfinite (o->x_low) && isfinite (o->x_high) && o->x_low < o->x_high)
    {
      low = o->x_low;
      high = o->x_high;
    }
  qsp_figure_set_axis (build->figure, QSP_X, QSP_AXIS_CODE, low, high, _ ("Code q"), 0.0);
  qsp_figure_set_code_axis (build->figure, p->qmin, p->zero_point, p->qmax);
  qsp_figure_get_limits (build->figure, &build->x_low, &build->x_high, &y0, &y1);
  qsf_build_set_y_axis (build, QSP_AXIS_LOG, COUNT_LOW, 2.2 * (double)MAX (highest, 4), _ ("Values per code (log)"), 30.0);
}

static void
get_codes (const QsfBuild *build, gint64 *first, gint64 *last)
{
  *first = (gint64)CLAMP (ceil (build->x_low - 0.5), build->params->qmin, build->params->qmax);
  *last = (gint64)CLAMP (floor (build->x_high + 0.5), build->params->qmin, build->params->qmax);
}

static guint64
get_count (const QsfBuild *build, gint64 code)
{
  return qsa_result_get_code_counts (build->result)[code - build->params->qmin];
}

static gboolean
is_end (const QsfBuild *build, gint64 code)
{
  return code == build->params->qmin || code == build->params->qmax;
}

/* Bars of the codes that are ends, or of those that are not. */
static void
add_bars (QsfBuild *build, gint64 first, gint64 last, gboolean ends)
{
  gsize n = 0, size = ends ? 2 : (gsize)(last - first + 1);
  QspMark *mark = qsp_figure_add_mark (build->figure, QSP_MARK_BARS, ends ? QSP_ROLE_CLIP : QSP_ROLE_GRID, 0, NULL, NULL);

  mark->x = g_new (double, size);
  mark->x2 = g_new (double, size);
  mark->y = g_new (double, size);
  for (gint64 q = first; q <= last; q = ends && q < build->params->qmax ? build->params->qmax : q + 1)
    if (is_end (build, q) == ends)
      {
        mark->x[n] = (double)q - 0.4;
        mark->x2[n] = (double)q + 0.4;
        mark->y[n] = (double)get_count (build, q);
        n++;
      }
  mark->n = n;
  mark->opacity = 0.76;
  mark->hatched = ends;
}

/* Side by side they are one long box. */
static void
add_unused_runs (QsfBuild *build, gint64 first, gint64 last)
{
  g_autoptr (GArray) from = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) to = g_array_new (FALSE, FALSE, sizeof (double));
  QspMark *mark;

  for (gint64 q = first; q <= last; q++)
    {
      const double low = (double)q - 0.5, high = (double)q + 0.5;

      if (get_count (build, q) > 0)
        continue;
      if (to->len > 0 && g_array_index (to, double, to->len - 1) == low)
        {
          g_array_index (to, double, to->len - 1) = high;
          continue;
        }
      g_array_append_val (from, low);
      g_array_append_val (to, high);
    }
  /* More than this are one beside the other everywhere. */
  if (from->len == 0 || from->len > RUNS_MAX)
    return;
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_BOXES, QSP_ROLE_GRID, from->len, (double *)from->data, NULL);
  mark->x2 = g_memdup2 (to->data, to->len * sizeof (double));
  mark->pitch = 1.0;
  mark->pitch_max = PITCH_BOXES;
}

static void
add_unused (QsfBuild *build, gint64 first, gint64 last)
{
  g_autoptr (GArray) unused = g_array_new (FALSE, FALSE, sizeof (double));
  QspMark *mark;

  add_unused_runs (build, first, last);
  if (last - first >= 512)
    return;
  for (gint64 q = first; q <= last; q++)
    if (get_count (build, q) == 0)
      g_array_append_val (unused, ((double[]){ (double)q }));
  if (unused->len == 0)
    return;
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_BOXES, QSP_ROLE_GRID, unused->len, (double *)unused->data, NULL);
  mark->pitch = 1.0;
  mark->pitch_min = PITCH_BOXES;
  mark->pitch_max = INFINITY;
}

/* One outline over all codes; where they are denser than any screen the highest of a group stands for it. */
static void
add_outline (QsfBuild *build, gint64 first, gint64 last)
{
  gint64 visible = last - first + 1, group = MAX (1, visible / 2048);
  gsize n = (gsize)((visible + group - 1) / group);
  QspMark *area = qsp_figure_add_mark (build->figure, QSP_MARK_AREA, QSP_ROLE_GRID, 2 * n, NULL, NULL);
  QspMark *line;

  area->x = g_new (double, 2 * n);
  area->y = g_new (double, 2 * n);
  for (gsize i = 0; i < n; i++)
    {
      gint64 from = first + (gint64)i * group, to = MIN (from + group - 1, last);
      guint64 highest = 0;

      for (gint64 q = from; q <= to; q++)
        highest = MAX (highest, get_count (build, q));
      area->x[2 * i] = (double)from - 0.5;
      area->x[2 * i + 1] = (double)to + 0.5;
      area->y[2 * i] = area->y[2 * i + 1] = highest > 0 ? (double)highest : COUNT_LOW * 0.5;
    }
  area->opacity = 0.40;
  line = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_GRID, 2 * n, area->x, area->y);
  line->width = 1.0;
}

static void
add_pick (QsfBuild *build)
{
  const QsfOptions *o = build->options;
  QscTrace trace;
  QspMark *mark;

  if (!o->has_pick || isnan (o->pick))
    return;
  qsc_params_trace (build->params, o->pick, o->pick_index, &trace);
  if (build->params->qmax - build->params->qmin >= BARS_MAX)
    {
      mark = qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, trace.code, 0.0);
      mark->opacity = o->large ? 0.85 : 0.5;
      mark = qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, trace.code,
                                   (double)MAX (get_count (build, trace.code), 1));
      return;
    }
  mark = qsp_figure_add_point (build->figure, QSP_MARK_FRAME, QSP_ROLE_FG, (double)trace.code - 0.4,
                               (double)MAX (get_count (build, trace.code), 1));
  mark->x2 = g_memdup2 (&(double){ (double)trace.code + 0.4 }, sizeof (double));
  mark->width = 2.0;
  mark->opacity = 0.85;
}

static void
add_zero (QsfBuild *build)
{
  double z = build->params->zero_point, x0, x1, y0, y1;
  QspMark *mark = qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, z, 0.0);

  mark->opacity = 0.55;
  mark->dash = QSP_DASH_IDEAL;
  qsp_figure_add_point (build->figure, QSP_MARK_TRIANGLES, QSP_ROLE_FG, z, 0.0);
  if (build->options->large)
    {
      g_autofree char *number = qsp_format_integer (build->params->zero_point);
      g_autofree char *text = g_strconcat ("z = ", number, NULL);
      gboolean right;

      qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
      right = z < x0 + 0.85 * (x1 - x0);
      mark = qsp_figure_add_label (build->figure, QSP_ROLE_FG, text, z, y1, right ? 0.0 : 1.0);
      mark->dx = right ? 5.0 : -5.0;
      mark->dy = 5.0;
    }
}

static void
set_readout (QsfBuild *build)
{
  double x = build->options->cursor_x, low, high;
  gint64 code;
  guint64 count;

  if (!isfinite (x))
    return;
  code = (gint64)CLAMP (floor (x + 0.5), build->params->qmin, build->params->qmax);
  count = get_count (build, code);
  qsf_get_code_interval (build->params, code, &low, &high);

  g_autofree char *q = qsp_format_integer (code);
  g_autofree char *level = qsp_format_number (qsc_params_get_level (build->params, (gint32)code), 4, build->localized);
  g_autofree char *number = qsp_format_count (count);
  g_autofree char *share = qsp_format_percent ((double)count / MAX ((double)build->moments->count, 1.0), build->localized);
  g_autofree char *values =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value", "%s values", (gulong)MIN (count, G_MAXULONG)), number);
  g_autofree char *from = qsp_format_number (low, 4, build->localized), *to = qsp_format_number (high, 4, build->localized);
  g_autofree char *interval = isinf (low)    ? g_strdup_printf ("r ≤ %s", to)
                              : isinf (high) ? g_strdup_printf ("r ≥ %s", from)
                                             : g_strdup_printf ("r = %s … %s", from, to);
  g_autofree char *text = g_strdup_printf ("q = %s\nr̂ = %s\n%s · %s\n%s", q, level, values, share, interval);

  qsp_figure_set_readout (build->figure, text, (double)code);
}

static void
set_description (QsfBuild *build)
{
  const QsaMeasures *m = qsa_result_get_measures (build->result);
  g_autofree char *used = qsp_format_count (m->codes_used), *total = qsp_format_count (m->codes_total);
  g_autofree char *grid = qsf_describe_grid (build), *clipping = qsf_describe_clipping (build), *text = NULL;
  const guint64 *counts = qsa_result_get_code_counts (build->result);
  gint64 n = (gint64)build->params->qmax - build->params->qmin + 1, top = 0;

  if (build->moments->count == 0)
    {
      text = g_strdup_printf (_ ("Counts per code without values. %s"), grid);
      qsp_figure_set_description (build->figure, text);
      return;
    }
  for (gint64 i = 1; i < n; i++)
    if (counts[i] > counts[top])
      top = i;
  g_autofree char *code = qsp_format_integer (build->params->qmin + top), *count = qsp_format_count (counts[top]);
  /* Translators: codes in use, all codes, most frequent code, its count, sentence about the grid, sentence about clipping */
  text = g_strdup_printf (_ ("%s of %s codes are used, most often code %s with %s values. %s %s"), used, total, code, count, grid,
                          clipping);
  qsp_figure_set_description (build->figure, text);
}

static void
add_legend (QsfBuild *build)
{
  qsp_figure_add_legend (build->figure, _ ("Codes"), QSP_SWATCH_SQUARE, QSP_ROLE_GRID, qsf_build_is_shown (build, ENTRY_CODES));
  qsp_figure_add_legend (build->figure, _ ("Range ends"), QSP_SWATCH_HATCH, QSP_ROLE_CLIP,
                         qsf_build_is_shown (build, ENTRY_ENDS));
  qsp_figure_add_legend (build->figure, _ ("Unused"), QSP_SWATCH_BOX, QSP_ROLE_GRID, qsf_build_is_shown (build, ENTRY_UNUSED));
  qsp_figure_add_legend (build->figure, _ ("Zero-point"), QSP_SWATCH_DASH, QSP_ROLE_FG, qsf_build_is_shown (build, ENTRY_ZERO));
}

void
qsf_build_codes (QsfBuild *self)
{
  const guint64 *counts = qsa_result_get_code_counts (self->result);
  gint64 n = (gint64)self->params->qmax - self->params->qmin + 1, first, last;
  guint64 highest = 0;
  gboolean bars = n <= BARS_MAX;

  for (gint64 i = 0; i < n; i++)
    highest = MAX (highest, counts[i]);
  set_axes (self, highest);
  get_codes (self, &first, &last);
  if (qsf_build_is_shown (self, ENTRY_CODES))
    {
      if (bars)
        add_bars (self, first, last, FALSE);
      else
        add_outline (self, first, last);
    }
  if (qsf_build_is_shown (self, ENTRY_ENDS))
    add_bars (self, first, last, TRUE);
  if (qsf_build_is_shown (self, ENTRY_UNUSED) && highest > 0)
    add_unused (self, first, last);
  if (qsf_build_is_shown (self, ENTRY_ZERO))
    add_zero (self);
  if (self->options->has_interval && !self->options->interval.of_errors)
    qsf_build_add_selection (self, self->options->interval.low / self->scale + self->params->zero_point,
                             self->options->interval.high / self->scale + self->params->zero_point);
  add_pick (self);
  if (highest == 0)
    qsp_figure_set_message (self->figure, _ ("No values to show"));
  set_readout (self);
  set_description (self);
  add_legend (self);
}
