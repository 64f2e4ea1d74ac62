/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"

G_BEGIN_DECLS

/* Computes requests one after another on a worker thread: the newest request wins, a running one is cancelled when a newer
 * one comes with another source or calibration, otherwise it is finished first (it is about to be done). */
typedef struct _QsaEngine QsaEngine;

/* Called in the main context that made the engine. result is NULL with error set when the computation failed (never for
 * being overtaken). (transfer none) both. */
typedef void (*QsaEngineCallback) (QsaResult *result, const GError *error, gpointer user_data);

QsaEngine *qsa_engine_new (QsaEngineCallback callback, gpointer user_data);

/* No callback comes any more once this returns. */
void qsa_engine_free (QsaEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaEngine, qsa_engine_free)

/* Copies request (takes its own reference on the source). */
void qsa_engine_submit (QsaEngine *self, const QsaRequest *request);

/* Whether something is being computed or waits. */
gboolean qsa_engine_is_busy (QsaEngine *self);

/* Cancels everything, without a callback. */
void qsa_engine_cancel (QsaEngine *self);

G_END_DECLS
