/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_FIGURE_VIEW (qs_figure_view_get_type ())

/* Shows a figure that someone else makes: paints it, and leads a cursor over it by pointer or keys from one whole place to the next.
 * Emits "picked" (x, y: data coordinates) on a click or Enter, and "figure-changed". */
G_DECLARE_FINAL_TYPE (QsFigureView, qs_figure_view, QS, FIGURE_VIEW, GtkWidget)

/* Makes the figure; cursor_x, cursor_y: what the cursor is on, NaN: nothing. NULL while there is none. (transfer full) */
typedef QspFigure *(*QsFigureBuild) (gpointer data, double cursor_x, double cursor_y);

/* Keys move by 1; offset: where in each unit the cursor stands, 0 for whole numbers, 0.5 for the middle of cells. data must outlive the
 * view's being mapped. */
GtkWidget *qs_figure_view_new (const char *name, QsFigureBuild build, gpointer data, double offset);

/* Makes the figure anew before the next frame. */
void qs_figure_view_invalidate (QsFigureView *self);

/* As it is shown now; NULL while there is none. (transfer none) */
QspFigure *qs_figure_view_get_figure (QsFigureView *self);
/* Without a cursor, for a file. (transfer full) (nullable) */
QspFigure *qs_figure_view_build (QsFigureView *self);

void qs_figure_view_copy_picture (QsFigureView *self);
void qs_figure_view_copy_data (QsFigureView *self);
void qs_figure_view_show_table (QsFigureView *self);

/* What a key does; FALSE when it is not for a figure. */
gboolean qs_figure_view_press_key (QsFigureView *self, guint key, GdkModifierType state);

G_END_DECLS
