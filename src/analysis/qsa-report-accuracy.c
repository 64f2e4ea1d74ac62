/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-report.h"

#include "analysis/qsa-report-private.h"

static json_t *
new_network (QsaNetwork *network)
{
  json_t *widths = json_array ();

  for (gsize i = 0; i <= qsa_network_get_n_layers (network); i++)
    json_array_append_new (widths, json_integer ((json_int_t)qsa_network_get_width (network, i)));
  return widths;
}

static json_t *
new_confusion (QsaAccuracy *accuracy)
{
  gsize n;
  const guint *counts = qsa_accuracy_get_confusion (accuracy, &n);
  json_t *rows = json_array ();

  for (gsize i = 0; i < n; i++)
    {
      json_t *row = json_array ();

      for (gsize j = 0; j < n; j++)
        json_array_append_new (row, json_integer (counts[i * n + j]));
      json_array_append_new (rows, row);
    }
  return rows;
}

static json_t *
new_flipped (QsaAccuracy *accuracy)
{
  json_t *array = json_array ();
  gsize n;
  const gsize *flipped = qsa_accuracy_get_flipped (accuracy, &n);

  for (gsize i = 0; i < n; i++)
    {
      json_t *object = json_object ();

      json_object_set_new (object, "example", json_integer ((json_int_t)flipped[i]));
      json_object_set_new (object, "label",
                           json_integer (qsa_examples_get_label (
                               qsa_reference_get_examples (qsa_accuracy_get_request (accuracy)->reference), flipped[i])));
      json_object_set_new (object, "float", json_integer (qsa_accuracy_get_answer_float (accuracy, flipped[i])));
      json_object_set_new (object, "quantized", json_integer (qsa_accuracy_get_answer (accuracy, flipped[i])));
      json_array_append_new (array, object);
    }
  return array;
}

static json_t *
new_curve (QsaAccuracyCurve *curve, int first_bits, int last_bits)
{
  json_t *array = json_array ();

  for (int bits = first_bits; bits <= last_bits; bits++)
    {
      json_t *object = json_object ();

      json_object_set_new (object, "bits", json_integer (bits));
      json_object_set_new (object, "right", json_integer ((json_int_t)qsa_accuracy_curve_get_n_right (curve, bits)));
      json_array_append_new (array, object);
    }
  return array;
}

char *
qsa_report_accuracy (QsaAccuracy *accuracy, QsaAccuracyCurve *curve, int first_bits, int last_bits)
{
  const QsaAccuracyRequest *request = qsa_accuracy_get_request (accuracy);
  json_t *root = json_object ();

  json_object_set_new (root, "network", new_network (qsa_reference_get_network (request->reference)));
  json_object_set_new (root, "scheme", qsa_report_new_scheme (&request->scheme));
  json_object_set_new (root, "weights", json_boolean (request->weights));
  json_object_set_new (root, "per_channel", json_boolean (request->per_channel));
  json_object_set_new (root, "activations", json_boolean (request->activations));
  json_object_set_new (root, "scale_factor", json_real (request->scale_factor));
  json_object_set_new (root, "examples", json_integer ((json_int_t)qsa_accuracy_get_n (accuracy)));
  json_object_set_new (root, "right_float", json_integer ((json_int_t)qsa_accuracy_get_n_right_float (accuracy)));
  json_object_set_new (root, "right", json_integer ((json_int_t)qsa_accuracy_get_n_right (accuracy)));
  json_object_set_new (root, "least_margin", json_real (qsa_accuracy_get_least_margin (accuracy)));
  json_object_set_new (root, "confusion", new_confusion (accuracy));
  json_object_set_new (root, "flipped", new_flipped (accuracy));
  json_object_set_new (root, "by_bits", new_curve (curve, first_bits, last_bits));
  return qsa_report_dump (root);
}
