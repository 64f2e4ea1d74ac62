/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-model-row.h"
#include "app/qs-session.h"

G_BEGIN_DECLS

#define QS_TYPE_MODEL (qs_model_get_type ())

/* The tensors of the session's file and what is known of each, measured in the background while someone looks. Signals:
 *   rows      the tensors, or the scheme they are measured under, are others
 *   progress  some were measured, or measuring began or ended */
G_DECLARE_FINAL_TYPE (QsModel, qs_model, QS, MODEL, GObject)

/* Under which scheme tensors are compared. */
typedef enum
{
  QS_MODEL_SCHEME_MIN_MAX,
  QS_MODEL_SCHEME_MSE,
  QS_MODEL_SCHEME_ASYMMETRIC,
  QS_MODEL_SCHEME_CURRENT, /* the sidebar's, but for its bits */
  QS_N_MODEL_SCHEMES
} QsModelScheme;

/* "min-max", "mse", "asymmetric", "current". */
const char *qs_model_scheme_get_nick (QsModelScheme scheme);
gboolean qs_model_scheme_from_nick (const char *nick, QsModelScheme *scheme);
/* Translated: "Symmetric, Min–Max", … */
const char *qs_model_scheme_get_title (QsModelScheme scheme);

/* The widths that are compared; the first one ranks. */
#define QS_MODEL_N_WIDTHS 2
extern const int qs_model_widths[QS_MODEL_N_WIDTHS];

QsModel *qs_model_new (QsSession *session);

/* The rows in the order of the file: QsModelRow. (transfer none) */
GListModel *qs_model_get_rows (QsModel *self);
QstArchive *qs_model_get_archive (QsModel *self); /* (nullable) */

QsModelScheme qs_model_get_scheme (QsModel *self);
void qs_model_set_scheme (QsModel *self, QsModelScheme scheme);
const QsaProfilePlan *qs_model_get_plan (QsModel *self);

/* Somebody sees the rows: only then are values read. */
void qs_model_set_shown (QsModel *self, gboolean shown);
/* Stops, and goes on again. */
void qs_model_set_wanted (QsModel *self, gboolean wanted);
gboolean qs_model_is_measuring (QsModel *self);
/* How many of all that can be are measured; seconds until all are, NaN if not known. */
guint qs_model_get_progress (QsModel *self, guint *n, double *seconds);

/* Rows that are measured first, by their places in the file. */
void qs_model_prefer (QsModel *self, const guint *indices, guint n);

/* The table of these rows, in their order, as comma-separated values. (transfer full) */
char *qs_model_make_csv (QsModel *self, GListModel *rows);

G_END_DECLS
