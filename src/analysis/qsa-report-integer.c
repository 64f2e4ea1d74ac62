/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-integer.h"

#include "analysis/qsa-report-private.h"

static json_t *
new_codes (const gint32 *codes, gsize n)
{
  json_t *array = json_array ();

  for (gsize i = 0; i < n; i++)
    json_array_append_new (array, json_integer (codes[i]));
  return array;
}

static json_t *
new_params (const QscParams *params)
{
  return json_pack ("{s:f, s:i, s:i, s:i}", "scale", (double)params->scale, "zero_point", (int)params->zero_point, "qmin",
                    (int)params->qmin, "qmax", (int)params->qmax);
}

static json_t *
new_output (const QsaIntegerOutput *output)
{
  json_t *object = json_object ();

  json_object_set_new (object, "weight", new_params (&output->weight));
  json_object_set_new (object, "products", json_integer (output->products));
  json_object_set_new (object, "weight_correction", json_integer (output->weight_correction));
  json_object_set_new (object, "input_correction", json_integer (output->input_correction));
  json_object_set_new (object, "both_zeros", json_integer (output->both_zeros));
  json_object_set_new (object, "bias", json_integer (output->bias_code));
  json_object_set_new (object, "sum", json_integer (output->sum));
  json_object_set_new (object, "factor", json_real (output->factor));
  json_object_set_new (object, "multiplier", json_integer (output->multiplier.value));
  json_object_set_new (object, "shift", json_integer (output->multiplier.shift));
  json_object_set_new (object, "scaled", json_integer (output->scaled));
  json_object_set_new (object, "code", json_integer (output->code));
  json_object_set_new (object, "real", json_real (output->real));
  json_object_set_new (object, "float", json_real (output->expected));
  return object;
}

char *
qsa_report_integer (QsaInteger *self)
{
  const QsaIntegerRequest *request = qsa_integer_get_request (self);
  gsize n, n_outputs;
  const gint32 *inputs = qsa_integer_get_inputs (self, &n), *weights = qsa_integer_get_weights (self, &n);
  const QsaIntegerOutput *outputs = qsa_integer_get_outputs (self, &n_outputs);
  json_t *root = json_object (), *array = json_array ();

  json_object_set_new (root, "scheme", qsa_report_new_scheme (&request->network.scheme));
  json_object_set_new (root, "per_channel", json_boolean (request->network.per_channel));
  json_object_set_new (root, "example", json_integer ((json_int_t)request->example));
  json_object_set_new (root, "layer", json_integer ((json_int_t)request->layer));
  json_object_set_new (root, "row", json_integer ((json_int_t)request->row));
  json_object_set_new (root, "input", new_params (&outputs[0].input));
  json_object_set_new (root, "output", new_params (&outputs[0].output));
  json_object_set_new (root, "input_codes", new_codes (inputs, n));
  json_object_set_new (root, "weight_codes", new_codes (weights, n));
  for (gsize i = 0; i < n_outputs; i++)
    json_array_append_new (array, new_output (&outputs[i]));
  json_object_set_new (root, "outputs", array);
  json_object_set_new (root, "answer", json_integer (qsa_integer_get_answer (self)));
  json_object_set_new (root, "answer_float", json_integer (qsa_integer_get_answer_float (self)));
  return qsa_report_dump (root);
}
