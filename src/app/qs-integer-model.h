/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-network-model.h"
#include "analysis/qsa-integer.h"

G_BEGIN_DECLS

#define QS_TYPE_INTEGER_MODEL (qs_integer_model_get_type ())

/* One output of the network that is chosen, worked out with integers under the session's scheme by a worker, while someone looks. The
 * newest request wins. Emits "changed". */
G_DECLARE_FINAL_TYPE (QsIntegerModel, qs_integer_model, QS, INTEGER_MODEL, GObject)

QsIntegerModel *qs_integer_model_new (QsSession *session, QsNetworkModel *network);
QsNetworkModel *qs_integer_model_get_network (QsIntegerModel *self);

/* Computes between these. */
void qs_integer_model_use (QsIntegerModel *self);
void qs_integer_model_unuse (QsIntegerModel *self);

/* Which picture, layer and output; held inside what there is. */
void qs_integer_model_get_place (QsIntegerModel *self, guint *example, guint *layer, guint *row);
void qs_integer_model_set_place (QsIntegerModel *self, guint example, guint layer, guint row);

/* The newest, maybe of a request a moment before; NULL before the first. (transfer none) */
QsaInteger *qs_integer_model_get_integer (QsIntegerModel *self);
gboolean qs_integer_model_is_stale (QsIntegerModel *self);
/* Why there is none for what is asked now; NULL. */
const GError *qs_integer_model_get_error (QsIntegerModel *self);

G_END_DECLS
