/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-lesson.h"

G_BEGIN_DECLS

/* The catalogue of our lessons' words. */
#define QSL_LESSONS_DOMAIN "quantoscope-lessons"

void qsl_step_free (QslStep *step);
void qsl_task_free (QslTask *task);
void qsl_question_free (QslQuestion *question);
void qsl_option_free (QslOption *option);

/* A setup line that may also have entry=NUMBER, taken apart; entry stays NaN without. FALSE with an error. */
gboolean qsl_split_entry (const char *line, char **setup, double *entry, GError **error);

G_END_DECLS
