/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-accuracy.h"

G_BEGIN_DECLS

/* Scale and zero-point of one tensor of the network, or of one row of it, under the request. */
gboolean qsa_accuracy_calibrate (const QsaAccuracyRequest *request, QsaSource *source, GCancellable *cancellable,
                                 QscParams *params, GError **error);

/* Those of what goes into layer: never negative, so unsigned from 0. */
gboolean qsa_accuracy_calibrate_input (const QsaAccuracyRequest *request, gsize layer, QscParams *params, GError **error);

G_END_DECLS
