/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-source.h"

G_BEGIN_DECLS

#define QSA_BITS_N (QSC_BITS_MAX - QSC_BITS_MIN + 1)

/* The error at one bit width. */
typedef struct
{
  int bits;
  QscParams params;
  double mse, sqnr_db; /* sqnr_db: +inf without an error, NaN without a signal */
} QsaBitsPoint;

/* The error over the bit width: each width is calibrated anew by the scheme's method. Manual calibration keeps the range of
 * values that its codes span. Immutable, thread-safe, reference counted. */
typedef struct _QsaBits QsaBits;

/* The points of previous (nullable), when it is of the same source and scheme, and those of the next n_more widths, from few bits
 * to many; call it again with the outcome until it is complete. The scheme's own bit width does not matter, but to manual
 * calibration. No points without finite values, none for a width whose scale float32 cannot hold. Blocking. NULL with
 * G_IO_ERROR_CANCELLED, G_IO_ERROR_INVALID_ARGUMENT for a scheme the core refuses, or QST_ERROR. */
QsaBits *qsa_bits_new (QsaSource *source, const QsaScheme *scheme, QsaBits *previous, guint n_more, GCancellable *cancellable,
                       GError **error);
QsaBits *qsa_bits_ref (QsaBits *self);
void qsa_bits_unref (QsaBits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaBits, qsa_bits_unref)

/* From few bits to many. */
const QsaBitsPoint *qsa_bits_get_points (QsaBits *self, gsize *n);
/* Whether all widths have been tried. */
gboolean qsa_bits_is_complete (QsaBits *self);
QsaSource *qsa_bits_get_source (QsaBits *self); /* (transfer none) */
gboolean qsa_bits_is_of (QsaBits *self, QsaSource *source, const QsaScheme *scheme);

G_END_DECLS
