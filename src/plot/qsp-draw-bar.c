/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key of a colour map, at the right of the plot. */
#include "plot/qsp-figure-private.h"

#include <math.h>

#define AIR 16.0
#define WIDTH 12.0
#define LABEL_AIR 6.0
/* As many colours as can be told apart; without pixels they overlap a little. */
#define N_STEPS 64
#define OVERLAP 0.5

double
qsp_draw_get_bar_width (QspFigure *figure, QspPainter *painter, double k)
{
  double widest = 0;

  if (figure->bar_labels == NULL)
    return 0;
  for (guint i = 0; figure->bar_labels[i] != NULL; i++)
    widest = MAX (widest, painter->klass->measure (painter, figure->bar_labels[i], 12.0 * k, FALSE));
  return ceil ((AIR + WIDTH + LABEL_AIR) * k + widest);
}

void
qsp_draw_bar (const QspDraw *self)
{
  const QspFigure *figure = self->figure;
  const QspRect *area = &self->layout->area;
  const double k = self->layout->k, x = qsp_draw_snap (self, area->x + area->width + AIR * k), width = WIDTH * k;
  QspColor ink = qsp_draw_ink (self, QSP_INK_TEXT);

  for (int i = 0; i < N_STEPS; i++)
    {
      double y0 = qsp_draw_snap (self, area->y + area->height * (1 - (double)(i + 1) / N_STEPS));
      double y1 = qsp_draw_snap (self, area->y + area->height * (1 - (double)i / N_STEPS));
      double overlap = self->painter->scale > 0 || i == 0 ? 0 : OVERLAP;
      QspColor color = qsp_color_map_get (figure->bar_map, self->theme, (i + 0.5) / N_STEPS);
      QspRect rect = { x, y0, width, y1 - y0 + overlap };

      if (rect.height > 0)
        self->painter->klass->fill_rects (self->painter, &rect, 1, &color);
    }
  for (guint i = 0; figure->bar_labels[i] != NULL; i++)
    qsp_draw_text (self, x + width + LABEL_AIR * k, area->y + area->height * (1 - figure->bar_positions[i]),
                   figure->bar_labels[i], 0.0, FALSE, ink, FALSE);
  if (figure->bar_title != NULL)
    qsp_draw_text (self, x, (figure->large ? 14.5 : 11.0) * k, figure->bar_title, 0.0, FALSE, ink, FALSE);
}
