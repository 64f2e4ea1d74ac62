/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure.h"

G_BEGIN_DECLS

/* One of several figures in a picture. */
typedef struct
{
  QspFigure *figure;
  QspRect place; /* in parts of the whole */
} QspPanel;

/* Places n panels as the window does: the first as the large one with the others in rows of three under it, or all of one size,
 * two in a row (two alone: one under the other). */
void qsp_panels_arrange (QspPanel *panels, gsize n, gboolean first_is_large);

/* "Values and grid, Transfer"; what is to be seen in each. (transfer full) */
char *qsp_panels_get_title (const QspPanel *panels, gsize n);
char *qsp_panels_get_description (const QspPanel *panels, gsize n);

G_END_DECLS
