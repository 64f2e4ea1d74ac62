/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_MODEL_BAR (qs_model_bar_get_type ())

/* How far the measuring of a file's tensors is, and what stops it and goes on. Nothing once all are measured. */
G_DECLARE_FINAL_TYPE (QsModelBar, qs_model_bar, QS, MODEL_BAR, GtkWidget)

GtkWidget *qs_model_bar_new (QsModel *model);
void qs_model_bar_update (QsModelBar *self);
const char *qs_model_bar_get_text (QsModelBar *self);

G_END_DECLS
