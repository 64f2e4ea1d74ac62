/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-matrix.h"

#include "figures/qsf-private.h"

#include <math.h>

/* More codes than this are a band. */
#define CODES_MAX 32
#define N_BAND 128
/* The strip stands in the upper half, its numbers below. */
#define STRIP_BOTTOM 0.58
#define LABEL_Y 0.38
#define POINTER_Y 0.12
#define LABEL_PITCH 24.0

static void
add_label (QspFigure *figure, double x, const char *text, double align, gboolean bold, double pitch)
{
  QspMark *label = qsp_figure_add_label (figure, QSP_ROLE_FG, text, x, LABEL_Y, align);

  label->bold = bold;
  label->pitch = pitch;
  label->pitch_min = LABEL_PITCH;
  label->pitch_max = INFINITY;
}

static void
add_codes (QspFigure *figure, const QscParams *params)
{
  const guint n = (guint)(params->qmax - params->qmin + 1);
  QspCells *cells = qsp_figure_add_cells (figure, QSP_MAP_DIVERGING, 1, n, 0, n, STRIP_BOTTOM, 1);

  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_VALUE, 0, n, NULL, 64);
  cells->gaps = TRUE;
  cells->flags = g_new0 (guint8, n);
  for (guint i = 0; i < n; i++)
    {
      const gint32 code = params->qmin + (gint32)i;
      const gboolean is_end = i == 0 || i + 1 == n, is_zero = code == params->zero_point;
      g_autofree char *text = qsp_format_integer (code);
      QscTrace trace = { .code = code, .is_finite = TRUE };

      cells->t[i] = qsf_matrix_get_position (QSF_MATRIX_CODES, params, params, &trace);
      cells->flags[i] = qsf_matrix_get_flags (params, &trace);
      add_label (figure, i + 0.5, text, 0.5, is_zero, is_end || is_zero ? 0 : 1);
      if (is_zero)
        qsp_figure_add_label (figure, QSP_ROLE_FG, "▲", i + 0.5, POINTER_Y, 0.5);
    }
}

/* From t = low to high; the numbers are at both ends and at 0. */
static void
add_band (QspFigure *figure, QsfMatrixMode mode, double low, double high, const char *low_text, const char *zero_text,
          const char *high_text)
{
  const QspColorMap map = qsf_matrix_mode_get_map (mode);
  QspCells *cells = qsp_figure_add_cells (figure, map, 1, N_BAND, low, high, STRIP_BOTTOM, 1);

  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_VALUE, low, high, NULL, 64);
  for (guint i = 0; i < N_BAND; i++)
    cells->t[i] = low + (high - low) * (i + 0.5) / N_BAND;
  add_label (figure, low, low_text, 0, FALSE, 0);
  if (low < 0 && high > 0)
    add_label (figure, 0, zero_text, 0.5, TRUE, 0);
  add_label (figure, high, high_text, 1, FALSE, 0);
}

static void
add_reals (QspFigure *figure, QsfMatrixMode mode, const QscParams *params)
{
  const double reach = MAX (MAX (params->qmax - params->zero_point, params->zero_point - params->qmin), 1);
  double low, high;
  g_autofree char *low_text = NULL;
  g_autofree char *high_text = NULL;

  if (mode == QSF_MATRIX_ERRORS)
    {
      qsf_get_rounding_bounds (params->rounding, &low, &high);
      high_text = qsp_format_number (params->scale * MAX (-low, high), 3, TRUE);
      add_band (figure, mode, 0, 1, "0", "", high_text);
      return;
    }
  low_text = qsp_format_number (-params->scale * reach, 3, TRUE);
  high_text = qsp_format_number (params->scale * reach, 3, TRUE);
  add_band (figure, mode, -1, 1, low_text, "0", high_text);
}

QspFigure *
qsf_figure_new_matrix_key (QsfMatrixMode mode, const QscParams *params)
{
  QspFigure *figure = qsp_figure_new (qsf_matrix_mode_get_title (mode));
  const double reach = MAX (params->qmax - params->zero_point, params->zero_point - params->qmin);

  qsp_figure_set_bare (figure, TRUE);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_VALUE, 0, 1, NULL, 64);
  if (mode != QSF_MATRIX_CODES)
    add_reals (figure, mode, params);
  else if (params->qmax - params->qmin < CODES_MAX)
    add_codes (figure, params);
  else
    {
      g_autofree char *low = qsp_format_integer (params->qmin);
      g_autofree char *zero = qsp_format_integer (params->zero_point);
      g_autofree char *high = qsp_format_integer (params->qmax);

      add_band (figure, mode, (params->qmin - params->zero_point) / reach, (params->qmax - params->zero_point) / reach, low, zero,
                high);
    }
  return figure;
}
