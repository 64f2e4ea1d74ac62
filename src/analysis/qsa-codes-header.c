/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A C header: the array with what is needed to read it. */
#include "analysis/qsa-codes-private.h"
#include "analysis/qsa-setup.h"

#include <string.h>

#define PER_LINE 16

static const char *const types[QSA_N_ELEMENTS] = { "int8_t", "uint8_t", "int16_t", "uint16_t", "float" };

/* A C identifier out of a tensor's name; case decides between macros and the array. */
static char *
make_identifier (const char *name, gboolean is_macro)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  g_autofree char *folded = is_macro ? g_ascii_strup (ascii, -1) : g_ascii_strdown (ascii, -1);

  g_strcanon (folded, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS, '_');
  return g_strconcat (g_ascii_isdigit (folded[0]) ? "v" : "", folded, is_macro ? "" : "_values", NULL);
}

static char *
describe_shape (QstTensor *tensor)
{
  GString *shape = g_string_new ("{");

  for (gsize i = 0; i < qst_tensor_get_n_dims (tensor); i++)
    g_string_append_printf (shape, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : " ", qst_tensor_get_shape (tensor)[i]);
  g_string_append (shape, qst_tensor_get_n_dims (tensor) > 0 ? " }" : "}");
  return g_string_free (shape, FALSE);
}

static void
append_float (GString *text, float value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.9g", (double)value);
  g_string_append (text, number);
  g_string_append (text, strpbrk (number, ".e") == NULL ? ".0f" : "f");
}

/* Of one unit: its numbers; of several: which one a value has. */
static void
append_parameters (GString *text, const QsaCodesFile *self, const char *macro)
{
  const QsaUnits *units = qsa_unit_params_get_units (self->units);

  if (units->n_units == 1)
    {
      g_string_append_printf (text, "#define %s_SCALE ", macro);
      append_float (text, self->params->scale);
      g_string_append_printf (text, "\n#define %s_ZERO_POINT (%d)\n", macro, self->params->zero_point);
      return;
    }
  g_string_append_printf (text, "#define %s_N_UNITS %" G_GUINT64_FORMAT "\n", macro, units->n_units);
  if (units->granularity.kind == QSA_PER_GROUP)
    g_string_append_printf (text,
                            "#define %s_UNIT(i) ((i) / %" G_GUINT64_FORMAT " * %" G_GUINT64_FORMAT " + (i) %% %" G_GUINT64_FORMAT
                            " / %" G_GUINT64_FORMAT ")\n",
                            macro, units->n_columns, units->n_per_row, units->n_columns, units->n_inner);
  else
    g_string_append_printf (text, "#define %s_UNIT(i) ((i) / %" G_GUINT64_FORMAT " %% %" G_GUINT64_FORMAT ")\n", macro,
                            units->n_inner, units->n_channels);
}

static void
append_scales (GString *text, const QsaCodesFile *self, const char *array)
{
  const guint64 n = qsa_unit_params_get_n (self->units);
  const QscParams *params = qsa_unit_params_get_all (self->units);

  if (n == 1 || self->element == QSA_ELEMENT_F32)
    return;
  g_string_append_printf (text, "static const float %s_scales[%" G_GUINT64_FORMAT "] = {", array, n);
  for (guint64 i = 0; i < n; i++)
    {
      g_string_append (text, i % PER_LINE == 0 ? "\n  " : " ");
      append_float (text, params[i].scale);
      g_string_append_c (text, ',');
    }
  g_string_append_printf (text, "\n};\nstatic const int32_t %s_zero_points[%" G_GUINT64_FORMAT "] = {", array, n);
  for (guint64 i = 0; i < n; i++)
    g_string_append_printf (text, "%s%d,", i % PER_LINE == 0 ? "\n  " : " ", params[i].zero_point);
  g_string_append (text, "\n};\n");
}

static gboolean
put (QsaCodesFile *self, const GString *text, GError **error)
{
  return qst_writer_write (self->writer, text->str, text->len, error);
}

static gboolean
begin (QsaCodesFile *self, GError **error)
{
  g_autofree char *setup = qsa_setup_write_units (self->scheme, self->units);
  g_autofree char *macro = make_identifier (self->name, TRUE);
  g_autofree char *array = make_identifier (self->name, FALSE);
  g_autofree char *shape = describe_shape (self->tensor);
  const guint64 count = qst_tensor_get_count (self->tensor);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "/* %s */\n#pragma once\n\n#include <stdint.h>\n\n", setup);
  append_parameters (text, self, macro);
  g_string_append_printf (text,
                          "#define %s_CODE_MIN (%d)\n#define %s_CODE_MAX (%d)\n"
                          "#define %s_N_DIMS %zu\n#define %s_SHAPE %s\n#define %s_COUNT %" G_GUINT64_FORMAT "\n\n",
                          macro, self->params->qmin, macro, self->params->qmax, macro, qst_tensor_get_n_dims (self->tensor),
                          macro, shape, macro, count);
  if (self->packed_bits > 0)
    g_string_append_printf (
        text, "/* COUNT codes of so many bits, the first in the lowest bits of its byte */\n#define %s_PACKED_BITS %d\n\n", macro,
        self->packed_bits);
  append_scales (text, self, array);
  if (self->element == QSA_ELEMENT_F32)
    g_string_append (text, "/* r = value */\n");
  else if (qsa_unit_params_get_n (self->units) > 1)
    g_string_append_printf (text, "/* r = %s_scales[u] * (value - %s_zero_points[u]), u = UNIT (index) */\n", array, array);
  else
    g_string_append (text, "/* r = SCALE * (value - ZERO_POINT) */\n");
  /* C has no arrays of nothing. */
  g_string_append_printf (text, "static const %s %s[%s] = {\n%s", types[self->element], array, count > 0 ? "" : "1",
                          count > 0 ? "" : "  0\n");
  return put (self, text, error);
}

static void
append_value (GString *text, QsaElement element, gconstpointer values, gsize i)
{
  switch (element)
    {
    case QSA_ELEMENT_I8:
      g_string_append_printf (text, "%d", ((const gint8 *)values)[i]);
      break;
    case QSA_ELEMENT_U8:
      g_string_append_printf (text, "%u", ((const guint8 *)values)[i]);
      break;
    case QSA_ELEMENT_I16:
      g_string_append_printf (text, "%d", ((const gint16 *)values)[i]);
      break;
    case QSA_ELEMENT_U16:
      g_string_append_printf (text, "%u", ((const guint16 *)values)[i]);
      break;
    case QSA_ELEMENT_F32:
    case QSA_N_ELEMENTS:
    default:
      append_float (text, ((const float *)values)[i]);
      break;
    }
}

static gboolean
write_values (QsaCodesFile *self, gconstpointer values, gsize n, GError **error)
{
  g_autoptr (GString) text = g_string_sized_new (n * 6);

  for (gsize i = 0; i < n; i++)
    {
      g_string_append (text, i % PER_LINE == 0 ? "  " : " ");
      append_value (text, self->element, values, i);
      g_string_append (text, i % PER_LINE == PER_LINE - 1 || i == n - 1 ? ",\n" : ",");
    }
  return put (self, text, error);
}

static gboolean
end (QsaCodesFile *self, GError **error)
{
  return qst_writer_write (self->writer, "};\n", 3, error);
}

const QsaCodesWriter qsa_codes_c_header = { begin, write_values, end };
