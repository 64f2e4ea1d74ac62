/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-figure-view.h"

G_BEGIN_DECLS

#define QS_TYPE_FIGURE_CARD (qs_figure_card_get_type ())

/* A figure with its title, its legend and a menu: copy, table, export. */
G_DECLARE_FINAL_TYPE (QsFigureCard, qs_figure_card, QS, FIGURE_CARD, GtkWidget)

/* nick: how export names the figure, see win.export-figure. view: of qs_figure_view_new. */
GtkWidget *qs_figure_card_new (const char *nick, const char *title, GtkWidget *view);
QsFigureView *qs_figure_card_get_view (QsFigureCard *self);

G_END_DECLS
