/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_SQNR,
  ENTRY_IDEAL,
  ENTRY_CURRENT
};

/* What one more bit gives where steps are fine and nothing is clipped: 20 log10 2. */
#define DB_PER_BIT 6.0206
#define EDGE 0.5

typedef struct
{
  gsize n;
  const QsaBitsPoint *points;
  const QsaBitsPoint *current; /* (nullable) of the width in force */
} Widths;

static void
widths_init (Widths *self, const QsfBuild *build)
{
  const int bits = qsa_result_get_scheme (build->result)->format.bits;
  QsaBits *known = qsf_build_get_bits (build);

  *self = (Widths){ 0 };
  if (known != NULL)
    self->points = qsa_bits_get_points (known, &self->n);
  for (gsize i = 0; i < self->n; i++)
    if (self->points[i].bits == bits)
      self->current = &self->points[i];
}

static void
set_axes (QsfBuild *build, const Widths *widths)
{
  const QsfOptions *o = build->options;
  double low = QSC_BITS_MIN - EDGE, high = QSC_BITS_MAX + EDGE, least = 0, most = 10, y0, y1;

  if (isfinite (o->x_low) && isfinite (o->x_high) && o->x_low < o->x_high)
    {
      low = o->x_low;
      high = o->x_high;
    }
  qsp_figure_set_axis (build->figure, QSP_X, QSP_AXIS_WHOLE, low, high, _ ("Bits per code"), 28.0);
  qsp_figure_get_limits (build->figure, &build->x_low, &build->x_high, &y0, &y1);
  for (gsize i = 0; i < widths->n; i++)
    if (isfinite (widths->points[i].sqnr_db) && widths->points[i].bits >= build->x_low && widths->points[i].bits <= build->x_high)
      {
        least = MIN (least, widths->points[i].sqnr_db);
        most = MAX (most, widths->points[i].sqnr_db);
      }
  qsf_build_set_y_axis (build, QSP_AXIS_VALUE, least < 0 ? least - 0.05 * (most - least) : 0, most + 0.08 * (most - least),
                        _ ("SQNR (dB)"), 38.0);
}

/* An error of nothing at all has no height: the line ends before it. */
static void
add_curve (QsfBuild *build, const Widths *widths)
{
  QspMark *line = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_ERROR, widths->n, NULL, NULL), *dots;

  line->x = g_new (double, widths->n + 1);
  line->y = g_new (double, widths->n + 1);
  for (gsize i = 0; i < widths->n; i++)
    {
      line->x[i] = widths->points[i].bits;
      line->y[i] = isfinite (widths->points[i].sqnr_db) ? widths->points[i].sqnr_db : NAN;
    }
  line->width = build->options->large ? 2.4 : 2.0;
  dots = qsp_figure_add_mark (build->figure, QSP_MARK_DOTS, QSP_ROLE_ERROR, widths->n, line->x, line->y);
  dots->pitch = 1.0;
  dots->pitch_min = 12.0;
  dots->pitch_max = INFINITY;
}

/* Through the width in force, or the first there is. */
static void
add_ideal (QsfBuild *build, const Widths *widths)
{
  const QsaBitsPoint *through = widths->current;
  double x[2] = { build->x_low, build->x_high }, y[2], x0, x1, y0, y1, at;
  QspMark *mark;

  for (gsize i = 0; (through == NULL || !isfinite (through->sqnr_db)) && i < widths->n; i++)
    through = &widths->points[i];
  if (through == NULL || !isfinite (through->sqnr_db))
    return;
  for (int i = 0; i < 2; i++)
    y[i] = through->sqnr_db + (x[i] - through->bits) * DB_PER_BIT;
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_LINE, QSP_ROLE_FG, 2, x, y);
  mark->opacity = 0.55;
  mark->dash = QSP_DASH_IDEAL;
  if (!build->options->large)
    return;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_NOTES, QSP_ROLE_FG, 0, NULL, NULL);
  at = MIN (x1 - 2, through->bits + (y1 - through->sqnr_db) / DB_PER_BIT - 1.5);
  double places_x[] = { at, at - 1, at - 2, at - 4, x0 + 1 }, places_y[G_N_ELEMENTS (places_x)];
  for (gsize i = 0; i < G_N_ELEMENTS (places_x); i++)
    places_y[i] = through->sqnr_db + (places_x[i] - through->bits) * DB_PER_BIT;
  qsp_mark_add_note (mark, QSP_ROLE_FG, _ ("6.02 dB per bit"), G_N_ELEMENTS (places_x), places_x, places_y);
}

static void
add_current (QsfBuild *build, const Widths *widths)
{
  const int bits = qsa_result_get_scheme (build->result)->format.bits;

  qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, bits, 0.0)->opacity = build->options->large ? 0.85 : 0.5;
  if (widths->current != NULL && isfinite (widths->current->sqnr_db))
    qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, bits, widths->current->sqnr_db);
}

static const QsaBitsPoint *
find_point (const Widths *widths, double x)
{
  for (gsize i = 0; i < widths->n; i++)
    if (fabs (widths->points[i].bits - x) <= 0.5)
      return &widths->points[i];
  return NULL;
}

static void
set_readout (QsfBuild *build, const Widths *widths)
{
  double x = build->options->cursor_x;
  const QsaBitsPoint *point = isfinite (x) ? find_point (widths, x) : NULL, *before;

  if (point == NULL)
    return;
  before = find_point (widths, point->bits - 1);
  g_autofree char *sqnr = qsp_format_decimals (point->sqnr_db, 1, build->localized);
  g_autofree char *mse = qsp_format_number (point->mse, 4, build->localized);
  g_autofree char *scale = qsp_format_number (point->params.scale, 4, build->localized);
  g_autofree char *gain = qsp_format_decimals (before != NULL ? point->sqnr_db - before->sqnr_db : NAN, 2, build->localized);
  /* Translators: read-out; bits, signal to quantization noise, mean squared error, gain over one bit less, scale */
  g_autofree char *text =
      g_strdup_printf (_ ("%d bits\nSQNR %s dB · MSE %s\nthe last bit gives %s dB\ns = %s"), point->bits, sqnr, mse, gain, scale);

  qsp_figure_set_readout (build->figure, text, point->bits);
}

static void
set_description (QsfBuild *build, const Widths *widths)
{
  const char *method = qsa_calibration_get_title (qsa_result_get_scheme (build->result)->calibration);
  const QsaBitsPoint *first = widths->n > 0 ? &widths->points[0] : NULL, *last = first;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < widths->n; i++)
    if (isfinite (widths->points[i].sqnr_db))
      last = &widths->points[i];
  if (first == NULL)
    {
      qsp_figure_set_description (build->figure, _ ("Signal to quantization noise against bits, without values."));
      return;
    }
  g_autofree char *from = qsp_format_decimals (first->sqnr_db, 1, build->localized);
  g_autofree char *to = qsp_format_decimals (last->sqnr_db, 1, build->localized);
  g_autofree char *each =
      qsp_format_decimals (last->bits > first->bits ? (last->sqnr_db - first->sqnr_db) / (last->bits - first->bits) : NAN, 1,
                           build->localized);

  /* Translators: dB, bits, dB, bits, dB, calibration method */
  text = g_strdup_printf (
      _ ("Signal to quantization noise of %s dB at %d bits to %s dB at %d bits, %s dB for each bit. Calibration: %s."), from,
      first->bits, to, last->bits, each, method);
  qsp_figure_set_description (build->figure, text);
}

static void
add_legend (QsfBuild *build)
{
  qsp_figure_add_legend (build->figure, _ ("SQNR"), QSP_SWATCH_LINE, QSP_ROLE_ERROR, qsf_build_is_shown (build, ENTRY_SQNR));
  qsp_figure_add_legend (build->figure, _ ("Ideal"), QSP_SWATCH_DASH, QSP_ROLE_FG, qsf_build_is_shown (build, ENTRY_IDEAL));
  qsp_figure_add_legend (build->figure, _ ("In force"), QSP_SWATCH_BAR, QSP_ROLE_FG, qsf_build_is_shown (build, ENTRY_CURRENT));
}

void
qsf_build_bits (QsfBuild *self)
{
  Widths widths;

  widths_init (&widths, self);
  set_axes (self, &widths);
  if (qsf_build_is_shown (self, ENTRY_IDEAL))
    add_ideal (self, &widths);
  if (isfinite (self->options->cursor_x))
    qsp_figure_add_point (self->figure, QSP_MARK_VLINES, QSP_ROLE_FG, self->options->cursor_x, 0.0)->opacity = 0.3;
  if (qsf_build_is_shown (self, ENTRY_SQNR) && widths.n > 0)
    add_curve (self, &widths);
  if (qsf_build_is_shown (self, ENTRY_CURRENT))
    add_current (self, &widths);
  if (self->moments->count == 0)
    qsp_figure_set_message (self->figure, _ ("No values to show"));
  else if (widths.n == 0)
    qsp_figure_set_message (self->figure, _ ("Computing…"));
  set_readout (self, &widths);
  set_description (self, &widths);
  add_legend (self);
}
