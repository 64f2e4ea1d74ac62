/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-learn.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_LESSON_PAGE (qs_lesson_page_get_type ())

/* One step of a lesson: its text, its tasks with what is measured, its question. */
G_DECLARE_FINAL_TYPE (QsLessonPage, qs_lesson_page, QS, LESSON_PAGE, GtkWidget)

void qs_lesson_page_set_learn (QsLessonPage *self, QsLearn *learn);

G_END_DECLS
