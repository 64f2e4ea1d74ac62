/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-lesson.h"

G_BEGIN_DECLS

/* A lesson's text as markup: what stands between asterisks is bold, [words](term) a link to a term of the
 * glossary. (transfer full) */
char *qs_lesson_format_markup (const char *text);

/* The number beside a task: "2.31 %", "19.3 dB", "−3"; "" for NaN. (transfer full) */
char *qs_lesson_format_measured (double value, QslShow show);

/* The order in which a question's options are shown: order[n]. The same each time, another for each question. */
void qs_lesson_shuffle (const char *id, guint step, guint n, guint *order);

G_END_DECLS
