/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-lesson.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_TASK_ROW (qs_task_row_get_type ())

/* A task: a mark, its words, the number that is measured, and a field where a number is asked for.
 *
 * Signal “entry” (double): a number was typed, NaN for none. */
G_DECLARE_FINAL_TYPE (QsTaskRow, qs_task_row, QS, TASK_ROW, GtkListBoxRow)

GtkWidget *qs_task_row_new (const QslTask *task);
void qs_task_row_set_state (QsTaskRow *self, gboolean done, double measured);

G_END_DECLS
