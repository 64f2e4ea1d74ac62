/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text in columns, for people. */
typedef struct _QsCliTable QsCliTable;

/* align: one letter per column, 'l' or 'r'. */
QsCliTable *qs_cli_table_new (const char *align);
void qs_cli_table_free (QsCliTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsCliTable, qs_cli_table_free)

/* The next cell, row by row. */
void qs_cli_table_add (QsCliTable *self, const char *text);
/* Takes text. */
void qs_cli_table_take (QsCliTable *self, char *text);

/* Prints all rows, each after indent blanks. */
void qs_cli_table_print (const QsCliTable *self, guint indent);

G_END_DECLS
