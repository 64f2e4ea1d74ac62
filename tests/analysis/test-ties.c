/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

#include "analysis/qsa-ties.h"

#include <math.h>

typedef struct
{
  const char *name;
  int bits;
  gboolean is_signed;
  float scale;
  int zero_point;
} Grid;

static const Grid grids[] = {
  { "int4", 4, TRUE, 0.3f, -1 },       { "uint3", 3, FALSE, 0.25f, 3 },      { "int8", 8, TRUE, 0.0071f, 17 },
  { "uint8", 8, FALSE, 1.0f, 200 },    { "tiny", 4, TRUE, 3e-44f, 2 },       { "huge", 4, TRUE, 3e37f, -3 },
  { "int11", 11, TRUE, 0.001f, -700 }, { "uint16", 16, FALSE, 2.0f, 40000 },
};

/* On which side of which threshold: even inside code q (counted in twos), odd on the threshold below it. Ends have none. */
static gint64
get_side (const QscParams *params, float value)
{
  const gboolean shifts = qsc_params_shifts (params);
  const gint64 low = shifts ? params->qmin : params->qmin - params->zero_point, high = low + params->qmax - params->qmin;
  double place, side;
  QscTrace trace;

  qsc_params_trace (params, value, 0, &trace);
  place = shifts ? trace.shifted : (double)trace.ratio;
  place = isnan (place) ? (shifts ? params->zero_point : 0) : CLAMP (place, -1e6, 1e6);
  if (params->rounding == QSC_ROUND_DOWN || (params->rounding == QSC_ROUND_TOWARD_ZERO && place >= 1))
    side = 2 * floor (place) - (floor (place) == place);
  else if (params->rounding == QSC_ROUND_UP || (params->rounding == QSC_ROUND_TOWARD_ZERO && place <= -1))
    side = 2 * ceil (place) + (ceil (place) == place);
  else if (params->rounding == QSC_ROUND_TOWARD_ZERO)
    side = 0;
  else
    side = 2 * floor (place + 0.5) - (floor (place + 0.5) == place + 0.5);
  return CLAMP ((gint64)side, 2 * low, 2 * high);
}

/* From float to float until something else is met, downwards first. */
static gboolean
walk (const QscParams *params, float value, int *ulp)
{
  const gint64 side = get_side (params, value);
  float lower = value, upper = value;

  *ulp = 0;
  for (int i = 1; i <= QSA_TIES_REACH && side % 2 == 0; i++)
    {
      lower = nextafterf (lower, -INFINITY);
      upper = nextafterf (upper, INFINITY);
      *ulp = isfinite (lower) && get_side (params, lower) != side   ? i
             : isfinite (upper) && get_side (params, upper) != side ? -i
                                                                    : 0;
      if (*ulp != 0)
        return TRUE;
    }
  return side % 2 != 0;
}

/* Around a good many thresholds, and anywhere. */
static GArray *
make_values (const QscParams *params)
{
  static const float special[] = { 0.0f, -0.0f, NAN, INFINITY, -INFINITY, 3.4e38f, -3.4e38f, 1e-45f, -1e-45f };
  GArray *values = g_array_new (FALSE, FALSE, sizeof (float));
  const int n = params->qmax - params->qmin, stride = MAX (n / 60, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  g_array_append_vals (values, special, G_N_ELEMENTS (special));
  for (int half = -2; half <= 2 * n + 2; half += stride)
    {
      float value = (float)(0.5 * half + params->qmin - params->zero_point) * params->scale;

      for (int i = 0; i < 12; i++)
        value = nextafterf (value, -INFINITY);
      for (int i = 0; i < 25 && isfinite (value); i++, value = nextafterf (value, INFINITY))
        g_array_append_val (values, value);
    }
  for (int i = 0; i < 3000; i++)
    {
      const float value =
          (float)g_rand_double_range (rand, params->qmin - params->zero_point - 2.0, params->qmax - params->zero_point + 2.0)
          * params->scale;

      g_array_append_val (values, value);
    }
  return values;
}

static guint64
count_differing (const QscParams *params, const QsaTiesOther *other, const float *values, gsize n)
{
  QscParams its = *params;
  guint64 differing = 0;
  QscTrace a, b;

  its.rounding = other->rounding;
  its.arithmetic = other->arithmetic;
  for (gsize i = 0; i < n; i++)
    {
      qsc_params_trace (params, values[i], i, &a);
      qsc_params_trace (&its, values[i], i, &b);
      differing += isfinite (values[i]) && a.code != b.code;
    }
  return differing;
}

static void
check (const QscParams *params)
{
  g_autoptr (GArray) array = make_values (params);
  const float *values = (const float *)array->data;
  g_autoptr (QsaSource) source = analysis_test_source (values, array->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (QsaTies) ties = qsa_ties_new (source, params, NULL, &error);
  guint64 expected[QSA_TIES_N] = { 0 };
  guint seen = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < array->len; i++)
    {
      int ulp = 99, own = 99;
      const gboolean is_near = isfinite (values[i]) && walk (params, values[i], &ulp);

      if (is_near)
        expected[ulp + QSA_TIES_REACH]++;
      g_assert_cmpint (qsa_ties_get_distance (ties, values[i], &own), ==, is_near);
      if (is_near)
        g_assert_cmpint (own, ==, ulp);
    }
  for (guint i = 0; i < QSA_TIES_N; i++)
    g_assert_cmpuint (qsa_ties_get_counts (ties)[i], ==, expected[i]);
  for (guint i = 0; i < QSA_TIES_OTHERS; i++)
    {
      const QsaTiesOther *other = &qsa_ties_get_others (ties)[i];

      seen |= other->arithmetic != params->arithmetic ? 0x100u : 1u << other->rounding;
      g_assert_cmpuint (other->differing, ==, count_differing (params, other, values, array->len));
    }
  g_assert_cmpuint (seen, ==, 0x100u | (0x3fu & ~(1u << params->rounding)));
}

/* Every rule and arithmetic, one value at a time. */
static void
test_exact (gconstpointer data)
{
  const Grid *grid = data;

  for (int rounding = 0; rounding < QSC_ROUND_STOCHASTIC; rounding++)
    for (int arithmetic = 0; arithmetic < QSC_N_ARITHMETICS; arithmetic++)
      {
        const QscScheme format = { .bits = grid->bits,
                                   .is_signed = grid->is_signed,
                                   .rounding = (QscRounding)rounding,
                                   .arithmetic = (QscArithmetic)arithmetic };
        QscParams params;

        g_assert_cmpint (qsc_params_init (&params, &format, grid->scale, grid->zero_point), ==, QSC_OK);
        check (&params);
      }
}

/* s = 1 and whole and half numbers: what rules do with ties can be counted by hand. */
static void
test_by_hand (void)
{
  static const float values[] = { -1.5f, -0.5f, 0.5f, 1.5f, 2.5f, 1.0f, 0.25f, NAN, 7.5f };
  const QscScheme format = { .bits = 4, .is_signed = TRUE, .symmetric = TRUE };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  g_autoptr (QsaTies) ties = NULL;
  const QsaTiesOther *others;
  QscParams params;
  int ulp;

  g_assert_cmpint (qsc_params_init (&params, &format, 1.0f, 0), ==, QSC_OK);
  ties = qsa_ties_new (source, &params, NULL, NULL);
  others = qsa_ties_get_others (ties);
  g_assert_cmpuint (qsa_ties_get_counts (ties)[QSA_TIES_REACH], ==, 5); /* 7.5 is clipped: no code begins there */
  g_assert_cmpint (others[0].rounding, ==, QSC_ROUND_HALF_AWAY);
  g_assert_cmpuint (others[0].differing, ==, 3); /* -0.5, 0.5, 2.5 */
  g_assert_cmpint (others[1].rounding, ==, QSC_ROUND_HALF_UP);
  g_assert_cmpuint (others[1].differing, ==, 3); /* -1.5, 0.5, 2.5 */
  g_assert_cmpint (others[QSA_TIES_OTHERS - 1].arithmetic, ==, QSC_MULTIPLY);
  g_assert_cmpuint (others[QSA_TIES_OTHERS - 1].differing, ==, 0);
  g_assert_true (qsa_ties_get_distance (ties, nextafterf (0.5f, 0), &ulp));
  g_assert_cmpint (ulp, ==, -1);
  g_assert_false (qsa_ties_get_distance (ties, 1.0f, &ulp));
  g_assert_true (qsa_ties_is_of (ties, source, &params));
  params.scale = 2;
  g_assert_false (qsa_ties_is_of (ties, source, &params));
}

static void
test_refused (void)
{
  static const float values[] = { 1, 2 };
  const QscScheme format = { .bits = 4, .is_signed = TRUE, .rounding = QSC_ROUND_STOCHASTIC };
  g_autoptr (QsaSource) source = analysis_test_source (values, 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  QscParams params;

  g_assert_cmpint (qsc_params_init (&params, &format, 1.0f, 0), ==, QSC_OK);
  g_assert_null (qsa_ties_new (source, &params, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);
  params.rounding = QSC_ROUND_DOWN;
  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_ties_new (source, &params, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (grids); i++)
    {
      g_autofree char *path = g_strconcat ("/analysis/ties/exact/", grids[i].name, NULL);

      g_test_add_data_func (path, &grids[i], test_exact);
    }
  g_test_add_func ("/analysis/ties/by-hand", test_by_hand);
  g_test_add_func ("/analysis/ties/refused", test_refused);
  return g_test_run ();
}
