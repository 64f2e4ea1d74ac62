/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include <glib/gi18n-lib.h>

/* Editors and copying programs touch a file several times; one word about it is enough. */
#define QUIET_MSEC 500

static gboolean
tell_cb (gpointer user_data)
{
  QsWindow *self = user_data;

  self->watch_id = 0;
  qs_window_show_info (self, _ ("The file changed on disk"), _ ("Reload"), "win.reload");
  return G_SOURCE_REMOVE;
}

static void
changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, QsWindow *self)
{
  if (event != G_FILE_MONITOR_EVENT_CHANGED && event != G_FILE_MONITOR_EVENT_CREATED && event != G_FILE_MONITOR_EVENT_RENAMED)
    return;
  g_clear_handle_id (&self->watch_id, g_source_remove);
  self->watch_id = g_timeout_add (QUIET_MSEC, tell_cb, self);
}

void
qs_window_unwatch (QsWindow *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
}

void
qs_window_watch (QsWindow *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  qs_window_unwatch (self);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (changed_cb), self, 0);
}

void
qs_window_reload (QsWindow *self)
{
  QstArchive *archive = qs_session_get_archive (self->session);
  const QsState *state = qs_session_get_state (self->session);

  if (archive == NULL)
    return;
  if (qst_archive_get_raw (archive) != NULL)
    {
      qs_window_open_raw (self, qst_archive_get_path (archive), qst_archive_get_raw (archive));
      return;
    }
  qs_window_open (self, qst_archive_get_path (archive), state->tensor != NULL ? qst_tensor_get_name (state->tensor) : NULL);
}
