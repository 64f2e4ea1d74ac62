/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-setup.h"

#include "analysis/qsa-scene.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Nine digits name a float32 uniquely. */
#define SCALE_FORMAT "%.9g"

/* Longer lines are no setup. */
#define LENGTH_MAX 500

char *
qsa_setup_write (const QscScheme *format, const QscParams *params)
{
  char scale[G_ASCII_DTOSTR_BUF_SIZE];
  /* Rules may give a symmetric format another zero-point. */
  const gboolean symmetric = format->symmetric && params->zero_point == qsc_scheme_get_symmetric_zero_point (format);
  GString *line = g_string_new (NULL);

  g_ascii_formatd (scale, sizeof scale, SCALE_FORMAT, (double)params->scale);
  g_string_append_printf (line, "bits=%d signed=%d sym=%d s=%s z=%d round=%s gran=tensor", format->bits, format->is_signed,
                          symmetric, scale, params->zero_point, qsa_rounding_get_nick (params->rounding));
  if (format->narrow_range)
    g_string_append (line, " narrow=1");
  if (params->arithmetic != QSC_DIVIDE)
    g_string_append_printf (line, " arith=%s", qsa_arithmetic_get_nick (params->arithmetic));
  if (params->inverse != 0.0f)
    g_string_append_printf (line, " inverse=%s", g_ascii_formatd (scale, sizeof scale, SCALE_FORMAT, (double)params->inverse));
  if (format->rule != QSC_RULE_TEXTBOOK)
    g_string_append_printf (line, " rule=%s", qsc_rule_get_name (format->rule));
  if (params->rounding == QSC_ROUND_STOCHASTIC)
    g_string_append_printf (line, " seed=%" G_GUINT64_FORMAT, params->seed);
  return g_string_free (line, FALSE);
}

/* What the words said. */
typedef struct
{
  QscScheme format;
  float scale, inverse;
  gint64 zero_point;
  gboolean has_bits, has_zero_point;
} Setup;

static gboolean
read_flag (const char *value, bool *flag)
{
  *flag = value[0] == '1';
  return (value[0] == '0' || value[0] == '1') && value[1] == '\0';
}

static gboolean
read_arithmetic (const char *value, QscArithmetic *arithmetic)
{
  for (int i = 0; i < QSC_N_ARITHMETICS; i++)
    if (strcmp (value, qsa_arithmetic_get_nick ((QscArithmetic)i)) == 0)
      {
        *arithmetic = (QscArithmetic)i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_real (const char *value, float *number)
{
  char *end;

  *number = (float)g_ascii_strtod (value, &end);
  return end != value && *end == '\0';
}

/* FALSE: unknown, or with a value that it cannot have. */
static gboolean
read_word (Setup *self, const char *name, const char *value)
{
  gint64 bits;

  if (strcmp (name, "bits") == 0)
    {
      self->has_bits = g_ascii_string_to_signed (value, 10, QSC_BITS_MIN, QSC_BITS_MAX, &bits, NULL);
      self->format.bits = self->has_bits ? (int)bits : self->format.bits;
      return self->has_bits;
    }
  if (strcmp (name, "signed") == 0)
    return read_flag (value, &self->format.is_signed);
  if (strcmp (name, "sym") == 0)
    return read_flag (value, &self->format.symmetric);
  if (strcmp (name, "narrow") == 0)
    return read_flag (value, &self->format.narrow_range);
  if (strcmp (name, "s") == 0)
    return read_real (value, &self->scale);
  if (strcmp (name, "inverse") == 0)
    return read_real (value, &self->inverse) && self->inverse > 0.0f && isfinite (self->inverse);
  if (strcmp (name, "arith") == 0)
    return read_arithmetic (value, &self->format.arithmetic);
  if (strcmp (name, "rule") == 0)
    return qsc_rule_from_name (value, &self->format.rule);
  if (strcmp (name, "round") == 0)
    return qsa_rounding_from_nick (value, &self->format.rounding);
  if (strcmp (name, "seed") == 0)
    return g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &self->format.seed, NULL);
  if (strcmp (name, "gran") == 0)
    return strcmp (value, "tensor") == 0;
  if (strcmp (name, "z") == 0)
    return self->has_zero_point = g_ascii_string_to_signed (value, 10, G_MININT32, G_MAXINT32, &self->zero_point, NULL);
  return FALSE;
}

static gboolean
read_words (Setup *self, const char *line, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t\r\n", -1);

  for (char **word = words; *word != NULL; word++)
    {
      g_auto (GStrv) parts = g_strsplit (*word, "=", 2);

      if (**word == '\0')
        continue;
      if (parts[1] == NULL || !read_word (self, parts[0], parts[1]))
        {
          g_autofree char *shown = qst_quote (*word, -1);

          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” is not part of a setup"), shown);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
  return FALSE;
}

gboolean
qsa_setup_read (const char *line, QscScheme *format, QscParams *params, GError **error)
{
  QsaScheme defaults;
  Setup setup = { .scale = 0.0f };
  QscParams read;

  qsa_scheme_init (&defaults);
  setup.format = defaults.format;
  if (strlen (line) > LENGTH_MAX)
    return refuse (error, _ ("This text is too long for a setup"));
  if (!read_words (&setup, line, error))
    return FALSE;
  if (!setup.has_bits)
    return refuse (error, _ ("A setup needs bits=… and s=…"));
  switch (qsc_params_init (&read, &setup.format, setup.scale, (int32_t)setup.zero_point))
    {
    case QSC_OK:
      break;
    case QSC_ERROR_ZERO_POINT:
      return refuse (error, _ ("The zero-point z is not among the codes"));
    case QSC_ERROR_SCALE:
    case QSC_ERROR_BITS:
    case QSC_ERROR_RANGE:
    default:
      return refuse (error, _ ("The scale s must be above 0"));
    }
  if (setup.has_zero_point && read.zero_point != setup.zero_point)
    return refuse (error, _ ("A symmetric setup has another zero-point"));
  read.inverse = setup.inverse;
  *format = setup.format;
  *params = read;
  return TRUE;
}

char *
qsa_setup_write_units (const QsaScheme *scheme, QsaUnitParams *params)
{
  QsaScene scene;

  if (qsa_unit_params_get_n (params) == 1)
    return qsa_setup_write (&scheme->format, qsa_unit_params_get_all (params));
  qsa_scene_init (&scene);
  scene.scheme = *scheme;
  return qsa_scene_to_text (&scene);
}

static gboolean
has_scale (const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t\r\n", -1);

  for (char **word = words; *word != NULL; word++)
    if (g_str_has_prefix (*word, "s="))
      return TRUE;
  return FALSE;
}

gboolean
qsa_setup_read_scheme (const char *line, QsaScheme *scheme, GError **error)
{
  QscParams params;
  QsaScene scene;

  if (strlen (line) > LENGTH_MAX)
    return refuse (error, _ ("This text is too long for a setup"));
  if (has_scale (line) || strstr (line, "gran=") == NULL)
    {
      if (!qsa_setup_read (line, &scheme->format, &params, error))
        return FALSE;
      scheme->calibration = QSA_CALIBRATION_MANUAL;
      scheme->granularity.kind = QSA_PER_TENSOR;
      scheme->power_of_two = false;
      scheme->scale = params.scale;
      scheme->zero_point = params.zero_point;
      return TRUE;
    }
  qsa_scene_init (&scene);
  scene.scheme = *scheme;
  scene.scheme.granularity.kind = QSA_PER_TENSOR;
  scene.scheme.power_of_two = false;
  if (!qsa_scene_apply (&scene, line, error))
    return FALSE;
  if (scene.is_drawn || scene.has_raw || scene.has_pick)
    return refuse (error, _ ("A setup has no values"));
  *scheme = scene.scheme;
  return TRUE;
}
