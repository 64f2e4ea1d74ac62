/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values that each have parameters of their own, and errors value by value. The includer has brought in a vec-*.h and
 * elementwise.tmpl.h. */

V_INLINE VGrid
v_grid_at (const QscGrids *grids, size_t i)
{
  return (VGrid){ .scale = v_load (grids->scale + i),
                  .low = v_load (grids->low + i),
                  .high = v_load (grids->high + i),
                  .divisor = v_load (grids->divisor + i),
                  .factor = v_load (grids->factor + i),
                  .shift = v_load (grids->shift + i),
                  .zero_point = v_int_load (grids->zero_point + i) };
}

V_INLINE vi
v_code_at (const QscGrids *grids, size_t i, const float *x, QscRounding rounding, QscArithmetic arithmetic)
{
  const VGrid grid = v_grid_at (grids, i);

  return v_code (v_ratio (v_load (x), &grid, arithmetic), &grid, rounding, arithmetic, true);
}

#define QSC_KERNEL_EACH(suffix, type)                                                                                            \
  V_INLINE void quantize_each_block_##suffix (const QscGrids *grids, size_t i, const float *x, type *codes,                      \
                                              QscRounding rounding, QscArithmetic arithmetic)                                    \
  {                                                                                                                              \
    v_store4_##suffix (codes, v_code_at (grids, i, x, rounding, arithmetic),                                                     \
                       v_code_at (grids, i + V_WIDTH, x + V_WIDTH, rounding, arithmetic),                                        \
                       v_code_at (grids, i + 2 * V_WIDTH, x + 2 * V_WIDTH, rounding, arithmetic),                                \
                       v_code_at (grids, i + 3 * V_WIDTH, x + 3 * V_WIDTH, rounding, arithmetic));                               \
  }                                                                                                                              \
                                                                                                                                 \
  V_INLINE void quantize_each_loop_##suffix (const QscGrids *grids, const float *x, size_t n, type *codes, QscRounding rounding, \
                                             QscArithmetic arithmetic)                                                           \
  {                                                                                                                              \
    float x_tail[V_BLOCK] = { 0.0f };                                                                                            \
    type codes_tail[V_BLOCK];                                                                                                    \
    size_t i;                                                                                                                    \
                                                                                                                                 \
    for (i = 0; i + V_BLOCK <= n; i += V_BLOCK)                                                                                  \
      quantize_each_block_##suffix (grids, i, x + i, codes + i, rounding, arithmetic);                                           \
    if (i == n)                                                                                                                  \
      return;                                                                                                                    \
    memcpy (x_tail, x + i, (n - i) * sizeof *x);                                                                                 \
    quantize_each_block_##suffix (grids, i, x_tail, codes_tail, rounding, arithmetic);                                           \
    memcpy (codes + i, codes_tail, (n - i) * sizeof *codes);                                                                     \
  }                                                                                                                              \
                                                                                                                                 \
  static void quantize_each_##suffix (const QscGrids *grids, const float *x, size_t n, type *codes)                              \
  {                                                                                                                              \
    V_SWITCH_FORMULA (grids, (void)0, quantize_each_loop_##suffix, grids, x, n, codes)                                           \
  }                                                                                                                              \
                                                                                                                                 \
  static void dequantize_each_##suffix (const QscGrids *grids, const type *codes, size_t n, float *x)                            \
  {                                                                                                                              \
    size_t i;                                                                                                                    \
                                                                                                                                 \
    for (i = 0; i + V_WIDTH <= n; i += V_WIDTH)                                                                                  \
      v_store (x + i, v_mul (v_from_int (v_int_sub (v_load_##suffix (codes + i), v_int_load (grids->zero_point + i))),           \
                             v_load (grids->scale + i)));                                                                        \
    for (; i < n; i++)                                                                                                           \
      x[i] = (float)(codes[i] - grids->zero_point[i]) * grids->scale[i];                                                         \
  }

#define QSC_KERNEL_ERRORS(name)                                                                                                  \
  V_INLINE void name##_loop (const QscParams *params, const float *x, size_t n, float *e, QscRounding rounding,                  \
                             QscArithmetic arithmetic)                                                                           \
  {                                                                                                                              \
    const VGrid grid = v_grid (params);                                                                                          \
                                                                                                                                 \
    for (; n >= V_WIDTH; n -= V_WIDTH, x += V_WIDTH, e += V_WIDTH)                                                               \
      {                                                                                                                          \
        const vf v = v_load (x), steps = v_steps (v_ratio (v, &grid, arithmetic), &grid, rounding, arithmetic);                  \
                                                                                                                                 \
        v_store (e, v_sub (v_mul (v_clamp (steps, grid.low, grid.high), grid.scale), v));                                        \
      }                                                                                                                          \
    for (; n > 0; n--, x++, e++)                                                                                                 \
      *e = qsc_error_value (params, *x, 0);                                                                                      \
  }                                                                                                                              \
                                                                                                                                 \
  static void name##_stochastic (const QscParams *params, const float *x, size_t n, uint64_t first_index, float *e)              \
  {                                                                                                                              \
    for (size_t i = 0; i < n; i++)                                                                                               \
      e[i] = qsc_error_value (params, x[i], first_index + i);                                                                    \
  }                                                                                                                              \
                                                                                                                                 \
  static void name (const QscParams *params, const float *x, size_t n, uint64_t first_index, float *e)                           \
  {                                                                                                                              \
    V_SWITCH_FORMULA (params, name##_stochastic (params, x, n, first_index, e), name##_loop, params, x, n, e)                    \
  }

#include "core/kernels/qsc-kernels.inc"
