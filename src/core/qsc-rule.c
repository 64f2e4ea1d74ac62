/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-rule.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/kernels/qsc-value.h"
#include "core/qsc-params.h"

/* What a rule starts from. */
typedef struct
{
  double min, max;    /* they hold 0 */
  int32_t qmin, qmax; /* the codes that the rule's program uses */
  int32_t middle;     /* the scheme's zero-point if it is symmetric */
  const QscScheme *scheme;
} Range;

/* What it finds. The zero-point is not yet clamped; the inverse is 0 unless it is another than 1 / scale. */
typedef struct
{
  double scale, zero_point;
  float inverse;
} Grid;

/* Which codes a symmetric scheme has. */
typedef enum
{
  CODES_OF_SCHEME,
  CODES_ODD,        /* from 8 bits on an odd number of them, signed and unsigned */
  CODES_ODD_SIGNED, /* the same, only signed */
} Codes;

typedef struct
{
  const char *name;
  QscRounding rounding;
  QscArithmetic arithmetic;
  Codes codes;
  Grid (*choose_symmetric) (const Range *range);
  Grid (*choose_asymmetric) (const Range *range);
} Rule;

static double
get_largest (const Range *r)
{
  return fmax (-r->min, r->max);
}

static int32_t
get_n_steps (const Range *r)
{
  return r->qmax - r->qmin;
}

static Grid
choose_textbook_symmetric (const Range *r)
{
  const double s = get_largest (r) / (r->qmax - r->middle);

  return (Grid){ s < (double)FLT_MIN ? 1.0 : s, r->middle, 0.0f };
}

static Grid
choose_textbook (const Range *r)
{
  double s = r->max / get_n_steps (r) - r->min / get_n_steps (r); /* max - min would overflow for the widest ranges */

  if (r->max - r->min <= DBL_MAX)
    s = (r->max - r->min) / get_n_steps (r);
  if (s < (double)FLT_MIN)
    return (Grid){ 1.0, 0.0, 0.0f };
  return (Grid){ s, rint (r->qmin - r->min / s), 0.0f };
}

static Grid
choose_onnx_symmetric (const Range *r)
{
  const float width = 2.0f * (float)get_largest (r);
  const double s = (double)width / get_n_steps (r);

  if (s < (double)FLT_MIN)
    return (Grid){ 1.0, 0.0, 0.0f };
  return (Grid){ s, rint ((r->qmin + r->qmax) / 2.0), 0.0f };
}

static Grid
choose_onnx (const Range *r)
{
  const float width = (float)r->max - (float)r->min;
  const double s = (double)width / get_n_steps (r);

  if (s < (double)FLT_MIN)
    return (Grid){ 1.0, 0.0, 0.0f };
  return (Grid){ s, rint (r->qmin - (double)(float)r->min / s), 0.0f };
}

static Grid
choose_onnx_dynamic (const Range *r)
{
  const float min = (float)r->min, max = (float)r->max;
  const float s = (max - min) / (float)get_n_steps (r);
  const float zero_point = (float)r->qmin - min / s;

  if (max == min)
    return (Grid){ 1.0, 0.0, 0.0f };
  return (Grid){ (double)s, rint ((double)zero_point), 0.0f };
}

static Grid
choose_pytorch_symmetric (const Range *r)
{
  const float s = (float)get_largest (r) / ((float)get_n_steps (r) / 2.0f);
  const bool is_uint8 = !r->scheme->is_signed && r->scheme->bits == 8;
  const double middle = is_uint8 ? 128.0 : floor ((r->qmin + r->qmax) / 2.0); /* other widths are "customized" ranges */

  return (Grid){ (double)fmaxf (s, FLT_EPSILON), r->scheme->is_signed ? 0.0 : middle, 0.0f };
}

static Grid
choose_pytorch (const Range *r)
{
  const float min = (float)r->min, max = (float)r->max;
  const float s = fmaxf ((max - min) / (float)get_n_steps (r), FLT_EPSILON);
  const float steps = min / s;

  return (Grid){ (double)s, r->qmin - (double)rintf (steps), 0.0f };
}

#define FBGEMM_SMALLEST 6.1e-5f

/* min and max as FBGEMM holds them: the range is stretched where the scale is made larger. */
static Grid
choose_fbgemm_between (const Range *r, float min, float max, bool symmetric)
{
  double s = ((double)max - (double)min) / get_n_steps (r);

  if ((float)s == 0.0f || isinf (1.0f / (float)s))
    s = 0.1;
  if (s < (double)FBGEMM_SMALLEST)
    {
      const float amplifier = FBGEMM_SMALLEST / (float)s;

      s = (double)FBGEMM_SMALLEST;
      if (min == 0.0f)
        max = FBGEMM_SMALLEST * (float)get_n_steps (r);
      else if (max == 0.0f)
        min = -FBGEMM_SMALLEST * (float)get_n_steps (r);
      else
        {
          min *= amplifier;
          max *= amplifier;
        }
    }
  if (symmetric)
    return (Grid){ s, rint ((r->qmin + r->qmax) / 2.0), 0.0f };

  const double below = (double)min / s, above = (double)max / s;
  const bool from_min = abs (r->qmin) - fabs (below) < abs (r->qmax) - fabs (above);

  return (Grid){ s, rint (from_min ? r->qmin - below : r->qmax - above), 0.0f };
}

static Grid
choose_fbgemm (const Range *r)
{
  return choose_fbgemm_between (r, (float)r->min, (float)r->max, false);
}

static Grid
choose_fbgemm_symmetric (const Range *r)
{
  const int32_t n_high = get_n_steps (r) / 2, n_low = n_high + 1;
  const float below = -(float)r->min / (float)n_low, above = (float)r->max / (float)n_high;
  const double s = (double)fmaxf (below, above);

  if (r->min == 0.0 || r->max == 0.0)
    return choose_fbgemm (r);
  return choose_fbgemm_between (r, (float)(-s * n_low), (float)(s * n_high), true);
}

static Grid
choose_tflite_symmetric (const Range *r)
{
  const float s = (float)get_largest (r) / (float)(r->qmax - r->middle);

  return (Grid){ (double)s, r->middle, 0.0f };
}

static Grid
choose_tflite (const Range *r)
{
  const double s = (r->max - r->min) / get_n_steps (r), below = r->min / s, above = r->max / s;
  const bool from_min = abs (r->qmin) + fabs (below) < abs (r->qmax) + fabs (above);

  return (Grid){ s, round (from_min ? r->qmin - below : r->qmax - above), 0.0f };
}

static Grid
choose_tflite_dynamic_symmetric (const Range *r)
{
  Grid grid = choose_tflite_symmetric (r);

  grid.inverse = (float)(r->qmax - r->middle) / (float)get_largest (r);
  return grid;
}

static Grid
choose_aimet_symmetric (const Range *r)
{
  const int32_t n_high = get_n_steps (r) / 2, n_low = get_n_steps (r) - n_high;
  float min = (float)r->min, max = (float)r->max;

  if ((max - min) / (float)get_n_steps (r) < FLT_EPSILON)
    {
      min -= (float)n_low * FLT_EPSILON;
      max += (float)n_high * FLT_EPSILON;
    }

  const float step = fmaxf (max / (float)n_high, -min / (float)n_low);
  const float low = -(float)n_low * step, high = (float)n_high * step;
  const float width = high - low;

  return (Grid){ (double)(width / (float)get_n_steps (r)), r->middle, 0.0f };
}

static Grid
choose_aimet (const Range *r)
{
  const float n_steps = (float)get_n_steps (r), min = (float)r->min;
  float max = (float)r->max;

  if ((max - min) / n_steps < FLT_EPSILON)
    max += n_steps * FLT_EPSILON;

  const float s = (max - min) / n_steps, steps = min / s;

  return (Grid){ (double)s, r->qmin - (double)rintf (steps), 0.0f };
}

#define AIMET_V1_SMALLEST_RANGE 0.01

static Range
widen_for_aimet_v1 (const Range *r)
{
  Range wide = *r;

  wide.max = fmax (r->max, r->min + AIMET_V1_SMALLEST_RANGE);
  return wide;
}

static Grid
choose_aimet_v1_symmetric (const Range *r)
{
  const Range wide = widen_for_aimet_v1 (r);
  const int32_t n_high = get_n_steps (r) / 2;

  return (Grid){ get_largest (&wide) / n_high, r->middle, 0.0f };
}

static Grid
choose_aimet_v1 (const Range *r)
{
  const Range wide = widen_for_aimet_v1 (r);
  const double s = (wide.max - wide.min) / get_n_steps (r);

  return (Grid){ s, r->qmin - round (wide.min / s), 0.0f };
}

static const Rule rules[QSC_N_RULES] = {
  [QSC_RULE_TEXTBOOK] = { "textbook", QSC_ROUND_HALF_EVEN, QSC_DIVIDE, CODES_OF_SCHEME, choose_textbook_symmetric,
                          choose_textbook },
  [QSC_RULE_ONNX] = { "onnx", QSC_ROUND_HALF_EVEN, QSC_DIVIDE, CODES_ODD, choose_onnx_symmetric, choose_onnx },
  [QSC_RULE_ONNX_DYNAMIC] = { "onnx-dynamic", QSC_ROUND_HALF_EVEN, QSC_DIVIDE, CODES_ODD, choose_onnx_symmetric,
                              choose_onnx_dynamic },
  [QSC_RULE_PYTORCH] = { "pytorch", QSC_ROUND_HALF_EVEN, QSC_MULTIPLY, CODES_OF_SCHEME, choose_pytorch_symmetric,
                         choose_pytorch },
  [QSC_RULE_FBGEMM] = { "fbgemm", QSC_ROUND_HALF_EVEN, QSC_MULTIPLY, CODES_OF_SCHEME, choose_fbgemm_symmetric, choose_fbgemm },
  [QSC_RULE_TFLITE] = { "tflite", QSC_ROUND_HALF_AWAY, QSC_DIVIDE, CODES_ODD_SIGNED, choose_tflite_symmetric, choose_tflite },
  [QSC_RULE_TFLITE_DYNAMIC] = { "tflite-dynamic", QSC_ROUND_HALF_AWAY, QSC_MULTIPLY_SHIFT, CODES_ODD_SIGNED,
                                choose_tflite_dynamic_symmetric, choose_tflite },
  [QSC_RULE_AIMET] = { "aimet", QSC_ROUND_HALF_EVEN, QSC_DIVIDE, CODES_OF_SCHEME, choose_aimet_symmetric, choose_aimet },
  [QSC_RULE_AIMET_V1] = { "aimet-v1", QSC_ROUND_HALF_AWAY, QSC_DIVIDE, CODES_OF_SCHEME, choose_aimet_v1_symmetric,
                          choose_aimet_v1 },
};

const char *
qsc_rule_get_name (QscRule rule)
{
  return (unsigned)rule < QSC_N_RULES ? rules[rule].name : NULL;
}

bool
qsc_rule_from_name (const char *name, QscRule *rule)
{
  for (int i = 0; i < QSC_N_RULES; i++)
    if (strcmp (rules[i].name, name) == 0)
      {
        *rule = (QscRule)i;
        return true;
      }
  return false;
}

void
qsc_rule_apply (QscRule rule, QscScheme *scheme)
{
  scheme->rule = rule;
  scheme->rounding = rules[rule].rounding;
  scheme->arithmetic = rules[rule].arithmetic;
}

static Range
get_range (const Rule *rule, const QscScheme *scheme, double min, double max)
{
  Range range = {
    .min = fmin (min, 0.0), .max = fmax (max, 0.0), .middle = qsc_scheme_get_symmetric_zero_point (scheme), .scheme = scheme
  };

  qsc_scheme_get_code_range (scheme, &range.qmin, &range.qmax);
  if (scheme->symmetric && scheme->bits >= 8 && rule->codes != CODES_OF_SCHEME)
    {
      if (scheme->is_signed)
        range.qmin = -range.qmax;
      else if (rule->codes == CODES_ODD && !scheme->narrow_range)
        range.qmax--;
    }
  return range;
}

/* A scale that was rounded up, or a rounded zero-point, may carry the outermost level past FLT_MAX: then the largest scale that does
 * not. */
static float
keep_levels_finite (float scale, float steps)
{
  if (isfinite (scale * steps))
    return scale;
  scale = nextafterf (FLT_MAX / steps, INFINITY);
  while (!isfinite (scale * steps))
    scale = nextafterf (scale, 0.0f);
  return scale;
}

static int32_t
clamp_to_codes (double code, const Range *range)
{
  return (int32_t)fmin (fmax (code, range->qmin), range->qmax);
}

QscStatus
qsc_params_init_from_range (QscParams *params, const QscScheme *scheme, double min, double max)
{
  if (!qsc_scheme_is_valid (scheme))
    return QSC_ERROR_BITS;
  if (!isfinite (min) || !isfinite (max) || min > max)
    return QSC_ERROR_RANGE;

  const Rule *rule = &rules[scheme->rule];
  const Range range = get_range (rule, scheme, min, max);
  Grid grid = scheme->symmetric ? rule->choose_symmetric (&range) : rule->choose_asymmetric (&range);

  if (!isfinite ((float)grid.scale)) /* the width was too much for float32: double does it */
    grid = scheme->symmetric ? choose_textbook_symmetric (&range) : choose_textbook (&range);
  if (grid.scale > (double)FLT_MAX)
    return QSC_ERROR_SCALE;
  if (!((float)grid.scale > 0.0f)) /* nothing to scale, and the rule's program has no answer */
    grid = (Grid){ 1.0, scheme->symmetric ? range.middle : 0.0, 0.0f };

  const int32_t zero_point = clamp_to_codes (grid.zero_point, &range);
  const float steps = fmaxf ((float)(range.qmax - zero_point), (float)(zero_point - range.qmin));

  *params = (QscParams){ .scale = keep_levels_finite ((float)grid.scale, steps),
                         .zero_point = zero_point,
                         .qmin = range.qmin,
                         .qmax = range.qmax,
                         .rounding = scheme->rounding,
                         .seed = scheme->seed,
                         .arithmetic = scheme->arithmetic,
                         .inverse = qsc_arithmetic_multiplies (scheme->arithmetic) ? grid.inverse : 0.0f };
  return QSC_OK;
}
