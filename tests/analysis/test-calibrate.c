/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis-test.h"

static QscParams
calibrate (QsaSource *source, const QsaScheme *scheme)
{
  g_autoptr (GError) error = NULL;
  QscParams params;

  g_assert_true (qsa_calibrate (source, scheme, NULL, &params, &error));
  g_assert_no_error (error);
  return params;
}

/* min, max and what follows in closed form. */
typedef struct
{
  const char *name;
  float low, high;
  int bits;
  gboolean is_signed, symmetric, narrow;
  double scale;
  int zero_point;
} MinMax;

static const MinMax min_max_cases[] = {
  { "int8-symmetric", -1.0f, 0.5f, 8, TRUE, TRUE, FALSE, 1.0 / 127, 0 },
  { "int8-asymmetric", -1.0f, 0.5f, 8, TRUE, FALSE, FALSE, 1.5 / 255, 42 },
  { "uint8-asymmetric", -1.0f, 0.5f, 8, FALSE, FALSE, FALSE, 1.5 / 255, 170 },
  { "uint8-tie", -253.0f, 257.0f, 8, FALSE, FALSE, FALSE, 2.0, 126 },
  { "uint8-symmetric", -1.0f, 0.5f, 8, FALSE, TRUE, FALSE, 1.0 / 127, 128 },
  { "int4-symmetric", -1.0f, 0.5f, 4, TRUE, TRUE, FALSE, 1.0 / 7, 0 },
  { "int4-narrow", -1.0f, 0.5f, 4, TRUE, FALSE, TRUE, 1.5 / 14, 2 },
  { "int2-symmetric", -3.0f, 2.0f, 2, TRUE, TRUE, FALSE, 3.0, 0 },
  { "int16-symmetric", -1.0f, 2.0f, 16, TRUE, TRUE, FALSE, 2.0 / 32767, 0 },
  { "positive", 2.0f, 6.0f, 4, FALSE, FALSE, FALSE, 6.0 / 15, 0 },
  { "negative", -6.0f, -2.0f, 4, TRUE, FALSE, FALSE, 6.0 / 15, 7 },
  { "constant", 3.0f, 3.0f, 8, FALSE, FALSE, FALSE, 3.0 / 255, 0 },
  { "zero", 0.0f, 0.0f, 8, TRUE, TRUE, FALSE, 1.0, 0 },
};

static void
test_min_max (gconstpointer data)
{
  const MinMax *c = data;
  const float values[] = { c->low, c->high, NAN, INFINITY, (c->low + c->high) / 2, -INFINITY };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  const QsaScheme scheme = analysis_test_scheme (c->bits, c->is_signed, c->symmetric, c->narrow, QSA_CALIBRATION_MIN_MAX);
  const QscParams params = calibrate (source, &scheme);

  g_assert_true (params.scale == (float)c->scale);
  g_assert_cmpint (params.zero_point, ==, c->zero_point);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* The definition: sort, then interpolate between the neighbours of (n - 1) P / 100. */
static double
get_percentile (const float *values, gsize n, gboolean absolute, double percentile)
{
  g_autofree double *sorted = g_new (double, n);
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      sorted[m++] = absolute ? fabs ((double)values[i]) : (double)values[i];
  qsort (sorted, m, sizeof *sorted, compare_doubles);

  const double at = (double)(m - 1) * percentile / 100.0;
  const gsize i = (gsize)at, j = MIN (i + 1, m - 1);
  return sorted[i] + (sorted[j] - sorted[i]) * (at - (double)i);
}

typedef struct
{
  QstDistributionKind kind;
  double percentile;
  gboolean symmetric;
} Percentile;

static void
test_percentile (gconstpointer data)
{
  const Percentile *c = data;
  g_autoptr (QsaSource) source = analysis_test_draw (c->kind, 70001);
  QsaScheme scheme = analysis_test_scheme (8, TRUE, c->symmetric, FALSE, QSA_CALIBRATION_PERCENTILE);
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);
  QscParams params;

  scheme.percentile = c->percentile;
  params = calibrate (source, &scheme);
  if (c->symmetric)
    g_assert_true (params.scale == (float)(get_percentile (values, n, TRUE, c->percentile) / 127.0));
  else
    {
      const double low = fmin (get_percentile (values, n, FALSE, (100 - c->percentile) / 2), 0.0);
      const double high = fmax (get_percentile (values, n, FALSE, 100 - (100 - c->percentile) / 2), 0.0);

      g_assert_true (params.scale == (float)((high - low) / 255.0));
      g_assert_cmpint (params.zero_point, ==, (int)CLAMP (rint (-128 - low / (double)params.scale), -128, 127));
    }
}

static void
add_percentile_tests (void)
{
  static const double percentiles[] = { 50, 90, 99.9, 99.999, 100 };
  static Percentile cases[QST_N_DISTRIBUTIONS * G_N_ELEMENTS (percentiles) * 2];
  gsize n = 0;

  for (int kind = 0; kind < QST_N_DISTRIBUTIONS; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (percentiles); i++)
      for (int symmetric = 0; symmetric <= 1; symmetric++)
        {
          g_autofree char *path =
              g_strdup_printf ("/calibrate/percentile/%s/%g/%s", qst_distribution_get_nick ((QstDistributionKind)kind),
                               percentiles[i], symmetric ? "symmetric" : "asymmetric");

          if (kind == QST_DISTRIBUTION_RELU && percentiles[i] == 50)
            continue; /* the median is on the border of the zeros */
          cases[n] = (Percentile){ (QstDistributionKind)kind, percentiles[i], symmetric };
          g_test_add_data_func (path, &cases[n++], test_percentile);
        }
}

static void
test_percentile_non_finite (void)
{
  const float values[] = { NAN, 1, -2, INFINITY, 3, -4, NAN, -INFINITY, 5 };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_PERCENTILE);

  scheme.percentile = 75;
  g_assert_true (calibrate (source, &scheme).scale == 4.0f / 127.0f); /* 1 2 3 4 5: the fourth */
  scheme.percentile = 87.5;
  g_assert_true (calibrate (source, &scheme).scale == 4.5f / 127.0f);
}

/* Pruned weights: the percentile is 0, the others still count. */
static void
test_percentile_zeros (void)
{
  float values[1000] = { 0 };
  g_autoptr (QsaSource) source = NULL;
  QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_PERCENTILE);

  values[500] = 12.7f;
  scheme.percentile = 99;
  source = analysis_test_source (values, G_N_ELEMENTS (values));
  g_assert_cmpfloat_with_epsilon (calibrate (source, &scheme).scale, 0.1f, 1e-6f);
  scheme.format.symmetric = false;
  g_assert_cmpfloat_with_epsilon (calibrate (source, &scheme).scale, 12.7f / 255, 1e-6f);
}

static void
test_percentile_limits (void)
{
  const double wrong[] = { 49.9, 100.1, -1, NAN, INFINITY };
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);
  QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_PERCENTILE);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      QscParams params;

      scheme.percentile = wrong[i];
      g_assert_false (qsa_calibrate (source, &scheme, NULL, &params, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

/* The oracle's rule: all in double. */
static double
get_mse (const float *values, gsize n, double scale, int q_max)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const double r = (double)values[i], e = CLAMP (rint (r / scale), -q_max, q_max) * scale - r;

      sum += e * e;
    }
  return sum / (double)n;
}

static void
check_sweep (json_t *tensor, json_t *row, int bits)
{
  g_autoptr (QsaSource) source = analysis_test_open (json_string_value (json_object_get (tensor, "file")),
                                                     json_string_value (json_object_get (tensor, "tensor")));
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);
  const int q_max = (1 << (bits - 1)) - 1;
  QsaScheme scheme = analysis_test_scheme (bits, TRUE, TRUE, TRUE, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (QsaResult) result = NULL;
  double scale, mse;

  scale = (double)calibrate (source, &scheme).scale;
  analysis_test_assert_near (scale, json_real_value (json_object_get (row, "maxabs_scale")), 1e-7);
  analysis_test_assert_near (get_mse (values, n, scale, q_max), json_real_value (json_object_get (row, "maxabs_mse")), 1e-5);
  result = analysis_test_compute (source, &scheme, 0);
  /* float32 division may put a few ties on the other side. */
  g_assert_cmpfloat_with_epsilon (qsa_result_get_measures (result)->entropy_bits,
                                  json_real_value (json_object_get (row, "entropy_bits_maxabs")), 2e-3);

  scheme.calibration = QSA_CALIBRATION_PERCENTILE;
  scheme.percentile = 99.9;
  scale = (double)calibrate (source, &scheme).scale;
  analysis_test_assert_near (scale, json_real_value (json_object_get (row, "percentile_999_scale")), 1e-7);

  scheme.calibration = QSA_CALIBRATION_MSE;
  scale = (double)calibrate (source, &scheme).scale;
  mse = get_mse (values, n, scale, q_max);
  g_assert_cmpfloat (mse, <=, json_real_value (json_object_get (row, "best_mse_found")) * (1 + 1e-6));
}

static void
test_sweep (gconstpointer data)
{
  g_autofree char *text = analysis_test_read ("data/analysis/bit_sweep.json");
  const int bits = GPOINTER_TO_INT (data);
  g_autofree char *key = g_strdup_printf ("%d", bits);
  json_t *root = json_loads (text, 0, NULL);
  json_t *tensors = json_object_get (root, "tensors");

  g_assert_cmpuint (json_array_size (tensors), ==, 5);
  for (gsize i = 0; i < json_array_size (tensors); i++)
    {
      json_t *tensor = json_array_get (tensors, i);

      check_sweep (tensor, json_object_get (json_object_get (tensor, "bits"), key), bits);
    }
  json_decref (root);
}

/* Exact best steps of the mid-tread quantizer, from integrals of the density; what a sample may differ grows with the bits,
 * as ever fewer values at the ends decide. */
typedef struct
{
  QstDistributionKind kind;
  gboolean narrow;
  double tolerance; /* of the scale; in dB about three times that */
  double scale[9], sqnr_db[9];
} BestSteps;

static const BestSteps best_steps[] = {
  { QST_DISTRIBUTION_GAUSSIAN,
    TRUE,
    0.02,
    { 0, 0, 1.22401, 0.65077, 0.35341, 0.19325, 0.10549, 0.05726, 0.03087 },
    { 0, 0, 7.21, 13.29, 18.90, 24.33, 29.71, 35.11, 40.54 } },
  { QST_DISTRIBUTION_GAUSSIAN,
    FALSE,
    0.02,
    { 0, 0, 1.04839, 0.60182, 0.33861, 0.18879, 0.10418, 0.05689, 0.03077 },
    { 0, 0, 8.26, 13.91, 19.26, 24.53, 29.82, 35.16, 40.57 } },
  { QST_DISTRIBUTION_LAPLACE,
    TRUE,
    0.06,
    { 0, 0, 2.00000, 1.16213, 0.68856, 0.40654, 0.23737, 0.13679, 0.07782 },
    { 0, 0, 5.78, 10.80, 15.62, 20.42, 25.26, 30.18, 35.18 } },
};

static void
test_best_steps (gconstpointer data)
{
  const BestSteps *steps = data;
  g_autoptr (QsaSource) source = analysis_test_draw (steps->kind, 1000000);

  for (int bits = 2; bits <= 8; bits++)
    {
      const QsaScheme scheme = analysis_test_scheme (bits, TRUE, TRUE, steps->narrow, QSA_CALIBRATION_MSE);
      g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);

      g_assert_cmpfloat_with_epsilon (qsa_result_get_measures (result)->sqnr_db, steps->sqnr_db[bits], 3 * steps->tolerance);
      analysis_test_assert_near ((double)qsa_result_get_params (result)->scale, steps->scale[bits], steps->tolerance);
    }
}

/* No scale and zero-point of a dense grid does better. */
static void
test_asymmetric_beats_grid (gconstpointer data)
{
  const QstDistributionKind kind = (QstDistributionKind)GPOINTER_TO_INT (data);
  g_autoptr (QsaSource) source = analysis_test_draw (kind, 2000);
  QsaScheme scheme = analysis_test_scheme (3, FALSE, FALSE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);
  const double best = qsa_result_get_measures (result)->mse;
  double unit;

  scheme.calibration = QSA_CALIBRATION_MIN_MAX;
  unit = (double)calibrate (source, &scheme).scale;
  scheme.calibration = QSA_CALIBRATION_MANUAL;
  for (int i = 20; i <= 1100; i += 4)
    for (scheme.zero_point = 0; scheme.zero_point < 8; scheme.zero_point++)
      {
        g_autoptr (QsaResult) other = NULL;

        scheme.scale = (float)(unit * i / 1000);
        other = analysis_test_compute (source, &scheme, 0);
        g_assert_cmpfloat (qsa_result_get_measures (other)->mse, >=, best * (1 - 1e-3));
      }
}

/* Never worse than min-max, whatever the rule and the width. */
static void
test_mse_beats_min_max (gconstpointer data)
{
  const QscRounding rounding = (QscRounding)GPOINTER_TO_INT (data);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_OUTLIERS, 30000);

  for (int bits = 2; bits <= 16; bits += 2)
    for (int symmetric = 0; symmetric <= 1; symmetric++)
      {
        QsaScheme scheme = analysis_test_scheme (bits, TRUE, symmetric, FALSE, QSA_CALIBRATION_MSE);
        g_autoptr (QsaResult) result = NULL;

        scheme.format.rounding = rounding;
        result = analysis_test_compute (source, &scheme, 0);
        g_assert_cmpfloat (qsa_result_get_measures (result)->sqnr_db, >=, qsa_result_get_measures (result)->sqnr_db_min_max);
      }
}

/* Values on a grid that the format has are kept without error. */
static void
test_mse_exact_grid (void)
{
  float values[1000];
  g_autoptr (QsaSource) source = NULL;
  const QsaScheme scheme = analysis_test_scheme (4, TRUE, FALSE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaResult) result = NULL;

  for (int i = 0; i < 1000; i++)
    values[i] = (float)(i % 16 - 5) * 0.25f;
  source = analysis_test_source (values, G_N_ELEMENTS (values));
  result = analysis_test_compute (source, &scheme, 0);
  g_assert_true (qsa_result_get_measures (result)->mse == 0.0);
  g_assert_true (isinf (qsa_result_get_measures (result)->sqnr_db));
  g_assert_true (qsa_result_get_params (result)->scale == 0.25f);
  g_assert_cmpint (qsa_result_get_params (result)->zero_point, ==, -3);
}

static void
test_without_values (gconstpointer data)
{
  const float values[] = { NAN, INFINITY, -INFINITY };

  for (gsize n = 0; n <= G_N_ELEMENTS (values); n += G_N_ELEMENTS (values))
    {
      g_autoptr (QsaSource) source = analysis_test_source (values, n);
      const QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, (QsaCalibration)GPOINTER_TO_INT (data));
      const QscParams params = calibrate (source, &scheme);

      g_assert_true (params.scale == 1.0f);
      g_assert_cmpint (params.zero_point, ==, 0);
    }
}

/* Scales at both ends of what float32 holds. */
static void
test_extremes (gconstpointer data)
{
  const float magnitudes[] = { 1e-44f, 1e-38f, 1e30f, 3.4e38f };

  for (gsize i = 0; i < G_N_ELEMENTS (magnitudes); i++)
    for (int symmetric = 0; symmetric <= 1; symmetric++)
      {
        const float values[] = { -magnitudes[i], 0, magnitudes[i] / 3, magnitudes[i] };
        g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
        const QsaScheme scheme = analysis_test_scheme (8, FALSE, symmetric, FALSE, (QsaCalibration)GPOINTER_TO_INT (data));
        const QscParams params = calibrate (source, &scheme);

        g_assert_true (isfinite (params.scale) && params.scale > 0);
      }
}

typedef struct
{
  const char *name;
  int bits;
  float scale;
  int zero_point;
} Refused;

static const Refused refused[] = {
  { "bits-1", 1, 1, 0 },          { "bits-17", 17, 1, 0 },        { "scale-0", 8, 0, 0 },
  { "scale-negative", 8, -1, 0 }, { "scale-nan", 8, NAN, 0 },     { "scale-infinite", 8, INFINITY, 0 },
  { "zero-point-low", 4, 1, -9 }, { "zero-point-high", 4, 1, 8 },
};

static void
test_refused (gconstpointer data)
{
  const Refused *c = data;
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);
  QsaScheme scheme = analysis_test_scheme (c->bits, TRUE, FALSE, FALSE, QSA_CALIBRATION_MANUAL);
  g_autoptr (GError) error = NULL;
  QscParams params;

  scheme.scale = c->scale;
  scheme.zero_point = c->zero_point;
  g_assert_false (qsa_calibrate (source, &scheme, NULL, &params, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (20000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 8 * 1024 * 1024);
  const QsaScheme scheme = analysis_test_scheme (8, TRUE, FALSE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  QscParams params;

  g_assert_false (qsa_calibrate (source, &scheme, cancellable, &params, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
add_for (const char *path, const char *name, int value, GTestDataFunc func)
{
  g_autofree char *full = g_strdup_printf ("/calibrate/%s/%s", path, name);

  g_test_add_data_func (full, GINT_TO_POINTER (value), func);
}

/* Few values may be served best by a scale above that of min-max: here 0.20096 against 0.13453. */
static void
test_mse_above_min_max (void)
{
  const float values[] = { 2.018010139465332f, 1.8158742189407349f, 1.3974236249923706f };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  QsaScheme scheme = analysis_test_scheme (5, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaResult) best = analysis_test_compute (source, &scheme, 0);
  g_autoptr (QsaResult) typed = NULL;

  scheme.calibration = QSA_CALIBRATION_MANUAL;
  scheme.scale = 0.2009601891040802f;
  typed = analysis_test_compute (source, &scheme, 0);
  g_assert_cmpfloat (qsa_result_get_measures (best)->mse, <=, qsa_result_get_measures (typed)->mse * (1 + 1e-6));
}

int
main (int argc, char **argv)
{
  static const char *const steps_names[] = { "gaussian-narrow", "gaussian", "laplace-narrow" };
  static const char *const bits_names[] = { "2", "3", "4", "5", "6", "7", "8" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (min_max_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/calibrate/min-max/%s", min_max_cases[i].name);

      g_test_add_data_func (path, &min_max_cases[i], test_min_max);
    }
  add_percentile_tests ();
  g_test_add_func ("/calibrate/percentile/non-finite", test_percentile_non_finite);
  g_test_add_func ("/calibrate/percentile/zeros", test_percentile_zeros);
  g_test_add_func ("/calibrate/percentile/limits", test_percentile_limits);
  for (int bits = 2; bits <= 8; bits++)
    add_for ("sweep", bits_names[bits - 2], bits, test_sweep);
  for (gsize i = 0; i < G_N_ELEMENTS (best_steps); i++)
    {
      g_autofree char *path = g_strdup_printf ("/calibrate/best-steps/%s", steps_names[i]);

      g_test_add_data_func (path, &best_steps[i], test_best_steps);
    }
  for (int kind = 0; kind < QST_N_DISTRIBUTIONS; kind++)
    add_for ("asymmetric-beats-grid", qst_distribution_get_nick ((QstDistributionKind)kind), kind, test_asymmetric_beats_grid);
  for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)
    add_for ("mse-beats-min-max", qsa_rounding_get_nick ((QscRounding)rounding), rounding, test_mse_beats_min_max);
  g_test_add_func ("/calibrate/mse-exact-grid", test_mse_exact_grid);
  g_test_add_func ("/calibrate/mse-above-min-max", test_mse_above_min_max);
  for (int i = 0; i < QSA_CALIBRATION_MANUAL; i++)
    {
      add_for ("without-values", qsa_calibration_get_nick ((QsaCalibration)i), i, test_without_values);
      add_for ("extremes", qsa_calibration_get_nick ((QsaCalibration)i), i, test_extremes);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/calibrate/refused/%s", refused[i].name);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add_func ("/calibrate/cancel", test_cancel);
  return g_test_run ();
}
