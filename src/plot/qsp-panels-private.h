/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure-private.h"
#include "plot/qsp-panels.h"

G_BEGIN_DECLS

/* Draws all panels, each under its title, and one caption. A single one that fills the whole is drawn as a figure is. */
void qsp_panels_paint (const QspPanel *panels, gsize n, QspPainter *painter, const QspTheme *theme, double width, double height,
                       const QspDecoration *decoration);

G_END_DECLS
