/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"
#include "lessons/qsl-run.h"

G_BEGIN_DECLS

#define QS_TYPE_LEARN (qs_learn_get_type ())

/* The teacher of one window: knows the lessons, plays one of them on the session, keeps what was learned. Entering a lesson puts the
 * reader's own work aside; leaving brings it back.
 *
 * Signals, none with arguments:
 *   lessons  the lessons were read, or what is done of them changed
 *   step     a step was entered (its state is set), or the lesson was left
 *   facts    tasks were looked at anew */
G_DECLARE_FINAL_TYPE (QsLearn, qs_learn, QS, LEARN, GObject)

/* Reads the lessons in the background. */
QsLearn *qs_learn_new (QsSession *session, GSettings *settings);

/* Of QslLesson, in order; empty until they are read. (transfer none) */
GPtrArray *qs_learn_get_lessons (QsLearn *self);
/* Of char *: files that are no lesson. (transfer none) */
GPtrArray *qs_learn_get_errors (QsLearn *self);
/* What is done of a lesson, of how much. */
guint qs_learn_get_n_done (QsLearn *self, const QslLesson *lesson, guint *n);
/* The best score of a challenge, NaN before the first. */
double qs_learn_get_score (QsLearn *self, const QslLesson *lesson);

/* Enters a lesson at the step where it was left. */
void qs_learn_open (QsLearn *self, QslLesson *lesson);
QslLesson *qs_learn_find (QsLearn *self, const char *id); /* (transfer none) (nullable) */
/* The lesson that is played; NULL: none. (transfer none) */
QslRun *qs_learn_get_run (QsLearn *self);
/* Enters a step of it, whose state is set. */
void qs_learn_go (QsLearn *self, guint step);
/* Sets the state of the step again. */
void qs_learn_restart (QsLearn *self);
/* Leaves the lesson and brings back the work that was put aside. */
void qs_learn_leave (QsLearn *self);
/* Whether work was put aside. */
gboolean qs_learn_has_work (QsLearn *self);

/* Answers the question of the step. */
void qs_learn_answer (QsLearn *self, guint option);
/* A number typed for the tasks; NaN: none. */
void qs_learn_set_entry (QsLearn *self, double entry);
/* The number beside a task of the step, NaN while it is not known. */
double qs_learn_get_measured (QsLearn *self, guint task);

/* Forgets all progress; undone by the text that is returned. (transfer full) */
GVariant *qs_learn_forget (QsLearn *self);
void qs_learn_remember (QsLearn *self, GVariant *progress);

G_END_DECLS
