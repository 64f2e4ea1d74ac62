/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-private.h"

#include "analysis/qsa-curve.h"

/* Of more values than this a coarse curve is shown before the fine one. */
#define MANY_VALUES (2 * 1024 * 1024)

typedef struct
{
  QsaSource *source;
  QscScheme format;
  int zero_point;
  double low, high;
  guint stride;
  QsaCurve *previous, *curve;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  qsa_source_unref (work->source);
  g_clear_pointer (&work->previous, qsa_curve_unref);
  g_clear_pointer (&work->curve, qsa_curve_unref);
  g_free (work);
}

static void
curve_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  work->curve = qsa_curve_new (work->source, &work->format, work->zero_point, work->low, work->high, work->stride, work->previous,
                               cancellable, &error);
  if (work->curve != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
curve_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsSession *self = QS_SESSION (object);
  Work *work = g_task_get_task_data (G_TASK (result));

  if ((gpointer)result != self->curve_task)
    return;
  g_clear_object (&self->curve_task);
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  g_clear_pointer (&self->curve, qsa_curve_unref);
  self->curve = g_steal_pointer (&work->curve);
  qs_session_emit (self, QS_SESSION_CURVE);
  qs_session_update_curve (self);
}

static void
cancel (QsSession *self)
{
  if (self->curve_task != NULL)
    g_cancellable_cancel (g_task_get_cancellable (self->curve_task));
  g_clear_object (&self->curve_task);
}

static gboolean
same_format (const QscScheme *a, const QscScheme *b)
{
  return a->bits == b->bits && a->is_signed == b->is_signed && a->narrow_range == b->narrow_range && a->symmetric == b->symmetric
         && a->rounding == b->rounding && a->seed == b->seed;
}

/* Whether what runs is of the same curve. */
static gboolean
is_underway (QsSession *self, const Work *wanted)
{
  const Work *work;

  if (self->curve_task == NULL)
    return FALSE;
  work = g_task_get_task_data (self->curve_task);
  return work->source == wanted->source && work->zero_point == wanted->zero_point && same_format (&work->format, &wanted->format);
}

static void
start (QsSession *self, const Work *wanted)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Work *work = g_memdup2 (wanted, sizeof *wanted);

  cancel (self);
  work->source = qsa_source_ref (wanted->source);
  if (self->curve != NULL)
    work->previous = qsa_curve_ref (self->curve);
  self->curve_task = g_task_new (self, cancellable, curve_done_cb, NULL);
  g_task_set_task_data (self->curve_task, work, work_free);
  g_task_run_in_thread (self->curve_task, curve_thread);
}

/* What is known around the scale in force; a drag makes do with that, or with a coarse curve. */
void
qs_session_update_curve (QsSession *self)
{
  gboolean dragging = qs_session_is_dragging (self), matches;
  const QscParams *params;
  Work wanted = { 0 };

  if (self->curve != NULL && qsa_curve_get_source (self->curve) != self->source)
    g_clear_pointer (&self->curve, qsa_curve_unref);
  if (self->curve_users == 0 || self->result == NULL || qsa_result_get_source (self->result) != self->source)
    {
      cancel (self);
      return;
    }
  params = qsa_result_get_params (self->result);
  wanted.source = self->source;
  wanted.format = qsa_result_get_scheme (self->result)->format;
  wanted.zero_point = params->zero_point;
  wanted.low = params->scale / QSA_CURVE_BELOW;
  wanted.high = params->scale * QSA_CURVE_ABOVE;
  matches = self->curve != NULL && qsa_curve_is_of (self->curve, wanted.source, &wanted.format, wanted.zero_point);
  if (is_underway (self, &wanted) || (matches && (dragging || qsa_curve_covers (self->curve, wanted.low, wanted.high, 1))))
    return;
  wanted.stride = 1;
  if (!matches && (dragging || qst_tensor_get_count (qsa_source_get_tensor (self->source)) > MANY_VALUES))
    wanted.stride = QSA_CURVE_COARSE;
  start (self, &wanted);
}

QsaCurve *
qs_session_get_curve (QsSession *self)
{
  return self->curve;
}

void
qs_session_use_curve (QsSession *self)
{
  self->curve_users++;
  qs_session_update_curve (self);
}

void
qs_session_unuse_curve (QsSession *self)
{
  g_return_if_fail (self->curve_users > 0);
  self->curve_users--;
  qs_session_update_curve (self);
}

void
qs_session_drop_curve (QsSession *self)
{
  cancel (self);
  g_clear_pointer (&self->curve, qsa_curve_unref);
}
