/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-accuracy.h"

G_BEGIN_DECLS

/* Right answers over the bit width, under an otherwise equal request. Immutable, thread-safe, reference counted. */
typedef struct _QsaAccuracyCurve QsaAccuracyCurve;

#define QSA_ACCURACY_CURVE_N (QSC_BITS_MAX - QSC_BITS_MIN + 1)

/* At every width that there is, from the lowest on, n of them more than previous (nullable) knows when it is of the same request:
 * searching the least error takes long where codes are many. Blocking. NULL with G_IO_ERROR_CANCELLED, … */
QsaAccuracyCurve *qsa_accuracy_curve_new (const QsaAccuracyRequest *request, QsaAccuracyCurve *previous, guint n,
                                          GCancellable *cancellable, GError **error);
QsaAccuracyCurve *qsa_accuracy_curve_ref (QsaAccuracyCurve *self);
void qsa_accuracy_curve_unref (QsaAccuracyCurve *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaAccuracyCurve, qsa_accuracy_curve_unref)

/* The request, at whatever width; its reference lives as long as the curve. */
const QsaAccuracyRequest *qsa_accuracy_curve_get_request (QsaAccuracyCurve *self);
/* Of how many examples. */
gsize qsa_accuracy_curve_get_n (QsaAccuracyCurve *self);
/* Widths from QSC_BITS_MIN on that are known, QSA_ACCURACY_CURVE_N in the end. */
guint qsa_accuracy_curve_get_n_widths (QsaAccuracyCurve *self);
gsize qsa_accuracy_curve_get_n_right (QsaAccuracyCurve *self, int bits);
gsize qsa_accuracy_curve_get_n_right_float (QsaAccuracyCurve *self);
/* Whether it is that of the request, whatever its width. */
gboolean qsa_accuracy_curve_is_of (QsaAccuracyCurve *self, const QsaAccuracyRequest *request);

G_END_DECLS
