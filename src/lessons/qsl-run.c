/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-run.h"

#include <math.h>
#include <string.h>

/* Bits of what happened in one step. */
typedef struct
{
  guint done;  /* tasks */
  guint tried; /* options */
} Progress;

struct _QslRun
{
  QslLesson *lesson;
  guint step;
  Progress progress[QSL_STEPS_MAX];
  double score;
};

static const QslStep *
get_step (QslRun *self, guint i)
{
  return g_ptr_array_index (self->lesson->steps, i);
}

QslRun *
qsl_run_new (QslLesson *lesson)
{
  QslRun *self = g_new0 (QslRun, 1);

  self->lesson = qsl_lesson_ref (lesson);
  self->score = NAN;
  return self;
}

void
qsl_run_free (QslRun *self)
{
  qsl_lesson_unref (self->lesson);
  g_free (self);
}

QslLesson *
qsl_run_get_lesson (QslRun *self)
{
  return self->lesson;
}

guint
qsl_run_get_step (QslRun *self)
{
  return self->step;
}

const QslStep *
qsl_run_get_current (QslRun *self)
{
  return get_step (self, self->step);
}

void
qsl_run_set_step (QslRun *self, guint step)
{
  self->step = MIN (step, self->lesson->steps->len - 1);
}

static void
take_score (QslRun *self, const QslFacts *facts)
{
  const double score = qsl_expression_evaluate (self->lesson->score, facts);

  if (isnan (score))
    return;
  if (isnan (self->score) || (self->lesson->score_low ? score < self->score : score > self->score))
    self->score = score;
}

gboolean
qsl_run_update (QslRun *self, const QslFacts *facts)
{
  const QslStep *step = qsl_run_get_current (self);
  Progress *progress = &self->progress[self->step];
  const guint before = progress->done;

  for (guint i = 0; i < step->tasks->len; i++)
    {
      const QslTask *task = g_ptr_array_index (step->tasks, i);

      if (!qsl_expression_is_true (task->check, facts))
        continue;
      progress->done |= 1u << i;
      if (self->lesson->score != NULL)
        take_score (self, facts);
    }
  return progress->done != before;
}

gboolean
qsl_run_is_done (QslRun *self, guint step, guint task)
{
  return (self->progress[step].done >> task & 1) != 0;
}

gboolean
qsl_run_answer (QslRun *self, guint option)
{
  const QslQuestion *question = qsl_run_get_current (self)->question;

  g_return_val_if_fail (question != NULL && option < question->options->len, FALSE);
  self->progress[self->step].tried |= 1u << option;
  return option == 0;
}

gboolean
qsl_run_was_tried (QslRun *self, guint step, guint option)
{
  return (self->progress[step].tried >> option & 1) != 0;
}

gboolean
qsl_run_is_answered (QslRun *self, guint step)
{
  return qsl_run_was_tried (self, step, 0);
}

gboolean
qsl_run_needs_hint (QslRun *self, guint step)
{
  guint wrong = 0;

  for (guint tried = self->progress[step].tried >> 1; tried != 0; tried >>= 1)
    wrong += tried & 1;
  return wrong >= 2 && !qsl_run_is_answered (self, step);
}

guint
qsl_run_get_n_done (QslRun *self, guint *n)
{
  guint n_done = 0;

  *n = 0;
  for (guint i = 0; i < self->lesson->steps->len; i++)
    {
      const QslStep *step = get_step (self, i);

      *n += step->tasks->len + (step->question != NULL);
      for (guint j = 0; j < step->tasks->len; j++)
        n_done += qsl_run_is_done (self, i, j);
      n_done += step->question != NULL && qsl_run_is_answered (self, i);
    }
  return n_done;
}

double
qsl_run_get_score (QslRun *self)
{
  return self->score;
}

/* "step score done:tried done:tried …" */
char *
qsl_run_to_text (QslRun *self)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u %s", self->step, g_ascii_dtostr (number, sizeof number, self->score));
  for (guint i = 0; i < self->lesson->steps->len; i++)
    g_string_append_printf (text, " %x:%x", self->progress[i].done, self->progress[i].tried);
  return g_string_free (text, FALSE);
}

static guint
read_bits (const char *text, guint n, char **end)
{
  return (guint)g_ascii_strtoull (text, end, 16) & ((1u << n) - 1);
}

void
qsl_run_read_text (QslRun *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  const guint n = g_strv_length (parts);

  if (n < 2)
    return;
  qsl_run_set_step (self, (guint)MIN (g_ascii_strtoull (parts[0], NULL, 10), QSL_STEPS_MAX));
  self->score = g_ascii_strtod (parts[1], NULL);
  for (guint i = 0; i < self->lesson->steps->len && i + 2 < n; i++)
    {
      const QslStep *step = get_step (self, i);
      char *end;

      self->progress[i].done = read_bits (parts[i + 2], step->tasks->len, &end);
      if (*end == ':')
        self->progress[i].tried = read_bits (end + 1, step->question != NULL ? step->question->options->len : 0, &end);
    }
}
