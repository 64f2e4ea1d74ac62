/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-learn.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_LEARN_PANE (qs_learn_pane_get_type ())

/* The list of lessons, or the lesson that is played. */
G_DECLARE_FINAL_TYPE (QsLearnPane, qs_learn_pane, QS, LEARN_PANE, GtkWidget)

void qs_learn_pane_set_learn (QsLearnPane *self, QsLearn *learn);

G_END_DECLS
