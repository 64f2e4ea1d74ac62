/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-color-map.h"
#include "plot/qsp-painter.h"
#include "plot/qsp-ticks.h"

G_BEGIN_DECLS

/* Building figures: make one, add axes and marks, hand it out; from then on it does not change. */

typedef enum
{
  QSP_X,
  QSP_Y
} QspDimension;

typedef enum
{
  QSP_MARK_BARS,       /* from x to x2, base line to y */
  QSP_MARK_RANGES,     /* from x to x2, from y to y2, at least a pixel high */
  QSP_MARK_AREA,       /* under the path x, y down to the base line */
  QSP_MARK_BETWEEN,    /* between the paths x, y and x, y2 */
  QSP_MARK_LINE,       /* the path x, y; NaN breaks it */
  QSP_MARK_STEMS,      /* base line to y at x */
  QSP_MARK_SEGMENTS,   /* x, y to x2, y2 */
  QSP_MARK_VLINES,     /* at x over the full height */
  QSP_MARK_HLINES,     /* at y over the full width */
  QSP_MARK_SPANS,      /* hatched from x to x2 over the full height, a line at the end that lies inside */
  QSP_MARK_BAND,       /* from y[0] to y2[0] over the full width */
  QSP_MARK_DOTS,       /* level dots at x, y */
  QSP_MARK_RING,       /* the picked value at x, y */
  QSP_MARK_DIAMONDS,   /* optimum */
  QSP_MARK_TRIANGLES,  /* under the base line at x */
  QSP_MARK_BOXES,      /* hollow 6 px boxes on the base line at x, or as long as from x to x2 */
  QSP_MARK_FRAME,      /* around the bar x to x2, base line to y */
  QSP_MARK_RUG,        /* ticks under the base line at origin + i step, first <= i <= last */
  QSP_MARK_TOP_LABELS, /* the numbers i above the plot at origin + i step */
  QSP_MARK_LABEL,      /* text at x, y + (dx, dy) px */
  QSP_MARK_NOTES,      /* words that find themselves a place beside what they name */
  QSP_MARK_CELLS,      /* a table of coloured cells, equal on paper, over x to x2, y to y2 */
} QspMarkKind;

enum
{
  QSP_CELL_BOLD = 1 << 0,
  QSP_CELL_HATCHED = 1 << 1
};

/* The cells of QSP_MARK_CELLS, row by row from the top. */
typedef struct
{
  guint n_rows, n_columns;
  QspColorMap map;
  gboolean gaps; /* air between cells while they are large enough */
  double *t;     /* owned; where each is on the map, NaN: no cell */
  guint8 *flags; /* (nullable) owned; QSP_CELL_* */
  char **texts;  /* (nullable) owned, each too (nullable); written while all fit */
  gsize framed;  /* the cell with a frame; G_MAXSIZE: none */
} QspCells;

/* One of QSP_MARK_NOTES. Where it stands is decided when sizes are known: at the first of the places x, y, on one of the sides,
 * that leaves marks, lines and other words alone. It is left out rather than written over another. */
typedef struct
{
  char *text; /* owned */
  QspRole role;
  gboolean bold;
  gboolean far;  /* may stand off, joined by a thin line: names a mark; else close by: names a line */
  gsize n;       /* places, best first */
  double *x, *y; /* owned */
} QspNote;

typedef struct
{
  QspMarkKind kind;
  QspRole role;
  double opacity; /* 1 */
  double width;   /* of lines, px: 1 */
  QspDash dash;
  gboolean on_map;  /* lines over a colour map: white in every theme */
  gboolean hatched; /* bars: range ends */
  gboolean gap;     /* bars: 1 px of air while they are wide enough */
  gsize n;
  double *x, *y, *x2, *y2; /* owned, n each, those the kind needs */
  /* Drawn only while pitch (data units along x) is pitch_min <= px < pitch_max on screen; pitch 0: always. */
  double pitch, pitch_min, pitch_max;
  double origin, step; /* rug, top labels */
  gint64 first, last;
  char *text; /* owned; label */
  double align, dx, dy;
  gboolean bold;
  QspCells *cells;  /* owned */
  GPtrArray *notes; /* owned, of QspNote */
} QspMark;

typedef enum
{
  QSP_SWATCH_SQUARE,
  QSP_SWATCH_BAR, /* a vertical line */
  QSP_SWATCH_HATCH,
  QSP_SWATCH_LINE,
  QSP_SWATCH_DASH,
  QSP_SWATCH_BOX, /* hollow */
  QSP_SWATCH_BAND
} QspSwatch;

/* Writes the table of the plotted numbers, see qsp_figure_to_csv. */
typedef void (*QspTableFunc) (gpointer data, GString *csv);

QspFigure *qsp_figure_new (const char *title);
void qsp_figure_set_large (QspFigure *self, gboolean large);
/* No axes, no margins. */
void qsp_figure_set_bare (QspFigure *self, gboolean bare);
/* Room above the plot for QSP_MARK_TOP_LABELS, and the bold word at their right end. */
void qsp_figure_set_top_title (QspFigure *self, const char *title);
void qsp_figure_set_description (QspFigure *self, const char *description);
/* Lines separated by "\n"; the box stands beside x. */
void qsp_figure_set_readout (QspFigure *self, const char *readout, double x);
/* Words in the middle of an empty plot. */
void qsp_figure_set_message (QspFigure *self, const char *message);
void qsp_figure_set_table (QspFigure *self, QspTableFunc func, gpointer data, GDestroyNotify destroy);

void qsp_figure_set_axis (QspFigure *self, QspDimension dimension, QspAxisKind kind, double low, double high, const char *title,
                          double min_pitch);
void qsp_figure_set_code_axis (QspFigure *self, gint64 lowest, gint64 zero, gint64 highest);
/* The key of a colour map at the right of the plot, n labels at positions 0 (bottom) … 1. */
void qsp_figure_set_color_bar (QspFigure *self, QspColorMap map, const char *title, guint n, const double *positions,
                               const char *const *labels);
/* A drag is under way: tick steps stay what they were in previous while they fit. */
void qsp_figure_keep_steps (QspFigure *self, QspFigure *previous);
/* What kind of figure it is, so that only alike ones are compared. */
void qsp_figure_set_tag (QspFigure *self, guint tag);
guint qsp_figure_get_tag (QspFigure *self);

/* Returns the new mark to be filled in; drawn in the order of adding. x, y: copied if not NULL, else left NULL. */
QspMark *qsp_figure_add_mark (QspFigure *self, QspMarkKind kind, QspRole role, gsize n, const double *x, const double *y);
/* A mark at one place. */
QspMark *qsp_figure_add_point (QspFigure *self, QspMarkKind kind, QspRole role, double x, double y);
QspMark *qsp_figure_add_label (QspFigure *self, QspRole role, const char *text, double x, double y, double align);
/* Cells over a rectangle in data coordinates; all NaN at first, to be filled in. */
QspCells *qsp_figure_add_cells (QspFigure *self, QspColorMap map, guint n_rows, guint n_columns, double x_low, double x_high,
                                double y_low, double y_high);
/* The mark is of the kind QSP_MARK_NOTES; x, y: copied. */
QspNote *qsp_mark_add_note (QspMark *mark, QspRole role, const char *text, gsize n, const double *x, const double *y);
/* pitch: in data units; the handle can be gripped only while that is wide enough on screen, 0 always. */
void qsp_figure_add_handle (QspFigure *self, const QspHandle *handle, double pitch);
void qsp_figure_add_legend (QspFigure *self, const char *label, QspSwatch swatch, QspRole role, gboolean shown);

G_END_DECLS
