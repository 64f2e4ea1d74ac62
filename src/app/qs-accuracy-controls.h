/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-network-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_ACCURACY_CONTROLS (qs_accuracy_controls_get_type ())

/* Which network, and what of it is quantized: by the window's actions network, network-scales, network-weights and
 * network-activations. */
G_DECLARE_FINAL_TYPE (QsAccuracyControls, qs_accuracy_controls, QS, ACCURACY_CONTROLS, GtkWidget)

GtkWidget *qs_accuracy_controls_new (void);
void qs_accuracy_controls_set_model (QsAccuracyControls *self, QsNetworkModel *model);

G_END_DECLS
