/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <float.h>
#include <math.h>
#include <string.h>

#include "core/qsc.h"
#include "oracle.h"

/* The value of a code by the formats' definition: (-1)^s 2^(e - bias) 1.m, or 2^(1 - bias) 0.m where e is 0. */
static double
decode (guint code, int n_exponent, int n_mantissa, gboolean finite_only)
{
  const int bias = (1 << (n_exponent - 1)) - 1, e_max = (1 << n_exponent) - 1;
  const int e = (int)(code >> n_mantissa) & e_max, m = (int)code & ((1 << n_mantissa) - 1);
  const double sign = (code >> (n_exponent + n_mantissa)) & 1 ? -1.0 : 1.0;

  if (finite_only ? e == e_max && m == (1 << n_mantissa) - 1 : e == e_max && m != 0)
    return NAN;
  if (!finite_only && e == e_max)
    return sign * INFINITY;
  return sign * (e == 0 ? ldexp (m, 1 - bias - n_mantissa) : ldexp (m + (1 << n_mantissa), e - bias - n_mantissa));
}

static void
assert_same (float x, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (x));
  else
    {
      g_assert_cmpfloat ((double)x, ==, expected);
      g_assert_cmpint (!!signbit (x), ==, !!signbit (expected));
    }
}

static void
test_words (void)
{
  guint16 *codes = g_new (guint16, 65536);
  float *x = g_new (float, 65536);

  for (guint i = 0; i < 65536; i++)
    codes[i] = (guint16)i;
  qsc_convert_f16 (codes, 65536, x);
  for (guint i = 0; i < 65536; i++)
    assert_same (x[i], decode (i, 5, 10, FALSE));
  qsc_convert_bf16 (codes, 65536, x);
  for (guint i = 0; i < 65536; i++)
    assert_same (x[i], decode (i, 8, 7, FALSE));
  g_free (x);
  g_free (codes);
}

static void
test_bytes (void)
{
  json_t *root = oracle_load ("float_formats.json");
  const json_t *e4m3 = oracle_get (root, "e4m3fn_table"), *e5m2 = oracle_get (root, "e5m2_table");
  guint8 codes[256];
  float x[256];

  for (guint i = 0; i < 256; i++)
    codes[i] = (guint8)i;
  qsc_convert_f8_e4m3 (codes, 256, x);
  for (guint i = 0; i < 256; i++)
    {
      assert_same (x[i], oracle_double (json_array_get (e4m3, i)));
      assert_same (x[i], decode (i, 4, 3, TRUE));
    }
  qsc_convert_f8_e5m2 (codes, 256, x);
  for (guint i = 0; i < 256; i++)
    {
      assert_same (x[i], oracle_double (json_array_get (e5m2, i)));
      assert_same (x[i], decode (i, 5, 2, FALSE));
    }
  json_decref (root);
}

/* Values that numpy and torch encoded come back within half a unit of the last place. */
static void
test_encoded (gconstpointer data)
{
  const gboolean is_f16 = g_str_equal (data, "f16_bits");
  json_t *root = oracle_load ("float_formats.json");
  gsize n;
  g_autofree float *x = oracle_get_floats (root, "x", &n);

  for (gsize i = 0; i < n; i++)
    {
      const guint16 code = (guint16)json_integer_value (json_array_get (oracle_get (root, data), i));
      const double largest = is_f16 ? 65520.0 : 0x1.ffp127, unit = is_f16 ? 0x1p-11 : 0x1p-8;
      const double smallest = is_f16 ? 0x1p-25 : 0x1p-134;
      float back;

      if (is_f16)
        qsc_convert_f16 (&code, 1, &back);
      else
        qsc_convert_bf16 (&code, 1, &back);
      if (isnan (x[i]))
        g_assert_true (isnan (back));
      else if (fabs ((double)x[i]) >= largest)
        g_assert_cmpfloat (back, ==, copysignf (INFINITY, x[i]));
      else
        g_assert_cmpfloat (fabs ((double)back - (double)x[i]), <=, fmax (smallest, unit * fabs ((double)x[i])));
    }
  json_decref (root);
}

static guint32
bits_of (float x)
{
  guint32 bits;

  memcpy (&bits, &x, sizeof bits);
  return bits;
}

/* NaN keeps its sign and the payload its place at the top of the mantissa; all but bfloat16's become quiet. */
static void
test_nan (void)
{
  const guint16 halves[] = { 0x7c01, 0x7e00, 0xfdab }, brains[] = { 0x7f81, 0xffc0 };
  const guint8 e4m3[] = { 0x7f, 0xff }, e5m2[] = { 0x7d, 0x7e, 0xff };
  float x[3];

  qsc_convert_f16 (halves, 3, x);
  g_assert_cmphex (bits_of (x[0]), ==, 0x7fc02000);
  g_assert_cmphex (bits_of (x[1]), ==, 0x7fc00000);
  g_assert_cmphex (bits_of (x[2]), ==, 0xfff56000);
  qsc_convert_bf16 (brains, 2, x);
  g_assert_cmphex (bits_of (x[0]), ==, 0x7f810000);
  g_assert_cmphex (bits_of (x[1]), ==, 0xffc00000);
  qsc_convert_f8_e4m3 (e4m3, 2, x);
  g_assert_cmphex (bits_of (x[0]), ==, 0x7fc00000);
  g_assert_cmphex (bits_of (x[1]), ==, 0xffc00000);
  qsc_convert_f8_e5m2 (e5m2, 3, x);
  g_assert_cmphex (bits_of (x[0]), ==, 0x7fe00000);
  g_assert_cmphex (bits_of (x[1]), ==, 0x7fc00000);
  g_assert_cmphex (bits_of (x[2]), ==, 0xffe00000);
}

static void
test_f64 (void)
{
  static const struct
  {
    double value;
    float expected;
  } cases[] = {
    { 0.1, 0.1f },
    { -0.0, -0.0f },
    { 0x1.000001p0, 1.0f },          /* half-way, to even */
    { 0x1.000003p0, 0x1.000004p0f }, /* half-way, to even */
    { 0x1.00000100001p0, 0x1.000002p0f },
    { 0x1.fffffefp127, FLT_MAX },
    { 0x1.ffffffp127, INFINITY }, /* half-way to what would be 2^128 */
    { -1e300, -INFINITY },
    { 0x1p-150, 0.0f },        /* half-way, to even */
    { 0x1.8p-149, 0x1p-148f }, /* half-way, to even */
    { -0x1.00001p-150, -0x1p-149f },
    { INFINITY, INFINITY },
  };
  const double nan = NAN;
  float x;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      qsc_convert_f64 (&cases[i].value, 1, &x);
      g_assert_cmpmem (&x, sizeof x, &cases[i].expected, sizeof x);
    }
  qsc_convert_f64 (&nan, 1, &x);
  g_assert_true (isnan (x));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convert/words", test_words);
  g_test_add_func ("/convert/bytes", test_bytes);
  g_test_add_data_func ("/convert/encoded/f16", "f16_bits", test_encoded);
  g_test_add_data_func ("/convert/encoded/bf16", "bf16_bits", test_encoded);
  g_test_add_func ("/convert/nan", test_nan);
  g_test_add_func ("/convert/f64", test_f64);
  return g_test_run ();
}
