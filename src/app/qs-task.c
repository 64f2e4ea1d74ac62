/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-task.h"

/* In whichever thread the task's last reference went. */
static void
let_go (gpointer source)
{
  g_idle_add_once (g_object_unref, source);
}

void
qs_task_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  GObject *source = g_task_get_source_object (task);

  /* Data of an object goes after all that a task itself holds, its own reference to the source among it. */
  if (source != NULL)
    g_object_set_data_full (G_OBJECT (task), "qs-source", g_object_ref (source), let_go);
  g_task_run_in_thread (task, func);
}
