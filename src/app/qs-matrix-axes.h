/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-matrix-view.h"

G_BEGIN_DECLS

#define QS_TYPE_MATRIX_AXES (qs_matrix_axes_get_type ())

/* A popover that arranges the tensor: which axes are rows and columns, and the index of each other one; of one axis, how many values
 * stand in a row. */
G_DECLARE_FINAL_TYPE (QsMatrixAxes, qs_matrix_axes, QS, MATRIX_AXES, GtkPopover)

GtkWidget *qs_matrix_axes_new (QsMatrixView *view);

G_END_DECLS
