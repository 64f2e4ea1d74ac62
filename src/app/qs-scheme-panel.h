/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_SCHEME_PANEL (qs_scheme_panel_get_type ())

/* The controls of the scheme: integer format, scale and zero-point, method. */
G_DECLARE_FINAL_TYPE (QsSchemePanel, qs_scheme_panel, QS, SCHEME_PANEL, GtkWidget)

void qs_scheme_panel_set_session (QsSchemePanel *self, QsSession *session);

/* The row of a control by its name in lessons (bits, signed, sym, narrow, cal, s, z, round); NULL: not here. */
GtkWidget *qs_scheme_panel_get_control (QsSchemePanel *self, const char *name);

G_END_DECLS
