/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-accuracy-private.h"

#include "analysis/qsa-calibrate.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsaAccuracy
{
  gatomicrefcount refs;
  QsaAccuracyRequest request;
  gsize n_right, n_classes;
  guint *answers;
  guint *confusion;
  GArray *flipped;
  double least_margin;
};

/* The network with its numbers quantized. */
typedef struct
{
  gsize n_layers;
  float *weights[QSA_NETWORK_LAYERS_MAX]; /* NULL: as they are */
  gboolean activations;
  QscParams inputs[QSA_NETWORK_LAYERS_MAX]; /* of each layer's input */
} Quantized;

static void
quantized_clear (Quantized *self)
{
  for (gsize i = 0; i < QSA_NETWORK_LAYERS_MAX; i++)
    g_clear_pointer (&self->weights[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Quantized, quantized_clear)

/* x to what its codes stand for. */
static void
reconstruct (const QscParams *params, const float *x, gsize n, guint64 first_index, float *y)
{
  g_autofree guint16 *codes = g_new (guint16, n);

  if (params->qmin < 0)
    {
      qsc_quantize_i16 (params, x, n, first_index, (int16_t *)codes);
      qsc_dequantize_i16 (params, (const int16_t *)codes, n, y);
    }
  else
    {
      qsc_quantize_u16 (params, x, n, first_index, codes);
      qsc_dequantize_u16 (params, codes, n, y);
    }
}

gboolean
qsa_accuracy_calibrate (const QsaAccuracyRequest *request, QsaSource *source, GCancellable *cancellable, QscParams *params,
                        GError **error)
{
  QsaScheme scheme = request->scheme;
  double scale;

  if (scheme.calibration == QSA_CALIBRATION_MANUAL)
    scheme.calibration = QSA_CALIBRATION_MIN_MAX;
  if (!qsa_calibrate (source, &scheme, cancellable, params, error))
    return FALSE;
  scale = (double)params->scale * request->scale_factor;
  params->scale = (float)CLAMP (scale, (double)FLT_MIN, (double)FLT_MAX);
  return TRUE;
}

/* One tensor's values or one row of them. */
static gboolean
quantize_part (const QsaAccuracyRequest *request, QsaSource *source, guint64 first_index, GCancellable *cancellable, float *y,
               GError **error)
{
  QstTensor *tensor = qsa_source_get_tensor (source);
  const gsize n = (gsize)qst_tensor_get_count (tensor);
  g_autofree float *scratch = g_new (float, n);
  QscParams params;

  if (!qsa_accuracy_calibrate (request, source, cancellable, &params, error))
    return FALSE;
  reconstruct (&params, qst_tensor_get_span (tensor, 0, n, scratch), n, first_index, y);
  return TRUE;
}

static gboolean
quantize_layer (const QsaAccuracyRequest *request, gsize layer, GCancellable *cancellable, float *y, GError **error)
{
  QsaNetwork *network = qsa_reference_get_network (request->reference);
  const gsize in = qsa_network_get_width (network, layer), out = qsa_network_get_width (network, layer + 1);

  if (!request->per_channel)
    return quantize_part (request, qsa_network_get_weights (network, layer), 0, cancellable, y, error);
  for (gsize row = 0; row < out; row++)
    if (!quantize_part (request, qsa_network_get_row (network, layer, row), row * in, cancellable, y + row * in, error))
      return FALSE;
  return TRUE;
}

/* The input spans up to 1. */
gboolean
qsa_accuracy_calibrate_input (const QsaAccuracyRequest *request, gsize layer, QscParams *params, GError **error)
{
  const QscScheme format = { .bits = request->scheme.format.bits,
                             .rounding = request->scheme.format.rounding,
                             .arithmetic = request->scheme.format.arithmetic,
                             .rule = request->scheme.format.rule };

  if (qsc_params_init_from_range (params, &format, 0.0, (double)qsa_reference_get_highest (request->reference, layer)) == QSC_OK)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The activations of the network are not finite"));
  return FALSE;
}

static gboolean
quantize_activations (const QsaAccuracyRequest *request, Quantized *quantized, GError **error)
{
  for (gsize i = 0; i < quantized->n_layers; i++)
    if (!qsa_accuracy_calibrate_input (request, i, &quantized->inputs[i], error))
      return FALSE;
  quantized->activations = TRUE;
  return TRUE;
}

static gboolean
quantize (const QsaAccuracyRequest *request, Quantized *quantized, GCancellable *cancellable, GError **error)
{
  QsaNetwork *network = qsa_reference_get_network (request->reference);

  quantized->n_layers = qsa_network_get_n_layers (network);
  for (gsize i = 0; request->weights && i < quantized->n_layers; i++)
    {
      const gsize n = qsa_network_get_width (network, i) * qsa_network_get_width (network, i + 1);

      quantized->weights[i] = g_new (float, n);
      if (!quantize_layer (request, i, cancellable, quantized->weights[i], error))
        return FALSE;
    }
  return !request->activations || quantize_activations (request, quantized, error);
}

static void
quantize_inputs (gpointer data, gsize layer, float *x, gsize width)
{
  const Quantized *quantized = data;
  float y[QSA_NETWORK_WIDTH_MAX];

  reconstruct (&quantized->inputs[layer], x, width, 0, y);
  memcpy (x, y, width * sizeof *x);
}

/* Answers to all examples, and how many of them are right. */
static gboolean
judge (const QsaAccuracyRequest *request, const Quantized *quantized, GCancellable *cancellable, guint *answers, gsize *n_right,
       double *least_margin, GError **error)
{
  QsaNetwork *network = qsa_reference_get_network (request->reference);
  QsaExamples *examples = qsa_reference_get_examples (request->reference);
  const gsize n_classes = qsa_network_get_width (network, qsa_network_get_n_layers (network));
  g_autofree double *logits = g_new (double, n_classes);

  *n_right = 0;
  *least_margin = HUGE_VAL;
  for (gsize i = 0; i < qsa_examples_get_n (examples); i++)
    {
      double margin;

      if (i % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      qsa_network_run (network, (const float *const *)quantized->weights, qsa_examples_get_input (examples, i),
                       quantized->activations ? quantize_inputs : NULL, (gpointer)quantized, logits);
      answers[i] = qsa_reference_find_answer (logits, n_classes, &margin);
      *least_margin = MIN (*least_margin, margin);
      *n_right += answers[i] == qsa_examples_get_label (examples, i);
    }
  return TRUE;
}

static QsaAccuracy *
accuracy_alloc (const QsaAccuracyRequest *request)
{
  QsaNetwork *network = qsa_reference_get_network (request->reference);
  QsaAccuracy *self = g_new0 (QsaAccuracy, 1);

  g_atomic_ref_count_init (&self->refs);
  self->request = *request;
  qsa_reference_ref (request->reference);
  self->n_classes = qsa_network_get_width (network, qsa_network_get_n_layers (network));
  self->answers = g_new (guint, qsa_accuracy_get_n (self));
  self->confusion = g_new0 (guint, self->n_classes * self->n_classes);
  self->flipped = g_array_new (FALSE, FALSE, sizeof (gsize));
  return self;
}

QsaAccuracy *
qsa_accuracy_new (const QsaAccuracyRequest *request, GCancellable *cancellable, GError **error)
{
  QsaExamples *examples = qsa_reference_get_examples (request->reference);
  g_auto (Quantized) quantized = { 0 };
  g_autoptr (QsaAccuracy) self = NULL;

  if (!quantize (request, &quantized, cancellable, error))
    return NULL;
  self = accuracy_alloc (request);
  if (!judge (request, &quantized, cancellable, self->answers, &self->n_right, &self->least_margin, error))
    return NULL;
  for (gsize i = 0; i < qsa_examples_get_n (examples); i++)
    {
      self->confusion[qsa_examples_get_label (examples, i) * self->n_classes + self->answers[i]]++;
      if (self->answers[i] != qsa_accuracy_get_answer_float (self, i))
        g_array_append_val (self->flipped, i);
    }
  return g_steal_pointer (&self);
}

gboolean
qsa_accuracy_request_equal (const QsaAccuracyRequest *a, const QsaAccuracyRequest *b)
{
  return a->reference == b->reference && qsa_scheme_equal (&a->scheme, &b->scheme) && a->scale_factor == b->scale_factor
         && a->weights == b->weights && a->per_channel == b->per_channel && a->activations == b->activations;
}

QsaAccuracy *
qsa_accuracy_ref (QsaAccuracy *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_accuracy_unref (QsaAccuracy *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_reference_unref (self->request.reference);
  g_free (self->answers);
  g_free (self->confusion);
  g_array_unref (self->flipped);
  g_free (self);
}

const QsaAccuracyRequest *
qsa_accuracy_get_request (QsaAccuracy *self)
{
  return &self->request;
}

gsize
qsa_accuracy_get_n (QsaAccuracy *self)
{
  return qsa_examples_get_n (qsa_reference_get_examples (self->request.reference));
}

gsize
qsa_accuracy_get_n_right (QsaAccuracy *self)
{
  return self->n_right;
}

gsize
qsa_accuracy_get_n_right_float (QsaAccuracy *self)
{
  return qsa_reference_get_n_right (self->request.reference);
}

guint
qsa_accuracy_get_answer (QsaAccuracy *self, gsize i)
{
  return self->answers[i];
}

guint
qsa_accuracy_get_answer_float (QsaAccuracy *self, gsize i)
{
  return qsa_reference_get_answer (self->request.reference, i);
}

double
qsa_accuracy_get_least_margin (QsaAccuracy *self)
{
  return self->least_margin;
}

const guint *
qsa_accuracy_get_confusion (QsaAccuracy *self, gsize *n_classes)
{
  *n_classes = self->n_classes;
  return self->confusion;
}

const gsize *
qsa_accuracy_get_flipped (QsaAccuracy *self, gsize *n)
{
  *n = self->flipped->len;
  return (const gsize *)(gpointer)self->flipped->data;
}

guint
qsa_accuracy_find_cell (QsaAccuracy *self, guint label, guint answer, gsize *examples)
{
  QsaExamples *all = qsa_reference_get_examples (self->request.reference);
  guint n = 0;

  for (gsize i = 0; i < qsa_examples_get_n (all); i++)
    if (qsa_examples_get_label (all, i) == label && self->answers[i] == answer)
      examples[n++] = i;
  return n;
}
