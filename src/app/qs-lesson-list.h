/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-learn.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_LESSON_LIST (qs_lesson_list_get_type ())

/* The lessons and the challenges, with what is done of them. */
G_DECLARE_FINAL_TYPE (QsLessonList, qs_lesson_list, QS, LESSON_LIST, GtkWidget)

void qs_lesson_list_set_learn (QsLessonList *self, QsLearn *learn);

G_END_DECLS
