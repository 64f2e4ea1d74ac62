/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one place where the application meets Cairo. */

/* The look that figures have in widget now: light or dark, high contrast, its font and text size. */
void qs_paint_get_theme (GtkWidget *widget, QspTheme *theme);

/* Draws figure into the whole of a widget that wide and high. */
void qs_paint_figure (GtkSnapshot *snapshot, QspFigure *figure, const QspTheme *theme, double width, double height);

/* Draws the swatch of legend entry i, 12 × 12 px. */
void qs_paint_swatch (GtkSnapshot *snapshot, QspFigure *figure, gsize i, const QspTheme *theme);

/* A picture of the figure for the clipboard. (transfer full) (nullable) */
GdkTexture *qs_paint_to_texture (QspFigure *figure, const QspTheme *theme, int width, int height, int scale);

/* Puts the picture on widget's clipboard as pixels and as SVG. */
void qs_paint_copy (GtkWidget *widget, GdkTexture *texture, GBytes *svg);

G_END_DECLS
