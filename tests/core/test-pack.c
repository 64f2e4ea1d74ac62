/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "check-data.h"
#include "core/qsc.h"
#include "oracle.h"

/* The layout by hand, as ONNX describes it: code 0 in the lowest bits, the rest of the last byte zero. */
static void
test_layout (void)
{
  const gint8 fours[] = { 1, -2, 7, -8, 5 }, twos[] = { 1, -2, -1, 0, 3, 2 };
  const guint8 packed_fours[] = { 0xe1, 0x87, 0x05 }, packed_twos[] = { 0x39, 0x0b };
  const gint8 unsigned_fours[] = { 1, 14, 7, 8, 5 }, signed_twos[] = { 1, -2, -1, 0, -1, -2 };
  guint8 packed[3];
  gint8 back[6];

  g_assert_cmpuint (qsc_packed_get_size (4, 5), ==, 3);
  g_assert_cmpuint (qsc_packed_get_size (2, 6), ==, 2);
  g_assert_cmpuint (qsc_packed_get_size (2, 8), ==, 2);
  g_assert_cmpuint (qsc_packed_get_size (4, 0), ==, 0);
  qsc_pack_4bit (fours, 5, packed);
  g_assert_cmpmem (packed, 3, packed_fours, 3);
  qsc_unpack_4bit (packed, 5, true, back);
  g_assert_cmpmem (back, 5, fours, 5);
  qsc_unpack_4bit (packed, 5, false, back);
  g_assert_cmpmem (back, 5, unsigned_fours, 5);
  qsc_pack_2bit (twos, 6, packed);
  g_assert_cmpmem (packed, 2, packed_twos, 2);
  qsc_unpack_2bit (packed, 6, true, back);
  g_assert_cmpmem (back, 6, signed_twos, 6);
}

/* 2 bits by hand: s = 0.5, codes -2 … 1 and 0 … 3. */
static void
test_two_bits (void)
{
  const float x[] = { 0.5f, -0.5f, 9.0f, -9.0f, 0.25f };
  const QscParams with_sign = { .scale = 0.5f, .qmin = -2, .qmax = 1 };
  const QscParams without = { .scale = 0.5f, .qmin = 0, .qmax = 3, .zero_point = 1 };
  const float signed_levels[] = { 0.5f, -0.5f, 0.5f, -1.0f, 0.0f }, unsigned_levels[] = { 0.5f, -0.5f, 1.0f, -0.5f, 0.0f };
  guint8 packed[2];
  float y[5];

  qsc_quantize_2bit (&with_sign, x, 5, 0, packed);
  g_assert_cmphex (packed[0], ==, 0x9d); /* 1, -1, 1, -2 */
  g_assert_cmphex (packed[1], ==, 0x00);
  qsc_dequantize_2bit (&with_sign, packed, 5, y);
  g_assert_cmpmem (y, sizeof y, signed_levels, sizeof signed_levels);
  qsc_quantize_2bit (&without, x, 5, 0, packed);
  g_assert_cmphex (packed[0], ==, 0x32); /* 2, 0, 3, 0 */
  g_assert_cmphex (packed[1], ==, 0x01);
  qsc_dequantize_2bit (&without, packed, 5, y);
  g_assert_cmpmem (y, sizeof y, unsigned_levels, sizeof unsigned_levels);
}

/* One case of a peer with codes of 4 bits. */
static void
check_case (const json_t *peer_case)
{
  const QscParams params = { .scale = (float)oracle_get_double (peer_case, "scale"),
                             .zero_point = oracle_get_int (peer_case, "zero_point"),
                             .qmin = oracle_get_int (peer_case, "qmin"),
                             .qmax = oracle_get_int (peer_case, "qmax") };
  const json_t *codes = oracle_get (peer_case, "q"), *levels = oracle_get (peer_case, "dequantized");
  gsize n;
  g_autofree float *x = oracle_get_floats (peer_case, "x", &n), *y = g_new (float, n + 1);
  g_autofree guint8 *packed = g_new (guint8, n / 2 + 1);

  qsc_quantize_4bit (&params, x, n, 0, packed);
  qsc_dequantize_4bit (&params, packed, n, y);
  for (gsize i = 0; i < n; i++)
    if (json_is_integer (json_array_get (codes, i)))
      {
        g_assert_cmpint (packed[i / 2] >> (i % 2 * 4) & 15, ==, json_integer_value (json_array_get (codes, i)) & 15);
        g_assert_cmpfloat (y[i], ==, (float)oracle_double (json_array_get (levels, i)));
      }
}

/* Packed codes are the bytes' codes, of any length and rule, and so are the levels. */
static void
test_bytes (void)
{
  static float x[CHECK_LENGTH_MAX], y[CHECK_LENGTH_MAX], expected[CHECK_LENGTH_MAX];
  static gint8 codes[CHECK_LENGTH_MAX], back[CHECK_LENGTH_MAX];
  static guint8 packed[CHECK_LENGTH_MAX / 2 + 2];

  for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)
    for (gsize i = 0; i < check_n_lengths; i++)
      {
        const gsize n = check_lengths[i], size = qsc_packed_get_size (i % 2 ? 4 : 2, n);
        QscParams params;

        check_draw_params (&params, i % 2 ? 4 : 2, g_test_rand_bit (), (QscRounding)rounding, 0.1f);
        check_fill (x, n, &params, FALSE);
        packed[size] = 0xa5;
        qsc_quantize_i8 (&params, x, n, 77, codes);
        qsc_dequantize_i8 (&params, codes, n, expected);
        (i % 2 ? qsc_quantize_4bit : qsc_quantize_2bit) (&params, x, n, 77, packed);
        (i % 2 ? qsc_unpack_4bit : qsc_unpack_2bit) (packed, n, params.qmin < 0, back);
        (i % 2 ? qsc_dequantize_4bit : qsc_dequantize_2bit) (&params, packed, n, y);
        g_assert_cmphex (packed[size], ==, 0xa5);
        g_assert_cmpmem (back, n, codes, n);
        g_assert_cmpmem (y, n * sizeof *y, expected, n * sizeof *expected);
      }
}

static void
test_peers (void)
{
  json_t *root = oracle_load ("quantize_per_tensor.json"), *peer_case;
  gsize i, n = 0;

  json_array_foreach (oracle_get (root, "cases"), i, peer_case)
  {
    /* What is not finite has its codes elsewhere. */
    if (oracle_get_int (peer_case, "qmax") > 15 || json_object_get (peer_case, "q") == NULL)
      continue;
    check_case (peer_case);
    n++;
  }
  g_assert_cmpuint (n, ==, 18);
  json_decref (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack/layout", test_layout);
  g_test_add_func ("/pack/two-bits", test_two_bits);
  g_test_add_func ("/pack/bytes", test_bytes);
  g_test_add_func ("/pack/peers", test_peers);
  return g_test_run ();
}
