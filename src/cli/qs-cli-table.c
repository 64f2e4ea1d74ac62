/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-table.h"

#include <string.h>

struct _QsCliTable
{
  char *align;
  guint n_columns;
  GPtrArray *cells;
};

QsCliTable *
qs_cli_table_new (const char *align)
{
  QsCliTable *self = g_new0 (QsCliTable, 1);

  self->align = g_strdup (align);
  self->n_columns = (guint)strlen (align);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
qs_cli_table_free (QsCliTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self->align);
  g_free (self);
}

void
qs_cli_table_take (QsCliTable *self, char *text)
{
  g_ptr_array_add (self->cells, text);
}

void
qs_cli_table_add (QsCliTable *self, const char *text)
{
  qs_cli_table_take (self, g_strdup (text));
}

/* Columns of a terminal. */
static guint
get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static void
append_cell (GString *line, const char *text, guint width, char align, gboolean is_last)
{
  const guint blanks = width - get_width (text);

  for (guint i = 0; align == 'r' && i < blanks; i++)
    g_string_append_c (line, ' ');
  g_string_append (line, text);
  for (guint i = 0; align == 'l' && !is_last && i < blanks; i++)
    g_string_append_c (line, ' ');
}

void
qs_cli_table_print (const QsCliTable *self, guint indent)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    widths[i % self->n_columns] = MAX (widths[i % self->n_columns], get_width (g_ptr_array_index (self->cells, i)));
  for (guint i = 0; i + self->n_columns <= self->cells->len; i += self->n_columns)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint c = 0; c < self->n_columns; c++)
        {
          g_string_append (line, c > 0 ? "  " : "");
          append_cell (line, g_ptr_array_index (self->cells, i + c), widths[c], self->align[c], c + 1 == self->n_columns);
        }
      g_print ("%*s%s\n", (int)indent, "", line->str);
    }
}
