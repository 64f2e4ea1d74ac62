/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_NUMBER_TABLE (qs_number_table_get_type ())

/* Numbers in columns, scrolled. Emits "picked" (row) when a row is chosen by pointer or keys. */
G_DECLARE_FINAL_TYPE (QsNumberTable, qs_number_table, QS, NUMBER_TABLE, GtkWidget)

/* name: for screen readers; titles: of the columns, NULL-terminated. */
GtkWidget *qs_number_table_new (const char *name, const char *const *titles);

/* rows: of fields separated by tabulators, NULL-terminated. What is the same as before stays untouched. */
void qs_number_table_set_rows (QsNumberTable *self, const char *const *rows);
/* Chooses a row without telling. */
void qs_number_table_select (QsNumberTable *self, guint row);
guint qs_number_table_get_n_rows (QsNumberTable *self);

G_END_DECLS
