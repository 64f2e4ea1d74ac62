/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-source.h"
#include "analysis/qsa-unit-params.h"

G_BEGIN_DECLS

/* Scale and zero-point for all values of source under scheme, whatever its granularity. Blocking. FALSE with G_IO_ERROR_CANCELLED, or G_IO_ERROR_INVALID_ARGUMENT
 * for a scheme the core refuses. A source without finite values gives s = 1. */
gboolean qsa_calibrate (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params, GError **error);

/* The same for every unit of the scheme's granularity. Blocking. NULL as above, and as qsa_units_init and qsa_calibrate_units.
 * (transfer full) */
QsaUnitParams *qsa_unit_params_new_calibrated (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable,
                                               GError **error);

G_END_DECLS
