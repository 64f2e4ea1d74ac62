/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The loops from values to codes and back, once for all instruction sets. The includer has brought in a vec-*.h. */

#include <string.h>

#include "core/kernels/qsc-kernels.h"

#define V_INLINE static inline __attribute__ ((always_inline))
#define V_BLOCK (4 * V_WIDTH)

/* Calls LOOP (…, rounding) with a constant, so that each rule gets a loop of its own; stochastic rounding is STOCHASTIC. */
#define V_SWITCH_ROUNDING(rounding, STOCHASTIC, LOOP, ...)                                                                       \
  switch (rounding)                                                                                                              \
    {                                                                                                                            \
    case QSC_ROUND_HALF_AWAY:                                                                                                    \
      LOOP (__VA_ARGS__, QSC_ROUND_HALF_AWAY);                                                                                   \
      break;                                                                                                                     \
    case QSC_ROUND_HALF_UP:                                                                                                      \
      LOOP (__VA_ARGS__, QSC_ROUND_HALF_UP);                                                                                     \
      break;                                                                                                                     \
    case QSC_ROUND_DOWN:                                                                                                         \
      LOOP (__VA_ARGS__, QSC_ROUND_DOWN);                                                                                        \
      break;                                                                                                                     \
    case QSC_ROUND_UP:                                                                                                           \
      LOOP (__VA_ARGS__, QSC_ROUND_UP);                                                                                          \
      break;                                                                                                                     \
    case QSC_ROUND_TOWARD_ZERO:                                                                                                  \
      LOOP (__VA_ARGS__, QSC_ROUND_TOWARD_ZERO);                                                                                 \
      break;                                                                                                                     \
    case QSC_ROUND_STOCHASTIC:                                                                                                   \
      STOCHASTIC;                                                                                                                \
      break;                                                                                                                     \
    case QSC_ROUND_HALF_EVEN:                                                                                                    \
    case QSC_N_ROUNDINGS:                                                                                                        \
    default:                                                                                                                     \
      LOOP (__VA_ARGS__, QSC_ROUND_HALF_EVEN);                                                                                   \
      break;                                                                                                                     \
    }

typedef struct
{
  vf scale, low, high;
  vi zero_point;
} VGrid;

V_INLINE VGrid
v_grid (const QscParams *params)
{
  return (VGrid){ v_set1 (params->scale), v_set1 (qsc_grid_low (params)), v_set1 (qsc_grid_high (params)),
                  v_int_set1 (params->zero_point) };
}

/* The code of a ratio. NaN needs a mask, so it is looked for in four vectors together. */
V_INLINE vi
v_code (vf ratio, const VGrid *grid, QscRounding rounding, bool nan)
{
  const vf rounded = v_round (ratio, rounding);
  const vf clamped = nan ? v_clamp (rounded, grid->low, grid->high) : v_min (v_max (rounded, grid->low), grid->high);

  return v_int_add (v_to_int (clamped), grid->zero_point);
}

#define V_STORE_CODES(suffix, nan)                                                                                               \
  v_store4_##suffix (codes, v_code (a, grid, rounding, nan), v_code (b, grid, rounding, nan), v_code (c, grid, rounding, nan),   \
                     v_code (d, grid, rounding, nan))

#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  V_INLINE void quantize_block_##suffix (const VGrid *grid, const float *x, type *codes, QscRounding rounding)                   \
  {                                                                                                                              \
    const vf a = v_div (v_load (x), grid->scale), b = v_div (v_load (x + V_WIDTH), grid->scale);                                 \
    const vf c = v_div (v_load (x + 2 * V_WIDTH), grid->scale), d = v_div (v_load (x + 3 * V_WIDTH), grid->scale);               \
                                                                                                                                 \
    if (__builtin_expect (v_mask_any (v_mask_or (v_unordered (a, b), v_unordered (c, d))), 0))                                   \
      V_STORE_CODES (suffix, true);                                                                                              \
    else                                                                                                                         \
      V_STORE_CODES (suffix, false);                                                                                             \
  }                                                                                                                              \
                                                                                                                                 \
  V_INLINE void quantize_loop_##suffix (const QscParams *params, const float *x, size_t n, type *codes, QscRounding rounding)    \
  {                                                                                                                              \
    const VGrid grid = v_grid (params);                                                                                          \
    float x_tail[V_BLOCK] = { 0.0f };                                                                                            \
    type codes_tail[V_BLOCK];                                                                                                    \
                                                                                                                                 \
    for (; n >= V_BLOCK; n -= V_BLOCK, x += V_BLOCK, codes += V_BLOCK)                                                           \
      quantize_block_##suffix (&grid, x, codes, rounding);                                                                       \
    if (n == 0)                                                                                                                  \
      return;                                                                                                                    \
    memcpy (x_tail, x, n * sizeof *x);                                                                                           \
    quantize_block_##suffix (&grid, x_tail, codes_tail, rounding);                                                               \
    memcpy (codes, codes_tail, n * sizeof *codes);                                                                               \
  }                                                                                                                              \
                                                                                                                                 \
  static void quantize_##suffix (const QscParams *params, const float *x, size_t n, uint64_t first_index, type *codes)           \
  {                                                                                                                              \
    V_SWITCH_ROUNDING (params->rounding, qsc_quantize_stochastic_##suffix (params, x, n, first_index, codes),                    \
                       quantize_loop_##suffix, params, x, n, codes)                                                              \
  }

#define QSC_KERNEL_DEQUANTIZE(suffix, type)                                                                                      \
  static void dequantize_##suffix (const QscParams *params, const type *codes, size_t n, float *x)                               \
  {                                                                                                                              \
    const QscParams p = *params;                                                                                                 \
    const vf s = v_set1 (p.scale);                                                                                               \
    const vi z = v_int_set1 (p.zero_point);                                                                                      \
                                                                                                                                 \
    for (; n >= V_WIDTH; n -= V_WIDTH, x += V_WIDTH, codes += V_WIDTH)                                                           \
      v_store (x, v_mul (v_from_int (v_int_sub (v_load_##suffix (codes), z)), s));                                               \
    for (; n > 0; n--, x++, codes++)                                                                                             \
      *x = qsc_dequantize_value (&p, *codes);                                                                                    \
  }

#include "core/kernels/qsc-kernels.inc"
