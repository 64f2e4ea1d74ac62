/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-unit-params.h"

#include <glib.h>

G_BEGIN_DECLS

/* Languages in which the formula can be handed on. */
typedef enum
{
  QSA_SNIPPET_NUMPY,
  QSA_SNIPPET_PYTORCH,
  QSA_SNIPPET_ONNX, /* Python that makes the node with onnx.helper */
  QSA_SNIPPET_C,
  QSA_N_SNIPPETS
} QsaSnippet;

/* "numpy", "pytorch", "onnx", "c". */
const char *qsa_snippet_get_nick (QsaSnippet snippet);
gboolean qsa_snippet_from_nick (const char *nick, QsaSnippet *snippet);
/* "NumPy", "PyTorch", "ONNX", "C": names, not translated. */
const char *qsa_snippet_get_title (QsaSnippet snippet);

/* Source text that, run, gives the codes that params give, bit for bit; where a language cannot, a comment in it says so. Names
 * and comments are English, as in other code. Ends in a newline. (transfer full) */
char *qsa_snippet_write (QsaSnippet snippet, const QscScheme *format, const QscParams *params);

/* More scales than this are no source text. */
#define QSA_SNIPPET_UNITS_MAX 4096

/* The same of every unit: NumPy and C have all scales in arrays; in the other languages, for more than QSA_SNIPPET_UNITS_MAX units and
 * where a rule multiplies by an inverse of its own, the text says that it cannot. (transfer full) */
char *qsa_snippet_write_units (QsaSnippet snippet, const QsaScheme *scheme, QsaUnitParams *params);

G_END_DECLS
