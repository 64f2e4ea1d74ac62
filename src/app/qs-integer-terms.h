/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-integer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_INTEGER_TERMS (qs_integer_terms_get_type ())

/* The terms of one output, each with its formula and number: what takes the zero-points off, bias, sum, multiplier, code, real. */
G_DECLARE_FINAL_TYPE (QsIntegerTerms, qs_integer_terms, QS, INTEGER_TERMS, GtkWidget)

enum
{
  QS_TERM_PRODUCTS,
  QS_TERM_WEIGHT_CORRECTION,
  QS_TERM_INPUT_CORRECTION,
  QS_TERM_BOTH_ZEROS,
  QS_TERM_BIAS,
  QS_TERM_SUM,
  QS_TERM_MULTIPLIER,
  QS_TERM_SCALED,
  QS_TERM_CODE,
  QS_TERM_REAL,
  QS_TERM_FLOAT,
  QS_TERM_DIFFERENCE,
  QS_N_TERMS
};

GtkWidget *qs_integer_terms_new (void);
void qs_integer_terms_set (QsIntegerTerms *self, QsaInteger *integer);
/* The number beside a term. */
const char *qs_integer_terms_get (QsIntegerTerms *self, guint term);

G_END_DECLS
