/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"
#include "tensor/qst-archive.h"

G_BEGIN_DECLS

/* A small network: dense layers, y = x Wᵀ + b, with ReLU between them, whose answer is the largest output (the first of equals).
 * Immutable, thread-safe, reference counted. */
typedef struct _QsaNetwork QsaNetwork;

/* Layers and their widths that a network may have at most. */
#define QSA_NETWORK_LAYERS_MAX 8
#define QSA_NETWORK_WIDTH_MAX 4096

/* From the tensors fc1.weight [out, in], fc1.bias [out], fc2.weight … of archive. Blocking: reads all of them. NULL with
 * G_IO_ERROR_INVALID_DATA, which says what is missing or of the wrong shape, G_IO_ERROR_CANCELLED or QST_ERROR. */
QsaNetwork *qsa_network_new (QstArchive *archive, GCancellable *cancellable, GError **error);
QsaNetwork *qsa_network_ref (QsaNetwork *self);
void qsa_network_unref (QsaNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaNetwork, qsa_network_unref)

gsize qsa_network_get_n_layers (QsaNetwork *self);
/* i = 0 … n_layers: of the input, of the hidden layers, of the output. */
gsize qsa_network_get_width (QsaNetwork *self, gsize i);
/* A layer's weights [out, in] as one tensor, and one row of them: what a scale per tensor and one per channel are found on. */
QsaSource *qsa_network_get_weights (QsaNetwork *self, gsize layer);        /* (transfer none) */
QsaSource *qsa_network_get_row (QsaNetwork *self, gsize layer, gsize row); /* (transfer none) */
const float *qsa_network_get_values (QsaNetwork *self, gsize layer);
const float *qsa_network_get_bias (QsaNetwork *self, gsize layer);
/* How many weights there are, biases left out. */
guint64 qsa_network_get_n_weights (QsaNetwork *self);

/* What happens to the values between the layers: x[width] of layer's input, before it is used. (nullable) */
typedef void (*QsaNetworkTap) (gpointer data, gsize layer, float *x, gsize width);

/* The outputs of the network for one input, with weights[layer] ([out, in]) in place of its own where not NULL. Sums are in
 * double. logits has room for the output's width. */
void qsa_network_run (QsaNetwork *self, const float *const *weights, const float *input, QsaNetworkTap tap, gpointer data,
                      double *logits);

/* Labelled inputs for a network. Immutable, thread-safe, reference counted. */
typedef struct _QsaExamples QsaExamples;

/* From the tensors images [n, …] and labels [n] of archive; full is the number that stands for 1 in the images. Blocking. */
QsaExamples *qsa_examples_new (QstArchive *archive, double full, GCancellable *cancellable, GError **error);
QsaExamples *qsa_examples_ref (QsaExamples *self);
void qsa_examples_unref (QsaExamples *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaExamples, qsa_examples_unref)

gsize qsa_examples_get_n (QsaExamples *self);
/* Values of one input: the product of the images' other dimensions. */
gsize qsa_examples_get_width (QsaExamples *self);
const float *qsa_examples_get_input (QsaExamples *self, gsize i);
guint qsa_examples_get_label (QsaExamples *self, gsize i);

G_END_DECLS
