/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-lesson-text.h"

#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* [words](term) becomes a link; brackets that are followed by no term stay. */
static char *
link_terms (const char *markup)
{
  g_autoptr (GRegex) link = g_regex_new ("\\[([^\\]]+)\\]\\(([a-z0-9-]+)\\)", G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);

  return g_regex_replace (link, markup, -1, 0, "<a href=\"\\2\">\\1</a>", G_REGEX_MATCH_DEFAULT, NULL);
}

char *
qs_lesson_format_markup (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "*", -1);
  const guint n = g_strv_length (parts);
  g_autoptr (GString) bold = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *escaped = g_markup_escape_text (parts[i], -1);

      /* An asterisk without its second is one. */
      if (i % 2 == 1 && i + 1 < n)
        g_string_append_printf (bold, "<b>%s</b>", escaped);
      else
        g_string_append_printf (bold, "%s%s", i % 2 == 1 ? "*" : "", escaped);
    }
  return link_terms (bold->str);
}

char *
qs_lesson_format_measured (double value, QslShow show)
{
  g_autofree char *number = NULL;

  if (isnan (value))
    return g_strdup ("");
  switch (show)
    {
    case QSL_SHOW_INTEGER:
      return isfinite (value) ? qsp_format_integer ((gint64)value) : g_strdup ("");
    case QSL_SHOW_PERCENT:
      return qsp_format_percent (value / 100.0, TRUE);
    case QSL_SHOW_DB:
      number = qsp_format_decimals (value, 1, TRUE);
      return g_strdup_printf ("%s dB", number);
    case QSL_SHOW_NUMBER:
    case QSL_N_SHOWS:
    default:
      return qsp_format_number (value, 4, TRUE);
    }
}

void
qs_lesson_shuffle (const char *id, guint step, guint n, guint *order)
{
  guint32 state = g_str_hash (id) + 2654435769u * (step + 1);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  for (guint i = n; i > 1; i--)
    {
      guint j, kept = order[i - 1];

      state = state * 1664525u + 1013904223u;
      j = (state >> 16) % i;
      order[i - 1] = order[j];
      order[j] = kept;
    }
}
