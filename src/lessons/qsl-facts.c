/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-facts.h"

#include "analysis/qsa-calibrate.h"

#include <math.h>
#include <string.h>

typedef double (*GetNumber) (const QslFacts *self);
typedef const char *(*GetText) (const QslFacts *self);

static const QsaScheme *
get_scheme (const QslFacts *self)
{
  return qsa_result_get_scheme (self->result);
}

static const QsaMeasures *
get_measures (const QslFacts *self)
{
  return qsa_result_get_measures (self->result);
}

static double
get_count (const QslFacts *self)
{
  return (double)qsa_result_get_error_stats (self->result)->count;
}

static double
get_clipped (const QslFacts *self)
{
  return (double)get_measures (self)->clipped_low + (double)get_measures (self)->clipped_high;
}

static double
get_clip (const QslFacts *self)
{
  return get_count (self) > 0 ? 100.0 * get_clipped (self) / get_count (self) : (double)NAN;
}

static double
get_code_under (const QslFacts *self, QscRounding rounding)
{
  QscParams params = *qsa_result_get_params (self->result);
  QscTrace trace;

  if (!self->has_pick)
    return NAN;
  params.rounding = rounding;
  qsc_params_trace (&params, self->pick, 0, &trace);
  return trace.code;
}

static double
get_even (const QslFacts *self)
{
  return get_code_under (self, QSC_ROUND_HALF_EVEN);
}

static double
get_away (const QslFacts *self)
{
  return get_code_under (self, QSC_ROUND_HALF_AWAY);
}

static double
get_is_power (const QslFacts *self)
{
  int exponent;

  return frexp ((double)qsa_result_get_params (self->result)->scale, &exponent) == 0.5;
}

static const char *
get_calibration (const QslFacts *self)
{
  return qsa_calibration_get_nick (get_scheme (self)->calibration);
}

static const char *
get_rounding (const QslFacts *self)
{
  return qsa_rounding_get_nick (get_scheme (self)->format.rounding);
}

static const char *
get_data (const QslFacts *self)
{
  return qst_tensor_get_name (qsa_source_get_tensor (qsa_result_get_source (self->result)));
}

static const char *
get_granularity (const QslFacts *self)
{
  static const char *const names[QSA_N_GRANULARITIES] = { "tensor", "channel", "group" };

  return names[get_scheme (self)->granularity.kind];
}

static double
get_group (const QslFacts *self)
{
  const QsaGranularity *granularity = &get_scheme (self)->granularity;

  return granularity->kind == QSA_PER_GROUP ? granularity->group_size : (double)NAN;
}

#define NUMBER(function, expression)                                                                                             \
  static double function (const QslFacts *self)                                                                                  \
  {                                                                                                                              \
    return (double)(expression);                                                                                                 \
  }
#define PICKED(function, field)                                                                                                  \
  static double function (const QslFacts *self)                                                                                  \
  {                                                                                                                              \
    return self->has_pick ? (double)self->trace.field : (double)NAN;                                                             \
  }

NUMBER (get_bits, get_scheme (self)->format.bits)
NUMBER (get_signed, get_scheme (self)->format.is_signed)
NUMBER (get_symmetric, get_scheme (self)->format.symmetric)
NUMBER (get_narrow, get_scheme (self)->format.narrow_range)
NUMBER (get_scale, qsa_result_get_params (self->result)->scale)
NUMBER (get_zero_point, qsa_result_get_params (self->result)->zero_point)
NUMBER (get_qmin, qsa_result_get_params (self->result)->qmin)
NUMBER (get_qmax, qsa_result_get_params (self->result)->qmax)
NUMBER (get_sqnr, get_measures (self)->sqnr_db)
NUMBER (get_sqnr_min_max, get_measures (self)->sqnr_db_min_max)
NUMBER (get_mse, get_measures (self)->mse)
NUMBER (get_rounding_part, get_measures (self)->mse_rounding)
NUMBER (get_clipping_part, get_measures (self)->mse_clipping)
NUMBER (get_max_error, get_measures (self)->max_error)
NUMBER (get_bias, get_measures (self)->bias)
NUMBER (get_used, get_measures (self)->codes_used)
NUMBER (get_total, get_measures (self)->codes_total)
NUMBER (get_entropy, get_measures (self)->entropy_bits)
NUMBER (get_bits_per_value, get_measures (self)->bits_per_value)
NUMBER (get_bytes, get_measures (self)->bytes)
NUMBER (get_min, qsa_source_get_moments (qsa_result_get_source (self->result))->min)
NUMBER (get_max, qsa_source_get_moments (qsa_result_get_source (self->result))->max)
NUMBER (get_scale_optimum, self->scale_optimum)
NUMBER (get_zero_optimum, self->zero_optimum)
NUMBER (get_mse_optimum, self->mse_optimum)
NUMBER (get_scales, get_measures (self)->n_scales)
NUMBER (get_sqnr_first, self->sqnr_first)
NUMBER (get_fixed, get_scheme (self)->power_of_two)
NUMBER (get_entry, self->entry)
PICKED (get_pick, value)
PICKED (get_pick_ratio, ratio)
PICKED (get_pick_rounded, rounded)
PICKED (get_pick_code, code)
PICKED (get_pick_level, reconstructed)
PICKED (get_pick_error, error)
PICKED (get_pick_tie, is_tie)
PICKED (get_pick_low, is_clipped_low)
PICKED (get_pick_high, is_clipped_high)

static double
get_pick_clamped (const QslFacts *self)
{
  return self->has_pick ? get_pick_low (self) + get_pick_high (self) : (double)NAN;
}

static const struct
{
  const char *name;
  GetNumber number;
  GetText text;
  QslNeeds needs;
  const char *summary;
} facts[] = {
  { "bits", get_bits, NULL, 0, "bit width" },
  { "signed", get_signed, NULL, 0, "1 when codes below zero are allowed, else 0" },
  { "sym", get_symmetric, NULL, 0, "1 when the zero-point is fixed, else 0" },
  { "narrow", get_narrow, NULL, 0, "1 when the lowest code is left out, else 0" },
  { "s", get_scale, NULL, 0, "scale" },
  { "z", get_zero_point, NULL, 0, "zero-point" },
  { "qmin", get_qmin, NULL, 0, "lowest code" },
  { "qmax", get_qmax, NULL, 0, "highest code" },
  { "cal", NULL, get_calibration, 0, "calibration, by its name on the command line" },
  { "round", NULL, get_rounding, 0, "rounding rule, by its name on the command line" },
  { "gran", NULL, get_granularity, 0, "what shares a scale: tensor, channel or group" },
  { "group", get_group, NULL, 0, "values in a group that shares a scale" },
  { "scales", get_scales, NULL, 0, "how many scales there are" },
  { "data", NULL, get_data, 0, "name of the tensor or of the distribution" },
  { "count", get_count, NULL, 0, "how many finite values there are" },
  { "min", get_min, NULL, 0, "lowest value" },
  { "max", get_max, NULL, 0, "highest value" },
  { "sqnr", get_sqnr, NULL, 0, "signal to quantization noise in dB" },
  { "sqnr_minmax", get_sqnr_min_max, NULL, 0, "the same under min-max calibration" },
  { "sqnr_first", get_sqnr_first, NULL, QSL_NEED_CHANNEL, "the same of the first channel, index 0 of the first axis, alone" },
  { "mse", get_mse, NULL, 0, "mean squared error" },
  { "mse_rounding", get_rounding_part, NULL, 0, "the part of mse that comes from rounding" },
  { "mse_clipping", get_clipping_part, NULL, 0, "the part of mse that comes from clipping" },
  { "max_error", get_max_error, NULL, 0, "largest absolute error" },
  { "bias", get_bias, NULL, 0, "mean error" },
  { "clip", get_clip, NULL, 0, "clipped values in percent" },
  { "clipped", get_clipped, NULL, 0, "how many values are clipped" },
  { "used", get_used, NULL, 0, "how many codes occur" },
  { "total", get_total, NULL, 0, "how many codes there are" },
  { "entropy", get_entropy, NULL, 0, "entropy of the codes in bits" },
  { "bpw", get_bits_per_value, NULL, 0, "stored bits per value, scales included" },
  { "bytes", get_bytes, NULL, 0, "stored bytes, scales included" },
  { "pow2", get_is_power, NULL, 0, "1 when the scale is a power of two, else 0" },
  { "fixed", get_fixed, NULL, 0, "1 when scales are rounded to powers of two, else 0" },
  { "s_opt", get_scale_optimum, NULL, QSL_NEED_OPTIMUM, "scale of the least squared error" },
  { "z_opt", get_zero_optimum, NULL, QSL_NEED_OPTIMUM, "zero-point of the least squared error" },
  { "mse_opt", get_mse_optimum, NULL, QSL_NEED_OPTIMUM, "the least squared error" },
  { "pick.r", get_pick, NULL, 0, "picked value" },
  { "pick.ratio", get_pick_ratio, NULL, 0, "picked value divided by the scale" },
  { "pick.rounded", get_pick_rounded, NULL, 0, "that, rounded" },
  { "pick.q", get_pick_code, NULL, 0, "code of the picked value" },
  { "pick.level", get_pick_level, NULL, 0, "what the code stands for" },
  { "pick.e", get_pick_error, NULL, 0, "error of the picked value" },
  { "pick.tie", get_pick_tie, NULL, 0, "1 when the ratio lies half-way between two integers, else 0" },
  { "pick.clamped", get_pick_clamped, NULL, 0, "1 when the clamp changed the code, else 0" },
  { "q_even", get_even, NULL, 0, "code of the picked value, ties to even" },
  { "q_away", get_away, NULL, 0, "code of the picked value, ties away from zero" },
  { "entry", get_entry, NULL, 0, "the number that was typed into the task" },
};

void
qsl_facts_init (QslFacts *self, QsaResult *result)
{
  memset (self, 0, sizeof *self);
  self->result = result;
  self->entry = NAN;
  self->views = "";
  self->scale_optimum = self->zero_optimum = self->mse_optimum = self->sqnr_first = NAN;
}

/* The error at the optimum: that of a result of its own, so that it is counted as the one on screen. */
static gboolean
compute_optimum (QslFacts *self, GCancellable *cancellable, GError **error)
{
  QsaRequest request = { .source = qsa_result_get_source (self->result), .scheme = *get_scheme (self), .auto_range = TRUE };
  g_autoptr (QsaResult) best = NULL;

  request.scheme.calibration = QSA_CALIBRATION_MSE;
  best = qsa_result_new (&request, self->result, cancellable, error);
  if (best == NULL)
    return FALSE;
  self->scale_optimum = (double)qsa_result_get_params (best)->scale;
  self->zero_optimum = qsa_result_get_params (best)->zero_point;
  self->mse_optimum = qsa_result_get_measures (best)->mse;
  return TRUE;
}

gboolean
qsl_facts_compute (QslFacts *self, QslNeeds needs, GCancellable *cancellable, GError **error)
{
  if (self->has_pick)
    qsc_params_trace (qsa_result_get_params (self->result), self->pick, 0, &self->trace);
  if (needs & QSL_NEED_CHANNEL)
    self->sqnr_first = qsa_result_measure_channel (self->result, 0);
  return !(needs & QSL_NEED_OPTIMUM) || compute_optimum (self, cancellable, error);
}

int
qsl_facts_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (strcmp (facts[i].name, name) == 0)
      return (int)i;
  return -1;
}

guint
qsl_facts_get_n (void)
{
  return G_N_ELEMENTS (facts);
}

const char *
qsl_facts_get_name (guint i)
{
  return facts[i].name;
}

const char *
qsl_facts_get_summary (guint i)
{
  return facts[i].summary;
}

gboolean
qsl_facts_is_text (guint i)
{
  return facts[i].text != NULL;
}

QslNeeds
qsl_facts_get_needs (guint i)
{
  return facts[i].needs;
}

QslValue
qsl_facts_get (const QslFacts *self, guint i)
{
  if (facts[i].text != NULL)
    return (QslValue){ .is_text = TRUE, .number = NAN, .text = facts[i].text (self) };
  return (QslValue){ .number = facts[i].number (self) };
}
