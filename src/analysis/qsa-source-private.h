/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-source.h"

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

/* The SQNR of min-max calibration under a format, kept from an earlier result. */
gboolean qsa_source_find_base_line (QsaSource *self, const QscScheme *format, double *sqnr_db);
void qsa_source_keep_base_line (QsaSource *self, const QscScheme *format, double sqnr_db);

G_END_DECLS
