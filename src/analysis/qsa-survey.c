/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-survey.h"

#include <math.h>

/* What a tensor costs beside its values, in values: threads that are woken, tables that are cleared. */
#define OVERHEAD_VALUES 200000

typedef struct
{
  guint index;
  QsaProfile *profile; /* or: */
  GError *error;
} Outcome;

struct _QsaSurvey
{
  QsaSurveyCallback callback;
  gpointer user_data;
  GMainContext *context;
  GThread *thread;
  QsaProfilePlan plan;
  guint n;
  QstTensor **tensors; /* NULL: nothing to measure */

  GMutex mutex; /* guards the rest */
  GCond cond;   /* there is something to do */
  gboolean quit, is_running;
  gboolean *done;
  guint n_all, n_done;
  guint64 work_done, work_left; /* in values */
  double seconds_done;
  guint *preferred, n_preferred;
  guint next;                /* all before it are done */
  GCancellable *cancellable; /* of the tensor that is being measured */
  GArray *outcomes;          /* of Outcome, to be told */
  GSource *delivery;         /* that will */
};

static void
outcome_clear (gpointer data)
{
  Outcome *outcome = data;

  g_clear_pointer (&outcome->profile, qsa_profile_unref);
  g_clear_error (&outcome->error);
}

static GArray *
new_outcomes (void)
{
  GArray *outcomes = g_array_new (FALSE, FALSE, sizeof (Outcome));

  g_array_set_clear_func (outcomes, outcome_clear);
  return outcomes;
}

static gboolean
deliver (gpointer data)
{
  QsaSurvey *self = data;
  g_autoptr (GArray) outcomes = NULL;

  g_mutex_lock (&self->mutex);
  outcomes = self->outcomes;
  self->outcomes = new_outcomes ();
  g_clear_pointer (&self->delivery, g_source_unref);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < outcomes->len; i++)
    {
      const Outcome *outcome = &g_array_index (outcomes, Outcome, i);

      self->callback (outcome->index, outcome->profile, outcome->error, self->user_data);
    }
  return G_SOURCE_REMOVE;
}

static guint64
get_work (QsaSurvey *self, guint index)
{
  return qst_tensor_get_count (self->tensors[index]) + OVERHEAD_VALUES;
}

/* With the mutex held. */
static void
mark_done (QsaSurvey *self, guint index)
{
  self->done[index] = TRUE;
  self->n_done++;
  self->work_left -= get_work (self, index);
}

/* With the mutex held. What was measured counts once it was told. */
static guint
get_n_told (QsaSurvey *self)
{
  return self->n_done - self->outcomes->len;
}

/* With the mutex held. Takes profile and error. */
static void
post (QsaSurvey *self, guint index, QsaProfile *profile, GError *error)
{
  const Outcome outcome = { index, profile, error };

  g_array_append_val (self->outcomes, outcome);
  if (self->delivery != NULL)
    return;
  self->delivery = g_idle_source_new ();
  g_source_set_priority (self->delivery, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->delivery, deliver, self, NULL);
  g_source_attach (self->delivery, self->context);
}

/* With the mutex held. FALSE when all are done. */
static gboolean
find_next (QsaSurvey *self, guint *index)
{
  for (guint i = 0; i < self->n_preferred; i++)
    if (!self->done[self->preferred[i]])
      {
        *index = self->preferred[i];
        return TRUE;
      }
  while (self->next < self->n && self->done[self->next])
    self->next++;
  *index = self->next;
  return self->next < self->n;
}

/* With the mutex held, which is given back while values are worked on. */
static void
measure (QsaSurvey *self, guint index)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const gint64 start = g_get_monotonic_time ();
  GError *error = NULL;
  QsaProfile *profile;

  self->cancellable = cancellable;
  g_mutex_unlock (&self->mutex);
  profile = qsa_profile_new (self->tensors[index], &self->plan, cancellable, &error);
  g_mutex_lock (&self->mutex);
  self->cancellable = NULL;
  /* Skipped in the meantime, or given up. */
  if (self->done[index] || (profile == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      g_clear_pointer (&profile, qsa_profile_unref);
      g_clear_error (&error);
      return;
    }
  self->work_done += get_work (self, index);
  self->seconds_done += (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  mark_done (self, index);
  post (self, index, profile, error);
}

static gpointer
work (gpointer data)
{
  QsaSurvey *self = data;
  guint index;

  g_mutex_lock (&self->mutex);
  while (!self->quit)
    if (self->is_running && find_next (self, &index))
      measure (self, index);
    else
      g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

QsaSurvey *
qsa_survey_new (const GPtrArray *tensors, const QsaProfilePlan *plan, QsaSurveyCallback callback, gpointer user_data)
{
  QsaSurvey *self = g_new0 (QsaSurvey, 1);

  self->callback = callback;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  self->plan = *plan;
  self->n = tensors->len;
  self->tensors = g_new0 (QstTensor *, self->n);
  self->done = g_new0 (gboolean, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      QstTensor *tensor = g_ptr_array_index (tensors, i);

      self->done[i] = tensor == NULL;
      if (tensor == NULL)
        continue;
      self->tensors[i] = qst_tensor_ref (tensor);
      self->n_all++;
      self->work_left += get_work (self, i);
    }
  self->outcomes = new_outcomes ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("qsa-survey", work, self);
  return self;
}

void
qsa_survey_free (QsaSurvey *self)
{
  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  if (self->delivery != NULL)
    {
      g_source_destroy (self->delivery);
      g_source_unref (self->delivery);
    }
  g_array_unref (self->outcomes);
  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->tensors[i], qst_tensor_unref);
  g_free (self->tensors);
  g_free (self->done);
  g_free (self->preferred);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
qsa_survey_set_running (QsaSurvey *self, gboolean running)
{
  g_mutex_lock (&self->mutex);
  self->is_running = running;
  if (!running && self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

gboolean
qsa_survey_is_running (QsaSurvey *self)
{
  gboolean running;

  g_mutex_lock (&self->mutex);
  running = self->is_running && get_n_told (self) < self->n_all;
  g_mutex_unlock (&self->mutex);
  return running;
}

void
qsa_survey_prefer (QsaSurvey *self, const guint *indices, guint n)
{
  g_mutex_lock (&self->mutex);
  g_free (self->preferred);
  self->preferred = g_memdup2 (indices, n * sizeof *indices);
  self->n_preferred = n;
  g_mutex_unlock (&self->mutex);
}

void
qsa_survey_skip (QsaSurvey *self, guint index)
{
  g_return_if_fail (index < self->n);
  g_mutex_lock (&self->mutex);
  if (!self->done[index])
    mark_done (self, index);
  g_mutex_unlock (&self->mutex);
}

guint
qsa_survey_get_n_done (QsaSurvey *self, guint *n)
{
  guint n_done;

  g_mutex_lock (&self->mutex);
  n_done = get_n_told (self);
  g_mutex_unlock (&self->mutex);
  *n = self->n_all;
  return n_done;
}

double
qsa_survey_get_seconds_left (QsaSurvey *self)
{
  double seconds;

  g_mutex_lock (&self->mutex);
  seconds = self->work_done > 0 ? self->seconds_done * (double)self->work_left / (double)self->work_done : (double)NAN;
  g_mutex_unlock (&self->mutex);
  return seconds;
}
