/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-reference.h"
#include "analysis/qsa-scheme.h"

G_BEGIN_DECLS

/* What quantization does to the answers of a network. */
typedef struct
{
  QsaReference *reference; /* the network as it is, and the examples that it is judged by */
  QsaScheme scheme;        /* of every matrix of weights; a manual scale is taken relative to min-max, see scale_factor */
  double scale_factor;     /* on the scale that the calibration finds for each tensor or channel; 1 changes nothing */
  gboolean weights;        /* quantize them */
  gboolean per_channel;    /* a scale for each row of each matrix */
  gboolean activations;    /* quantize the input (0 … 1) and what follows each ReLU, unsigned from 0, with the scheme's bits */
} QsaAccuracyRequest;

/* The outcome. Immutable, thread-safe, reference counted. */
typedef struct _QsaAccuracy QsaAccuracy;

/* The scheme and all switches are the same. */
gboolean qsa_accuracy_request_equal (const QsaAccuracyRequest *a, const QsaAccuracyRequest *b);

/* Blocking. NULL with G_IO_ERROR_CANCELLED, or G_IO_ERROR_INVALID_ARGUMENT for a scheme that the core refuses. */
QsaAccuracy *qsa_accuracy_new (const QsaAccuracyRequest *request, GCancellable *cancellable, GError **error);
QsaAccuracy *qsa_accuracy_ref (QsaAccuracy *self);
void qsa_accuracy_unref (QsaAccuracy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaAccuracy, qsa_accuracy_unref)

/* The request; its reference lives as long as the outcome. */
const QsaAccuracyRequest *qsa_accuracy_get_request (QsaAccuracy *self);
gsize qsa_accuracy_get_n (QsaAccuracy *self);
gsize qsa_accuracy_get_n_right (QsaAccuracy *self);
/* With nothing quantized. */
gsize qsa_accuracy_get_n_right_float (QsaAccuracy *self);
guint qsa_accuracy_get_answer (QsaAccuracy *self, gsize i);
guint qsa_accuracy_get_answer_float (QsaAccuracy *self, gsize i);
/* The distance of the largest output from the next, over all examples the smallest: below about 1e-4 another order of the sums
 * may turn an answer. */
double qsa_accuracy_get_least_margin (QsaAccuracy *self);

/* counts[label * n_classes + answer] */
const guint *qsa_accuracy_get_confusion (QsaAccuracy *self, gsize *n_classes);
/* The examples whose answer is not that of the network as it was, in order. */
const gsize *qsa_accuracy_get_flipped (QsaAccuracy *self, gsize *n);

/* How many of the examples with one label get one answer; and which, in order: examples has room for all of that cell. */
guint qsa_accuracy_find_cell (QsaAccuracy *self, guint label, guint answer, gsize *examples);

G_END_DECLS
