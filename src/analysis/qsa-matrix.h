/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-limits.h"
#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* How the values of a tensor are looked at as rows and columns: two of its axes with an index for each other one, or, where it has
 * less than two axes, so many values to a row. A small value, copied freely; set its fields, then ask. */
typedef struct
{
  gsize n_dims;
  guint64 shape[QST_LIMIT_DIMS]; /* of the tensor */
  guint64 count;
  gsize row_axis, column_axis;   /* n_dims >= 2: not the same */
  guint64 index[QST_LIMIT_DIMS]; /* of the axes that are neither */
  guint64 width;                 /* n_dims < 2: values to a row, above 0 */
} QsaMatrix;

/* Rows along the first axis, columns along the longest of the others, indices 0. Of one axis: about as many rows as columns, but
 * 16 … 256 columns, a power of two. */
void qsa_matrix_init (QsaMatrix *self, QstTensor *tensor);

gboolean qsa_matrix_equal (const QsaMatrix *a, const QsaMatrix *b);

/* Whether rows are the consequence of width. */
gboolean qsa_matrix_is_wrapped (const QsaMatrix *self);

guint64 qsa_matrix_get_n_rows (const QsaMatrix *self);
guint64 qsa_matrix_get_n_columns (const QsaMatrix *self);

/* Where the value of a cell stands in memory order; G_MAXUINT64 where there is none (outside, or after the last value). */
guint64 qsa_matrix_get_index (const QsaMatrix *self, guint64 row, guint64 column);

/* The cell of a value; FALSE when it is at another index of the other axes, or nowhere. */
gboolean qsa_matrix_find (const QsaMatrix *self, guint64 index, guint64 *row, guint64 *column);

/* Chooses the indices of the other axes so that qsa_matrix_find finds the value. */
void qsa_matrix_show (QsaMatrix *self, guint64 index);

/* n cells of a row from column on, as float32; NaN where there is none. scratch: of QSA_MATRIX_SCRATCH values. */
#define QSA_MATRIX_SCRATCH 65536
void qsa_matrix_read (const QsaMatrix *self, QstTensor *tensor, guint64 row, guint64 column, gsize n, float *values,
                      float *scratch);

G_END_DECLS
