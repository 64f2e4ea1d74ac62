/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define QS_TYPE_WINDOW (qs_window_get_type ())

/* The window: one session, its controls, plots and measures. */
G_DECLARE_FINAL_TYPE (QsWindow, qs_window, QS, WINDOW, AdwApplicationWindow)

QsWindow *qs_window_new (AdwApplication *application);

QsSession *qs_window_get_session (QsWindow *self);

/* Opens a local file (and a tensor of it, or NULL: the largest); errors are told in the window. */
void qs_window_open (QsWindow *self, const char *path, const char *tensor_name);

G_END_DECLS
