/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods that choose a range: against torch's own results, closed forms and a slow second implementation. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis-test.h"

#include "analysis/qsa-calibrate-private.h"

typedef gboolean (*Method) (QsaSource *, const QsaScheme *, GCancellable *, QsaRange *, GError **);

static QsaRange
choose (Method method, QsaSource *source, const QsaScheme *scheme)
{
  g_autoptr (GError) error = NULL;
  QsaRange range;

  g_assert_true (method (source, scheme, NULL, &range, &error));
  g_assert_no_error (error);
  return range;
}

/* The tensors of the oracle files: "weights/FILE:NAME" and "digits/FILE:NAME". */
static QsaSource *
open_oracle_tensor (const char *id)
{
  const char *name = strrchr (id, ':');

  if (name == NULL)
    return NULL;
  if (g_str_has_prefix (id, "digits/"))
    return analysis_test_open ("../data/samples/mlp-64-32-10.safetensors", name + 1);
  if (g_str_has_suffix (id, "enc_emb"))
    return analysis_test_open ("data/analysis/g2p_enc_emb_f32.npy", NULL);
  return analysis_test_open ("data/analysis/peers.safetensors", name + 1);
}

static double
get_hex (const json_t *object, const char *key)
{
  return g_ascii_strtod (json_string_value (json_object_get (object, key)), NULL);
}

static QsaSource *
new_case_source (const json_t *one)
{
  const json_t *x = json_object_get (one, "x");
  const gsize n = x != NULL ? json_array_size (x) : 0;
  float values[64];

  if (n == 0)
    return open_oracle_tensor (json_string_value (json_object_get (one, "id")));
  g_assert_cmpuint (n, <=, G_N_ELEMENTS (values));
  for (gsize i = 0; i < n; i++)
    values[i] = (float)g_ascii_strtod (json_string_value (json_array_get (x, i)), NULL);
  return analysis_test_source (values, n);
}

/* torch's way from the range to s and z, in its float32. */
static void
check_torch_numbers (const QsaRange *range, const json_t *affine, const json_t *symmetric)
{
  const float low = fminf ((float)range->low, 0.0f), high = fmaxf ((float)range->high, 0.0f);
  const float scale = fmaxf ((high - low) / 255.0f, 0x1p-23f);

  g_assert_cmpfloat (scale, ==, get_hex (affine, "scale"));
  g_assert_cmpint ((int)CLAMP (0.0f - rintf (low / scale), 0.0f, 255.0f), ==,
                   (int)json_integer_value (json_object_get (affine, "zero_point")));
  g_assert_cmpfloat (fmaxf (fmaxf (-low, high) / 127.5f, 0x1p-23f), ==, get_hex (symmetric, "scale"));
}

/* The same by the product's own rule. */
static void
check_torch_rule (QsaSource *source, gboolean is_signed, const json_t *expected)
{
  QsaScheme scheme = analysis_test_scheme (8, is_signed, is_signed, FALSE, QSA_CALIBRATION_TORCH);
  g_autoptr (GError) error = NULL;
  QscParams params;

  scheme.format.rule = QSC_RULE_PYTORCH;
  g_assert_true (qsa_calibrate (source, &scheme, NULL, &params, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (params.scale, ==, get_hex (expected, "scale"));
  g_assert_cmpint (params.zero_point, ==, (int)json_integer_value (json_object_get (expected, "zero_point")));
}

static void
test_torch_oracle (void)
{
  g_autofree char *text = analysis_test_read ("data/oracles/torch_observers.json");
  json_t *root = json_loads (text, 0, NULL), *one;
  gsize i, n_compared = 0;

  json_array_foreach (json_object_get (root, "cases"), i, one)
  {
    const char *id = json_string_value (json_object_get (one, "id"));
    const json_t *affine = json_object_get (one, "histogram_quint8_affine");
    const QsaScheme scheme = analysis_test_scheme (8, FALSE, FALSE, FALSE, QSA_CALIBRATION_TORCH);
    g_autoptr (QsaSource) source = NULL;
    QsaRange range;

    g_test_message ("%s", id);
    if (g_str_equal (id, "all_zero"))
      {
        const float zeros[8] = { 0 };

        source = analysis_test_source (zeros, G_N_ELEMENTS (zeros));
      }
    else
      source = new_case_source (one);
    range = choose (qsa_calibrate_torch, source, &scheme);
    if (json_object_get (affine, "error") != NULL)
      {
        /* torch fails; we keep all values. */
        g_assert_true (range.low == (double)qsa_source_get_moments (source)->min);
        g_assert_true (range.high == (double)qsa_source_get_moments (source)->max);
      }
    else
      {
        check_torch_numbers (&range, affine, json_object_get (one, "histogram_qint8_symmetric"));
        check_torch_rule (source, FALSE, affine);
        check_torch_rule (source, TRUE, json_object_get (one, "histogram_qint8_symmetric"));
      }
    n_compared++;
  }
  g_assert_cmpuint (n_compared, ==, 11);
  json_decref (root);
}

/* Mean ± k sigma by the definitions, and no further than the values. */
static void
test_sigma (void)
{
  const float values[] = { -3, 1, 2, 2, 3, 4, 5, NAN, 10, INFINITY };
  const double mean = 3.0, std = sqrt ((36 + 4 + 1 + 1 + 0 + 1 + 4 + 49) / 8.0);
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  QsaScheme scheme = analysis_test_scheme (8, TRUE, FALSE, FALSE, QSA_CALIBRATION_SIGMA);
  QsaRange range;

  scheme.sigmas = 0.5;
  range = choose (qsa_calibrate_sigma, source, &scheme);
  analysis_test_assert_near (range.low, mean - 0.5 * std, 1e-14);
  analysis_test_assert_near (range.high, mean + 0.5 * std, 1e-14);
  scheme.sigmas = 1.7; /* -2.9 … 8.9 */
  g_assert_cmpfloat (choose (qsa_calibrate_sigma, source, &scheme).low, >, -3.0);
  scheme.sigmas = 3.0;
  range = choose (qsa_calibrate_sigma, source, &scheme);
  g_assert_true (range.low == -3.0 && range.high == 10.0);
}

static void
test_sigma_limits (void)
{
  const double wrong[] = { 0, 0.09, 100.1, -1, NAN, INFINITY };
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);
  QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_SIGMA);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      QscParams params;

      scheme.sigmas = wrong[i];
      g_assert_false (qsa_calibrate (source, &scheme, NULL, &params, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

/* Re-solved from the published formulas to five digits. */
static const double aciq_laplace[] = { 0, 0, 2.8307, 3.8972, 5.0286, 6.2048, 7.4131, 8.6456, 9.8968 };
static const double aciq_gauss[] = { 0, 0, 1.7106, 2.1516, 2.5591, 2.9362, 3.2869, 3.6151, 3.9240 };

/* 10^6 drawn values: sigma and b are known to 0.1 %, and the extremes lie beyond alpha. */
static void
test_aciq (gconstpointer data)
{
  const gboolean gauss = GPOINTER_TO_INT (data);
  g_autoptr (QsaSource) source = analysis_test_draw (gauss ? QST_DISTRIBUTION_GAUSSIAN : QST_DISTRIBUTION_LAPLACE, 1000000);

  for (int bits = 2; bits <= 8; bits++)
    {
      const double ratio = (gauss ? aciq_gauss : aciq_laplace)[bits];
      QsaScheme scheme =
          analysis_test_scheme (bits, TRUE, TRUE, FALSE, gauss ? QSA_CALIBRATION_ACIQ_GAUSS : QSA_CALIBRATION_ACIQ_LAPLACE);
      QsaRange range = choose (qsa_calibrate_aciq, source, &scheme);

      g_assert_cmpfloat_with_epsilon (gauss ? qsa_aciq_get_gauss_ratio (bits) : qsa_aciq_get_laplace_ratio (bits), ratio, 5e-5);
      analysis_test_assert_near (range.high, ratio, 3e-3);
      g_assert_true (range.low == -range.high);
      scheme.format.symmetric = false;
      range = choose (qsa_calibrate_aciq, source, &scheme);
      analysis_test_assert_near (range.high, ratio, 4e-3);
      analysis_test_assert_near (range.low, -ratio, 4e-3);
    }
}

/* A symmetric grid lies around 0, wherever the values are. */
static void
test_aciq_centre (void)
{
  const float values[] = { 3, 5, 7, 9 };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  QsaScheme scheme = analysis_test_scheme (2, TRUE, TRUE, FALSE, QSA_CALIBRATION_ACIQ_GAUSS);

  analysis_test_assert_near (choose (qsa_calibrate_aciq, source, &scheme).high, 9.0, 1e-15);
  scheme.format.symmetric = false; /* 6 ± 1.7106 * sqrt 5 */
  analysis_test_assert_near (choose (qsa_calibrate_aciq, source, &scheme).high, 9.0, 1e-15);
  scheme.calibration = QSA_CALIBRATION_ACIQ_LAPLACE; /* 6 ± 2.83 * 2 */
  analysis_test_assert_near (choose (qsa_calibrate_aciq, source, &scheme).low, 3.0, 1e-15);
}

/* The definition again, without sums of what was before: O (bins^2). */
static double
get_slow_divergence (const double *counts, int n_bins, int n_levels, int i)
{
  g_autofree double *p = g_memdup2 (counts, (gsize)i * sizeof *counts), *q = g_new0 (double, (gsize)i);
  double sum_p = 0, sum_q = 0, divergence = 0;

  for (int group = 0; group < n_levels; group++)
    {
      double mass = 0;
      int n_filled = 0;

      for (int j = 0; j < i; j++)
        if ((gint64)j * n_levels / i == group)
          {
            mass += counts[j];
            n_filled += counts[j] > 0;
          }
      for (int j = 0; j < i; j++)
        if ((gint64)j * n_levels / i == group && counts[j] > 0)
          q[j] = mass / n_filled;
    }
  for (int j = i; j < n_bins; j++)
    p[i - 1] += counts[j];
  for (int j = 0; j < i; j++)
    {
      sum_p += p[j];
      sum_q += q[j];
    }
  for (int j = 0; j < i; j++)
    if (p[j] > 0)
      divergence += p[j] / sum_p * log (p[j] / sum_p / (q[j] / sum_q));
  return divergence;
}

static void
test_entropy (gconstpointer data)
{
  const QstDistributionKind kind = (QstDistributionKind)(GPOINTER_TO_INT (data) % 100);
  const int bits = GPOINTER_TO_INT (data) / 100;
  const int n_levels = 1 << (bits - 1), n_bins = 2048;
  g_autoptr (QsaSource) source = analysis_test_draw (kind, 30000);
  const QscMoments *moments = qsa_source_get_moments (source);
  const double high = fmax (-(double)moments->min, (double)moments->max);
  const QsaScheme scheme = analysis_test_scheme (bits, TRUE, TRUE, FALSE, QSA_CALIBRATION_ENTROPY);
  const QsaRange range = choose (qsa_calibrate_entropy, source, &scheme);
  const int found = (int)rint (fmax (-range.low, range.high) / high * n_bins);
  g_autofree double *counts = g_new0 (double, n_bins);
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);
  double least;

  for (gsize i = 0; i < n; i++)
    counts[MIN ((int)(fabs ((double)values[i]) * (n_bins / high)), n_bins - 1)]++;
  counts[0] = counts[1];
  least = get_slow_divergence (counts, n_bins, n_levels, found);
  for (int i = 128; i <= n_bins; i += 11)
    {
      const double divergence = get_slow_divergence (counts, n_bins, n_levels, i);

      if (i > found)
        g_assert_cmpfloat (least, <, divergence + 1e-12);
      else
        g_assert_cmpfloat (least, <=, divergence + 1e-12);
    }
}

/* Long tails are cut, values of one sign use all levels, and 16 bits end. */
static void
test_entropy_ranges (void)
{
  g_autoptr (QsaSource) student = analysis_test_draw (QST_DISTRIBUTION_STUDENT_T, 200000);
  g_autoptr (QsaSource) relu = analysis_test_draw (QST_DISTRIBUTION_RELU, 200000);
  const double high = qsa_range_of_source (student).high;
  QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_ENTROPY);

  g_assert_cmpfloat (choose (qsa_calibrate_entropy, student, &scheme).high, <, 0.7 * high);
  scheme = analysis_test_scheme (8, FALSE, FALSE, FALSE, QSA_CALIBRATION_ENTROPY);
  g_assert_cmpfloat (choose (qsa_calibrate_entropy, relu, &scheme).low, ==, 0.0);
  scheme.format.bits = 16;
  g_assert_cmpfloat (choose (qsa_calibrate_entropy, relu, &scheme).high, >, 0.0);
}

/* Tensors with nothing to choose from: every method gives a scale that loses nothing, or next to it. */
typedef struct
{
  const char *name;
  float values[4];
  gsize n;
} Degenerate;

static const Degenerate degenerates[] = {
  { "none", { 0 }, 0 },
  { "zeros", { 0, -0.0f, 0, 0 }, 4 },
  { "one", { -0.73f }, 1 },
  { "constant", { 0.3f, 0.3f, 0.3f, 0.3f }, 4 },
  { "nan", { NAN, NAN, INFINITY, -INFINITY }, 4 },
  { "huge", { 3.4e38f, -3.4e38f, 1e38f, 0 }, 4 },
  { "tiny", { 1e-45f, -1e-45f, 3e-45f, 0 }, 4 },
  { "one-and-zeros", { 0, 0, 0, 5 }, 4 },
};

static void
test_degenerate (gconstpointer data)
{
  const Degenerate *c = data;
  g_autoptr (QsaSource) source = analysis_test_source (c->values, c->n);
  const double n = (double)qsa_source_get_moments (source)->count;

  for (guint calibration = 0; calibration < QSA_CALIBRATION_MANUAL; calibration++)
    for (int bits = 2; bits <= 16; bits += 7)
      for (int symmetric = 0; symmetric <= 1; symmetric++)
        {
          const QsaScheme scheme = analysis_test_scheme (bits, TRUE, symmetric, FALSE, (QsaCalibration)calibration);
          g_autoptr (QsaResult) result = NULL;
          g_autoptr (GError) error = NULL;
          QscParams params;

          g_assert_true (qsa_calibrate (source, &scheme, NULL, &params, &error));
          g_assert_no_error (error);
          g_assert_true (isfinite (params.scale) && params.scale > 0);
          g_assert_cmpint (params.zero_point, >=, params.qmin);
          g_assert_cmpint (params.zero_point, <=, params.qmax);
          /* No worse than to take every value for 0. */
          result = analysis_test_compute (source, &scheme, 0);
          g_assert_false (qsa_result_get_measures (result)->mse * n > qsa_result_get_error_stats (result)->sum_x2 * (1 + 1e-12));
        }
}

static void
test_cancelled (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (guint calibration = 0; calibration < QSA_CALIBRATION_MANUAL; calibration++)
    {
      const QsaScheme scheme = analysis_test_scheme (8, TRUE, FALSE, FALSE, (QsaCalibration)calibration);
      g_autoptr (GError) error = NULL;
      QscParams params;

      g_assert_false (qsa_calibrate (source, &scheme, cancellable, &params, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
add_entropy_tests (void)
{
  static const int bits[] = { 2, 4, 8 };

  for (int kind = 0; kind < QST_N_DISTRIBUTIONS; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (bits); i++)
      {
        g_autofree char *path =
            g_strdup_printf ("/ranges/entropy/%s/%d", qst_distribution_get_nick ((QstDistributionKind)kind), bits[i]);

        g_test_add_data_func (path, GINT_TO_POINTER (100 * bits[i] + kind), test_entropy);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranges/torch/oracle", test_torch_oracle);
  g_test_add_func ("/ranges/sigma", test_sigma);
  g_test_add_func ("/ranges/sigma/limits", test_sigma_limits);
  g_test_add_data_func ("/ranges/aciq/gauss", GINT_TO_POINTER (TRUE), test_aciq);
  g_test_add_data_func ("/ranges/aciq/laplace", GINT_TO_POINTER (FALSE), test_aciq);
  g_test_add_func ("/ranges/aciq/centre", test_aciq_centre);
  add_entropy_tests ();
  g_test_add_func ("/ranges/entropy/ranges", test_entropy_ranges);
  for (gsize i = 0; i < G_N_ELEMENTS (degenerates); i++)
    {
      g_autofree char *path = g_strconcat ("/ranges/degenerate/", degenerates[i].name, NULL);

      g_test_add_data_func (path, &degenerates[i], test_degenerate);
    }
  g_test_add_func ("/ranges/cancelled", test_cancelled);
  return g_test_run ();
}
