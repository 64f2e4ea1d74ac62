/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/qsf-figures.h"

G_BEGIN_DECLS

/* The words of the field are data too: one key file, a group for each term. */

/* A term in the user's language. Immutable. */
typedef struct
{
  char *id; /* "zero-point": what links name */
  char *title;
  char *text;   /* two sentences */
  QsfView view; /* that shows what is meant */
  char **see;   /* ids of others; empty: none */
} QslTerm;

/* From the text of a file: the terms in its order (of QslTerm). NULL with G_IO_ERROR_INVALID_DATA: “line 12: …”. (transfer full) */
GPtrArray *qsl_glossary_new (const char *text, gsize length, GError **error);

/* NULL: there is no such term. (transfer none) */
const QslTerm *qsl_glossary_find (GPtrArray *glossary, const char *id);

/* Whether a term has all words of a search in its title or text, whatever their case. */
gboolean qsl_term_matches (const QslTerm *term, const char *search);

G_END_DECLS
