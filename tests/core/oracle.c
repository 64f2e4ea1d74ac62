/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t *
oracle_load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "oracles", name, NULL);
  json_error_t error;
  json_t *root = json_load_file (path, 0, &error);

  if (root == NULL)
    g_error ("%s:%d: %s", path, error.line, error.text);
  return root;
}

json_t *
oracle_get (const json_t *object, const char *key)
{
  json_t *value = json_object_get (object, key);

  if (value == NULL)
    g_error ("no “%s”", key);
  return value;
}

double
oracle_double (const json_t *value)
{
  if (json_is_string (value))
    return strtod (json_string_value (value), NULL);
  g_assert_true (json_is_number (value));
  return json_number_value (value);
}

double
oracle_get_double (const json_t *object, const char *key)
{
  return oracle_double (oracle_get (object, key));
}

int
oracle_get_int (const json_t *object, const char *key)
{
  g_assert_true (json_is_integer (oracle_get (object, key)));
  return (int)json_integer_value (oracle_get (object, key));
}

float *
oracle_get_floats (const json_t *object, const char *key, gsize *n)
{
  json_t *array = json_object_get (object, key), *value;
  float *floats;
  gsize i;

  if (array == NULL)
    return NULL;
  *n = json_array_size (array);
  floats = g_new (float, *n + 1);
  json_array_foreach (array, i, value) floats[i] = (float)oracle_double (value);
  return floats;
}

/* Where a copy of a tensor is. The sources are large; tests/data/analysis/README.md names them. */
typedef struct
{
  const char *file, *tensor;
  const char *path; /* below tests */
} Copy;

static const Copy copies[] = {
  { "weights/version-slim-320_simplified.onnx", "classification_headers.2.0.weight", "data/analysis/peers.safetensors" },
  { "weights/version-slim-320_simplified.onnx", "regression_headers.2.0.weight", "data/analysis/peers.safetensors" },
  { "weights/mtcnn_pnet_legacy.pt", "conv3.weight", "data/analysis/peers.safetensors" },
  { "digits/mlp-64-32-10.safetensors", "fc1.weight", "../data/samples/mlp-64-32-10.safetensors" },
  { "digits/mlp-64-32-10.safetensors", "fc2.weight", "../data/samples/mlp-64-32-10.safetensors" },
  { "weights/g2p_checkpoint20.npz", "enc_emb", "data/analysis/g2p_enc_emb_f32.npy" },
  { "weights/g2p_checkpoint20.npz", "enc_w_hh rows 0 and 5", "data/analysis/g2p_enc_w_hh_rows_f32.npy" },
};

static float *
copy_floats (const char *bytes, gsize n_bytes, gsize *n)
{
  *n = n_bytes / sizeof (float);
  return g_memdup2 (bytes, n_bytes);
}

/* An 8-byte length, that much JSON, then the values. */
static float *
read_safetensors (const char *bytes, gsize n_bytes, const char *tensor, gsize *n)
{
  guint64 n_header;
  json_error_t error;
  float *floats;

  memcpy (&n_header, bytes, sizeof n_header);
  n_header = GUINT64_FROM_LE (n_header);
  g_assert_cmpuint (n_header, <, n_bytes - sizeof n_header);

  json_t *header = json_loadb (bytes + sizeof n_header, n_header, 0, &error);
  const json_t *offsets = oracle_get (oracle_get (header, tensor), "data_offsets");
  const gsize start = (gsize)json_integer_value (json_array_get (offsets, 0));
  const gsize end = (gsize)json_integer_value (json_array_get (offsets, 1));

  g_assert_cmpuint (end, <=, n_bytes - sizeof n_header - n_header);
  floats = copy_floats (bytes + sizeof n_header + n_header + start, end - start, n);
  json_decref (header);
  return floats;
}

float *
oracle_load_tensor (const char *file, const char *tensor, gsize *n)
{
  for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
    if (strcmp (copies[i].file, file) == 0 && strcmp (copies[i].tensor, tensor) == 0)
      {
        g_autofree char *path = g_test_build_filename (G_TEST_DIST, copies[i].path, NULL);
        g_autofree char *bytes = NULL;
        gsize n_bytes, n_header;
        guint16 length;

        g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
        if (g_str_has_suffix (path, ".safetensors"))
          return read_safetensors (bytes, n_bytes, tensor, n);
        memcpy (&length, bytes + 8, sizeof length); /* of version 1 of the format */
        n_header = 10 + (gsize)GUINT16_FROM_LE (length);
        return copy_floats (bytes + n_header, n_bytes - n_header, n);
      }
  g_error ("no copy of %s, %s", file, tensor);
}

float *
oracle_get_values (const json_t *object, gsize *n)
{
  const json_t *source = json_object_get (object, "source");

  if (source == NULL)
    return oracle_get_floats (object, "x", n);
  return oracle_load_tensor (json_string_value (oracle_get (source, "file")), json_string_value (oracle_get (source, "tensor")),
                             n);
}

void
oracle_assert_sha256 (const json_t *object, const char *key, gconstpointer bytes, gsize n_bytes)
{
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, n_bytes);

  g_assert_cmpstr (hash, ==, json_string_value (oracle_get (object, key)));
}

gboolean
oracle_is_close (double a, double b, double relative)
{
  return a == b || fabs (a - b) <= relative * fmax (fabs (a), fabs (b));
}
