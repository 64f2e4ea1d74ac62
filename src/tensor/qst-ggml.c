/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of ggml: where the bits of each type lie. */
#include "tensor/qst-ggml.h"

#include "core/qsc-convert.h"

#include <string.h>

#define RUNS (QST_GGML_BLOCK / QST_GGML_RUN)

static guint
read_u16 (const guint8 *bytes, gboolean big_endian)
{
  return big_endian ? (guint)bytes[0] << 8 | bytes[1] : (guint)bytes[1] << 8 | bytes[0];
}

static float
read_f16 (const guint8 *bytes, gboolean big_endian)
{
  const guint16 half = (guint16)read_u16 (bytes, big_endian);
  float value;

  qsc_convert_f16 (&half, 1, &value);
  return value;
}

static void
fill (float *runs, gsize n, float value)
{
  for (gsize i = 0; i < n; i++)
    runs[i] = value;
}

/* Blocks of 32 values: low halves of the bytes are values 0 … 15, high halves 16 … 31. */

static void
unpack_halves (const guint8 *bytes, int shift, gint8 *level)
{
  for (int i = 0; i < 16; i++)
    {
      level[i] = (gint8)((bytes[i] & 0xf) - shift);
      level[i + 16] = (gint8)((bytes[i] >> 4) - shift);
    }
}

static void
unpack_book (const guint8 *bytes, const gint8 *book, gint8 *level)
{
  for (int i = 0; i < 16; i++)
    {
      level[i] = book[bytes[i] & 0xf];
      level[i + 16] = book[bytes[i] >> 4];
    }
}

/* A fifth bit for each value, in 32 bits of the file's byte order. */
static void
add_fifth_bits (const guint8 *bytes, gboolean big_endian, gint8 *level)
{
  for (int i = 0; i < 32; i++)
    level[i] = (gint8)(level[i] + (bytes[big_endian ? 3 - i / 8 : i / 8] >> (i % 8) & 1) * 16);
}

static void
unpack_q4_0 (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  fill (block->scale, 2, read_f16 (bytes, big_endian));
  unpack_halves (bytes + 2, 8, block->level);
}

static void
unpack_q4_1 (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  fill (block->scale, 2, read_f16 (bytes, big_endian));
  fill (block->minimum, 2, -read_f16 (bytes + 2, big_endian));
  unpack_halves (bytes + 4, 0, block->level);
}

static void
unpack_q5_0 (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  fill (block->scale, 2, read_f16 (bytes, big_endian));
  unpack_halves (bytes + 6, 16, block->level);
  add_fifth_bits (bytes + 2, big_endian, block->level);
}

static void
unpack_q5_1 (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  fill (block->scale, 2, read_f16 (bytes, big_endian));
  fill (block->minimum, 2, -read_f16 (bytes + 2, big_endian));
  unpack_halves (bytes + 8, 0, block->level);
  add_fifth_bits (bytes + 4, big_endian, block->level);
}

static void
unpack_q8_0 (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  fill (block->scale, 2, read_f16 (bytes, big_endian));
  memcpy (block->level, bytes + 2, 32);
}

static const gint8 iq4_book[16] = { -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113 };

static void
unpack_iq4_nl (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  fill (block->scale, 2, read_f16 (bytes, big_endian));
  unpack_book (bytes + 2, iq4_book, block->level);
}

/* E2M1 in halves, so that levels are whole; the scale 2^(e − 128) makes up for it, down to the subnormals. */
static void
unpack_mxfp4 (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  static const gint8 book[16] = { 0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12 };
  const guint32 bits = bytes[0] < 2 ? 0x00200000u << bytes[0] : (guint32)(bytes[0] - 1) << 23;
  float scale;

  memcpy (&scale, &bits, sizeof scale);
  fill (block->scale, 2, scale);
  unpack_book (bytes + 1, book, block->level);
}

/* Blocks of 256 values. */

/* Two bits of each value: byte m of a half block of 32 bytes has those of values m, m + 32, m + 64 and m + 96. */
static void
unpack_quarters (const guint8 *bytes, int shift, gint8 *level)
{
  for (int i = 0; i < QST_GGML_BLOCK; i++)
    level[i] = (gint8)((bytes[i / 128 * 32 + i % 32] >> (i % 128 / 32 * 2) & 3) - shift);
}

static void
unpack_q2_k (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  const float scale = read_f16 (bytes + 80, big_endian), minimum = read_f16 (bytes + 82, big_endian);

  for (int i = 0; i < RUNS; i++)
    {
      block->scale[i] = scale * (float)(bytes[i] & 0xf);
      block->minimum[i] = minimum * (float)(bytes[i] >> 4);
    }
  unpack_quarters (bytes + 16, 0, block->level);
}

static void
unpack_q3_k (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  const guint8 *high = bytes, *scales = bytes + 96;
  const float scale = read_f16 (bytes + 108, big_endian);

  /* 6 bits each: four in the halves of the first 8 bytes, two in the quarters of the last 4. */
  for (int i = 0; i < RUNS; i++)
    block->scale[i] = scale * (float)((scales[i % 8] >> (i / 8 * 4) & 0xf) + (scales[8 + i % 4] >> (i / 4 * 2) & 3) * 16 - 32);
  unpack_quarters (bytes + 32, 4, block->level);
  for (int i = 0; i < QST_GGML_BLOCK; i++)
    block->level[i] = (gint8)(block->level[i] + (high[i % 32] >> (i / 32) & 1) * 4);
}

/* Eight scales and eight minimums of 6 bits in 12 bytes, for 32 values each. */
static void
unpack_k4_scales (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  const float scale = read_f16 (bytes, big_endian), minimum = read_f16 (bytes + 2, big_endian);
  const guint8 *six = bytes + 4;

  for (int i = 0; i < 8; i++)
    {
      int a = i < 4 ? six[i] & 63 : (six[i + 4] & 0xf) | six[i - 4] >> 6 << 4;
      int b = i < 4 ? six[i + 4] & 63 : six[i + 4] >> 4 | six[i] >> 6 << 4;

      fill (block->scale + 2 * i, 2, scale * (float)a);
      fill (block->minimum + 2 * i, 2, minimum * (float)b);
    }
}

/* Half a byte each: 32 bytes hold 64 values, low halves first. */
static void
unpack_k4_levels (const guint8 *bytes, gint8 *level)
{
  for (int i = 0; i < QST_GGML_BLOCK; i++)
    level[i] = (gint8)(bytes[i / 64 * 32 + i % 32] >> (i % 64 / 32 * 4) & 0xf);
}

static void
unpack_q4_k (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  unpack_k4_scales (bytes, big_endian, block);
  unpack_k4_levels (bytes + 16, block->level);
}

static void
unpack_q5_k (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  unpack_k4_scales (bytes, big_endian, block);
  unpack_k4_levels (bytes + 48, block->level);
  for (int i = 0; i < QST_GGML_BLOCK; i++)
    block->level[i] = (gint8)(block->level[i] + (bytes[16 + i % 32] >> (i / 32) & 1) * 16);
}

static void
unpack_q6_k (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  const float scale = read_f16 (bytes + 208, big_endian);

  for (int i = 0; i < RUNS; i++)
    block->scale[i] = scale * (float)(gint8)bytes[192 + i];
  for (int i = 0; i < QST_GGML_BLOCK; i++)
    {
      int low = bytes[i / 128 * 64 + i % 64] >> (i % 128 / 64 * 4) & 0xf;
      int high = bytes[128 + i / 128 * 32 + i % 32] >> (i % 128 / 32 * 2) & 3;

      block->level[i] = (gint8)((low | high << 4) - 32);
    }
}

static void
unpack_iq4_xs (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  const float scale = read_f16 (bytes, big_endian);
  const guint high = read_u16 (bytes + 2, big_endian);

  for (int i = 0; i < 8; i++)
    {
      int six = (bytes[4 + i / 2] >> (i % 2 * 4) & 0xf) | (int)(high >> (2 * i) & 3) << 4;

      fill (block->scale + 2 * i, 2, scale * (float)(six - 32));
      unpack_book (bytes + 8 + 16 * i, iq4_book, block->level + 32 * i);
    }
}

static void
unpack_iq3_s (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  const float scale = read_f16 (bytes, big_endian);
  const guint8 *low = bytes + 2, *high = bytes + 66, *signs = bytes + 74, *scales = bytes + 106;

  for (int i = 0; i < 8; i++)
    fill (block->scale + 2 * i, 2, scale * (float)(1 + 2 * (scales[i / 2] >> (i % 2 * 4) & 0xf)));
  for (int i = 0; i < QST_GGML_BLOCK; i++)
    {
      guint entry = low[i / 4] | (guint)(high[i / 32] >> (i % 32 / 4) & 1) << 8;
      int level = 2 * (qst_ggml_iq3s_grid[entry] >> (i % 4 * 3) & 7) + 1;

      block->level[i] = (gint8)((signs[i / 8] >> (i % 8) & 1) ? -level : level);
    }
}

/* Trits: a byte is a fraction of 256 in base 3, whose digits come out at the top as it is multiplied. */
static gint8
get_trit (guint8 byte, int digit)
{
  static const guint8 powers[] = { 1, 3, 9, 27, 81 };
  const guint8 rest = (guint8)(byte * powers[digit]);

  return (gint8)((rest * 3 >> 8) - 1);
}

static void
unpack_tq1_0 (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  fill (block->scale, RUNS, read_f16 (bytes + 52, big_endian));
  for (int i = 0; i < 160; i++)
    block->level[i] = get_trit (bytes[i % 32], i / 32);
  for (int i = 0; i < 80; i++)
    block->level[160 + i] = get_trit (bytes[32 + i % 16], i / 16);
  for (int i = 0; i < 16; i++)
    block->level[240 + i] = get_trit (bytes[48 + i % 4], i / 4);
}

static void
unpack_tq2_0 (const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  fill (block->scale, RUNS, read_f16 (bytes + 64, big_endian));
  unpack_quarters (bytes, 1, block->level);
}

void
qst_ggml_unpack (QstDtype dtype, const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block)
{
  static void (*const unpackers[QST_N_DTYPES]) (const guint8 *, gboolean, QstGgmlBlock *) = {
    [QST_DTYPE_Q4_0] = unpack_q4_0,   [QST_DTYPE_Q4_1] = unpack_q4_1,     [QST_DTYPE_Q5_0] = unpack_q5_0,
    [QST_DTYPE_Q5_1] = unpack_q5_1,   [QST_DTYPE_Q8_0] = unpack_q8_0,     [QST_DTYPE_Q2_K] = unpack_q2_k,
    [QST_DTYPE_Q3_K] = unpack_q3_k,   [QST_DTYPE_Q4_K] = unpack_q4_k,     [QST_DTYPE_Q5_K] = unpack_q5_k,
    [QST_DTYPE_Q6_K] = unpack_q6_k,   [QST_DTYPE_IQ4_NL] = unpack_iq4_nl, [QST_DTYPE_IQ4_XS] = unpack_iq4_xs,
    [QST_DTYPE_IQ3_S] = unpack_iq3_s, [QST_DTYPE_MXFP4] = unpack_mxfp4,   [QST_DTYPE_TQ1_0] = unpack_tq1_0,
    [QST_DTYPE_TQ2_0] = unpack_tq2_0,
  };

  memset (block->minimum, 0, sizeof block->minimum);
  unpackers[dtype](bytes, big_endian, block);
}
