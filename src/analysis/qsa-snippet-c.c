/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-snippet-private.h"

/* What turns v into an integer; without a helper of its own where C has the function. */
static const struct
{
  const char *helper, *call;
} rules[QSC_N_ROUNDINGS] = {
  [QSC_ROUND_HALF_EVEN] = { "", "rintf (v)" },
  [QSC_ROUND_HALF_AWAY] = { "", "roundf (v)" },
  [QSC_ROUND_HALF_UP] = { "static float\n"
                          "round_half_up (float v)\n"
                          "{\n"
                          "  const float f = floorf (v);\n"
                          "\n"
                          "  return v - f >= 0.5f ? f + 1.0f : f; // v + 0.5f would round before the floor does\n"
                          "}\n\n",
                          "round_half_up (v)" },
  [QSC_ROUND_DOWN] = { "", "floorf (v)" },
  [QSC_ROUND_UP] = { "", "ceilf (v)" },
  [QSC_ROUND_TOWARD_ZERO] = { "", "truncf (v)" },
  [QSC_ROUND_STOCHASTIC] = { "// SplitMix64 of the position in the array; the upper 24 bits are u in [0, 1).\n"
                             "static float\n"
                             "round_stochastic (float v, uint64_t index)\n"
                             "{\n"
                             "  uint64_t h = UINT64_C (@SEED@) + (index + 1) * UINT64_C (0x9e3779b97f4a7c15);\n"
                             "\n"
                             "  h = (h ^ (h >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);\n"
                             "  h = (h ^ (h >> 27)) * UINT64_C (0x94d049bb133111eb);\n"
                             "  h ^= h >> 31;\n"
                             "  return (float)floor ((double)v + (double)(h >> 40) * 0x1p-24);\n"
                             "}\n\n",
                             "round_stochastic (v, index)" },
};

static const char head[] = "// C99; not with -ffast-math, which drops NaN and the order of operations.\n"
                           "#include <math.h>\n"
                           "#include <stddef.h>\n"
                           "#include <stdint.h>\n"
                           "\n"
                           "@SCALES@"
                           "#define CODE_MIN (@MIN@)\n"
                           "#define CODE_MAX (@MAX@)\n"
                           "\n";

static const char body[] = "// One value; NaN becomes the zero-point, an infinity the outermost code.\n"
                           "@TYPE@\n"
                           "quantize_value (float x@UNIT@@INDEX@)\n"
                           "{\n"
                           "@RATIO@"
                           "  float q = @ROUNDED@;\n"
                           "\n"
                           "  if (isnan (q))\n"
                           "    q = 0.0f;\n"
                           "  if (q < CODE_MIN - ZERO_POINT)\n"
                           "    q = CODE_MIN - ZERO_POINT;\n"
                           "  if (q > CODE_MAX - ZERO_POINT)\n"
                           "    q = CODE_MAX - ZERO_POINT;\n"
                           "  return (@TYPE@)((int)q + ZERO_POINT);\n"
                           "}\n"
                           "\n"
                           "float\n"
                           "dequantize_value (@TYPE@ q@UNIT@)\n"
                           "{\n"
                           "  return (float)(q - ZERO_POINT) * SCALE;\n"
                           "}\n"
                           "\n"
                           "void\n"
                           "quantize (const float *x, size_t n, @TYPE@ *codes)\n"
                           "{\n"
                           "  for (size_t i = 0; i < n; i++)\n"
                           "    codes[i] = quantize_value (x[i]@U@@I@);\n"
                           "}\n";

/* Statements that make v; free with g_free. volatile: a fused multiply-add would leave out one rounding. */
static char *
write_ratio (const QsaSnippetWriter *self)
{
  g_autofree char *inverse = self->inverse[0] != '\0' ? g_strconcat (self->inverse, "f", NULL) : g_strdup ("(1.0f / SCALE)");

  if (!self->multiplies)
    return g_strdup (self->shifts ? "  const float v = x / SCALE + ZERO_POINT;\n" : "  const float v = x / SCALE;\n");
  if (!self->shifts)
    return g_strdup_printf ("  const float v = x * %s;\n", inverse);
  return g_strdup_printf ("  const volatile float product = x * %s; // no fused multiply-add\n"
                          "  const float v = product + ZERO_POINT;\n",
                          inverse);
}

static char *
write_unit_of (const QsaUnits *units)
{
  if (units->granularity.kind == QSA_PER_GROUP)
    return g_strdup_printf ("i / %" G_GUINT64_FORMAT " * %" G_GUINT64_FORMAT " + i %% %" G_GUINT64_FORMAT " / %" G_GUINT64_FORMAT,
                            units->n_columns, units->n_per_row, units->n_columns, units->n_inner);
  return g_strdup_printf ("i / %" G_GUINT64_FORMAT " %% %" G_GUINT64_FORMAT, units->n_inner, units->n_channels);
}

/* One scale, or one for each unit and which of them the value number i has. */
static char *
write_scales (const QsaSnippetWriter *self)
{
  g_autofree char *scales = NULL;
  g_autofree char *zero_points = NULL;
  g_autofree char *unit = NULL;

  if (self->units == NULL)
    return g_strdup_printf ("#define SCALE %sf\n#define ZERO_POINT (%d)\n", self->scale, self->params->zero_point);
  scales = qsa_snippet_writer_list (self, TRUE, "  ", "f");
  zero_points = qsa_snippet_writer_list (self, FALSE, "  ", "");
  unit = write_unit_of (qsa_unit_params_get_units (self->units));
  return g_strdup_printf ("static const float scales[%" G_GUINT64_FORMAT "] = {\n%s\n};\n"
                          "static const int zero_points[%" G_GUINT64_FORMAT "] = {\n%s\n};\n\n"
                          "// Which of them the value number i has.\n"
                          "static size_t\nunit_of (size_t i)\n{\n  return %s;\n}\n\n"
                          "#define SCALE (scales[unit])\n#define ZERO_POINT (zero_points[unit])\n",
                          qsa_unit_params_get_n (self->units), scales, qsa_unit_params_get_n (self->units), zero_points, unit);
}

void
qsa_snippet_write_c (QsaSnippetWriter *self)
{
  const QscParams *params = self->params;
  const QscRounding rounding = params->rounding;
  const gboolean draws = rounding == QSC_ROUND_STOCHASTIC;
  g_autofree char *scales = write_scales (self);
  g_autofree char *min = g_strdup_printf ("%d", params->qmin);
  g_autofree char *max = g_strdup_printf ("%d", params->qmax);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, params->seed);
  g_autofree char *type = g_strconcat (qsa_snippet_writer_get_type (self), "_t", NULL);
  g_autofree char *ratio = write_ratio (self);
  g_autofree char *rounded = g_strconcat (rules[rounding].call, self->shifts ? " - ZERO_POINT" : "", NULL);

  qsa_snippet_writer_add (self, head, "SCALES", scales, "MIN", min, "MAX", max, NULL);
  qsa_snippet_writer_add (self, rules[rounding].helper, "SEED", seed, NULL);
  qsa_snippet_writer_add (self, body, "TYPE", type, "RATIO", ratio, "ROUNDED", rounded, "INDEX", draws ? ", uint64_t index" : "",
                          "I", draws ? ", i" : "", "UNIT", self->units != NULL ? ", size_t unit" : "", "U",
                          self->units != NULL ? ", unit_of (i)" : "", NULL);
}
