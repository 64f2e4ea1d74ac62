/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_SPARKLINE (qs_sparkline_get_type ())

/* A figure without words, for tiles and rows; decoration to a screen reader. */
G_DECLARE_FINAL_TYPE (QsSparkline, qs_sparkline, QS, SPARKLINE, GtkWidget)

GtkWidget *qs_sparkline_new (int width, int height);
void qs_sparkline_set_figure (QsSparkline *self, QspFigure *figure); /* (nullable) */

G_END_DECLS
