/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-engine.h"

/* What the worker hands over; the newest replaces one that was not fetched yet. */
typedef struct
{
  QsaSource *source; /* of the request */
  QsaResult *result;
  GError *error;
} Outcome;

struct _QsaEngine
{
  QsaEngineCallback callback;
  gpointer user_data;
  GMainContext *context;
  GThread *thread;

  GMutex mutex; /* guards the rest */
  GCond cond;   /* there is something to do */
  gboolean quit;
  gboolean has_waiting, is_running;
  QsaRequest waiting, running; /* each with a reference on its source */
  GCancellable *cancellable;   /* of the running one */
  QsaSource *newest_source;    /* of the latest submission */
  Outcome *outcome;
  GSource *delivery; /* that will fetch the outcome */

  QsaResult *previous; /* the worker's own */
};

static void
outcome_free (Outcome *outcome)
{
  qsa_source_unref (outcome->source);
  g_clear_pointer (&outcome->result, qsa_result_unref);
  g_clear_error (&outcome->error);
  g_free (outcome);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

static gboolean
deliver (gpointer data)
{
  QsaEngine *self = data;
  g_autoptr (Outcome) outcome = NULL;

  g_mutex_lock (&self->mutex);
  outcome = g_steal_pointer (&self->outcome);
  g_clear_pointer (&self->delivery, g_source_unref);
  if (outcome != NULL && outcome->source != self->newest_source)
    g_clear_pointer (&outcome, outcome_free);
  g_mutex_unlock (&self->mutex);
  if (outcome != NULL)
    self->callback (outcome->result, outcome->error, self->user_data);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. Takes the outcome. */
static void
post (QsaEngine *self, Outcome *outcome)
{
  g_clear_pointer (&self->outcome, outcome_free);
  self->outcome = outcome;
  if (self->delivery != NULL)
    return;
  self->delivery = g_idle_source_new ();
  g_source_set_priority (self->delivery, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->delivery, deliver, self, NULL);
  g_source_attach (self->delivery, self->context);
}

/* With the mutex held, which is given back while values are worked on. */
static void
run_waiting (QsaEngine *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Outcome *outcome = g_new0 (Outcome, 1);

  self->running = self->waiting;
  self->has_waiting = FALSE;
  self->is_running = TRUE;
  self->cancellable = cancellable;
  outcome->source = qsa_source_ref (self->running.source);
  g_mutex_unlock (&self->mutex);

  outcome->result = qsa_result_new (&self->running, self->previous, cancellable, &outcome->error);
  if (outcome->result != NULL)
    {
      g_clear_pointer (&self->previous, qsa_result_unref);
      self->previous = qsa_result_ref (outcome->result);
    }

  g_mutex_lock (&self->mutex);
  self->is_running = FALSE;
  self->cancellable = NULL;
  qsa_source_unref (self->running.source);
  if (self->quit || g_cancellable_is_cancelled (cancellable))
    outcome_free (outcome);
  else
    post (self, outcome);
}

static gpointer
work (gpointer data)
{
  QsaEngine *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->quit)
    if (self->has_waiting)
      run_waiting (self);
    else
      g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

QsaEngine *
qsa_engine_new (QsaEngineCallback callback, gpointer user_data)
{
  QsaEngine *self = g_new0 (QsaEngine, 1);

  self->callback = callback;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("qsa-engine", work, self);
  return self;
}

/* With the mutex held. */
static void
drop_all (QsaEngine *self)
{
  if (self->has_waiting)
    qsa_source_unref (self->waiting.source);
  self->has_waiting = FALSE;
  if (self->is_running)
    g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->outcome, outcome_free);
  g_clear_pointer (&self->newest_source, qsa_source_unref);
}

void
qsa_engine_free (QsaEngine *self)
{
  g_mutex_lock (&self->mutex);
  drop_all (self);
  self->quit = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  if (self->delivery != NULL)
    {
      g_source_destroy (self->delivery);
      g_source_unref (self->delivery);
    }
  g_clear_pointer (&self->previous, qsa_result_unref);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/* Whether what runs is not worth finishing: it shows something else, or takes long. */
static gboolean
is_overtaken (const QsaRequest *running, const QsaRequest *newer)
{
  return running->source != newer->source || running->scheme.calibration != newer->scheme.calibration
         || (running->scheme.calibration == QSA_CALIBRATION_MSE && !qsa_scheme_equal (&running->scheme, &newer->scheme));
}

void
qsa_engine_submit (QsaEngine *self, const QsaRequest *request)
{
  g_mutex_lock (&self->mutex);
  if (self->has_waiting)
    qsa_source_unref (self->waiting.source);
  self->waiting = *request;
  self->waiting.source = qsa_source_ref (request->source);
  self->has_waiting = TRUE;
  if (self->newest_source != request->source)
    {
      g_clear_pointer (&self->newest_source, qsa_source_unref);
      self->newest_source = qsa_source_ref (request->source);
    }
  if (self->is_running && is_overtaken (&self->running, request))
    g_cancellable_cancel (self->cancellable);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

gboolean
qsa_engine_is_busy (QsaEngine *self)
{
  gboolean busy;

  g_mutex_lock (&self->mutex);
  busy = self->has_waiting || self->is_running;
  g_mutex_unlock (&self->mutex);
  return busy;
}

void
qsa_engine_cancel (QsaEngine *self)
{
  g_mutex_lock (&self->mutex);
  drop_all (self);
  g_mutex_unlock (&self->mutex);
}
