/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "core/qsc.h"
#include "oracle.h"

#define ROW 256
#define ROW_BYTES (ROW / QSC_Q8_0_VALUES * QSC_Q8_0_BYTES)

/* A row of ggml_blocks.json whose values are known: both directions. */
static void
check_row (const char *id, const float *x)
{
  json_t *root = oracle_load ("ggml_blocks.json"), *row;
  gboolean found = FALSE;
  gsize i;

  json_array_foreach (oracle_get (root, "cases"), i, row)
  {
    const json_t *facts = oracle_get (oracle_get (row, "types"), "Q8_0");
    const char *hex = json_string_value (oracle_get (facts, "bytes"));
    guint8 blocks[ROW_BYTES];
    float y[ROW];

    if (strcmp (json_string_value (oracle_get (row, "id")), id) != 0)
      continue;
    found = TRUE;
    qsc_quantize_q8_0 (x, ROW, blocks);
    g_assert_cmpuint (strlen (hex), ==, 2 * ROW_BYTES);
    for (gsize k = 0; k < ROW_BYTES; k++)
      g_assert_cmphex (blocks[k], ==, g_ascii_xdigit_value (hex[2 * k]) << 4 | g_ascii_xdigit_value (hex[2 * k + 1]));
    qsc_dequantize_q8_0 (blocks, ROW, y);
    oracle_assert_sha256 (facts, "dequantized_sha256_f32le", y, sizeof y);
  }
  g_assert_true (found);
  json_decref (root);
}

static void
test_rows (void)
{
  gsize n;
  g_autofree float *rows = oracle_load_tensor ("weights/g2p_checkpoint20.npz", "enc_w_hh rows 0 and 5", &n);
  float zero[ROW] = { 0.0f }, equal[ROW], denormal[ROW];

  g_assert_cmpuint (n, ==, 2 * ROW);
  for (gsize i = 0; i < ROW; i++)
    {
      equal[i] = 0.3f;
      denormal[i] = i % 2 == 0 ? 1e-40f : -1e-41f;
    }
  check_row ("g2p enc_w_hh row 0", rows);
  check_row ("g2p enc_w_hh row 5", rows + ROW);
  check_row ("all zero", zero);
  check_row ("all equal 0.3", equal);
  check_row ("denormal", denormal); /* all bytes are 0 there */
}

/* A tensor that ggml quantized, in a file of its own. */
static void
test_file (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "tensor", "weights", "g2p_q8_0.gguf", NULL);
  g_autofree char *bytes = NULL;
  gsize n, n_bytes;
  g_autofree float *x = oracle_load_tensor ("weights/g2p_checkpoint20.npz", "enc_emb", &n);
  const gsize at = 480; /* where the file's table has enc.emb.weight */
  g_autofree guint8 *blocks = g_new (guint8, qsc_q8_0_get_size (n));

  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  g_assert_cmpuint (n, ==, 29 * 256);
  g_assert_cmpuint (n_bytes, >, at + qsc_q8_0_get_size (n));
  qsc_quantize_q8_0 (x, n, blocks);
  g_assert_cmpmem (blocks, qsc_q8_0_get_size (n), bytes + at, qsc_q8_0_get_size (n));
}

/* Distance of d to the float16 of a code, which past the largest counts as 2^16. */
static double
get_distance (double d, guint16 code)
{
  float y;

  qsc_convert_f16 (&code, 1, &y);
  return fabs ((isinf (y) ? 0x1p16 : (double)y) - d);
}

static void
check_scale (float d)
{
  const float max = d * 127.0f, true_d = max / 127.0f;
  float x[QSC_Q8_0_VALUES] = { 0.0f };
  guint8 block[QSC_Q8_0_BYTES];

  x[7] = -max;
  qsc_quantize_q8_0 (x, QSC_Q8_0_VALUES, block);

  const guint16 code = (guint16)(block[0] | block[1] << 8);
  const double distance = get_distance ((double)true_d, code);

  g_assert_cmpuint (code, <=, 0x7c00);
  if (code > 0)
    g_assert_true (distance < get_distance ((double)true_d, code - 1)
                   || (distance == get_distance ((double)true_d, code - 1) && code % 2 == 0));
  if (code < 0x7c00)
    g_assert_true (distance < get_distance ((double)true_d, code + 1)
                   || (distance == get_distance ((double)true_d, code + 1) && code % 2 == 0));
  g_assert_cmpint ((gint8)block[2 + 7], ==, -127);
}

/* The stored scale is the nearest float16, half-way between two the even one. */
static void
test_scales (void)
{
  for (guint16 code = 1; code < 0x7c00; code++)
    {
      const guint16 next = code + 1;
      float a, b;

      qsc_convert_f16 (&code, 1, &a);
      qsc_convert_f16 (&next, 1, &b);
      b = isinf (b) ? 0x1p16f : b;
      check_scale (a);
      check_scale (a + (b - a) / 2);
      check_scale (nextafterf (a + (b - a) / 2, 0.0f));
      check_scale (nextafterf (a + (b - a) / 2, INFINITY));
    }
  check_scale (1e20f);
  check_scale (1e-9f);
}

/* Codes against the rule, one value at a time, with C's own roundf. */
static void
test_codes (void)
{
  for (gsize n = 0; n < 200; n++)
    {
      g_autofree float *x = g_new (float, n + 1), *y = g_new (float, n + 1);
      g_autofree guint8 *blocks = g_new (guint8, qsc_q8_0_get_size (n) + 1);
      const double width = exp2 (g_test_rand_double_range (-60, 60));

      for (gsize i = 0; i < n; i++)
        x[i] = (float)(g_test_rand_double_range (-1, 1) * width);
      for (gsize i = 0; i < n; i += 32) /* half-way between codes */
        x[i] = (float)width;
      for (gsize i = 1; i < n; i += 32)
        x[i] = (float)(width / 127 * (g_test_rand_int_range (-120, 120) + 0.5));
      blocks[qsc_q8_0_get_size (n)] = 0xa5;
      qsc_quantize_q8_0 (x, n, blocks);
      g_assert_cmphex (blocks[qsc_q8_0_get_size (n)], ==, 0xa5);
      qsc_dequantize_q8_0 (blocks, n, y);
      for (gsize i = 0; i < qsc_q8_0_get_size (n) / QSC_Q8_0_BYTES * 32; i++)
        {
          const guint8 *block = blocks + i / 32 * QSC_Q8_0_BYTES;
          const guint16 stored = (guint16)(block[0] | block[1] << 8);
          float max = 0.0f, d;

          for (gsize k = i / 32 * 32; k < MIN (i / 32 * 32 + 32, n); k++)
            max = fmaxf (max, fabsf (x[k]));
          d = 1.0f / (max / 127.0f);
          g_assert_cmpint ((gint8)block[2 + i % 32], ==, i < n ? (int)roundf (x[i] * d) : 0);
          qsc_convert_f16 (&stored, 1, &d);
          if (i < n && isfinite (d))
            g_assert_cmpfloat (y[i], ==, (float)(gint8)block[2 + i % 32] * d);
        }
    }
}

static void
test_non_finite (void)
{
  float x[QSC_Q8_0_VALUES] = { 127.0f, NAN, INFINITY, -INFINITY, -64.0f };
  guint8 block[QSC_Q8_0_BYTES];
  const gint8 codes[] = { 127, 0, 127, -127, -64, 0 };

  qsc_quantize_q8_0 (x, QSC_Q8_0_VALUES, block);
  g_assert_cmphex (block[0] | block[1] << 8, ==, 0x3c00);
  g_assert_cmpmem (block + 2, sizeof codes, codes, sizeof codes);
  x[0] = x[4] = 0.0f;
  qsc_quantize_q8_0 (x, QSC_Q8_0_VALUES, block);
  for (gsize i = 0; i < sizeof block; i++)
    g_assert_cmphex (block[i], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blocks/rows", test_rows);
  g_test_add_func ("/blocks/file", test_file);
  g_test_add_func ("/blocks/scales", test_scales);
  g_test_add_func ("/blocks/codes", test_codes);
  g_test_add_func ("/blocks/non-finite", test_non_finite);
  return g_test_run ();
}
