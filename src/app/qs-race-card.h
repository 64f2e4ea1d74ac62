/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_RACE_CARD (qs_race_card_get_type ())

/* Measures int8 against float32 on this machine when asked to, on a worker, and tells the outcome. */
G_DECLARE_FINAL_TYPE (QsRaceCard, qs_race_card, QS, RACE_CARD, GtkWidget)

GtkWidget *qs_race_card_new (void);

/* Starts with matrices of so many rows, unless a race is being run. */
void qs_race_card_start (QsRaceCard *self, guint size);
/* Stops what runs, after its round. */
void qs_race_card_stop (QsRaceCard *self);
gboolean qs_race_card_is_running (QsRaceCard *self);
/* What the card says; for tests. */
const char *qs_race_card_get_outcome (QsRaceCard *self);

G_END_DECLS
