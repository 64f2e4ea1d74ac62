/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"

G_BEGIN_DECLS

/* How far from a threshold values are counted one by one, in ulp. */
#define QSA_TIES_REACH 8
#define QSA_TIES_N (2 * QSA_TIES_REACH + 1)
/* Other ways to round than the one in force: the deterministic rules but one, and the other of division and reciprocal. */
#define QSA_TIES_OTHERS (QSC_N_ROUNDINGS - 1)

/* Another way to round: differs from that in force either in the rule or in the arithmetic. */
typedef struct
{
  QscRounding rounding;
  QscArithmetic arithmetic;
  guint64 differing; /* finite values that get another code */
} QsaTiesOther;

/* The values next to the thresholds between codes, and what other ways to round make of them. The distance is 0 for what lies on a
 * threshold in the arithmetic in force (see qsa_threshold_find_ties), 1 for the first float32 above, -1 for the first below. Exact,
 * from all values. Immutable, thread-safe, reference counted. */
typedef struct _QsaTies QsaTies;

/* Blocking. NULL with G_IO_ERROR_CANCELLED, G_IO_ERROR_NOT_SUPPORTED for stochastic rounding, which has no thresholds, or
 * QST_ERROR. */
QsaTies *qsa_ties_new (QsaSource *source, const QscParams *params, GCancellable *cancellable, GError **error);
QsaTies *qsa_ties_ref (QsaTies *self);
void qsa_ties_unref (QsaTies *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaTies, qsa_ties_unref)

/* counts[QSA_TIES_N], of the distances -QSA_TIES_REACH … QSA_TIES_REACH from the nearest threshold; of two as near the lower. */
const guint64 *qsa_ties_get_counts (QsaTies *self);
/* The rules in their order, then the arithmetic: QSA_TIES_OTHERS. */
const QsaTiesOther *qsa_ties_get_others (QsaTies *self);
/* FALSE when value is farther than that from every threshold, or not finite. */
gboolean qsa_ties_get_distance (QsaTies *self, float value, int *ulp);
QsaSource *qsa_ties_get_source (QsaTies *self); /* (transfer none) */
gboolean qsa_ties_is_of (QsaTies *self, QsaSource *source, const QscParams *params);

G_END_DECLS
