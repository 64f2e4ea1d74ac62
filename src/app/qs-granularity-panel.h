/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_GRANULARITY_PANEL (qs_granularity_panel_get_type ())

/* The rows of the sidebar that say how many values share a scale, and which scale is looked at. */
G_DECLARE_FINAL_TYPE (QsGranularityPanel, qs_granularity_panel, QS, GRANULARITY_PANEL, GtkWidget)

void qs_granularity_panel_set_session (QsGranularityPanel *self, QsSession *session);

/* The row "gran" or "axis"; NULL for another name. */
GtkWidget *qs_granularity_panel_get_control (QsGranularityPanel *self, const char *name);

/* Resets the row that focus is in; FALSE when it is in none. */
gboolean qs_granularity_panel_reset (QsGranularityPanel *self, GtkWidget *focus);

G_END_DECLS
