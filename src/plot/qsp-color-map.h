/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-theme.h"

G_BEGIN_DECLS

/* Colours of cells by a number. */
typedef enum
{
  QSP_MAP_DIVERGING, /* -1 … 1: data, through a wash of the text colour at 0, to grid; opacity 0.85 |t|^0.8 */
  QSP_MAP_SEQUENTIAL /* 0 … 1: cividis from light to dark, the same in every theme; greyscale has greys */
} QspColorMap;

/* The opaque colour at t, which is held to the map's range; that of NaN is the card. */
QspColor qsp_color_map_get (QspColorMap map, const QspTheme *theme, double t);

/* The colour in which a number can be read on top of that. */
QspColor qsp_color_map_get_ink (QspColorMap map, const QspTheme *theme, double t);

G_END_DECLS
