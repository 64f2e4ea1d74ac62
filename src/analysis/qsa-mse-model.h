/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"

G_BEGIN_DECLS

/* Private to analysis. The squared error under any scale and zero-point from a counted histogram, whose values are taken as
 * uniform inside a bucket: an estimate for a few look-ups, which tells where exact passes are worth while. */
typedef struct _QsaMseModel QsaMseModel;

/* The source has finite values, not all of them 0. One pass. NULL with an error. */
QsaMseModel *qsa_mse_model_new (QsaSource *source, GCancellable *cancellable, GError **error);
void qsa_mse_model_free (QsaMseModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaMseModel, qsa_mse_model_free)

/* The summed squared error at a scale under the best zero-point, which is stored (a symmetric format has only one). */
double qsa_mse_model_evaluate (QsaMseModel *self, const QscScheme *format, double scale, int32_t *zero_point);

G_END_DECLS
