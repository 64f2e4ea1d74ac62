/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"

G_BEGIN_DECLS

/* Tensors with more values have no index: it would take 5.5 bytes for each, and 9.5 while it is built. */
#define QSA_INDEX_VALUES_MAX (G_GUINT64_CONSTANT (1) << 26)

/* The finite values of a source in order, with the sums of 1, r and r^2 over any stretch of them. What quantization does under any
 * scale and zero-point then follows from one look-up per code, not from one pass over the values; exactly, since the borders of
 * the codes are those of the kernels. Immutable, thread-safe, reference counted. */
typedef struct _QsaIndex QsaIndex;

/* Builds it at the first call; kept by the source. Blocking. NULL with G_IO_ERROR_CANCELLED, G_IO_ERROR_NOT_SUPPORTED beyond
 * QSA_INDEX_VALUES_MAX, or QST_ERROR. (transfer none) */
QsaIndex *qsa_source_get_index (QsaSource *self, GCancellable *cancellable, GError **error);
/* NULL while it has not been built. Never blocks for long. (transfer none) */
QsaIndex *qsa_source_peek_index (QsaSource *self);

/* What the index knows of the errors under some parameters. */
typedef struct
{
  guint64 count, clipped_low, clipped_high;
  double sse_rounding, sse_clipping;
} QsaIndexErrors;

/* FALSE for stochastic rounding, whose codes hang on the places of the values. */
gboolean qsa_index_can_measure (const QscParams *params);

/* The same as one pass over all values: the counts are equal, the sums are off by less than 1e-11 of themselves and 1e-29 of the
 * sum of r^2. At high bit widths a pass may take less time. */
void qsa_index_measure (QsaIndex *self, const QscParams *params, QsaIndexErrors *errors);

/* Adds the counts of all codes to counts[qmax - qmin + 1]; they are equal to those of a pass. */
void qsa_index_count_codes (QsaIndex *self, const QscParams *params, guint64 *counts);

/* The summed squared error under params with each of n zero-points in turn, first, first + step, … in place of its own. About as
 * dear as two of qsa_index_measure. */
void qsa_index_measure_zero_points (QsaIndex *self, const QscParams *params, int first, int step, guint n, double *sse);

/* Whether an index of source measures params in less time than a pass over the values. */
gboolean qsa_index_pays (QsaSource *source, const QscParams *params);

G_END_DECLS
