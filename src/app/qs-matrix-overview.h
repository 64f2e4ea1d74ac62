/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-matrix-view.h"

G_BEGIN_DECLS

#define QS_TYPE_MATRIX_OVERVIEW (qs_matrix_overview_get_type ())

/* The whole matrix as a picture, with a frame around what is visible of it; dragging scrolls. Read by a worker once for each
 * arrangement, painted anew when the scheme changes. */
G_DECLARE_FINAL_TYPE (QsMatrixOverview, qs_matrix_overview, QS, MATRIX_OVERVIEW, GtkWidget)

GtkWidget *qs_matrix_overview_new (QsMatrixView *view);
void qs_matrix_overview_set_session (QsMatrixOverview *self, QsSession *session);

/* Whether the picture is that of the session's values and scheme. */
gboolean qs_matrix_overview_is_complete (QsMatrixOverview *self);

G_END_DECLS
