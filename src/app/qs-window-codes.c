/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include "analysis/qsa-codes-file.h"
#include "app/qs-dialogs.h"
#include "app/qs-task.h"

#include <glib/gi18n-lib.h>

/* Waiting shorter than this needs no sign. */
#define PROGRESS_MSEC 300
#define PROGRESS_STEPS 1000

/* One file on its way. */
typedef struct
{
  QsaSource *source;
  QsaScheme scheme;
  QsaUnitParams *params;
  QsaCodesOptions options;
  char *path;
  gint done; /* of PROGRESS_STEPS; atomic */
  GtkWidget *dialog;
  guint timeout_id;
} Codes;

static void
codes_free (gpointer data)
{
  Codes *codes = data;

  qsa_source_unref (codes->source);
  qsa_unit_params_unref (codes->params);
  g_free (codes->path);
  g_free (codes);
}

static void
progress_cb (guint64 done, guint64 total, gpointer data)
{
  g_atomic_int_set (&((Codes *)data)->done, (gint)((double)done / (double)total * PROGRESS_STEPS));
}

static void
save_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Codes *codes = task_data;
  GError *error = NULL;

  if (qsa_codes_save (codes->source, &codes->scheme, codes->params, &codes->options, codes->path, progress_cb, codes, cancellable,
                      &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
show_progress_cb (gpointer user_data)
{
  GTask *task = user_data;
  Codes *codes = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return G_SOURCE_CONTINUE; /* its dialog has gone, the work is about to */
  if (codes->dialog == NULL)
    {
      GtkWidget *dialog =
          qs_dialogs_show_progress (g_task_get_source_object (task), _ ("Saving Codes"), g_task_get_cancellable (task));

      g_set_weak_pointer (&codes->dialog, dialog);
    }
  qs_dialogs_set_progress (codes->dialog, (double)g_atomic_int_get (&codes->done) / PROGRESS_STEPS);
  return G_SOURCE_CONTINUE;
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsWindow *self = QS_WINDOW (object);
  Codes *codes = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean saved = g_task_propagate_boolean (G_TASK (result), &error);

  g_clear_handle_id (&codes->timeout_id, g_source_remove);
  if (codes->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (codes->dialog));
  if (self->session == NULL)
    return;
  if (saved)
    qs_window_toast_saved (self, _ ("Codes saved"), codes->path);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    qs_dialogs_show_error (GTK_WINDOW (self), _ ("Could Not Save Codes"), error->message, NULL, NULL);
}

void
qs_window_save_codes (QsWindow *self, const char *path)
{
  QsaResult *result = qs_session_get_result (self->session);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = NULL;
  Codes *codes;

  if (result == NULL)
    return;
  codes = g_new0 (Codes, 1);
  codes->source = qsa_source_ref (qsa_result_get_source (result));
  codes->scheme = *qsa_result_get_scheme (result);
  codes->params = qsa_unit_params_ref (qsa_result_get_unit_params (result));
  codes->options.format = QSA_CODES_SAFETENSORS; /* also of a name without an extension */
  codes->path = g_strdup (path);
  qsa_codes_format_from_path (path, &codes->options.format);
  task = g_task_new (self, cancellable, saved_cb, NULL);
  g_task_set_task_data (task, codes, codes_free);
  codes->timeout_id =
      g_timeout_add_full (G_PRIORITY_DEFAULT, PROGRESS_MSEC, show_progress_cb, g_object_ref (task), g_object_unref);
  qs_task_run_in_thread (task, save_thread);
}

static void
target_cb (const char *path, gpointer user_data)
{
  g_autoptr (QsWindow) self = user_data;

  if (path != NULL && self->session != NULL)
    qs_window_save_codes (self, path);
}

void
qs_window_export_codes (QsWindow *self)
{
  QsaResult *result = qs_session_get_result (self->session);
  g_autofree char *stem = result != NULL ? qs_window_make_file_name (self, result) : NULL;
  g_autofree char *name = g_strconcat (stem, ".safetensors", NULL);

  if (result != NULL)
    qs_dialogs_choose_target (GTK_WINDOW (self), _ ("Save Codes (.safetensors, .npy or .h)"), name, target_cb,
                              g_object_ref (self));
}
