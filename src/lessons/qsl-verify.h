/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-lesson.h"

G_BEGIN_DECLS

/* One task, played. */
typedef struct
{
  guint step, task; /* from 0 */
  gboolean holds_before, holds_after;
  double measured; /* after the solution; NaN without */
} QslPlayed;

/* Plays a lesson through the solutions that its file gives: every check must fail before its solution and hold after it, and
 * stay within reach of the states in between. sample is drawn or opened where a step says data=. played (nullable) takes one
 * QslPlayed for each task. Blocking. FALSE with G_IO_ERROR_FAILED, which names step and task, or an error of the computation. */
gboolean qsl_verify (QslLesson *lesson, GArray *played, GCancellable *cancellable, GError **error);

G_END_DECLS
