/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-snippet-private.h"
#include "analysis/qsa-setup.h"

#include <string.h>

static const struct
{
  const char *nick, *title, *comment;
  void (*write) (QsaSnippetWriter *self);
} snippets[QSA_N_SNIPPETS] = {
  [QSA_SNIPPET_NUMPY] = { "numpy", "NumPy", "#", qsa_snippet_write_numpy },
  [QSA_SNIPPET_PYTORCH] = { "pytorch", "PyTorch", "#", qsa_snippet_write_pytorch },
  [QSA_SNIPPET_ONNX] = { "onnx", "ONNX", "#", qsa_snippet_write_onnx },
  [QSA_SNIPPET_C] = { "c", "C", "//", qsa_snippet_write_c },
};

const char *
qsa_snippet_get_nick (QsaSnippet snippet)
{
  g_return_val_if_fail ((guint)snippet < QSA_N_SNIPPETS, NULL);
  return snippets[snippet].nick;
}

gboolean
qsa_snippet_from_nick (const char *nick, QsaSnippet *snippet)
{
  for (guint i = 0; i < QSA_N_SNIPPETS; i++)
    if (strcmp (snippets[i].nick, nick) == 0)
      {
        *snippet = (QsaSnippet)i;
        return TRUE;
      }
  return FALSE;
}

const char *
qsa_snippet_get_title (QsaSnippet snippet)
{
  g_return_val_if_fail ((guint)snippet < QSA_N_SNIPPETS, NULL);
  return snippets[snippet].title;
}

const char *
qsa_snippet_writer_get_type (const QsaSnippetWriter *self)
{
  if (self->params->qmin < 0)
    return self->params->qmin >= G_MININT8 && self->params->qmax <= G_MAXINT8 ? "int8" : "int16";
  return self->params->qmax <= G_MAXUINT8 ? "uint8" : "uint16";
}

/* The value of the name that text begins with, and where the text goes on. */
static const char *
find_value (char **pairs, const char *name, gsize length)
{
  for (; pairs[0] != NULL; pairs += 2)
    if (strlen (pairs[0]) == length && memcmp (pairs[0], name, length) == 0)
      return pairs[1];
  g_assert_not_reached ();
}

static void
replace_names (GString *out, const char *text, char **pairs)
{
  const char *at;

  while ((at = strchr (text, '@')) != NULL)
    {
      const char *end = strchr (at + 1, '@');

      g_string_append_len (out, text, at - text);
      g_string_append (out, find_value (pairs, at + 1, (gsize)(end - at - 1)));
      text = end + 1;
    }
  g_string_append (out, text);
}

void
qsa_snippet_writer_add (QsaSnippetWriter *self, const char *text, ...)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  va_list arguments;
  const char *word;

  va_start (arguments, text);
  while ((word = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (pairs, (gpointer)word);
  va_end (arguments);
  g_ptr_array_add (pairs, NULL);
  replace_names (self->out, text, (char **)pairs->pdata);
}

/* Nine digits name a float32 uniquely; "1" alone would be an integer. */
static void
format_real (char *text, gsize size, float value)
{
  g_ascii_formatd (text, (int)size, "%.9g", (double)value);
  if (strpbrk (text, ".e") == NULL)
    g_strlcat (text, ".0", size);
}

char *
qsa_snippet_write (QsaSnippet snippet, const QscScheme *format, const QscParams *params)
{
  g_autofree char *setup = qsa_setup_write (format, params);
  QsaSnippetWriter writer = {
    .out = g_string_new (NULL),
    .params = params,
    .low = params->qmin - params->zero_point,
    .high = params->qmax - params->zero_point,
    .multiplies = qsc_params_multiplies (params),
    .shifts = qsc_params_shifts (params),
  };

  g_return_val_if_fail ((guint)snippet < QSA_N_SNIPPETS, NULL);

  format_real (writer.scale, sizeof writer.scale, params->scale);
  if (params->inverse != 0.0f)
    format_real (writer.inverse, sizeof writer.inverse, params->inverse);
  g_string_append_printf (writer.out, "%s %s\n", snippets[snippet].comment, setup);
  snippets[snippet].write (&writer);
  return g_string_free (writer.out, FALSE);
}
