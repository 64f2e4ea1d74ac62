/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "app/qs-application.h"

static QsApplication *application;

static void
ensure_application (void)
{
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return;
  application = qs_application_new ();
  /* Tests run beside each other: none of them may become the one and only instance. */
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
}

QsWindow *
app_test_open_window (int width, int height)
{
  QsWindow *window;

  ensure_application ();
  window = qs_window_new (ADW_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

void
app_test_close (QsWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  app_test_run (50);
}

static gboolean
timeout_cb (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
  return G_SOURCE_REMOVE;
}

gboolean
app_test_wait (gboolean (*condition) (gpointer), gpointer data, double seconds)
{
  gboolean timed_out = FALSE;
  guint id = g_timeout_add ((guint)(seconds * 1000), timeout_cb, &timed_out);

  while (!condition (data) && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  if (!timed_out)
    g_source_remove (id);
  return !timed_out;
}

static gboolean
is_settled (gpointer session)
{
  return qs_session_get_result (session) != NULL && !qs_session_is_loading (session) && !qs_session_is_stale (session)
         && !qs_session_is_dragging (session);
}

void
app_test_wait_for_result (QsSession *session)
{
  g_assert_true (app_test_wait (is_settled, session, 30));
}

static gboolean
never (gpointer data)
{
  return FALSE;
}

void
app_test_run (int msec)
{
  app_test_wait (never, NULL, msec / 1000.0);
}

void
app_test_action (QsWindow *window, const char *name, GVariant *parameter)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), name));
  g_action_group_activate_action (G_ACTION_GROUP (window), name, parameter);
}

void
app_test_change (QsWindow *window, const char *name, GVariant *state)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), name));
  g_action_group_change_action_state (G_ACTION_GROUP (window), name, state);
}

GVariant *
app_test_state (QsWindow *window, const char *name)
{
  return g_action_group_get_action_state (G_ACTION_GROUP (window), name);
}

char *
app_test_file (const char *relative)
{
  return g_build_filename (g_getenv ("G_TEST_SRCDIR"), relative, NULL);
}
