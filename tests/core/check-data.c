/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-data.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Powers of two and others; around the ends of float32, where squares leave it; subnormal. */
const float check_scales[] = { 1.0f,     0.25f,     0.1f,      1.0f / 127.0f, 3.0e-5f, 1.0e-30f,
                               1.0e-38f, 0x1p-130f, 0x1p-149f, 1.0e30f,       1.0e38f };
const size_t check_n_scales = G_N_ELEMENTS (check_scales);

const size_t check_lengths[] = { 0,  1,  2,   3,   5,   7,   8,   15,  16,  17,  31,   32,   33,   63,
                                 64, 65, 127, 128, 129, 255, 256, 257, 511, 513, 1023, 1025, 4096, CHECK_LENGTH_MAX };
const size_t check_n_lengths = G_N_ELEMENTS (check_lengths);

static const float specials[] = { 0.0f,        -0.0f,        FLT_MIN,    -FLT_MIN,         FLT_MAX,       -FLT_MAX,
                                  0x1p-149f,   -0x1p-149f,   0x1p-127f,  0x1.fffffep-127f, 1.0e-20f,      -1.0e20f,
                                  0.49999997f, -0.49999997f, 8388607.5f, 8388608.0f,       2147483648.0f, -2147483904.0f };
static const float non_finite[] = { NAN, -NAN, INFINITY, -INFINITY };

static float
random_bits (void)
{
  const guint32 bits = (guint32)g_test_rand_int ();
  float x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

static float
step_off (float x)
{
  const int steps = g_test_rand_int_range (-2, 3);

  for (int i = 0; i < abs (steps); i++)
    x = nextafterf (x, steps > 0 ? INFINITY : -INFINITY);
  return x;
}

static float
draw (const QscParams *params)
{
  const double low = params->qmin - params->zero_point, high = params->qmax - params->zero_point;

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      return step_off ((float)((floor (g_test_rand_double_range (low - 2, high + 2)) + 0.5) * params->scale));
    case 1:
      return step_off ((float)(((g_test_rand_bit () ? low - 0.5 : high + 0.5)) * params->scale));
    case 2:
      return specials[g_test_rand_int_range (0, G_N_ELEMENTS (specials))];
    case 3:
      return random_bits ();
    case 4:
      return non_finite[g_test_rand_int_range (0, G_N_ELEMENTS (non_finite))];
    default:
      return (float)(g_test_rand_double_range (low * 1.2 - 1, high * 1.2 + 1) * params->scale);
    }
}

void
check_fill (float *x, size_t n, const QscParams *params, gboolean finite)
{
  for (size_t i = 0; i < n; i++)
    do
      x[i] = draw (params);
    while (finite && !isfinite (x[i]));
}

void
check_draw_params (QscParams *params, int bits, gboolean is_signed, QscRounding rounding, float scale)
{
  const QscScheme scheme = { .bits = bits,
                             .is_signed = is_signed,
                             .narrow_range = g_test_rand_bit (),
                             .rounding = rounding,
                             .arithmetic = (QscArithmetic)g_test_rand_int_range (0, QSC_N_ARITHMETICS),
                             .seed = (guint64)(guint32)g_test_rand_int () };
  int32_t qmin, qmax;

  qsc_scheme_get_code_range (&scheme, &qmin, &qmax);
  g_assert_cmpint (qsc_params_init (params, &scheme, scale, g_test_rand_int_range (qmin, qmax + 1)), ==, QSC_OK);
  if (g_test_rand_bit ())
    params->inverse = nextafterf (1.0f / scale, 0.0f);
}
