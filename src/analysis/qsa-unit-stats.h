/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"

G_BEGIN_DECLS

/* Private to analysis: what quantization with parameters of each unit does. */

/* The errors of each unit, stats[n], and how often each code is there in all of them, added to counts[qmax - qmin + 1]. low … high:
 * only of values between them. Blocking. FALSE with G_IO_ERROR_CANCELLED or QST_ERROR. */
gboolean qsa_unit_params_measure (QsaUnitParams *self, QsaSource *source, const QsaInterval *interval, QscErrorStats *stats,
                                  guint64 *counts, GCancellable *cancellable, GError **error);

/* x[n], but NaN where the interval does not hold the value, or its error. scratch: room for n. */
void qsa_unit_params_keep (QsaUnitParams *self, const QsaInterval *interval, const float *x, gsize n, guint64 first_index,
                           float *scratch, float *inside);

/* All units' together; of equal largest errors the first in memory. */
void qsa_unit_stats_merge (const QscErrorStats *stats, guint64 n, QscErrorStats *all);

G_END_DECLS
