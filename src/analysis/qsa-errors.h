/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-index.h"

G_BEGIN_DECLS

/* Private to analysis. */

/* The error of all values under each of n parameters, from as few passes as fit. Blocking. FALSE with G_IO_ERROR_CANCELLED or
 * QST_ERROR. */
gboolean qsa_errors_measure (QsaSource *source, const QscParams *params, gsize n, QscErrorStats *stats, GCancellable *cancellable,
                             GError **error);

/* Squared errors alone, from the index of the source where that is faster; it is built for it, if need be. Else in one pass for all
 * parameters, the sums off by less than 1e-7 as in qsc_squared_errors_update (). */
gboolean qsa_errors_measure_squares (QsaSource *source, const QscParams *params, gsize n, QscSquaredErrors *errors,
                                     GCancellable *cancellable, GError **error);

/* Per value; NaN without values. */
double qsa_errors_get_mse (QsaSource *source, const QscSquaredErrors *errors);
/* In dB; +inf without an error, NaN without a signal. */
double qsa_errors_get_sqnr (QsaSource *source, const QscSquaredErrors *errors);

G_END_DECLS
