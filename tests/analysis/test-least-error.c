/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least squared error against every assignment of codes there is, and against dense grids. */
#include <math.h>
#include <stdlib.h>

#include "analysis-test.h"

#include "analysis/qsa-index.h"

static QscParams
calibrate (QsaSource *source, const QscScheme *format)
{
  QsaScheme scheme;
  g_autoptr (GError) error = NULL;
  QscParams params;

  qsa_scheme_init (&scheme);
  scheme.format = *format;
  scheme.calibration = QSA_CALIBRATION_MSE;
  g_assert_true (qsa_calibrate (source, &scheme, NULL, &params, &error));
  g_assert_no_error (error);
  return params;
}

static double
measure (QsaSource *source, const QscParams *params)
{
  QsaIndexErrors errors;

  qsa_index_measure (qsa_source_get_index (source, NULL, NULL), params, &errors);
  return errors.sse_rounding + errors.sse_clipping;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* The codes are the same between two neighbouring scales at which some value is half-way between two of them; there the best scale
 * is sum r k / sum k^2. */
static double
get_least_of_pieces (const float *values, gsize n, int low, int high)
{
  g_autoptr (GArray) scales = g_array_new (FALSE, FALSE, sizeof (double));
  double least = (double)INFINITY;

  for (gsize i = 0; i < n; i++)
    for (int k = low; k < high; k++)
      {
        const double scale = (double)values[i] / (k + 0.5);

        if (scale > 0 && isfinite (scale))
          g_array_append_val (scales, scale);
      }
  g_array_sort (scales, compare_doubles);
  for (guint p = 0; p + 1 < scales->len; p++)
    {
      const double a = g_array_index (scales, double, p), b = g_array_index (scales, double, p + 1), middle = (a + b) / 2;
      double xk = 0, kk = 0, error = 0, scale;

      for (gsize i = 0; i < n; i++)
        {
          const double k = CLAMP (rint ((double)values[i] / middle), low, high);

          xk += (double)values[i] * k;
          kk += k * k;
        }
      scale = kk > 0 ? CLAMP (xk / kk, a, b) : middle;
      for (gsize i = 0; i < n; i++)
        {
          const double k = CLAMP (rint ((double)values[i] / middle), low, high), e = (double)values[i] - scale * k;

          error += e * e;
        }
      least = fmin (least, error);
    }
  return least;
}

/* A few values at random, over all zero-points that the format allows. */
static void
test_pieces (gconstpointer data)
{
  const QscScheme *format = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)format->bits);
  int32_t qmin, qmax;

  qsc_scheme_get_code_range (format, &qmin, &qmax);
  for (int run = 0; run < 60; run++)
    {
      const gsize n = 2 + (gsize)run / 4;
      const int first = format->symmetric ? qsc_scheme_get_symmetric_zero_point (format) : qmin;
      const int last = format->symmetric ? first : qmax;
      g_autoptr (QsaSource) source = NULL;
      float values[32];
      double least = (double)INFINITY, signal = 0;
      QscParams params;

      for (gsize i = 0; i < n; i++)
        {
          values[i] = (float)(g_rand_double_range (rand, run % 3 == 0 ? 0 : -1, 1) * (i == 0 ? 3 : 1));
          signal += (double)values[i] * (double)values[i];
        }
      for (int z = first; z <= last; z++)
        least = fmin (least, get_least_of_pieces (values, n, qmin - z, qmax - z));
      source = analysis_test_source (values, n);
      params = calibrate (source, format);
      g_assert_cmpfloat (measure (source, &params), <=, least * (1 + 1e-5) + signal * 1e-12);
    }
}

/* Drawn values: no scale of a dense grid, and none of the floats around the optimum, is better by more than float32's rounding
 * of levels makes. */
static void
test_grid (gconstpointer data)
{
  const guint number = GPOINTER_TO_UINT (data);
  const QscScheme format = { .bits = 2 + (int)(number / 2 % 9), .is_signed = true, .symmetric = number % 2 };
  g_autoptr (QsaSource) source = analysis_test_draw ((QstDistributionKind)(number / 18), 4001);
  const QscParams best = calibrate (source, &format);
  const double least = measure (source, &best);
  const int n_zero_points = format.symmetric ? 1 : best.qmax - best.qmin + 1;
  QsaIndex *index = qsa_source_get_index (source, NULL, NULL);
  g_autofree double *sse = g_new (double, n_zero_points);
  const int n_scales = 80000 / (best.qmax - best.qmin + n_zero_points);
  QscParams params = best;

  for (int i = 0; i < n_scales; i++)
    {
      params.scale = (float)((double)best.scale * pow (16.0, 2.0 * i / n_scales - 1.0));
      qsa_index_measure_zero_points (index, &params, format.symmetric ? best.zero_point : best.qmin, 1, (guint)n_zero_points,
                                     sse);
      for (int j = 0; j < n_zero_points; j++)
        g_assert_cmpfloat (least, <=, sse[j] * (1 + 1e-7));
    }
  params.scale = best.scale;
  for (int i = 0; i < 20; i++)
    params.scale = nextafterf (params.scale, 0.0f);
  for (int i = 0; i <= 40; i++)
    {
      g_assert_cmpfloat (least, <=, measure (source, &params) * (1 + 1e-12));
      params.scale = nextafterf (params.scale, INFINITY);
    }
}

/* Where the optimum is searched and not proved: many bits, and rounding that is directed. */
static const QscScheme searched[] = {
  { .bits = 11, .is_signed = true, .symmetric = true },
  { .bits = 12 },
  { .bits = 14, .is_signed = true, .symmetric = true },
  { .bits = 16 },
  { .bits = 4, .is_signed = true, .symmetric = true, .rounding = QSC_ROUND_DOWN },
  { .bits = 4, .rounding = QSC_ROUND_UP },
  { .bits = 8, .is_signed = true, .symmetric = true, .rounding = QSC_ROUND_TOWARD_ZERO },
  { .bits = 8, .rounding = QSC_ROUND_DOWN },
};

#define N_SEARCHED 4001
#define N_SEARCHED_KINDS 3 /* of distributions */

/* No scale of a fine grid is better; where there are zero-points to choose, none is better by a hundredth, at the one that was found
 * and at its neighbours. */
static void
test_search (gconstpointer data)
{
  const guint number = GPOINTER_TO_UINT (data);
  const QscScheme *format = &searched[number % G_N_ELEMENTS (searched)];
  g_autoptr (QsaSource) source = analysis_test_draw ((QstDistributionKind)(number / G_N_ELEMENTS (searched)), N_SEARCHED);
  g_autofree float *scratch = g_new (float, N_SEARCHED);
  const float *x = qst_tensor_get_span (qsa_source_get_tensor (source), 0, N_SEARCHED, scratch);
  const QscParams best = calibrate (source, format);
  const double least = measure (source, &best), margin = format->symmetric ? 1e-7 : 0.01;

  for (int z = MAX (best.zero_point - 1, best.qmin); z <= MIN (best.zero_point + 1, best.qmax); z++)
    for (int i = 0; i < 2048; i += 8)
      {
        QscSquaredErrors errors[8] = { { 0, 0 } };
        QscParams params[8];

        for (int k = 0; k < 8; k++)
          {
            params[k] = best;
            params[k].zero_point = format->symmetric ? best.zero_point : z;
            params[k].scale = (float)((double)best.scale * pow (1.5, (i + k) / 1024.0 - 1.0));
          }
        qsc_squared_errors_update (errors, params, 8, x, N_SEARCHED, 0);
        for (int k = 0; k < 8; k++)
          if (least > (errors[k].sse_rounding + errors[k].sse_clipping) * (1 + margin))
            g_error ("%d bits, z = %d: %a has %.9g, %a of z = %d only %.9g", format->bits, best.zero_point, (double)best.scale,
                     least, (double)params[k].scale, params[k].zero_point, errors[k].sse_rounding + errors[k].sse_clipping);
      }
}

/* Values on a grid: nothing is lost, and the grid is found. */
static void
test_on_grid (void)
{
  float values[500];
  const QscScheme format = { .bits = 8, .is_signed = true, .symmetric = true };
  g_autoptr (QsaSource) source = NULL;
  QscParams params;

  for (int i = 0; i < 500; i++)
    values[i] = 0.37f * (float)(i * 7 % 201 - 100);
  source = analysis_test_source (values, G_N_ELEMENTS (values));
  params = calibrate (source, &format);
  g_assert_true (params.scale == 0.37f);
  g_assert_cmpfloat (measure (source, &params), ==, 0);
}

/* One far value among many: far below the scale of min-max. */
static void
test_outlier (void)
{
  g_autofree float *values = g_new0 (float, 2000000);
  const QscScheme format = { .bits = 2, .is_signed = true, .symmetric = true };
  g_autoptr (QsaSource) source = NULL;

  for (int i = 0; i < 2000000; i++)
    values[i] = i % 2 ? 1.0f : -1.0f;
  values[5] = 1000.0f; /* costs 999^2 as 1; any scale above 2 costs all others 1 */
  source = analysis_test_source (values, 2000000);
  g_assert_cmpfloat_with_epsilon (calibrate (source, &format).scale, 1.0005, 1e-3);
}

int
main (int argc, char **argv)
{
  static const QscScheme formats[] = {
    { .bits = 2, .is_signed = true, .symmetric = true },
    { .bits = 3, .is_signed = true, .symmetric = true, .narrow_range = true },
    { .bits = 4, .symmetric = true },
    { .bits = 8, .is_signed = true, .symmetric = true },
    { .bits = 2 },
    { .bits = 3, .is_signed = true },
    { .bits = 5 },
    { .bits = 4, .rounding = QSC_ROUND_HALF_UP },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strdup_printf ("/least-error/pieces/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, &formats[i], test_pieces);
    }
  for (guint i = 0; i < 18 * QST_N_DISTRIBUTIONS; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/least-error/grid/%s/%s/%d", qst_distribution_get_nick ((QstDistributionKind)(i / 18)),
                           i % 2 ? "symmetric" : "asymmetric", 2 + i / 2 % 9);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_grid);
    }
  for (guint i = 0; i < G_N_ELEMENTS (searched) * N_SEARCHED_KINDS; i++)
    {
      const QstDistributionKind kind = (QstDistributionKind)(i / G_N_ELEMENTS (searched));
      g_autofree char *path =
          g_strdup_printf ("/least-error/search/%s/%d", qst_distribution_get_nick (kind), (int)(i % G_N_ELEMENTS (searched)));

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_search);
    }
  g_test_add_func ("/least-error/on-grid", test_on_grid);
  g_test_add_func ("/least-error/outlier", test_outlier);
  return g_test_run ();
}
