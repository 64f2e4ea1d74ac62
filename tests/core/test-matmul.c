/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cases worked by hand, and requantization against wider arithmetic written another way. Products at large are check-kernels'. */
#include <glib.h>
#include <math.h>

#include "core/qsc-matmul.h"
#include "core/qsc-requantize.h"

static void
test_dot_by_hand (void)
{
  const guint8 a[] = { 3, 255, 10 };
  const int8_t b[] = { -2, 100, 7 };
  QscDot dot;

  /* (3-1)(-2-4) + (255-1)(100-4) + (10-1)(7-4) = -12 + 24384 + 27 */
  qsc_dot_u8_i8 (a, 1, b, 4, 3, &dot);
  g_assert_cmpint (dot.sum_ab, ==, -6 + 25500 + 70);
  g_assert_cmpint (dot.sum_a, ==, 268);
  g_assert_cmpint (dot.sum_b, ==, 105);
  g_assert_cmpint (dot.result, ==, 24399);
}

static void
test_layer_by_hand (void)
{
  /* Two inputs, three outputs whose weights stand in rows. */
  const int8_t a[] = { 1, -2, 3, 4 };
  const int8_t weights[] = { 1, 2, 3, -4, -128, 127 };
  const int32_t bias[] = { 10, 20, 30 };
  const QscMatmulShape shape = { 2, 3, 2, 2, 3 };
  g_autofree void *packed = g_malloc (qsc_matmul_get_packed_size_i8 (2, 3));
  g_autofree void *workspace = g_malloc (qsc_matmul_get_workspace_size (&shape));
  int32_t c[6];

  qsc_matmul_pack_i8 (weights, 1, 2, 2, 3, packed);
  qsc_matmul_i8_i8 (&shape, a, 0, packed, 0, bias, workspace, c);
  g_assert_cmpint (c[0], ==, 1 - 4 + 10);
  g_assert_cmpint (c[1], ==, 3 + 8 + 20);
  g_assert_cmpint (c[2], ==, -128 - 254 + 30);
  g_assert_cmpint (c[3], ==, 3 + 8 + 10);
  g_assert_cmpint (c[4], ==, 9 - 16 + 20);
  g_assert_cmpint (c[5], ==, -384 + 508 + 30);

  /* Zero-points of 1 and -1: (0)(2) + (-3)(3) and so on. */
  qsc_matmul_i8_i8 (&shape, a, 1, packed, -1, NULL, workspace, c);
  g_assert_cmpint (c[0], ==, 0 * 2 - 3 * 3);
  g_assert_cmpint (c[1], ==, 0 * 4 - 3 * -3);
  g_assert_cmpint (c[5], ==, 2 * -127 + 3 * 128);
}

/* The depth that is promised: every product at the end of its range. */
static void
test_deepest (void)
{
  const size_t depth = QSC_MATMUL_DEPTH_MAX;
  const QscMatmulShape shape = { 1, 1, depth, depth, 1 };
  g_autofree guint8 *a = g_malloc (depth);
  g_autofree int8_t *b = g_malloc (depth);
  g_autofree void *packed = g_malloc (qsc_matmul_get_packed_size_i8 (depth, 1));
  g_autofree void *workspace = g_malloc (qsc_matmul_get_workspace_size (&shape));
  int32_t c;

  memset (a, 255, depth);
  memset (b, 128, depth);
  qsc_matmul_pack_i8 (b, 1, depth, depth, 1, packed);
  qsc_matmul_u8_i8 (&shape, a, 0, packed, 0, NULL, workspace, &c);
  g_assert_cmpint (c, ==, -2147483520);
}

static void
test_multiplier (void)
{
  const struct
  {
    double real;
    int32_t value;
    int shift;
  } cases[] = {
    { 0.0, 0, 0 },
    { 1.0, 1 << 30, 1 },
    { 0.5, 1 << 30, 0 },
    { 0.75, 1610612736, 0 },
    { 0.0078125, 1 << 30, -6 },
    { 1.0 / 3.0, 1431655765, -1 },      /* 2/3 * 2^31 = 1431655765.33 */
    { 1.0 - 0x1p-40, 1 << 30, 1 },      /* rounds up to 2^31, which is halved */
    { 0x1p-32, 1 << 30, -31 },          /* the smallest shift */
    { 0x1p-33, 0, 0 },                  /* one more would leave nothing */
    { 0x1.8p29, 1610612736, 30 },       /* the largest shift */
    { 0x1.00000002p-1, 1073741825, 0 }, /* 2^30 + 0.5: half away from zero */
  };
  QscMultiplier multiplier;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (qsc_multiplier_init (&multiplier, cases[i].real), ==, QSC_OK);
      g_assert_cmpint (multiplier.value, ==, cases[i].value);
      g_assert_cmpint (multiplier.shift, ==, cases[i].shift);
      if (cases[i].value != 0)
        g_assert_cmpfloat (fabs (qsc_multiplier_get_real (&multiplier) / cases[i].real - 1.0), <=, 0x1p-31);
    }
  g_assert_cmpint (qsc_multiplier_init (&multiplier, -1.0), ==, QSC_ERROR_SCALE);
  g_assert_cmpint (qsc_multiplier_init (&multiplier, NAN), ==, QSC_ERROR_SCALE);
  g_assert_cmpint (qsc_multiplier_init (&multiplier, INFINITY), ==, QSC_ERROR_SCALE);
  g_assert_cmpint (qsc_multiplier_init (&multiplier, 0x1p30), ==, QSC_ERROR_SCALE);
}

/* M = 0.75 / 2: 3 M = 1.125, 4 M = 1.5, 12 M = 4.5. What a product of 4 rounds to first is 3 (3 exactly), then half of it away from
 * zero; once, half goes up. */
static void
test_apply_by_hand (void)
{
  QscMultiplier m;

  g_assert_cmpint (qsc_multiplier_init (&m, 0.375), ==, QSC_OK);
  g_assert_cmpint (m.shift, ==, -1);
  g_assert_cmpint (qsc_multiplier_apply (&m, 3, QSC_REQUANTIZE_DOUBLE_ROUNDING), ==, 1);
  g_assert_cmpint (qsc_multiplier_apply (&m, 4, QSC_REQUANTIZE_DOUBLE_ROUNDING), ==, 2);
  g_assert_cmpint (qsc_multiplier_apply (&m, -4, QSC_REQUANTIZE_DOUBLE_ROUNDING), ==, -2);
  g_assert_cmpint (qsc_multiplier_apply (&m, -4, QSC_REQUANTIZE_SINGLE_ROUNDING), ==, -1);
  g_assert_cmpint (qsc_multiplier_apply (&m, 12, QSC_REQUANTIZE_SINGLE_ROUNDING), ==, 5);
  /* 1 M = 0.375: the first rounding makes 0.75 to 1, the second 0.5 to 1; once, it is 0. */
  g_assert_cmpint (qsc_multiplier_apply (&m, 1, QSC_REQUANTIZE_DOUBLE_ROUNDING), ==, 1);
  g_assert_cmpint (qsc_multiplier_apply (&m, 1, QSC_REQUANTIZE_SINGLE_ROUNDING), ==, 0);
  /* Above 1. */
  g_assert_cmpint (qsc_multiplier_init (&m, 5.0), ==, QSC_OK);
  g_assert_cmpint (qsc_multiplier_apply (&m, -7, QSC_REQUANTIZE_DOUBLE_ROUNDING), ==, -35);
  g_assert_cmpint (qsc_multiplier_apply (&m, -7, QSC_REQUANTIZE_SINGLE_ROUNDING), ==, -35);
}

/* The rules as gemmlowp states them, in 128 bits and by division: the product is nudged by its sign and divided toward zero; then
 * the remainder of the shift is compared with a threshold that is one more for negative numbers. */
static gint64
expect_double (const QscMultiplier *m, gint32 sum)
{
  const int left = MAX (m->shift, 0), right = MAX (-m->shift, 0);
  const __int128 product = (__int128)sum * ((__int128)1 << left) * m->value;
  const gint64 nudge = product >= 0 ? 1 << 30 : 1 - (1 << 30);
  const gint64 high = (gint64)((product + nudge) / ((__int128)1 << 31));
  const gint64 power = (gint64)1 << right;
  const gint64 floor_part = (gint64)floor ((double)high / (double)power), remainder = high - floor_part * power;
  const gint64 threshold = (power - 1) / 2 + (high < 0 ? 1 : 0);

  return floor_part + (remainder > threshold ? 1 : 0);
}

/* floor (x + 1/2) of the exact quotient. */
static gint64
expect_single (const QscMultiplier *m, gint32 sum)
{
  const __int128 half = (__int128)1 << (30 - m->shift), whole = half * 2;
  const __int128 numerator = (__int128)sum * m->value + half;
  const __int128 quotient = numerator / whole;

  return (gint64)(quotient - (numerator % whole < 0 ? 1 : 0));
}

static gint32
draw_sum (int shift)
{
  const int bits = g_test_rand_int_range (1, shift > 0 ? 31 - shift : 32);
  const gint64 magnitude = (gint64)((guint32)g_test_rand_int ()) >> (32 - bits);

  return (gint32)(g_test_rand_bit () ? -magnitude : magnitude);
}

static void
test_apply_at_random (void)
{
  const gint32 ends[] = { G_MININT32, G_MININT32 + 1, -1, 0, 1, G_MAXINT32 - 1, G_MAXINT32 };

  for (int i = 0; i < 300000; i++)
    {
      QscMultiplier m = { g_test_rand_int_range (1 << 30, G_MAXINT32), g_test_rand_int_range (-31, 16) };
      gint32 sum;

      if (i % 5 == 0)
        m.value = 1 << 30; /* ties */
      sum = i % 11 == 0 && m.shift <= 0 ? ends[i % G_N_ELEMENTS (ends)] : draw_sum (m.shift);
      g_assert_cmpint (qsc_multiplier_apply (&m, sum, QSC_REQUANTIZE_DOUBLE_ROUNDING), ==, expect_double (&m, sum));
      g_assert_cmpint (qsc_multiplier_apply (&m, sum, QSC_REQUANTIZE_SINGLE_ROUNDING), ==,
                       CLAMP (expect_single (&m, sum), G_MININT32, G_MAXINT32));
    }
}

/* Beyond int32 the ends of the codes are met all the same. */
static void
test_beyond (void)
{
  const gint32 sums[] = { G_MAXINT32, G_MININT32, 1 << 20, -(1 << 20) };
  const QscMultiplier m = { 1 << 30, 20 };
  gint8 codes[4];

  for (int rounding = 0; rounding < 2; rounding++)
    {
      qsc_requantize_i8 (&m, (QscRequantizeRounding)rounding, sums, 4, -100, -128, 127, codes);
      g_assert_cmpint (codes[0], ==, 127);
      g_assert_cmpint (codes[1], ==, -128);
      g_assert_cmpint (codes[2], ==, 127);
      g_assert_cmpint (codes[3], ==, -128);
    }
}

static void
test_requantize (void)
{
  gint32 sums[1000];
  gint8 i8[1000];
  guint8 u8[1000];
  QscMultiplier m;

  for (int i = 0; i < 1000; i++)
    sums[i] = g_test_rand_int_range (-40000, 40000);
  g_assert_cmpint (qsc_multiplier_init (&m, 0.0037), ==, QSC_OK);
  for (int rounding = 0; rounding < 2; rounding++)
    for (gsize n = 0; n <= 1000; n = n * 2 + 1)
      {
        qsc_requantize_i8 (&m, (QscRequantizeRounding)rounding, sums, n, 3, -127, 127, i8);
        qsc_requantize_u8 (&m, (QscRequantizeRounding)rounding, sums, n, 128, 0, 255, u8);
        for (gsize i = 0; i < n; i++)
          {
            const gint64 scaled = rounding == 0 ? expect_double (&m, sums[i]) : expect_single (&m, sums[i]);

            g_assert_cmpint (i8[i], ==, CLAMP (scaled + 3, -127, 127));
            g_assert_cmpint (u8[i], ==, CLAMP (scaled + 128, 0, 255));
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matmul/dot-by-hand", test_dot_by_hand);
  g_test_add_func ("/matmul/layer-by-hand", test_layer_by_hand);
  g_test_add_func ("/matmul/deepest", test_deepest);
  g_test_add_func ("/requantize/multiplier", test_multiplier);
  g_test_add_func ("/requantize/apply-by-hand", test_apply_by_hand);
  g_test_add_func ("/requantize/apply-at-random", test_apply_at_random);
  g_test_add_func ("/requantize/beyond", test_beyond);
  g_test_add_func ("/requantize/codes", test_requantize);
  return g_test_run ();
}
