/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-matrix-view.h"

G_BEGIN_DECLS

#define QS_TYPE_MATRIX_KEY (qs_matrix_key_get_type ())

/* The strip that tells what the colours of a matrix view mean. */
G_DECLARE_FINAL_TYPE (QsMatrixKey, qs_matrix_key, QS, MATRIX_KEY, GtkWidget)

GtkWidget *qs_matrix_key_new (QsMatrixView *view);

G_END_DECLS
