/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-tensor-search.h"

#include "plot/qsp-number.h"

#include <math.h>
#include <string.h>

#define SQNR "sqnr"

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

static gboolean
has_dtype (const QsTensorFacts *facts, const char *word)
{
  return begins (facts->dtype, word) || begins (facts->dtype_label, word);
}

/* What is typed so far says nothing yet: "ndim:". */
static gboolean
has_n_dims (const QsTensorFacts *facts, const char *word)
{
  return *word == '\0' || (facts->shape != NULL && is_length (word, facts->n_dims));
}

static gboolean
has_index (const QsTensorFacts *facts, const char *word)
{
  return *word == '\0' || is_length (word, facts->index);
}

/* Of "sqnr<12" what follows the first word. */
static gboolean
has_sqnr (const QsTensorFacts *facts, const char *comparison)
{
  const char sign = comparison[0];
  const gboolean or_equal = comparison[1] == '=';
  const char *text = comparison + 1 + or_equal;
  double limit;

  if (*text == '\0')
    return TRUE;
  if (!qsp_parse_number (text, &limit) || isnan (facts->sqnr))
    return FALSE;
  return (sign == '<' ? facts->sqnr < limit : facts->sqnr > limit) || (or_equal && facts->sqnr == limit);
}

static gboolean
fits (const QsTensorFacts *facts, const char *word)
{
  static const struct
  {
    const char *prefix;
    gboolean (*fits) (const QsTensorFacts *facts, const char *rest);
  } kinds[] = {
    { "dtype:", has_dtype }, { "type:", has_dtype }, { "shape:", has_lengths }, { "ndim:", has_n_dims }, { "#", has_index },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (word, kinds[i].prefix))
      return kinds[i].fits (facts, word + strlen (kinds[i].prefix));
  if (g_str_has_prefix (word, SQNR "<") || g_str_has_prefix (word, SQNR ">"))
    return has_sqnr (facts, word + strlen (SQNR));
  return contains (facts->name, word);
}

gboolean
qs_tensor_search_matches (char *const *words, const QsTensorFacts *facts)
{
  for (; words != NULL && *words != NULL; words++)
    if (!fits (facts, *words))
      return FALSE;
  return TRUE;
}
