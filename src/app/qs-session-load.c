/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-private.h"

#include "app/qs-task.h"

#include <math.h>

/* What a worker brings back: the values, and one of them that is worth a look. */
typedef struct
{
  QsState state;
  QsaSource *source;
  gboolean has_pick;
  guint64 pick_index;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  qs_state_clear (&load->state);
  g_clear_pointer (&load->source, qsa_source_unref);
  g_free (load);
}

/* A value on the flank shows more than one at the peak, where the error is small whatever one does. */
static void
choose_pick (Load *load, GCancellable *cancellable)
{
  double mean = qsa_source_get_mean (load->source);
  double std = qsa_source_get_std (load->source);

  if (isfinite (mean) && isfinite (std))
    load->has_pick = qsa_source_find_nearest (load->source, (float)(mean + 1.5 * std), cancellable, &load->pick_index);
}

static void
load_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Load *load = task_data;
  g_autoptr (QstTensor) tensor = NULL;
  GError *error = NULL;

  if (load->state.is_drawn)
    tensor = qst_distribution_draw (&load->state.distribution, cancellable, &error);
  else
    tensor = qst_tensor_ref (load->state.tensor);
  if (tensor != NULL)
    load->source = qsa_source_new (tensor, cancellable, &error);
  if (load->source == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  choose_pick (load, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
load_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsSession *self = QS_SESSION (object);
  Load *load = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gboolean loaded = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->load)
    {
      g_clear_error (&error); /* overtaken by a newer one */
      return;
    }
  g_clear_object (&self->load);
  if (loaded)
    {
      g_clear_pointer (&self->source, qsa_source_unref);
      g_clear_pointer (&self->result, qsa_result_unref);
      self->source = g_steal_pointer (&load->source);
      qs_state_copy (&self->source_state, &load->state);
      self->zoomed = self->has_wanted_zoom;
      self->zoom_low = self->wanted_low;
      self->zoom_high = self->wanted_high;
      self->has_wanted_zoom = FALSE;
      self->keep_range = FALSE;
      self->has_preview = self->has_interval = FALSE;
      qs_session_forget_views (self);
      self->has_pick = load->has_pick;
      self->pick_index = load->pick_index;
      if (self->has_pick)
        self->pick = qst_tensor_get_value (qsa_source_get_tensor (self->source), self->pick_index);
      if (self->has_wanted_pick)
        {
          self->has_pick = TRUE;
          self->pick = self->wanted_pick;
          self->pick_index = G_MAXUINT64;
        }
      self->has_wanted_pick = FALSE;
      qs_session_submit (self);
      qs_session_find_optimum (self);
    }
  qs_session_emit (self, QS_SESSION_SOURCE);
  qs_session_emit (self, QS_SESSION_RESULT);
  qs_session_emit (self, QS_SESSION_VIEW);
  if (error != NULL)
    qs_session_fail (self, error);
}

void
qs_session_load (QsSession *self)
{
  g_autoptr (GTask) task = NULL;
  Load *load;

  if (self->load != NULL)
    g_cancellable_cancel (self->load);
  g_clear_object (&self->load);
  if (self->source != NULL && qs_state_has_same_values (&self->source_state, &self->state))
    {
      qs_session_submit (self);
      qs_session_emit (self, QS_SESSION_SOURCE);
      return;
    }
  if (!qs_state_has_values (&self->state))
    return;
  self->load = g_cancellable_new ();
  load = g_new0 (Load, 1);
  qs_state_init (&load->state);
  qs_state_copy (&load->state, &self->state);
  task = g_task_new (self, self->load, load_done_cb, NULL);
  g_task_set_task_data (task, load, load_free);
  qs_task_run_in_thread (task, load_thread);
  qs_session_emit (self, QS_SESSION_SOURCE);
}

typedef struct
{
  char *path;
  char *tensor_name;
  QstRaw *raw; /* NULL: by content */
  QstArchive *archive;
  gboolean may_be_raw;
} Open;

static void
open_free (gpointer data)
{
  Open *open = data;

  g_free (open->path);
  g_free (open->tensor_name);
  g_free (open->raw);
  g_clear_pointer (&open->archive, qst_archive_unref);
  g_free (open);
}

static void
open_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Open *open = task_data;
  GError *error = NULL;

  open->archive = open->raw != NULL ? qst_archive_open_raw (open->path, open->raw, cancellable, &error)
                                    : qst_archive_open (open->path, cancellable, &error);
  if (open->archive == NULL)
    {
      open->may_be_raw = g_error_matches (error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT) && qst_raw_may_be (open->path);
      g_task_return_error (task, error);
    }
  else
    g_task_return_boolean (task, TRUE);
}

/* Codes of a grid are read as the real values that they stand for. */
static gboolean
has_integers (QstTensor *tensor)
{
  return qst_dtype_is_integer (qst_tensor_get_dtype (tensor)) && !qst_tensor_is_quantized (tensor);
}

/* The largest float tensor is what people come for; a file of integers has the largest of those. */
static QstTensor *
choose_tensor (QstArchive *archive)
{
  QstTensor *best = NULL;

  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);
      gboolean is_integer = has_integers (tensor);
      gboolean best_is_integer = best != NULL && has_integers (best);

      if (best == NULL || (best_is_integer && !is_integer)
          || (best_is_integer == is_integer && qst_tensor_get_count (tensor) > qst_tensor_get_count (best)))
        best = tensor;
    }
  return best;
}

static void
open_async (QsSession *self, Open *open, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, open, open_free);
  qs_task_run_in_thread (task, open_thread);
}

void
qs_session_open_async (QsSession *self, const char *path, const char *tensor_name, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  Open *open = g_new0 (Open, 1);

  open->path = g_strdup (path);
  open->tensor_name = g_strdup (tensor_name);
  open_async (self, open, cancellable, callback, user_data);
}

void
qs_session_open_raw_async (QsSession *self, const char *path, const QstRaw *raw, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  Open *open = g_new0 (Open, 1);

  open->path = g_strdup (path);
  open->raw = g_memdup2 (raw, sizeof *raw);
  open_async (self, open, cancellable, callback, user_data);
}

gboolean
qs_session_open_may_be_raw (GAsyncResult *result)
{
  return ((Open *)g_task_get_task_data (G_TASK (result)))->may_be_raw;
}

gboolean
qs_session_open_finish (QsSession *self, GAsyncResult *result, GError **error)
{
  Open *open = g_task_get_task_data (G_TASK (result));
  QstTensor *tensor = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (open->tensor_name != NULL)
    {
      tensor = qst_archive_find_tensor (open->archive, open->tensor_name);
      if (tensor == NULL)
        {
          g_set_error (error, QST_ERROR, QST_ERROR_ACCESS, "%s: no tensor is called “%s”", open->path, open->tensor_name);
          return FALSE;
        }
    }
  else
    {
      tensor = choose_tensor (open->archive);
    }
  if (tensor == NULL)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_UNSUPPORTED, "%s: the file is sound, but holds no tensor", open->path);
      return FALSE;
    }
  qs_session_show_file (self, open->archive, tensor);
  qs_session_emit (self, QS_SESSION_SOURCE);
  return TRUE;
}
