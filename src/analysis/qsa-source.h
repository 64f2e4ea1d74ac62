/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-unit-params.h"
#include "core/qsc.h"
#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* A tensor with what is true of its values under any scheme: moments, and in time indices. Immutable to the outside,
 * thread-safe, reference counted. */
typedef struct _QsaSource QsaSource;

/* Reads all values once. Blocking; call it from a worker. NULL with G_IO_ERROR_CANCELLED or QST_ERROR. */
QsaSource *qsa_source_new (QstTensor *tensor, GCancellable *cancellable, GError **error);
QsaSource *qsa_source_ref (QsaSource *self);
void qsa_source_unref (QsaSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaSource, qsa_source_unref)

QstTensor *qsa_source_get_tensor (QsaSource *self); /* (transfer none) */
const QscMoments *qsa_source_get_moments (QsaSource *self);

/* Mean and population standard deviation of the finite values (two passes); NaN when there are none. */
double qsa_source_get_mean (QsaSource *self);
double qsa_source_get_std (QsaSource *self);

/* The next index after (step > 0) or before (step < 0) from, wrapping, whose value the params of its unit clip; FALSE when there is none.
 * Blocking. */
gboolean qsa_source_find_clipped (QsaSource *self, QsaUnitParams *params, guint64 from, int step, GCancellable *cancellable,
                                  guint64 *index);

/* The index of the finite value nearest to value (first one on ties); FALSE when nothing is finite. Blocking. */
gboolean qsa_source_find_nearest (QsaSource *self, float value, GCancellable *cancellable, guint64 *index);

G_END_DECLS
