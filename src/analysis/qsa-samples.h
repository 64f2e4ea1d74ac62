/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-reference.h"

G_BEGIN_DECLS

/* The networks that come with the program, and the digits that they were trained on. */

guint qsa_samples_get_n (void);
/* "mlp-64-32-10": the widths from the input to the output. */
const char *qsa_samples_get_name (guint i);
/* The network of that name; FALSE where there is none. */
gboolean qsa_samples_find (const char *name, guint *i);

/* Network i with the digits that it is judged by and those that the ranges of its activations come from. Blocking. */
QsaReference *qsa_samples_open (guint i, GCancellable *cancellable, GError **error);

/* The pictures of the digits are of so many values in each direction. */
#define QSA_SAMPLES_SIDE 8

G_END_DECLS
