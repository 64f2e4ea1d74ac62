/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_FIT_BOX (qs_fit_box_get_type ())

/* A row that shows as many of its children, from the first on, as its width allows, and asks for no width at all. The property
 * "complete" tells whether that is all of them: what is left out must be had elsewhere. */
G_DECLARE_FINAL_TYPE (QsFitBox, qs_fit_box, QS, FIT_BOX, GtkWidget)

gboolean qs_fit_box_get_complete (QsFitBox *self);

G_END_DECLS
