/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define QS_TYPE_TABLE_WINDOW (qs_table_window_get_type ())

/* The numbers of a plot as a table, for those who read rather than see. */
G_DECLARE_FINAL_TYPE (QsTableWindow, qs_table_window, QS, TABLE_WINDOW, AdwWindow)

GtkWidget *qs_table_window_new (GtkWindow *parent, QspFigure *figure);

G_END_DECLS
