/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-calibrate.h"

G_BEGIN_DECLS

/* Methods that choose a range of r; what codes it gets is one rule for all of them. The source has finite values. FALSE with
 * G_IO_ERROR_CANCELLED, G_IO_ERROR_INVALID_ARGUMENT or QST_ERROR. */
typedef struct
{
  double low, high; /* finite, low <= high */
} QsaRange;

gboolean qsa_calibrate_percentile (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range,
                                   GError **error);
gboolean qsa_calibrate_sigma (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range,
                              GError **error);
gboolean qsa_calibrate_entropy (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range,
                                GError **error);
gboolean qsa_calibrate_aciq (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range,
                             GError **error);
gboolean qsa_calibrate_torch (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range,
                              GError **error);

/* Whether percentile and number of standard deviations are in their bounds, where the method has them. */
gboolean qsa_check_method (const QsaScheme *scheme, GError **error);

/* From the least to the largest value. */
QsaRange qsa_range_of_source (QsaSource *source);
/* centre - reach … centre + reach, as far as there are values. */
QsaRange qsa_range_around (QsaSource *source, double centre, double reach);

/* alpha / sigma and alpha / b where the error that ACIQ expects is least. */
double qsa_aciq_get_gauss_ratio (int bits);
double qsa_aciq_get_laplace_ratio (int bits);

/* The method that chooses scale and zero-point themselves: the least squared error.
 *
 * Exact by proof up to 10 bits where the rule rounds to nearest (qsa_calibrate_mse_exact), up to QSA_INDEX_VALUES_MAX values; powers
 * of two are all tried. Searched, and not proved, with 11 bits and more, with directed or stochastic rounding, for more values, and
 * for units (qsa_search_unit_error). How far a search may be off: of 4001 drawn values, a brute force over scales and zero-points
 * found 0.53 % less squared error than it with 16 bits, asymmetric, and 0.12 % less with 4 bits, asymmetric, rounding up. */
gboolean qsa_calibrate_mse (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params,
                            GError **error);

/* The same for a rule that rounds to nearest, with a promise: no scale and zero-point has less. unit: min-max's scale, in double.
 * params: in, what stands where nothing is better. G_IO_ERROR_NOT_SUPPORTED for a source without an index. */
gboolean qsa_calibrate_mse_exact (QsaSource *source, const QscScheme *format, double unit, GCancellable *cancellable,
                                  QscParams *params, GError **error);

/* Parameters that let range fit, their scale a power of two where the scheme wants one. FALSE as qsa_check_status. */
gboolean qsa_params_init_from_range (QscParams *params, const QsaScheme *scheme, const QsaRange *range, GError **error);

/* TRUE for QSC_OK, otherwise G_IO_ERROR_INVALID_ARGUMENT in words. */
gboolean qsa_check_status (QscStatus status, const QscScheme *format, GError **error);

G_END_DECLS
