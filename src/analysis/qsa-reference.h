/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-network.h"

G_BEGIN_DECLS

/* What a network does as it is: its answers to examples and the ranges of its activations. Everything that quantization changes is
 * compared with this. Immutable, thread-safe, reference counted. */
typedef struct _QsaReference QsaReference;

/* training (nullable): whose activations give the ranges; those of examples otherwise. Blocking. NULL with G_IO_ERROR_CANCELLED, or
 * G_IO_ERROR_INVALID_ARGUMENT where examples and network do not fit. */
QsaReference *qsa_reference_new (QsaNetwork *network, QsaExamples *examples, QsaExamples *training, GCancellable *cancellable,
                                 GError **error);
QsaReference *qsa_reference_ref (QsaReference *self);
void qsa_reference_unref (QsaReference *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaReference, qsa_reference_unref)

QsaNetwork *qsa_reference_get_network (QsaReference *self);   /* (transfer none) */
QsaExamples *qsa_reference_get_examples (QsaReference *self); /* (transfer none) */

/* The largest of the numbers that a layer gets, at least 1 for the first: what quantized activations span from 0. */
float qsa_reference_get_highest (QsaReference *self, gsize layer);
/* The least and the largest output. */
void qsa_reference_get_output_range (QsaReference *self, double *low, double *high);

gsize qsa_reference_get_n_right (QsaReference *self);
guint qsa_reference_get_answer (QsaReference *self, gsize i);

/* The answer that outputs [n] mean: the first of the largest. margin: its distance from the next. */
guint qsa_reference_find_answer (const double *outputs, gsize n, double *margin);

G_END_DECLS
