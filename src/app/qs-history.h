/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-state.h"

G_BEGIN_DECLS

/* The states before and after the current one, for undo and redo. */
typedef struct _QsHistory QsHistory;

/* Steps kept; older ones are forgotten. */
#define QS_HISTORY_MAX 1000

/* Changes of one control within this many microseconds are one step. */
#define QS_HISTORY_COALESCE_USEC G_USEC_PER_SEC

QsHistory *qs_history_new (void);
void qs_history_free (QsHistory *self);

/* Remembers before, the state that a change called label is about to replace. Changes with the same control (a static string,
 * NULL: never the same) join into one step while they follow each other within QS_HISTORY_COALESCE_USEC of now. */
void qs_history_push (QsHistory *self, const QsState *before, const char *control, const char *label, gint64 now);

/* The next change starts a step of its own (the end of a drag). */
void qs_history_break (QsHistory *self);

void qs_history_clear (QsHistory *self);

/* Replaces current with the state before (after); FALSE when there is none. */
gboolean qs_history_undo (QsHistory *self, QsState *current);
gboolean qs_history_redo (QsHistory *self, QsState *current);

/* What would be undone or redone; NULL when there is nothing. */
const char *qs_history_get_undo_label (QsHistory *self);
const char *qs_history_get_redo_label (QsHistory *self);

G_END_DECLS
