/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <float.h>
#include <math.h>

#include "core/qsc.h"
#include "oracle.h"

typedef struct
{
  const char *name;
  QscScheme scheme;
  int qmin, qmax, symmetric_zero_point;
} RangeCase;

/* The integer ranges of ONNX's QuantizeLinear, and their narrow forms. */
static const RangeCase ranges[] = {
  { "int2", { .bits = 2, .is_signed = true }, -2, 1, 0 },
  { "uint2", { .bits = 2 }, 0, 3, 2 },
  { "int4", { .bits = 4, .is_signed = true }, -8, 7, 0 },
  { "uint4", { .bits = 4 }, 0, 15, 8 },
  { "int8", { .bits = 8, .is_signed = true }, -128, 127, 0 },
  { "uint8", { .bits = 8 }, 0, 255, 128 },
  { "int16", { .bits = 16, .is_signed = true }, -32768, 32767, 0 },
  { "uint16", { .bits = 16 }, 0, 65535, 32768 },
  { "int8-narrow", { .bits = 8, .is_signed = true, .narrow_range = true }, -127, 127, 0 },
  { "uint8-narrow", { .bits = 8, .narrow_range = true }, 1, 255, 128 },
  { "int2-narrow", { .bits = 2, .is_signed = true, .narrow_range = true }, -1, 1, 0 },
};

static void
test_code_range (gconstpointer data)
{
  const RangeCase *c = data;
  int32_t qmin, qmax;

  g_assert_true (qsc_scheme_is_valid (&c->scheme));
  qsc_scheme_get_code_range (&c->scheme, &qmin, &qmax);
  g_assert_cmpint (qmin, ==, c->qmin);
  g_assert_cmpint (qmax, ==, c->qmax);
  g_assert_cmpint (qsc_scheme_get_symmetric_zero_point (&c->scheme), ==, c->symmetric_zero_point);
}

static void
test_refusals (void)
{
  const QscScheme int8 = { .bits = 8, .is_signed = true };
  QscScheme bad = int8;
  QscParams params = { .scale = 42.0f };
  const float bad_scales[] = { 0.0f, -1.0f, NAN, INFINITY, -INFINITY };

  for (int bits = -1; bits <= 20; bits++)
    {
      bad.bits = bits;
      g_assert_cmpint (qsc_scheme_is_valid (&bad), ==, bits >= 2 && bits <= 16);
      g_assert_cmpint (qsc_params_init (&params, &bad, 1.0f, 0), ==, bits >= 2 && bits <= 16 ? QSC_OK : QSC_ERROR_BITS);
    }
  bad = int8;
  bad.rounding = QSC_N_ROUNDINGS;
  g_assert_cmpint (qsc_params_init (&params, &bad, 1.0f, 0), ==, QSC_ERROR_BITS);
  g_assert_cmpint (qsc_params_init_from_range (&params, &bad, 0.0, 1.0), ==, QSC_ERROR_BITS);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_scales); i++)
    g_assert_cmpint (qsc_params_init (&params, &int8, bad_scales[i], 0), ==, QSC_ERROR_SCALE);
  g_assert_cmpint (qsc_params_init (&params, &int8, 1.0f, 128), ==, QSC_ERROR_ZERO_POINT);
  g_assert_cmpint (qsc_params_init (&params, &int8, 1.0f, -129), ==, QSC_ERROR_ZERO_POINT);
  bad = int8;
  bad.arithmetic = QSC_N_ARITHMETICS;
  g_assert_cmpint (qsc_params_init (&params, &bad, 1.0f, 0), ==, QSC_ERROR_BITS);
  g_assert_cmpint (qsc_params_init_from_range (&params, &int8, 1.0, -1.0), ==, QSC_ERROR_RANGE);
  g_assert_cmpint (qsc_params_init_from_range (&params, &int8, NAN, 1.0), ==, QSC_ERROR_RANGE);
  g_assert_cmpint (qsc_params_init_from_range (&params, &int8, 0.0, INFINITY), ==, QSC_ERROR_RANGE);
  g_assert_cmpint (qsc_params_init_from_range (&params, &int8, -1e300, 1e300), ==, QSC_ERROR_SCALE);
}

static void
test_symmetric (void)
{
  QscScheme scheme = { .bits = 8, .is_signed = true, .symmetric = true };
  QscParams params;

  g_assert_cmpint (qsc_params_init (&params, &scheme, 0.5f, 17), ==, QSC_OK);
  g_assert_cmpint (params.zero_point, ==, 0);
  g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -1.0, 0.5), ==, QSC_OK);
  g_assert_cmpfloat (params.scale, ==, (float)(1.0 / 127));
  g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, 2.0, 3.0), ==, QSC_OK);
  g_assert_cmpfloat (params.scale, ==, (float)(3.0 / 127));
  scheme.is_signed = false;
  g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -1.0, 0.5), ==, QSC_OK);
  g_assert_cmpint (params.zero_point, ==, 128);
  g_assert_cmpfloat (params.scale, ==, (float)(1.0 / 127));
  scheme.bits = 2;
  scheme.is_signed = true;
  g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -1.0, 0.5), ==, QSC_OK);
  g_assert_cmpfloat (params.scale, ==, 1.0f);
}

/* Nothing to scale, and the ends of the number line. */
static void
test_extremes (void)
{
  QscScheme scheme = { .bits = 8, .is_signed = true };
  QscParams params;

  for (int unsign = 0; unsign < 2; unsign++)
    for (int symmetric = 0; symmetric < 2; symmetric++)
      for (int narrow = 0; narrow < 2; narrow++)
        {
          scheme.is_signed = !unsign;
          scheme.symmetric = symmetric;
          scheme.narrow_range = narrow;
          g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, 0.0, 0.0), ==, QSC_OK);
          g_assert_cmpfloat (params.scale, ==, 1.0f);
          g_assert_cmpint (params.zero_point, ==, symmetric && unsign ? 128 : unsign && narrow ? 1 : 0);
          g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -0x1p-149, 0x1p-149), ==, QSC_OK);
          g_assert_cmpfloat (params.scale, ==, 1.0f);
          g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -(double)FLT_MAX, (double)FLT_MAX), ==, QSC_OK);
          g_assert_cmpfloat (params.scale, >, 1e36f);
        }
  scheme = (QscScheme){ .bits = 8 };
  g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, 5.0, 10.0), ==, QSC_OK); /* widened to hold 0 */
  g_assert_cmpfloat (params.scale, ==, (float)(10.0 / 255));
  g_assert_cmpint (params.zero_point, ==, 0);
  g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -10.0, -5.0), ==, QSC_OK);
  g_assert_cmpint (params.zero_point, ==, 255);
  /* min / s ends on a half: to even, as in ONNX Runtime and PyTorch; TFLite would say 127. */
  g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -253.0, 257.0), ==, QSC_OK);
  g_assert_cmpfloat (params.scale, ==, 2.0f);
  g_assert_cmpint (params.zero_point, ==, 126);
}

typedef struct
{
  float v;
  float rounded[6]; /* in the order of QscRounding up to toward zero */
} RoundCase;

static const RoundCase roundings[] = {
  { 0.0f, { 0, 0, 0, 0, 0, 0 } },
  { -0.0f, { 0, 0, 0, 0, 0, 0 } },
  { 0.5f, { 0, 1, 1, 0, 1, 0 } },
  { -0.5f, { 0, -1, 0, -1, 0, 0 } },
  { 1.5f, { 2, 2, 2, 1, 2, 1 } },
  { -1.5f, { -2, -2, -1, -2, -1, -1 } },
  { 2.5f, { 2, 3, 3, 2, 3, 2 } },
  { -2.5f, { -2, -3, -2, -3, -2, -2 } },
  { 0.49999997f, { 0, 0, 0, 0, 1, 0 } },
  { -0.49999997f, { 0, 0, 0, -1, 0, 0 } },
  { 0.50000006f, { 1, 1, 1, 0, 1, 0 } },
  { -0.50000006f, { -1, -1, -1, -1, 0, 0 } },
  { 0x1p-149f, { 0, 0, 0, 0, 1, 0 } },
  { -0x1p-149f, { 0, 0, 0, -1, 0, 0 } },
  { 4194303.5f, { 4194304, 4194304, 4194304, 4194303, 4194304, 4194303 } },
  { 8388609.0f, { 8388609, 8388609, 8388609, 8388609, 8388609, 8388609 } },
  { -8388609.0f, { -8388609, -8388609, -8388609, -8388609, -8388609, -8388609 } },
  { 1e30f, { 1e30f, 1e30f, 1e30f, 1e30f, 1e30f, 1e30f } },
};

static void
test_trace_rounding (gconstpointer data)
{
  const RoundCase *c = data;
  QscParams params = { .scale = 1.0f, .qmin = -128, .qmax = 127 };
  QscTrace trace;

  for (int rule = 0; rule < 6; rule++)
    {
      params.rounding = (QscRounding)rule;
      qsc_params_trace (&params, c->v, 0, &trace);
      g_assert_cmpfloat (trace.rounded, ==, c->rounded[rule]);
      g_assert_false (trace.rounded == 0.0f && signbit (trace.rounded));
      g_assert_cmpint (trace.is_tie, ==, fabsf (c->v) < 1e7f && fabs (fmod ((double)c->v, 1.0)) == 0.5);
      g_assert_cmpint (trace.is_clipped_high, ==, c->rounded[rule] > 127);
      g_assert_cmpint (trace.is_clipped_low, ==, c->rounded[rule] < -128);
    }
}

/* Where the arithmetics part. */
typedef struct
{
  float value, scale;
  gint32 zero_point;
  gint32 codes[QSC_N_ARITHMETICS]; /* half to even, uint8 */
} Witness;

static const Witness witnesses[] = {
  { 0.273939937f, 0.00214854861f, 0, { 127, 128, 127, 128 } }, /* 127.499992, and 127.5 by the reciprocal */
  { 0.5f, 1.0f, 3, { 3, 3, 4, 4 } },                           /* an odd zero-point makes another integer the even one */
  { 1.5f, 1.0f, 3, { 5, 5, 4, 4 } },
  { 0x1.fffffep-2f, 1.0f, 250, { 250, 250, 250, 250 } }, /* the sum rounds to a tie */
  { 0x1.fffffep-2f, 1.0f, 251, { 251, 251, 252, 252 } },
  /* No float32 holds 1 / s: all but zero saturates. */
  { 0x1p-130f, 0x1p-130f, 100, { 101, 255, 101, 255 } },
  { -0x1p-149f, 0x1p-130f, 100, { 100, 0, 100, 0 } },
  { 0.0f, 0x1p-130f, 100, { 100, 100, 100, 100 } },
  { -0.0f, 0x1p-149f, 100, { 100, 100, 100, 100 } },
  /* 1 / s is subnormal, with fewer bits. */
  { 0x1.8p127f, 0x1.1p127f, 100, { 101, 101, 101, 101 } },
  { NAN, 1.0f, 100, { 100, 100, 100, 100 } },
  { INFINITY, 0x1p-149f, 100, { 255, 255, 255, 255 } },
  { -INFINITY, 1e38f, 100, { 0, 0, 0, 0 } },
};

static void
test_arithmetics (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (witnesses); i++)
    for (int arithmetic = 0; arithmetic < QSC_N_ARITHMETICS; arithmetic++)
      {
        const Witness *w = &witnesses[i];
        const QscScheme scheme = { .bits = 8, .arithmetic = (QscArithmetic)arithmetic };
        const gint32 expected = w->codes[arithmetic];
        QscParams params;
        QscTrace trace;
        guint8 code;

        g_assert_cmpint (qsc_params_init (&params, &scheme, w->scale, w->zero_point), ==, QSC_OK);
        qsc_quantize_u8 (&params, &w->value, 1, 0, &code);
        qsc_params_trace (&params, w->value, 0, &trace);
        if (code != expected || trace.code != expected)
          g_error ("%a / %a, arithmetic %d: %d and %d instead of %d", (double)w->value, (double)w->scale, arithmetic, code,
                   trace.code, expected);
      }
}

/* What is shown of a value on its way where z comes before the rounding. */
static void
test_trace_shift (void)
{
  const QscParams params = { .scale = 0.1f, .zero_point = 3, .qmin = 0, .qmax = 255, .arithmetic = QSC_MULTIPLY_SHIFT };
  QscTrace trace;

  qsc_params_trace (&params, 0.25f, 0, &trace);
  g_assert_cmpfloat (trace.ratio, ==, 2.5f); /* 10 is what 1 / 0.1f rounds to */
  g_assert_cmpfloat (trace.shifted, ==, 5.5);
  g_assert_cmpfloat (trace.rounded, ==, 6.0f);
  g_assert_true (trace.is_tie);
  g_assert_cmpint (trace.code, ==, 6);
  g_assert_cmpfloat (trace.reconstructed, ==, 3 * 0.1f);
  qsc_params_trace (&params, -1.0f, 0, &trace);
  g_assert_cmpfloat (trace.rounded, ==, -7.0f);
  g_assert_true (trace.is_clipped_low);
  g_assert_cmpint (trace.code, ==, 0);
}

static void
test_trace_stages (void)
{
  const QscParams params = { .scale = 0.25f, .zero_point = 3, .qmin = -8, .qmax = 7 };
  QscTrace trace;

  qsc_params_trace (&params, 0.625f, 0, &trace);
  g_assert_cmpfloat (trace.ratio, ==, 2.5f);
  g_assert_cmpfloat (trace.rounded, ==, 2.0f);
  g_assert_cmpfloat (trace.shifted, ==, 5.0);
  g_assert_cmpint (trace.code, ==, 5);
  g_assert_cmpfloat (trace.reconstructed, ==, 0.5f);
  g_assert_cmpfloat (trace.error, ==, -0.125f);
  g_assert_true (trace.is_tie && trace.is_finite);
  g_assert_false (trace.is_clipped_low || trace.is_clipped_high);

  qsc_params_trace (&params, 100.0f, 0, &trace);
  g_assert_cmpfloat (trace.shifted, ==, 403.0);
  g_assert_cmpint (trace.code, ==, 7);
  g_assert_cmpfloat (trace.reconstructed, ==, 1.0f);
  g_assert_cmpfloat (trace.error, ==, -99.0f);
  g_assert_true (trace.is_clipped_high && !trace.is_clipped_low && !trace.is_tie);

  qsc_params_trace (&params, NAN, 0, &trace);
  g_assert_false (trace.is_finite || trace.is_tie || trace.is_clipped_low || trace.is_clipped_high);
  g_assert_cmpint (trace.code, ==, 3);
  qsc_params_trace (&params, INFINITY, 0, &trace);
  g_assert_cmpint (trace.code, ==, 7);
  qsc_params_trace (&params, -INFINITY, 0, &trace);
  g_assert_cmpint (trace.code, ==, -8);
}

static gboolean
is_clipped (const QscParams *params, float x)
{
  QscErrorStats stats;
  QscTrace trace;

  qsc_error_stats_init (&stats);
  qsc_error_stats_update (&stats, params, &x, 1, 0);
  qsc_params_trace (params, x, 0, &trace);
  g_assert_cmpuint (stats.clipped_low, ==, trace.is_clipped_low);
  g_assert_cmpuint (stats.clipped_high, ==, trace.is_clipped_high);
  return stats.clipped_low + stats.clipped_high > 0;
}

/* At the ends of the unclipped range the last value inside is not clipped and the first one outside is. Where r / s is exact
 * (a power of two), to the neighbour; else to the few float32 whose quotient rounds onto the end. */
static void
test_unclipped_range (void)
{
  const float scales[] = { 1.0f, 0.25f, 0x1p-20f, 0.1f, 1.0f / 127, 3.7e-3f };

  for (int rule = 0; rule <= QSC_ROUND_TOWARD_ZERO; rule++)
    for (gsize i = 0; i < G_N_ELEMENTS (scales) * QSC_N_ARITHMETICS * 2; i++)
      {
        const float scale = scales[i % G_N_ELEMENTS (scales)];
        const bool is_odd = i >= G_N_ELEMENTS (scales) * QSC_N_ARITHMETICS; /* unsigned from 1: zero is no code */
        const QscScheme scheme = { .bits = 4,
                                   .is_signed = !is_odd,
                                   .narrow_range = is_odd,
                                   .rounding = (QscRounding)rule,
                                   .arithmetic = (QscArithmetic)(i / G_N_ELEMENTS (scales) % QSC_N_ARITHMETICS) };
        const int slack = i % G_N_ELEMENTS (scales) < 3 ? 1 : 3;
        QscParams params;
        double low, high;
        float below, above, inside_low, inside_high;

        g_assert_cmpint (qsc_params_init (&params, &scheme, scale, 2), ==, QSC_OK);
        qsc_params_get_unclipped_range (&params, &low, &high);
        below = inside_low = (float)low;
        above = inside_high = (float)high;
        for (int step = 0; step < slack; step++)
          {
            below = nextafterf (below, -INFINITY);
            above = nextafterf (above, INFINITY);
            inside_low = nextafterf (inside_low, INFINITY);
            inside_high = nextafterf (inside_high, -INFINITY);
          }
        g_assert_true (is_clipped (&params, below));
        g_assert_true (is_clipped (&params, above));
        g_assert_false (is_clipped (&params, inside_low));
        g_assert_false (is_clipped (&params, inside_high));
      }
}

/* Values up to the end of float32: the levels that they ask for must not be infinite, whichever way the scale was rounded. */
static void
test_levels_stay_finite (void)
{
  for (int bits = QSC_BITS_MIN; bits <= QSC_BITS_MAX; bits++)
    for (int kind = 0; kind < 4; kind++)
      {
        const QscScheme scheme = { .bits = bits, .is_signed = (kind & 1) != 0, .symmetric = (kind & 2) != 0 };
        QscParams params;
        QscTrace trace;

        g_assert_cmpint (qsc_params_init_from_range (&params, &scheme, -(double)FLT_MAX, (double)FLT_MAX), ==, QSC_OK);
        qsc_params_trace (&params, FLT_MAX, 0, &trace);
        g_assert_true (isfinite (trace.reconstructed));
        qsc_params_trace (&params, -FLT_MAX, 0, &trace);
        g_assert_true (isfinite (trace.reconstructed));
      }
}

static void
test_level_range (void)
{
  const QscParams params = { .scale = 0.1f, .zero_point = -5, .qmin = -128, .qmax = 127 };
  double low, high;

  qsc_params_get_level_range (&params, &low, &high);
  g_assert_cmpfloat (low, ==, (double)0.1f * -123);
  g_assert_cmpfloat (high, ==, (double)0.1f * 132);
  g_assert_cmpfloat (qsc_params_get_level (&params, -5), ==, 0.0f);
  g_assert_false (signbit (qsc_params_get_level (&params, -5)));
  g_assert_cmpfloat (qsc_params_get_level (&params, 127), ==, 132.0f * 0.1f);
}

static void
test_isa (void)
{
  g_assert_true (qsc_isa_is_available (QSC_ISA_SCALAR));
  g_assert_true (qsc_isa_is_available (qsc_get_isa ()));
  g_assert_cmpstr (qsc_isa_get_name (QSC_ISA_SCALAR), ==, "scalar");
  g_assert_cmpstr (qsc_isa_get_name (QSC_ISA_AVX512), ==, "avx512");
  g_assert_false (qsc_isa_is_available (QSC_N_ISAS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *path = g_strconcat ("/params/code-range/", ranges[i].name, NULL);

      g_test_add_data_func (path, &ranges[i], test_code_range);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (roundings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/params/trace/rounding/%.9g", (double)roundings[i].v);

      g_test_add_data_func (path, &roundings[i], test_trace_rounding);
    }
  g_test_add_func ("/params/refusals", test_refusals);
  g_test_add_func ("/params/symmetric", test_symmetric);
  g_test_add_func ("/params/extremes", test_extremes);
  g_test_add_func ("/params/trace/stages", test_trace_stages);
  g_test_add_func ("/params/trace/shift", test_trace_shift);
  g_test_add_func ("/params/arithmetics", test_arithmetics);
  g_test_add_func ("/params/unclipped-range", test_unclipped_range);
  g_test_add_func ("/params/levels-stay-finite", test_levels_stay_finite);
  g_test_add_func ("/params/level-range", test_level_range);
  g_test_add_func ("/params/isa", test_isa);
  return g_test_run ();
}
