/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>

/* A file of tests/data/oracles. Free with json_decref. */
json_t *oracle_load (const char *name);

/* The member of object, which must be there. */
json_t *oracle_get (const json_t *object, const char *key);

/* A number, or the text of one ("0x1.8p+0", "Infinity", "NaN"). */
double oracle_double (const json_t *value);
double oracle_get_double (const json_t *object, const char *key);
int oracle_get_int (const json_t *object, const char *key);

/* An array of numbers, NULL when object has none of that name. Free with g_free. */
float *oracle_get_floats (const json_t *object, const char *key, gsize *n);

/* The float32 values of a tensor that the oracles name by file and tensor; a copy of it is kept with the tests. */
float *oracle_load_tensor (const char *file, const char *tensor, gsize *n);

/* The values of a case: its "x", or the tensor that its "source" names. Free with g_free. */
float *oracle_get_values (const json_t *object, gsize *n);

/* Asserts that bytes have the hash in member key. */
void oracle_assert_sha256 (const json_t *object, const char *key, gconstpointer bytes, gsize n_bytes);

/* Whether a and b differ by no more than relative of the larger, or are the same infinity. */
gboolean oracle_is_close (double a, double b, double relative);
#define oracle_assert_close(a, b, relative)                                                                                      \
  do                                                                                                                             \
    if (!oracle_is_close ((a), (b), (relative)))                                                                                 \
      g_error (#a " = %.17g instead of %.17g", (double)(a), (double)(b));                                                        \
  while (0)
