/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-ranking.h"
#include "app/qs-tensor-search.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define QS_TYPE_MODEL_ROW (qs_model_row_get_type ())

/* One tensor in the table of a file's tensors. Emits "changed" when it was measured. */
G_DECLARE_FINAL_TYPE (QsModelRow, qs_model_row, QS, MODEL_ROW, GObject)

/* What kind of tensor it is, by its shape. */
typedef enum
{
  QS_MODEL_KIND_ALL,
  QS_MODEL_KIND_MATRIX,
  QS_MODEL_KIND_KERNEL, /* three axes and more */
  QS_MODEL_KIND_VECTOR, /* one axis and scalars */
  QS_MODEL_KIND_OTHER,  /* not measured: whole numbers, what cannot be read */
  QS_N_MODEL_KINDS
} QsModelKind;

/* "all", "matrix", "kernel", "vector", "other". */
const char *qs_model_kind_get_nick (QsModelKind kind);
gboolean qs_model_kind_from_nick (const char *nick, QsModelKind *kind);
/* Translated: "All Kinds", "Matrices", … */
const char *qs_model_kind_get_title (QsModelKind kind);

/* entry is copied; archive is what it borrows from. */
QsModelRow *qs_model_row_new (QstArchive *archive, const QsaRankingEntry *entry);
/* One that stands for none, to compare with: its name, type and number of values are its index. */
QsModelRow *qs_model_row_new_empty (guint index);

const QsaRankingEntry *qs_model_row_get_entry (QsModelRow *self);
QsaProfile *qs_model_row_get_profile (QsModelRow *self); /* (nullable) (transfer none) */

/* What was measured, or why it cannot be; both NULL: it was not yet. */
void qs_model_row_set_profile (QsModelRow *self, QsaProfile *profile, const char *reason);
/* Back to what is known without reading values. */
void qs_model_row_forget (QsModelRow *self);

QsModelKind qs_model_row_get_kind (QsModelRow *self);

/* For people: control characters shown as such. */
const char *qs_model_row_get_name (QsModelRow *self);
const char *qs_model_row_get_sort_key (QsModelRow *self); /* so that “blocks.2” comes before “blocks.10” */
const char *qs_model_row_get_shape (QsModelRow *self);    /* "768 × 192" */
const char *qs_model_row_get_dtype (QsModelRow *self);    /* "float32" */
guint64 qs_model_row_get_n_values (QsModelRow *self);

void qs_model_row_get_facts (QsModelRow *self, QsTensorFacts *facts);

G_END_DECLS
