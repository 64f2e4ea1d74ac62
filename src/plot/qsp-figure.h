/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-theme.h"

#include <cairo.h>

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height;
} QspRect;

/* Something in a figure that can be dragged; id has a meaning only to who made the figure. */
typedef struct
{
  int id;
  double x;           /* data coordinate */
  gboolean below;     /* hit below the base line only (the zero triangle), else anywhere along the vertical line at x */
  const char *cursor; /* CSS cursor name, static */
  gboolean is_point;  /* hit only around x, y */
  double y;
} QspHandle;

/* One entry of the legend. */
typedef struct
{
  const char *label;
  gboolean shown;
} QspLegendEntry;

/* A picture of data: axes, marks, words. Knows no pixels until it is drawn at a size. Reference counted, immutable once built
 * (how figures are built: qsp-figure-build.h). */
typedef struct _QspFigure QspFigure;

QspFigure *qsp_figure_ref (QspFigure *self);
void qsp_figure_unref (QspFigure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QspFigure, qsp_figure_unref)

/* Draws at 0, 0 in width × height logical px. The same on screen and on paper. */
void qsp_figure_draw (QspFigure *self, cairo_t *cr, const QspTheme *theme, double width, double height);

/* Where the axes span when drawn at that size. */
void qsp_figure_get_plot_area (QspFigure *self, const QspTheme *theme, double width, double height, QspRect *area);

/* Between data and drawn coordinates, by the figure's own (linear or log) axes. */
void qsp_figure_to_data (QspFigure *self, const QspRect *area, double px, double py, double *x, double *y);
void qsp_figure_to_pixel (QspFigure *self, const QspRect *area, double x, double y, double *px, double *py);

/* The limits of the axes in data coordinates. */
void qsp_figure_get_limits (QspFigure *self, double *x_low, double *x_high, double *y_low, double *y_high);

/* The handle within reach px of the point, the nearest; NULL when there is none. (transfer none) */
const QspHandle *qsp_figure_find_handle (QspFigure *self, const QspRect *area, double px, double py, double reach);

const char *qsp_figure_get_title (QspFigure *self);
/* One generated sentence or two that say what is to be seen. */
const char *qsp_figure_get_description (QspFigure *self);
/* What the read-out says, lines separated by "\n"; NULL without a cursor. */
const char *qsp_figure_get_readout (QspFigure *self);
gsize qsp_figure_get_n_legend (QspFigure *self);
const QspLegendEntry *qsp_figure_get_legend (QspFigure *self, gsize i);
/* Draws only the swatch of entry i into 12 × 12 px at 0, 0. */
void qsp_figure_draw_swatch (QspFigure *self, gsize i, cairo_t *cr, const QspTheme *theme);

/* The plotted numbers, comma-separated with a header line, "." as decimal mark, "\n" line ends. (transfer full) */
char *qsp_figure_to_csv (QspFigure *self);
/* The same with tabulators, which spreadsheets take when it is pasted. (transfer full) */
char *qsp_figure_to_tsv (QspFigure *self);

G_END_DECLS
