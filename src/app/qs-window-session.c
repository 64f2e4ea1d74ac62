/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions: the window's state into a file and back. */
#include "app/qs-window-private.h"

#include "app/qs-dialogs.h"
#include "app/qs-session-file.h"
#include "app/qs-session-scene.h"
#include "app/qs-task.h"

#include <glib/gi18n-lib.h>

static void
collect (QsWindow *self, QsSessionFile *file)
{
  const QsState *state = qs_session_get_state (self->session);
  g_autoptr (GVariant) layout = g_action_group_get_action_state (G_ACTION_GROUP (self), "layout");

  qs_session_file_init (file);
  qs_session_get_scene (self->session, &file->scene);
  if (!state->is_drawn && state->archive != NULL && state->tensor != NULL)
    {
      file->source = g_strdup (qst_archive_get_path (state->archive));
      file->tensor = g_strdup (qst_tensor_get_name (state->tensor));
    }
  g_strfreev (file->views);
  file->views = qs_plot_stack_get_places (self->plots);
  file->layout = g_variant_dup_string (layout, NULL);
  file->unlinked = !qs_session_get_linked (self->session);
  file->bin_width = qs_session_get_bin_width (self->session);
  file->zoomed = qs_session_get_zoom (self->session, &file->zoom_low, &file->zoom_high);
}

typedef struct
{
  QsWindow *window;
  QsSessionFile file;
  char *path;
} Work;

static Work *
work_new (QsWindow *window, const char *path)
{
  Work *work = g_new0 (Work, 1);

  work->window = g_object_ref (window);
  work->path = g_strdup (path);
  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->window);
  qs_session_file_clear (&work->file);
  g_free (work->path);
  g_free (work);
}

static void
save_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  if (qs_session_file_save (&work->file, work->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsWindow *self = QS_WINDOW (object);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    qs_window_toast (self, _ ("Session saved"));
  else
    qs_dialogs_show_error (GTK_WINDOW (self), _ ("Could Not Save the Session"), error->message, NULL, NULL);
}

static void
save (QsWindow *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, saved_cb, NULL);
  Work *work = work_new (self, path);

  collect (self, &work->file);
  g_task_set_task_data (task, work, work_free);
  qs_task_run_in_thread (task, save_thread);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  g_autoptr (QsWindow) self = user_data;
  g_autofree char *full = NULL;

  if (path == NULL || self->session == NULL)
    return;
  full = g_str_has_suffix (path, QS_SESSION_FILE_SUFFIX) ? g_strdup (path) : g_strconcat (path, QS_SESSION_FILE_SUFFIX, NULL);
  save (self, full);
}

static void
save_session_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;
  g_autofree char *name = NULL;
  const QsState *state = qs_session_get_state (self->session);
  g_autofree char *format = qsa_scheme_describe_format (&state->scheme);
  g_autofree char *lower = g_ascii_strdown (format, -1);

  name = g_strdup_printf ("%s" QS_SESSION_FILE_SUFFIX, lower);
  qs_dialogs_choose_target (GTK_WINDOW (self), _ ("Save Session"), name, chosen_cb, g_object_ref (self));
}

/* For scripts: a path, no dialog. */
static void
save_session_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save (user_data, g_variant_get_string (parameter, NULL));
}

/* What belongs to the window rather than to the values. */
static void
restore_window (QsWindow *self, const QsSessionFile *file)
{
  if (file->layout != NULL)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "layout", g_variant_new_string (file->layout));
  qs_plot_stack_set_places (self->plots, (const char *const *)file->views);
  qs_session_set_linked (self->session, !file->unlinked);
  qs_session_set_bin_width (self->session, file->bin_width);
  if (file->zoomed)
    qs_session_want_zoom (self->session, file->zoom_low, file->zoom_high);
}

/* The values are there: now what is done with them. */
static void
values_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GError) error = NULL;

  if (qs_session_open_finish (QS_SESSION (object), result, &error))
    {
      qs_session_set_scene (work->window->session, &work->file.scene, _ ("session"));
      qs_window_watch (work->window, work->file.source);
      restore_window (work->window, &work->file);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *text = g_strdup_printf (_ ("The values of this session could not be opened: %s"), error->message);

      qs_window_show_info (work->window, text, _ ("Open…"), "win.open");
      qs_session_set_scene (work->window->session, &work->file.scene, _ ("session"));
      restore_window (work->window, &work->file);
    }
  work_free (work);
}

static void
load_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  g_autofree char *mark = NULL;
  GError *error = NULL;

  if (!qs_session_file_load (&work->file, work->path, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  mark = work->file.source != NULL ? qs_session_file_mark (work->file.source) : NULL;
  /* TRUE: the source is what it was, or cannot be told. */
  g_task_return_boolean (task, work->file.mark == NULL || mark == NULL || g_str_equal (mark, work->file.mark));
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsWindow *self = QS_WINDOW (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  const gboolean same = g_task_propagate_boolean (G_TASK (result), &error);
  Work *next;

  if (error != NULL)
    {
      qs_dialogs_show_error (GTK_WINDOW (self), _ ("Could Not Open the Session"), error->message, NULL, NULL);
      return;
    }
  if (work->file.source == NULL)
    {
      qs_session_set_scene (self->session, &work->file.scene, _ ("session"));
      restore_window (self, &work->file);
      return;
    }
  if (!same)
    qs_window_toast (self, _ ("The file with the values is not the one this session was saved with"));
  next = work_new (self, work->path);
  next->file = work->file;
  qs_session_file_init (&work->file);
  if (next->file.scene.has_raw)
    qs_session_open_raw_async (self->session, next->file.source, &next->file.scene.raw, NULL, values_cb, next);
  else
    qs_session_open_async (self->session, next->file.source, next->file.tensor, NULL, values_cb, next);
}

void
qs_window_open_session (QsWindow *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, loaded_cb, NULL);
  Work *work = work_new (self, path);

  qs_session_file_init (&work->file);
  g_task_set_task_data (task, work, work_free);
  qs_task_run_in_thread (task, load_thread);
}

void
qs_window_add_session_actions (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "save-session", .activate = save_session_cb },
    { .name = "save-session-to", .activate = save_session_to_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
