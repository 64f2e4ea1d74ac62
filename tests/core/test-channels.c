/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "check-data.h"
#include "core/qsc.h"
#include "oracle.h"

/* Every way through the code: runs long and short, rows that fit a table of grids and that do not, even and odd ones. */
static const QscChannels shapes[] = {
  { 1, 1, 1 },    { 5, 3, 1 },   { 400, 3, 1 }, { 7, 127, 1 }, { 7, 129, 1 },  { 6, 130, 1 }, { 3, 700, 1 }, { 3, 701, 1 },
  { 1, 1000, 1 }, { 40, 5, 9 },  { 4, 64, 9 },  { 3, 77, 9 },  { 2, 6, 31 },   { 2, 6, 32 },  { 3, 5, 33 },  { 2, 3, 63 },
  { 2, 3, 65 },   { 1, 4, 300 }, { 3, 3, 301 }, { 0, 4, 4 },   { 300, 17, 2 }, { 4, 0, 3 },
};

typedef struct
{
  gsize n, n_parts;
  float *x;
  QscParams *params;
  gsize *part; /* of each value */
} Array;

static gsize
get_channel (const QscChannels *shape, gsize i)
{
  return i / shape->n_inner % shape->n_channels;
}

static gsize
get_group (const QscGroups *shape, gsize i)
{
  return i / shape->n_columns * qsc_groups_get_n_per_row (shape) + i % shape->n_columns / shape->group_size;
}

static void
array_init (Array *array, gsize n, gsize n_parts, int bits, gboolean is_signed, QscRounding rounding)
{
  const QscArithmetic arithmetic = (QscArithmetic)g_test_rand_int_range (0, QSC_N_ARITHMETICS);

  *array = (Array){ n, n_parts, g_new (float, n + 1), g_new (QscParams, n_parts + 1), g_new (gsize, n + 1) };
  for (gsize k = 0; k < n_parts; k++)
    {
      check_draw_params (&array->params[k], bits, is_signed, rounding, (float)g_test_rand_double_range (0.01, 0.2));
      array->params[k].arithmetic = arithmetic;
    }
}

static void
array_fill (Array *array)
{
  for (gsize i = 0; i < array->n; i++)
    check_fill (&array->x[i], 1, &array->params[array->part[i]], FALSE);
}

static void
array_clear (Array *array)
{
  g_free (array->x);
  g_free (array->params);
  g_free (array->part);
}

static Array
draw_channels (const QscChannels *shape, int bits, gboolean is_signed, QscRounding rounding)
{
  Array array;

  array_init (&array, shape->n_outer * shape->n_channels * shape->n_inner, shape->n_channels, bits, is_signed, rounding);
  for (gsize i = 0; i < array.n; i++)
    array.part[i] = get_channel (shape, i);
  array_fill (&array);
  return array;
}

static Array
draw_groups (const QscGroups *shape, int bits, gboolean is_signed, QscRounding rounding)
{
  Array array;

  array_init (&array, shape->n_rows * shape->n_columns, qsc_groups_get_n (shape), bits, is_signed, rounding);
  for (gsize i = 0; i < array.n; i++)
    array.part[i] = get_group (shape, i);
  array_fill (&array);
  return array;
}

static void
assert_codes (const Array *array, const gint8 *codes, const float *levels)
{
  for (gsize i = 0; i < array->n; i++)
    {
      const QscParams *params = &array->params[array->part[i]];
      QscTrace trace;

      qsc_params_trace (params, array->x[i], 500 + i, &trace);
      g_assert_cmpint ((guint8)codes[i], ==, (guint8)trace.code);
      g_assert_cmpfloat (levels[i], ==, qsc_params_get_level (params, trace.code));
    }
}

static void
assert_packed (const Array *array, const guint8 *packed, const float *levels)
{
  g_autofree gint8 *codes = g_new (gint8, array->n + 1);

  if (array->n % 2 == 1)
    g_assert_cmphex (packed[array->n / 2] >> 4, ==, 0);
  g_assert_cmphex (packed[qsc_packed_get_size (4, array->n)], ==, 0xa5);
  qsc_unpack_4bit (packed, array->n, array->n_parts > 0 && array->params[0].qmin < 0, codes);
  assert_codes (array, codes, levels);
}

static void
test_channels_codes (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)
      {
        const gboolean is_signed = g_test_rand_bit ();
        Array array = draw_channels (&shapes[s], 8, is_signed, (QscRounding)rounding);
        Array nibbles = draw_channels (&shapes[s], 4, is_signed, (QscRounding)rounding);
        g_autofree gint8 *codes = g_new (gint8, array.n + 1);
        g_autofree guint8 *packed = g_new (guint8, array.n / 2 + 2);
        g_autofree float *levels = g_new (float, array.n + 1);

        if (is_signed)
          {
            qsc_channels_quantize_i8 (&shapes[s], array.params, array.x, 500, codes);
            qsc_channels_dequantize_i8 (&shapes[s], array.params, codes, levels);
          }
        else
          {
            qsc_channels_quantize_u8 (&shapes[s], array.params, array.x, 500, (guint8 *)codes);
            qsc_channels_dequantize_u8 (&shapes[s], array.params, (guint8 *)codes, levels);
          }
        assert_codes (&array, codes, levels);
        memset (packed, 0xa5, array.n / 2 + 2);
        qsc_channels_quantize_4bit (&shapes[s], nibbles.params, nibbles.x, 500, packed);
        qsc_channels_dequantize_4bit (&shapes[s], nibbles.params, packed, levels);
        assert_packed (&nibbles, packed, levels);
        array_clear (&array);
        array_clear (&nibbles);
      }
}

static const QscGroups group_shapes[] = { { 1, 1, 1 },      { 3, 64, 32 }, { 3, 65, 32 }, { 5, 31, 32 },
                                          { 2, 1000, 128 }, { 3, 333, 7 }, { 0, 5, 2 } };

static void
test_groups_codes (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS (group_shapes); s++)
    for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)
      {
        Array array = draw_groups (&group_shapes[s], 8, TRUE, (QscRounding)rounding);
        Array without_sign = draw_groups (&group_shapes[s], 8, FALSE, (QscRounding)rounding);
        Array nibbles = draw_groups (&group_shapes[s], 4, (gboolean)(rounding + s) % 2, (QscRounding)rounding);
        g_autofree gint8 *codes = g_new (gint8, array.n + 1);
        g_autofree guint8 *packed = g_new (guint8, array.n + 2);
        g_autofree float *levels = g_new (float, array.n + 1);

        qsc_groups_quantize_i8 (&group_shapes[s], array.params, array.x, 500, codes);
        qsc_groups_dequantize_i8 (&group_shapes[s], array.params, codes, levels);
        assert_codes (&array, codes, levels);
        qsc_groups_quantize_u8 (&group_shapes[s], without_sign.params, without_sign.x, 500, packed);
        qsc_groups_dequantize_u8 (&group_shapes[s], without_sign.params, packed, levels);
        assert_codes (&without_sign, (gint8 *)packed, levels);
        memset (packed, 0xa5, array.n + 2);
        qsc_groups_quantize_4bit (&group_shapes[s], nibbles.params, nibbles.x, 500, packed);
        qsc_groups_dequantize_4bit (&group_shapes[s], nibbles.params, packed, levels);
        assert_packed (&nibbles, packed, levels);
        array_clear (&array);
        array_clear (&without_sign);
        array_clear (&nibbles);
      }
}

static void
assert_near (double a, double b, double magnitude)
{
  g_assert_cmpfloat (fabs (a - b), <=, 5e-7 * magnitude);
}

/* Against the values of one part after the other, in order. */
static void
assert_stats (const Array *array, const QscMoments *moments, const QscErrorStats *stats)
{
  for (gsize k = 0; k < array->n_parts; k++)
    {
      QscMoments m;
      QscErrorStats e;

      qsc_moments_init (&m);
      qsc_error_stats_init (&e);
      for (gsize i = 0; i < array->n; i++)
        if (array->part[i] == k)
          {
            qsc_moments_update (&m, &array->x[i], 1);
            qsc_error_stats_update (&e, &array->params[k], &array->x[i], 1, 500 + i);
          }
      g_assert_cmpuint (moments[k].count, ==, m.count);
      g_assert_cmpuint (moments[k].nan, ==, m.nan);
      g_assert_cmpuint (moments[k].positive_infinity, ==, m.positive_infinity);
      g_assert_cmpfloat (moments[k].min, ==, m.min);
      g_assert_cmpfloat (moments[k].max, ==, m.max);
      assert_near (moments[k].sum_squares, m.sum_squares, m.sum_squares);
      g_assert_cmpuint (stats[k].count, ==, e.count);
      g_assert_cmpuint (stats[k].clipped_low, ==, e.clipped_low);
      g_assert_cmpuint (stats[k].clipped_high, ==, e.clipped_high);
      g_assert_cmpfloat (stats[k].max_abs_error, ==, e.max_abs_error);
      g_assert_cmpuint (stats[k].max_index, ==, e.max_index);
      assert_near (stats[k].sse_rounding, e.sse_rounding, e.sse_rounding);
      assert_near (stats[k].sse_clipping, e.sse_clipping, e.sse_clipping);
      assert_near (stats[k].sum_error, e.sum_error, e.sum_abs_error);
      assert_near (stats[k].sum_y2, e.sum_y2, e.sum_y2);
    }
}

static void
init_stats (gsize n, QscMoments *moments, QscErrorStats *stats)
{
  for (gsize k = 0; k < n; k++)
    {
      qsc_moments_init (&moments[k]);
      qsc_error_stats_init (&stats[k]);
    }
}

static void
test_stats (void)
{
  for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding += 3)
    {
      for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
        {
          Array array = draw_channels (&shapes[s], 8, TRUE, (QscRounding)rounding);
          g_autofree QscMoments *moments = g_new (QscMoments, array.n_parts + 1);
          g_autofree QscErrorStats *stats = g_new (QscErrorStats, array.n_parts + 1);

          init_stats (array.n_parts, moments, stats);
          qsc_channels_moments_update (&shapes[s], moments, array.x);
          qsc_channels_error_stats_update (&shapes[s], stats, array.params, array.x, 500);
          assert_stats (&array, moments, stats);
          array_clear (&array);
        }
      for (gsize s = 0; s < G_N_ELEMENTS (group_shapes); s++)
        {
          Array array = draw_groups (&group_shapes[s], 8, FALSE, (QscRounding)rounding);
          g_autofree QscMoments *moments = g_new (QscMoments, array.n_parts + 1);
          g_autofree QscErrorStats *stats = g_new (QscErrorStats, array.n_parts + 1);

          init_stats (array.n_parts, moments, stats);
          qsc_groups_moments_update (&group_shapes[s], moments, array.x);
          qsc_groups_error_stats_update (&group_shapes[s], stats, array.params, array.x, 500);
          assert_stats (&array, moments, stats);
          array_clear (&array);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channels/codes", test_channels_codes);
  g_test_add_func ("/channels/groups", test_groups_codes);
  g_test_add_func ("/channels/stats", test_stats);
  return g_test_run ();
}
