/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the export dialog has made in the background: its preview, the file, the picture to copy. */
#include "app/qs-export-dialog-private.h"

#include "app/qs-dialogs.h"
#include "app/qs-paint.h"
#include "app/qs-task.h"

#include <glib/gi18n-lib.h>

/* A job with what came out of it. */
typedef struct
{
  QsExportJob *job;
  char *path;
  guint serial;
  guint64 n_bytes;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->job, qs_export_job_free);
  g_free (work->path);
  g_free (work);
}

static Work *
new_work (QsExportDialog *self)
{
  QsExportChoice choice;
  QsExportJob *job;
  Work *work;

  qs_export_dialog_get_choice (self, &choice);
  job = qs_export_job_new (self->session, self->plots, self->view, self->matrix, &choice);
  if (job == NULL)
    return NULL;
  if (self->figure != NULL)
    qs_export_job_set_figure (job, self->figure, self->figure_caption);
  work = g_new0 (Work, 1);
  work->job = job;
  return work;
}

static void
preview_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;
  GBytes *bytes = qs_export_job_preview (work->job, &work->n_bytes, cancellable, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

static void
preview_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (work->serial != self->serial || self->preview == NULL)
    return;
  if (bytes == NULL)
    {
      gtk_label_set_text (self->facts, error->message);
      return;
    }
  texture = gdk_texture_new_from_bytes (bytes, NULL);
  gtk_picture_set_paintable (self->preview, GDK_PAINTABLE (texture));
  gtk_aspect_frame_set_ratio (self->preview_frame,
                              (float)gdk_texture_get_width (texture) / (float)gdk_texture_get_height (texture));
  qs_export_dialog_show_facts (self, qs_export_job_get_choice (work->job), work->n_bytes);
}

gboolean
qs_export_dialog_update_preview (gpointer user_data)
{
  QsExportDialog *self = user_data;
  g_autoptr (GTask) task = NULL;
  Work *work = new_work (self);

  self->preview_id = 0;
  if (work == NULL)
    return G_SOURCE_REMOVE;
  /* A report of many values takes its time; only the newest is wanted. */
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, preview_cb, NULL);
  work->serial = ++self->serial;
  g_task_set_task_data (task, work, work_free);
  qs_task_run_in_thread (task, preview_thread);
  return G_SOURCE_REMOVE;
}

/* Saving */

static void
try_again (gpointer user_data)
{
  QsExportDialog *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (self), "export.save", NULL);
}

static void
open_folder_cb (AdwToast *toast, gpointer user_data)
{
  const char *path = g_object_get_data (G_OBJECT (toast), "path");

  qs_dialogs_open_folder (NULL, path);
}

static void
show_saved (QsExportDialog *self, const char *path, QsExportScope scope)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *overlay = parent != NULL ? g_object_get_data (G_OBJECT (parent), "toasts") : NULL;
  AdwToast *toast = adw_toast_new (scope == QS_EXPORT_REPORT ? _ ("Report saved") : _ ("Figure saved"));

  adw_toast_set_button_label (toast, _ ("_Open Folder"));
  g_object_set_data_full (G_OBJECT (toast), "path", g_strdup (path), g_free);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (open_folder_cb), NULL);
  adw_toast_overlay_add_toast (overlay != NULL ? ADW_TOAST_OVERLAY (overlay) : self->toasts, toast);
}

static void
save_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  if (qs_export_job_save (work->job, work->path, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  const QsExportChoice *choice = qs_export_job_get_choice (work->job);
  g_autoptr (GError) error = NULL;

  if (self->save_button == NULL)
    return;
  gtk_widget_set_sensitive (self->save_button, TRUE);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      qs_dialogs_show_error (GTK_WINDOW (self), _ ("Could Not Save Figure"), error->message, G_CALLBACK (try_again), self);
      return;
    }
  qs_export_settings_save (self->settings, choice, qs_export_dialog_get_unit (self));
  show_saved (self, work->path, choice->scope);
  gtk_window_close (GTK_WINDOW (self));
}

void
qs_export_dialog_save (QsExportDialog *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, saved_cb, NULL);
  Work *work = new_work (self);

  if (work == NULL)
    return;
  work->path = g_strdup (path);
  g_task_set_task_data (task, work, work_free);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  qs_task_run_in_thread (task, save_thread);
}

static void
target_cb (const char *path, gpointer user_data)
{
  g_autoptr (QsExportDialog) self = user_data;

  if (path != NULL)
    qs_export_dialog_save (self, path);
}

void
qs_export_dialog_save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (widget);
  const char *what;
  g_autofree char *name = NULL;
  QsExportChoice choice;

  qs_export_dialog_get_choice (self, &choice);
  if (choice.scope == QS_EXPORT_PLOT)
    what = self->figure != NULL ? self->figure_nick : self->matrix != NULL ? "matrix" : qsf_view_get_nick (self->view);
  else
    what = choice.scope == QS_EXPORT_REPORT ? "report" : "plots";
  name = g_strdup_printf ("%s-%s.%s", self->name, what, qsp_export_format_get_nick (choice.figure.format));
  qs_dialogs_choose_target (GTK_WINDOW (self), choice.scope == QS_EXPORT_REPORT ? _ ("Save Report") : _ ("Save Figure"), name,
                            target_cb, g_object_ref (self));
}

/* The size of the figure in px as on screen; both forms, so that the one who pastes may choose. */
void
qs_export_dialog_copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (widget);
  GdkPaintable *paintable = gtk_picture_get_paintable (self->preview);
  Work *work = new_work (self);
  g_autoptr (GBytes) svg = work != NULL ? qs_export_job_make_svg (work->job) : NULL;

  if (GDK_IS_TEXTURE (paintable) && svg != NULL)
    {
      qs_paint_copy (widget, GDK_TEXTURE (paintable), svg);
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Figure copied")));
    }
  g_clear_pointer (&work, work_free);
}
