/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-sizes.h"
#include "plot/qsp-figure.h"

G_BEGIN_DECLS

#define QSF_SIZES_NICK "model-size"

/* What a model takes at 32, 16, 8 and 4 bits, each bar with what the measured tensor loses. (transfer full) */
QspFigure *qsf_figure_new_sizes (const QsaSizes *sizes);

G_END_DECLS
