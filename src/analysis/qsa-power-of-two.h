/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-calibrate-private.h"

G_BEGIN_DECLS

/* Private to analysis: scales 2^n, which a shift can multiply with. */

/* n from -126, FLT_MIN, to 127. */
#define QSA_EXPONENT_MIN (-126)
#define QSA_EXPONENT_MAX 127

/* The least n so that 2^n is scale at least; scale above 0. */
int qsa_exponent_above (double scale);
/* The n with the least |n - log2 (scale)|, of two as near the upper; scale above 0. */
int qsa_exponent_nearest (double scale);

/* Gives params, made from low … high under format, the next power of two above as scale, so that the range still fits. */
void qsa_params_round_up (QscParams *params, const QscScheme *format, double low, double high);

/* Powers of two that a search for the least error tries, from the one above min-max's scale times 4 down. */
#define QSA_N_EXPONENTS 28
/* And zero-points to each, where not all are tried. */
#define QSA_N_ALIGNED 5

/* How many zero-points lay the codes of scale over low … high in some way, from one end to the other; no two are equal. */
guint qsa_align_zero_points (const QscScheme *format, double scale, double low, double high, int32_t zero_points[QSA_N_ALIGNED]);

/* The power of two, and zero-point, with the least squared error among QSA_N_EXPONENTS; params: min-max's in, the best out. */
gboolean qsa_calibrate_mse_power_of_two (QsaSource *source, const QscScheme *format, GCancellable *cancellable, QscParams *params,
                                         GError **error);

G_END_DECLS
