/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-accuracy.h"

G_BEGIN_DECLS

/* A network carried out with integers alone (Jacob et al. 2018): codes of weights and of what goes into each layer, sums of their
 * products in int32, zero-points taken off, biases as int32, and a fixed-point multiplier back to codes. */

/* Beyond this int32 could not hold the sums. */
#define QSA_INTEGER_BITS_MAX 8

typedef struct
{
  QsaAccuracyRequest network; /* weights and activations are both quantized, whatever it says */
  gsize example, layer, row;  /* what is looked at */
} QsaIntegerRequest;

/* One output of a layer. The sums are exact:
 *
 *     sum = Σ q_x q_w − z_w Σ q_x − z_x Σ q_w + n z_x z_w + bias
 */
typedef struct
{
  QscParams input, weight, output;
  gint64 products, sum_inputs, sum_weights;               /* Σ q_x q_w, Σ q_x, Σ q_w */
  gint64 weight_correction, input_correction, both_zeros; /* − z_w Σ q_x, − z_x Σ q_w, n z_x z_w */
  float bias;
  gint32 bias_code; /* bias / (s_x s_w), rounded */
  gint32 sum;
  double factor; /* s_x s_w / s_out */
  QscMultiplier multiplier;
  gint32 scaled;   /* multiplier · sum, rounded once, half up */
  gint32 code;     /* clamp (scaled + z_out) */
  double real;     /* s_out (code − z_out) */
  double expected; /* of the network in float32; after ReLU where there is one */
} QsaIntegerOutput;

/* The outcome. Immutable, thread-safe, reference counted. */
typedef struct _QsaInteger QsaInteger;

/* Blocking. NULL with G_IO_ERROR_CANCELLED, or G_IO_ERROR_INVALID_ARGUMENT for more bits than QSA_INTEGER_BITS_MAX or a scheme that the
 * core refuses. example, layer and row are held inside what there is. */
QsaInteger *qsa_integer_new (const QsaIntegerRequest *request, GCancellable *cancellable, GError **error);
QsaInteger *qsa_integer_ref (QsaInteger *self);
void qsa_integer_unref (QsaInteger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaInteger, qsa_integer_unref)

/* Its reference lives as long as the outcome. */
const QsaIntegerRequest *qsa_integer_get_request (QsaInteger *self);
gboolean qsa_integer_request_equal (const QsaIntegerRequest *a, const QsaIntegerRequest *b);

/* The codes that go into the layer, and those of the row's weights: n each. */
const gint32 *qsa_integer_get_inputs (QsaInteger *self, gsize *n);
const gint32 *qsa_integer_get_weights (QsaInteger *self, gsize *n);
/* All outputs of the layer; the row's is outputs[row]. */
const QsaIntegerOutput *qsa_integer_get_outputs (QsaInteger *self, gsize *n);
/* What the network answers with integers, and in float32. */
guint qsa_integer_get_answer (QsaInteger *self);
guint qsa_integer_get_answer_float (QsaInteger *self);

/* {"input": …, "outputs": […]}, pretty-printed. (transfer full) */
char *qsa_report_integer (QsaInteger *self);

G_END_DECLS
