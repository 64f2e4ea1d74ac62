/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "tensor/qst-archive.h"
#include "tensor/qst-distribution.h"

G_BEGIN_DECLS

/* All that the user chose: the scheme and where the values come from. A small value; undo is a list of them. */
typedef struct
{
  QsaScheme scheme;
  QstArchive *archive; /* the opened file; NULL: none yet */
  QstTensor *tensor;   /* of it; NULL: drawn from distribution, or nothing yet */
  gboolean is_drawn;   /* the values are drawn from distribution */
  QstDistribution distribution;
} QsState;

/* An empty state: INT8 min-max, no values. */
void qs_state_init (QsState *self);

/* Releases what the state holds and leaves it empty. */
void qs_state_clear (QsState *self);

/* target must be initialised; takes its own references. */
void qs_state_copy (QsState *target, const QsState *source);

gboolean qs_state_equal (const QsState *a, const QsState *b);

/* Whether both states have the same values, whatever the schemes. */
gboolean qs_state_has_same_values (const QsState *a, const QsState *b);

/* Whether there are any values at all. */
gboolean qs_state_has_values (const QsState *self);

G_END_DECLS
