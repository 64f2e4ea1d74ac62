/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"
#include "plot/qsp-figure.h"

G_BEGIN_DECLS

/* The matrix, of which plot draws a part. */
typedef struct
{
  char *rows, *columns, *mode; /* as typed; NULL where not given */
} QsCliMatrix;

void qs_cli_matrix_clear (QsCliMatrix *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QsCliMatrix, qs_cli_matrix_clear)

/* The figure of that part of the result's tensor, coarser where cells would be smaller than a sample of width × height. NULL for what
 * was typed wrong, or when reading fails. (transfer full) */
QspFigure *qs_cli_matrix_draw (const QsCliMatrix *self, QsaResult *result, double width, double height, GError **error);

G_END_DECLS
