/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-integer-model.h"

#include "app/qs-task.h"

struct _QsIntegerModel
{
  GObject parent_instance;
  QsNetworkModel *network;
  guint example, layer, row;
  guint users, update_id;
  GTask *task; /* the one that runs */
  QsaInteger *integer;
  QsaIntegerRequest answered; /* what integer or error is of; its reference is only compared */
  GError *error;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (QsIntegerModel, qs_integer_model, G_TYPE_OBJECT)

typedef struct
{
  QsaIntegerRequest request; /* holds its reference */
  QsaInteger *integer;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  qsa_reference_unref (work->request.network.reference);
  g_clear_pointer (&work->integer, qsa_integer_unref);
  g_free (work);
}

static void
work_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  work->integer = qsa_integer_new (&work->request, cancellable, &error);
  if (work->integer != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
get_request (QsIntegerModel *self, QsaIntegerRequest *request)
{
  *request = (QsaIntegerRequest){ .example = self->example, .layer = self->layer, .row = self->row };
  if (!qs_network_model_get_request (self->network, &request->network))
    return FALSE;
  request->network.weights = request->network.activations = TRUE;
  return TRUE;
}

gboolean
qs_integer_model_is_stale (QsIntegerModel *self)
{
  QsaIntegerRequest request;

  return !get_request (self, &request) || self->answered.network.reference == NULL
         || !qsa_integer_request_equal (&request, &self->answered);
}

static void update_soon (QsIntegerModel *self);

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsIntegerModel *self = QS_INTEGER_MODEL (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if ((gpointer)result != self->task)
    return;
  g_clear_object (&self->task);
  if (!g_task_propagate_boolean (G_TASK (result), &error) && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&self->error);
  self->error = error;
  self->answered = work->request;
  if (work->integer != NULL)
    {
      g_clear_pointer (&self->integer, qsa_integer_unref);
      self->integer = g_steal_pointer (&work->integer);
    }
  update_soon (self);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
update_cb (gpointer user_data)
{
  QsIntegerModel *self = user_data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  QsaIntegerRequest request;
  Work *work;

  self->update_id = 0;
  if (self->task != NULL || !get_request (self, &request) || !qs_integer_model_is_stale (self))
    return G_SOURCE_REMOVE;
  work = g_new0 (Work, 1);
  work->request = request;
  qsa_reference_ref (work->request.network.reference);
  self->task = g_task_new (self, cancellable, done_cb, NULL);
  g_task_set_task_data (self->task, work, work_free);
  qs_task_run_in_thread (self->task, work_thread);
  return G_SOURCE_REMOVE;
}

static void
update_soon (QsIntegerModel *self)
{
  if (self->users > 0 && self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static void
cancel (QsIntegerModel *self)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->task != NULL)
    g_cancellable_cancel (g_task_get_cancellable (self->task));
  g_clear_object (&self->task);
}

/* Another network has other layers. */
static void
network_changed_cb (QsIntegerModel *self)
{
  qs_integer_model_set_place (self, self->example, self->layer, self->row);
  update_soon (self);
}

void
qs_integer_model_use (QsIntegerModel *self)
{
  self->users++;
  qs_network_model_read (self->network);
  update_soon (self);
}

void
qs_integer_model_unuse (QsIntegerModel *self)
{
  g_return_if_fail (self->users > 0);
  if (--self->users == 0)
    cancel (self);
}

QsNetworkModel *
qs_integer_model_get_network (QsIntegerModel *self)
{
  return self->network;
}

void
qs_integer_model_get_place (QsIntegerModel *self, guint *example, guint *layer, guint *row)
{
  *example = self->example;
  *layer = self->layer;
  *row = self->row;
}

void
qs_integer_model_set_place (QsIntegerModel *self, guint example, guint layer, guint row)
{
  QsaReference *reference = qs_network_model_get_reference (self->network);

  if (reference != NULL)
    {
      QsaNetwork *network = qsa_reference_get_network (reference);

      example = MIN (example, (guint)qsa_examples_get_n (qsa_reference_get_examples (reference)) - 1);
      layer = MIN (layer, (guint)qsa_network_get_n_layers (network) - 1);
      row = MIN (row, (guint)qsa_network_get_width (network, layer + 1) - 1);
    }
  if (example == self->example && layer == self->layer && row == self->row)
    return;
  self->example = example;
  self->layer = layer;
  self->row = row;
  update_soon (self);
  g_signal_emit (self, changed_signal, 0);
}

QsaInteger *
qs_integer_model_get_integer (QsIntegerModel *self)
{
  return self->integer;
}

const GError *
qs_integer_model_get_error (QsIntegerModel *self)
{
  return self->error;
}

static void
qs_integer_model_dispose (GObject *object)
{
  QsIntegerModel *self = QS_INTEGER_MODEL (object);

  cancel (self);
  g_clear_pointer (&self->integer, qsa_integer_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (qs_integer_model_parent_class)->dispose (object);
}

static void
qs_integer_model_class_init (QsIntegerModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_integer_model_dispose;
  changed_signal = g_signal_new ("changed", QS_TYPE_INTEGER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
qs_integer_model_init (QsIntegerModel *self)
{
}

QsIntegerModel *
qs_integer_model_new (QsSession *session, QsNetworkModel *network)
{
  QsIntegerModel *self = g_object_new (QS_TYPE_INTEGER_MODEL, NULL);

  self->network = g_object_ref (network);
  g_signal_connect_object (session, "changed", G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "source", G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (network, "changed", G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
