/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis-test.h"

/* Everything once more, value by value, from the definitions. */
typedef struct
{
  guint64 n, clipped_low, clipped_high, used;
  double sse, sse_clipping, sae, bias, largest, signal, xy, yy, entropy;
  guint64 largest_at;
  guint64 codes[65536];
} Expected;

static void
expect_value (Expected *self, const QscParams *p, float r, guint64 index)
{
  const float rounded = rintf (r / p->scale);
  const double q = fmin (fmax ((double)rounded + p->zero_point, p->qmin), p->qmax);
  const double y = (double)((float)(q - p->zero_point) * p->scale), e = y - (double)r;
  const gboolean low = (double)rounded + p->zero_point<p->qmin, high = (double)rounded + p->zero_point> p->qmax;

  self->n++;
  self->clipped_low += low;
  self->clipped_high += high;
  self->sse += e * e;
  self->sse_clipping += low || high ? e * e : 0;
  self->sae += fabs (e);
  self->bias += e;
  self->signal += (double)r * (double)r;
  self->xy += (double)r * y;
  self->yy += y * y;
  if (fabs (e) > self->largest * (1 + 1e-6))
    {
      self->largest = fabs (e);
      self->largest_at = index;
    }
  self->codes[(int)q - p->qmin]++;
}

static Expected *
expect (QsaSource *source, const QscParams *params)
{
  Expected *self = g_new0 (Expected, 1);
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      expect_value (self, params, values[i], i);
  for (gsize i = 0; i < G_N_ELEMENTS (self->codes); i++)
    if (self->codes[i] > 0)
      {
        self->used++;
        self->entropy -= (double)self->codes[i] / (double)self->n * log2 ((double)self->codes[i] / (double)self->n);
      }
  return self;
}

static void
check_measures (QsaResult *result)
{
  const QsaMeasures *m = qsa_result_get_measures (result);
  const QscParams *params = qsa_result_get_params (result);
  g_autofree Expected *expected = expect (qsa_result_get_source (result), params);
  const double n = (double)expected->n;

  g_assert_cmpuint (qsa_result_get_error_stats (result)->count, ==, expected->n);
  analysis_test_assert_near (m->mse, expected->sse / n, 1e-6);
  analysis_test_assert_near (m->rmse, sqrt (expected->sse / n), 1e-6);
  analysis_test_assert_near (m->mae, expected->sae / n, 1e-6);
  analysis_test_assert_near (m->max_error, expected->largest, 1e-6);
  g_assert_cmpfloat_with_epsilon (m->bias, expected->bias / n, 1e-6 * m->mae + 1e-300);
  analysis_test_assert_near (m->mse_clipping, expected->sse_clipping / n, 1e-6);
  analysis_test_assert_near (m->mse_clipping + m->mse_rounding, m->mse, 1e-12);
  g_assert_cmpfloat_with_epsilon (m->sqnr_db, 10 * log10 (expected->signal / expected->sse), 1e-5);
  g_assert_cmpfloat_with_epsilon (m->cosine, expected->xy / sqrt (expected->signal * expected->yy), 1e-7);
  g_assert_cmpuint (m->clipped_low, ==, expected->clipped_low);
  g_assert_cmpuint (m->clipped_high, ==, expected->clipped_high);
  g_assert_cmpuint (m->codes_used, ==, expected->used);
  g_assert_cmpuint (m->codes_total, ==, params->qmax - params->qmin + 1);
  g_assert_cmpfloat_with_epsilon (m->entropy_bits, expected->entropy, 1e-9);
  g_assert_cmpmem (qsa_result_get_code_counts (result), m->codes_total * sizeof (guint64), expected->codes,
                   m->codes_total * sizeof (guint64));
}

typedef struct
{
  int bits;
  gboolean is_signed, symmetric, narrow;
} Format;

static const Format formats[] = {
  { 2, TRUE, TRUE, TRUE },   { 3, TRUE, FALSE, FALSE },   { 4, FALSE, FALSE, FALSE }, { 4, TRUE, TRUE, FALSE },
  { 7, FALSE, TRUE, TRUE },  { 8, TRUE, TRUE, FALSE },    { 8, FALSE, FALSE, TRUE },  { 12, TRUE, FALSE, FALSE },
  { 16, TRUE, TRUE, FALSE }, { 16, FALSE, FALSE, FALSE },
};

static void
test_measures (gconstpointer data)
{
  const Format *f = data;

  for (int kind = 0; kind < QST_N_DISTRIBUTIONS; kind += 2)
    {
      g_autoptr (QsaSource) source = analysis_test_draw ((QstDistributionKind)kind, 70000);
      QsaScheme scheme = analysis_test_scheme (f->bits, f->is_signed, f->symmetric, f->narrow, QSA_CALIBRATION_PERCENTILE);
      g_autoptr (QsaResult) result = NULL;

      scheme.percentile = 99;
      result = analysis_test_compute (source, &scheme, 0);
      check_measures (result);
    }
}

static void
test_measures_weights (void)
{
  g_autoptr (QsaSource) source = analysis_test_open ("../data/samples/mlp-64-32-10.safetensors", "fc1.weight");
  const QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);

  check_measures (result);
}

/* The error is uniform noise of variance s^2 / 12, and s the range over 2^b - 1: about 6.02 dB per bit. */
static void
test_uniform_noise (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_UNIFORM, 1000000);

  for (int bits = 2; bits <= 12; bits++)
    {
      const QsaScheme scheme = analysis_test_scheme (bits, TRUE, FALSE, FALSE, QSA_CALIBRATION_MIN_MAX);
      g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);
      const double s = (double)qsa_result_get_params (result)->scale;

      analysis_test_assert_near (qsa_result_get_measures (result)->rmse / s, 1 / sqrt (12), bits < 5 ? 0.1 : 0.02);
      g_assert_cmpfloat_with_epsilon (qsa_result_get_measures (result)->sqnr_db, 20 * log10 (exp2 (bits) - 1), 0.1);
    }
}

static void
test_undefined (void)
{
  const float values[] = { NAN, INFINITY, -INFINITY };

  for (gsize n = 0; n <= G_N_ELEMENTS (values); n += G_N_ELEMENTS (values))
    {
      g_autoptr (QsaSource) source = analysis_test_source (values, n);
      const QsaScheme scheme = analysis_test_scheme (8, TRUE, FALSE, FALSE, QSA_CALIBRATION_MSE);
      g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 50);
      const QsaMeasures *m = qsa_result_get_measures (result);
      const double undefined[] = { m->mse,    m->rmse,         m->mae,          m->max_error,       m->bias,        m->sqnr_db,
                                   m->cosine, m->mse_rounding, m->mse_clipping, m->sqnr_db_min_max, m->entropy_bits };
      double low, high;

      for (gsize i = 0; i < G_N_ELEMENTS (undefined); i++)
        g_assert_true (isnan (undefined[i]));
      g_assert_cmpuint (m->codes_used, ==, 0);
      g_assert_cmpuint (m->max_index, ==, G_MAXUINT64);
      g_assert_cmpuint (qsa_result_get_histogram (result)->n_bins, ==, 0);
      qsa_result_get_view_range (result, &low, &high);
      g_assert_true (isfinite (low) && isfinite (high) && low < high);
      g_assert_true (isnan (qsa_source_get_mean (source)) && isnan (qsa_source_get_std (source)));
    }
}

static void
test_all_zero (void)
{
  const float values[100] = { 0 };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  const QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 10);
  const QsaMeasures *m = qsa_result_get_measures (result);

  g_assert_true (m->mse == 0 && isnan (m->sqnr_db) && isnan (m->cosine)); /* no signal */
  g_assert_cmpuint (m->codes_used, ==, 1);
  g_assert_true (m->entropy_bits == 0 && !signbit (m->entropy_bits));
}

static void
test_constant (void)
{
  float values[50];
  g_autoptr (QsaSource) source = NULL;
  const QsaScheme scheme = analysis_test_scheme (8, FALSE, FALSE, FALSE, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (QsaResult) result = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 255.0f;
  source = analysis_test_source (values, G_N_ELEMENTS (values));
  result = analysis_test_compute (source, &scheme, 10);
  g_assert_true (isinf (qsa_result_get_measures (result)->sqnr_db));
  g_assert_cmpfloat (qsa_source_get_std (source), ==, 0);
}

/* Values, bits and what is stored beside them. */
static void
test_storage (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1001);
  QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (QsaResult) symmetric = analysis_test_compute (source, &scheme, 0);
  g_autoptr (QsaResult) asymmetric = NULL;

  scheme.format.symmetric = false;
  asymmetric = analysis_test_compute (source, &scheme, 0);
  g_assert_cmpuint (qsa_result_get_measures (symmetric)->bytes, ==, (1001 * 4 + 32 + 7) / 8);
  g_assert_cmpuint (qsa_result_get_measures (asymmetric)->bytes, ==, (1001 * 4 + 32 + 4 + 7) / 8);
  analysis_test_assert_near (qsa_result_get_measures (symmetric)->bits_per_value, 4 + 32.0 / 1001, 1e-12);
  analysis_test_assert_near (qsa_result_get_measures (asymmetric)->bits_per_value, 4 + 36.0 / 1001, 1e-12);
}

static void
test_base_line (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100000);
  QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaResult) best = analysis_test_compute (source, &scheme, 0);
  g_autoptr (QsaResult) again = analysis_test_compute (source, &scheme, 0);
  g_autoptr (QsaResult) min_max = NULL;

  scheme.calibration = QSA_CALIBRATION_MIN_MAX;
  min_max = analysis_test_compute (source, &scheme, 0);
  g_assert_true (qsa_result_get_measures (best)->sqnr_db_min_max == qsa_result_get_measures (min_max)->sqnr_db);
  g_assert_true (qsa_result_get_measures (again)->sqnr_db_min_max == qsa_result_get_measures (min_max)->sqnr_db);
  g_assert_true (qsa_result_get_measures (min_max)->sqnr_db_min_max == qsa_result_get_measures (min_max)->sqnr_db);
}

/* A chosen width: bins at its multiples, counted from all values; too narrow a one is taken several times. */
static void
test_bin_width (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 40000);
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);
  QsaRequest request = { .source = source, .view_low = -0.9, .view_high = 1.3, .n_bins = 100, .bin_width = 0.25 };
  guint64 expected[10] = { 0 };
  const QsaHistogram *histogram;
  g_autoptr (QsaResult) result = NULL;
  g_autoptr (QsaResult) fine = NULL;
  double low, high, multiple;

  request.scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  result = qsa_result_new (&request, NULL, NULL, NULL);
  histogram = qsa_result_get_histogram (result);
  g_assert_cmpfloat (histogram->low, ==, -1.0);
  g_assert_cmpfloat (histogram->high, ==, 1.5);
  g_assert_cmpuint (histogram->n_bins, ==, 10);
  for (gsize i = 0; i < n; i++)
    if (values[i] >= -1.0f && values[i] < 1.5f)
      expected[(gsize)floorf ((values[i] + 1.0f) * 4.0f)]++;
  g_assert_cmpmem (histogram->counts, sizeof expected, expected, sizeof expected);
  qsa_result_get_view_range (result, &low, &high);
  g_assert_cmpfloat (low, ==, -0.9);
  qsa_result_get_full_range (result, &low, &high);
  for (gsize i = 0; i < n; i++)
    g_assert_true ((double)values[i] > low && (double)values[i] < high);

  request.bin_width = 1e-6;
  fine = qsa_result_new (&request, result, NULL, NULL);
  histogram = qsa_result_get_histogram (fine);
  g_assert_cmpuint (histogram->n_bins, <=, QSA_BINS_MAX);
  multiple = (histogram->high - histogram->low) / histogram->n_bins / 1e-6;
  g_assert_cmpfloat_with_epsilon (multiple, rint (multiple), 1e-6);
  g_assert_cmpfloat (multiple, >, 1.5);
}

static void
test_histogram (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 150000);
  const QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 200);
  const QsaHistogram *histogram = qsa_result_get_histogram (result);
  guint64 sum = 0, expected[200] = { 0 };
  double low, high;
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);

  qsa_result_get_view_range (result, &low, &high);
  g_assert_true (histogram->low == low && histogram->high == high);
  g_assert_cmpuint (histogram->n_bins, ==, 200);
  for (gsize i = 0; i < n; i++)
    expected[(int)(((double)values[i] - low) * (200 / (high - low)))]++;
  for (guint i = 0; i < 200; i++)
    sum += histogram->counts[i];
  g_assert_cmpuint (sum, ==, n);
  g_assert_cmpmem (histogram->counts, sizeof expected, expected, sizeof expected);
}

static QsaResult *
compute_after (const QsaRequest *request, QsaResult *previous)
{
  g_autoptr (GError) error = NULL;
  QsaResult *result = qsa_result_new (request, previous, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
test_view_range (void)
{
  const float values[] = { -1, 0, 3 };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  QsaRequest request = { .source = source,
                         .scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MANUAL),
                         .auto_range = TRUE,
                         .view_low = -2,
                         .view_high = 2 };
  g_autoptr (QsaResult) automatic = NULL, kept = NULL, fixed = NULL, senseless = NULL;
  double low, high;

  request.scheme.scale = 1.0f / 64;
  automatic = compute_after (&request, NULL); /* levels -2 … 1.984, values -1 … 3 */
  qsa_result_get_view_range (automatic, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, -2 - 0.03 * 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (high, 3 + 0.03 * 5, 1e-12);

  request.keep_range = TRUE;
  request.view_low = -10;
  kept = compute_after (&request, automatic);
  qsa_result_get_view_range (kept, &low, &high);
  g_assert_cmpfloat (low, ==, -10);
  g_assert_cmpfloat_with_epsilon (high, 3.15, 1e-12);

  request.auto_range = FALSE;
  fixed = compute_after (&request, kept);
  qsa_result_get_view_range (fixed, &low, &high);
  g_assert_true (low == -10 && high == 2);

  request.view_low = NAN;
  senseless = compute_after (&request, fixed);
  qsa_result_get_view_range (senseless, &low, &high);
  g_assert_true (isfinite (low) && low < high);
}

/* With or without a previous result the figures are the same. */
static void
test_reuse (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_BIMODAL, 200000);
  QsaRequest request = { .source = source,
                         .scheme = analysis_test_scheme (6, TRUE, TRUE, FALSE, QSA_CALIBRATION_MSE),
                         .auto_range = TRUE,
                         .n_bins = 100 };
  g_autoptr (QsaResult) first = compute_after (&request, NULL);
  g_autoptr (QsaResult) same = compute_after (&request, first);
  g_autoptr (QsaResult) zoomed = NULL, changed = NULL, fresh = NULL;

  g_assert_true (qsa_result_get_code_counts (first) == qsa_result_get_code_counts (same));
  g_assert_true (qsa_result_get_histogram (first)->counts == qsa_result_get_histogram (same)->counts);

  request.auto_range = FALSE;
  request.view_low = 0;
  request.view_high = 1;
  zoomed = compute_after (&request, same);
  g_assert_true (qsa_result_get_code_counts (first) == qsa_result_get_code_counts (zoomed));
  g_assert_true (qsa_result_get_histogram (first)->counts != qsa_result_get_histogram (zoomed)->counts);
  {
    /* Every value is left of the view, in it, or right of it. */
    const QsaHistogram *part = qsa_result_get_histogram (zoomed);
    QstTensor *tensor = qsa_source_get_tensor (qsa_result_get_source (zoomed));
    guint64 below = 0;

    for (guint64 i = 0; i < qst_tensor_get_count (tensor); i++)
      below += (double)qst_tensor_get_value (tensor, i) < part->low;
    g_assert_cmpuint (part->below, ==, below);
    g_assert_cmpuint (below, >, 0);
    g_assert_cmpuint (qsa_result_get_histogram (first)->below, ==, 0);
  }
  g_assert_cmpfloat (qsa_result_get_measures (zoomed)->mse, ==, qsa_result_get_measures (first)->mse);

  request.scheme.format.bits = 7;
  changed = compute_after (&request, zoomed);
  fresh = compute_after (&request, NULL);
  g_assert_true (qsa_result_get_histogram (changed)->counts == qsa_result_get_histogram (zoomed)->counts);
  g_assert_cmpmem (qsa_result_get_error_stats (changed), sizeof (QscErrorStats), qsa_result_get_error_stats (fresh),
                   sizeof (QscErrorStats));
  g_assert_cmpmem (qsa_result_get_histogram (changed)->counts, 100 * sizeof (guint64), qsa_result_get_histogram (fresh)->counts,
                   100 * sizeof (guint64));
}

static void
test_moments (void)
{
  const float values[] = { 1, 2, NAN, 3, -INFINITY, 6, INFINITY, INFINITY };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  const QscMoments *moments = qsa_source_get_moments (source);

  g_assert_cmpuint (moments->count, ==, 4);
  g_assert_cmpuint (moments->nan, ==, 1);
  g_assert_cmpuint (moments->positive_infinity, ==, 2);
  g_assert_cmpuint (moments->negative_infinity, ==, 1);
  g_assert_true (moments->min == 1 && moments->max == 6);
  g_assert_cmpfloat (qsa_source_get_mean (source), ==, 3);
  analysis_test_assert_near (qsa_source_get_std (source), sqrt (3.5), 1e-15);
}

/* A spread far below the mean survives. */
static void
test_std_far_from_zero (void)
{
  float values[4096];
  g_autoptr (QsaSource) source = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 1e6f + (float)(i % 2);
  source = analysis_test_source (values, G_N_ELEMENTS (values));
  analysis_test_assert_near (qsa_source_get_mean (source), 1e6 + 0.5, 1e-15);
  analysis_test_assert_near (qsa_source_get_std (source), 0.5, 1e-12);
}

static void
test_find_nearest (void)
{
  const float values[] = { 5, NAN, -3, 2, INFINITY, 2, 9 };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  g_autoptr (QsaSource) none = analysis_test_source (values + 1, 1);
  guint64 index;

  g_assert_true (qsa_source_find_nearest (source, 2.2f, NULL, &index));
  g_assert_cmpuint (index, ==, 3);
  g_assert_true (qsa_source_find_nearest (source, 100, NULL, &index));
  g_assert_cmpuint (index, ==, 6);
  g_assert_true (qsa_source_find_nearest (source, -100, NULL, &index));
  g_assert_cmpuint (index, ==, 2);
  g_assert_false (qsa_source_find_nearest (none, 0, NULL, &index));
}

static void
test_find_clipped (void)
{
  const gsize n = 200000;
  g_autofree float *values = g_new0 (float, n);
  g_autoptr (QsaSource) source = NULL;
  QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MANUAL);
  g_autoptr (QsaUnitParams) params = NULL;
  g_autoptr (QsaUnitParams) wide = NULL;
  QscParams own;
  guint64 index;

  values[10] = 7.5f;      /* a tie: to 8, clipped */
  values[20] = 7.499f;    /* not */
  values[30] = INFINITY;  /* not finite */
  values[150000] = -8.6f; /* clipped low */
  values[160000] = -8.5f; /* a tie: to -8, not clipped */
  source = analysis_test_source (values, n);
  params = qsa_unit_params_new_calibrated (source, &scheme, NULL, NULL); /* scale 1 */

  g_assert_true (qsa_source_find_clipped (source, params, 0, 1, NULL, &index));
  g_assert_cmpuint (index, ==, 10);
  g_assert_true (qsa_source_find_clipped (source, params, 10, 1, NULL, &index));
  g_assert_cmpuint (index, ==, 150000);
  g_assert_true (qsa_source_find_clipped (source, params, 150000, 1, NULL, &index));
  g_assert_cmpuint (index, ==, 10);
  g_assert_true (qsa_source_find_clipped (source, params, 10, -1, NULL, &index));
  g_assert_cmpuint (index, ==, 150000);
  g_assert_true (qsa_source_find_clipped (source, params, 150000, -1, NULL, &index));
  g_assert_cmpuint (index, ==, 10);

  own = *qsa_unit_params_get_all (params);
  own.scale = 100;
  wide = qsa_unit_params_new_single (&own);
  g_assert_false (qsa_source_find_clipped (source, wide, 5, 1, NULL, &index));
}

static void
test_cancelled (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 100);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const QsaRequest request = { .source = source, .scheme = analysis_test_scheme (6, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX) };

  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_result_new (&request, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (qsa_source_new (qsa_source_get_tensor (source), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/result/measures/%sint%d-%s%s", formats[i].is_signed ? "" : "u", formats[i].bits,
                           formats[i].symmetric ? "symmetric" : "asymmetric", formats[i].narrow ? "-narrow" : "");

      g_test_add_data_func (path, &formats[i], test_measures);
    }
  g_test_add_func ("/result/measures-weights", test_measures_weights);
  g_test_add_func ("/result/uniform-noise", test_uniform_noise);
  g_test_add_func ("/result/undefined", test_undefined);
  g_test_add_func ("/result/all-zero", test_all_zero);
  g_test_add_func ("/result/constant", test_constant);
  g_test_add_func ("/result/storage", test_storage);
  g_test_add_func ("/result/base-line", test_base_line);
  g_test_add_func ("/result/histogram", test_histogram);
  g_test_add_func ("/result/bin-width", test_bin_width);
  g_test_add_func ("/result/view-range", test_view_range);
  g_test_add_func ("/result/reuse", test_reuse);
  g_test_add_func ("/result/cancelled", test_cancelled);
  g_test_add_func ("/source/moments", test_moments);
  g_test_add_func ("/source/std-far-from-zero", test_std_far_from_zero);
  g_test_add_func ("/source/find-nearest", test_find_nearest);
  g_test_add_func ("/source/find-clipped", test_find_clipped);
  return g_test_run ();
}
