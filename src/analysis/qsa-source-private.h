/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-source.h"
#include "analysis/qsa-units.h"

G_BEGIN_DECLS

/* The values counted by the upper half of their float32 pattern, in the order of the reals: 2^16 buckets, made at the first
 * call and kept. NULL with an error when cancelled. */
const guint64 *qsa_source_get_pattern_counts (QsaSource *self, GCancellable *cancellable, GError **error);

/* A float32 pattern as a number that is ordered like the reals. */
static inline guint32
qsa_order_pattern (guint32 pattern)
{
  return pattern & 0x80000000u ? ~pattern : pattern | 0x80000000u;
}

static inline guint32
qsa_pattern_from_order (guint32 order)
{
  return order & 0x80000000u ? order & 0x7fffffffu : ~order;
}

/* The moments of each unit, n_units of them; those asked for last are kept. No other thread can ask until they are unlocked, which must
 * be done after NULL, too. NULL with G_IO_ERROR_CANCELLED or QST_ERROR. */
const QscMoments *qsa_source_lock_unit_moments (QsaSource *self, const QsaUnits *units, GCancellable *cancellable,
                                                GError **error);
void qsa_source_unlock_unit_moments (QsaSource *self);

/* The SQNR of min-max calibration under a format, kept from an earlier result. */
gboolean qsa_source_find_base_line (QsaSource *self, const QscScheme *format, double *sqnr_db);
void qsa_source_keep_base_line (QsaSource *self, const QscScheme *format, double sqnr_db);

G_END_DECLS
