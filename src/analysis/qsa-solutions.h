/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-source.h"

G_BEGIN_DECLS

/* What one calibration finds. */
typedef struct
{
  QsaCalibration calibration;
  QscParams params;
  double mse, mse_rounding, mse_clipping;
  double sqnr_db; /* +inf without an error, NaN without a signal */
} QsaSolution;

/* What every calibration finds for a source and a format. Immutable, thread-safe, reference counted. */
typedef struct _QsaSolutions QsaSolutions;

/* All methods but manual, with the parameters of scheme; its own calibration does not matter. None without finite values; a method
 * whose scale float32 cannot hold is left out. Blocking, some passes over the values. NULL with G_IO_ERROR_CANCELLED,
 * G_IO_ERROR_INVALID_ARGUMENT for a scheme the core refuses, or QST_ERROR. */
QsaSolutions *qsa_solutions_new (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, GError **error);
QsaSolutions *qsa_solutions_ref (QsaSolutions *self);
void qsa_solutions_unref (QsaSolutions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaSolutions, qsa_solutions_unref)

/* In the order of QsaCalibration. */
const QsaSolution *qsa_solutions_get (QsaSolutions *self, gsize *n);
/* NULL where it was left out. */
const QsaSolution *qsa_solutions_find (QsaSolutions *self, QsaCalibration calibration);

/* Whether they would come out the same for source and scheme. */
gboolean qsa_solutions_are_of (QsaSolutions *self, QsaSource *source, const QsaScheme *scheme);

G_END_DECLS
