/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_MEASURES_PANEL (qs_measures_panel_get_type ())

/* What quantization does to the values, in numbers. */
G_DECLARE_FINAL_TYPE (QsMeasuresPanel, qs_measures_panel, QS, MEASURES_PANEL, GtkWidget)

void qs_measures_panel_set_session (QsMeasuresPanel *self, QsSession *session);

G_END_DECLS
