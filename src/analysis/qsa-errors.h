/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"

G_BEGIN_DECLS

/* Private to analysis. */

/* The error of all values under each of n parameters, from as few passes as fit. Blocking. FALSE with G_IO_ERROR_CANCELLED or
 * QST_ERROR. */
gboolean qsa_errors_measure (QsaSource *source, const QscParams *params, gsize n, QscErrorStats *stats, GCancellable *cancellable,
                             GError **error);

/* Per value; NaN without values. */
double qsa_errors_get_mse (const QscErrorStats *stats);

G_END_DECLS
