/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-private.h"

#include "app/qs-task.h"

#include "analysis/qsa-tolerance.h"

/* The optimum is a mark on the slider: worth having, never worth slowing a drag. */
#define REST_MSEC 400

typedef struct
{
  QsaSource *source;
  QsaScheme scheme;
  QscParams params;
  double low, high;
} Optimum;

static void
optimum_free (gpointer data)
{
  Optimum *optimum = data;

  qsa_source_unref (optimum->source);
  g_free (optimum);
}

static void
optimum_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Optimum *optimum = task_data;
  GError *error = NULL;

  if (qsa_calibrate (optimum->source, &optimum->scheme, cancellable, &optimum->params, &error)
      && qsa_find_tolerated_scales (optimum->source, &optimum->params, QS_SESSION_TOLERANCE, cancellable, &optimum->low,
                                    &optimum->high, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
optimum_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsSession *self = QS_SESSION (object);
  Optimum *optimum = g_task_get_task_data (G_TASK (result));
  gboolean found = g_task_propagate_boolean (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->optimum_search)
    return;
  g_clear_object (&self->optimum_search);
  if (!found || optimum->source != self->source)
    return;
  self->has_optimum = TRUE;
  self->optimum = optimum->params;
  self->good_low = optimum->low;
  self->good_high = optimum->high;
  qs_session_emit (self, QS_SESSION_CHANGED);
}

static gboolean
rest_cb (gpointer user_data)
{
  QsSession *self = user_data;
  g_autoptr (GTask) task = NULL;
  Optimum *optimum;

  self->optimum_id = 0;
  if (self->source == NULL || self->load != NULL)
    return G_SOURCE_REMOVE;
  if (self->drags > 0)
    {
      qs_session_find_optimum (self);
      return G_SOURCE_REMOVE;
    }
  optimum = g_new0 (Optimum, 1);
  optimum->source = qsa_source_ref (self->source);
  optimum->scheme = self->state.scheme;
  optimum->scheme.calibration = QSA_CALIBRATION_MSE;
  self->optimum_search = g_cancellable_new ();
  task = g_task_new (self, self->optimum_search, optimum_done_cb, NULL);
  g_task_set_task_data (task, optimum, optimum_free);
  qs_task_run_in_thread (task, optimum_thread);
  return G_SOURCE_REMOVE;
}

void
qs_session_find_optimum (QsSession *self)
{
  if (self->has_optimum || self->optimum_search != NULL)
    return;
  g_clear_handle_id (&self->optimum_id, g_source_remove);
  self->optimum_id = g_timeout_add (REST_MSEC, rest_cb, self);
}

void
qs_session_drop_optimum (QsSession *self)
{
  self->has_optimum = FALSE;
  g_clear_handle_id (&self->optimum_id, g_source_remove);
  if (self->optimum_search != NULL)
    g_cancellable_cancel (self->optimum_search);
  g_clear_object (&self->optimum_search);
}

gboolean
qs_session_get_optimum (QsSession *self, QscParams *params)
{
  *params = self->optimum;
  return self->has_optimum;
}

gboolean
qs_session_get_good_scales (QsSession *self, double *low, double *high)
{
  *low = self->good_low;
  *high = self->good_high;
  return self->has_optimum;
}
