/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-lesson.h"

G_BEGIN_DECLS

/* A reader's way through a lesson: which step, which tasks are done, which answers were tried. Not thread-safe. */
typedef struct _QslRun QslRun;

/* At the first step, nothing done. */
QslRun *qsl_run_new (QslLesson *lesson);
void qsl_run_free (QslRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QslRun, qsl_run_free)

QslLesson *qsl_run_get_lesson (QslRun *self); /* (transfer none) */
guint qsl_run_get_step (QslRun *self);
const QslStep *qsl_run_get_current (QslRun *self);
/* Any step may be gone to; what is done stays done. */
void qsl_run_set_step (QslRun *self, guint step);

/* Looks at the tasks of the current step; what is done stays done. TRUE if one is done that was not before. Of a challenge the
 * score is taken, too, while its task holds. */
gboolean qsl_run_update (QslRun *self, const QslFacts *facts);
gboolean qsl_run_is_done (QslRun *self, guint step, guint task);

/* An answer to the question of the current step; TRUE if it is right. */
gboolean qsl_run_answer (QslRun *self, guint option);
gboolean qsl_run_was_tried (QslRun *self, guint step, guint option);
gboolean qsl_run_is_answered (QslRun *self, guint step);
/* Two wrong answers or more were given and the right one was not. */
gboolean qsl_run_needs_hint (QslRun *self, guint step);

/* Tasks done and questions answered of all, and how many there are. */
guint qsl_run_get_n_done (QslRun *self, guint *n);

/* The best score so far, NaN before the first. */
double qsl_run_get_score (QslRun *self);

/* What is done and tried as a short text, and back: what does not fit the lesson (any more) is left out. (transfer full) */
char *qsl_run_to_text (QslRun *self);
void qsl_run_read_text (QslRun *self, const char *text);

G_END_DECLS
