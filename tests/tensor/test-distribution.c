/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers against published answers, distributions against their closed forms and a second implementation. */
#include "tensor-test.h"

#include "tensor/qst-distribution.h"
#include "tensor/qst-random.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The known answers that come with the authors' Random123 library (kat_vectors, philox4x32 10). */
static void
test_philox (void)
{
  static const struct
  {
    guint32 counter[4], key[2], out[4];
  } answers[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
      { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
      { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      guint32 out[4];

      qst_philox (answers[i].counter, answers[i].key, out);
      g_assert_cmpmem (out, sizeof out, answers[i].out, sizeof out);
    }
}

/* The check values that Wichura gives with AS 241. */
static void
test_quantile (void)
{
  g_assert_cmpfloat_with_epsilon (qst_det_normal_quantile (0.25), -0.6744897501960817, 1e-15);
  g_assert_cmpfloat_with_epsilon (qst_det_normal_quantile (0.001), -3.090232306167814, 4e-15);
  g_assert_cmpfloat_with_epsilon (qst_det_normal_quantile (1e-20), -9.262340089798408, 1e-14);
  g_assert_cmpfloat (qst_det_normal_quantile (0.5), ==, 0);
  for (double p = 1e-12; p < 0.5; p *= 1.37)
    g_assert_cmpfloat_with_epsilon (0.5 * erfc (-qst_det_normal_quantile (p) / sqrt (2)) / p, 1, 1e-12);
  for (double p = 0.01; p < 0.5; p += 0.01)
    g_assert_cmpfloat_with_epsilon (qst_det_normal_quantile (1 - p), -qst_det_normal_quantile (p), 1e-14);
}

static void
test_functions (void)
{
  for (double x = 1e-300; x < 1e300; x *= 1.7310293)
    g_assert_cmpfloat (fabs (qst_det_log (x) - log (x)), <=, 3 * DBL_EPSILON * fabs (log (x)));
  for (double x = 0.5; x < 2; x += 1.0 / 1031)
    g_assert_cmpfloat (fabs (qst_det_log (x) - log (x)), <=, 3 * DBL_EPSILON * fabs (log (x)) + 1e-19);
  for (double x = -700; x < 700; x += 0.37)
    g_assert_cmpfloat (fabs (qst_det_exp (x) / exp (x) - 1), <=, 3 * DBL_EPSILON);
  for (double x = 1e-20; x < 700; x *= 1.17)
    {
      g_assert_cmpfloat (fabs (qst_det_expm1 (x) / expm1 (x) - 1), <=, 4 * DBL_EPSILON);
      g_assert_cmpfloat (fabs (qst_det_expm1 (-x) / expm1 (-x) - 1), <=, 4 * DBL_EPSILON);
    }
  g_assert_cmpfloat (qst_det_log (1), ==, 0);
  g_assert_cmpfloat (qst_det_exp (0), ==, 1);
  g_assert_cmpfloat (qst_det_expm1 (0), ==, 0);
  g_assert_true (isinf (qst_det_expm1 (1000)) && isinf (qst_det_exp (1000)));
  g_assert_cmpfloat (qst_det_expm1 (-1000), ==, -1);
  g_assert_cmpfloat (qst_det_exp (-1000), ==, 0);
}

static QstTensor *
draw (const QstDistribution *distribution)
{
  g_autoptr (GError) error = NULL;
  QstTensor *tensor = qst_distribution_draw (distribution, NULL, &error);

  g_assert_no_error (error);
  return tensor;
}

static const float *
values_of (QstTensor *tensor)
{
  return qst_tensor_get_span (tensor, 0, qst_tensor_get_count (tensor), NULL);
}

/* By distribution-peer.py: 8192 values with the defaults. */
static const struct
{
  const char *nick;
  guint64 seed;
  const char *sha256;
} peer_sums[] = {
  { "gaussian", G_GUINT64_CONSTANT (0x1), "daf606e03b4490b220bde85a112d1017d642eedea00d6c7455de2265e97ed25b" },
  { "laplace", G_GUINT64_CONSTANT (0x1), "0b23a75707106bdcefbbbf83f5e593f686e8d1098b0f2dac739102ab30eb55ae" },
  { "uniform", G_GUINT64_CONSTANT (0x1), "0a2cf182894c43583b9d98146b6f33ae419aba89b3b2f77e1ec44af9ab0b6bda" },
  { "student-t", G_GUINT64_CONSTANT (0x1), "6301d5d43bf786830f664c2e523258233552e82499608f984be9d17b5f1c2697" },
  { "log-normal", G_GUINT64_CONSTANT (0x1), "0e6a3c3a9cf1ff8c3d31d0df9c7b99ac83d8864e1ea05ed22cb7f4417f41e970" },
  { "relu", G_GUINT64_CONSTANT (0x1), "acd33ffbbdfe33f28d90b45f33523af76ad6d64c32b77094306daf977073f7a4" },
  { "bimodal", G_GUINT64_CONSTANT (0x1), "4840cd819cb14f8db48863b9c2a44e9bbb6f30a65d7e36392d2d1d1a575937fd" },
  { "outliers", G_GUINT64_CONSTANT (0x1), "e389caac605787e5337c8b1d26257c66a142c037d4c587c82e560ae35562d7e0" },
  { "channels", G_GUINT64_CONSTANT (0x1), "80f510ddf81346ac4f005c2358854e0f27e5eb75869a89f42e59c1b0c1b9ed1c" },
  { "gaussian", G_GUINT64_CONSTANT (0x123456789abcdef0), "c25fd97907651152832f7831799a141fa6032f70867cd9cd77ac9e8c7b291157" },
  { "laplace", G_GUINT64_CONSTANT (0x123456789abcdef0), "7130c1f749f41e2ed24dc837cd3d2c9d7f6d26b67da8d26ea4b30f6edd70dbaf" },
  { "uniform", G_GUINT64_CONSTANT (0x123456789abcdef0), "cd681f1dc3e3e4d195d0123f32cbc8f8b4ab7ab2987e8698b94975a53bb86b2f" },
  { "student-t", G_GUINT64_CONSTANT (0x123456789abcdef0), "77dd29c5a080dd9eb84fe57ed12fb820cfa295da59c0f6c74ce15257ac5e7c11" },
  { "log-normal", G_GUINT64_CONSTANT (0x123456789abcdef0), "5ea337015c87efe13d401499b58a319260be0bd462590bcfac409d51e0f64149" },
  { "relu", G_GUINT64_CONSTANT (0x123456789abcdef0), "46609faeb0ae238d2f529e4fc992efd85b2257b59aa0c436285df99fdaa6e4c4" },
  { "bimodal", G_GUINT64_CONSTANT (0x123456789abcdef0), "08909cec6f63082d096961d91ce13ab7e1a7611904e562ae8ff6d78715cff072" },
  { "outliers", G_GUINT64_CONSTANT (0x123456789abcdef0), "35ab27c01027ba354cc2808d325b4a0965fb1a5bf8062d385605aaad34775bb9" },
  { "channels", G_GUINT64_CONSTANT (0x123456789abcdef0), "1772dfcd24b54ff3a4005e9acabe1ec76a4d59fa6aba46ac6be2adce3f5804ab" },
};

static void
test_peer (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  QstDistribution distribution;
  QstDistributionKind kind;
  g_autoptr (QstTensor) tensor = NULL;
  g_autofree char *sum = NULL;

  g_assert_true (qst_distribution_from_nick (peer_sums[i].nick, &kind));
  qst_distribution_init (&distribution, kind);
  distribution.count = 8192;
  distribution.seed = peer_sums[i].seed;
  tensor = draw (&distribution);
  sum = tt_sha256 (tensor);
  g_assert_cmpstr (sum, ==, peer_sums[i].sha256);
}

/* Cumulative distribution functions in units of sigma, about the shift. */
static double
phi (double x)
{
  return 0.5 * erfc (-x / sqrt (2));
}

static double
cdf_laplace (double x)
{
  return x < 0 ? 0.5 * exp (x) : 1 - 0.5 * exp (-x);
}

static double
cdf_uniform (double x)
{
  return 0.5 * (x + 1);
}

static double
cdf_cauchy (double x)
{
  return 0.5 + atan (x) / G_PI;
}

static double
cdf_t2 (double x)
{
  return 0.5 + x / (2 * sqrt (2 + x * x));
}

static double
cdf_t4 (double x)
{
  double s = 1 + x * x / 4;

  return 0.5 + 0.375 * x / sqrt (s) * (1 - x * x / (12 * s));
}

static double
cdf_log_normal (double x)
{
  return phi (log (x));
}

static double
cdf_bimodal (double x)
{
  return 0.5 * phi (x + 2.5) + 0.5 * phi (x - 2.5);
}

static double
cdf_outliers (double x)
{
  return 0.995 * phi (x) + 0.005 * phi (x / 10);
}

typedef struct
{
  const char *name;
  QstDistributionKind kind;
  double degrees;
  double (*cdf) (double x);
  double mean, variance, kurtosis; /* in units of sigma; NAN: not finite, or too slow to converge */
} Form;

static const Form forms[] = {
  { "gaussian", QST_DISTRIBUTION_GAUSSIAN, 4, phi, 0, 1, 3 },
  { "laplace", QST_DISTRIBUTION_LAPLACE, 4, cdf_laplace, 0, 2, 6 },
  { "uniform", QST_DISTRIBUTION_UNIFORM, 4, cdf_uniform, 0, 1.0 / 3, 1.8 },
  { "student-t-1", QST_DISTRIBUTION_STUDENT_T, 1, cdf_cauchy, NAN, NAN, NAN },
  { "student-t-2", QST_DISTRIBUTION_STUDENT_T, 2, cdf_t2, NAN, NAN, NAN },
  { "student-t-4", QST_DISTRIBUTION_STUDENT_T, 4, cdf_t4, 0, NAN, NAN },
  { "student-t-limit", QST_DISTRIBUTION_STUDENT_T, 1e9, phi, 0, 1, 3 },
  { "log-normal", QST_DISTRIBUTION_LOG_NORMAL, 4, cdf_log_normal, 1.6487212707001282, NAN, NAN },
  { "bimodal", QST_DISTRIBUTION_BIMODAL, 4, cdf_bimodal, 0, 7.25, 1.5131272592153389 },
  { "outliers", QST_DISTRIBUTION_OUTLIERS, 4, cdf_outliers, 0, 1.495, NAN },
};

static int
compare_floats (const void *a, const void *b)
{
  const float *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Kolmogorov–Smirnov at the 0.1 % level; the seed is fixed, so it holds once and for all. */
static void
test_form (gconstpointer data)
{
  const Form *form = data;
  QstDistribution distribution;
  g_autoptr (QstTensor) tensor = NULL;
  g_autofree float *sorted = NULL;
  const double n = 262144;
  double largest = 0, sum = 0, squares = 0, fourths = 0;

  qst_distribution_init (&distribution, form->kind);
  distribution.count = (guint64)n;
  distribution.degrees = form->degrees;
  distribution.seed = 7;
  tensor = draw (&distribution);
  sorted = g_memdup2 (values_of (tensor), (gsize)n * sizeof (float));
  qsort (sorted, (gsize)n, sizeof (float), compare_floats);
  for (gsize i = 0; i < (gsize)n; i++)
    {
      double f = form->cdf (sorted[i]), d = sorted[i] - form->mean;

      g_assert_true (isfinite (sorted[i]));
      largest = MAX (largest, MAX ((double)(i + 1) / n - f, f - (double)i / n));
      sum += sorted[i];
      squares += d * d;
      fourths += d * d * d * d;
    }
  g_test_message ("D √n = %g", largest * sqrt (n));
  g_assert_cmpfloat (largest * sqrt (n), <, 1.95);
  if (!isnan (form->variance))
    {
      g_assert_cmpfloat (fabs (sum / n - form->mean), <, 4 * sqrt (form->variance / n));
      g_assert_cmpfloat (fabs (squares / n / form->variance - 1), <, 0.05);
    }
  if (!isnan (form->kurtosis))
    g_assert_cmpfloat (fabs (fourths / n / (form->variance * form->variance) / form->kurtosis - 1), <,
                       0.07); /* Laplace's own deviation is 0.016 */
}

static void
test_relu (void)
{
  QstDistribution distribution;
  g_autoptr (QstTensor) tensor = NULL;
  const float *values;
  gsize zeros = 0;

  qst_distribution_init (&distribution, QST_DISTRIBUTION_RELU);
  tensor = draw (&distribution);
  values = values_of (tensor);
  for (gsize i = 0; i < 65536; i++)
    {
      zeros += values[i] == 0;
      g_assert_cmpfloat (values[i], >=, 0);
      g_assert_false (signbit (values[i]));
    }
  g_assert_cmpfloat (fabs ((double)zeros / 65536 - 0.5), <, 4 * 0.5 / 256);
}

static void
test_channels (void)
{
  QstDistribution distribution;
  g_autoptr (QstTensor) tensor = NULL;
  const float *values;

  qst_distribution_init (&distribution, QST_DISTRIBUTION_CHANNELS);
  distribution.count = 5 * 20000 + 3;
  distribution.channels = 5;
  distribution.channel_ratio = 16;
  distribution.sigma = 2;
  tensor = draw (&distribution);
  values = values_of (tensor);
  g_assert_cmpuint (qst_tensor_get_n_dims (tensor), ==, 2);
  g_assert_cmpuint (qst_tensor_get_shape (tensor)[0], ==, 5);
  g_assert_cmpuint (qst_tensor_get_shape (tensor)[1], ==, 20000);
  for (gsize row = 0; row < 5; row++)
    {
      double squares = 0;

      for (gsize i = 0; i < 20000; i++)
        squares += (double)values[row * 20000 + i] * (double)values[row * 20000 + i];
      /* 0.5, 1, 2, 4, 8 */
      g_assert_cmpfloat (fabs (sqrt (squares / 20000) / (0.5 * (1 << row)) - 1), <, 4 / sqrt (2 * 20000));
    }
}

static void
test_shift_and_sigma (void)
{
  QstDistribution plain, moved;
  g_autoptr (QstTensor) a = NULL;
  g_autoptr (QstTensor) b = NULL;

  qst_distribution_init (&plain, QST_DISTRIBUTION_GAUSSIAN);
  qst_distribution_init (&moved, QST_DISTRIBUTION_GAUSSIAN);
  moved.mean = 3;
  moved.sigma = 0.25;
  a = draw (&plain);
  b = draw (&moved);
  for (gsize i = 0; i < 65536; i++)
    g_assert_cmpfloat_with_epsilon (values_of (b)[i], 3 + 0.25f * values_of (a)[i], 1e-6f);
}

/* The first of a longer draw are those of a shorter; seeds and kinds differ; neighbours are not correlated. */
static void
test_streams (gconstpointer data)
{
  QstDistributionKind kind = GPOINTER_TO_UINT (data);
  QstDistribution distribution;
  g_autoptr (QstTensor) long_draw = NULL;
  g_autoptr (QstTensor) short_draw = NULL;
  g_autoptr (QstTensor) other = NULL;
  gsize equal = 0;

  qst_distribution_init (&distribution, kind);
  distribution.count = 100000;
  long_draw = draw (&distribution);
  distribution.count = 16;
  distribution.channels = 4;
  short_draw = draw (&distribution);
  if (kind != QST_DISTRIBUTION_CHANNELS)
    g_assert_cmpmem (values_of (long_draw), 64, values_of (short_draw), 64);
  g_assert_cmpstr (qst_tensor_get_name (short_draw), ==, qst_distribution_get_nick (kind));
  g_assert_cmpstr (qst_tensor_get_format (short_draw), ==, "distribution");

  qst_distribution_init (&distribution, kind);
  distribution.count = 100000;
  distribution.seed = 2;
  other = draw (&distribution);
  for (gsize i = 0; i < 99968; i++)
    equal += values_of (long_draw)[i] == values_of (other)[i];
  g_assert_cmpuint (equal, <, kind == QST_DISTRIBUTION_RELU ? 26000 : 50);
}

static double
correlation (const float *a, const float *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double)a[i] * (double)b[i];
  return sum / (double)n;
}

static void
test_correlation (void)
{
  QstDistribution distribution;
  g_autoptr (QstTensor) a = NULL;
  g_autoptr (QstTensor) b = NULL;
  const gsize n = 60000;

  qst_distribution_init (&distribution, QST_DISTRIBUTION_GAUSSIAN);
  a = draw (&distribution);
  distribution.seed = 2;
  b = draw (&distribution);
  for (gsize lag = 1; lag < 10; lag++)
    g_assert_cmpfloat (fabs (correlation (values_of (a), values_of (a) + lag, n)), <, 4 / sqrt ((double)n));
  g_assert_cmpfloat (fabs (correlation (values_of (a), values_of (b), n)), <, 4 / sqrt ((double)n));
}

/* Heavy tails stay finite. */
static void
test_extremes (void)
{
  QstDistribution distribution;

  for (QstDistributionKind kind = 0; kind < QST_N_DISTRIBUTIONS; kind++)
    {
      g_autoptr (QstTensor) tensor = NULL;

      qst_distribution_init (&distribution, kind);
      distribution.count = 4096;
      distribution.sigma = 1e38;
      distribution.degrees = 0.01;
      distribution.outlier_scale = 1e38;
      distribution.separation = 1e38;
      distribution.channel_ratio = 1e38;
      tensor = draw (&distribution);
      for (gsize i = 0; i < 4096; i++)
        g_assert_true (isfinite (values_of (tensor)[i]));
    }
}

static void
test_cancel (void)
{
  QstDistribution distribution;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  qst_distribution_init (&distribution, QST_DISTRIBUTION_GAUSSIAN);
  g_cancellable_cancel (cancellable);
  g_assert_null (qst_distribution_draw (&distribution, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* One wrong parameter each, as an offset into the struct. */
static const struct
{
  const char *name;
  QstDistributionKind kind;
  gsize offset;
  double number; /* for doubles */
  guint64 integer;
  gboolean is_integer;
} wrongs[] = {
#define REAL(kind, field, x)                                                                                                     \
  {                                                                                                                              \
#field "=" #x, QST_DISTRIBUTION_##kind, G_STRUCT_OFFSET(QstDistribution, field), x, 0, FALSE                                 \
  }
#define INTEGER(kind, field, x)                                                                                                  \
  {                                                                                                                              \
#field "=" #x, QST_DISTRIBUTION_##kind, G_STRUCT_OFFSET(QstDistribution, field), 0, x, TRUE                                  \
  }
  INTEGER (GAUSSIAN, count, 0),
  INTEGER (GAUSSIAN, count, 15),
  INTEGER (GAUSSIAN, count, 16777217),
  INTEGER (GAUSSIAN, count, G_MAXUINT64),
  INTEGER (CHANNELS, channels, 0),
  INTEGER (CHANNELS, channels, 65537),
  REAL (GAUSSIAN, sigma, 0),
  REAL (GAUSSIAN, sigma, -1),
  REAL (GAUSSIAN, sigma, NAN),
  REAL (GAUSSIAN, sigma, INFINITY),
  REAL (GAUSSIAN, mean, NAN),
  REAL (GAUSSIAN, mean, INFINITY),
  REAL (STUDENT_T, degrees, 0),
  REAL (STUDENT_T, degrees, -1),
  REAL (STUDENT_T, degrees, NAN),
  REAL (BIMODAL, separation, -1),
  REAL (BIMODAL, separation, INFINITY),
  REAL (OUTLIERS, outlier_share, -0.1),
  REAL (OUTLIERS, outlier_share, 1.1),
  REAL (OUTLIERS, outlier_share, NAN),
  REAL (OUTLIERS, outlier_scale, 0),
  REAL (CHANNELS, channel_ratio, 0.5),
  REAL (CHANNELS, channel_ratio, NAN),
};

static void
test_wrong (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  QstDistribution distribution;
  g_autoptr (GError) error = NULL;

  qst_distribution_init (&distribution, wrongs[i].kind);
  if (wrongs[i].is_integer)
    *(guint64 *)((char *)&distribution + wrongs[i].offset) = wrongs[i].integer;
  else
    *(double *)((char *)&distribution + wrongs[i].offset) = wrongs[i].number;
  g_assert_null (qst_distribution_draw (&distribution, NULL, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_ARGUMENT);
  g_assert_cmpuint (strlen (error->message), >, 20);
}

static void
test_names (void)
{
  QstDistributionKind kind;

  for (guint i = 0; i < QST_N_DISTRIBUTIONS; i++)
    {
      g_assert_true (qst_distribution_from_nick (qst_distribution_get_nick (i), &kind));
      g_assert_cmpuint (kind, ==, i);
      g_assert_nonnull (qst_distribution_get_title (i));
    }
  g_assert_false (qst_distribution_from_nick ("normal", &kind));
}

/* Slow machines and sanitizers: only told, unless asked for. */
static void
test_speed (void)
{
  QstDistribution distribution;
  g_autoptr (QstTensor) tensor = NULL;
  gint64 begin = g_get_monotonic_time ();

  if (!g_test_perf ())
    {
      g_test_skip ("only with -m perf");
      return;
    }
  qst_distribution_init (&distribution, QST_DISTRIBUTION_GAUSSIAN);
  distribution.count = QST_DISTRIBUTION_COUNT_MAX;
  tensor = draw (&distribution);
  g_test_minimized_result ((double)(g_get_monotonic_time () - begin) / 1e6, "16 Mi Gaussian values");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 1500 * 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/random/philox", test_philox);
  g_test_add_func ("/tensor/random/quantile", test_quantile);
  g_test_add_func ("/tensor/random/functions", test_functions);
  for (gsize i = 0; i < G_N_ELEMENTS (peer_sums); i++)
    {
      g_autofree char *name = g_strdup_printf ("/tensor/distribution/peer/%s/%zu", peer_sums[i].nick, i / QST_N_DISTRIBUTIONS);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_peer);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/distribution/form/", forms[i].name, NULL);

      g_test_add_data_func (name, &forms[i], test_form);
    }
  for (guint i = 0; i < QST_N_DISTRIBUTIONS; i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/distribution/streams/", qst_distribution_get_nick (i), NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_streams);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/distribution/wrong/", wrongs[i].name, NULL);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_wrong);
    }
  g_test_add_func ("/tensor/distribution/relu", test_relu);
  g_test_add_func ("/tensor/distribution/channels", test_channels);
  g_test_add_func ("/tensor/distribution/shift-and-sigma", test_shift_and_sigma);
  g_test_add_func ("/tensor/distribution/correlation", test_correlation);
  g_test_add_func ("/tensor/distribution/extremes", test_extremes);
  g_test_add_func ("/tensor/distribution/cancel", test_cancel);
  g_test_add_func ("/tensor/distribution/names", test_names);
  g_test_add_func ("/tensor/distribution/speed", test_speed);
  return g_test_run ();
}
