/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "check-data.h"
#include "core/qsc.h"
#include "oracle.h"

/* A case of quantize_per_tensor.json. */
typedef struct
{
  json_t *json;
  const char *id;
  QscParams params;
  gsize n;
  float *x;
  gint32 *reference, *codes; /* the oracle's (G_MININT32: unspecified) and ours */
} Case;

static void
quantize (const QscParams *params, const float *x, gsize n, gint32 *codes)
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

static float *
load_values (const json_t *json, gsize *n)
{
  const json_t *source = json_object_get (json, "source");
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "oracles", "digits_fc1_32x64.f32", NULL);
  char *bytes;

  if (source == NULL)
    return oracle_get_floats (json, "x", n);
  if (g_strcmp0 (json_string_value (oracle_get (source, "file")), "digits/mlp-64-32-10.safetensors") != 0)
    return NULL; /* a file that is not kept here */
  g_assert_true (g_file_get_contents (path, &bytes, n, NULL));
  *n /= sizeof (float);
  return (float *)(gpointer)bytes;
}

static void
case_clear (Case *c)
{
  g_free (c->x);
  g_free (c->reference);
  g_free (c->codes);
}

static gboolean
case_load (Case *c, json_t *json)
{
  const json_t *q = json_object_get (json, "q"), *code;
  gsize i;

  *c = (Case){ .json = json, .id = json_string_value (oracle_get (json, "id")) };
  c->params.scale = (float)oracle_get_double (json, "scale");
  c->params.zero_point = oracle_get_int (json, "zero_point");
  c->params.qmin = oracle_get_int (json, "qmin");
  c->params.qmax = oracle_get_int (json, "qmax");
  c->x = load_values (json, &c->n);
  if (c->x == NULL)
    return FALSE;
  c->codes = g_new (gint32, c->n + 1);
  quantize (&c->params, c->x, c->n, c->codes);
  if (q == NULL)
    return TRUE;
  c->reference = g_new (gint32, c->n + 1);
  json_array_foreach (q, i, code) c->reference[i] = json_is_integer (code) ? (gint32)json_integer_value (code) : G_MININT32;
  return TRUE;
}

typedef void (*CaseFunc) (const Case *c, gpointer data);

static void
for_each_case (CaseFunc func, gpointer data)
{
  json_t *root = oracle_load ("quantize_per_tensor.json"), *json;
  gsize i, n_done = 0;

  json_array_foreach (oracle_get (root, "cases"), i, json)
  {
    Case c;

    if (!case_load (&c, json))
      continue;
    func (&c, data);
    case_clear (&c);
    n_done++;
  }
  g_assert_cmpuint (n_done, >=, 140);
  json_decref (root);
}

static void
assert_sha256 (const Case *c, const char *key, gconstpointer data, gsize n_bytes)
{
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, n_bytes);

  g_assert_cmpstr (hash, ==, json_string_value (oracle_get (c->json, key)));
}

/* Codes as onnxruntime and the written rule have them; NaN, where the rule asks nothing, is our zero-point. */
static void
check_codes (const Case *c, gpointer data)
{
  if (c->reference == NULL)
    {
      assert_sha256 (c, "q_sha256_i32le", c->codes, c->n * sizeof *c->codes);
      return;
    }
  for (gsize i = 0; i < c->n; i++)
    if (c->codes[i] != (c->reference[i] == G_MININT32 ? c->params.zero_point : c->reference[i]))
      g_error ("%s: %a: %d instead of %d", c->id, (double)c->x[i], c->codes[i], c->reference[i]);
}

/* onnxruntime's own rows: "same" as the reference, or the codes that differ; none does for a finite value. */
static void
check_onnxruntime (const Case *c, gpointer data)
{
  json_t *row = json_object_get (oracle_get (c->json, "peers"), "onnxruntime_QuantizeLinear"), *code;
  const char *index;

  if (row == NULL || c->reference == NULL)
    return;
  for (gsize i = 0; i < c->n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
      const json_t *other = json_is_object (row) ? json_object_get (row, key) : NULL;

      if (isfinite (c->x[i]))
        g_assert_cmpint (c->codes[i], ==, other != NULL ? (gint32)json_integer_value (other) : c->reference[i]);
    }
  if (json_is_object (row))
    json_object_foreach (row, index, code) g_assert_true (isnan (c->x[atoi (index)]));
}

static void
check_reconstruction (const Case *c, gpointer data)
{
  gsize n = 0;
  g_autofree float *expected = oracle_get_floats (c->json, "dequantized", &n);
  g_autofree float *y = g_new (float, c->n + 1);
  g_autofree gint16 *codes = g_new (gint16, c->n + 1);

  for (gsize i = 0; i < c->n; i++)
    codes[i] = (gint16)c->codes[i];
  qsc_dequantize_i16 (&c->params, codes, c->n, y);
  if (c->reference == NULL)
    assert_sha256 (c, "dequantized_sha256_f32le", y, c->n * sizeof *y);
  for (gsize i = 0; i < n; i++)
    if (isfinite (c->x[i]))
      g_assert_cmpfloat (y[i], ==, expected[i]);
}

static void
check_metrics (const Case *c, gpointer data)
{
  const json_t *metrics = json_object_get (c->json, "metrics");
  QscErrorStats stats;

  if (metrics == NULL)
    return;
  qsc_error_stats_init (&stats);
  qsc_error_stats_update (&stats, &c->params, c->x, c->n, 0);

  const double sse = stats.sse_rounding + stats.sse_clipping, power = stats.sum_x2 / (double)stats.count;

  g_assert_cmpuint (stats.count, ==, c->n);
  oracle_assert_close (sse / (double)stats.count, oracle_get_double (metrics, "mse"), 1e-6);
  oracle_assert_close (power, oracle_get_double (metrics, "signal_power"), 5e-7);
  oracle_assert_close (stats.max_abs_error, oracle_get_double (metrics, "max_abs_error"), 1e-6);
  if (sse > 0)
    g_assert_cmpfloat (fabs (10 * log10 (stats.sum_x2 / sse) - oracle_get_double (metrics, "sqnr_db")), <=, 1e-5);
  else
    g_assert_true (isinf (oracle_get_double (metrics, "sqnr_db")));
  if (!json_is_null (json_object_get (metrics, "cosine")))
    oracle_assert_close (stats.sum_xy / (sqrt (stats.sum_x2) * sqrt (stats.sum_y2)), oracle_get_double (metrics, "cosine"), 1e-6);
}

/* With a scale that is a power of two the quotient is exact, so our half-away is TFLite's and gemmlowp's. */
static void
check_half_away (const Case *c, gpointer n_cases)
{
  const json_t *row = json_object_get (oracle_get (c->json, "peers"), "f64_half_away");
  g_autofree gint32 *codes = g_new (gint32, c->n + 1);
  QscParams params = c->params;
  int exponent;

  if (row == NULL || c->reference == NULL || frexpf (params.scale, &exponent) != 0.5f)
    return;
  params.rounding = QSC_ROUND_HALF_AWAY;
  quantize (&params, c->x, c->n, codes);
  for (gsize i = 0; i < c->n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
      const json_t *other = json_is_object (row) ? json_object_get (row, key) : NULL;

      if (isfinite (c->x[i]))
        g_assert_cmpint (codes[i], ==, other != NULL ? (gint32)json_integer_value (other) : c->reference[i]);
    }
  ++*(guint *)n_cases;
}

static void
test_codes (void)
{
  for_each_case (check_codes, NULL);
}

static void
test_onnxruntime (void)
{
  for_each_case (check_onnxruntime, NULL);
}

static void
test_reconstruction (void)
{
  for_each_case (check_reconstruction, NULL);
}

static void
test_metrics (void)
{
  for_each_case (check_metrics, NULL);
}

static void
test_half_away (void)
{
  guint n_cases = 0;

  for_each_case (check_half_away, &n_cases);
  g_assert_cmpuint (n_cases, >=, 20);
}

/* The peers of peer_disagreement.json that are a formula over one value. The reciprocal's 0 · ∞ counts as different by itself:
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
count_differences (const Case *c, gpointer data)
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
  for_each_case (count_differences, &peer);
  json_object_foreach (oracle_get (oracle_get (root, "by_peer"), peer.name), family, expected)
      g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (peer.counts, family)), ==,
                        (guint)oracle_get_int (expected, "differ"));
  g_hash_table_unref (peer.counts);
  json_decref (root);
}

/* A scheme of bits 2 … 16 by number, for the properties below. */
static void
draw_scheme (QscParams *params, QscRounding rounding)
{
  check_draw_params (params, g_test_rand_int_range (2, 17), g_test_rand_bit (), rounding,
                     (float)exp (g_test_rand_double_range (-20, 20)));
}

static void
test_zero_is_exact (void)
{
  const float zeros[] = { 0.0f, -0.0f };

  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    for (int turn = 0; turn < 500; turn++)
      {
        QscParams params;
        QscErrorStats stats;
        gint32 codes[2];

        draw_scheme (&params, (QscRounding)rule);
        quantize (&params, zeros, 2, codes);
        g_assert_cmpint (codes[0], ==, params.zero_point);
        g_assert_cmpint (codes[1], ==, params.zero_point);
        qsc_error_stats_init (&stats);
        qsc_error_stats_update (&stats, &params, zeros, 2, g_test_rand_int_range (0, 1000));
        g_assert_cmpfloat (stats.max_abs_error, ==, 0.0f);
        g_assert_cmpuint (stats.clipped_low + stats.clipped_high, ==, 0);
      }
}

/* Nearest rules: |e| ≤ s/2 inside the levels, but for the float32 roundings of quotient and product. */
static void
test_error_bound (void)
{
  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    for (int turn = 0; turn < 300; turn++)
      {
        const double steps = rule <= QSC_ROUND_HALF_UP ? 0.5 : 1.0;
        QscParams params;
        QscTrace trace;
        double low, high;

        draw_scheme (&params, (QscRounding)rule);
        qsc_params_get_level_range (&params, &low, &high);
        for (int i = 0; i < 50; i++)
          {
            const float x = (float)g_test_rand_double_range (low, high);
            const double slack = fmax (-low, high) * 0x1p-22;

            qsc_params_trace (&params, x, (guint64)i, &trace);
            g_assert_cmpfloat (fabs ((double)trace.error), <=, params.scale * steps + slack);
          }
      }
}

static void
test_monotone (void)
{
  for (int rule = 0; rule <= QSC_ROUND_TOWARD_ZERO; rule++)
    for (int turn = 0; turn < 100; turn++)
      {
        QscParams params;
        double low, high;
        float x[512];
        gint32 codes[512];

        draw_scheme (&params, (QscRounding)rule);
        qsc_params_get_level_range (&params, &low, &high);
        for (gsize i = 0; i < 512; i++)
          x[i] = (float)(low - params.scale + (high - low + 2 * params.scale) * (double)i / 511);
        quantize (&params, x, 512, codes);
        g_assert_cmpint (codes[0], ==, params.qmin);
        g_assert_cmpint (codes[511], ==, params.qmax);
        for (gsize i = 1; i < 512; i++)
          g_assert_cmpint (codes[i - 1], <=, codes[i]);
      }
}

/* Each level is its own code's: always where levels are exact (a power of two), by the nearest rules with any scale. */
static void
test_idempotent (void)
{
  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    for (int turn = 0; turn < 40; turn++)
      {
        QscParams params;
        int exponent;

        draw_scheme (&params, (QscRounding)rule);
        params.inverse = 0.0f;
        frexpf (params.scale, &exponent);
        if (rule > QSC_ROUND_HALF_UP)
          params.scale = ldexpf (1.0f, exponent);
        for (gint32 code = params.qmin; code <= params.qmax; code += 1 + (params.qmax - params.qmin) / 997)
          {
            const float level = qsc_params_get_level (&params, code);
            gint32 back;

            quantize (&params, &level, 1, &back);
            g_assert_cmpint (back, ==, code);
          }
      }
}

static void
test_trace_is_kernel (void)
{
  for (int rule = 0; rule < QSC_N_ROUNDINGS; rule++)
    for (gsize scale = 0; scale < check_n_scales; scale++)
      {
        QscParams params;
        QscErrorStats stats;
        float x[1000], largest = -1.0f;
        gint32 codes[1000];
        guint64 n_low = 0, n_high = 0, n_finite = 0;

        check_draw_params (&params, g_test_rand_int_range (2, 17), g_test_rand_bit (), (QscRounding)rule, check_scales[scale]);
        check_fill (x, G_N_ELEMENTS (x), &params, FALSE);
        quantize (&params, x, G_N_ELEMENTS (x), codes);
        qsc_error_stats_init (&stats);
        qsc_error_stats_update (&stats, &params, x, G_N_ELEMENTS (x), 0);
        for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
          {
            QscTrace trace;

            qsc_params_trace (&params, x[i], i, &trace);
            g_assert_cmpint (trace.code, ==, codes[i]);
            if (!trace.is_finite)
              continue;
            n_finite++;
            n_low += trace.is_clipped_low;
            n_high += trace.is_clipped_high;
            largest = MAX (largest, fabsf (trace.error));
            if (i == stats.max_index)
              g_assert_cmpfloat (fabsf (trace.error), ==, stats.max_abs_error);
          }
        g_assert_cmpuint (stats.count, ==, n_finite);
        g_assert_cmpuint (stats.clipped_low, ==, n_low);
        g_assert_cmpuint (stats.clipped_high, ==, n_high);
        g_assert_cmpfloat (stats.max_abs_error, ==, largest);
      }
}

/* Stochastic rounding: only the two neighbours, as often as the fraction says, whoever cuts the span where. */
static void
test_stochastic (void)
{
  const QscParams params = { .scale = 1.0f, .qmin = -8, .qmax = 7, .rounding = QSC_ROUND_STOCHASTIC, .seed = 7 };
  const gsize n = 100000;
  g_autofree float *x = g_new (float, n);
  g_autofree gint8 *codes = g_new (gint8, n), *other = g_new (gint8, n);
  gsize n_up = 0;

  for (gsize i = 0; i < n; i++)
    x[i] = -2.75f;
  qsc_quantize_i8 (&params, x, n, 5, codes);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (codes[i] == -3 || codes[i] == -2);
      n_up += codes[i] == -2;
    }
  g_assert_cmpfloat (fabs ((double)n_up / (double)n - 0.25), <, 5 * sqrt (0.25 * 0.75 / (double)n));
  qsc_quantize_i8 (&params, x, 777, 5, other);
  qsc_quantize_i8 (&params, x + 777, n - 777, 5 + 777, other + 777);
  g_assert_cmpmem (codes, n, other, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quantize/oracle/codes", test_codes);
  g_test_add_func ("/quantize/oracle/onnxruntime", test_onnxruntime);
  g_test_add_func ("/quantize/oracle/reconstruction", test_reconstruction);
  g_test_add_func ("/quantize/oracle/metrics", test_metrics);
  g_test_add_func ("/quantize/oracle/half-away", test_half_away);
  for (gsize i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      g_autofree char *path = g_strconcat ("/quantize/oracle/peer/", peers[i].name, NULL);

      g_test_add_data_func (path, &peers[i], test_peer);
    }
  g_test_add_func ("/quantize/property/zero-is-exact", test_zero_is_exact);
  g_test_add_func ("/quantize/property/error-bound", test_error_bound);
  g_test_add_func ("/quantize/property/monotone", test_monotone);
  g_test_add_func ("/quantize/property/idempotent", test_idempotent);
  g_test_add_func ("/quantize/property/trace-is-kernel", test_trace_is_kernel);
  g_test_add_func ("/quantize/stochastic", test_stochastic);
  return g_test_run ();
}
