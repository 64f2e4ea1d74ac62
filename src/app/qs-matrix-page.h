/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-matrix-view.h"

G_BEGIN_DECLS

#define QS_TYPE_MATRIX_PAGE (qs_matrix_page_get_type ())

/* The matrix with its controls, the picture of all of it, and what its colours mean. */
G_DECLARE_FINAL_TYPE (QsMatrixPage, qs_matrix_page, QS, MATRIX_PAGE, GtkWidget)

void qs_matrix_page_set_session (QsMatrixPage *self, QsSession *session);
QsMatrixView *qs_matrix_page_get_view (QsMatrixPage *self);

/* Asks for a cell to go to. */
void qs_matrix_page_ask_cell (QsMatrixPage *self);

/* Of what is visible. */
void qs_matrix_page_copy_picture (QsMatrixPage *self);
void qs_matrix_page_copy_data (QsMatrixPage *self);
void qs_matrix_page_show_table (QsMatrixPage *self);

/* Whether everything that is seen is drawn as it is. For tests. */
gboolean qs_matrix_page_is_complete (QsMatrixPage *self);

G_END_DECLS
