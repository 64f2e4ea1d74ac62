/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* strtod_l */
#include "tensor/qst-text-scan.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The longest decimal that is not refused; 1100 signs write any double out in full. */
#define NUMBER_BYTES 1200

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\f' || c == '\v';
}

void
qst_text_cursor_init (QstTextCursor *self, const char *text, gsize length)
{
  gsize mark = length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  *self = (QstTextCursor){ .at = text + mark, .end = text + length };
}

/* The next line as it stands: LF, CRLF and CR end one. */
static void
take_line (QstTextCursor *self, const char **begin, const char **end)
{
  const char *p = self->at;

  while (p < self->end && *p != '\n' && *p != '\r')
    p++;
  *begin = self->at;
  *end = p;
  if (p < self->end)
    p += *p == '\r' && p + 1 < self->end && p[1] == '\n' ? 2 : 1;
  self->at = p;
  self->line++;
}

/* A # outside quotes begins a comment. */
static const char *
find_comment (const char *begin, const char *end)
{
  gboolean quoted = FALSE;

  if (memchr (begin, '#', (gsize)(end - begin)) == NULL)
    return end;
  for (const char *p = begin; p < end; p++)
    if (*p == '"')
      quoted = !quoted;
    else if (*p == '#' && !quoted)
      return p;
  return end;
}

gboolean
qst_text_cursor_next (QstTextCursor *self, QstTextRow *row)
{
  while (self->at < self->end)
    {
      const char *begin, *end, *comment;

      take_line (self, &begin, &end);
      comment = find_comment (begin, end);
      self->comments += comment < end;
      end = comment;
      while (begin < end && *begin == ' ')
        begin++;
      while (begin < end && end[-1] == ' ')
        end--;
      row->begin = begin;
      row->end = end;
      row->line = self->line;
      while (begin < end && is_blank (*begin))
        begin++;
      if (begin < end)
        return TRUE;
    }
  return FALSE;
}

static void
trim (QstTextField *field)
{
  while (field->begin < field->end && is_blank (*field->begin))
    field->begin++;
  while (field->begin < field->end && is_blank (field->end[-1]))
    field->end--;
}

gboolean
qst_text_next_field (const char **at, const QstTextRow *row, char separator, QstTextField *field)
{
  const char *p = *at;

  field->quoted = FALSE;
  while (p < row->end && is_blank (*p) && *p != separator)
    p++;
  if (separator == ' ')
    while (p < row->end && is_blank (*p))
      p++;
  field->begin = p;
  if (p < row->end && *p == '"')
    {
      const char *close = memchr (p + 1, '"', (gsize)(row->end - p - 1));

      if (close == NULL)
        return FALSE;
      field->quoted = TRUE;
      field->begin = p + 1;
      field->end = close;
      p = close + 1;
      if (separator != ' ')
        while (p < row->end && is_blank (*p) && *p != separator)
          p++;
      if (p < row->end && (separator == ' ' ? !is_blank (*p) : *p != separator))
        return FALSE;
    }
  while (p < row->end && (separator == ' ' ? !is_blank (*p) : *p != separator))
    p++;
  if (!field->quoted)
    field->end = p;
  trim (field);
  if (separator == ' ')
    while (p < row->end && is_blank (*p))
      p++;
  field->last = p >= row->end;
  *at = field->last || separator == ' ' ? p : p + 1;
  return TRUE;
}

static gboolean
is_word (const char *text, gsize n, const char *word)
{
  return strlen (word) == n && g_ascii_strncasecmp (text, word, n) == 0;
}

/* nan, inf, and what statistics programs write for a missing value. */
static gboolean
parse_word (const char *text, gsize n, double *value)
{
  double sign = 1;

  if (n > 1 && (*text == '-' || *text == '+'))
    {
      sign = *text == '-' ? -1 : 1;
      text++;
      n--;
    }
  if (is_word (text, n, "inf") || is_word (text, n, "infinity"))
    *value = sign * INFINITY;
  else if (is_word (text, n, "nan") || is_word (text, n, "na") || is_word (text, n, "n/a") || is_word (text, n, "null"))
    *value = NAN;
  else
    return FALSE;
  return TRUE;
}

static locale_t
get_c_locale (void)
{
  static gsize made;
  static locale_t c_locale;

  if (g_once_init_enter (&made))
    {
      c_locale = newlocale (LC_ALL_MASK, "C", (locale_t)0);
      g_once_init_leave (&made, 1);
    }
  return c_locale;
}

gboolean
qst_text_parse_number (const QstTextField *field, char decimal, double *value)
{
  gsize n = (gsize)(field->end - field->begin);
  char number[NUMBER_BYTES + 1];
  char *stop;

  if (n == 0)
    {
      *value = NAN;
      return TRUE;
    }
  if (n > NUMBER_BYTES)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      char c = field->begin[i];

      if (c == decimal)
        number[i] = '.';
      else if (g_ascii_isdigit (c) || c == '-' || c == '+' || c == 'e' || c == 'E')
        number[i] = c;
      else if (i > 0 && (c == 'd' || c == 'D')) /* Fortran's double precision */
        number[i] = 'e';
      else
        return parse_word (field->begin, n, value);
    }
  number[n] = '\0';
  *value = strtod_l (number, &stop, get_c_locale ());
  return stop == number + n;
}
