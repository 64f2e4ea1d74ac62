/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-task.h"

static GThread *gone_in;

static void
gone_cb (gpointer data, GObject *source)
{
  g_atomic_pointer_set (&gone_in, g_thread_self ());
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  *(gboolean *)done = TRUE;
}

static gpointer
let_go (gpointer task)
{
  g_object_unref (task);
  return NULL;
}

/* A thread is the last to hold a task, as the worker is when it is slow: the source, a widget, goes in the main thread all the same. */
static void
test_source (void)
{
  GObject *source = g_object_new (G_TYPE_OBJECT, NULL);
  gboolean done = FALSE;
  GTask *task = g_task_new (source, NULL, done_cb, &done);

  g_object_weak_ref (source, gone_cb, NULL);
  qs_task_run_in_thread (task, work);
  g_object_unref (source);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  /* The worker's own reference may last a little longer. */
  while (g_atomic_int_get ((gint *)&G_OBJECT (task)->ref_count) > 1)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (g_atomic_pointer_get (&gone_in));
  g_thread_join (g_thread_new ("last", let_go, task));
  while (g_atomic_pointer_get (&gone_in) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gone_in == g_thread_self ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/task/source", test_source);
  return g_test_run ();
}
