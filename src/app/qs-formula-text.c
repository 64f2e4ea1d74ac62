/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-formula-text.h"

#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DIGITS 4

static char *
number (double value)
{
  return qsp_format_number (value, DIGITS, TRUE);
}

/* What is rounded or will be, with as many digits as it takes not to look like the tie that it is not. */
static char *
ratio_text (const QscTrace *trace, double ratio)
{
  g_autofree char *text = number (ratio);
  double shown;

  if (!trace->is_tie && qsp_parse_number (text, &shown) && fabs (shown - trunc (shown)) == 0.5)
    return qsp_format_number (ratio, 9, TRUE);
  return g_steal_pointer (&text);
}

/* Negative numbers behind an operator stand in parentheses. */
static char *
operand (gint64 value)
{
  g_autofree char *text = qsp_format_integer (value);

  return value < 0 ? g_strdup_printf ("(%s)", text) : g_steal_pointer (&text);
}

/* Whole numbers of any size: a quotient may be far beyond every integer type. */
static char *
whole (double value)
{
  if (fabs (value) < 1e15)
    return qsp_format_integer ((gint64)value);
  return number (value);
}

static void
describe_value (const QscTrace *trace, QsStageText *text)
{
  text->name = _ ("Value");
  text->rule = _ ("The real number r as it stands in the tensor");
  text->expression = g_strdup ("r");
  text->result = number (trace->value);
}

static void
describe_divide (const QscParams *params, const QscTrace *trace, QsStageText *text)
{
  g_autofree char *r = number (trace->value);
  g_autofree char *s = number (params->scale);

  text->name = qsc_params_multiplies (params) ? _ ("Multiply by 1 ÷ s") : _ ("Divide by scale");
  text->rule = qsc_params_multiplies (params) ? _ ("How many steps of the scale s fit into r, by the reciprocal of s in float32")
                                              : _ ("How many steps of the scale s fit into r, in float32");
  text->expression = g_strdup_printf (qsc_params_multiplies (params) ? "%s × (1 ÷ %s)" : "%s ÷ %s", r, s);
  text->result = ratio_text (trace, trace->ratio);
}

static const char *
tie_text (QscRounding rounding)
{
  switch (rounding)
    {
    case QSC_ROUND_HALF_EVEN:
      return _ ("tie: to even");
    case QSC_ROUND_HALF_AWAY:
      return _ ("tie: away from zero");
    case QSC_ROUND_HALF_UP:
      return _ ("tie: up");
    default:
      return NULL;
    }
}

static void
describe_round (const QscParams *params, const QscTrace *trace, QsStageText *text)
{
  g_autofree char *ratio = ratio_text (trace, qsc_params_shifts (params) ? trace->shifted : (double)trace->ratio);
  const char *tie = trace->is_tie ? tie_text (params->rounding) : NULL;

  text->name = _ ("Round");
  text->rule = _ ("To a whole number, by the rounding rule chosen in the sidebar");
  text->is_special = tie != NULL;
  if (tie != NULL)
    text->expression = g_strdup_printf ("%s, %s", ratio, tie);
  else if (params->rounding == QSC_ROUND_DOWN)
    text->expression = g_strdup_printf ("⌊%s⌋", ratio);
  else if (params->rounding == QSC_ROUND_UP)
    text->expression = g_strdup_printf ("⌈%s⌉", ratio);
  else
    text->expression = g_strdup_printf ("⌊%s⌉", ratio);
  text->result = whole (trace->rounded);
}

static void
describe_zero_point (const QscParams *params, const QscTrace *trace, QsStageText *text)
{
  const gboolean comes_first = qsc_params_shifts (params);
  g_autofree char *steps = comes_first ? ratio_text (trace, trace->ratio) : whole (trace->rounded);
  g_autofree char *z = operand (params->zero_point);

  text->name = _ ("Add zero-point");
  text->rule = _ ("Shifts the codes so that z stands for r = 0");
  text->expression = g_strdup_printf ("%s + %s", steps, z);
  text->result = comes_first ? ratio_text (trace, trace->shifted) : whole (trace->shifted);
}

static void
describe_clamp (const QscParams *params, const QscTrace *trace, QsStageText *text)
{
  g_autofree char *low = qsp_format_integer (params->qmin);
  g_autofree char *high = qsp_format_integer (params->qmax);
  g_autofree char *shifted = whole (qsc_params_shifts (params) ? (double)trace->rounded : trace->shifted);

  text->name = _ ("Clamp");
  text->rule = _ ("Codes end at the lowest and the highest; what lies beyond is clipped");
  text->is_special = trace->is_clipped_low || trace->is_clipped_high;
  if (text->is_special)
    text->expression = g_strdup_printf (_ ("clamped from %s"), shifted);
  else
    text->expression = g_strdup_printf ("[%s, %s]", low, high);
  text->result = qsp_format_integer (trace->code);
}

static void
describe_reconstruct (const QscParams *params, const QscTrace *trace, QsStageText *text)
{
  g_autofree char *s = number (params->scale);
  g_autofree char *q = qsp_format_integer (trace->code);
  g_autofree char *z = operand (params->zero_point);

  text->name = _ ("Reconstruct");
  text->rule = _ ("The real number r̂ that the code stands for");
  text->expression = g_strdup_printf ("%s × (%s − %s)", s, q, z);
  text->result = number (trace->reconstructed);
}

static void
describe_error (const QscTrace *trace, QsStageText *text)
{
  text->name = _ ("Error");
  text->rule = _ ("How far the reconstructed number is from the real one");
  text->expression = g_strdup ("r̂ − r");
  text->result = number (trace->error);
}

void
qs_formula_describe (QsStage stage, const QscParams *params, const QscTrace *trace, QsStageText *text)
{
  memset (text, 0, sizeof *text);
  /* Where the zero-point is added first, the two change places. */
  if (qsc_params_shifts (params) && (stage == QS_STAGE_ROUND || stage == QS_STAGE_ZERO_POINT))
    stage = stage == QS_STAGE_ROUND ? QS_STAGE_ZERO_POINT : QS_STAGE_ROUND;
  switch (stage)
    {
    case QS_STAGE_VALUE:
      describe_value (trace, text);
      break;
    case QS_STAGE_DIVIDE:
      describe_divide (params, trace, text);
      break;
    case QS_STAGE_ROUND:
      describe_round (params, trace, text);
      break;
    case QS_STAGE_ZERO_POINT:
      describe_zero_point (params, trace, text);
      break;
    case QS_STAGE_CLAMP:
      describe_clamp (params, trace, text);
      break;
    case QS_STAGE_RECONSTRUCT:
      describe_reconstruct (params, trace, text);
      break;
    case QS_STAGE_ERROR:
    case QS_N_STAGES:
    default:
      describe_error (trace, text);
      break;
    }
}

void
qs_stage_text_clear (QsStageText *self)
{
  g_clear_pointer (&self->expression, g_free);
  g_clear_pointer (&self->result, g_free);
}

char *
qs_formula_to_text (const QscParams *params, const QscTrace *trace)
{
  GString *lines = g_string_new (NULL);

  for (int i = 0; i < QS_N_STAGES; i++)
    {
      QsStageText text;

      qs_formula_describe (i, params, trace, &text);
      g_string_append_printf (lines, "%s: %s = %s\n", text.name, text.expression, text.result);
      qs_stage_text_clear (&text);
    }
  return g_string_free (lines, FALSE);
}

char *
qs_formula_to_latex (const QscParams *params, const QscTrace *trace)
{
  g_autofree char *ratio = NULL, *code = NULL;
  char r[G_ASCII_DTOSTR_BUF_SIZE], s[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE], e[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (r, sizeof r, "%.9g", trace->value);
  g_ascii_formatd (s, sizeof s, "%.9g", params->scale);
  g_ascii_formatd (y, sizeof y, "%.9g", trace->reconstructed);
  g_ascii_formatd (e, sizeof e, "%.9g", trace->error);
  ratio = g_strdup_printf (qsc_params_multiplies (params) ? "%s \\cdot \\frac{1}{%s}" : "\\frac{%s}{%s}", r, s);
  code = g_strdup_printf (qsc_params_shifts (params) ? "\\left\\lfloor%s + (%d)\\right\\rceil"
                                                     : "\\left\\lfloor%s\\right\\rceil + (%d)",
                          ratio, params->zero_point);
  return g_strdup_printf ("\\begin{aligned}\n"
                          "q &= \\operatorname{clamp}\\left(%s,\\ %d,\\ %d\\right) = %d \\\\\n"
                          "\\hat r &= %s\\,(%d - (%d)) = %s \\\\\n"
                          "e &= \\hat r - r = %s\n"
                          "\\end{aligned}\n",
                          code, params->qmin, params->qmax, trace->code, s, trace->code, params->zero_point, y, e);
}
