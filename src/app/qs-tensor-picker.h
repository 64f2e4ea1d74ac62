/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_TENSOR_PICKER (qs_tensor_picker_get_type ())

/* A searchable list of the tensors of the opened file, for a popover. Emits "picked" when one was chosen or the search was left. */
G_DECLARE_FINAL_TYPE (QsTensorPicker, qs_tensor_picker, QS, TENSOR_PICKER, GtkWidget)

GtkWidget *qs_tensor_picker_new (void);
void qs_tensor_picker_set_session (QsTensorPicker *self, QsSession *session);

/* Clears the search and puts the focus there. */
void qs_tensor_picker_start (QsTensorPicker *self);

G_END_DECLS
