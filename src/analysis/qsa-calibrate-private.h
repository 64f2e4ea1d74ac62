/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-calibrate.h"

G_BEGIN_DECLS

/* The methods that read the values; the source has finite ones. */
gboolean qsa_calibrate_percentile (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params,
                                   GError **error);
gboolean qsa_calibrate_mse (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params,
                            GError **error);

/* TRUE for QSC_OK, otherwise G_IO_ERROR_INVALID_ARGUMENT in words. */
gboolean qsa_check_status (QscStatus status, const QscScheme *format, GError **error);

G_END_DECLS
