/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"
#include "figures/qsf-figures.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_PLOT_VIEW (qs_plot_view_get_type ())

/* One view of a session's result: paints its figure, takes pointer and keys. Emits "figure-changed" when the figure was rebuilt. */
G_DECLARE_FINAL_TYPE (QsPlotView, qs_plot_view, QS, PLOT_VIEW, GtkWidget)

GtkWidget *qs_plot_view_new (QsfView view);

void qs_plot_view_set_session (QsPlotView *self, QsSession *session);
QsfView qs_plot_view_get_view (QsPlotView *self);
void qs_plot_view_set_large (QsPlotView *self, gboolean large);

/* The view's own switches: log count, density, cumulative, outline, hidden legend entries. */
const QsfOptions *qs_plot_view_get_options (QsPlotView *self);
void qs_plot_view_set_options (QsPlotView *self, const QsfOptions *options);

/* The figure as it is shown now; NULL before the first result. (transfer none) */
QspFigure *qs_plot_view_get_figure (QsPlotView *self);

/* The same figure as it should go into a file: without cursor. (transfer full) (nullable) */
QspFigure *qs_plot_view_build_for_export (QsPlotView *self, gboolean show_pick, gboolean large);

/* Where a finger that moves sideways leafs through the views: it pans only what is zoomed. */
void qs_plot_view_set_swiped (QsPlotView *self, gboolean swiped);

/* Shows everything. */
void qs_plot_view_fit (QsPlotView *self);

/* Puts a picture (PNG) or the plotted numbers on the clipboard. */
void qs_plot_view_copy_picture (QsPlotView *self);
void qs_plot_view_copy_data (QsPlotView *self);

G_END_DECLS
