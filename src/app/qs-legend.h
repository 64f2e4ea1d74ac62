/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_LEGEND (qs_legend_get_type ())

/* The legend of a figure as a row of toggles: a click hides a series, a double click shows only that one. Emits "hidden-changed". */
G_DECLARE_FINAL_TYPE (QsLegend, qs_legend, QS, LEGEND, GtkWidget)

GtkWidget *qs_legend_new (void);
void qs_legend_set_figure (QsLegend *self, QspFigure *figure); /* (nullable) */

/* Bit i: entry i is hidden. */
guint qs_legend_get_hidden (QsLegend *self);

G_END_DECLS
