/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/qsc.h"

#include <glib.h>

G_BEGIN_DECLS

/* Bins that a view asks for. Of this many, and of every multiple of 38, edges fall on the bounds of the rounding error. */
#define QSA_ERROR_BINS 76

/* Counts of the finite values by their error e = reconstructed - r, in equal bins over low … high: 0.95 of the step on either side
 * for rules that round to the nearest level, 1.9 for those that may be off by a whole step. A value between the lowest and the
 * highest level never counts beyond the bounds of its rule, whatever float32 makes of its error. */
typedef struct
{
  double low, high;
  guint n_bins; /* 0: none was asked for, or nothing is finite */
  const guint64 *counts;
  guint64 below, above;
} QsaErrorHistogram;

/* Private to analysis. */

/* The range of the bins. */
void qsa_error_histogram_get_range (const QscParams *params, double *low, double *high);
/* Adds the errors of x[n] to counts[n_bins + 2], n_bins being even; the last two are below and above. */
void qsa_error_histogram_update (const QscParams *params, const float *x, gsize n, guint64 first_index, guint n_bins,
                                 guint64 *counts);

G_END_DECLS
