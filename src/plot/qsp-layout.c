/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-figure-private.h"

#include <math.h>

/* Margins of plots.md section 2; the left one grows when a label needs it. */
#define LEFT_LARGE 52.0
#define LEFT_SMALL 44.0
#define RIGHT 16.0
#define TOP_CODES 40.0
#define TOP_LARGE 30.0
#define TOP_SMALL 24.0
#define BOTTOM 42.0
#define BOTTOM_TABLE 12.0
#define CAPTION 24.0
#define LEGEND_TABLE 20.0

typedef struct
{
  QspPainter *painter;
  double size;
} Measure;

static double
measure_label (gpointer data, const char *label)
{
  Measure *m = data;

  return m->painter->klass->measure (m->painter, label, m->size, FALSE);
}

static void
compute_ticks (QspTicks *ticks, QspFigure *figure, QspDimension d, const QspTheme *theme, double pixels, double k,
               Measure *measure)
{
  QspAxis *axis = &figure->axes[d];
  QspTickRequest request = {
    .kind = axis->kind,
    .scale = axis->scale,
    .pixels = MAX (pixels, 1.0),
    .min_pitch = axis->min_pitch * k,
    .previous_step = axis->previous_step,
    .codes = { axis->codes[0], axis->codes[1], axis->codes[2] },
    .localized = theme->localized,
  };

  if (d == QSP_X)
    {
      request.measure = measure_label;
      request.measure_data = measure;
    }
  qsp_ticks_compute (ticks, &request);
  axis->last_step = ticks->step;
}

void
qsp_layout_compute (QspLayout *self, QspFigure *figure, QspPainter *painter, const QspTheme *theme, double width, double height,
                    const QspDecoration *decoration)
{
  double k = theme->font_size / 12.0 * theme->text_scale;
  double top = figure->top_title != NULL ? TOP_CODES : figure->large ? TOP_LARGE : TOP_SMALL;
  double left = figure->large ? LEFT_LARGE : LEFT_SMALL;
  double bottom = figure->axes[QSP_X].kind == QSP_AXIS_INDEX ? BOTTOM_TABLE : BOTTOM;
  double widest = 0.0;
  Measure measure = { painter, 12.0 * k };

  self->k = k;
  self->width = width;
  self->height = height;
  self->x.n = self->y.n = 0;
  if (figure->bare)
    {
      self->area = (QspRect){ 0, 0, width, height };
      return;
    }
  if (decoration != NULL && decoration->caption != NULL)
    bottom += CAPTION;
  /* Where it stands elsewhere are the numbers of the columns. */
  if (decoration != NULL && decoration->legend && figure->legend->len > 0 && figure->axes[QSP_X].kind == QSP_AXIS_INDEX)
    top += LEGEND_TABLE;
  self->area.y = ceil (top * k);
  self->area.height = MAX (floor (height - bottom * k) - self->area.y, 8.0);
  compute_ticks (&self->y, figure, QSP_Y, theme, self->area.height, k, &measure);
  for (gsize i = 0; i < self->y.n; i++)
    widest = MAX (widest, measure_label (&measure, self->y.ticks[i].label));
  left = ceil (left * k);
  /* In steps of 8, so that the plot does not tremble while numbers change. */
  while (left < widest + 12.0 * k && left < width / 2)
    left += 8.0;
  self->area.x = left;
  self->area.width = MAX (floor (width - RIGHT * k - qsp_draw_get_bar_width (figure, painter, k)) - left, 8.0);
  compute_ticks (&self->x, figure, QSP_X, theme, self->area.width, k, &measure);
}
