/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What views draw beside the result: computed in the background, each kind only while a view that draws it is mapped. */
#include "app/qs-session-private.h"

#include "app/qs-task.h"

#include <math.h>

typedef struct
{
  QsfExtra extra;
  QsfExtraRequest request; /* holds references on its sources and unit_params */
  gpointer previous, value;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  qsa_source_unref (work->request.source);
  qsa_source_unref (work->request.all);
  qsa_unit_params_unref (work->request.unit_params);
  if (work->previous != NULL)
    qsf_extra_unref (work->extra, work->previous);
  if (work->value != NULL)
    qsf_extra_unref (work->extra, work->value);
  g_free (work);
}

static void
extra_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  work->value = qsf_extra_new (work->extra, &work->request, work->previous, cancellable, &error);
  if (work->value != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
drop_value (QsSession *self, QsfExtra extra)
{
  QsSessionExtra *own = &self->extras[extra];

  if (own->value != NULL)
    qsf_extra_unref (extra, own->value);
  own->value = NULL;
}

static void
cancel (QsSession *self, QsfExtra extra)
{
  QsSessionExtra *own = &self->extras[extra];

  if (own->task != NULL)
    g_cancellable_cancel (g_task_get_cancellable (own->task));
  g_clear_object (&own->task);
}

static void update (QsSession *self, QsfExtra extra);

static void
extra_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsSession *self = QS_SESSION (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  QsSessionExtra *own = &self->extras[work->extra];

  if ((gpointer)result != own->task)
    return;
  g_clear_object (&own->task);
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  drop_value (self, work->extra);
  own->value = g_steal_pointer (&work->value);
  own->source = work->request.all;
  qs_session_emit (self, QS_SESSION_EXTRAS);
  update (self, work->extra);
}

static void
start (QsSession *self, QsfExtra extra, const QsfExtraRequest *request)
{
  QsSessionExtra *own = &self->extras[extra];
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Work *work = g_new0 (Work, 1);

  cancel (self, extra);
  work->extra = extra;
  work->request = *request;
  qsa_source_ref (work->request.source);
  qsa_source_ref (work->request.all);
  qsa_unit_params_ref (work->request.unit_params);
  if (own->value != NULL)
    work->previous = qsf_extra_ref (extra, own->value);
  own->task = g_task_new (self, cancellable, extra_done_cb, NULL);
  g_task_set_task_data (own->task, work, work_free);
  qs_task_run_in_thread (own->task, extra_thread);
}

static gboolean
is_underway (QsSession *self, QsfExtra extra, const QsfExtraRequest *request)
{
  GTask *task = self->extras[extra].task;

  return task != NULL && qsf_extra_is_shared (extra, &((Work *)g_task_get_task_data (task))->request, request);
}

static void
update (QsSession *self, QsfExtra extra)
{
  QsSessionExtra *own = &self->extras[extra];
  QsfExtraRequest request;

  if (own->source != self->source)
    drop_value (self, extra);
  if (own->users == 0 || self->result == NULL || qsa_result_get_source (self->result) != self->source)
    {
      cancel (self, extra);
      return;
    }
  qsf_extra_request_init (&request, self->result);
  request.index_low = self->index_low;
  request.index_high = self->index_high;
  request.n_columns = self->n_columns;
  request.focus_scale = self->focus_scale;
  request.focus_zero_point = self->focus_zero_point;
  request.in_haste = qs_session_is_dragging (self);
  if (!is_underway (self, extra, &request) && !qsf_extra_suits (extra, own->value, &request))
    start (self, extra, &request);
}

void
qs_session_update_extras (QsSession *self)
{
  for (int extra = 0; extra < QSF_N_EXTRAS; extra++)
    update (self, extra);
}

gpointer
qs_session_get_extra (QsSession *self, QsfExtra extra)
{
  return self->extras[extra].value;
}

void
qs_session_use_extras (QsSession *self, guint extras)
{
  for (int extra = 0; extra < QSF_N_EXTRAS; extra++)
    if ((extras & (1u << extra)) != 0)
      {
        self->extras[extra].users++;
        update (self, extra);
      }
}

void
qs_session_unuse_extras (QsSession *self, guint extras)
{
  for (int extra = 0; extra < QSF_N_EXTRAS; extra++)
    if ((extras & (1u << extra)) != 0)
      {
        g_return_if_fail (self->extras[extra].users > 0);
        self->extras[extra].users--;
        update (self, extra);
      }
}

void
qs_session_set_indices (QsSession *self, double low, double high, guint n_columns)
{
  self->index_low = low;
  self->index_high = high;
  self->n_columns = n_columns;
  update (self, QSF_EXTRA_ENVELOPE);
}

void
qs_session_set_focus (QsSession *self, double scale, double zero_point)
{
  if (isnan (scale) || isnan (zero_point))
    return;
  self->focus_scale = scale;
  self->focus_zero_point = zero_point;
  update (self, QSF_EXTRA_DETAIL);
}

void
qs_session_drop_extras (QsSession *self)
{
  for (int extra = 0; extra < QSF_N_EXTRAS; extra++)
    {
      cancel (self, extra);
      drop_value (self, extra);
    }
}
