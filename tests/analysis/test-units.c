/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Channels and groups, against loops over single values and against the units as tensors of their own. */
#include "analysis-test.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-power-of-two.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

typedef struct
{
  QsaGranularity granularity;
  gsize n_dims;
  guint64 shape[4];
} Case;

#define CHANNEL(k)                                                                                                               \
  {                                                                                                                              \
    .kind = QSA_PER_CHANNEL, .axis = k                                                                                           \
  }
#define GROUP(n)                                                                                                                 \
  {                                                                                                                              \
    .kind = QSA_PER_GROUP, .group_size = n                                                                                       \
  }

/* Short and long rows, few and many of them, channels next to each other and far apart, groups that divide a row and such that do not. */
static const Case cases[] = {
  { CHANNEL (0), 3, { 2, 3, 4 } },       { CHANNEL (1), 3, { 2, 3, 4 } },
  { CHANNEL (2), 3, { 2, 3, 4 } },       { CHANNEL (0), 1, { 5 } },
  { CHANNEL (0), 2, { 64, 2048 } },      { CHANNEL (1), 2, { 2048, 64 } },
  { CHANNEL (1), 4, { 300, 7, 5, 10 } }, { CHANNEL (1), 3, { 3, 2, 70001 } },
  { CHANNEL (0), 2, { 3, 140000 } },     { CHANNEL (1), 2, { 3, 70001 } },
  { CHANNEL (1), 3, { 2, 70, 1100 } },   { GROUP (3), 2, { 4, 10 } },
  { GROUP (32), 2, { 64, 2048 } },       { GROUP (32), 1, { 200001 } },
  { GROUP (100), 2, { 3, 70001 } },      { GROUP (33), 3, { 20, 50, 100 } },
  { GROUP (65536), 2, { 3, 70000 } },    { GROUP (50), 2, { 40000, 3 } },
};

static const char *const path = "/units/%s-%" G_GSIZE_FORMAT;

/* Every unit of another spread, off the centre. */
static QsaSource *
make_source (const Case *c)
{
  guint64 count = 1;
  g_autofree float *values = NULL;
  g_autoptr (QstTensor) tensor = NULL;
  QsaUnits units;
  GRand *random = g_rand_new_with_seed (17);
  QsaSource *source;

  for (gsize i = 0; i < c->n_dims; i++)
    count *= c->shape[i];
  values = g_new0 (float, count);
  tensor = qst_tensor_new_take ("w", "distribution", c->n_dims, c->shape, g_memdup2 (values, count * sizeof *values));
  g_assert_true (qsa_units_init (&units, &c->granularity, tensor, NULL));
  for (guint64 i = 0; i < count; i++)
    {
      const double spread = 0.1 + (double)(qsa_units_get_unit (&units, i) % 13);

      values[i] = (float)(spread * (g_rand_double_range (random, -1, 1) * g_rand_double (random) + 0.1));
    }
  g_rand_free (random);
  g_clear_pointer (&tensor, qst_tensor_unref);
  tensor = qst_tensor_new_take ("w", "distribution", c->n_dims, c->shape, g_steal_pointer (&values));
  source = qsa_source_new (tensor, NULL, NULL);
  return source;
}

/* What unit a value is in, from its indices; number of units. */
static guint64
get_unit_of (const Case *c, guint64 index, guint64 *n_units)
{
  guint64 indices[4], at = index, last = c->shape[c->n_dims - 1], per_row;

  for (gsize i = c->n_dims; i-- > 0;)
    {
      indices[i] = at % c->shape[i];
      at /= c->shape[i];
    }
  if (c->granularity.kind == QSA_PER_CHANNEL)
    {
      *n_units = c->shape[c->granularity.axis];
      return indices[c->granularity.axis];
    }
  per_row = (guint64)ceil ((double)last / c->granularity.group_size);
  *n_units = per_row;
  for (gsize i = 0; i + 1 < c->n_dims; i++)
    *n_units *= c->shape[i];
  return index / last * per_row + indices[c->n_dims - 1] / (guint64)c->granularity.group_size;
}

static void
test_layout (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (QsaSource) source = make_source (c);
  QstTensor *tensor = qsa_source_get_tensor (source);
  const guint64 count = qst_tensor_get_count (tensor);
  g_autofree guint64 *seen = NULL;
  QsaUnits units;
  guint64 n_units, unit = get_unit_of (c, 0, &n_units), end;

  g_assert_true (qsa_units_init (&units, &c->granularity, tensor, NULL));
  g_assert_cmpuint (units.n_units, ==, n_units);
  seen = g_new0 (guint64, n_units);
  for (guint64 i = 0; i < count; i++)
    {
      unit = get_unit_of (c, i, &n_units);
      g_assert_cmpuint (qsa_units_get_run (&units, i, &end), ==, unit);
      g_assert_cmpuint (end, >, i);
      g_assert_true (end >= count || qsa_units_get_unit (&units, end - 1) == unit);
      g_assert_cmpuint (qsa_units_get_place (&units, i), ==, seen[unit]);
      g_assert_cmpuint (qsa_units_get_index (&units, unit, seen[unit]++), ==, i);
    }
  for (guint64 i = 0; i < n_units; i++)
    g_assert_cmpuint (qsa_units_get_size (&units, i), ==, seen[i]);
}

static QsaResult *
compute (QsaSource *source, const QsaScheme *scheme, guint64 unit)
{
  const QsaRequest request = {
    .source = source, .scheme = *scheme, .unit = unit, .auto_range = TRUE, .n_bins = 64, .n_error_bins = QSA_ERROR_BINS
  };
  g_autoptr (GError) error = NULL;
  QsaResult *result = qsa_result_new (&request, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* One value after the other, with the extremes of its unit. */
static void
check_result (const Case *c, QsaSource *source, const QsaScheme *scheme, QsaResult *result)
{
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);
  guint64 n_units, used = 0, clipped = 0, counts[256] = { 0 }, max_index = 0;
  double sse = 0, signal = 0, max_error = -1;
  const QsaMeasures *m = qsa_result_get_measures (result);
  const QscParams *all = qsa_unit_params_get_all (qsa_result_get_unit_params (result));
  g_autofree float *low = NULL;
  g_autofree float *high = NULL;
  g_autofree QscParams *params = NULL;

  get_unit_of (c, 0, &n_units);
  low = g_new0 (float, n_units);
  high = g_new0 (float, n_units);
  params = g_new (QscParams, n_units);
  for (gsize i = 0; i < n; i++)
    {
      const guint64 unit = get_unit_of (c, i, &n_units);

      low[unit] = MIN (low[unit], values[i]);
      high[unit] = MAX (high[unit], values[i]);
    }
  for (guint64 i = 0; i < n_units; i++)
    {
      g_assert_cmpint (qsc_params_init_from_range (&params[i], &scheme->format, (double)low[i], (double)high[i]), ==, QSC_OK);
      g_assert_cmpfloat (params[i].scale, ==, all[i].scale);
      g_assert_cmpint (params[i].zero_point, ==, all[i].zero_point);
    }
  for (gsize i = 0; i < n; i++)
    {
      QscTrace trace;

      qsc_params_trace (&params[get_unit_of (c, i, &n_units)], values[i], i, &trace);
      counts[trace.code - params->qmin]++;
      clipped += trace.is_clipped_low || trace.is_clipped_high;
      sse += (double)trace.error * (double)trace.error;
      signal += (double)values[i] * (double)values[i];
      if (fabs ((double)trace.error) > max_error)
        {
          max_error = fabs ((double)trace.error);
          max_index = i;
        }
    }
  for (int q = 0; q <= params->qmax - params->qmin; q++)
    {
      g_assert_cmpuint (qsa_result_get_code_counts (result)[q], ==, counts[q]);
      used += counts[q] > 0;
    }
  analysis_test_assert_near (m->mse, sse / (double)n, 1e-6);
  if (sse > 0)
    g_assert_cmpfloat_with_epsilon (m->sqnr_db, 10 * log10 (signal / sse), 1e-5);
  analysis_test_assert_near (m->max_error, max_error, 1e-7);
  g_assert_cmpuint (m->max_index, ==, max_index);
  g_assert_cmpuint (m->clipped_low + m->clipped_high, ==, clipped);
  g_assert_cmpuint (m->codes_used, ==, used);
  g_assert_cmpuint (m->n_scales, ==, n_units);
  g_assert_cmpuint (m->bytes, ==, (n * 8 + n_units * (32 + (scheme->format.symmetric ? 0 : 8)) + 7) / 8);
}

static void
test_min_max (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (QsaSource) source = make_source (c);

  for (int symmetric = 0; symmetric < 2; symmetric++)
    {
      QsaScheme scheme = analysis_test_scheme (8, TRUE, symmetric, FALSE, QSA_CALIBRATION_MIN_MAX);
      g_autoptr (QsaResult) result = NULL;

      scheme.granularity = c->granularity;
      result = compute (source, &scheme, 0);
      check_result (c, source, &scheme, result);
    }
}

static void
test_threads (gconstpointer data)
{
  const Case *c = data;
  QsaScheme scheme = analysis_test_scheme (4, TRUE, FALSE, FALSE, QSA_CALIBRATION_MIN_MAX);
  QscErrorStats first = { 0 };

  scheme.granularity = c->granularity;
  for (guint n_threads = 1; n_threads <= 4; n_threads++)
    {
      g_autoptr (QsaSource) source = make_source (c);
      g_autoptr (QsaResult) result = NULL;

      qsa_job_set_n_threads (n_threads);
      result = compute (source, &scheme, 0);
      if (n_threads == 1)
        first = *qsa_result_get_error_stats (result);
      g_assert_true (memcmp (&first, qsa_result_get_error_stats (result), sizeof first) == 0);
    }
  qsa_job_set_n_threads (0);
}

/* Every method finds for a unit what it finds for a tensor with the same values. */
static void
test_methods (gconstpointer data)
{
  static const Case c = { CHANNEL (1), 3, { 40, 6, 9 } };
  g_autoptr (QsaSource) source = make_source (&c);
  const QsaCalibration calibration = GPOINTER_TO_INT (data);

  for (int i = 0; i < 4; i++)
    {
      QsaScheme scheme = analysis_test_scheme (i % 2 ? 4 : 8, TRUE, i / 2, FALSE, calibration);
      g_autoptr (QsaResult) result = NULL;

      scheme.percentile = 97.3;
      scheme.sigmas = 1.7;
      scheme.granularity = c.granularity;
      result = compute (source, &scheme, 3);
      g_assert_cmpuint (qsa_result_get_unit (result), ==, 3);
      g_assert_cmpuint (qst_tensor_get_count (qsa_source_get_tensor (qsa_result_get_unit_source (result))), ==, 360);
      for (guint64 unit = 0; unit < 6; unit++)
        {
          g_autoptr (QstTensor) tensor = NULL;
          g_autoptr (QsaSource) alone = NULL;
          const QscParams *found = &qsa_unit_params_get_all (qsa_result_get_unit_params (result))[unit];
          QscParams params;

          tensor = qsa_units_extract (qsa_unit_params_get_units (qsa_result_get_unit_params (result)),
                                      qsa_source_get_tensor (source), unit, NULL, NULL);
          alone = qsa_source_new (tensor, NULL, NULL);
          g_assert_true (qsa_calibrate (alone, &scheme, NULL, &params, NULL));
          analysis_test_assert_near (found->scale, params.scale, 1e-6);
          g_assert_cmpint (found->zero_point, ==, params.zero_point);
        }
    }
}

/* The search comes near what is proved to be the least. */
static void
test_least_error (void)
{
  static const Case tried[] = { { GROUP (32), 2, { 12, 128 } }, { GROUP (128), 2, { 4, 512 } }, { CHANNEL (0), 2, { 6, 700 } } };

  for (gsize i = 0; i < G_N_ELEMENTS (tried); i++)
    for (int symmetric = 0; symmetric < 2; symmetric++)
      for (int bits = 3; bits <= 8; bits += bits == 3 ? 1 : 4)
        {
          g_autoptr (QsaSource) source = make_source (&tried[i]);
          QsaScheme scheme = analysis_test_scheme (bits, TRUE, symmetric, FALSE, QSA_CALIBRATION_MSE);
          g_autoptr (QsaResult) result = NULL;
          const QsaUnits *units;
          const QscErrorStats *stats;
          double found = 0, least = 0;

          scheme.granularity = tried[i].granularity;
          result = compute (source, &scheme, 0);
          units = qsa_unit_params_get_units (qsa_result_get_unit_params (result));
          stats = qsa_result_get_unit_stats (result);
          for (guint64 unit = 0; unit < units->n_units; unit++)
            {
              g_autoptr (QstTensor) tensor = qsa_units_extract (units, qsa_source_get_tensor (source), unit, NULL, NULL);
              g_autoptr (QsaSource) alone = qsa_source_new (tensor, NULL, NULL);
              QsaScheme plain = scheme;
              g_autoptr (QsaResult) best = NULL;

              plain.granularity.kind = QSA_PER_TENSOR;
              best = compute (alone, &plain, 0);
              found += stats[unit].sse_rounding + stats[unit].sse_clipping;
              least += qsa_result_get_measures (best)->mse * (double)qst_tensor_get_count (tensor);
            }
          g_test_message ("%d bits, symmetric %d, case %d: %.4f of the least", bits, symmetric, (int)i, found / least);
          /* Of few values at many bits there are countless valleys. */
          g_assert_cmpfloat (found, <=, least * (bits == 8 && i == 0 ? 1.1 : 1.02));
        }
}

/* Scales, codes and errors that numpy, torch and onnxruntime agree on. */
static void
test_oracle (void)
{
  g_autofree char *text = analysis_test_read ("data/oracles/quantize_per_channel.json");
  json_t *root = json_loads (text, 0, NULL), *one;
  gsize i, n_seen = 0;

  json_array_foreach (json_object_get (root, "cases"), i, one)
  {
    const char *file = json_string_value (json_object_get (json_object_get (one, "source"), "file"));
    const json_t *scales = json_object_get (one, "scales"), *mse = json_object_get (one, "per_channel_mse");
    QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
    g_autoptr (QsaSource) source = NULL;
    g_autoptr (QsaResult) result = NULL;
    const QscErrorStats *stats;

    if (strcmp (file, "digits/mlp-64-32-10.safetensors") != 0)
      continue;
    n_seen++;
    source = analysis_test_open ("../data/samples/mlp-64-32-10.safetensors",
                                 json_string_value (json_object_get (json_object_get (one, "source"), "tensor")));
    scheme.granularity = (QsaGranularity){ QSA_PER_CHANNEL, (int)json_integer_value (json_object_get (one, "axis")), 0 };
    result = compute (source, &scheme, 0);
    stats = qsa_result_get_unit_stats (result);
    g_assert_cmpuint (qsa_unit_params_get_n (qsa_result_get_unit_params (result)), ==, json_array_size (scales));
    for (gsize c = 0; c < json_array_size (scales); c++)
      {
        const QscParams *params = &qsa_unit_params_get_all (qsa_result_get_unit_params (result))[c];

        g_assert_cmpfloat (params->scale, ==, (float)g_ascii_strtod (json_string_value (json_array_get (scales, c)), NULL));
        analysis_test_assert_near ((stats[c].sse_rounding + stats[c].sse_clipping) / (double)stats[c].count,
                                   json_real_value (json_array_get (mse, c)), 1e-6);
      }
    analysis_test_assert_near (qsa_result_get_measures (result)->mse,
                               json_real_value (json_object_get (json_object_get (one, "metrics"), "mse")), 1e-6);
    g_assert_cmpfloat_with_epsilon (qsa_result_get_measures (result)->sqnr_db,
                                    json_real_value (json_object_get (json_object_get (one, "metrics"), "sqnr_db")), 1e-5);
  }
  g_assert_cmpuint (n_seen, ==, 2);
  json_decref (root);
}

/* What is looked at is one unit; what is measured are all of them. */
static void
test_unit (void)
{
  static const Case c = { CHANNEL (0), 2, { 5, 300 } };
  g_autoptr (QsaSource) source = make_source (&c);
  QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  QsaRequest request = { .source = source, .auto_range = TRUE, .n_bins = 10, .n_error_bins = QSA_ERROR_BINS, .unit = 99 };
  g_autoptr (QsaResult) result = NULL;
  g_autoptr (QsaResult) next = NULL;
  g_autofree char *words = NULL;
  guint64 counted = 0;

  scheme.granularity = c.granularity;
  request.scheme = scheme;
  result = qsa_result_new (&request, NULL, NULL, NULL);
  words = qsa_result_describe_unit (result);
  g_assert_cmpstr (words, ==, "channel 5 of 5");
  for (guint i = 0; i < 10; i++)
    counted += qsa_result_get_histogram (result)->counts[i];
  g_assert_cmpuint (counted, ==, 300);
  request.unit = 1;
  next = qsa_result_new (&request, result, NULL, NULL);
  g_assert_cmpuint (qsa_result_get_unit (next), ==, 1);
  g_assert_true (qsa_result_get_code_counts (next) == qsa_result_get_code_counts (result));
  g_assert_cmpfloat (qsa_result_get_measures (next)->mse, ==, qsa_result_get_measures (result)->mse);
  g_assert_cmpfloat (qsa_result_get_params (next)->scale, !=, qsa_result_get_params (result)->scale);
  counted = 0;
  for (guint i = 0; i < QSA_ERROR_BINS; i++)
    counted += qsa_result_get_error_histogram (next)->counts[i];
  g_assert_cmpuint (counted, ==, 300);
}

static void
test_interval (void)
{
  static const Case c = { CHANNEL (1), 2, { 700, 9 } };
  g_autoptr (QsaSource) source = make_source (&c);
  QsaRequest request = { .source = source, .auto_range = TRUE, .has_interval = TRUE, .interval = { FALSE, 0.2, 0.9 } };
  g_autoptr (QsaResult) result = NULL;
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);
  guint64 inside = 0;
  double sse = 0;

  request.scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  request.scheme.granularity = c.granularity;
  result = qsa_result_new (&request, NULL, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    if ((double)values[i] >= 0.2 && (double)values[i] <= 0.9)
      {
        QscTrace trace;

        qsc_params_trace (qsa_unit_params_get_at (qsa_result_get_unit_params (result), i), values[i], i, &trace);
        sse += (double)trace.error * (double)trace.error;
        inside++;
      }
  g_assert_cmpuint (qsa_result_get_part (result)->count, ==, inside);
  analysis_test_assert_near (qsa_result_get_part (result)->measures.mse, sse / (double)inside, 1e-6);
}

static void
test_refused (void)
{
  static const Case c = { CHANNEL (0), 2, { 2000, 3 } };
  static const struct
  {
    QsaGranularity granularity;
    QsaCalibration calibration;
    int code;
  } refused[] = {
    { CHANNEL (2), QSA_CALIBRATION_MIN_MAX, G_IO_ERROR_INVALID_ARGUMENT },
    { CHANNEL (-1), QSA_CALIBRATION_MIN_MAX, G_IO_ERROR_INVALID_ARGUMENT },
    { GROUP (1), QSA_CALIBRATION_MIN_MAX, G_IO_ERROR_INVALID_ARGUMENT },
    { GROUP (65537), QSA_CALIBRATION_MIN_MAX, G_IO_ERROR_INVALID_ARGUMENT },
    { CHANNEL (0), QSA_CALIBRATION_MANUAL, G_IO_ERROR_INVALID_ARGUMENT },
    { CHANNEL (0), QSA_CALIBRATION_ENTROPY, G_IO_ERROR_NOT_SUPPORTED },
    { CHANNEL (0), QSA_CALIBRATION_TORCH, G_IO_ERROR_NOT_SUPPORTED },
  };
  g_autoptr (QsaSource) source = make_source (&c);

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      QsaRequest request = { .source = source, .auto_range = TRUE };
      g_autoptr (GError) error = NULL;

      request.scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, refused[i].calibration);
      request.scheme.granularity = refused[i].granularity;
      g_assert_null (qsa_result_new (&request, NULL, NULL, &error));
      g_assert_error (error, G_IO_ERROR, refused[i].code);
    }
}

static void
test_cancelled (void)
{
  static const Case c = { CHANNEL (1), 2, { 2048, 64 } };
  g_autoptr (QsaSource) source = make_source (&c);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  QsaRequest request = { .source = source, .auto_range = TRUE };
  g_autoptr (GError) error = NULL;

  request.scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  request.scheme.granularity = c.granularity;
  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_result_new (&request, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* NaN is in no statistics; a unit of nothing else has s = 1. */
static void
test_non_finite (void)
{
  float values[] = { 1, 2, NAN, INFINITY, NAN, NAN, NAN, -INFINITY, -3, 3, 1, 0 };
  const guint64 shape[] = { 3, 4 };
  g_autoptr (QstTensor) tensor = qst_tensor_new_take ("w", "distribution", 2, shape, g_memdup2 (values, sizeof values));
  g_autoptr (QsaSource) source = qsa_source_new (tensor, NULL, NULL);

  for (int method = QSA_CALIBRATION_MIN_MAX; method <= QSA_CALIBRATION_TORCH; method++)
    {
      QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, (QsaCalibration)method);
      g_autoptr (QsaResult) result = NULL;
      guint64 counted = 0;

      scheme.granularity = (QsaGranularity)CHANNEL (0);
      result = compute (source, &scheme, 1);
      for (int q = 0; q < 256; q++)
        counted += qsa_result_get_code_counts (result)[q];
      g_assert_cmpuint (counted, ==, 6);
      g_assert_cmpuint (qsa_result_get_error_stats (result)->count, ==, 6);
      g_assert_cmpfloat (qsa_result_get_params (result)->scale, ==, 1.0f);
      g_assert_cmpuint (qsa_result_get_histogram (result)->n_bins, ==, 0);
    }
}

static void
test_exponents (void)
{
  static const struct
  {
    double scale;
    int above, nearest;
  } known[] = { { 1, 0, 0 },        { 1.0001, 1, 0 },    { 1.41, 1, 0 },       { 1.42, 1, 1 },
                { 2, 1, 1 },        { 0.03125, -5, -5 }, { 0.03, -5, -5 },     { 0.0343, -4, -5 },
                { 0.0239, -5, -5 }, { 3e38, 127, 127 },  { 1e-45, -126, -126 } };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_assert_cmpint (qsa_exponent_above (known[i].scale), ==, known[i].above);
      g_assert_cmpint (qsa_exponent_nearest (known[i].scale), ==, known[i].nearest);
    }
}

/* The sum of squared errors, value by value. */
static double
get_error (const float *x, gsize n, const QscParams *params)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      QscTrace trace;

      qsc_params_trace (params, x[i], i, &trace);
      sum += (double)trace.error * (double)trace.error;
    }
  return sum;
}

/* Ranges still fit; the least error is that of the best power of two and zero-point of all. */
static void
test_powers_of_two (void)
{
  for (int i = 0; i < 12; i++)
    {
      QsaScheme scheme = analysis_test_scheme (i % 3 + 3, TRUE, i % 2, FALSE, QSA_CALIBRATION_MIN_MAX);
      g_autoptr (QsaSource) source = analysis_test_draw (i < 6 ? QST_DISTRIBUTION_LAPLACE : QST_DISTRIBUTION_RELU, 3000);
      gsize n;
      g_autofree float *x = analysis_test_get_values (source, &n);
      g_autoptr (QsaResult) plain = compute (source, &scheme, 0);
      g_autoptr (QsaResult) rounded = NULL;
      double least = (double)INFINITY;
      QscParams params, own;

      scheme.power_of_two = true;
      rounded = compute (source, &scheme, 0);
      own = *qsa_result_get_params (rounded);
      g_assert_cmpfloat (own.scale, ==, ldexpf (1, (int)ceil (log2 ((double)qsa_result_get_params (plain)->scale))));
      g_assert_cmpuint (qsa_result_get_measures (rounded)->clipped_low + qsa_result_get_measures (rounded)->clipped_high, ==, 0);

      scheme.calibration = QSA_CALIBRATION_MSE;
      g_assert_true (qsa_calibrate (source, &scheme, NULL, &params, NULL));
      for (int exponent = -20; exponent < 8; exponent++)
        for (int z = params.qmin; z <= params.qmax; z++)
          if (!scheme.format.symmetric || z == 0)
            {
              g_assert_cmpint (qsc_params_init (&own, &scheme.format, ldexpf (1, exponent), z), ==, QSC_OK);
              least = fmin (least, get_error (x, n, &own));
            }
      analysis_test_assert_near (get_error (x, n, &params), least, 1e-6);
    }
}

/* By hand: the nearest. */
static void
test_power_of_two_by_hand (void)
{
  static const float typed[] = { 0.03f, 0.5f, 0.75f, 3.0f }, expected[] = { 0.03125f, 0.5f, 1.0f, 4.0f };
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 100);
  QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MANUAL);
  g_autofree char *q = NULL;
  QscParams params;

  scheme.power_of_two = true;
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      scheme.scale = typed[i];
      g_assert_true (qsa_calibrate (source, &scheme, NULL, &params, NULL));
      g_assert_cmpfloat (params.scale, ==, expected[i]);
    }
  q = qsa_scheme_describe_fixed_point (&scheme, 0.03125f);
  g_assert_cmpstr (q, ==, "Q2.5");
  g_assert_null (qsa_scheme_describe_fixed_point (&scheme, 0.03f));
}

static void
test_nicks (void)
{
  static const char *const refused[] = { "", "tensors", "group", "group:", "group:1", "group:65537", "group:3x", "Channel" };
  QsaGranularity granularity = { .axis = 3 };
  g_autofree char *nick = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (qsa_granularity_from_nick (refused[i], &granularity));
  g_assert_true (qsa_granularity_from_nick ("channel", &granularity));
  g_assert_cmpint (granularity.axis, ==, 3);
  g_assert_true (qsa_granularity_from_nick ("group:128", &granularity));
  g_assert_cmpint (granularity.group_size, ==, 128);
  nick = qsa_granularity_to_nick (&granularity);
  g_assert_cmpstr (nick, ==, "group:128");
}

static void
add (const char *name, gsize i, GTestDataFunc function, gconstpointer data)
{
  g_autofree char *full = g_strdup_printf (path, name, i);

  g_test_add_data_func (full, data, function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add ("layout", i, test_layout, &cases[i]);
      add ("min-max", i, test_min_max, &cases[i]);
      add ("threads", i, test_threads, &cases[i]);
    }
  for (gsize i = QSA_CALIBRATION_MIN_MAX; i <= QSA_CALIBRATION_TORCH; i++)
    if (i != QSA_CALIBRATION_MSE)
      add ("method", i, test_methods, GINT_TO_POINTER ((int)i));
  g_test_add_func ("/units/least-error", test_least_error);
  g_test_add_func ("/units/oracle", test_oracle);
  g_test_add_func ("/units/unit", test_unit);
  g_test_add_func ("/units/interval", test_interval);
  g_test_add_func ("/units/refused", test_refused);
  g_test_add_func ("/units/cancelled", test_cancelled);
  g_test_add_func ("/units/non-finite", test_non_finite);
  g_test_add_func ("/units/nicks", test_nicks);
  g_test_add_func ("/units/exponents", test_exponents);
  g_test_add_func ("/units/powers-of-two", test_powers_of_two);
  g_test_add_func ("/units/power-of-two-by-hand", test_power_of_two_by_hand);
  return g_test_run ();
}
