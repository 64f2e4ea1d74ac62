/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-learn-private.h"

#include "app/qs-task.h"

#include <math.h>

/* What a worker finds out. */
typedef struct
{
  QslFacts facts;
  QsaResult *result; /* that facts borrow */
  QslNeeds needs;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  qsa_result_unref (look->result);
  g_free (look);
}

static gboolean
format_equal (const QscScheme *a, const QscScheme *b)
{
  return a->bits == b->bits && a->is_signed == b->is_signed && a->narrow_range == b->narrow_range && a->symmetric == b->symmetric
         && a->rounding == b->rounding && a->seed == b->seed;
}

/* The optimum hangs on values and format alone: while the scale is dragged it is known already. */
static gboolean
knows_optimum (QsLearn *self, QsaResult *result)
{
  return self->optimum_source != NULL && self->optimum_source == qsa_result_get_source (result)
         && format_equal (&self->optimum_format, &qsa_result_get_scheme (result)->format)
         && qsa_granularity_equal (&self->optimum_granularity, &qsa_result_get_scheme (result)->granularity)
         && self->optimum_is_power == qsa_result_get_scheme (result)->power_of_two;
}

static void
keep_optimum (QsLearn *self, const Look *look)
{
  g_clear_pointer (&self->optimum_source, qsa_source_unref);
  self->optimum_source = qsa_source_ref (qsa_result_get_source (look->result));
  self->optimum_format = qsa_result_get_scheme (look->result)->format;
  self->optimum_granularity = qsa_result_get_scheme (look->result)->granularity;
  self->optimum_is_power = qsa_result_get_scheme (look->result)->power_of_two;
  self->optimum = look->facts;
}

static void
take (QsLearn *self, const QslFacts *facts)
{
  const QslStep *step;

  if (self->run == NULL)
    return;
  step = qsl_run_get_current (self->run);
  for (guint i = 0; i < step->tasks->len; i++)
    {
      const QslTask *task = g_ptr_array_index (step->tasks, i);

      self->measured[i] = task->measured != NULL ? qsl_expression_evaluate (task->measured, facts) : (double)NAN;
    }
  if (qsl_run_update (self->run, facts))
    qs_learn_keep (self);
  qs_learn_emit (self, QS_LEARN_FACTS);
}

static void
look_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Look *look = task_data;
  GError *error = NULL;

  if (qsl_facts_compute (&look->facts, look->needs, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
look_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsLearn *self = QS_LEARN (object);
  Look *look = g_task_get_task_data (G_TASK (result));
  const gboolean computed = g_task_propagate_boolean (G_TASK (result), NULL);

  self->looking = FALSE;
  if (computed && (look->needs & QSL_NEED_OPTIMUM))
    keep_optimum (self, look);
  if (self->look_again)
    qs_learn_look (self);
  else if (computed)
    take (self, &look->facts);
}

static void
look_in_background (QsLearn *self, const QslFacts *facts, QslNeeds needs)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, look_done_cb, NULL);
  Look *look = g_new0 (Look, 1);

  look->facts = *facts;
  look->result = qsa_result_ref (facts->result);
  look->needs = needs;
  self->looking = TRUE;
  g_task_set_task_data (task, look, look_free);
  qs_task_run_in_thread (task, look_thread);
}

void
qs_learn_look (QsLearn *self)
{
  QsaResult *result = qs_session_get_result (self->session);
  QslNeeds needs;
  QslFacts facts;
  guint64 index;

  self->look_again = self->looking;
  if (self->looking || self->run == NULL || result == NULL || qs_session_is_stale (self->session))
    return;
  needs = qsl_step_get_needs (qsl_run_get_current (self->run));
  qsl_facts_init (&facts, result);
  facts.has_pick = qs_session_get_pick (self->session, &facts.pick, &index);
  facts.entry = self->entry;
  if ((needs & QSL_NEED_OPTIMUM) && knows_optimum (self, result))
    {
      facts.scale_optimum = self->optimum.scale_optimum;
      facts.zero_optimum = self->optimum.zero_optimum;
      facts.mse_optimum = self->optimum.mse_optimum;
      needs &= (QslNeeds)~QSL_NEED_OPTIMUM;
    }
  if (needs != QSL_NEED_NOTHING)
    {
      look_in_background (self, &facts, needs);
      return;
    }
  qsl_facts_compute (&facts, QSL_NEED_NOTHING, NULL, NULL);
  take (self, &facts);
}
