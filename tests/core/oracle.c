/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "oracle.h"

#include <math.h>
#include <stdlib.h>

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

gboolean
oracle_is_close (double a, double b, double relative)
{
  return a == b || fabs (a - b) <= relative * fmax (fabs (a), fabs (b));
}
