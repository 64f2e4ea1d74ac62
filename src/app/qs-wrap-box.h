/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_WRAP_BOX (qs_wrap_box_get_type ())

/* Children side by side, in as many lines as the width takes: each as wide as it wants to be, or, where they fill, sharing the width of
 * their line equally. */
G_DECLARE_FINAL_TYPE (QsWrapBox, qs_wrap_box, QS, WRAP_BOX, GtkWidget)

GtkWidget *qs_wrap_box_new (int spacing, gboolean fill);
void qs_wrap_box_append (QsWrapBox *self, GtkWidget *child);

G_END_DECLS
