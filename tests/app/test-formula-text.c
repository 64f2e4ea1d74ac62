/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-formula-text.h"

/* The worked example of the interface's specification: INT4, s = 0.0259, z = -1. */
static const QscParams example = { .scale = 0.0259f, .zero_point = -1, .qmin = -8, .qmax = 7, .rounding = QSC_ROUND_HALF_EVEN };

static void
assert_stage (const QscParams *params, float value, QsStage stage, const char *expression, const char *result, gboolean special)
{
  QscTrace trace;
  QsStageText text;

  qsc_params_trace (params, value, 0, &trace);
  qs_formula_describe (stage, params, &trace, &text);
  g_assert_cmpstr (text.expression, ==, expression);
  g_assert_cmpstr (text.result, ==, result);
  g_assert_cmpint (text.is_special, ==, special);
  g_assert_cmpuint (strlen (text.name), >, 0);
  g_assert_cmpuint (strlen (text.rule), >, 0);
  qs_stage_text_clear (&text);
}

static void
test_example (void)
{
  assert_stage (&example, 0.0875f, QS_STAGE_VALUE, "r", "0.08750", FALSE);
  assert_stage (&example, 0.0875f, QS_STAGE_DIVIDE, "0.08750 ÷ 0.02590", "3.378", FALSE);
  assert_stage (&example, 0.0875f, QS_STAGE_ROUND, "⌊3.378⌉", "3", FALSE);
  assert_stage (&example, 0.0875f, QS_STAGE_ZERO_POINT, "3 + (−1)", "2", FALSE);
  assert_stage (&example, 0.0875f, QS_STAGE_CLAMP, "[−8, 7]", "2", FALSE);
  assert_stage (&example, 0.0875f, QS_STAGE_RECONSTRUCT, "0.02590 × (2 − (−1))", "0.07770", FALSE);
  assert_stage (&example, 0.0875f, QS_STAGE_ERROR, "r̂ − r", "−0.009800", FALSE);
}

static void
test_clamp (void)
{
  assert_stage (&example, 0.259f, QS_STAGE_CLAMP, "clamped from 9", "7", TRUE);
  assert_stage (&example, -1.0f, QS_STAGE_CLAMP, "clamped from −40", "−8", TRUE);
}

static void
test_ties (void)
{
  QscParams params = { .scale = 1, .qmin = -8, .qmax = 7, .rounding = QSC_ROUND_HALF_EVEN };

  assert_stage (&params, 2.5f, QS_STAGE_ROUND, "2.500, tie: to even", "2", TRUE);
  params.rounding = QSC_ROUND_HALF_AWAY;
  assert_stage (&params, -2.5f, QS_STAGE_ROUND, "−2.500, tie: away from zero", "−3", TRUE);
  params.rounding = QSC_ROUND_HALF_UP;
  assert_stage (&params, -2.5f, QS_STAGE_ROUND, "−2.500, tie: up", "−2", TRUE);
  params.rounding = QSC_ROUND_DOWN;
  assert_stage (&params, 2.5f, QS_STAGE_ROUND, "⌊2.500⌋", "2", FALSE);
  params.rounding = QSC_ROUND_UP;
  assert_stage (&params, 2.5f, QS_STAGE_ROUND, "⌈2.500⌉", "3", FALSE);
}

/* 0.018 over 0.012 is just below one and a half in float32: it must not look like a tie that was broken downwards. */
static void
test_near_tie (void)
{
  QscParams params = { .scale = 0.012f, .qmin = -8, .qmax = 7, .rounding = QSC_ROUND_HALF_EVEN };

  assert_stage (&params, 0.018f, QS_STAGE_DIVIDE, "0.01800 ÷ 0.01200", "1.49999988", FALSE);
  assert_stage (&params, 0.018f, QS_STAGE_ROUND, "⌊1.49999988⌉", "1", FALSE);
}

/* By the reciprocal, and with the zero-point before the rounding: the stages say so, in the order of the arithmetic. */
static void
test_arithmetics (void)
{
  QscParams params = { .scale = 0.1f, .zero_point = 3, .qmax = 15, .arithmetic = QSC_MULTIPLY };

  assert_stage (&params, 0.25f, QS_STAGE_DIVIDE, "0.2500 × (1 ÷ 0.1000)", "2.500", FALSE);
  assert_stage (&params, 0.25f, QS_STAGE_ROUND, "2.500, tie: to even", "2", TRUE);
  assert_stage (&params, 0.25f, QS_STAGE_ZERO_POINT, "2 + 3", "5", FALSE);
  params.arithmetic = QSC_MULTIPLY_SHIFT;
  assert_stage (&params, 0.25f, QS_STAGE_DIVIDE, "0.2500 × (1 ÷ 0.1000)", "2.500", FALSE);
  assert_stage (&params, 0.25f, QS_STAGE_ROUND, "2.500 + 3", "5.500", FALSE);
  assert_stage (&params, 0.25f, QS_STAGE_ZERO_POINT, "5.500, tie: to even", "6", TRUE);
  assert_stage (&params, 0.25f, QS_STAGE_CLAMP, "[0, 15]", "6", FALSE);
  assert_stage (&params, 2.0f, QS_STAGE_CLAMP, "clamped from 23", "15", TRUE);
  params.arithmetic = QSC_DIVIDE_SHIFT;
  assert_stage (&params, 0.25f, QS_STAGE_DIVIDE, "0.2500 ÷ 0.1000", "2.500", FALSE);
}

static void
test_not_finite (void)
{
  assert_stage (&example, __builtin_nanf (""), QS_STAGE_VALUE, "r", "—", FALSE);
  assert_stage (&example, __builtin_inff (), QS_STAGE_VALUE, "r", "∞", FALSE);
}

static void
test_copies (void)
{
  QscParams params = example;
  QscTrace trace;
  g_autofree char *text = NULL;
  g_autofree char *latex = NULL;

  qsc_params_trace (&example, 0.0875f, 0, &trace);
  text = qs_formula_to_text (&example, &trace);
  latex = qs_formula_to_latex (&example, &trace);
  g_assert_nonnull (strstr (text, "0.02590 × (2 − (−1)) = 0.07770\n"));
  g_assert_true (g_str_has_prefix (latex, "\\begin{aligned}\n"));
  g_assert_nonnull (
      strstr (latex, "\\left\\lfloor\\frac{0.0874999985}{0.0259000007}\\right\\rceil + (-1),\\ -8,\\ 7\\right) = 2"));
  params.arithmetic = QSC_MULTIPLY_SHIFT;
  g_free (latex);
  latex = qs_formula_to_latex (&params, &trace);
  g_assert_nonnull (strstr (latex, "\\left\\lfloor0.0874999985 \\cdot \\frac{1}{0.0259000007} + (-1)\\right\\rceil,\\ -8"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/formula-text/example", test_example);
  g_test_add_func ("/app/formula-text/clamp", test_clamp);
  g_test_add_func ("/app/formula-text/ties", test_ties);
  g_test_add_func ("/app/formula-text/near-tie", test_near_tie);
  g_test_add_func ("/app/formula-text/arithmetics", test_arithmetics);
  g_test_add_func ("/app/formula-text/not-finite", test_not_finite);
  g_test_add_func ("/app/formula-text/copies", test_copies);
  return g_test_run ();
}
