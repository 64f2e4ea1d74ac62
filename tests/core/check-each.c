/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-each.h"

#include <math.h>

#include "check-output.h"
#include "core/kernels/qsc-value.h"

static void
set_grid (QscGrids *grids, size_t i, const QscParams *params)
{
  const gboolean multiplies = qsc_arithmetic_multiplies (params->arithmetic);

  grids->scale[i] = params->scale;
  grids->low[i] = qsc_grid_low (params);
  grids->high[i] = qsc_grid_high (params);
  grids->divisor[i] = multiplies ? 1.0f : params->scale;
  grids->factor[i] = multiplies ? qsc_inverse_value (params) : 1.0f;
  grids->shift[i] = qsc_shift_value (params);
  grids->zero_point[i] = params->zero_point;
}

/* Every value another scale and zero-point. */
static void
draw_grids (QscGrids *grids, QscParams *params, float *x, gboolean is_signed, QscRounding rounding)
{
  const QscArithmetic arithmetic = (QscArithmetic)g_test_rand_int_range (0, QSC_N_ARITHMETICS);

  grids->rounding = rounding;
  grids->arithmetic = arithmetic;
  for (size_t i = 0; i < QSC_N_GRIDS; i++)
    {
      check_draw_params (&params[i], g_test_rand_int_range (2, 9), is_signed, rounding,
                         check_scales[(size_t)g_test_rand_int_range (0, (int)check_n_scales)]);
      params[i].arithmetic = arithmetic;
      set_grid (grids, i, &params[i]);
      check_fill (&x[i], 1, &params[i], FALSE);
    }
}

#define QSC_KERNEL_EACH(suffix, type)                                                                                            \
  static void check_each_length_##suffix (const QscKernels *kernels, QscRounding rounding, size_t n)                             \
  {                                                                                                                              \
    QscGrids grids;                                                                                                              \
    QscParams params[QSC_N_GRIDS];                                                                                               \
    float x[QSC_N_GRIDS];                                                                                                        \
    const size_t offset = (size_t)g_test_rand_int_range (0, 8) * sizeof (float);                                                 \
    Output code_output, output;                                                                                                  \
    type *codes = output_prepare (&code_output, offset);                                                                         \
    float *y = output_prepare (&output, offset);                                                                                 \
                                                                                                                                 \
    draw_grids (&grids, params, x, (type)-1 < 0, rounding);                                                                      \
    kernels->quantize_each_##suffix (&grids, x, n, codes);                                                                       \
    output_check_guards (&code_output, offset, n * sizeof (type));                                                               \
    kernels->dequantize_each_##suffix (&grids, codes, n, y);                                                                     \
    output_check_guards (&output, offset, n * sizeof (float));                                                                   \
    for (size_t i = 0; i < n; i++)                                                                                               \
      {                                                                                                                          \
        const float expected = qsc_dequantize_value (&params[i], codes[i]);                                                      \
                                                                                                                                 \
        g_assert_cmpint (codes[i], ==, qsc_quantize_value (&params[i], x[i], 0));                                                \
        g_assert_cmpmem (&y[i], sizeof (float), &expected, sizeof (float));                                                      \
      }                                                                                                                          \
  }                                                                                                                              \
                                                                                                                                 \
  void check_each_##suffix (gconstpointer data)                                                                                  \
  {                                                                                                                              \
    for (int rounding = 0; rounding < QSC_ROUND_STOCHASTIC; rounding++)                                                          \
      for (size_t n = 0; n <= QSC_N_GRIDS; n += n < 130 ? 1 : 7)                                                                 \
        check_each_length_##suffix (data, (QscRounding)rounding, n);                                                             \
  }

#define QSC_KERNEL_ERRORS(name)                                                                                                  \
  void check_##name (gconstpointer data)                                                                                         \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    float buffer[CHECK_LENGTH_MAX + 4];                                                                                          \
    Output output;                                                                                                               \
    QscParams params;                                                                                                            \
                                                                                                                                 \
    for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)                                                               \
      for (size_t scale = 0; scale < check_n_scales; scale++)                                                                    \
        for (size_t length = 0; length < check_n_lengths; length++)                                                              \
          {                                                                                                                      \
            const size_t n = check_lengths[length], offset = (size_t)g_test_rand_int_range (0, 8) * sizeof (float);              \
            float *x = buffer + g_test_rand_int_range (0, 4), *e = output_prepare (&output, offset);                             \
                                                                                                                                 \
            check_draw_params (&params, g_test_rand_int_range (2, 17), g_test_rand_bit (), (QscRounding)rounding,                \
                               check_scales[scale]);                                                                             \
            check_fill (x, n, &params, FALSE);                                                                                   \
            kernels->name (&params, x, n, 1000, e);                                                                              \
            output_check_guards (&output, offset, n * sizeof *e);                                                                \
            for (size_t i = 0; i < n; i++)                                                                                       \
              {                                                                                                                  \
                const float expected = qsc_error_value (&params, x[i], 1000 + i);                                                \
                                                                                                                                 \
                if (isnan (expected))                                                                                            \
                  g_assert_true (isnan (e[i]));                                                                                  \
                else                                                                                                             \
                  g_assert_cmpmem (&e[i], sizeof *e, &expected, sizeof expected);                                                \
              }                                                                                                                  \
          }                                                                                                                      \
  }
#include "core/kernels/qsc-kernels.inc"
