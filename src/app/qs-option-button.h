/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-lesson.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_OPTION_BUTTON (qs_option_button_get_type ())

/* One answer to a question: once it was tried it is coloured and tells why it is right or wrong. */
G_DECLARE_FINAL_TYPE (QsOptionButton, qs_option_button, QS, OPTION_BUTTON, GtkButton)

GtkWidget *qs_option_button_new (const QslOption *option, guint index);
guint qs_option_button_get_index (QsOptionButton *self);
void qs_option_button_set_tried (QsOptionButton *self, gboolean tried);

G_END_DECLS
