/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-expression.h"

#include <gio/gio.h>
#include <math.h>

typedef struct
{
  QsaSource *source;
  QsaResult *result;
  QslFacts facts;
} Fixture;

/* INT4 with s = 0.5 over a few values whose statistics are known by hand: 0.73 is 1.46 steps, 9 is clipped to 7. */
static void
set_up (Fixture *self, gconstpointer data)
{
  static const float values[] = { -1.5f, 0.73f, 1.0f, 9.0f };
  const guint64 shape[] = { G_N_ELEMENTS (values) };
  g_autoptr (QstTensor) tensor = qst_tensor_new_take ("gaussian", "distribution", 1, shape, g_memdup2 (values, sizeof values));
  QsaRequest request = { .auto_range = TRUE };

  self->source = qsa_source_new (tensor, NULL, NULL);
  request.source = self->source;
  qsa_scheme_init (&request.scheme);
  request.scheme.format.bits = 4;
  request.scheme.calibration = QSA_CALIBRATION_MANUAL;
  request.scheme.scale = 0.5f;
  self->result = qsa_result_new (&request, NULL, NULL, NULL);
  qsl_facts_init (&self->facts, self->result);
  self->facts.has_pick = TRUE;
  self->facts.pick = 0.73f;
  g_assert_true (qsl_facts_compute (&self->facts, QSL_NEED_OPTIMUM, NULL, NULL));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  qsa_result_unref (self->result);
  qsa_source_unref (self->source);
}

static double
evaluate (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QslExpression) expression = qsl_expression_new (text, &error);

  g_assert_no_error (error);
  return qsl_expression_evaluate (expression, &self->facts);
}

static void
test_values (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text;
    double value;
  } cases[] = {
    { "1", 1 },
    { "2 + 3 * 4", 14 },
    { "(2 + 3) * 4", 20 },
    { "2 - 3 - 4", -5 },
    { "8 / 4 / 2", 1 },
    { "-2 * -3", 6 },
    { "--2", 2 },
    { "!0", 1 },
    { "!2", 0 },
    { "abs(-2.5)", 2.5 },
    { "sqrt(9) + log(1)", 3 },
    { "round(2.5)", 2 },
    { "1e-3", 0.001 },
    { ".5", 0.5 },
    { "1 < 2 && 2 < 1 || 3 >= 3", 1 },
    { "1 || 0 && 0", 1 },
    { "2 != 2", 0 },
    { "bits", 4 },
    { "signed + sym", 2 },
    { "s", 0.5 },
    { "z", 0 },
    { "qmin", -8 },
    { "qmax", 7 },
    { "count", 4 },
    { "clip", 25 },
    { "clipped", 1 },
    { "total", 16 },
    { "used", 4 },
    { "min", -1.5 },
    { "max", 9 },
    { "pick.q", 1 },
    { "pick.rounded", 1 },
    { "pick.level", 0.5 },
    { "pick.tie", 0 },
    { "pick.clamped", 0 },
    { "q_even == q_away", 1 },
    { "pow2", 1 },
    { "cal == \"manual\"", 1 },
    { "cal != \"manual\"", 0 },
    { "\"half-even\" == round", 1 },
    { "data == \"gaussian\"", 1 },
    { "mse_opt <= mse", 1 },
    { "entry == entry", 0 },
    { "entry != 1", 0 },
    { "!(entry == 1)", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double value = evaluate (self, cases[i].text);

      if (!(fabs (value - cases[i].value) <= 1e-9))
        g_error ("%s is %g, expected %g", cases[i].text, value, cases[i].value);
    }
}

/* By the sums themselves: errors of the four values are 0, −0.23, 0 and −5.5. */
static void
test_errors (Fixture *self, gconstpointer data)
{
  const double mse = (0.23 * 0.23 + 5.5 * 5.5) / 4;

  g_assert_cmpfloat_with_epsilon (evaluate (self, "mse"), mse, 1e-6);
  g_assert_cmpfloat_with_epsilon (evaluate (self, "mse_clipping"), 5.5 * 5.5 / 4, 1e-6);
  g_assert_cmpfloat_with_epsilon (evaluate (self, "pick.e"), -0.23, 1e-6);
  g_assert_cmpfloat_with_epsilon (evaluate (self, "max_error"), 5.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (evaluate (self, "sqnr"), 10 * log10 ((2.25 + 0.73 * 0.73 + 1 + 81) / 4 / mse), 1e-4);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text, *column;
  } bad[] = {
    { "", "column 1" },       { "bits ==", "column 8" }, { "bits = 4", "column 6" }, { "depth > 1", "column 1" },
    { "(1 + 2", "column 1" }, { "1 + 2)", "column 6" },  { "cal == 4", "column 9" }, { "cal < \"a\"", "column 10" },
    { "cal", "column 4" },    { "\"open", "column 1" },  { "abs(cal)", "column 9" }, { "1e999", "column 1" },
    { "!cal", "column 5" },   { "abs", "column 1" },     { "1 2", "column 3" },      { "r̂ > 1", "column 1" },
    { "1 ≤ 2", "column 3" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (qsl_expression_new (bad[i].text, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      if (!g_str_has_prefix (error->message, bad[i].column) || !g_ascii_ispunct (error->message[strlen (bad[i].column)]))
        g_error ("“%s”: %s, expected %s", bad[i].text, error->message, bad[i].column);
    }
}

/* Neither brackets nor length exhaust anything. */
static void
test_limits (Fixture *self, gconstpointer data)
{
  g_autofree char *brackets = g_strnfill (100000, '(');
  g_autofree char *signs = g_strnfill (100000, '-');
  GString *sum = g_string_new ("1");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 10000; i++)
    g_string_append (sum, "+1");
  g_assert_null (qsl_expression_new (brackets, &error));
  g_clear_error (&error);
  g_assert_null (qsl_expression_new (signs, &error));
  g_clear_error (&error);
  g_assert_null (qsl_expression_new (sum->str, &error));
  g_assert_nonnull (error);
  g_string_free (sum, TRUE);
}

static void
test_needs (Fixture *self, gconstpointer data)
{
  g_autoptr (QslExpression) plain = qsl_expression_new ("mse < 1", NULL);
  g_autoptr (QslExpression) optimum = qsl_expression_new ("mse <= 1.01 * mse_opt", NULL);
  g_autoptr (QslExpression) entry = qsl_expression_new ("abs(entry - sqnr) < 1", NULL);

  g_assert_cmpint (qsl_expression_get_needs (plain), ==, QSL_NEED_NOTHING);
  g_assert_cmpint (qsl_expression_get_needs (optimum), ==, QSL_NEED_OPTIMUM);
  g_assert_false (qsl_expression_has_entry (plain));
  g_assert_true (qsl_expression_has_entry (entry));
}

#define ADD(name, func) g_test_add ("/expression/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("values", test_values);
  ADD ("errors", test_errors);
  ADD ("refused", test_refused);
  ADD ("limits", test_limits);
  ADD ("needs", test_needs);
  return g_test_run ();
}
