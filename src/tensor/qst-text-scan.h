/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a table of numbers is written. */
typedef struct
{
  char separator;         /* ',' ';' '\t', or ' ' for runs of blanks */
  char decimal;           /* '.' or ',' */
  gboolean header;        /* the first row holds words */
  gboolean last_is_value; /* an empty field at the end of the first row is a cell, not a trailing separator */
} QstTextDialect;

/* One row: without its line end, its comment and outer blanks. */
typedef struct
{
  const char *begin;
  const char *end;
  guint64 line; /* from 1 */
} QstTextRow;

/* A cursor over the rows; blank lines and comment lines are passed over and counted. */
typedef struct
{
  const char *at;
  const char *end;
  guint64 line;
  guint64 comments;
} QstTextCursor;

void qst_text_cursor_init (QstTextCursor *self, const char *text, gsize length);
gboolean qst_text_cursor_next (QstTextCursor *self, QstTextRow *row);

/* One field of a row, without blanks and quotes around it. */
typedef struct
{
  const char *begin;
  const char *end;
  gboolean last; /* none follows */
  gboolean quoted;
} QstTextField;

/* The field at *at, which moves behind its separator. FALSE at a quote that does not
 * close or has something behind it. */
gboolean qst_text_next_field (const char **at, const QstTextRow *row, char separator, QstTextField *field);

/* A decimal number, nan, inf or one of the words for “missing”; an empty field is NaN too. Never the locale's way. */
gboolean qst_text_parse_number (const QstTextField *field, char decimal, double *value);

/* Guesses from the first rows. */
void qst_text_detect (QstTextDialect *self, const char *text, gsize length);

G_END_DECLS
