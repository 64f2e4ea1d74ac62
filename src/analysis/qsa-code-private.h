/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-code.h"

G_BEGIN_DECLS

/* Private to analysis: the writers of one language each. */

typedef struct
{
  GString *out;
  const QscParams *params;
  char scale[G_ASCII_DTOSTR_BUF_SIZE]; /* nine digits, with a mark that makes it a real number */
  gint32 low, high;                    /* qmin - z, qmax - z: where the clamp is, counted from the zero-point */
  gboolean multiplies, shifts;         /* by 1 / s instead of dividing; zero-point added before rounding */
} QsaCodeWriter;

/* "int8", "uint16", …: the narrowest that holds the codes. */
const char *qsa_code_writer_get_type (const QsaCodeWriter *self);

/* Replaces each "@NAME@" of text by what pairs (name, value, …, NULL) say, and appends it. */
void qsa_code_writer_add (QsaCodeWriter *self, const char *text, ...) G_GNUC_NULL_TERMINATED;

void qsa_code_write_numpy (QsaCodeWriter *self);
void qsa_code_write_pytorch (QsaCodeWriter *self);
void qsa_code_write_onnx (QsaCodeWriter *self);
void qsa_code_write_c (QsaCodeWriter *self);

G_END_DECLS
