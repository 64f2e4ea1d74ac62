/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"
#include "analysis/qsa-accuracy-curve.h"

G_BEGIN_DECLS

#define QS_TYPE_NETWORK_MODEL (qs_network_model_get_type ())

/* One of the networks that come with the program under the session's scheme: its answers and its accuracy over the bits, computed by
 * workers while someone looks. The newest request wins; one that runs is finished first where that is short, so that a drag keeps
 * moving. Emits "changed" when there is something newer, or another network or switch was chosen. */
G_DECLARE_FINAL_TYPE (QsNetworkModel, qs_network_model, QS, NETWORK_MODEL, GObject)

/* What of the network is quantized, and how finely. */
typedef struct
{
  gboolean weights, per_channel, activations;
} QsNetworkParts;

QsNetworkModel *qs_network_model_new (QsSession *session);

/* Reads the network, whether or not anything is computed. */
void qs_network_model_read (QsNetworkModel *self);
/* Computes between these. */
void qs_network_model_use (QsNetworkModel *self);
void qs_network_model_unuse (QsNetworkModel *self);

guint qs_network_model_get_sample (QsNetworkModel *self);
void qs_network_model_set_sample (QsNetworkModel *self, guint sample);
const QsNetworkParts *qs_network_model_get_parts (QsNetworkModel *self);
void qs_network_model_set_parts (QsNetworkModel *self, const QsNetworkParts *parts);

/* The network as it is; NULL before it is read. (transfer none) */
QsaReference *qs_network_model_get_reference (QsNetworkModel *self);
/* The newest, maybe of a request a moment before; NULL before the first. (transfer none) */
QsaAccuracy *qs_network_model_get_accuracy (QsNetworkModel *self);
QsaAccuracyCurve *qs_network_model_get_curve (QsNetworkModel *self);
/* What is asked for now; FALSE before the network is read. The request borrows the reference. */
gboolean qs_network_model_get_request (QsNetworkModel *self, QsaAccuracyRequest *request);
/* The accuracy is not (yet) that. */
gboolean qs_network_model_is_stale (QsNetworkModel *self);
/* And so is the curve, or not all of it is known. */
gboolean qs_network_model_is_curve_stale (QsNetworkModel *self);

/* Why there is nothing; NULL. */
const GError *qs_network_model_get_error (QsNetworkModel *self);

G_END_DECLS
