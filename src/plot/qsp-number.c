/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUS "\342\210\222"
#define TIMES "\303\227"
#define THIN_SPACE "\342\200\257"

static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

static const char *
get_decimal_point (gboolean localized)
{
  const char *point = localized ? localeconv ()->decimal_point : ".";

  return point[0] != '\0' ? point : ".";
}

/* Appends an ASCII number with the typographic minus and the wanted decimal separator; no sign on zero. */
static void
append_ascii (GString *out, const char *ascii, gboolean localized)
{
  if (ascii[0] == '-')
    {
      if (strspn (ascii + 1, "0.") != strlen (ascii + 1))
        g_string_append (out, MINUS);
      ascii++;
    }
  for (; *ascii != '\0'; ascii++)
    if (*ascii == '.')
      g_string_append (out, get_decimal_point (localized));
    else
      g_string_append_c (out, *ascii);
}

static void
append_fixed (GString *out, double value, int decimals, gboolean localized)
{
  char format[16], buffer[512];

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 60));
  append_ascii (out, g_ascii_formatd (buffer, sizeof buffer, format, value), localized);
}

static void
append_power (GString *out, int exponent)
{
  char digits[16];

  g_string_append (out, "10");
  if (exponent < 0)
    g_string_append (out, "⁻");
  g_snprintf (digits, sizeof digits, "%d", ABS (exponent));
  for (const char *d = digits; *d != '\0'; d++)
    g_string_append (out, superscripts[*d - '0']);
}

static char *
format_special (double value)
{
  if (isnan (value))
    return g_strdup ("—");
  return g_strdup (value > 0 ? "∞" : MINUS "∞");
}

char *
qsp_format_number (double value, int digits, gboolean localized)
{
  GString *out;
  char format[16], buffer[64], *e;
  int exponent;

  if (!isfinite (value))
    return format_special (value);
  if (value == 0.0)
    return g_strdup ("0");

  digits = CLAMP (digits, 1, 17);
  out = g_string_new (NULL);
  g_snprintf (format, sizeof format, "%%.%de", digits - 1);
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  e = strchr (buffer, 'e');
  exponent = atoi (e + 1);

  if (exponent < -4 || exponent >= 6)
    {
      *e = '\0';
      append_ascii (out, buffer, localized);
      g_string_append (out, TIMES);
      append_power (out, exponent);
    }
  else
    append_fixed (out, value, MAX (digits - 1 - exponent, 0), localized);
  return g_string_free (out, FALSE);
}

char *
qsp_format_power (int exponent)
{
  GString *out = g_string_new (NULL);

  append_power (out, exponent);
  return g_string_free (out, FALSE);
}

char *
qsp_format_count (guint64 count)
{
  char digits[32];
  GString *out;
  gsize n;

  g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, count);
  if (count < 10000)
    return g_strdup (digits);

  out = g_string_new (NULL);
  n = strlen (digits);
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (out, THIN_SPACE);
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (out, FALSE);
}

char *
qsp_format_integer (gint64 value)
{
  if (value < 0)
    return g_strdup_printf (MINUS "%" G_GUINT64_FORMAT, (guint64)0 - (guint64)value);
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

char *
qsp_format_decimals (double value, int decimals, gboolean localized)
{
  GString *out;

  if (!isfinite (value))
    return format_special (value);
  out = g_string_new (NULL);
  append_fixed (out, value, decimals, localized);
  return g_string_free (out, FALSE);
}

char *
qsp_format_percent (double share, gboolean localized)
{
  g_autofree char *number = NULL;

  if (!isfinite (share))
    return format_special (share);
  number = qsp_format_decimals (share * 100.0, 2, localized);
  return g_strconcat (number, THIN_SPACE "%", NULL);
}

char *
qsp_format_bytes (guint64 bytes, gboolean localized)
{
  static const char *const units[] = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  g_autofree char *number = NULL;
  double value = (double)bytes / 1024.0;
  guint unit = 0;

  if (bytes < 1024)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u byte", "%u bytes", (gulong)bytes), (guint)bytes);
  while (value >= 1023.5 && unit < G_N_ELEMENTS (units) - 1)
    {
      value /= 1024.0;
      unit++;
    }
  number = qsp_format_decimals (value, value < 9.95 ? 1 : 0, localized);
  return g_strconcat (number, "\302\240", units[unit], NULL);
}

/* Rewrites what people type (and what we print) into ASCII: minus, separators, thin spaces, ×10⁻⁵. FALSE if too long or
 * if both decimal separators occur, which would be a guess. */
static gboolean
to_ascii (const char *text, char *buffer, gsize size)
{
  gsize n = 0;
  gboolean point = FALSE, comma = FALSE;

  while (*text != '\0')
    {
      gboolean replaced = FALSE;

      if (n + 2 >= size)
        return FALSE;
      if (g_str_has_prefix (text, TIMES "10"))
        {
          buffer[n++] = 'e';
          text += strlen (TIMES "10");
          continue;
        }
      if (g_str_has_prefix (text, MINUS) || g_str_has_prefix (text, "⁻"))
        {
          buffer[n++] = '-';
          text += 3;
          continue;
        }
      if (g_str_has_prefix (text, THIN_SPACE))
        {
          text += 3;
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (superscripts) && !replaced; i++)
        if (g_str_has_prefix (text, superscripts[i]))
          {
            buffer[n++] = (char)('0' + i);
            text += strlen (superscripts[i]);
            replaced = TRUE;
          }
      if (replaced)
        continue;
      point |= *text == '.';
      comma |= *text == ',';
      buffer[n++] = *text == ',' ? '.' : *text;
      text++;
    }
  buffer[n] = '\0';
  return !(point && comma);
}

/* A plain decimal number at *text; no hexadecimal, no words. */
static gboolean
parse_plain (const char **text, double *value)
{
  const char *p = *text + strspn (*text, " \t");
  const char *start = p;
  char *end;

  if (*p == '-' || *p == '+')
    p++;
  if (!g_ascii_isdigit (*p) && !(*p == '.' && g_ascii_isdigit (p[1])))
    return FALSE;
  if (*p == '0' && (p[1] == 'x' || p[1] == 'X'))
    return FALSE;
  *value = g_ascii_strtod (start, &end);
  *text = end + strspn (end, " \t");
  return TRUE;
}

gboolean
qsp_parse_number (const char *text, double *value)
{
  char buffer[128];
  const char *p = buffer;
  double a, b;

  if (text == NULL || !to_ascii (text, buffer, sizeof buffer) || !parse_plain (&p, &a))
    return FALSE;
  if (*p == '/' || *p == '^')
    {
      char sign = *p++;

      if (!parse_plain (&p, &b))
        return FALSE;
      a = sign == '/' ? a / b : pow (a, b);
    }
  if (*p != '\0' || !isfinite (a))
    return FALSE;
  *value = a;
  return TRUE;
}
