/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-integer-model.h"
#include "app/qs-race-card.h"

G_BEGIN_DECLS

#define QS_TYPE_INTEGER_PAGE (qs_integer_page_get_type ())

/* A layer of a network carried out with integers alone, term by term, and a race of int8 against float32. */
G_DECLARE_FINAL_TYPE (QsIntegerPage, qs_integer_page, QS, INTEGER_PAGE, GtkWidget)

void qs_integer_page_set_model (QsIntegerPage *self, QsIntegerModel *model);
QsRaceCard *qs_integer_page_get_race (QsIntegerPage *self);

/* The number that stands beside a term, by its place in the list of terms; and how many terms there are. For tests. */
const char *qs_integer_page_get_term (QsIntegerPage *self, guint i);

G_END_DECLS
