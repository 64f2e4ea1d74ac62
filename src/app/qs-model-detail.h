/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_MODEL_DETAIL (qs_model_detail_get_type ())

/* What is known of one tensor of a file: its values and grid as a plot, and measures. */
G_DECLARE_FINAL_TYPE (QsModelDetail, qs_model_detail, QS, MODEL_DETAIL, GtkWidget)

void qs_model_detail_set_model (QsModelDetail *self, QsModel *model);
void qs_model_detail_set_row (QsModelDetail *self, QsModelRow *row); /* (nullable) */

/* The plot shows the tensor. */
gboolean qs_model_detail_is_complete (QsModelDetail *self);

G_END_DECLS
