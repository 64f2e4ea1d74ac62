/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* As g_task_run_in_thread, but the source object is let go in the main thread. Otherwise the worker may be the last to hold the task
 * and with it a widget, which it would then finalize. To be called in the main thread. */
void qs_task_run_in_thread (GTask *task, GTaskThreadFunc func);

G_END_DECLS
