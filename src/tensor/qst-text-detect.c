/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-text-scan.h"

#include <math.h>
#include <string.h>

/* What is looked at before the guess. */
#define SAMPLE_ROWS 64
#define SAMPLE_BYTES (1024 * 1024)

/* Signs met outside and inside quotes. */
typedef struct
{
  gboolean semicolon, tab, comma, point;
  gboolean quoted_comma;
  gboolean blanks_inside;  /* between two tabs */
  gboolean several_words;  /* a row of more than one word, split at blanks */
  gboolean comma_decimals; /* every word has at most one comma, between digits */
} Signs;

static void
look_at_words (const QstTextRow *row, Signs *signs)
{
  guint words = 0;
  guint commas = 0;

  for (const char *p = row->begin; p <= row->end; p++)
    {
      gboolean blank = p == row->end || *p == ' ' || *p == '\t';

      if (blank)
        {
          words += p > row->begin && p[-1] != ' ' && p[-1] != '\t';
          commas = 0;
        }
      else if (*p == ',')
        {
          commas++;
          if (commas > 1 || p == row->begin || !g_ascii_isdigit (p[-1]) || p + 1 == row->end || !g_ascii_isdigit (p[1]))
            signs->comma_decimals = FALSE;
        }
    }
  signs->several_words = signs->several_words || words > 1;
}

static void
look_at (const QstTextRow *row, Signs *signs)
{
  gboolean quoted = FALSE;

  for (const char *p = row->begin; p < row->end; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (*p == '.')
        signs->point = TRUE;
      else if (*p == ',' && quoted)
        signs->quoted_comma = TRUE;
      else if (*p == ',')
        signs->comma = TRUE;
      else if (*p == ';' && !quoted)
        signs->semicolon = TRUE;
      else if (*p == '\t' && !quoted)
        signs->tab = TRUE;
      else if (*p == ' ' && p > row->begin && p[-1] != '\t' && p[-1] != ' ' && p + 1 < row->end && p[1] != '\t' && p[1] != ' ')
        signs->blanks_inside = TRUE;
    }
  look_at_words (row, signs);
}

static void
decide (const Signs *signs, QstTextDialect *self)
{
  gboolean comma_is_decimal = (signs->comma || signs->quoted_comma) && !signs->point;

  self->decimal = '.';
  if (signs->semicolon)
    self->separator = ';';
  else if (signs->tab)
    self->separator = signs->blanks_inside ? ' ' : '\t';
  else if (signs->comma && comma_is_decimal && signs->several_words && signs->comma_decimals)
    self->separator = ' ';
  else if (signs->comma || signs->quoted_comma)
    {
      self->separator = signs->comma ? ',' : ' ';
      comma_is_decimal = signs->quoted_comma && !signs->point;
    }
  else
    self->separator = ' ';
  if (comma_is_decimal)
    self->decimal = ',';
}

/* What the first row and the others look like once the separator is known. */
typedef struct
{
  guint64 fields;
  gboolean first_empty, last_empty;
  gboolean words;      /* a field is no number */
  gboolean enumerates; /* all but the first count 0, 1, 2 … */
} Shape;

static void
measure (const QstTextRow *row, const QstTextDialect *dialect, Shape *shape)
{
  const char *at = row->begin;
  QstTextField field;
  double value;

  *shape = (Shape){ .enumerates = TRUE };
  do
    {
      if (!qst_text_next_field (&at, row, dialect->separator, &field))
        {
          shape->words = TRUE;
          return;
        }
      if (!qst_text_parse_number (&field, dialect->decimal, &value))
        shape->words = TRUE;
      else if (shape->fields > 0 && !(value == (double)(shape->fields - 1)))
        shape->enumerates = FALSE;
      shape->last_empty = field.begin == field.end && !field.quoted;
      if (shape->fields == 0)
        shape->first_empty = shape->last_empty;
      shape->fields++;
    }
  while (!field.last);
}

/* The words of a header may hold any sign, so the first row has a say only if that makes numbers of it. */
static void
guess (const QstTextRow *rows, gsize n, QstTextDialect *self, Shape *first)
{
  Signs signs = { .comma_decimals = TRUE };
  QstTextDialect with_first = *self;
  Shape shape;

  for (gsize i = 1; i < n; i++)
    look_at (&rows[i], &signs);
  decide (&signs, self);
  measure (&rows[0], self, first);
  if (n > 1 && !first->words)
    return;
  look_at (&rows[0], &signs);
  decide (&signs, &with_first);
  measure (&rows[0], &with_first, &shape);
  if (n == 1 || !shape.words)
    {
      *self = with_first;
      *first = shape;
    }
}

/* The end of the sample goes through the last row: it says nothing, or nothing but its whole fields if it is the only one. */
static gsize
leave_out_cut_field (QstTextRow *rows, gsize n)
{
  QstTextRow *row = &rows[n - 1];

  if (n > 1)
    return n - 1;
  while (row->end > row->begin && strchr (",; \t", row->end[-1]) == NULL)
    row->end--;
  while (row->end > row->begin && strchr (",; \t", row->end[-1]) != NULL)
    row->end--;
  return n;
}

void
qst_text_detect (QstTextDialect *self, const char *text, gsize length)
{
  QstTextCursor cursor;
  QstTextRow rows[SAMPLE_ROWS];
  Shape first, other;
  gsize n = 0;

  qst_text_cursor_init (&cursor, text, MIN (length, SAMPLE_BYTES));
  while (n < SAMPLE_ROWS && qst_text_cursor_next (&cursor, &rows[n]))
    n++;
  if (n > 0 && length > SAMPLE_BYTES && cursor.at == cursor.end)
    n = leave_out_cut_field (rows, n);
  *self = (QstTextDialect){ .separator = ' ', .decimal = '.' };
  if (n == 0)
    return;
  guess (rows, n, self, &first);
  self->header = first.words || (first.first_empty && first.fields > 1 && first.enumerates);
  for (gsize i = 1; i < n; i++)
    {
      measure (&rows[i], self, &other);
      if (other.fields == first.fields && !other.last_empty)
        self->last_is_value = TRUE;
    }
}
