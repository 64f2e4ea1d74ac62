/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-matrix-pixels.h"
#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_MATRIX_VIEW (qs_matrix_view_get_type ())

/* The cells of a session's tensor, scrolled: numbers while cells are large enough, colours below, several cells to a px where there are
 * many. Draws and reads only what is visible. Emits "changed" when it shows another part, mode, zoom or arrangement. */
G_DECLARE_FINAL_TYPE (QsMatrixView, qs_matrix_view, QS, MATRIX_VIEW, GtkWidget)

GtkWidget *qs_matrix_view_new (void);
void qs_matrix_view_set_session (QsMatrixView *self, QsSession *session);

/* How the tensor is arranged; NULL without values. (transfer none) */
const QsaMatrix *qs_matrix_view_get_matrix (QsMatrixView *self);
void qs_matrix_view_set_matrix (QsMatrixView *self, const QsaMatrix *matrix);

const QsMatrixLook *qs_matrix_view_get_look (QsMatrixView *self); /* (transfer none) */
QsfMatrixMode qs_matrix_view_get_mode (QsMatrixView *self);
void qs_matrix_view_set_mode (QsMatrixView *self, QsfMatrixMode mode);

/* Whether borders lie between channels or groups that have their own scales (the default), whatever was set. */
void qs_matrix_view_follow_units (QsMatrixView *self, gboolean follow);

/* Lines after every so many rows and columns; 0: none. */
void qs_matrix_view_set_borders (QsMatrixView *self, guint64 row_border, guint64 column_border);

/* The height of a cell in px, below 1 where several cells share one; the nearest that there is. */
double qs_matrix_view_get_cell_size (QsMatrixView *self);
void qs_matrix_view_set_cell_size (QsMatrixView *self, double size);
/* One step larger or smaller around the middle. */
void qs_matrix_view_zoom (QsMatrixView *self, int steps);
gboolean qs_matrix_view_can_zoom (QsMatrixView *self, int steps);
/* The largest cells of which all are visible. */
void qs_matrix_view_fit (QsMatrixView *self);

/* The visible cells, those cut at the edges included; FALSE when there are none. */
gboolean qs_matrix_view_get_visible (QsMatrixView *self, guint64 *row, guint64 *column, guint64 *n_rows, guint64 *n_columns);
/* Scrolls so that the cell stands in the middle. */
void qs_matrix_view_centre_on (QsMatrixView *self, double row, double column);
/* Puts the cursor on a cell, scrolled into view, and picks its value. */
gboolean qs_matrix_view_go_to (QsMatrixView *self, guint64 row, guint64 column);

/* What the figure of the visible part is made of: taken on the main thread, built (which reads values) on a worker's. NULL without
 * values. */
typedef struct _QsMatrixRequest QsMatrixRequest;
QsMatrixRequest *qs_matrix_view_make_request (QsMatrixView *self, gboolean show_pick);
QspFigure *qs_matrix_request_build (QsMatrixRequest *self, GCancellable *cancellable, GError **error);
void qs_matrix_request_free (QsMatrixRequest *self);

/* The same in a task. */
void qs_matrix_view_build_figure_async (QsMatrixView *self, gboolean show_pick, GAsyncReadyCallback callback, gpointer user_data);
QspFigure *qs_matrix_view_build_figure_finish (QsMatrixView *self, GAsyncResult *result, GError **error);

/* Whether all that is visible has been drawn as it is. */
gboolean qs_matrix_view_is_complete (QsMatrixView *self);

G_END_DECLS
