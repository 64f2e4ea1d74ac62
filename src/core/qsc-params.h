/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* Whether bits, rounding, arithmetic and rule are inside their limits. */
  QSC_API bool qsc_scheme_is_valid (const QscScheme *scheme);

  /* Whether all of two schemes is the same, the seed too. */
  QSC_API bool qsc_scheme_equal (const QscScheme *a, const QscScheme *b);

  /* The lowest and highest code of a valid scheme: signed -2^(b-1) … 2^(b-1)-1, unsigned 0 … 2^b-1; narrow adds 1 to the lowest. */
  QSC_API void qsc_scheme_get_code_range (const QscScheme *scheme, int32_t *qmin, int32_t *qmax);

  /* The zero-point that a symmetric scheme is bound to: 0 when signed, 2^(bits-1) when unsigned. */
  QSC_API int32_t qsc_scheme_get_symmetric_zero_point (const QscScheme *scheme);

  /* Parameters from a given scale and zero-point. A symmetric scheme ignores zero_point and uses its own. From a range:
   * qsc_params_init_from_range of qsc-rule.h. */
  QSC_API QscStatus qsc_params_init (QscParams *params, const QscScheme *scheme, float scale, int32_t zero_point);

  /* The reals of the lowest and highest level, s (qmin - z) and s (qmax - z). */
  QSC_API void qsc_params_get_level_range (const QscParams *params, double *low, double *high);

  /* The reals between which clamping changes no code; "clipped" means outside.
 * Nearest rules: s (qmin - z) - s/2 … s (qmax - z) + s/2. Directed rules move each end to where their own rounding puts it.
 * Stochastic: the level range itself. Where the arithmetic multiplies by a reciprocal that no float32 holds: only 0. */
  QSC_API void qsc_params_get_unclipped_range (const QscParams *params, double *low, double *high);

  /* One value on its way through the formula, each stage by itself. */
  typedef struct
  {
    float value;         /* r */
    float ratio;         /* r / s in float32, or r * (1 / s) where the arithmetic multiplies */
    float rounded;       /* round (ratio), never -0; where the arithmetic shifts: round (shifted) */
    double shifted;      /* rounded + z, before the clamp; where the arithmetic shifts: ratio + z, rounded to float32 */
    int32_t code;        /* q */
    float reconstructed; /* s (q - z) */
    float error;         /* reconstructed - r */
    bool is_finite;      /* false: value is NaN or infinite, code is by contract z, qmax or qmin */
    bool is_tie;         /* what is rounded lies exactly half-way between two integers */
    bool is_clipped_low;
    bool is_clipped_high;
  } QscTrace;

  /* Carries value, which stands at index (used by stochastic rounding only), through the formula. */
  QSC_API void qsc_params_trace (const QscParams *params, float value, uint64_t index, QscTrace *trace);

  /* Whether the arithmetic multiplies by 1 / s instead of dividing; whether it adds the zero-point before rounding. */
  QSC_API bool qsc_params_multiplies (const QscParams *params);
  QSC_API bool qsc_params_shifts (const QscParams *params);

  /* The real level of a code: float32 (float32 (q - z) * s). */
  QSC_API float qsc_params_get_level (const QscParams *params, int32_t code);

#ifdef __cplusplus
}
#endif
