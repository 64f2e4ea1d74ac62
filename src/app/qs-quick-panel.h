/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_QUICK_PANEL (qs_quick_panel_get_type ())

/* What a narrow window shows under the plot, where the panes are folded away: three measures, scale and zero-point. */
G_DECLARE_FINAL_TYPE (QsQuickPanel, qs_quick_panel, QS, QUICK_PANEL, GtkWidget)

void qs_quick_panel_set_session (QsQuickPanel *self, QsSession *session);

G_END_DECLS
