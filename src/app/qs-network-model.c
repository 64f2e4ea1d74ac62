/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-network-model.h"

#include "app/qs-task.h"

#include "analysis/qsa-samples.h"

/* What is computed apart. */
enum
{
  JOB_READ,
  JOB_ACCURACY,
  JOB_CURVE,
  N_JOBS
};

struct _QsNetworkModel
{
  GObject parent_instance;
  QsSession *session; /* weak: it lives as long as the window that owns both */
  guint sample;
  QsNetworkParts parts;
  gboolean is_read; /* or is to be */
  guint users, update_id;
  GTask *tasks[N_JOBS]; /* those that run */

  QsaReference *reference;
  guint reference_sample;
  QsaAccuracy *accuracy;
  QsaAccuracyCurve *curve;
  GError *error;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (QsNetworkModel, qs_network_model, G_TYPE_OBJECT)

/* A worker's task, and what came of it. */
typedef struct
{
  int job;
  guint sample;
  QsaAccuracyRequest request; /* holds its reference */
  QsaAccuracyCurve *previous;
  guint n_widths;
  QsaReference *reference;
  QsaAccuracy *accuracy;
  QsaAccuracyCurve *curve;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->request.reference, qsa_reference_unref);
  g_clear_pointer (&work->previous, qsa_accuracy_curve_unref);
  g_clear_pointer (&work->reference, qsa_reference_unref);
  g_clear_pointer (&work->accuracy, qsa_accuracy_unref);
  g_clear_pointer (&work->curve, qsa_accuracy_curve_unref);
  g_free (work);
}

static void
work_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  if (work->job == JOB_READ)
    work->reference = qsa_samples_open (work->sample, cancellable, &error);
  else if (work->job == JOB_ACCURACY)
    work->accuracy = qsa_accuracy_new (&work->request, cancellable, &error);
  else
    work->curve = qsa_accuracy_curve_new (&work->request, work->previous, work->n_widths, cancellable, &error);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
emit_changed (QsNetworkModel *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void update_soon (QsNetworkModel *self);

static void
take (QsNetworkModel *self, Work *work)
{
  if (work->job == JOB_READ)
    {
      g_clear_pointer (&self->reference, qsa_reference_unref);
      self->reference = g_steal_pointer (&work->reference);
      self->reference_sample = work->sample;
    }
  else if (work->job == JOB_ACCURACY)
    {
      g_clear_pointer (&self->accuracy, qsa_accuracy_unref);
      self->accuracy = g_steal_pointer (&work->accuracy);
    }
  else
    {
      g_clear_pointer (&self->curve, qsa_accuracy_curve_unref);
      self->curve = g_steal_pointer (&work->curve);
    }
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsNetworkModel *self = QS_NETWORK_MODEL (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if ((gpointer)result != self->tasks[work->job])
    return;
  g_clear_object (&self->tasks[work->job]);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_clear_error (&self->error);
      take (self, work);
      update_soon (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
    }
  emit_changed (self);
}

static void
cancel (QsNetworkModel *self, int job)
{
  if (self->tasks[job] != NULL)
    g_cancellable_cancel (g_task_get_cancellable (self->tasks[job]));
  g_clear_object (&self->tasks[job]);
}

static Work *
get_work (QsNetworkModel *self, int job)
{
  return self->tasks[job] != NULL ? g_task_get_task_data (self->tasks[job]) : NULL;
}

static void
start (QsNetworkModel *self, Work *work)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GTask *task = g_task_new (self, cancellable, done_cb, NULL);

  cancel (self, work->job);
  self->tasks[work->job] = task;
  g_task_set_task_data (task, work, work_free);
  qs_task_run_in_thread (task, work_thread);
}

static Work *
new_work (int job, const QsaAccuracyRequest *request)
{
  Work *work = g_new0 (Work, 1);

  work->job = job;
  work->request = *request;
  qsa_reference_ref (work->request.reference);
  return work;
}

/* Whether a pass is over before anyone notices: every other calibration searches. */
static gboolean
is_short (const QsaAccuracyRequest *request)
{
  return request->scheme.calibration == QSA_CALIBRATION_MIN_MAX;
}

static void
update_reference (QsNetworkModel *self)
{
  Work *work = get_work (self, JOB_READ);

  if ((self->reference != NULL && self->reference_sample == self->sample) || (work != NULL && work->sample == self->sample))
    return;
  work = g_new0 (Work, 1);
  work->job = JOB_READ;
  work->sample = self->sample;
  start (self, work);
}

static void
update_accuracy (QsNetworkModel *self, const QsaAccuracyRequest *request)
{
  const Work *running = get_work (self, JOB_ACCURACY);

  if (running != NULL && (is_short (&running->request) || qsa_accuracy_request_equal (&running->request, request)))
    return;
  if (qs_network_model_is_stale (self))
    start (self, new_work (JOB_ACCURACY, request));
  else
    cancel (self, JOB_ACCURACY);
}

/* Width by width where each takes long; after the accuracy itself. */
static void
update_curve (QsNetworkModel *self, const QsaAccuracyRequest *request)
{
  const Work *running = get_work (self, JOB_CURVE);
  QsaAccuracyRequest at = *request;
  Work *work;

  if (running != NULL)
    at.scheme.format.bits = running->request.scheme.format.bits;
  if (running != NULL && (is_short (&running->request) || qsa_accuracy_request_equal (&running->request, &at)))
    return;
  cancel (self, JOB_CURVE);
  if (get_work (self, JOB_ACCURACY) != NULL || !qs_network_model_is_curve_stale (self))
    return;
  work = new_work (JOB_CURVE, request);
  work->previous = self->curve != NULL ? qsa_accuracy_curve_ref (self->curve) : NULL;
  work->n_widths = is_short (request) ? QSA_ACCURACY_CURVE_N : 1;
  start (self, work);
}

static gboolean
update_cb (gpointer user_data)
{
  QsNetworkModel *self = user_data;
  QsaAccuracyRequest request;

  self->update_id = 0;
  update_reference (self);
  if (self->users > 0 && qs_network_model_get_request (self, &request))
    {
      update_accuracy (self, &request);
      update_curve (self, &request);
    }
  return G_SOURCE_REMOVE;
}

/* Whatever changes before the main loop is next idle is one computation. */
static void
update_soon (QsNetworkModel *self)
{
  if ((self->users > 0 || self->is_read) && self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

/* A scale that was set by hand is that of the tensor in view: of every other it is taken relative to min-max. */
static double
get_scale_factor (QsNetworkModel *self)
{
  const QsaScheme *scheme = &qs_session_get_state (self->session)->scheme;
  const double own = qs_session_get_min_max_scale (self->session);
  double factor;

  if (scheme->calibration != QSA_CALIBRATION_MANUAL || !(own > 0))
    return 1.0;
  factor = (double)scheme->scale / own;
  return CLAMP (factor, 1e-6, 1e6);
}

gboolean
qs_network_model_get_request (QsNetworkModel *self, QsaAccuracyRequest *request)
{
  *request = (QsaAccuracyRequest){ .reference = self->reference,
                                   .scheme = qs_session_get_state (self->session)->scheme,
                                   .scale_factor = get_scale_factor (self),
                                   .weights = self->parts.weights,
                                   .per_channel = self->parts.per_channel,
                                   .activations = self->parts.activations };
  if (request->scheme.calibration == QSA_CALIBRATION_MANUAL)
    request->scheme.calibration = QSA_CALIBRATION_MIN_MAX;
  /* What only one tensor has changes nothing here. */
  request->scheme.scale = 1.0f;
  request->scheme.zero_point = 0;
  return self->reference != NULL && self->reference_sample == self->sample;
}

gboolean
qs_network_model_is_stale (QsNetworkModel *self)
{
  QsaAccuracyRequest request;

  return !qs_network_model_get_request (self, &request) || self->accuracy == NULL
         || !qsa_accuracy_request_equal (&request, qsa_accuracy_get_request (self->accuracy));
}

gboolean
qs_network_model_is_curve_stale (QsNetworkModel *self)
{
  QsaAccuracyRequest request;

  return !qs_network_model_get_request (self, &request) || self->curve == NULL
         || !qsa_accuracy_curve_is_of (self->curve, &request)
         || qsa_accuracy_curve_get_n_widths (self->curve) < QSA_ACCURACY_CURVE_N;
}

void
qs_network_model_read (QsNetworkModel *self)
{
  self->is_read = TRUE;
  update_soon (self);
}

void
qs_network_model_use (QsNetworkModel *self)
{
  self->users++;
  update_soon (self);
}

void
qs_network_model_unuse (QsNetworkModel *self)
{
  g_return_if_fail (self->users > 0);
  if (--self->users > 0)
    return;
  cancel (self, JOB_ACCURACY);
  cancel (self, JOB_CURVE);
}

guint
qs_network_model_get_sample (QsNetworkModel *self)
{
  return self->sample;
}

void
qs_network_model_set_sample (QsNetworkModel *self, guint sample)
{
  g_return_if_fail (sample < qsa_samples_get_n ());
  if (self->sample == sample)
    return;
  self->sample = sample;
  update_soon (self);
  emit_changed (self);
}

const QsNetworkParts *
qs_network_model_get_parts (QsNetworkModel *self)
{
  return &self->parts;
}

void
qs_network_model_set_parts (QsNetworkModel *self, const QsNetworkParts *parts)
{
  self->parts = *parts;
  update_soon (self);
  emit_changed (self);
}

QsaReference *
qs_network_model_get_reference (QsNetworkModel *self)
{
  return self->reference;
}

QsaAccuracy *
qs_network_model_get_accuracy (QsNetworkModel *self)
{
  return self->accuracy;
}

QsaAccuracyCurve *
qs_network_model_get_curve (QsNetworkModel *self)
{
  return self->curve;
}

const GError *
qs_network_model_get_error (QsNetworkModel *self)
{
  return self->error;
}

static void
qs_network_model_dispose (GObject *object)
{
  QsNetworkModel *self = QS_NETWORK_MODEL (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  for (int job = 0; job < N_JOBS; job++)
    cancel (self, job);
  g_clear_pointer (&self->reference, qsa_reference_unref);
  g_clear_pointer (&self->accuracy, qsa_accuracy_unref);
  g_clear_pointer (&self->curve, qsa_accuracy_curve_unref);
  g_clear_error (&self->error);
  g_clear_weak_pointer (&self->session);
  G_OBJECT_CLASS (qs_network_model_parent_class)->dispose (object);
}

static void
qs_network_model_class_init (QsNetworkModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_network_model_dispose;
  changed_signal = g_signal_new ("changed", QS_TYPE_NETWORK_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
qs_network_model_init (QsNetworkModel *self)
{
  self->parts.weights = TRUE;
}

QsNetworkModel *
qs_network_model_new (QsSession *session)
{
  QsNetworkModel *self = g_object_new (QS_TYPE_NETWORK_MODEL, NULL);

  g_set_weak_pointer (&self->session, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "source", G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  return self;
}
