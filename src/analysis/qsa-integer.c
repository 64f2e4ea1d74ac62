/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-integer.h"

#include "analysis/qsa-accuracy-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _QsaInteger
{
  gatomicrefcount refs;
  QsaIntegerRequest request;
  gsize n, n_outputs;
  gint32 *inputs, *weights;
  QsaIntegerOutput *outputs;
  guint answer, answer_float;
};

/* One layer, with the codes of all its weights. */
typedef struct
{
  gsize in, out;
  QscParams input, output;
  QscParams *params; /* of each row */
  gint32 *weights;   /* [out, in] */
  QsaIntegerOutput *outputs;
} Layer;

static void
layer_clear (Layer *self)
{
  g_clear_pointer (&self->params, g_free);
  g_clear_pointer (&self->weights, g_free);
  g_clear_pointer (&self->outputs, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layer, layer_clear)

static void
quantize (const QscParams *params, const float *x, gsize n, guint64 first_index, gint32 *codes)
{
  for (gsize i = 0; i < n; i++)
    {
      QscTrace trace;

      qsc_params_trace (params, x[i], first_index + i, &trace);
      codes[i] = trace.code;
    }
}

/* Where the outputs go: the codes of the next layer's inputs, which are ReLU's too, or the range of all outputs. */
static gboolean
calibrate_output (const QsaAccuracyRequest *request, gsize layer, QscParams *params, GError **error)
{
  const QscScheme format = { .bits = request->scheme.format.bits };
  double low, high;

  if (layer + 1 < qsa_network_get_n_layers (qsa_reference_get_network (request->reference)))
    return qsa_accuracy_calibrate_input (request, layer + 1, params, error);
  qsa_reference_get_output_range (request->reference, &low, &high);
  if (qsc_params_init_from_range (params, &format, low, high) == QSC_OK)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The outputs of the network are not finite"));
  return FALSE;
}

static gboolean
layer_init (Layer *self, const QsaAccuracyRequest *request, gsize i, GCancellable *cancellable, GError **error)
{
  QsaNetwork *network = qsa_reference_get_network (request->reference);
  const float *values = qsa_network_get_values (network, i);

  self->in = qsa_network_get_width (network, i);
  self->out = qsa_network_get_width (network, i + 1);
  self->params = g_new (QscParams, self->out);
  self->weights = g_new (gint32, self->in * self->out);
  self->outputs = g_new0 (QsaIntegerOutput, self->out);
  if (!qsa_accuracy_calibrate_input (request, i, &self->input, error) || !calibrate_output (request, i, &self->output, error))
    return FALSE;
  for (gsize row = 0; row < self->out; row++)
    {
      QsaSource *source = request->per_channel ? qsa_network_get_row (network, i, row) : qsa_network_get_weights (network, i);

      if (row > 0 && !request->per_channel)
        self->params[row] = self->params[0];
      else if (!qsa_accuracy_calibrate (request, source, cancellable, &self->params[row], error))
        return FALSE;
      quantize (&self->params[row], values + row * self->in, self->in, row * self->in, self->weights + row * self->in);
    }
  return TRUE;
}

static void
sum_products (QsaIntegerOutput *output, const gint32 *inputs, const gint32 *weights, gsize n)
{
  const gint64 zx = output->input.zero_point, zw = output->weight.zero_point;

  for (gsize i = 0; i < n; i++)
    {
      output->products += (gint64)inputs[i] * weights[i];
      output->sum_inputs += inputs[i];
      output->sum_weights += weights[i];
    }
  output->weight_correction = -zw * output->sum_inputs;
  output->input_correction = -zx * output->sum_weights;
  output->both_zeros = (gint64)n * zx * zw;
}

static gint32
to_int32 (double value)
{
  return (gint32)CLAMP (value, (double)G_MININT32, (double)G_MAXINT32);
}

/* One output by integers alone; only factor and bias were reals before anything ran. */
static gboolean
compute_output (QsaIntegerOutput *output, const gint32 *inputs, const gint32 *weights, gsize n, GError **error)
{
  const double product_scale = (double)output->input.scale * (double)output->weight.scale;
  gint64 sum;

  sum_products (output, inputs, weights, n);
  output->bias_code = to_int32 (rint ((double)output->bias / product_scale));
  sum = output->products + output->weight_correction + output->input_correction + output->both_zeros + output->bias_code;
  output->sum = (gint32)CLAMP (sum, G_MININT32, G_MAXINT32);
  output->factor = product_scale / (double)output->output.scale;
  if (qsc_multiplier_init (&output->multiplier, output->factor) != QSC_OK)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("The scales are too far apart for a fixed-point multiplier"));
      return FALSE;
    }
  output->scaled = qsc_multiplier_apply (&output->multiplier, output->sum, QSC_REQUANTIZE_SINGLE_ROUNDING);
  output->code = (gint32)CLAMP ((gint64)output->scaled + output->output.zero_point, output->output.qmin, output->output.qmax);
  output->real = (double)output->output.scale * (double)(output->code - output->output.zero_point);
  return TRUE;
}

static gboolean
run_layer (Layer *layer, const float *bias, const gint32 *inputs, GError **error)
{
  for (gsize row = 0; row < layer->out; row++)
    {
      QsaIntegerOutput *output = &layer->outputs[row];

      *output =
          (QsaIntegerOutput){ .input = layer->input, .weight = layer->params[row], .output = layer->output, .bias = bias[row] };
      if (!compute_output (output, inputs, layer->weights + row * layer->in, layer->in, error))
        return FALSE;
    }
  return TRUE;
}

/* What the network holds between its layers in float32. */
static void
keep_activations (gpointer data, gsize layer, float *x, gsize width)
{
  float **activations = data;

  memcpy (activations[layer], x, width * sizeof *x);
}

static void
fill_expected (QsaInteger *self, QsaNetwork *network, const float *input)
{
  const gsize n_layers = qsa_network_get_n_layers (network), layer = self->request.layer;
  float *activations[QSA_NETWORK_LAYERS_MAX];
  g_autofree double *outputs = g_new (double, qsa_network_get_width (network, n_layers));
  double margin;

  for (gsize i = 0; i < n_layers; i++)
    activations[i] = g_new (float, qsa_network_get_width (network, i));
  qsa_network_run (network, NULL, input, keep_activations, activations, outputs);
  for (gsize row = 0; row < self->n_outputs; row++)
    self->outputs[row].expected = layer + 1 < n_layers ? (double)activations[layer + 1][row] : outputs[row];
  self->answer_float = qsa_reference_find_answer (outputs, qsa_network_get_width (network, n_layers), &margin);
  for (gsize i = 0; i < n_layers; i++)
    g_free (activations[i]);
}

static void
keep_layer (QsaInteger *self, Layer *layer, const gint32 *inputs)
{
  self->n = layer->in;
  self->n_outputs = layer->out;
  self->request.row = MIN (self->request.row, layer->out - 1);
  self->inputs = g_memdup2 (inputs, layer->in * sizeof *inputs);
  self->weights = g_memdup2 (layer->weights + self->request.row * layer->in, layer->in * sizeof *inputs);
  self->outputs = g_memdup2 (layer->outputs, layer->out * sizeof *layer->outputs);
}

static guint
find_answer (const Layer *layer)
{
  gsize best = 0;

  for (gsize i = 1; i < layer->out; i++)
    if (layer->outputs[i].code > layer->outputs[best].code)
      best = i;
  return (guint)best;
}

static gboolean
run (QsaInteger *self, GCancellable *cancellable, GError **error)
{
  const QsaAccuracyRequest *request = &self->request.network;
  QsaNetwork *network = qsa_reference_get_network (request->reference);
  const float *input = qsa_examples_get_input (qsa_reference_get_examples (request->reference), self->request.example);
  const gsize n_layers = qsa_network_get_n_layers (network);
  g_autofree gint32 *codes = g_new (gint32, QSA_NETWORK_WIDTH_MAX);

  for (gsize i = 0; i < n_layers; i++)
    {
      g_auto (Layer) layer = { 0 };

      if (!layer_init (&layer, request, i, cancellable, error))
        return FALSE;
      if (i == 0)
        quantize (&layer.input, input, layer.in, 0, codes);
      if (!run_layer (&layer, qsa_network_get_bias (network, i), codes, error))
        return FALSE;
      if (i == self->request.layer)
        keep_layer (self, &layer, codes);
      for (gsize row = 0; row < layer.out; row++)
        codes[row] = layer.outputs[row].code;
      if (i + 1 == n_layers)
        self->answer = find_answer (&layer);
    }
  fill_expected (self, network, input);
  return TRUE;
}

QsaInteger *
qsa_integer_new (const QsaIntegerRequest *request, GCancellable *cancellable, GError **error)
{
  QsaReference *reference = request->network.reference;
  g_autoptr (QsaInteger) self = NULL;

  if (request->network.scheme.format.bits > QSA_INTEGER_BITS_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("Sums in int32 are of codes of at most %d bits; these have %d"), QSA_INTEGER_BITS_MAX,
                   request->network.scheme.format.bits);
      return NULL;
    }
  self = g_new0 (QsaInteger, 1);
  g_atomic_ref_count_init (&self->refs);
  self->request = *request;
  qsa_reference_ref (reference);
  self->request.example = MIN (request->example, qsa_examples_get_n (qsa_reference_get_examples (reference)) - 1);
  self->request.layer = MIN (request->layer, qsa_network_get_n_layers (qsa_reference_get_network (reference)) - 1);
  return run (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

QsaInteger *
qsa_integer_ref (QsaInteger *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_integer_unref (QsaInteger *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_reference_unref (self->request.network.reference);
  g_free (self->inputs);
  g_free (self->weights);
  g_free (self->outputs);
  g_free (self);
}

const QsaIntegerRequest *
qsa_integer_get_request (QsaInteger *self)
{
  return &self->request;
}

gboolean
qsa_integer_request_equal (const QsaIntegerRequest *a, const QsaIntegerRequest *b)
{
  return qsa_accuracy_request_equal (&a->network, &b->network) && a->example == b->example && a->layer == b->layer
         && a->row == b->row;
}

const gint32 *
qsa_integer_get_inputs (QsaInteger *self, gsize *n)
{
  *n = self->n;
  return self->inputs;
}

const gint32 *
qsa_integer_get_weights (QsaInteger *self, gsize *n)
{
  *n = self->n;
  return self->weights;
}

const QsaIntegerOutput *
qsa_integer_get_outputs (QsaInteger *self, gsize *n)
{
  *n = self->n_outputs;
  return self->outputs;
}

guint
qsa_integer_get_answer (QsaInteger *self)
{
  return self->answer;
}

guint
qsa_integer_get_answer_float (QsaInteger *self)
{
  return self->answer_float;
}
