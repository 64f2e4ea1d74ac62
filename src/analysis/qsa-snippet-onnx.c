/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-snippet-private.h"

/* QuantizeLinear knows one rule (division, half to even, full range of its type). Everything else is spelled out in
 * operators that every runtime has. */

static const char head[] = "import onnx\n"
                           "from onnx import TensorProto, helper\n"
                           "\n\n"
                           "def scalar(name, kind, value):\n"
                           "    return helper.make_tensor(name, kind, [], [value])\n"
                           "\n\n";

static const char tail[] = "]\n"
                           "shape = [\"n\"]  # of the values; names stand for sizes of any length\n"
                           "graph = helper.make_graph(\n"
                           "    nodes,\n"
                           "    \"quantize\",\n"
                           "    [helper.make_tensor_value_info(\"x\", TensorProto.FLOAT, shape)],\n"
                           "    [helper.make_tensor_value_info(\"codes\", TensorProto.@KIND@, shape)],\n"
                           "    constants,\n"
                           ")\n"
                           "model = helper.make_model(graph, opset_imports=[helper.make_opsetid(\"\", @OPSET@)])\n"
                           "onnx.checker.check_model(model)\n";

static char *
get_kind (const QsaSnippetWriter *self)
{
  return g_ascii_strup (qsa_snippet_writer_get_type (self), -1);
}

static gboolean
is_full_range (const QscParams *params)
{
  return (params->qmin == G_MININT8 && params->qmax == G_MAXINT8) || (params->qmin == 0 && params->qmax == G_MAXUINT8)
         || (params->qmin == G_MININT16 && params->qmax == G_MAXINT16) || (params->qmin == 0 && params->qmax == G_MAXUINT16);
}

static gboolean
is_byte (const QscParams *params)
{
  return params->qmin >= G_MININT8 && params->qmax <= (params->qmin < 0 ? G_MAXINT8 : G_MAXUINT8);
}

/* Clip after QuantizeLinear gives the narrower codes; runtimes have it for bytes only. */
static gboolean
fits_quantize_linear (const QsaSnippetWriter *self)
{
  const QscRounding rounding = self->params->rounding;

  return !self->multiplies && !self->shifts && (rounding == QSC_ROUND_HALF_EVEN || rounding == QSC_ROUND_STOCHASTIC)
         && (is_full_range (self->params) || is_byte (self->params));
}

static void
write_quantize_linear (QsaSnippetWriter *self)
{
  const QscParams *params = self->params;
  const gboolean clips = !is_full_range (params);
  g_autofree char *kind = get_kind (self);
  g_autofree char *z = g_strdup_printf ("%d", params->zero_point);
  g_autofree char *min = g_strdup_printf ("%d", params->qmin);
  g_autofree char *max = g_strdup_printf ("%d", params->qmax);

  qsa_snippet_writer_add (self,
                          "# What NaN becomes is up to the runtime.\n"
                          "constants = [\n"
                          "    scalar(\"scale\", TensorProto.FLOAT, @SCALE@),\n"
                          "    scalar(\"zero_point\", TensorProto.@KIND@, @Z@),\n",
                          "SCALE", self->scale, "KIND", kind, "Z", z, NULL);
  if (clips)
    qsa_snippet_writer_add (self,
                            "    scalar(\"code_min\", TensorProto.@KIND@, @MIN@),\n"
                            "    scalar(\"code_max\", TensorProto.@KIND@, @MAX@),\n",
                            "KIND", kind, "MIN", min, "MAX", max, NULL);
  qsa_snippet_writer_add (
      self, "]\nnodes = [\n    helper.make_node(\"QuantizeLinear\", [\"x\", \"scale\", \"zero_point\"], [\"@OUT@\"]),\n", "OUT",
      clips ? "wide" : "codes", NULL);
  if (clips)
    qsa_snippet_writer_add (self, "    helper.make_node(\"Clip\", [\"wide\", \"code_min\", \"code_max\"], [\"codes\"]),\n", NULL);
  qsa_snippet_writer_add (self, tail, "KIND", kind, "OPSET", is_byte (params) ? "13" : "21", NULL);
}

/* One operator: its name, its inputs separated by blanks, its output. */
static void
add_node (QsaSnippetWriter *self, const char *operator, const char * inputs, const char *output)
{
  g_auto (GStrv) names = g_strsplit (inputs, " ", -1);
  g_autofree char *list = g_strjoinv ("\", \"", names);

  qsa_snippet_writer_add (self, "    helper.make_node(\"@OP@\", [\"@IN@\"], [\"@OUT@\"]),\n", "OP", operator, "IN", list, "OUT",
                          output, NULL);
}

/* floor (v), or one more from half-way on: v + 0.5 would round before the floor does. */
static void
add_half_up (QsaSnippetWriter *self, const char *from, const char *to)
{
  g_autofree char *difference = g_strconcat (from, " floor", NULL);

  add_node (self, "Floor", from, "floor");
  add_node (self, "Sub", difference, "fraction");
  add_node (self, "Less", "fraction half", "is_below_half");
  add_node (self, "Add", "floor one", "next");
  add_node (self, "Where", "is_below_half floor next", to);
}

static void
add_rounding (QsaSnippetWriter *self)
{
  switch (self->params->rounding)
    {
    case QSC_ROUND_HALF_AWAY:
      add_node (self, "Abs", "ratio", "absolute");
      add_half_up (self, "absolute", "rounded_absolute");
      add_node (self, "Neg", "rounded_absolute", "rounded_negative");
      add_node (self, "Less", "ratio zero", "is_negative");
      add_node (self, "Where", "is_negative rounded_negative rounded_absolute", "rounded");
      break;
    case QSC_ROUND_HALF_UP:
      add_half_up (self, "ratio", "rounded");
      break;
    case QSC_ROUND_DOWN:
      add_node (self, "Floor", "ratio", "rounded");
      break;
    case QSC_ROUND_UP:
      add_node (self, "Ceil", "ratio", "rounded");
      break;
    case QSC_ROUND_TOWARD_ZERO:
      add_node (self, "Floor", "ratio", "floor");
      add_node (self, "Ceil", "ratio", "ceiling");
      add_node (self, "Less", "ratio zero", "is_negative");
      add_node (self, "Where", "is_negative ceiling floor", "rounded");
      break;
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_STOCHASTIC:
    case QSC_N_ROUNDINGS:
    default:
      add_node (self, "Round", "ratio", "rounded");
      break;
    }
}

/* Whether the steps use 0.5 and 1. */
static gboolean
needs_fractions (const QsaSnippetWriter *self)
{
  return self->multiplies || self->params->rounding == QSC_ROUND_HALF_UP || self->params->rounding == QSC_ROUND_HALF_AWAY;
}

static void
add_constants (QsaSnippetWriter *self)
{
  g_autofree char *z = g_strdup_printf ("%d", self->params->zero_point);
  g_autofree char *low = g_strdup_printf ("%d", self->low);
  g_autofree char *high = g_strdup_printf ("%d", self->high);
  const struct
  {
    const char *name, *value;
  } numbers[] = { { "scale", self->scale }, { "zero_point", z }, { "low", low }, { "high", high },
                  { "zero", "0" },          { "half", "0.5" },   { "one", "1" } };

  qsa_snippet_writer_add (self, "# QuantizeLinear cannot do this: its steps one by one, all in float32.\nconstants = [\n", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers) - (needs_fractions (self) ? 0 : 2); i++)
    qsa_snippet_writer_add (self, "    scalar(\"@NAME@\", TensorProto.FLOAT, @VALUE@),\n", "NAME", numbers[i].name, "VALUE",
                            numbers[i].value, NULL);
  if (self->inverse[0] != '\0')
    qsa_snippet_writer_add (self, "    scalar(\"inverse\", TensorProto.FLOAT, @VALUE@),\n", "VALUE", self->inverse, NULL);
  qsa_snippet_writer_add (self, "]\nnodes = [\n", NULL);
}

static void
write_steps (QsaSnippetWriter *self)
{
  g_autofree char *kind = get_kind (self);
  const char *quotient = self->shifts ? "quotient" : "ratio";

  add_constants (self);
  if (self->multiplies)
    {
      if (self->inverse[0] == '\0')
        add_node (self, "Div", "one scale", "inverse");
      add_node (self, "Mul", "x inverse", quotient);
    }
  else
    add_node (self, "Div", "x scale", quotient);
  if (self->shifts)
    add_node (self, "Add", "quotient zero_point", "ratio");
  add_rounding (self);
  if (self->shifts)
    add_node (self, "Sub", "rounded zero_point", "steps");
  add_node (self, "IsNaN", self->shifts ? "steps" : "rounded", "is_nan");
  add_node (self, "Where", self->shifts ? "is_nan zero steps" : "is_nan zero rounded", "number");
  add_node (self, "Clip", "number low high", "clipped");
  add_node (self, "Add", "clipped zero_point", "real_codes");
  qsa_snippet_writer_add (self, "    helper.make_node(\"Cast\", [\"real_codes\"], [\"codes\"], to=TensorProto.@KIND@),\n", "KIND",
                          kind, NULL);
  qsa_snippet_writer_add (self, tail, "KIND", kind, "OPSET", "13", NULL);
}

void
qsa_snippet_write_onnx (QsaSnippetWriter *self)
{
  if (self->params->rounding == QSC_ROUND_STOCHASTIC)
    qsa_snippet_writer_add (self, "# ONNX has no operator that draws by position: rounded half to even instead, OTHER CODES.\n",
                            NULL);
  qsa_snippet_writer_add (self, head, NULL);
  if (fits_quantize_linear (self))
    write_quantize_linear (self);
  else
    write_steps (self);
}
