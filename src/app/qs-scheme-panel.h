/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_SCHEME_PANEL (qs_scheme_panel_get_type ())

/* The controls of the scheme: integer format, scale and zero-point, method. */
G_DECLARE_FINAL_TYPE (QsSchemePanel, qs_scheme_panel, QS, SCHEME_PANEL, GtkWidget)

void qs_scheme_panel_set_session (QsSchemePanel *self, QsSession *session);

G_END_DECLS
