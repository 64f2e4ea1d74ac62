/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-learn.h"

G_BEGIN_DECLS

enum
{
  QS_LEARN_LESSONS,
  QS_LEARN_STEP,
  QS_LEARN_FACTS,
  QS_LEARN_N_SIGNALS
};

struct _QsLearn
{
  GObject parent_instance;

  QsSession *session;
  GSettings *settings;
  GCancellable *cancellable;
  GPtrArray *lessons, *errors;
  GHashTable *progress; /* id to the text of a run */

  QslRun *run;
  QsState work; /* put aside while a lesson is played */
  gboolean has_work, has_work_pick;
  float work_pick;

  double entry;
  double measured[QSL_TASKS_MAX];
  gboolean looking, look_again; /* a worker computes facts; they are old already */
  QsaSource *optimum_source;    /* whose optimum the facts hold */
  QscScheme optimum_format;
  QsaGranularity optimum_granularity;
  gboolean optimum_is_power;
  QslFacts optimum;
};

void qs_learn_emit (QsLearn *self, int signal);

/* Looks at the tasks of the step once the session's result is that of its state. (qs-learn-facts.c) */
void qs_learn_look (QsLearn *self);

/* Keeps the run's progress. */
void qs_learn_keep (QsLearn *self);

/* Our own lessons and those of the reader's folder. Blocking. (qs-learn-load.c) */
GPtrArray *qs_learn_load_lessons (GPtrArray *errors);

G_END_DECLS
