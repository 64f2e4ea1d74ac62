/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-verify.h"

#include "analysis/qsa-scene.h"
#include "lessons/qsl-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The window's part, without a window: a state and what follows from it. */
typedef struct
{
  QsaScene setup, drawn; /* drawn: whose values source has */
  QsaSource *source;
  QsaResult *result;
  double entry;
  QslFacts facts;
} Stage;

static void
stage_clear (Stage *self)
{
  g_clear_pointer (&self->source, qsa_source_unref);
  g_clear_pointer (&self->result, qsa_result_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stage, stage_clear)

static gboolean
draw (Stage *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstTensor) tensor = NULL;
  QsaScene last = self->drawn;

  last.scheme = self->setup.scheme;
  last.has_pick = self->setup.has_pick;
  last.pick = self->setup.pick;
  if (self->source != NULL && qsa_scene_equal (&last, &self->setup))
    return TRUE;
  if (!self->setup.is_drawn)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _ ("The lesson has no values: its first step needs data=NAME in its state"));
      return FALSE;
    }
  g_clear_pointer (&self->source, qsa_source_unref);
  g_clear_pointer (&self->result, qsa_result_unref);
  tensor = qst_distribution_draw (&self->setup.distribution, cancellable, error);
  self->source = tensor != NULL ? qsa_source_new (tensor, cancellable, error) : NULL;
  self->drawn = self->setup;
  return self->source != NULL;
}

/* The facts after a line; an empty one looks at what is. */
static gboolean
play_line (Stage *self, const char *line, QslNeeds needs, GCancellable *cancellable, GError **error)
{
  g_autofree char *setup = NULL;
  QsaRequest request = { .auto_range = TRUE };
  QsaResult *result;
  double entry;

  if (!qsl_split_entry (line, &setup, &entry, error) || !qsa_scene_apply (&self->setup, setup, error)
      || !draw (self, cancellable, error))
    return FALSE;
  self->entry = entry;
  request.source = self->source;
  request.scheme = self->setup.scheme;
  result = qsa_result_new (&request, self->result, cancellable, error);
  if (result == NULL)
    return FALSE;
  g_clear_pointer (&self->result, qsa_result_unref);
  self->result = result;
  qsl_facts_init (&self->facts, result);
  self->facts.has_pick = self->setup.has_pick;
  self->facts.pick = self->setup.pick;
  self->facts.entry = self->entry;
  return qsl_facts_compute (&self->facts, needs, cancellable, error);
}

static gboolean
play_task (Stage *self, const QslTask *task, QslPlayed *played, GCancellable *cancellable, GError **error)
{
  QslNeeds needs = qsl_expression_get_needs (task->check);

  if (task->measured != NULL)
    needs |= qsl_expression_get_needs (task->measured);
  if (!play_line (self, "", needs, cancellable, error))
    return FALSE;
  played->holds_before = qsl_expression_is_true (task->check, &self->facts);
  if (!play_line (self, task->solution, needs, cancellable, error))
    return FALSE;
  played->holds_after = qsl_expression_is_true (task->check, &self->facts);
  played->measured = task->measured != NULL ? qsl_expression_evaluate (task->measured, &self->facts) : (double)NAN;
  if (!played->holds_before && played->holds_after)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               played->holds_before ? _ ("step %u, task %u: the check holds before anything was done")
                                    : _ ("step %u, task %u: the check does not hold after the solution"),
               played->step + 1, played->task + 1);
  return FALSE;
}

/* Nothing is done when a step begins. */
static gboolean
check_fresh (Stage *self, guint i, const QslStep *step, GCancellable *cancellable, GError **error)
{
  if (!play_line (self, "", qsl_step_get_needs (step), cancellable, error))
    return FALSE;
  for (guint j = 0; j < step->tasks->len; j++)
    if (qsl_expression_is_true (((QslTask *)g_ptr_array_index (step->tasks, j))->check, &self->facts))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("step %u, task %u: the check holds before anything was done"),
                     i + 1, j + 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
play_step (Stage *self, guint i, const QslStep *step, GArray *played, GCancellable *cancellable, GError **error)
{
  if (!play_line (self, step->state != NULL ? step->state : "", QSL_NEED_NOTHING, cancellable, error))
    {
      g_prefix_error (error, _ ("step %u: "), i + 1);
      return FALSE;
    }
  if (!check_fresh (self, i, step, cancellable, error))
    return FALSE;
  for (guint j = 0; j < step->tasks->len; j++)
    {
      QslPlayed one = { .step = i, .task = j };

      if (!play_task (self, g_ptr_array_index (step->tasks, j), &one, cancellable, error))
        return FALSE;
      if (played != NULL)
        g_array_append_val (played, one);
    }
  return TRUE;
}

gboolean
qsl_verify (QslLesson *lesson, GArray *played, GCancellable *cancellable, GError **error)
{
  g_auto (Stage) stage = { 0 };

  qsa_scene_init (&stage.setup);
  for (guint i = 0; i < lesson->steps->len; i++)
    if (!play_step (&stage, i, g_ptr_array_index (lesson->steps, i), played, cancellable, error))
      return FALSE;
  return TRUE;
}
