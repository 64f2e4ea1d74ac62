/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"

G_BEGIN_DECLS

/* Private to analysis: what holds of the values in an interval alone. */

/* One pass over all values. Blocking; FALSE as qsa_job_run. */
gboolean qsa_part_init (QsaPart *self, QsaSource *source, const QsaScheme *scheme, QsaUnitParams *params,
                        const QsaInterval *interval, GCancellable *cancellable, GError **error);

G_END_DECLS
