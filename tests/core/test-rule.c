/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ranges to s and z by the rule of the program that made the oracle, and the examples that programs are known to part at. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "core/qsc.h"
#include "oracle-case.h"

static QscScheme
scheme_of (QscRule rule, int bits, bool is_signed, bool symmetric)
{
  QscScheme scheme = { .bits = bits, .is_signed = is_signed, .symmetric = symmetric };

  qsc_rule_apply (rule, &scheme);
  return scheme;
}

static QscParams
choose (QscRule rule, int bits, bool is_signed, bool symmetric, double min, double max)
{
  const QscScheme scheme = scheme_of (rule, bits, is_signed, symmetric);
  QscParams params;

  g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, min, max), ==, QSC_OK);
  g_assert_cmpint (params.rounding, ==, scheme.rounding);
  g_assert_cmpint (params.arithmetic, ==, scheme.arithmetic);
  return params;
}

static void
test_names (void)
{
  const char *names[] = {
    "textbook", "onnx", "onnx-dynamic", "pytorch", "fbgemm", "tflite", "tflite-dynamic", "aimet", "aimet-v1"
  };
  QscRule rule = QSC_RULE_FBGEMM;

  g_assert_cmpint (G_N_ELEMENTS (names), ==, QSC_N_RULES);
  g_assert_false (qsc_rule_from_name ("onyx", &rule));
  g_assert_cmpint (rule, ==, QSC_RULE_FBGEMM);
  g_assert_null (qsc_rule_get_name (QSC_N_RULES));
  for (int i = 0; i < QSC_N_RULES; i++)
    {
      g_assert_cmpstr (qsc_rule_get_name ((QscRule)i), ==, names[i]);
      g_assert_true (qsc_rule_from_name (names[i], &rule));
      g_assert_cmpint (rule, ==, i);
    }
}

typedef struct
{
  const char *key;
  int bits;
  bool is_signed, symmetric;
} Observer;

/* A range of 7 bits is what "reduced" means. */
static const Observer observers[] = {
  { "minmax_quint8_affine", 8, false, false },
  { "minmax_qint8_symmetric", 8, true, true },
  { "minmax_qint8_affine_reduce_range", 7, true, false },
  { "minmax_4bit_symmetric", 4, true, true },
};

static void
assert_params (const QscParams *params, const json_t *expected)
{
  g_assert_cmpfloat (params->scale, ==, (float)oracle_get_double (expected, "scale"));
  g_assert_cmpint (params->zero_point, ==, oracle_get_int (expected, "zero_point"));
}

/* torch's min–max observers, bit for bit; where max - min or a level leaves float32, ours is what keeps all levels finite. */
static void
test_torch_observers (void)
{
  json_t *root = oracle_load ("torch_observers.json"), *one;
  gsize i;

  g_assert_cmpuint (json_array_size (oracle_get (root, "cases")), ==, 11);
  json_array_foreach (oracle_get (root, "cases"), i, one) for (gsize k = 0; k < G_N_ELEMENTS (observers); k++)
  {
    const Observer *o = &observers[k];
    const double min = oracle_get_double (one, "min"), max = oracle_get_double (one, "max");
    const QscParams params = choose (QSC_RULE_PYTORCH, o->bits, o->is_signed, o->symmetric, min, max);
    const json_t *expected = oracle_get (one, o->key);

    if (isfinite ((float)oracle_get_double (expected, "scale") * (float)(params.zero_point - params.qmin)))
      assert_params (&params, expected);
    else
      oracle_assert_close (params.scale, FLT_MAX / (float)(params.zero_point - params.qmin), 2e-7);
  }
  json_decref (root);
}

static void
get_min_max (const float *x, gsize n, gsize stride, QscMoments *moments)
{
  qsc_moments_init (moments);
  for (gsize i = 0; i < n; i++)
    qsc_moments_update (moments, x + i * stride, 1);
}

/* Its per-channel observer: the same, by channel. */
static void
test_torch_channels (void)
{
  json_t *root = oracle_load ("torch_observers.json"), *one;
  gsize i, n_channels_done = 0;

  json_array_foreach (oracle_get (root, "cases"), i, one)
  {
    const json_t *expected = json_object_get (one, "per_channel_axis0_qint8_symmetric");
    const char *id = json_string_value (oracle_get (one, "id"));
    g_auto (GStrv) parts = g_strsplit (id, ":", 2);
    g_autofree float *x = NULL;
    gsize n, n_channels;

    if (expected == NULL)
      continue;
    x = oracle_load_tensor (parts[0], parts[1], &n);
    n_channels = json_array_size (oracle_get (expected, "scale"));
    g_assert_cmpuint (n % n_channels, ==, 0);
    for (gsize c = 0; c < n_channels; c++)
      {
        QscMoments moments;
        QscParams params;

        get_min_max (x + c * (n / n_channels), n / n_channels, 1, &moments);
        params = choose (QSC_RULE_PYTORCH, 8, true, true, (double)moments.min, (double)moments.max);
        g_assert_cmpfloat (params.scale, ==, (float)oracle_double (json_array_get (oracle_get (expected, "scale"), c)));
        g_assert_cmpint (params.zero_point, ==, json_integer_value (json_array_get (oracle_get (expected, "zero_point"), c)));
        n_channels_done++;
      }
  }
  g_assert_cmpuint (n_channels_done, >, 500);
  json_decref (root);
}

/* A range that no float32 holds the width of: onnxruntime's scale is infinite then and all codes but one are lost. */
static gboolean
is_within_float32 (const json_t *one)
{
  return isfinite (oracle_get_double (one, "scale"));
}

static float *
get_dynamic_values (const json_t *one, gsize *n)
{
  const char *id = json_string_value (oracle_get (one, "id"));
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (id, "real/"))
    return oracle_get_floats (one, "x", n);
  parts = g_strsplit (id + strlen ("real/"), ":", 2);
  return oracle_load_tensor (parts[0], parts[1], n);
}

/* onnxruntime's DynamicQuantizeLinear: scale, zero-point and every code. */
static void
test_dynamic (void)
{
  json_t *root = oracle_load ("dynamic_quantize.json"), *one;
  gsize i, n_exact = 0;

  g_assert_cmpuint (json_array_size (oracle_get (root, "cases")), ==, 12);
  json_array_foreach (oracle_get (root, "cases"), i, one)
  {
    gsize n;
    g_autofree float *x = get_dynamic_values (one, &n);
    g_autofree gint32 *codes = g_new (gint32, n);
    QscMoments moments;
    QscParams params;

    get_min_max (x, n, 1, &moments);
    params = choose (QSC_RULE_ONNX_DYNAMIC, 8, false, false, (double)moments.min, (double)moments.max);
    if (!is_within_float32 (one))
      {
        g_assert_true (isfinite (params.scale));
        continue;
      }
    assert_params (&params, one);
    oracle_quantize (&params, x, n, codes);
    oracle_assert_sha256 (one, "q_sha256_i32le", codes, n * sizeof *codes);
    n_exact++;
  }
  g_assert_cmpuint (n_exact, ==, 10);
  json_decref (root);
}

/* One channel of a tensor whose axis has n_channels, of which the last stands closest: its values and their distance. */
typedef struct
{
  gsize n, n_channels, inner; /* values of a block of one channel that stand together */
} Axis;

static gsize
get_place (const Axis *axis, gsize channel, gsize i)
{
  return (i / axis->inner * axis->n_channels + channel) * axis->inner + i % axis->inner;
}

static gsize
get_inner (const json_t *one, gsize n)
{
  const int axis = oracle_get_int (one, "axis");
  const gsize n_channels = json_array_size (oracle_get (one, "scales"));
  const gsize n_first = n == 4608 ? 32 : 10; /* conv3.weight is 32 × 16 × 3 × 3, fc2.weight 10 × 32 */

  return axis == 0 ? n / n_channels : n / n_first / n_channels;
}

/* Codes of all channels by the scales that the rule finds, which must be the file's. */
static void
quantize_channels (const json_t *one, const float *x, const Axis *axis, QscArithmetic arithmetic, gint32 *codes, float *y,
                   double *channel_sse)
{
  const json_t *scales = oracle_get (one, "scales");
  const gsize n_each = axis->n / axis->n_channels;
  g_autofree float *own = g_new (float, n_each);
  g_autofree gint32 *own_codes = g_new (gint32, n_each);

  for (gsize c = 0; c < axis->n_channels; c++)
    {
      QscMoments moments;
      QscParams params;

      for (gsize i = 0; i < n_each; i++)
        own[i] = x[get_place (axis, c, i)];
      get_min_max (own, n_each, 1, &moments);
      params = choose (QSC_RULE_TEXTBOOK, 8, true, true, (double)moments.min, (double)moments.max);
      params.arithmetic = arithmetic;
      g_assert_cmpfloat (params.scale, ==, (float)oracle_double (json_array_get (scales, c)));
      oracle_quantize (&params, own, n_each, own_codes);
      channel_sse[c] = 0;
      for (gsize i = 0; i < n_each; i++)
        {
          const float level = qsc_params_get_level (&params, own_codes[i]);

          codes[get_place (axis, c, i)] = own_codes[i];
          y[get_place (axis, c, i)] = level == 0.0f ? copysignf (level, own[i]) : level; /* the file's zeros have a sign */
          channel_sse[c] += ((double)level - (double)own[i]) * ((double)level - (double)own[i]);
        }
    }
}

/* The same codes, levels and errors where one call takes all channels as they lie. */
static void
check_channels_together (const json_t *one, const float *x, const Axis *axis)
{
  const QscChannels shape = { axis->n / axis->n_channels / axis->inner, axis->n_channels, axis->inner };
  const json_t *scales = oracle_get (one, "scales"), *mse = oracle_get (one, "per_channel_mse");
  g_autofree QscParams *params = g_new0 (QscParams, axis->n_channels);
  g_autofree QscErrorStats *stats = g_new (QscErrorStats, axis->n_channels);
  g_autofree gint8 *bytes = g_new (gint8, axis->n);
  g_autofree gint32 *codes = g_new (gint32, axis->n);
  g_autofree float *y = g_new (float, axis->n);
  const double n_each = (double)axis->n / (double)axis->n_channels;

  for (gsize c = 0; c < axis->n_channels; c++)
    {
      params[c].scale = (float)oracle_double (json_array_get (scales, c));
      params[c].qmin = oracle_get_int (one, "qmin");
      params[c].qmax = oracle_get_int (one, "qmax");
      qsc_error_stats_init (&stats[c]);
    }
  qsc_channels_quantize_i8 (&shape, params, x, 0, bytes);
  qsc_channels_dequantize_i8 (&shape, params, bytes, y);
  qsc_channels_error_stats_update (&shape, stats, params, x, 0);
  for (gsize i = 0; i < axis->n; i++)
    {
      codes[i] = bytes[i];
      y[i] = y[i] == 0.0f ? copysignf (y[i], x[i]) : y[i]; /* the file's zeros have a sign */
    }
  oracle_assert_sha256 (one, "q_sha256_i32le", codes, axis->n * sizeof *codes);
  oracle_assert_sha256 (one, "dequantized_sha256_f32le", y, axis->n * sizeof *y);
  for (gsize c = 0; c < axis->n_channels; c++)
    oracle_assert_close ((stats[c].sse_rounding + stats[c].sse_clipping) / n_each, oracle_double (json_array_get (mse, c)), 5e-7);
}

static void
check_channels (const json_t *one)
{
  gsize n;
  g_autofree float *x = oracle_get_values (one, &n), *y = g_new (float, n);
  g_autofree gint32 *codes = g_new (gint32, n);
  const Axis axis = { n, json_array_size (oracle_get (one, "scales")), get_inner (one, n) };
  g_autofree double *sse = g_new (double, axis.n_channels);
  const json_t *channel_mse = oracle_get (one, "per_channel_mse"), *first = oracle_get (one, "q_first_channel");
  double sum = 0;

  quantize_channels (one, x, &axis, QSC_DIVIDE, codes, y, sse);
  oracle_assert_sha256 (one, "q_sha256_i32le", codes, n * sizeof *codes);
  oracle_assert_sha256 (one, "dequantized_sha256_f32le", y, n * sizeof *y);
  for (gsize c = 0; c < axis.n_channels; c++)
    {
      oracle_assert_close (sse[c] / (double)(n / axis.n_channels), oracle_double (json_array_get (channel_mse, c)), 1e-12);
      sum += sse[c];
    }
  oracle_assert_close (sum / (double)n, oracle_get_double (oracle_get (one, "metrics"), "mse"), 1e-12);
  for (gsize i = 0; i < json_array_size (first); i++)
    g_assert_cmpint (codes[get_place (&axis, 0, i)], ==, json_integer_value (json_array_get (first, i)));
  /* torch and the reciprocal gave the same codes here. */
  g_assert_cmpint (oracle_get_int (oracle_get (one, "peers"), "torch_quantize_per_channel"), ==, 0);
  g_assert_cmpint (oracle_get_int (oracle_get (one, "peers"), "numpy_reciprocal"), ==, 0);
  quantize_channels (one, x, &axis, QSC_MULTIPLY, codes, y, sse);
  oracle_assert_sha256 (one, "q_sha256_i32le", codes, n * sizeof *codes);
  check_channels_together (one, x, &axis);
}

static void
test_channels (void)
{
  json_t *root = oracle_load ("quantize_per_channel.json"), *one;
  gsize i;

  g_assert_cmpuint (json_array_size (oracle_get (root, "cases")), ==, 4);
  json_array_foreach (oracle_get (root, "cases"), i, one) check_channels (one);
  json_decref (root);
}

/* -1 … 0.5: the largest magnitude is negative. */
typedef struct
{
  QscRule rule;
  double int8, int4; /* what 1 is divided by; 0: not known of this program */
} Divisor;

static const Divisor divisors[] = {
  { QSC_RULE_TEXTBOOK, 127, 7 }, { QSC_RULE_ONNX, 127, 7.5 },   { QSC_RULE_PYTORCH, 127.5, 7.5 },
  { QSC_RULE_FBGEMM, 128, 8 },   { QSC_RULE_TFLITE, 127, 0 },   { QSC_RULE_TFLITE_DYNAMIC, 127, 0 },
  { QSC_RULE_AIMET, 128, 8 },    { QSC_RULE_AIMET_V1, 127, 7 },
};

static void
test_negative_peak (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (divisors); i++)
    {
      const Divisor *d = &divisors[i];
      QscParams params = choose (d->rule, 8, true, true, -1.0, 0.5);

      g_assert_cmpfloat (params.scale, ==, (float)(1.0 / d->int8));
      g_assert_cmpint (params.zero_point, ==, 0);
      params = choose (d->rule, 4, true, true, -1.0, 0.5);
      if (d->int4 > 0)
        g_assert_cmpfloat (params.scale, ==, (float)(1.0 / d->int4));
      g_assert_cmpint (params.zero_point, ==, 0);
    }
}

/* -253 … 257 in UINT8: -m / s = 126.5. */
static void
test_tied_zero_point (void)
{
  const int zero_points[QSC_N_RULES] = {
    [QSC_RULE_TEXTBOOK] = 126,       [QSC_RULE_ONNX] = 126,   [QSC_RULE_ONNX_DYNAMIC] = 126,
    [QSC_RULE_PYTORCH] = 126,        [QSC_RULE_FBGEMM] = 126, [QSC_RULE_TFLITE] = 127,
    [QSC_RULE_TFLITE_DYNAMIC] = 127, [QSC_RULE_AIMET] = 126,  [QSC_RULE_AIMET_V1] = 127,
  };

  for (int rule = 0; rule < QSC_N_RULES; rule++)
    {
      const QscParams params = choose ((QscRule)rule, 8, false, false, -253.0, 257.0);

      g_assert_cmpfloat (params.scale, ==, 2.0f);
      g_assert_cmpint (params.zero_point, ==, zero_points[rule]);
    }
}

/* Nothing but zeros, in INT8 asymmetric. */
static void
test_zeros (void)
{
  const struct
  {
    float scale;
    gint32 zero_point;
  } expected[QSC_N_RULES] = {
    [QSC_RULE_TEXTBOOK] = { 1.0f, 0 },       [QSC_RULE_ONNX] = { 1.0f, 0 },         [QSC_RULE_ONNX_DYNAMIC] = { 1.0f, 0 },
    [QSC_RULE_PYTORCH] = { 0x1p-23f, -128 }, [QSC_RULE_FBGEMM] = { 0.1f, 127 },     [QSC_RULE_TFLITE] = { 1.0f, 0 },
    [QSC_RULE_TFLITE_DYNAMIC] = { 1.0f, 0 }, [QSC_RULE_AIMET] = { 0x1p-23f, -128 }, [QSC_RULE_AIMET_V1] = { 0.01f / 255, -128 },
  };

  for (int rule = 0; rule < QSC_N_RULES; rule++)
    {
      const QscParams params = choose ((QscRule)rule, 8, true, false, 0.0, 0.0);

      oracle_assert_close (params.scale, expected[rule].scale, 1e-7);
      g_assert_cmpint (params.zero_point, ==, expected[rule].zero_point);
    }
}

/* The guards against small scales are thirty orders of magnitude apart: -1e-4 … 1e-4 and -1e-7 … 1e-7 in INT8 symmetric. */
static void
test_small_ranges (void)
{
  g_assert_cmpfloat (choose (QSC_RULE_TEXTBOOK, 8, true, true, -1e-7, 1e-7).scale, ==, (float)(1e-7 / 127));
  g_assert_cmpfloat (choose (QSC_RULE_PYTORCH, 8, true, true, -1e-4, 1e-4).scale, ==, 1e-4f / 127.5f);
  g_assert_cmpfloat (choose (QSC_RULE_PYTORCH, 8, true, true, -1e-7, 1e-7).scale, ==, 0x1p-23f);
  g_assert_cmpfloat (choose (QSC_RULE_FBGEMM, 8, true, true, -1e-2, 1e-2).scale, ==, 1e-2f / 127.0f);
  g_assert_cmpfloat (choose (QSC_RULE_FBGEMM, 8, true, true, -1e-4, 1e-4).scale, ==, 6.1e-5f);
  g_assert_cmpfloat (choose (QSC_RULE_FBGEMM, 8, false, false, 0.0, 1e-4).scale, ==, 6.1e-5f);
  g_assert_cmpint (choose (QSC_RULE_FBGEMM, 8, false, false, 0.0, 1e-4).zero_point, ==, 0);
  g_assert_cmpint (choose (QSC_RULE_FBGEMM, 8, false, false, -1e-4, 0.0).zero_point, ==, 255);
  g_assert_cmpint (choose (QSC_RULE_FBGEMM, 8, false, false, -1e-4, 1e-4).zero_point, ==, 128);
  g_assert_cmpfloat (choose (QSC_RULE_AIMET_V1, 8, true, true, -1e-4, 1e-4).scale, ==, (float)(0.0099 / 127));
  g_assert_cmpfloat (choose (QSC_RULE_TFLITE, 8, true, true, -1e-7, 1e-7).scale, ==, 1e-7f / 127.0f);
}

/* Codes that the programs leave out, and middles that are not 2^(b-1). */
static void
test_codes (void)
{
  QscParams params = choose (QSC_RULE_ONNX, 8, true, true, -1.0, 0.5);

  g_assert_cmpint (params.qmin, ==, -127);
  params = choose (QSC_RULE_ONNX, 8, false, true, -1.0, 0.5);
  g_assert_cmpint (params.qmax, ==, 254);
  g_assert_cmpint (params.zero_point, ==, 127);
  g_assert_cmpfloat (params.scale, ==, (float)(1.0 / 127));
  params = choose (QSC_RULE_ONNX, 4, false, true, -1.0, 0.5);
  g_assert_cmpint (params.qmax, ==, 15);
  g_assert_cmpint (params.zero_point, ==, 8); /* 7.5 to even */
  params = choose (QSC_RULE_ONNX, 16, true, true, -1.0, 0.5);
  g_assert_cmpint (params.qmin, ==, -32767);
  params = choose (QSC_RULE_ONNX, 8, true, false, -1.0, 0.5);
  g_assert_cmpint (params.qmin, ==, -128);
  params = choose (QSC_RULE_PYTORCH, 8, false, true, -1.0, 0.5);
  g_assert_cmpint (params.zero_point, ==, 128);
  params = choose (QSC_RULE_PYTORCH, 4, false, true, -1.0, 0.5);
  g_assert_cmpint (params.zero_point, ==, 7);
  params = choose (QSC_RULE_FBGEMM, 8, true, true, 0.0, 1.0); /* nothing on one side: not symmetric after all */
  g_assert_cmpint (params.zero_point, ==, -128);
  params = choose (QSC_RULE_TFLITE, 8, true, true, -1.0, 0.5);
  g_assert_cmpint (params.qmin, ==, -127);
}

/* PyTorch's largest magnitude is at 127.5 steps: to even, clipped. ÷127 and ÷128 clip nothing. */
static void
test_clipped_peak (void)
{
  for (int rule = 0; rule < QSC_N_RULES; rule++)
    {
      const QscParams params = choose ((QscRule)rule, 8, true, true, -64.0, 127.5);
      QscTrace trace;

      qsc_params_trace (&params, 127.5f, 0, &trace);
      g_assert_cmpint (trace.code, ==, 127);
      g_assert_cmpint (trace.is_clipped_high, ==, rule == QSC_RULE_PYTORCH);
    }
}

/* TFLite at run time multiplies by 127 / max |x|, which is not 1 / s: where it is not, a value that ties by the one does not by the
 * other. */
static void
test_tflite_inverse (void)
{
  guint n_differ = 0;

  for (int i = 1; i <= 2000; i++)
    {
      const float peak = 1.0f + (float)i / 4099.0f;
      const QscParams params = choose (QSC_RULE_TFLITE_DYNAMIC, 8, true, true, -(double)peak, 0.0);
      const float inverse = 127.0f / peak;

      g_assert_cmpfloat (params.inverse, ==, inverse);
      g_assert_cmpfloat (params.scale, ==, peak / 127.0f);
      n_differ += params.inverse != 1.0f / params.scale;
      for (int k = -126; k <= 126; k++)
        {
          const float x = ((float)k + 0.5f) * params.scale;
          const float product = x * inverse;
          QscTrace trace;

          qsc_params_trace (&params, x, 0, &trace);
          g_assert_cmpint (trace.code, ==, (gint32)CLAMP (roundf (product), -127.0f, 127.0f));
        }
    }
  g_assert_cmpuint (n_differ, >, 500);
}

/* z before the rounding, which is half away from code 0. */
static void
test_tflite_shift (void)
{
  const QscParams params = choose (QSC_RULE_TFLITE_DYNAMIC, 8, true, false, -64.0, 63.5);
  const float inverse = 1.0f / params.scale;

  g_assert_cmpfloat (params.scale, ==, 0.5f);
  g_assert_cmpint (params.zero_point, ==, 0);
  for (int k = 0; k < 4; k++)
    {
      const QscParams moved = choose (QSC_RULE_TFLITE_DYNAMIC, 8, true, false, -64.0 + k * 8, 63.5 + k * 8);

      for (float x = -60.0f; x < 60.0f; x += 0.125f)
        {
          const float product = x * inverse;
          const float sum = (float)moved.zero_point + product;
          QscTrace trace;

          qsc_params_trace (&moved, x, 0, &trace);
          g_assert_cmpint (trace.code, ==, (gint32)CLAMP (roundf (sum), -128.0f, 127.0f));
        }
    }
}

/* Whatever the range: parameters that are valid, and levels that are finite. */
static void
test_any_range (void)
{
  const double ends[] = { 0, 0x1p-149, 0x1p-127, 1e-30, 1e-5, 0.3, 1, 255, 1e20, 3e38, (double)FLT_MAX };

  for (int rule = 0; rule < QSC_N_RULES; rule++)
    for (int bits = QSC_BITS_MIN; bits <= QSC_BITS_MAX; bits++)
      for (int kind = 0; kind < 8; kind++)
        for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
          for (gsize k = 0; k < G_N_ELEMENTS (ends); k++)
            {
              QscScheme scheme = scheme_of ((QscRule)rule, bits, kind & 1, (kind & 2) != 0);
              QscParams params;

              scheme.narrow_range = (kind & 4) != 0;
              g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -ends[i], ends[k]), ==, QSC_OK);
              g_assert_true (isfinite (params.scale) && params.scale > 0.0f);
              g_assert_cmpint (params.zero_point, >=, params.qmin);
              g_assert_cmpint (params.zero_point, <=, params.qmax);
              g_assert_true (isfinite (qsc_params_get_level (&params, params.qmin)));
              g_assert_true (isfinite (qsc_params_get_level (&params, params.qmax)));
            }
}

static void
test_refusals (void)
{
  for (int rule = 0; rule < QSC_N_RULES; rule++)
    for (int symmetric = 0; symmetric < 2; symmetric++)
      {
        QscScheme scheme = scheme_of ((QscRule)rule, 8, true, symmetric);
        QscParams params;

        g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -1e300, 1e300), ==, QSC_ERROR_SCALE);
        g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, 1.0, -1.0), ==, QSC_ERROR_RANGE);
        scheme.rule = QSC_N_RULES;
        g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -1.0, 1.0), ==, QSC_ERROR_BITS);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/names", test_names);
  g_test_add_func ("/rule/oracle/torch-observers", test_torch_observers);
  g_test_add_func ("/rule/oracle/torch-channels", test_torch_channels);
  g_test_add_func ("/rule/oracle/dynamic", test_dynamic);
  g_test_add_func ("/rule/oracle/channels", test_channels);
  g_test_add_func ("/rule/negative-peak", test_negative_peak);
  g_test_add_func ("/rule/tied-zero-point", test_tied_zero_point);
  g_test_add_func ("/rule/zeros", test_zeros);
  g_test_add_func ("/rule/small-ranges", test_small_ranges);
  g_test_add_func ("/rule/codes", test_codes);
  g_test_add_func ("/rule/clipped-peak", test_clipped_peak);
  g_test_add_func ("/rule/tflite/inverse", test_tflite_inverse);
  g_test_add_func ("/rule/tflite/shift", test_tflite_shift);
  g_test_add_func ("/rule/any-range", test_any_range);
  g_test_add_func ("/rule/refusals", test_refusals);
  return g_test_run ();
}
