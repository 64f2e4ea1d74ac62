/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"

G_BEGIN_DECLS

/* What a lesson may ask about: every number that the window shows, by the name it has in the checks of lessons. */

/* Facts that take another computation than the result. */
typedef enum
{
  QSL_NEED_NOTHING = 0,
  QSL_NEED_OPTIMUM = 1 << 0, /* s_opt, z_opt, mse_opt */
  QSL_NEED_CHANNEL = 1 << 1, /* sqnr_first */
} QslNeeds;

/* The state that is looked at; a small value that borrows the result. */
typedef struct
{
  QsaResult *result; /* (transfer none) */
  gboolean has_pick;
  float pick;
  double entry;      /* the number that the reader typed; NaN: none */
  const char *views; /* nicks of the views on screen, blank-separated; "" where there is no screen */

  /* Filled by qsl_facts_compute. */
  QscTrace trace; /* of the picked value */
  double scale_optimum, zero_optimum, mse_optimum, sqnr_first;
} QslFacts;

/* result must outlive the facts; nothing is picked, nothing typed. */
void qsl_facts_init (QslFacts *self, QsaResult *result);

/* Computes what needs say. Blocking. */
gboolean qsl_facts_compute (QslFacts *self, QslNeeds needs, GCancellable *cancellable, GError **error);

/* A number or a text. */
typedef struct
{
  gboolean is_text;
  double number;
  const char *text; /* static */
} QslValue;

/* The index of the fact of that name, -1 where there is none. */
int qsl_facts_find (const char *name);
guint qsl_facts_get_n (void);
const char *qsl_facts_get_name (guint i);
/* One line for the manual of lesson files, English. */
const char *qsl_facts_get_summary (guint i);
gboolean qsl_facts_is_text (guint i);
QslNeeds qsl_facts_get_needs (guint i);
/* NaN where there is no such thing now. */
QslValue qsl_facts_get (const QslFacts *self, guint i);

G_END_DECLS
