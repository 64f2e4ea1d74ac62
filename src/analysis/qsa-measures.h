/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"

G_BEGIN_DECLS

/* Private to analysis: the figures that follow from sums and counts. */

/* 10 log10 (sum x^2 / sum e^2); +inf without an error, NaN without a signal. */
double qsa_measures_get_sqnr (const QscErrorStats *stats);

/* All but the base line, which stays NaN. n_values: with those that are not finite, which are stored too. */
void qsa_measures_init (QsaMeasures *self, const QsaScheme *scheme, const QscErrorStats *stats, const guint64 *code_counts,
                        gsize n_codes, guint64 n_scales, guint64 n_values);

G_END_DECLS
