/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-model-columns.h"
#include "app/qs-model.h"

G_BEGIN_DECLS

#define QS_TYPE_MODEL_TABLE (qs_model_table_get_type ())

/* The tensors of a file as a table that can be searched and sorted. Signals:
 *   opened (QsModelRow)  a row was activated
 *   selected             another row is selected, or none
 *   shown                other rows are shown */
G_DECLARE_FINAL_TYPE (QsModelTable, qs_model_table, QS, MODEL_TABLE, GtkWidget)

GtkWidget *qs_model_table_new (QsModel *model);

/* Of which rows are shown; text as a search for tensors. */
void qs_model_table_set_search (QsModelTable *self, const char *text);
void qs_model_table_set_kind (QsModelTable *self, QsModelKind kind);
QsModelKind qs_model_table_get_kind (QsModelTable *self);

/* QsModelRow, in the order that is seen. (transfer none) */
GListModel *qs_model_table_get_shown (QsModelTable *self);

QsModelRow *qs_model_table_get_selected (QsModelTable *self); /* (nullable) (transfer none) */
void qs_model_table_select (QsModelTable *self, guint position);
/* Opens the selected row, as Enter does. */
void qs_model_table_open (QsModelTable *self);

void qs_model_table_sort (QsModelTable *self, QsModelColumn column, gboolean descending);

/* Columns that one wants to see; they are seen where there is room. */
gboolean qs_model_table_get_wanted (QsModelTable *self, QsModelColumn column);
void qs_model_table_set_wanted (QsModelTable *self, QsModelColumn column, gboolean wanted);
gboolean qs_model_table_is_column_shown (QsModelTable *self, QsModelColumn column);

/* Puts rows that were measured in the meantime where they belong, and has the visible ones measured first. */
void qs_model_table_refresh (QsModelTable *self);

/* Titles that tell the widths. */
void qs_model_table_update_titles (QsModelTable *self);

G_END_DECLS
