/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-snippet-private.h"
#include "analysis/qsa-setup.h"

#include <string.h>

/* Numbers of a list. */
#define PER_LINE 8

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
qsa_snippet_writer_list (const QsaSnippetWriter *self, gboolean scales, const char *indent, const char *suffix)
{
  const QscParams *params = qsa_unit_params_get_all (self->units);
  GString *text = g_string_new (NULL);

  for (guint64 i = 0; i < qsa_unit_params_get_n (self->units); i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append (text, i % PER_LINE > 0 ? " " : i > 0 ? "\n" : "");
      g_string_append (text, i % PER_LINE == 0 ? indent : "");
      if (scales)
        format_real (number, sizeof number, params[i].scale);
      else
        g_snprintf (number, sizeof number, "%d", params[i].zero_point);
      g_string_append_printf (text, "%s%s,", number, suffix);
    }
  return g_string_free (text, FALSE);
}

static void
init_writer (QsaSnippetWriter *self, const QscParams *params)
{
  *self = (QsaSnippetWriter){
    .out = g_string_new (NULL),
    .params = params,
    .low = params->qmin - params->zero_point,
    .high = params->qmax - params->zero_point,
    .multiplies = qsc_params_multiplies (params),
    .shifts = qsc_params_shifts (params),
  };
  format_real (self->scale, sizeof self->scale, params->scale);
  if (params->inverse != 0.0f)
    format_real (self->inverse, sizeof self->inverse, params->inverse);
}

char *
qsa_snippet_write (QsaSnippet snippet, const QscScheme *format, const QscParams *params)
{
  g_autofree char *setup = qsa_setup_write (format, params);
  QsaSnippetWriter writer;

  g_return_val_if_fail ((guint)snippet < QSA_N_SNIPPETS, NULL);

  init_writer (&writer, params);
  g_string_append_printf (writer.out, "%s %s\n", snippets[snippet].comment, setup);
  snippets[snippet].write (&writer);
  return g_string_free (writer.out, FALSE);
}

char *
qsa_snippet_write_units (QsaSnippet snippet, const QsaScheme *scheme, QsaUnitParams *params)
{
  g_autofree char *setup = qsa_setup_write_units (scheme, params);
  const guint64 n = qsa_unit_params_get_n (params);
  const char *comment;
  QsaSnippetWriter writer;

  g_return_val_if_fail ((guint)snippet < QSA_N_SNIPPETS, NULL);

  if (n == 1)
    return qsa_snippet_write (snippet, &scheme->format, qsa_unit_params_get_all (params));
  comment = snippets[snippet].comment;
  init_writer (&writer, qsa_unit_params_get_all (params));
  writer.units = params;
  g_string_append_printf (writer.out, "%s %s\n", comment, setup);
  if (snippet != QSA_SNIPPET_NUMPY && snippet != QSA_SNIPPET_C)
    g_string_append_printf (writer.out,
                            "%s %" G_GUINT64_FORMAT
                            " scales are not written as %s, whose own operators for channels give other codes "
                            "next to the ties: take NumPy or C.\n",
                            comment, n, snippets[snippet].title);
  else if (n > QSA_SNIPPET_UNITS_MAX)
    g_string_append_printf (writer.out,
                            "%s %" G_GUINT64_FORMAT
                            " scales are too many for source text: a .safetensors of the codes has them.\n",
                            comment, n);
  else if (writer.inverse[0] != '\0')
    g_string_append_printf (writer.out,
                            "%s This rule multiplies by an inverse of its own, which is not written for each scale.\n", comment);
  else
    snippets[snippet].write (&writer);
  return g_string_free (writer.out, FALSE);
}
