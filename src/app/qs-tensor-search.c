/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-tensor-search.h"

#include <string.h>

#define DTYPE "dtype:"
#define SHAPE "shape:"

char **
qs_tensor_search_parse (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return g_strsplit (folded, " ", -1);
}

static gboolean
begins (const char *text, const char *word)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && g_str_has_prefix (folded, word);
}

static gboolean
contains (const char *text, const char *word)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, word) != NULL;
}

static gboolean
is_length (const char *word, guint64 length)
{
  guint64 number;

  return strcmp (word, "*") == 0 || (g_ascii_string_to_unsigned (word, 10, 0, G_MAXUINT64, &number, NULL) && number == length);
}

static gboolean
has_lengths (const QsTensorFacts *facts, const char *word)
{
  g_auto (GStrv) lengths = g_strsplit_set (word, "x,", -1);
  gsize n = g_strv_length (lengths);

  /* What is typed so far: "768x". */
  if (n > 0 && lengths[n - 1][0] == '\0')
    n--;
  for (gsize first = 0; facts->shape != NULL && first + n <= facts->n_dims; first++)
    {
      gsize d = 0;

      while (d < n && is_length (lengths[d], facts->shape[first + d]))
        d++;
      if (d == n)
        return TRUE;
    }
  return FALSE;
}

gboolean
qs_tensor_search_matches (char *const *words, const QsTensorFacts *facts)
{
  for (; words != NULL && *words != NULL; words++)
    {
      const char *word = *words;
      gboolean fits = g_str_has_prefix (word, DTYPE)
                          ? begins (facts->dtype, word + strlen (DTYPE)) || begins (facts->dtype_label, word + strlen (DTYPE))
                      : g_str_has_prefix (word, SHAPE) ? has_lengths (facts, word + strlen (SHAPE))
                                                       : contains (facts->name, word);

      if (!fits)
        return FALSE;
    }
  return TRUE;
}
