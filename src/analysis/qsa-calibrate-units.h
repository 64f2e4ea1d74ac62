/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-calibrate-private.h"
#include "analysis/qsa-units.h"

G_BEGIN_DECLS

/* Calibrations that cost a search over a histogram for each unit (entropy, torch) are refused for more units than this. */
#define QSA_SLOW_UNITS_MAX 1024

/* Scale and zero-point of each unit of several: params[n_units]. Each is what qsa_calibrate finds for the values of the unit alone,
 * but for the least squared error, which is searched among some hundred scales (qsa-unit-error.c) and not proved. Units without
 * finite values get s = 1.
 *
 * Blocking. FALSE as qsa_calibrate, with G_IO_ERROR_INVALID_ARGUMENT for a scale set by hand, which can be no unit's own, and
 * G_IO_ERROR_NOT_SUPPORTED for more units than the calibration can do. */
gboolean qsa_calibrate_units (QsaSource *source, const QsaScheme *scheme, const QsaUnits *units, GCancellable *cancellable,
                              QscParams *params, GError **error);

/* Of values x[n], all finite, n > 0: the parameters with the least squared error that a search finds. Changes nothing in params where
 * nothing is better. */
void qsa_search_unit_error (const QsaScheme *scheme, const float *x, gsize n, QscParams *params);

/* The range of x[n], all finite, n > 0, that a method chooses: PERCENTILE, SIGMA or ACIQ. Sorts x. */
void qsa_choose_unit_range (const QsaScheme *scheme, float *x, gsize n, QsaRange *range);

G_END_DECLS
