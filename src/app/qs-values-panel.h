/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_VALUES_PANEL (qs_values_panel_get_type ())

/* Where the values come from: the tensor of the opened file, with a picker, or a distribution with its parameters. */
G_DECLARE_FINAL_TYPE (QsValuesPanel, qs_values_panel, QS, VALUES_PANEL, GtkWidget)

void qs_values_panel_set_session (QsValuesPanel *self, QsSession *session);

/* Opens the tensor picker with the focus in its search. */
void qs_values_panel_search_tensors (QsValuesPanel *self);

G_END_DECLS
