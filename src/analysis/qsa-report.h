/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-accuracy-curve.h"
#include "analysis/qsa-result.h"
#include "tensor/qst-archive.h"

G_BEGIN_DECLS

/* Statistics of the values as stored (not rounded to float32 first), for inspect. */
typedef struct
{
  guint64 finite, nan, positive_infinity, negative_infinity;
  double min, max, mean, std; /* NaN when nothing is finite */
  char sha256[65];            /* of the float32 values, little-endian, row-major, every NaN as 0x7fc00000 */
} QsaStatistics;

gboolean qsa_statistics_compute (QstTensor *tensor, GCancellable *cancellable, QsaStatistics *statistics, GError **error);

/* JSON texts of the command line, pretty-printed, ending in a newline; numbers round-trip, undefined is null. (transfer full) */
char *qsa_report_measure (QsaResult *result);
/* tensors: QstTensor of the archive, or NULL for all. Those whose values cannot be read are told and do not end it. */
char *qsa_report_inspect (QstArchive *archive, const GPtrArray *tensors, gboolean statistics, GCancellable *cancellable,
                          GError **error);
/* curve: of the same request; told from first_bits to last_bits. */
char *qsa_report_accuracy (QsaAccuracy *accuracy, QsaAccuracyCurve *curve, int first_bits, int last_bits);

G_END_DECLS
