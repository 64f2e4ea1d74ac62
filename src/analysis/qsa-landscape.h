/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"

G_BEGIN_DECLS

/* Where the error is wanted: scales low … high, a constant factor apart, by zero-points first, first + step, … */
typedef struct
{
  double low, high; /* 0 < low < high, both float32 */
  guint n_scales;   /* 2 or more */
  int first, step;  /* step > 0; all zero-points are codes */
  guint n_zero_points;
} QsaLandscapeGrid;

/* scale / span … scale * span, and as many zero-points as there are codes, or with the least step that makes it rows_max. */
void qsa_landscape_grid_init (QsaLandscapeGrid *self, const QscScheme *format, double scale, double span, guint n_scales,
                              guint rows_max);

/* The mean squared error over scale and zero-point, exact. A symmetric format is taken as if its zero-point were free.
 * Immutable, thread-safe, reference counted. */
typedef struct _QsaLandscape QsaLandscape;

/* The zero-points around one and the scales around another, finer than those of a landscape by the given factors: 2 reach + 1 of the
 * landscape's cells each way, fewer at the ends of the codes. */
void qsa_landscape_grid_refine (QsaLandscapeGrid *self, const QsaLandscapeGrid *coarse, const QscScheme *format, double scale,
                                double zero_point, guint reach, guint finer_scales, guint finer_zero_points);

/* What previous (nullable) knows of the same source and format is kept. with_optimum: looks for the least error too, unless previous
 * knows it. Builds the index of the source where there is none yet.
 * Blocking. NULL with G_IO_ERROR_CANCELLED, G_IO_ERROR_NOT_SUPPORTED without an index (QSA_INDEX_VALUES_MAX) and for stochastic
 * rounding, G_IO_ERROR_INVALID_ARGUMENT for a format the core refuses, or QST_ERROR. */
QsaLandscape *qsa_landscape_new (QsaSource *source, const QscScheme *format, const QsaLandscapeGrid *grid, gboolean with_optimum,
                                 QsaLandscape *previous, GCancellable *cancellable, GError **error);
QsaLandscape *qsa_landscape_ref (QsaLandscape *self);
void qsa_landscape_unref (QsaLandscape *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaLandscape, qsa_landscape_unref)

const QsaLandscapeGrid *qsa_landscape_get_grid (QsaLandscape *self);
/* The float32 scale of a column. */
double qsa_landscape_get_scale (QsaLandscape *self, guint column);
/* n_zero_points rows of n_scales; NaN everywhere without finite values. */
const double *qsa_landscape_get_mse (QsaLandscape *self);
/* The least error over all scales and all zero-points, on the grid or not; FALSE without finite values, and where nobody looked. */
gboolean qsa_landscape_get_optimum (QsaLandscape *self, QscParams *params, double *mse);
gboolean qsa_landscape_is_of (QsaLandscape *self, QsaSource *source, const QscScheme *format);

G_END_DECLS
