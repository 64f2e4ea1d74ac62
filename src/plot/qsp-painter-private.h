/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-painter.h"

G_BEGIN_DECLS

/* How many lengths a dash has (0 or 2). */
int qsp_dash_get_lengths (QspDash dash, double lengths[2]);

/* Of the back ends that write text: they hold nothing but that. */
typedef struct
{
  QspPainter parent;
  GString *out;
  guint n_clips, depth;
} QspPainterText;

G_END_DECLS
