/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-plot-view.h"

G_BEGIN_DECLS

#define QS_TYPE_PLOT_CARD (qs_plot_card_get_type ())

/* A card with a header and one view: as the large one with legend, view menu and options, as a small one with the view menu
 * and a button that makes it large. */
G_DECLARE_FINAL_TYPE (QsPlotCard, qs_plot_card, QS, PLOT_CARD, GtkWidget)

GtkWidget *qs_plot_card_new (QsfView view);

void qs_plot_card_set_session (QsPlotCard *self, QsSession *session);
void qs_plot_card_set_large (QsPlotCard *self, gboolean large);
QsPlotView *qs_plot_card_get_plot_view (QsPlotCard *self);

G_END_DECLS
