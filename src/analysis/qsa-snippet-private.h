/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-snippet.h"

G_BEGIN_DECLS

/* Private to analysis: the writers of one language each. */

typedef struct
{
  GString *out;
  const QscParams *params;
  char scale[G_ASCII_DTOSTR_BUF_SIZE];   /* nine digits, with a mark that makes it a real number */
  char inverse[G_ASCII_DTOSTR_BUF_SIZE]; /* the same of what is multiplied with; empty: 1 / scale */
  gint32 low, high;                      /* qmin - z, qmax - z: where the clamp is, counted from the zero-point */
  gboolean multiplies, shifts;           /* by 1 / s instead of dividing; zero-point added before rounding */
  QsaUnitParams *units;                  /* NULL: one scale for all */
} QsaSnippetWriter;

/* "int8", "uint16", …: the narrowest that holds the codes. */
const char *qsa_snippet_writer_get_type (const QsaSnippetWriter *self);

/* Replaces each "@NAME@" of text by what pairs (name, value, …, NULL) say, and appends it. */
void qsa_snippet_writer_add (QsaSnippetWriter *self, const char *text, ...) G_GNUC_NULL_TERMINATED;

/* The scales, or zero-points, of all units as numbers between commas, some to a line, which begins with indent. (transfer full) */
char *qsa_snippet_writer_list (const QsaSnippetWriter *self, gboolean scales, const char *indent, const char *suffix);

void qsa_snippet_write_numpy (QsaSnippetWriter *self);
void qsa_snippet_write_pytorch (QsaSnippetWriter *self);
void qsa_snippet_write_onnx (QsaSnippetWriter *self);
void qsa_snippet_write_c (QsaSnippetWriter *self);

G_END_DECLS
