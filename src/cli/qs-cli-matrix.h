/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"
#include "plot/qsp-figure.h"

G_BEGIN_DECLS

/* The matrix, of which plot draws a part. */
typedef struct
{
  char *rows, *columns, *mode, *axes, *index, *width; /* as typed; NULL where not given */
} QsCliMatrix;

void qs_cli_matrix_clear (QsCliMatrix *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QsCliMatrix, qs_cli_matrix_clear)

/* The figure of that part of the result's tensor, coarser where cells would be smaller than a sample of width × height. pick
 * (nullable): the index of the value to mark, if it is there. NULL for what was typed wrong, or when reading fails. (transfer full) */
QspFigure *qs_cli_matrix_draw (const QsCliMatrix *self, QsaResult *result, const guint64 *pick, double width, double height,
                               GError **error);

G_END_DECLS
