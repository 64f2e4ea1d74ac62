/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-matrix.h"
#include "analysis/qsa-unit-params.h"

G_BEGIN_DECLS

/* A part of a matrix, maybe coarser: each sample stands for row_step × column_step cells. */
typedef struct
{
  guint64 row, column; /* the first cell */
  guint64 n_rows, n_columns;
  guint64 row_step, column_step; /* above 0 */
} QsaWindow;

/* The whole matrix in at most that many samples. */
void qsa_window_init_overview (QsaWindow *self, const QsaMatrix *matrix, guint max_rows, guint max_columns);

/* The values in a window. Immutable, thread-safe, reference counted. */
typedef struct _QsaPatch QsaPatch;

/* Reads the window's values, and no others than those between them. params (nullable): also finds the largest error of each sample,
 * and its farthest code, which where there are several units does not follow from the extremes of its values.
 * Samples of nothing but NaN, and those beyond the matrix, are NaN. Blocking; NULL with G_IO_ERROR_CANCELLED, or
 * QST_ERROR_CHANGED. */
QsaPatch *qsa_patch_new (QstTensor *tensor, const QsaMatrix *matrix, const QsaWindow *window, QsaUnitParams *params,
                         GCancellable *cancellable, GError **error);
QsaPatch *qsa_patch_ref (QsaPatch *self);
void qsa_patch_unref (QsaPatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaPatch, qsa_patch_unref)

const QsaMatrix *qsa_patch_get_matrix (QsaPatch *self);
const QsaWindow *qsa_patch_get_window (QsaPatch *self);

/* Samples, not cells. */
guint qsa_patch_get_n_rows (QsaPatch *self);
guint qsa_patch_get_n_columns (QsaPatch *self);

/* The least and greatest value of each sample, row by row. The same array where a sample is a cell. */
const float *qsa_patch_get_low (QsaPatch *self);
const float *qsa_patch_get_high (QsaPatch *self);
/* The largest |e| under the params it was made with; NULL without. */
const float *qsa_patch_get_error (QsaPatch *self);

/* A sample that is one cell, through the formula; FALSE where there is no cell. */
gboolean qsa_patch_trace (QsaPatch *self, QsaUnitParams *params, guint row, guint column, QscTrace *trace);

/* The parameters of that cell's unit; those of the first unit where there is no cell. */
const QscParams *qsa_patch_get_params (QsaPatch *self, QsaUnitParams *params, guint row, guint column);

/* The code of a sample that lies farthest from the zero-point, which is told, too: rounding being monotone, that of its least or greatest
 * value. (Stochastic rounding of more than one cell: the farthest that there can be.) Of several units it is known only to a patch
 * that was made with params. FALSE where there is none. */
gboolean qsa_patch_get_farthest_code (QsaPatch *self, QsaUnitParams *params, guint row, guint column, gint32 *code,
                                      gint32 *zero_point);

G_END_DECLS
