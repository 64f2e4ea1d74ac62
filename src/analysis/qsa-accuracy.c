/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-accuracy.h"

#include "analysis/qsa-calibrate.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsaAccuracy
{
  gatomicrefcount refs;
  QsaAccuracyRequest request;
  gsize n_right, n_right_float, n_classes;
  guint *answers, *answers_float;
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

static gboolean
calibrate (const QsaAccuracyRequest *request, QsaSource *source, GCancellable *cancellable, QscParams *params, GError **error)
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

  if (!calibrate (request, source, cancellable, &params, error))
    return FALSE;
  reconstruct (&params, qst_tensor_get_span (tensor, 0, n, scratch), n, first_index, y);
  return TRUE;
}

static gboolean
quantize_layer (const QsaAccuracyRequest *request, gsize layer, GCancellable *cancellable, float *y, GError **error)
{
  const gsize in = qsa_network_get_width (request->network, layer), out = qsa_network_get_width (request->network, layer + 1);

  if (!request->per_channel)
    return quantize_part (request, qsa_network_get_weights (request->network, layer), 0, cancellable, y, error);
  for (gsize row = 0; row < out; row++)
    if (!quantize_part (request, qsa_network_get_row (request->network, layer, row), row * in, cancellable, y + row * in, error))
      return FALSE;
  return TRUE;
}

static void
widen_range (gpointer data, gsize layer, float *x, gsize width)
{
  float *highest = data;

  for (gsize i = 0; i < width; i++)
    highest[layer] = MAX (highest[layer], x[i]);
}

/* The largest activations that the network as it is shows for examples. */
static void
find_ranges (QsaNetwork *network, QsaExamples *examples, float *highest)
{
  g_autofree double *logits = g_new (double, QSA_NETWORK_WIDTH_MAX);

  for (gsize i = 0; i < qsa_examples_get_n (examples); i++)
    qsa_network_run (network, NULL, qsa_examples_get_input (examples, i), widen_range, highest, logits);
}

/* Activations are never negative: unsigned from 0, the input up to 1. */
static gboolean
quantize_activations (const QsaAccuracyRequest *request, Quantized *quantized, GError **error)
{
  const QscScheme format = { .bits = request->scheme.format.bits,
                             .rounding = request->scheme.format.rounding,
                             .arithmetic = request->scheme.format.arithmetic,
                             .rule = request->scheme.format.rule };
  float highest[QSA_NETWORK_LAYERS_MAX] = { 0 };

  find_ranges (request->network, request->training != NULL ? request->training : request->examples, highest);
  highest[0] = MAX (highest[0], 1.0f);
  for (gsize i = 0; i < quantized->n_layers; i++)
    if (qsc_params_init_from_range (&quantized->inputs[i], &format, 0.0, (double)highest[i]) != QSC_OK)
      {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The activations of the network are not finite"));
        return FALSE;
      }
  quantized->activations = TRUE;
  return TRUE;
}

static gboolean
quantize (const QsaAccuracyRequest *request, Quantized *quantized, GCancellable *cancellable, GError **error)
{
  quantized->n_layers = qsa_network_get_n_layers (request->network);
  for (gsize i = 0; request->weights && i < quantized->n_layers; i++)
    {
      const gsize n = qsa_network_get_width (request->network, i) * qsa_network_get_width (request->network, i + 1);

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

  if (!quantized->activations)
    return;
  reconstruct (&quantized->inputs[layer], x, width, 0, y);
  memcpy (x, y, width * sizeof *x);
}

/* The first of the largest. */
static guint
get_answer (const double *logits, gsize n, double *margin)
{
  gsize best = 0;
  double second = -HUGE_VAL;

  for (gsize i = 1; i < n; i++)
    if (logits[i] > logits[best])
      {
        second = logits[best];
        best = i;
      }
    else
      second = MAX (second, logits[i]);
  *margin = logits[best] - second;
  return (guint)best;
}

/* How many answers are right; answers (nullable) gets them all. */
static gboolean
judge (const QsaAccuracyRequest *request, const Quantized *quantized, GCancellable *cancellable, guint *answers, gsize *n_right,
       double *least_margin, GError **error)
{
  const gsize n_layers = qsa_network_get_n_layers (request->network);
  const gsize n_classes = qsa_network_get_width (request->network, n_layers);
  g_autofree double *logits = g_new (double, n_classes);

  *n_right = 0;
  *least_margin = HUGE_VAL;
  for (gsize i = 0; i < qsa_examples_get_n (request->examples); i++)
    {
      double margin;

      if (i % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      qsa_network_run (request->network, quantized != NULL ? (const float *const *)quantized->weights : NULL,
                       qsa_examples_get_input (request->examples, i), quantized != NULL ? quantize_inputs : NULL,
                       (gpointer)quantized, logits);
      answers[i] = get_answer (logits, n_classes, &margin);
      *least_margin = MIN (*least_margin, margin);
      *n_right += answers[i] == qsa_examples_get_label (request->examples, i);
    }
  return TRUE;
}

static gboolean
check_request (const QsaAccuracyRequest *request, GError **error)
{
  const gsize n_classes = qsa_network_get_width (request->network, qsa_network_get_n_layers (request->network));

  if (qsa_examples_get_width (request->examples) != qsa_network_get_width (request->network, 0)
      || (request->training != NULL && qsa_examples_get_width (request->training) != qsa_network_get_width (request->network, 0)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The examples have %zu values each, the network expects %zu"), qsa_examples_get_width (request->examples),
                   qsa_network_get_width (request->network, 0));
      return FALSE;
    }
  for (gsize i = 0; i < qsa_examples_get_n (request->examples); i++)
    if (qsa_examples_get_label (request->examples, i) >= n_classes)
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     _ ("Example %zu is labelled %u, but the network tells %zu classes apart"), i,
                     qsa_examples_get_label (request->examples, i), n_classes);
        return FALSE;
      }
  return TRUE;
}

static QsaAccuracy *
accuracy_alloc (const QsaAccuracyRequest *request)
{
  QsaAccuracy *self = g_new0 (QsaAccuracy, 1);
  const gsize n = qsa_examples_get_n (request->examples);

  g_atomic_ref_count_init (&self->refs);
  self->request = *request;
  qsa_network_ref (request->network);
  qsa_examples_ref (request->examples);
  if (request->training != NULL)
    qsa_examples_ref (request->training);
  self->n_classes = qsa_network_get_width (request->network, qsa_network_get_n_layers (request->network));
  self->answers = g_new (guint, n);
  self->answers_float = g_new (guint, n);
  self->confusion = g_new0 (guint, self->n_classes * self->n_classes);
  self->flipped = g_array_new (FALSE, FALSE, sizeof (gsize));
  return self;
}

QsaAccuracy *
qsa_accuracy_new (const QsaAccuracyRequest *request, GCancellable *cancellable, GError **error)
{
  g_auto (Quantized) quantized = { 0 };
  g_autoptr (QsaAccuracy) self = NULL;
  double margin;

  if (!check_request (request, error) || !quantize (request, &quantized, cancellable, error))
    return NULL;
  self = accuracy_alloc (request);
  if (!judge (request, NULL, cancellable, self->answers_float, &self->n_right_float, &margin, error)
      || !judge (request, &quantized, cancellable, self->answers, &self->n_right, &self->least_margin, error))
    return NULL;
  for (gsize i = 0; i < qsa_examples_get_n (request->examples); i++)
    {
      self->confusion[qsa_examples_get_label (request->examples, i) * self->n_classes + self->answers[i]]++;
      if (self->answers[i] != self->answers_float[i])
        g_array_append_val (self->flipped, i);
    }
  return g_steal_pointer (&self);
}

gboolean
qsa_accuracy_sweep (const QsaAccuracyRequest *request, int first_bits, int last_bits, GCancellable *cancellable, gsize *n_right,
                    GError **error)
{
  QsaAccuracyRequest at = *request;
  g_autofree guint *answers = NULL;
  double margin;

  if (!check_request (request, error))
    return FALSE;
  answers = g_new (guint, qsa_examples_get_n (request->examples));
  for (at.scheme.format.bits = first_bits; at.scheme.format.bits <= last_bits; at.scheme.format.bits++)
    {
      g_auto (Quantized) quantized = { 0 };

      if (!quantize (&at, &quantized, cancellable, error)
          || !judge (&at, &quantized, cancellable, answers, n_right++, &margin, error))
        return FALSE;
    }
  return TRUE;
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
  qsa_network_unref (self->request.network);
  qsa_examples_unref (self->request.examples);
  g_clear_pointer (&self->request.training, qsa_examples_unref);
  g_free (self->answers);
  g_free (self->answers_float);
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
  return qsa_examples_get_n (self->request.examples);
}

gsize
qsa_accuracy_get_n_right (QsaAccuracy *self)
{
  return self->n_right;
}

gsize
qsa_accuracy_get_n_right_float (QsaAccuracy *self)
{
  return self->n_right_float;
}

guint
qsa_accuracy_get_answer (QsaAccuracy *self, gsize i)
{
  return self->answers[i];
}

guint
qsa_accuracy_get_answer_float (QsaAccuracy *self, gsize i)
{
  return self->answers_float[i];
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
