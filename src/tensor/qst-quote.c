/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-quote.h"

#include <string.h>

#define MAX_CHARACTERS 120
#define MAX_BYTES (8 * MAX_CHARACTERS)

/* Marks, embeddings and isolates that could turn the order of a message round. */
static gboolean
changes_direction (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
qst_quote (const char *text, gssize length)
{
  gsize n = length < 0 ? strlen (text) : (gsize)length;
  gboolean cut = n > MAX_BYTES;
  g_autofree char *valid = g_utf8_make_valid (text, (gssize)MIN (n, MAX_BYTES));
  GString *out = g_string_new (NULL);
  guint characters = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (characters++ == MAX_CHARACTERS)
        {
          cut = TRUE;
          break;
        }
      if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        g_string_append_printf (out, "\\x%02x", (guint)c);
      else if (changes_direction (c) || c == 0x2028 || c == 0x2029)
        g_string_append_printf (out, "\\u%04x", (guint)c);
      else
        g_string_append_unichar (out, c);
    }
  if (cut)
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}

char *
qst_quote_basename (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return qst_quote (name, -1);
}
