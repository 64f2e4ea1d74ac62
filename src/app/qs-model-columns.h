/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-model-row.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The columns of the table of a file's tensors. */
typedef enum
{
  QS_MODEL_COLUMN_NAME,
  QS_MODEL_COLUMN_SHAPE,
  QS_MODEL_COLUMN_TYPE,
  QS_MODEL_COLUMN_VALUES,
  QS_MODEL_COLUMN_DISTRIBUTION,
  QS_MODEL_COLUMN_SQNR4,
  QS_MODEL_COLUMN_SQNR8,
  QS_MODEL_COLUMN_CLIPPED,
  QS_N_MODEL_COLUMNS
} QsModelColumn;

/* "name", "shape", "type", "values", "distribution", "sqnr4", "sqnr8", "clipped". */
const char *qs_model_column_get_nick (QsModelColumn column);
gboolean qs_model_column_from_nick (const char *nick, QsModelColumn *column);
/* Translated, of signed codes or of unsigned ones. (transfer full) */
char *qs_model_column_make_title (QsModelColumn column, gboolean is_signed);

/* Room that it takes in px at the text size of widget, and what must be there before it: columns of a higher rank go first where
 * there is not enough. */
int qs_model_column_get_width (QsModelColumn column, GtkWidget *widget);
int qs_model_column_get_rank (QsModelColumn column);

/* With cells and an order. (transfer full) */
GtkColumnViewColumn *qs_model_column_new (QsModelColumn column);

/* "8.2 dB", "∞", "—". (transfer full) */
char *qs_model_format_decibels (double value);
/* "0.72 %" of the finite values. (transfer full) */
char *qs_model_format_clipped (const QsaProfile *profile);

G_END_DECLS
