/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every value of quantize_per_tensor.json and quantize_per_channel.json under the arithmetic of each peer that quantized it. */
#include <math.h>

#include "core/qsc.h"
#include "oracle-case.h"

static const json_t *
get_row (const OracleCase *c, const char *peer)
{
  return json_object_get (oracle_get (c->json, "peers"), peer);
}

/* What a peer makes of 0 times an infinite reciprocal, or of more than an int64 holds, is the code of a failed conversion: qmin.
 * We promise z for the one and saturation for the other. */
static gint32
get_promised (const QscParams *params, float x, gint32 peer)
{
  const float ratio = x * (1.0f / params->scale);

  if (isnan (ratio))
    return params->zero_point;
  if (fabsf (ratio) >= 0x1p63f)
    return ratio > 0.0f ? params->qmax : params->qmin;
  return peer;
}

/* A peer by its name in the file, and the arithmetic that we have for it. */
typedef struct
{
  const char *name;
  QscArithmetic arithmetic;
  guint n_cases;
} Multiplier;

static const Multiplier multipliers[] = {
  { "f32_reciprocal", QSC_MULTIPLY, 152 },
  { "f32_reciprocal_add_before_round", QSC_MULTIPLY_SHIFT, 152 },
  { "torch_quantize_per_tensor", QSC_MULTIPLY, 129 },
  { "torch_fake_quantize", QSC_MULTIPLY, 152 },
};

typedef struct
{
  const Multiplier *peer;
  guint n_cases;
} Turn;

static void
check_multiplier (const OracleCase *c, gpointer data)
{
  Turn *turn = data;
  const json_t *row = get_row (c, turn->peer->name);
  g_autofree gint32 *codes = g_new (gint32, c->n + 1);
  QscParams params = c->params;

  if (row == NULL)
    return;
  params.arithmetic = turn->peer->arithmetic;
  oracle_quantize (&params, c->x, c->n, codes);
  for (gsize i = 0; i < c->n; i++)
    {
      const gint32 expected = get_promised (&params, c->x[i], oracle_case_get_peer_code (c, row, i));

      if (codes[i] != expected)
        g_error ("%s, %s: %a: %d instead of %d", turn->peer->name, c->id, (double)c->x[i], codes[i], expected);
    }
  turn->n_cases++;
}

static void
test_multiplier (gconstpointer data)
{
  Turn turn = { .peer = data };

  oracle_for_each_case (check_multiplier, &turn);
  g_assert_cmpuint (turn.n_cases, ==, turn.peer->n_cases);
}

/* The peers that divide in double, which no arithmetic of ours does: with a scale that is a power of two every quotient is exact, so
 * that ours must be the same there. */
typedef struct
{
  const char *name;
  QscRounding rounding;
} Divider;

static const Divider dividers[] = { { "f64_divide", QSC_ROUND_HALF_EVEN }, { "f64_half_away", QSC_ROUND_HALF_AWAY } };

static void
check_divider (const OracleCase *c, gpointer data)
{
  const Divider *divider = data;
  const json_t *row = get_row (c, divider->name);
  g_autofree gint32 *codes = g_new (gint32, c->n + 1);
  QscParams params = c->params;
  int exponent;

  if (frexpf (params.scale, &exponent) != 0.5f)
    return;
  params.rounding = divider->rounding;
  oracle_quantize (&params, c->x, c->n, codes);
  for (gsize i = 0; i < c->n; i++)
    if (!isnan (c->x[i]))
      g_assert_cmpint (codes[i], ==, oracle_case_get_peer_code (c, row, i));
}

static void
test_divider (gconstpointer data)
{
  oracle_for_each_case (check_divider, (gpointer)data);
}

/* How often the formulas differ from ours, counted by peer_disagreement.json. The reciprocal's 0 · ∞ counts as different by itself:
 * numpy turns that NaN into a code of no meaning. */
typedef double (*PeerFunc) (float x, float s, double z);

static double
peer_f64_divide (float x, float s, double z)
{
  return rint ((double)x / (double)s) + z;
}

static double
peer_f64_half_away (float x, float s, double z)
{
  return round ((double)x / (double)s) + z;
}

static double
peer_f32_reciprocal (float x, float s, double z)
{
  const float inverse = 1.0f / s;
  const float ratio = x * inverse;

  return (double)rintf (ratio) + z;
}

static double
peer_f32_add_before_round (float x, float s, double z)
{
  const float inverse = 1.0f / s;
  const float ratio = x * inverse;
  const float shifted = ratio + (float)z;

  return (double)rintf (shifted);
}

typedef struct
{
  const char *name;
  PeerFunc func;
  GHashTable *counts; /* family → values that differ */
} Peer;

static const Peer peers[] = { { "f64_divide", peer_f64_divide, NULL },
                              { "f64_half_away", peer_f64_half_away, NULL },
                              { "f32_reciprocal", peer_f32_reciprocal, NULL },
                              { "f32_reciprocal_add_before_round", peer_f32_add_before_round, NULL } };

static void
count_differences (const OracleCase *c, gpointer data)
{
  const Peer *peer = data;
  char *family = g_strndup (c->id, strcspn (c->id, "/"));
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (peer->counts, family));

  for (gsize i = 0; i < c->n; i++)
    {
      const double code = peer->func (c->x[i], c->params.scale, c->params.zero_point);

      if (isnan (c->x[i]))
        continue;
      n += isnan (code) || CLAMP (code, c->params.qmin, c->params.qmax) != c->codes[i];
    }
  g_hash_table_replace (peer->counts, family, GUINT_TO_POINTER (n));
}

static void
test_peer (gconstpointer data)
{
  Peer peer = *(const Peer *)data;
  json_t *root = oracle_load ("peer_disagreement.json"), *expected;
  const char *family;

  peer.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  oracle_for_each_case (count_differences, &peer);
  json_object_foreach (oracle_get (oracle_get (root, "by_peer"), peer.name), family, expected)
      g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (peer.counts, family)), ==,
                        (guint)oracle_get_int (expected, "differ"));
  g_hash_table_unref (peer.counts);
  json_decref (root);
}

/* The framework's own rows: how often the file lists a code that is not the reference's. */
static void
count_rows (const OracleCase *c, gpointer data)
{
  const Peer *peer = data;
  const json_t *row = get_row (c, peer->name);
  char *family = g_strndup (c->id, strcspn (c->id, "/"));
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (peer->counts, family));

  g_hash_table_replace (peer->counts, family, GUINT_TO_POINTER (n + (guint)(json_is_object (row) ? json_object_size (row) : 0)));
}

static void
test_framework (gconstpointer data)
{
  const Peer peer = { .name = data, .counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  json_t *root = oracle_load ("peer_disagreement.json"), *expected;
  const char *family;

  oracle_for_each_case (count_rows, (gpointer)&peer);
  json_object_foreach (oracle_get (oracle_get (root, "by_peer"), peer.name), family, expected)
      g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (peer.counts, family)), ==,
                        (guint)oracle_get_int (expected, "differ"));
  g_hash_table_unref (peer.counts);
  json_decref (root);
}

int
main (int argc, char **argv)
{
  const char *frameworks[] = { "torch_quantize_per_tensor", "torch_fake_quantize", "onnxruntime_QuantizeLinear" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (multipliers); i++)
    {
      g_autofree char *path = g_strconcat ("/peers/multiply/", multipliers[i].name, NULL);

      g_test_add_data_func (path, &multipliers[i], test_multiplier);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (dividers); i++)
    {
      g_autofree char *path = g_strconcat ("/peers/divide/", dividers[i].name, NULL);

      g_test_add_data_func (path, &dividers[i], test_divider);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      g_autofree char *path = g_strconcat ("/peers/disagreement/", peers[i].name, NULL);

      g_test_add_data_func (path, &peers[i], test_peer);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (frameworks); i++)
    {
      g_autofree char *path = g_strconcat ("/peers/disagreement/", frameworks[i], NULL);

      g_test_add_data_func (path, frameworks[i], test_framework);
    }
  return g_test_run ();
}
