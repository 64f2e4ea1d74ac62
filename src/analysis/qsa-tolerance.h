/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"
#include "analysis/qsa-scheme.h"

G_BEGIN_DECLS

/* The scales around optimum's (its zero-point kept) within which the mean squared error is at most 1 + tolerance times optimum's,
 * to about two percent of the scale. One pass over the values. Blocking; FALSE with G_IO_ERROR_CANCELLED or QST_ERROR. */
gboolean qsa_find_tolerated_scales (QsaSource *source, const QscParams *optimum, double tolerance, GCancellable *cancellable,
                                    double *low, double *high, GError **error);

G_END_DECLS
