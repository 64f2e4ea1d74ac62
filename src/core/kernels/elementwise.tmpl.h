/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The loops from values to codes and back, once for all instruction sets. The includer has brought in a vec-*.h. */

#include <string.h>

#include "core/kernels/hold.tmpl.h"
#include "core/kernels/qsc-kernels.h"

/* Loops are made of these by constants, so all must be inlined; under the sanitizers, which make them many times as large, only the
 * time that compiling takes would be felt. */
#if defined(__has_feature)
#define V_HAS_SANITIZER (__has_feature (address_sanitizer) || __has_feature (memory_sanitizer))
#elif defined(__SANITIZE_ADDRESS__)
#define V_HAS_SANITIZER 1
#else
#define V_HAS_SANITIZER 0
#endif
#if V_HAS_SANITIZER
#define V_INLINE static inline
#else
#define V_INLINE static inline __attribute__ ((always_inline))
#endif
#define V_BLOCK (4 * V_WIDTH)

/* Calls LOOP (…, rounding, arithmetic) with constants, so that each pair gets a loop of its own; both arithmetics that shift are
 * QSC_DIVIDE_SHIFT, see v_ratio. Stochastic rounding is STOCHASTIC. */
#define V_SWITCH_FORMULA(params, STOCHASTIC, LOOP, ...)                                                                          \
  if ((params)->arithmetic == QSC_DIVIDE)                                                                                        \
    V_SWITCH_ROUNDING (params, QSC_DIVIDE, STOCHASTIC, LOOP, __VA_ARGS__)                                                        \
  else if ((params)->arithmetic == QSC_MULTIPLY)                                                                                 \
    V_SWITCH_ROUNDING (params, QSC_MULTIPLY, STOCHASTIC, LOOP, __VA_ARGS__)                                                      \
  else                                                                                                                           \
    V_SWITCH_ROUNDING (params, QSC_DIVIDE_SHIFT, STOCHASTIC, LOOP, __VA_ARGS__)

#define V_SWITCH_ROUNDING(params, arithmetic, STOCHASTIC, LOOP, ...)                                                             \
  switch ((params)->rounding)                                                                                                    \
    {                                                                                                                            \
    case QSC_ROUND_HALF_AWAY:                                                                                                    \
      LOOP (__VA_ARGS__, QSC_ROUND_HALF_AWAY, arithmetic);                                                                       \
      break;                                                                                                                     \
    case QSC_ROUND_HALF_UP:                                                                                                      \
      LOOP (__VA_ARGS__, QSC_ROUND_HALF_UP, arithmetic);                                                                         \
      break;                                                                                                                     \
    case QSC_ROUND_DOWN:                                                                                                         \
      LOOP (__VA_ARGS__, QSC_ROUND_DOWN, arithmetic);                                                                            \
      break;                                                                                                                     \
    case QSC_ROUND_UP:                                                                                                           \
      LOOP (__VA_ARGS__, QSC_ROUND_UP, arithmetic);                                                                              \
      break;                                                                                                                     \
    case QSC_ROUND_TOWARD_ZERO:                                                                                                  \
      LOOP (__VA_ARGS__, QSC_ROUND_TOWARD_ZERO, arithmetic);                                                                     \
      break;                                                                                                                     \
    case QSC_ROUND_STOCHASTIC:                                                                                                   \
      STOCHASTIC;                                                                                                                \
      break;                                                                                                                     \
    case QSC_ROUND_HALF_EVEN:                                                                                                    \
    case QSC_N_ROUNDINGS:                                                                                                        \
    default:                                                                                                                     \
      LOOP (__VA_ARGS__, QSC_ROUND_HALF_EVEN, arithmetic);                                                                       \
      break;                                                                                                                     \
    }

typedef struct
{
  vf scale, low, high;
  vf divisor, factor, shift; /* of the ratio: each arithmetic uses some and has 1 or 0 in the others */
  vi zero_point;
} VGrid;

V_INLINE VGrid
v_grid (const QscParams *params)
{
  const bool multiplies = qsc_arithmetic_multiplies (params->arithmetic);

  return (VGrid){ .scale = v_set1 (params->scale),
                  .low = v_set1 (qsc_grid_low (params)),
                  .high = v_set1 (qsc_grid_high (params)),
                  .divisor = v_set1 (multiplies ? 1.0f : params->scale),
                  .factor = v_set1 (multiplies ? qsc_inverse_value (params) : 1.0f),
                  .shift = v_set1 (qsc_shift_value (params)),
                  .zero_point = v_int_set1 (params->zero_point) };
}

/* What is to be rounded. Dividing by 1 and multiplying by 1 change nothing, so one loop does for both arithmetics that shift. */
V_INLINE vf
v_ratio (vf x, const VGrid *grid, QscArithmetic arithmetic)
{
  if (arithmetic == QSC_DIVIDE)
    return v_div (x, grid->divisor);
  if (arithmetic == QSC_MULTIPLY)
    return v_mul (x, grid->factor);
  return v_add (v_mul (v_div (x, grid->divisor), grid->factor), grid->shift);
}

/* The integer that a ratio rounds to, counted from the zero-point. */
V_INLINE vf
v_steps (vf ratio, const VGrid *grid, QscRounding rounding, QscArithmetic arithmetic)
{
  const vf rounded = v_round (ratio, rounding);

  return qsc_arithmetic_shifts (arithmetic) ? v_sub (rounded, grid->shift) : rounded;
}

/* The code of a ratio. NaN needs a mask, so it is looked for in four vectors together. */
V_INLINE vi
v_code (vf ratio, const VGrid *grid, QscRounding rounding, QscArithmetic arithmetic, bool nan)
{
  const vf steps = v_steps (ratio, grid, rounding, arithmetic);
  const vf clamped = nan ? v_clamp (steps, grid->low, grid->high) : v_min (v_max (steps, grid->low), grid->high);

  return v_int_add (v_to_int (clamped), grid->zero_point);
}

#define V_STORE_CODES(suffix, nan)                                                                                               \
  v_store4_##suffix (codes, v_code (a, grid, rounding, arithmetic, nan), v_code (b, grid, rounding, arithmetic, nan),            \
                     v_code (c, grid, rounding, arithmetic, nan), v_code (d, grid, rounding, arithmetic, nan))

#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  V_INLINE void quantize_block_##suffix (const VGrid *grid, const float *x, type *codes, QscRounding rounding,                   \
                                         QscArithmetic arithmetic)                                                               \
  {                                                                                                                              \
    const vf a = v_ratio (v_load (x), grid, arithmetic), b = v_ratio (v_load (x + V_WIDTH), grid, arithmetic);                   \
    const vf c = v_ratio (v_load (x + 2 * V_WIDTH), grid, arithmetic), d = v_ratio (v_load (x + 3 * V_WIDTH), grid, arithmetic); \
                                                                                                                                 \
    if (__builtin_expect (v_mask_any (v_mask_or (v_unordered (a, b), v_unordered (c, d))), 0))                                   \
      V_STORE_CODES (suffix, true);                                                                                              \
    else                                                                                                                         \
      V_STORE_CODES (suffix, false);                                                                                             \
  }                                                                                                                              \
                                                                                                                                 \
  V_INLINE void quantize_grid_##suffix (const VGrid *grid, const float *x, size_t n, type *codes, QscRounding rounding,          \
                                        QscArithmetic arithmetic)                                                                \
  {                                                                                                                              \
    float x_tail[V_BLOCK] = { 0.0f };                                                                                            \
    type codes_tail[V_BLOCK];                                                                                                    \
                                                                                                                                 \
    for (; n >= V_BLOCK; n -= V_BLOCK, x += V_BLOCK, codes += V_BLOCK)                                                           \
      quantize_block_##suffix (grid, x, codes, rounding, arithmetic);                                                            \
    if (n == 0)                                                                                                                  \
      return;                                                                                                                    \
    memcpy (x_tail, x, n * sizeof *x);                                                                                           \
    quantize_block_##suffix (grid, x_tail, codes_tail, rounding, arithmetic);                                                    \
    memcpy (codes, codes_tail, n * sizeof *codes);                                                                               \
  }                                                                                                                              \
                                                                                                                                 \
  V_INLINE void quantize_loop_##suffix (const QscParams *params, const float *x, size_t n, type *codes, QscRounding rounding,    \
                                        QscArithmetic arithmetic)                                                                \
  {                                                                                                                              \
    const VGrid grid = v_grid (params);                                                                                          \
                                                                                                                                 \
    quantize_grid_##suffix (&grid, x, n, codes, rounding, arithmetic);                                                           \
  }                                                                                                                              \
                                                                                                                                 \
  static void quantize_##suffix (const QscParams *params, const float *x, size_t n, uint64_t first_index, type *codes)           \
  {                                                                                                                              \
    V_SWITCH_FORMULA (params, qsc_quantize_stochastic_##suffix (params, x, n, first_index, codes), quantize_loop_##suffix,       \
                      params, x, n, codes)                                                                                       \
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
