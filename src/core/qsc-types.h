/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

#if defined(QSC_COMPILATION) && defined(__GNUC__)
#define QSC_API __attribute__ ((visibility ("default")))
#else
#define QSC_API
#endif

/* Bit widths that a scheme may have. */
#define QSC_BITS_MIN 2
#define QSC_BITS_MAX 16

  /* What a call that may refuse its arguments returns. */
  typedef enum
  {
    QSC_OK,
    QSC_ERROR_BITS,       /* bits outside QSC_BITS_MIN … QSC_BITS_MAX, or an unknown rounding, arithmetic or rule */
    QSC_ERROR_SCALE,      /* scale not finite or not above 0 */
    QSC_ERROR_ZERO_POINT, /* zero-point outside qmin … qmax */
    QSC_ERROR_RANGE,      /* min or max not finite, or min > max */
  } QscStatus;

  /* What happens to r / s between two integers. */
  typedef enum
  {
    QSC_ROUND_HALF_EVEN, /* the default: nearest, ties to the even integer (IEEE, ONNX) */
    QSC_ROUND_HALF_AWAY, /* nearest, ties away from zero (C round, TFLite) */
    QSC_ROUND_HALF_UP,   /* nearest, ties towards +inf */
    QSC_ROUND_DOWN,      /* floor */
    QSC_ROUND_UP,        /* ceil */
    QSC_ROUND_TOWARD_ZERO,
    QSC_ROUND_STOCHASTIC, /* floor (v + u), u in [0, 1) from a hash of seed and index */
    QSC_N_ROUNDINGS
  } QscRounding;

  /* How r becomes a code. Programs differ here, and so do their codes, next to and on the ties. */
  typedef enum
  {
    QSC_DIVIDE,         /* the default: round (r / s) + z (ONNX) */
    QSC_MULTIPLY,       /* round (r * (1 / s)) + z, the inverse rounded to float32 (PyTorch, FBGEMM) */
    QSC_DIVIDE_SHIFT,   /* round (r / s + z), the sum rounded to float32 */
    QSC_MULTIPLY_SHIFT, /* round (r * (1 / s) + z), product and sum each rounded to float32 (TFLite's run-time quantization) */
    QSC_N_ARITHMETICS
  } QscArithmetic;

  /* Whose formulas take a range to s and z: qsc-rule.h. */
  typedef enum
  {
    QSC_RULE_TEXTBOOK, /* the default */
    QSC_RULE_ONNX,
    QSC_RULE_ONNX_DYNAMIC,
    QSC_RULE_PYTORCH,
    QSC_RULE_FBGEMM,
    QSC_RULE_TFLITE,
    QSC_RULE_TFLITE_DYNAMIC,
    QSC_RULE_AIMET,
    QSC_RULE_AIMET_V1,
    QSC_N_RULES
  } QscRule;

  /* The integer format a user chose: everything but the numbers s and z. */
  typedef struct
  {
    int bits; /* QSC_BITS_MIN … QSC_BITS_MAX */
    bool is_signed;
    bool narrow_range; /* leave out the lowest code */
    bool symmetric;    /* zero-point fixed: 0 when signed, 2^(bits-1) when unsigned */
    QscRounding rounding;
    uint64_t seed; /* of stochastic rounding */
    QscArithmetic arithmetic;
    QscRule rule; /* of parameters that are made from a range */
  } QscScheme;

  /* All that a kernel needs: q = clamp (round (r / scale) + zero_point, qmin, qmax), or what else arithmetic says. */
  typedef struct
  {
    float scale;        /* > 0, finite */
    int32_t zero_point; /* qmin … qmax */
    int32_t qmin, qmax;
    QscRounding rounding;
    uint64_t seed;
    QscArithmetic arithmetic;
    float inverse; /* what the arithmetics that multiply multiply with; 0 stands for 1 / scale in float32 */
  } QscParams;

#ifdef __cplusplus
}
#endif
