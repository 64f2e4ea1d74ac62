/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-window.h"

/* What tests of the window share: an application without a main loop of its own, and waiting for things to happen. */

/* Starts the application and returns a window with size; free with app_test_close. */
QsWindow *app_test_open_window (int width, int height);
void app_test_close (QsWindow *window);

/* Runs the main loop until condition holds; FALSE after seconds. */
gboolean app_test_wait (gboolean (*condition) (gpointer), gpointer data, double seconds);

/* Waits until the session's newest result is that of its state and nothing is being loaded. */
void app_test_wait_for_result (QsSession *session);

/* Runs the main loop for a while. */
void app_test_run (int msec);

void app_test_action (QsWindow *window, const char *name, GVariant *parameter);
void app_test_change (QsWindow *window, const char *name, GVariant *state);
GVariant *app_test_state (QsWindow *window, const char *name);

/* A file of the tests' data. (transfer full) */
char *app_test_file (const char *relative);
