/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

static void
test_defaults (void)
{
  QsaScheme scheme;

  qsa_scheme_init (&scheme);
  g_assert_cmpint (scheme.format.bits, ==, 8);
  g_assert_true (scheme.format.is_signed && scheme.format.symmetric && !scheme.format.narrow_range);
  g_assert_cmpint (scheme.format.rounding, ==, QSC_ROUND_HALF_EVEN);
  g_assert_cmpint (scheme.calibration, ==, QSA_CALIBRATION_MIN_MAX);
  g_assert_cmpfloat (scheme.percentile, ==, 99.9);
  g_assert_cmpfloat (scheme.sigmas, ==, 3.0);
}

static void
test_equal (void)
{
  QsaScheme a, b;

  qsa_scheme_init (&a);
#define CHANGE(field, value)                                                                                                     \
  qsa_scheme_init (&b);                                                                                                          \
  g_assert_true (qsa_scheme_equal (&a, &b));                                                                                     \
  b.field = value;                                                                                                               \
  g_assert_false (qsa_scheme_equal (&a, &b))
  CHANGE (format.bits, 4);
  CHANGE (format.is_signed, false);
  CHANGE (format.narrow_range, true);
  CHANGE (format.symmetric, false);
  CHANGE (format.rounding, QSC_ROUND_UP);
  CHANGE (format.seed, 77);
  CHANGE (format.arithmetic, QSC_MULTIPLY);
  CHANGE (format.rule, QSC_RULE_PYTORCH);
  CHANGE (calibration, QSA_CALIBRATION_MSE);
  CHANGE (percentile, 99);
  CHANGE (sigmas, 2);
  CHANGE (scale, 2.0f);
  CHANGE (zero_point, 3);
  CHANGE (granularity.kind, QSA_PER_CHANNEL);
  CHANGE (power_of_two, TRUE);
#undef CHANGE
}

static void
test_nicks (void)
{
  static const char *const calibrations[] = { "min-max",    "percentile",   "sigma", "mse",   "entropy",
                                              "aciq-gauss", "aciq-laplace", "torch", "manual" };
  static const char *const roundings[] = { "half-even", "half-away", "half-up", "down", "up", "toward-zero", "stochastic" };

  for (int i = 0; i < QSA_N_CALIBRATIONS; i++)
    {
      QsaCalibration found;

      g_assert_cmpstr (qsa_calibration_get_nick ((QsaCalibration)i), ==, calibrations[i]);
      g_assert_true (qsa_calibration_from_nick (calibrations[i], &found));
      g_assert_cmpint (found, ==, i);
      g_assert_nonnull (qsa_calibration_get_title (found));
    }
  for (int i = 0; i < QSC_N_ROUNDINGS; i++)
    {
      QscRounding found;

      g_assert_cmpstr (qsa_rounding_get_nick ((QscRounding)i), ==, roundings[i]);
      g_assert_true (qsa_rounding_from_nick (roundings[i], &found));
      g_assert_cmpint (found, ==, i);
      g_assert_nonnull (qsa_rounding_get_title (found));
    }
}

static void
test_unknown_nicks (void)
{
  QsaCalibration calibration;
  QscRounding rounding;

  g_assert_false (qsa_calibration_from_nick ("", &calibration));
  g_assert_false (qsa_calibration_from_nick ("MSE", &calibration));
  g_assert_false (qsa_rounding_from_nick ("half", &rounding));
}

typedef struct
{
  const char *name;
  int bits;
  gboolean is_signed, symmetric, narrow;
  QscRounding rounding;
  QsaCalibration calibration;
  float scale;
  int zero_point;
  const char *text;
} Caption;

static const Caption captions[] = {
  { "int4", 4, TRUE, FALSE, FALSE, QSC_ROUND_HALF_EVEN, QSA_CALIBRATION_MSE, 0.0259f, -1,
    "INT4 asymmetric · s = 0.02590 · z = −1 · least squared error" },
  { "uint8", 8, FALSE, TRUE, FALSE, QSC_ROUND_HALF_EVEN, QSA_CALIBRATION_MIN_MAX, 1.0f, 128,
    "UINT8 symmetric · s = 1.000 · z = 128 · min–max" },
  { "narrow", 2, TRUE, TRUE, TRUE, QSC_ROUND_DOWN, QSA_CALIBRATION_MANUAL, 1234.5f, 0,
    "INT2 symmetric narrow · s = 1234 · z = 0 · rounded down · manual" },
  { "small", 16, TRUE, TRUE, FALSE, QSC_ROUND_HALF_EVEN, QSA_CALIBRATION_PERCENTILE, 0.00003051758f, 0,
    "INT16 symmetric · s = 3.052×10⁻⁵ · z = 0 · percentile 99.9" },
  { "sigma", 4, TRUE, TRUE, FALSE, QSC_ROUND_HALF_EVEN, QSA_CALIBRATION_SIGMA, 1.0f, 0,
    "INT4 symmetric · s = 1.000 · z = 0 · mean ± 3σ" },
  { "aciq", 4, TRUE, TRUE, FALSE, QSC_ROUND_HALF_EVEN, QSA_CALIBRATION_ACIQ_LAPLACE, 1.0f, 0,
    "INT4 symmetric · s = 1.000 · z = 0 · ACIQ, Laplace" },
  { "thousands", 8, TRUE, TRUE, FALSE, QSC_ROUND_HALF_EVEN, QSA_CALIBRATION_MANUAL, 264400.0f, 0,
    "INT8 symmetric · s = 264400 · z = 0 · manual" },
  { "large", 8, TRUE, TRUE, FALSE, QSC_ROUND_HALF_EVEN, QSA_CALIBRATION_MANUAL, 2e30f, 0,
    "INT8 symmetric · s = 2.000×10³⁰ · z = 0 · manual" },
};

static void
test_caption (gconstpointer data)
{
  const Caption *c = data;
  QsaScheme scheme = analysis_test_scheme (c->bits, c->is_signed, c->symmetric, c->narrow, c->calibration);
  const QscParams params = { .scale = c->scale, .zero_point = c->zero_point };
  g_autofree char *text = NULL;

  scheme.format.rounding = c->rounding;
  text = qsa_scheme_describe (&scheme, &params);
  g_assert_cmpstr (text, ==, c->text);
}

/* Figures name a rule that is not the default; every rule has words. */
static void
test_rules (void)
{
  static const char *const arithmetics[] = { "divide", "multiply", "divide-shift", "multiply-shift" };
  const QscParams params = { .scale = 1.0f };
  QsaScheme scheme;
  g_autofree char *text = NULL;

  qsa_scheme_init (&scheme);
  qsc_rule_apply (QSC_RULE_TFLITE, &scheme.format);
  text = qsa_scheme_describe (&scheme, &params);
  g_assert_cmpstr (text, ==, "INT8 symmetric · s = 1.000 · z = 0 · as TensorFlow Lite · rounded half away from zero · min–max");
  qsa_format_set_rule (&scheme.format, QSC_RULE_PYTORCH);
  g_assert_cmpint (scheme.format.rounding, ==, QSC_ROUND_HALF_AWAY);
  g_assert_cmpint (scheme.format.arithmetic, ==, QSC_MULTIPLY);
  for (int i = 0; i < QSC_N_RULES; i++)
    {
      g_assert_cmpuint (strlen (qsa_rule_get_title ((QscRule)i)), >, 0);
      g_assert_cmpuint (strlen (qsa_rule_get_description ((QscRule)i)), >, 0);
    }
  for (int i = 0; i < QSC_N_ARITHMETICS; i++)
    g_assert_cmpstr (qsa_arithmetic_get_nick ((QscArithmetic)i), ==, arithmetics[i]);
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scheme/defaults", test_defaults);
  g_test_add_func ("/scheme/equal", test_equal);
  g_test_add_func ("/scheme/rules", test_rules);
  g_test_add_func ("/scheme/nicks", test_nicks);
  g_test_add_func ("/scheme/unknown-nicks", test_unknown_nicks);
  for (gsize i = 0; i < G_N_ELEMENTS (captions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scheme/caption/%s", captions[i].name);

      g_test_add_data_func (path, &captions[i], test_caption);
    }
  return g_test_run ();
}
