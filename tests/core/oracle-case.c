/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "oracle-case.h"

#define N_CASES 152

void
oracle_quantize (const QscParams *params, const float *x, gsize n, gint32 *codes)
{
  g_autofree gint16 *narrow = g_new (gint16, n + 1);
  g_autofree guint16 *wide = g_new (guint16, n + 1);

  if (params->qmax <= G_MAXINT16)
    qsc_quantize_i16 (params, x, n, 0, narrow);
  else
    qsc_quantize_u16 (params, x, n, 0, wide);
  for (gsize i = 0; i < n; i++)
    codes[i] = params->qmax <= G_MAXINT16 ? narrow[i] : wide[i];
}

static void
case_clear (OracleCase *c)
{
  g_free (c->x);
  g_free (c->reference);
  g_free (c->codes);
}

static void
case_load (OracleCase *c, json_t *json)
{
  const json_t *q = json_object_get (json, "q"), *code;
  gsize i;

  *c = (OracleCase){ .json = json, .id = json_string_value (oracle_get (json, "id")) };
  c->params.scale = (float)oracle_get_double (json, "scale");
  c->params.zero_point = oracle_get_int (json, "zero_point");
  c->params.qmin = oracle_get_int (json, "qmin");
  c->params.qmax = oracle_get_int (json, "qmax");
  c->x = oracle_get_values (json, &c->n);
  c->codes = g_new (gint32, c->n + 1);
  oracle_quantize (&c->params, c->x, c->n, c->codes);
  if (q == NULL)
    return;
  c->reference = g_new (gint32, c->n + 1);
  json_array_foreach (q, i, code) c->reference[i] = json_is_integer (code) ? (gint32)json_integer_value (code) : G_MININT32;
}

void
oracle_for_each_case (OracleCaseFunc func, gpointer data)
{
  json_t *root = oracle_load ("quantize_per_tensor.json"), *json;
  gsize i, n_done = 0;

  json_array_foreach (oracle_get (root, "cases"), i, json)
  {
    OracleCase c;

    case_load (&c, json);
    func (&c, data);
    case_clear (&c);
    n_done++;
  }
  g_assert_cmpuint (n_done, ==, N_CASES);
  json_decref (root);
}

gint32
oracle_case_get_peer_code (const OracleCase *c, const json_t *row, gsize i)
{
  g_autofree char *key = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
  const json_t *other = json_is_object (row) ? json_object_get (row, key) : NULL;

  if (other != NULL)
    return (gint32)json_integer_value (other);
  return c->reference != NULL ? c->reference[i] : c->codes[i];
}
