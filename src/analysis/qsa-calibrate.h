/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-source.h"

G_BEGIN_DECLS

/* Scale and zero-point for source under scheme. Blocking. FALSE with G_IO_ERROR_CANCELLED, or G_IO_ERROR_INVALID_ARGUMENT
 * for a scheme the core refuses. A source without finite values gives s = 1. */
gboolean qsa_calibrate (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params, GError **error);

G_END_DECLS
