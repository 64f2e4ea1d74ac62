/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-scheme.h"

#include "analysis/qsa-power-of-two.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *nick;
  const char *title;
} Word;

static const Word calibrations[QSA_N_CALIBRATIONS] = {
  [QSA_CALIBRATION_MIN_MAX] = { "min-max", N_ ("Min–max") },
  [QSA_CALIBRATION_PERCENTILE] = { "percentile", N_ ("Percentile") },
  [QSA_CALIBRATION_SIGMA] = { "sigma", N_ ("Mean ± kσ") },
  [QSA_CALIBRATION_MSE] = { "mse", N_ ("Least squared error") },
  [QSA_CALIBRATION_ENTROPY] = { "entropy", N_ ("Least KL divergence") },
  [QSA_CALIBRATION_ACIQ_GAUSS] = { "aciq-gauss", N_ ("ACIQ, Gaussian") },
  [QSA_CALIBRATION_ACIQ_LAPLACE] = { "aciq-laplace", N_ ("ACIQ, Laplace") },
  [QSA_CALIBRATION_TORCH] = { "torch", N_ ("PyTorch’s histogram") },
  [QSA_CALIBRATION_MANUAL] = { "manual", N_ ("Manual") },
};

static const Word roundings[QSC_N_ROUNDINGS] = {
  [QSC_ROUND_HALF_EVEN] = { "half-even", N_ ("Half to even") },
  [QSC_ROUND_HALF_AWAY] = { "half-away", N_ ("Half away from zero") },
  [QSC_ROUND_HALF_UP] = { "half-up", N_ ("Half up") },
  [QSC_ROUND_DOWN] = { "down", N_ ("Down") },
  [QSC_ROUND_UP] = { "up", N_ ("Up") },
  [QSC_ROUND_TOWARD_ZERO] = { "toward-zero", N_ ("Toward zero") },
  [QSC_ROUND_STOCHASTIC] = { "stochastic", N_ ("Stochastic") },
};

static const struct
{
  const char *title, *description;
} rules[QSC_N_RULES] = {
  [QSC_RULE_TEXTBOOK] = { N_ ("Textbook"), N_ ("Symmetric: s = largest magnitude ∕ highest code. r ÷ s, ties to even") },
  [QSC_RULE_ONNX] = { N_ ("ONNX Runtime"), N_ ("Symmetric: one code is left out, ÷7.5 for INT4. r ÷ s, ties to even") },
  [QSC_RULE_ONNX_DYNAMIC] = { N_ ("ONNX Runtime, dynamic"), N_ ("DynamicQuantizeLinear, in float32. r ÷ s, ties to even") },
  [QSC_RULE_PYTORCH] = { N_ ("PyTorch"), N_ ("Symmetric: ÷127.5 for INT8; s is 2⁻²³ at least. r × (1 ÷ s), ties to even") },
  [QSC_RULE_FBGEMM] = { N_ ("FBGEMM"),
                        N_ ("Symmetric: ÷128 below zero, ÷127 above; s is 6.1×10⁻⁵ at least. r × (1 ÷ s), ties to even") },
  [QSC_RULE_TFLITE] = { N_ ("TensorFlow Lite"), N_ ("Symmetric: the lowest code is left out. r ÷ s, ties away from zero") },
  [QSC_RULE_TFLITE_DYNAMIC] = { N_ ("TensorFlow Lite, dynamic"),
                                N_ ("Quantization at run time: r × (1 ÷ s) + z is rounded, ties away from zero") },
  [QSC_RULE_AIMET] = { N_ ("AIMET"), N_ ("Symmetric: ÷128 below zero, ÷127 above; s is 2⁻²³ at least. r ÷ s, ties to even") },
  [QSC_RULE_AIMET_V1] = { N_ ("AIMET 1"), N_ ("The range is 0.01 wide at least. r ÷ s, ties away from zero") },
};

static const char *const arithmetics[QSC_N_ARITHMETICS] = {
  [QSC_DIVIDE] = "divide",
  [QSC_MULTIPLY] = "multiply",
  [QSC_DIVIDE_SHIFT] = "divide-shift",
  [QSC_MULTIPLY_SHIFT] = "multiply-shift",
};

static gboolean
find_word (const Word *words, guint n_words, const char *nick, guint *found)
{
  for (guint i = 0; i < n_words; i++)
    if (strcmp (words[i].nick, nick) == 0)
      {
        *found = i;
        return TRUE;
      }
  return FALSE;
}

void
qsa_scheme_init (QsaScheme *self)
{
  *self = (QsaScheme){
    .format = { .bits = 8, .is_signed = true, .symmetric = true, .rounding = QSC_ROUND_HALF_EVEN, .seed = 1 },
    .calibration = QSA_CALIBRATION_MIN_MAX,
    .percentile = 99.9,
    .sigmas = 3.0,
    .scale = 1.0f,
    .granularity = { .group_size = 32 },
  };
}

gboolean
qsa_scheme_equal (const QsaScheme *a, const QsaScheme *b)
{
  return qsc_scheme_equal (&a->format, &b->format) && a->calibration == b->calibration && a->percentile == b->percentile
         && a->sigmas == b->sigmas && a->scale == b->scale && a->zero_point == b->zero_point
         && qsa_granularity_equal (&a->granularity, &b->granularity) && a->power_of_two == b->power_of_two;
}

const char *
qsa_calibration_get_nick (QsaCalibration calibration)
{
  g_return_val_if_fail ((guint)calibration < QSA_N_CALIBRATIONS, NULL);
  return calibrations[calibration].nick;
}

gboolean
qsa_calibration_from_nick (const char *nick, QsaCalibration *calibration)
{
  guint found;

  if (!find_word (calibrations, QSA_N_CALIBRATIONS, nick, &found))
    return FALSE;
  *calibration = (QsaCalibration)found;
  return TRUE;
}

const char *
qsa_calibration_get_title (QsaCalibration calibration)
{
  g_return_val_if_fail ((guint)calibration < QSA_N_CALIBRATIONS, NULL);
  return _ (calibrations[calibration].title);
}

const char *
qsa_rounding_get_nick (QscRounding rounding)
{
  g_return_val_if_fail ((guint)rounding < QSC_N_ROUNDINGS, NULL);
  return roundings[rounding].nick;
}

gboolean
qsa_rounding_from_nick (const char *nick, QscRounding *rounding)
{
  guint found;

  if (!find_word (roundings, QSC_N_ROUNDINGS, nick, &found))
    return FALSE;
  *rounding = (QscRounding)found;
  return TRUE;
}

const char *
qsa_rounding_get_title (QscRounding rounding)
{
  g_return_val_if_fail ((guint)rounding < QSC_N_ROUNDINGS, NULL);
  return _ (roundings[rounding].title);
}

const char *
qsa_rule_get_title (QscRule rule)
{
  g_return_val_if_fail ((guint)rule < QSC_N_RULES, NULL);
  return _ (rules[rule].title);
}

const char *
qsa_rule_get_description (QscRule rule)
{
  g_return_val_if_fail ((guint)rule < QSC_N_RULES, NULL);
  return _ (rules[rule].description);
}

void
qsa_format_set_rule (QscScheme *format, QscRule rule)
{
  const QscRounding rounding = format->rounding;

  qsc_rule_apply (rule, format);
  format->rounding = rounding;
}

const char *
qsa_arithmetic_get_nick (QscArithmetic arithmetic)
{
  g_return_val_if_fail ((guint)arithmetic < QSC_N_ARITHMETICS, NULL);
  return arithmetics[arithmetic];
}

float
qsa_scheme_fit_scale (const QsaScheme *self, float scale)
{
  return self->power_of_two ? ldexpf (1.0f, qsa_exponent_nearest ((double)scale)) : scale;
}

char *
qsa_scheme_describe_fixed_point (const QsaScheme *self, float scale)
{
  int exponent, before;

  if (frexpf (scale, &exponent) != 0.5f)
    return NULL;
  exponent--;
  before = self->format.bits - (self->format.is_signed ? 1 : 0) + exponent;
  return g_strdup_printf ("%sQ%s%d.%s%d", self->format.is_signed ? "" : "U", before < 0 ? "−" : "", ABS (before),
                          exponent > 0 ? "−" : "", ABS (exponent));
}

char *
qsa_scheme_describe_format (const QsaScheme *self)
{
  return g_strdup_printf ("%sINT%d", self->format.is_signed ? "" : "U", self->format.bits);
}

/* Four significant digits, with the decimal mark of the locale as all numbers in figures. */
static void
append_scale (GString *text, double scale)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  char *exponent;

  g_snprintf (digits, sizeof digits,
              scale >= 999.95 && scale < 1e6 ? "%.0f"
              : scale >= 1e-4 && scale < 1e6 ? "%#.4g"
                                             : "%.3e",
              scale);
  if (scale >= 1e-4 && scale < 1e6)
    {
      g_string_append (text, digits);
      /* "1234." */
      if (!g_ascii_isdigit (text->str[text->len - 1]))
        g_string_truncate (text, text->len - 1);
      return;
    }
  exponent = strchr (digits, 'e');
  *exponent = '\0';
  g_string_append_printf (text, "%s×10", digits);
  g_string_append (text, exponent[1] == '-' ? "⁻" : "");
  for (const char *p = exponent + 2 + strspn (exponent + 2, "0"); *p != '\0'; p++)
    {
      static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

      g_string_append (text, superscripts[g_ascii_digit_value (*p)]);
    }
}

static void
append_method (GString *text, const QsaScheme *self)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (self->calibration)
    {
    case QSA_CALIBRATION_MIN_MAX:
      g_string_append (text, _ ("min–max"));
      break;
    case QSA_CALIBRATION_PERCENTILE:
      g_snprintf (number, sizeof number, "%.8g", self->percentile);
      g_string_append_printf (text, _ ("percentile %s"), number);
      break;
    case QSA_CALIBRATION_SIGMA:
      g_snprintf (number, sizeof number, "%.8g", self->sigmas);
      g_string_append_printf (text, _ ("mean ± %sσ"), number);
      break;
    case QSA_CALIBRATION_MSE:
      g_string_append (text, _ ("least squared error"));
      break;
    case QSA_CALIBRATION_ENTROPY:
      g_string_append (text, _ ("least KL divergence"));
      break;
    case QSA_CALIBRATION_ACIQ_GAUSS:
    case QSA_CALIBRATION_ACIQ_LAPLACE:
    case QSA_CALIBRATION_TORCH:
      g_string_append (text, qsa_calibration_get_title (self->calibration)); /* names: capitals stay */
      break;
    case QSA_CALIBRATION_MANUAL:
    case QSA_N_CALIBRATIONS:
    default:
      g_string_append (text, _ ("manual"));
      break;
    }
}

static void
append_rounding (GString *text, const QsaScheme *self)
{
  if (self->format.rounding == QSC_ROUND_HALF_EVEN)
    return;
  g_string_append (text, " · ");
  switch (self->format.rounding)
    {
    case QSC_ROUND_HALF_AWAY:
      g_string_append (text, _ ("rounded half away from zero"));
      break;
    case QSC_ROUND_HALF_UP:
      g_string_append (text, _ ("rounded half up"));
      break;
    case QSC_ROUND_DOWN:
      g_string_append (text, _ ("rounded down"));
      break;
    case QSC_ROUND_UP:
      g_string_append (text, _ ("rounded up"));
      break;
    case QSC_ROUND_TOWARD_ZERO:
      g_string_append (text, _ ("rounded toward zero"));
      break;
    case QSC_ROUND_STOCHASTIC:
    case QSC_ROUND_HALF_EVEN:
    case QSC_N_ROUNDINGS:
    default:
      g_string_append (text, _ ("rounded at random"));
      break;
    }
}

static void
append_parameters (GString *text, const QscParams *params)
{
  g_string_append (text, " · s = ");
  append_scale (text, (double)params->scale);
  g_string_append_printf (text, " · z = %s%d", params->zero_point < 0 ? "−" : "", ABS (params->zero_point));
}

char *
qsa_scheme_describe (const QsaScheme *self, const QscParams *params)
{
  g_autofree char *format = qsa_scheme_describe_format (self);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s", format, self->format.symmetric ? _ ("symmetric") : _ ("asymmetric"));
  if (self->format.narrow_range)
    g_string_append_printf (text, " %s", _ ("narrow"));
  if (self->granularity.kind != QSA_PER_TENSOR)
    {
      g_autofree char *granularity = qsa_granularity_describe (&self->granularity);

      g_string_append_printf (text, " · %s", granularity);
    }
  else
    append_parameters (text, params);
  if (self->format.rule != QSC_RULE_TEXTBOOK)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _ ("as %s"), qsa_rule_get_title (self->format.rule));
    }
  append_rounding (text, self);
  g_string_append (text, " · ");
  append_method (text, self);
  if (self->power_of_two)
    g_string_append_printf (text, " · %s", _ ("powers of two"));
  return g_string_free (text, FALSE);
}
