/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-painter-private.h"

#include <math.h>

int
qsp_dash_get_lengths (QspDash dash, double lengths[2])
{
  static const double table[][2] = { { 0, 0 }, { 5, 3 }, { 4, 3 }, { 2, 3 } };

  lengths[0] = table[dash][0];
  lengths[1] = table[dash][1];
  return dash == QSP_DASH_NONE ? 0 : 2;
}

void
qsp_painter_free (QspPainter *self)
{
  g_free (self);
}

QspPoint *
qsp_hatch (const QspRect *rect, double pitch, gsize *n_segments)
{
  double left = rect->x, right = rect->x + rect->width, top = rect->y, bottom = rect->y + rect->height;
  double first = ceil ((left + top) / pitch), last = floor ((right + bottom) / pitch);
  QspPoint *points;
  gsize n = 0;

  *n_segments = 0;
  if (!(rect->width > 0.0) || !(rect->height > 0.0) || !(last >= first) || last - first > 1e5)
    return NULL;
  points = g_new (QspPoint, 2 * (gsize)(last - first + 1));
  for (double k = first; k <= last; k++)
    {
      /* x + y = c, cut by the four sides */
      double c = k * pitch;
      double x0 = MAX (left, c - bottom), x1 = MIN (right, c - top);

      if (x1 - x0 < 0.01)
        continue;
      points[2 * n] = (QspPoint){ x0, c - x0 };
      points[2 * n + 1] = (QspPoint){ x1, c - x1 };
      n++;
    }
  *n_segments = n;
  return points;
}
