/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_ORIGINAL,
  ENTRY_QUANTIZED,
  ENTRY_CLIPPED,
  ENTRY_ZERO
};

/* Above this pitch (px) stems have dots, above the second they are stems at all; in between and below a line must do. */
#define PITCH_DOTS 9.0
#define PITCH_STEMS 5.0
/* Level lines: strong, faint; below only a rug. */
#define PITCH_LINES 10.0
#define PITCH_FAINT 5.0

/* Bars as the options want them: heights and what one value counts. */
typedef struct
{
  guint n;
  double *x, *x2, *y;
  double bin_width, per_value, highest;
  guint64 total;
} Bars;

typedef struct
{
  gsize n;
  double *x, *y;
  double highest;
} Stems;

static double
get_x_of_edge (const QsaHistogram *h, guint i)
{
  return h->low + (h->high - h->low) * ((double)i / h->n_bins);
}

static void
bars_init (Bars *self, const QsfBuild *build, const QsaHistogram *h)
{
  const QsfOptions *o = build->options;
  double sum = (double)h->below;

  *self = (Bars){ .n = h->n_bins, .total = build->moments->count };
  self->bin_width = (h->high - h->low) / h->n_bins;
  self->per_value = 1.0;
  if (o->cumulative)
    self->per_value = 1.0 / MAX ((double)self->total, 1.0);
  else if (o->density)
    self->per_value = 1.0 / (MAX ((double)self->total, 1.0) * self->bin_width);
  self->x = g_new (double, self->n);
  self->x2 = g_new (double, self->n);
  self->y = g_new (double, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      sum += (double)h->counts[i];
      self->x[i] = get_x_of_edge (h, i);
      self->x2[i] = get_x_of_edge (h, i + 1);
      self->y[i] = (o->cumulative ? sum : (double)h->counts[i]) * self->per_value;
      if (self->x2[i] > build->x_low && self->x[i] < build->x_high)
        self->highest = MAX (self->highest, self->y[i]);
    }
}

static void
bars_clear (Bars *self)
{
  g_free (self->x);
  g_free (self->x2);
  g_free (self->y);
}

static void
set_axis (QsfBuild *build, const Bars *bars, double highest_stem)
{
  const QsfOptions *o = build->options;
  double pitch = o->large ? 60.0 : 38.0;
  double highest = MAX (bars->highest > 0.0 ? bars->highest : bars->per_value, highest_stem);
  const char *title = o->density ? _ ("Density") : _ ("Values per bin");

  if (o->cumulative)
    qsf_build_set_y_axis (build, QSP_AXIS_VALUE, 0.0, 1.04, _ ("Share of values up to r"), pitch);
  else if (o->log_count)
    qsf_build_set_y_axis (build, QSP_AXIS_LOG, 0.7 * bars->per_value, 2.2 * highest,
                          o->density ? _ ("Density (log)") : _ ("Values per bin (log)"), pitch);
  else
    qsf_build_set_y_axis (build, o->density ? QSP_AXIS_VALUE : QSP_AXIS_COUNT, 0.0, 1.16 * highest, title, pitch);
}

/* The outline of the bars, as steps. */
static void
add_outline (QsfBuild *build, const Bars *bars)
{
  QspFigure *figure = build->figure;
  guint n = 2 * bars->n;
  QspMark *area = qsp_figure_add_mark (figure, QSP_MARK_AREA, QSP_ROLE_DATA, n, NULL, NULL);
  QspMark *line;

  area->x = g_new (double, n);
  area->y = g_new (double, n);
  for (guint i = 0; i < bars->n; i++)
    {
      area->x[2 * i] = bars->x[i];
      area->x[2 * i + 1] = bars->x2[i];
      area->y[2 * i] = area->y[2 * i + 1] = bars->y[i];
    }
  area->opacity = 0.12;
  line = qsp_figure_add_mark (figure, QSP_MARK_LINE, QSP_ROLE_DATA, n, area->x, area->y);
  line->width = build->options->large ? 2.0 : 1.5;
}

static void
add_bars (QsfBuild *build, const Bars *bars)
{
  QspMark *mark;

  if (bars->n == 0)
    return;
  if (build->options->outline)
    {
      add_outline (build, bars);
      return;
    }
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_BARS, QSP_ROLE_DATA, bars->n, bars->x, bars->y);
  mark->x2 = g_memdup2 (bars->x2, bars->n * sizeof (double));
  mark->opacity = 0.76;
  mark->gap = TRUE;
}

static void
add_levels (QsfBuild *build, gint64 first, gint64 last)
{
  QspFigure *figure = build->figure;
  gsize n = (gsize)(last - first + 1);
  QspMark *mark;

  if (n <= QSF_LEVELS_MAX)
    for (int faint = 0; faint < 2; faint++)
      {
        mark = qsp_figure_add_mark (figure, QSP_MARK_VLINES, QSP_ROLE_GRID, n, NULL, NULL);
        mark->x = g_new (double, n);
        for (gsize i = 0; i < n; i++)
          mark->x[i] = qsf_build_get_level (build, first + (gint64)i);
        mark->opacity = faint ? 0.20 : 0.38;
        mark->pitch = build->scale;
        mark->pitch_min = faint ? PITCH_FAINT : PITCH_LINES;
        mark->pitch_max = faint ? PITCH_LINES : INFINITY;
      }

  mark = qsp_figure_add_mark (figure, QSP_MARK_RUG, QSP_ROLE_GRID, 0, NULL, NULL);
  mark->pitch = build->scale;
  mark->pitch_max = PITCH_FAINT;
  mark->opacity = 0.7;
  mark->origin = -build->scale * build->params->zero_point;
  mark->step = build->scale;
  mark->first = build->params->qmin;
  mark->last = build->params->qmax;
}

static void
add_top_labels (QsfBuild *build)
{
  QspMark *mark = qsp_figure_add_mark (build->figure, QSP_MARK_TOP_LABELS, QSP_ROLE_GRID, 0, NULL, NULL);
  double y0, y1, x0, x1;

  qsp_figure_set_top_title (build->figure, "q");
  mark->origin = -build->scale * build->params->zero_point;
  mark->step = build->scale;
  mark->first = build->params->qmin;
  mark->last = build->params->qmax;

  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  mark = qsp_figure_add_label (build->figure, QSP_ROLE_GRID, _ ("zoom to see levels"), x1, y1, 1.0);
  mark->dx = -8.0;
  mark->dy = 14.0;
  mark->pitch = build->scale;
  mark->pitch_max = PITCH_FAINT;
}

/* Values with code q as a density comparable to the bars: their number times bin width over pitch. Levels closer than the bars
 * are averaged over a bar's width, or a single value would tower over all bars. */
static void
stems_init (Stems *self, const QsfBuild *build, const Bars *bars, gint64 first, gint64 last)
{
  const guint64 *counts = qsa_result_get_unit_code_counts (build->result);
  double per_bin = bars->bin_width / build->scale;
  gint64 visible = last - first + 1, group = MAX (1, visible / 512);
  double factor = build->options->cumulative ? 1.0 : per_bin, running = 0.0;

  if (per_bin > 1.0)
    group = MAX (group, (gint64)MIN (ceil (per_bin), (double)visible));
  *self = (Stems){ .n = (gsize)((visible + group - 1) / group) };
  self->x = g_new (double, self->n);
  self->y = g_new (double, self->n);
  for (gint64 q = build->params->qmin; build->options->cumulative && q < first; q++)
    running += (double)counts[q - build->params->qmin];
  for (gsize i = 0; i < self->n; i++)
    {
      gint64 from = first + (gint64)i * group, to = MIN (from + group - 1, last);
      guint64 sum = 0;

      for (gint64 q = from; q <= to; q++)
        sum += counts[q - build->params->qmin];
      running += (double)sum;
      self->x[i] = (qsf_build_get_level (build, from) + qsf_build_get_level (build, to)) / 2;
      self->y[i] = (build->options->cumulative ? running : (double)sum / (double)(to - from + 1)) * factor * bars->per_value;
      self->highest = MAX (self->highest, self->y[i]);
    }
}

static void
stems_clear (Stems *self)
{
  g_free (self->x);
  g_free (self->y);
}

static void
add_stems (QsfBuild *build, const Stems *stems)
{
  QspMark *mark;

  mark = qsp_figure_add_mark (build->figure, QSP_MARK_STEMS, QSP_ROLE_GRID, stems->n, stems->x, stems->y);
  mark->width = 2.0;
  mark->pitch = build->scale;
  mark->pitch_min = PITCH_STEMS;
  mark->pitch_max = INFINITY;
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_DOTS, QSP_ROLE_GRID, stems->n, stems->x, stems->y);
  mark->pitch = build->scale;
  mark->pitch_min = PITCH_DOTS;
  mark->pitch_max = INFINITY;
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_GRID, stems->n, stems->x, stems->y);
  mark->width = 1.5;
  mark->pitch = build->scale;
  mark->pitch_max = PITCH_STEMS;
}

/* The bin that holds x, or -1. */
static gint
find_bin (const QsaHistogram *h, double x)
{
  double t = (x - h->low) / (h->high - h->low) * h->n_bins;

  if (h->n_bins == 0 || !(t >= 0.0) || !(t <= h->n_bins))
    return -1;
  return (gint)MIN (floor (t), h->n_bins - 1.0);
}

static void
add_pick (QsfBuild *build, const Bars *bars)
{
  const QsfOptions *o = build->options;
  const QsaHistogram *h = qsa_result_get_histogram (build->result);
  double x0, x1, y0, y1, y;
  QscTrace trace;
  QspMark *mark;
  gint bin;

  if (!o->has_pick || !isfinite (o->pick))
    return;
  bin = find_bin (h, o->pick);
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  y = bin >= 0 && (guint)bin < bars->n ? CLAMP (bars->y[bin], y0, y1) : y0;
  qsc_params_trace (build->params, o->pick, o->pick_index, &trace);
  qsp_figure_add_point (build->figure, QSP_MARK_DOTS, QSP_ROLE_ERROR, trace.reconstructed, y);
  mark = qsp_figure_add_point (build->figure, QSP_MARK_SEGMENTS, QSP_ROLE_ERROR, o->pick, y);
  mark->x2 = g_memdup2 (&(double){ trace.reconstructed }, sizeof (double));
  mark->y2 = g_memdup2 (&y, sizeof y);
  mark->width = 2.4;
  qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, o->pick, y);
}

static void
add_handles (QsfBuild *build, gint64 first, gint64 last)
{
  QspHandle handle = { QSF_HANDLE_RANGE_LOW, build->clip_low, FALSE, "ew-resize" };

  qsp_figure_add_handle (build->figure, &handle, 0.0);
  handle.id = QSF_HANDLE_RANGE_HIGH;
  handle.x = build->clip_high;
  qsp_figure_add_handle (build->figure, &handle, 0.0);
  handle = (QspHandle){ QSF_HANDLE_ZERO, 0.0, TRUE, "ew-resize" };
  qsp_figure_add_handle (build->figure, &handle, 0.0);
  /* The level of z lies at 0 under every scale: nothing to drag. */
  for (gint64 q = first; q <= last && last - first < 512; q++)
    if (q != build->params->zero_point)
      {
        handle = (QspHandle){ (int)(QSF_HANDLE_LEVEL + (q - build->params->qmin)), qsf_build_get_level (build, q), FALSE,
                              "ew-resize" };
        qsp_figure_add_handle (build->figure, &handle, build->scale);
      }
}

static void
set_readout (QsfBuild *build)
{
  const QsaHistogram *h = qsa_result_get_histogram (build->result);
  double x = build->options->cursor_x;
  GString *out;
  QscTrace trace;
  gint bin;

  if (!isfinite (x))
    return;
  out = g_string_new (NULL);
  qsc_params_trace (build->params, (float)x, build->options->pick_index, &trace);
  bin = find_bin (h, x);
  {
    g_autofree char *r = qsp_format_number (x, 4, build->localized);

    g_string_append_printf (out, "r = %s", r);
  }
  if (bin >= 0)
    {
      /* As many digits as it takes to tell the two ends apart. */
      double low = get_x_of_edge (h, (guint)bin), high = get_x_of_edge (h, (guint)bin + 1);
      double largest = MAX (fabs (low), fabs (high)), width = high - low;
      int digits = CLAMP ((int)ceil (log10 (largest / width)) + 1, 3, 15);
      g_autofree char *from = qsp_format_number (low, digits, build->localized);
      g_autofree char *to = qsp_format_number (high, digits, build->localized);
      g_autofree char *count = qsp_format_count (h->counts[bin]);

      g_string_append_c (out, '\n');
      /* Translators: a bin of the histogram, from … to */
      g_string_append_printf (out, _ ("bin %s … %s"), from, to);
      g_string_append_c (out, '\n');
      g_string_append_printf (out,
                              g_dngettext (GETTEXT_PACKAGE, "%s value", "%s values", (gulong)MIN (h->counts[bin], G_MAXULONG)),
                              count);
    }
  {
    g_autofree char *q = qsp_format_integer (trace.code);
    g_autofree char *level = qsp_format_number (trace.reconstructed, 4, build->localized);

    g_string_append_printf (out, "\nq = %s   r̂ = %s", q, level);
  }
  qsp_figure_set_readout (build->figure, out->str, x);
  g_string_free (out, TRUE);
}

static void
set_description (QsfBuild *build, const QsaHistogram *h)
{
  g_autofree char *count = qsp_format_count (build->moments->count);
  g_autofree char *min = qsp_format_number (build->moments->min, 2, build->localized);
  g_autofree char *max = qsp_format_number (build->moments->max, 2, build->localized);
  g_autofree char *grid = qsf_describe_grid (build), *clipping = qsf_describe_clipping (build);
  g_autofree char *peak = NULL, *text = NULL;
  guint top = 0;

  for (guint i = 1; i < h->n_bins; i++)
    if (h->counts[i] > h->counts[top])
      top = i;
  peak = qsp_format_number ((get_x_of_edge (h, top) + get_x_of_edge (h, top + 1)) / 2, 2, build->localized);
  if (build->moments->count == 0)
    text = g_strdup_printf (_ ("Histogram without values. %s"), grid);
  else if (h->n_bins == 0)
    text = g_strdup_printf (_ ("Histogram of %s values from %s to %s. %s %s"), count, min, max, grid, clipping);
  else
    /* Translators: number of values, smallest, largest, where the most are, sentence about the grid, sentence about clipping */
    text = g_strdup_printf (_ ("Histogram of %s values from %s to %s, highest near %s. %s %s"), count, min, max, peak, grid,
                            clipping);
  qsp_figure_set_description (build->figure, text);
}

static void
add_legend (QsfBuild *build)
{
  QspFigure *figure = build->figure;

  qsp_figure_add_legend (figure, _ ("Original"), build->options->outline ? QSP_SWATCH_LINE : QSP_SWATCH_SQUARE, QSP_ROLE_DATA,
                         qsf_build_is_shown (build, ENTRY_ORIGINAL));
  qsp_figure_add_legend (figure, _ ("Quantized"), QSP_SWATCH_BAR, QSP_ROLE_GRID, qsf_build_is_shown (build, ENTRY_QUANTIZED));
  qsp_figure_add_legend (figure, _ ("Clipped"), QSP_SWATCH_HATCH, QSP_ROLE_CLIP, qsf_build_is_shown (build, ENTRY_CLIPPED));
  qsp_figure_add_legend (figure, _ ("Zero"), QSP_SWATCH_DASH, QSP_ROLE_FG, qsf_build_is_shown (build, ENTRY_ZERO));
}

void
qsf_build_histogram (QsfBuild *self)
{
  const QsaHistogram *h = qsa_result_get_histogram (self->result);
  const QsfOptions *o = self->options;
  gboolean quantized = qsf_build_is_shown (self, ENTRY_QUANTIZED), levels, has_stems;
  gint64 first = 0, last = -1;
  Stems stems = { 0 };
  Bars bars;

  qsf_build_set_value_axis (self, o->value_name != NULL ? o->value_name : _ ("Value r"));
  bars_init (&bars, self, h);
  levels = qsf_build_get_visible_codes (self, &first, &last);
  has_stems = quantized && levels && bars.n > 0 && self->moments->count > 0;
  if (has_stems)
    stems_init (&stems, self, &bars, first, last);
  set_axis (self, &bars, stems.highest);
  if (qsf_build_is_shown (self, ENTRY_CLIPPED))
    qsf_build_add_clip (self);
  if (qsf_build_is_shown (self, ENTRY_ORIGINAL))
    add_bars (self, &bars);
  if (quantized && levels)
    add_levels (self, first, last);
  if (quantized && o->large)
    add_top_labels (self);
  if (qsf_build_is_shown (self, ENTRY_ZERO))
    qsf_build_add_zero (self, TRUE);
  if (has_stems)
    add_stems (self, &stems);
  qsf_build_add_interval (self);
  qsf_build_add_crosshair (self);
  add_pick (self, &bars);
  add_handles (self, first, last);
  if (bars.n == 0 || self->moments->count == 0)
    qsp_figure_set_message (self->figure, _ ("No values to show"));
  else if (!(bars.highest > 0.0))
    qsp_figure_set_message (self->figure, _ ("No values here"));
  set_readout (self);
  set_description (self, h);
  add_legend (self);
  bars_clear (&bars);
  stems_clear (&stems);
}
