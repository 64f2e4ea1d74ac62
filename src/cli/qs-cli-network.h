/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-accuracy-curve.h"
#include "cli/qs-cli-options.h"

G_BEGIN_DECLS

/* One of the networks that come with the program, and what of it is quantized. */
typedef struct
{
  char *name; /* as typed; NULL where it was not given */
  gboolean per_channel, activations;

  QsaAccuracy *accuracy; /* once computed */
  QsaAccuracyCurve *curve;
} QsCliNetwork;

void qs_cli_network_clear (QsCliNetwork *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QsCliNetwork, qs_cli_network_clear)

/* "mlp-64-32-10, …" (transfer full) */
char *qs_cli_network_list (void);

/* The network of that name, the first where none was given. */
QsaReference *qs_cli_network_open (const QsCliNetwork *self, GError **error);

/* Fills accuracy and curve, unless they are there. */
gboolean qs_cli_network_compute (QsCliNetwork *self, const QsCliOptions *options, GError **error);

G_END_DECLS
