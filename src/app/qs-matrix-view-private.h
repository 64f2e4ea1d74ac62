/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-matrix-tiles.h"
#include "app/qs-matrix-view.h"

G_BEGIN_DECLS

/* One step of the zoom: so many cells to a sample, so many px to a sample. */
typedef struct
{
  guint64 step;
  guint pixels;
} QsMatrixZoom;

/* From here on cells have numbers, from there on air between them. */
#define QS_MATRIX_TEXT_PIXELS 24
#define QS_MATRIX_GAP_PIXELS 8

struct _QsMatrixView
{
  GtkWidget parent_instance;

  QsSession *session;
  QsaSource *source; /* (nullable) whose values are shown */
  QsaMatrix matrix;
  QsMatrixTiles *tiles;
  QsMatrixLook look;
  gboolean follows_units; /* borders are those of the granularity */
  QsMatrixPalette palette;
  guint64 row_border, column_border;

  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  GtkScrollablePolicy policies[2];
  guint zoom;
  guint cell_width, cell_height; /* of a sample, px */
  int label_width, label_height; /* the row and column of indices */
  GHashTable *layouts;           /* PangoLayout by text, a "b" or "n" in front */
  GdkTexture *hatches[2];        /* of a cell's size, for light and dark ink */

  guint64 last_pick;   /* the index that was last scrolled to */
  gboolean has_cursor; /* a cell that is looked at, not picked */
  guint64 cursor_row, cursor_column;
  gboolean has_pointer;
  double pointer_x, pointer_y;
  guint leave_id;
  gboolean is_panning;
  double pan_x, pan_y; /* the adjustments' values as it began */
  double pinch_pixels;
};

/* Draws anew, and tells that something else is seen. */
void qs_matrix_view_emit_changed (QsMatrixView *self);

/* Of the space for cells, and of a cell, px. (qs-matrix-view-geometry.c) */
int qs_matrix_view_get_room (QsMatrixView *self, GtkOrientation orientation);
guint qs_matrix_view_get_cell_pixels (QsMatrixView *self, GtkOrientation orientation);
/* Gives the adjustment its bounds and, inside them, value. */
void qs_matrix_view_configure (QsMatrixView *self, GtkOrientation orientation, double value);
/* Tells the tiles how they are cut. */
void qs_matrix_view_update_tiling (QsMatrixView *self);
const QsMatrixZoom *qs_matrix_view_get_zoom (QsMatrixView *self);
gboolean qs_matrix_view_has_texts (QsMatrixView *self);
/* Samples along a tile's side. */
guint qs_matrix_view_get_tile_side (QsMatrixView *self);

/* Sizes of cells and labels, and what the adjustments follow from; the first visible cell stays. */
void qs_matrix_view_update_geometry (QsMatrixView *self);
/* The cell under the point (widget coordinates) stays there. */
void qs_matrix_view_zoom_at (QsMatrixView *self, guint zoom, double x, double y);
guint qs_matrix_view_find_zoom (double pixels_per_cell);

double qs_matrix_view_get_scroll (QsMatrixView *self, GtkOrientation orientation);
void qs_matrix_view_set_scroll (QsMatrixView *self, GtkOrientation orientation, double value);
void qs_matrix_view_scroll_to (QsMatrixView *self, guint64 row, guint64 column);

/* The cell under a point; FALSE where there is none. (qs-matrix-view-cells.c) */
gboolean qs_matrix_view_find_cell (QsMatrixView *self, double x, double y, guint64 *row, guint64 *column);
/* What the formula makes of a cell that has been read; FALSE where it has not, or there is none. */
gboolean qs_matrix_view_trace (QsMatrixView *self, guint64 row, guint64 column, QscTrace *trace);
gboolean qs_matrix_view_get_pick (QsMatrixView *self, guint64 *row, guint64 *column);
/* Looks at a cell: its value is previewed. */
void qs_matrix_view_set_cursor (QsMatrixView *self, guint64 row, guint64 column);
void qs_matrix_view_clear_cursor (QsMatrixView *self);
/* What a screen reader says of a cell. */
void qs_matrix_view_describe_cell (QsMatrixView *self, guint64 row, guint64 column);

/* (qs-matrix-view-snapshot.c) */
void qs_matrix_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
PangoLayout *qs_matrix_view_get_layout (QsMatrixView *self, const char *text, gboolean bold);
/* (qs-matrix-view-input.c) */
void qs_matrix_view_add_input (QsMatrixView *self);
gboolean qs_matrix_view_press_key (QsMatrixView *self, guint key, GdkModifierType state);

/* Sets the borders where they follow the granularity. */
void qs_matrix_view_update_borders (QsMatrixView *self);

G_END_DECLS
