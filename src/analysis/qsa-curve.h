/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"

G_BEGIN_DECLS

/* What a view of the error over the scale spans around the scale in force: s / BELOW … s * ABOVE. */
#define QSA_CURVE_BELOW 5.0
#define QSA_CURVE_ABOVE 4.2

/* Steps of the finest curve in which the scale doubles, and how many of them are one step of a coarse curve. */
#define QSA_CURVE_STEPS 24
#define QSA_CURVE_COARSE 8

/* The mean squared error at one scale and its two parts, exact: from a pass over all values. */
typedef struct
{
  double scale, mse, mse_rounding, mse_clipping;
  int step; /* scale = 2^(step / STEPS), G_MININT for one between two steps */
} QsaCurvePoint;

/* The squared error over the scale, format and zero-point being fixed. Immutable, thread-safe, reference counted. */
typedef struct _QsaCurve QsaCurve;

/* The points of every stride-th step over low … high, which it contains. stride 1: also some more around the least of them.
 * What previous (nullable) knows of the same source, format and zero-point is kept. No points without finite values. Blocking;
 * NULL with G_IO_ERROR_CANCELLED, G_IO_ERROR_INVALID_ARGUMENT for a format the core refuses, or QST_ERROR. */
QsaCurve *qsa_curve_new (QsaSource *source, const QscScheme *format, int zero_point, double low, double high, guint stride,
                         QsaCurve *previous, GCancellable *cancellable, GError **error);
QsaCurve *qsa_curve_ref (QsaCurve *self);
void qsa_curve_unref (QsaCurve *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaCurve, qsa_curve_unref)

/* Ascending scales. */
const QsaCurvePoint *qsa_curve_get_points (QsaCurve *self, gsize *n);
QsaSource *qsa_curve_get_source (QsaCurve *self); /* (transfer none) */
gboolean qsa_curve_is_of (QsaCurve *self, QsaSource *source, const QscScheme *format, int zero_point);
/* Whether every stride-th step over low … high is known. */
gboolean qsa_curve_covers (QsaCurve *self, double low, double high, guint stride);

G_END_DECLS
