/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-dtype.h"

G_BEGIN_DECLS

/* The grid on which a file stores a tensor: value = scale · (code − zero_point), one pair for all of it or one for each index
 * along an axis. */
typedef struct
{
  int axis;                  /* −1: one pair for all */
  gsize n_units;             /* 1, or the length of the axis */
  const float *scales;       /* n_units */
  const gint64 *zero_points; /* n_units */
  QstDtype dtype;            /* of the codes that real values get; of stored codes the tensor tells it */
} QstQuantization;

/* How one value is stored. value = scale · (code − zero_point) + offset; offset is 0 but for blocks with a minimum. */
typedef struct
{
  gint64 code;
  float scale;
  gint64 zero_point;
  float offset;
} QstStoredCode;

G_END_DECLS
