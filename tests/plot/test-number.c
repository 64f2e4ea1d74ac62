/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-number.h"

#include <locale.h>
#include <math.h>

#define THIN "\342\200\257"
#define FIXED "\302\240"

typedef struct
{
  const char *name;
  double value;
  int digits;
  const char *text;
} NumberCase;

static const NumberCase numbers[] = {
  { "picked", 0.0875, 4, "0.08750" },
  { "ratio", 3.3785, 4, "3.378" },
  { "zero", 0.0, 4, "0" },
  { "minus-zero", -0.0, 4, "0" },
  { "minus", -0.009804, 4, "−0.009804" },
  { "tiny", 8.7e-5, 2, "8.7×10⁻⁵" },
  { "smallest-fixed", 1e-4, 2, "0.00010" },
  { "below-fixed", 9.99e-5, 3, "9.99×10⁻⁵" },
  { "rounds-up-to-fixed", 9.9999e-5, 2, "0.00010" },
  { "million", 1e6, 4, "1.000×10⁶" },
  { "below-million", 999999.0, 4, "1.000×10⁶" },
  { "whole", 12345.0, 4, "12345" },
  { "one", 1.0, 4, "1.000" },
  { "large-exponent", -1.25e-38, 3, "−1.25×10⁻³⁸" },
  { "one-digit", 0.02, 1, "0.02" },
  { "nan", NAN, 4, "—" },
  { "infinity", INFINITY, 4, "∞" },
  { "minus-infinity", -INFINITY, 4, "−∞" },
};

static void
test_number (gconstpointer data)
{
  const NumberCase *c = data;
  g_autofree char *text = qsp_format_number (c->value, c->digits, FALSE);

  g_assert_cmpstr (text, ==, c->text);
}

typedef struct
{
  const char *name, *text;
  gboolean valid;
  double value;
} ParseCase;

static const ParseCase parses[] = {
  { "plain", "0.0259", TRUE, 0.0259 },
  { "comma", "0,0259", TRUE, 0.0259 },
  { "exponent", "1e-3", TRUE, 1e-3 },
  { "fraction", "1/32", TRUE, 1.0 / 32 },
  { "power", "2^-5", TRUE, 1.0 / 32 },
  { "spaces", "  1 / 32 ", TRUE, 1.0 / 32 },
  { "minus-sign", "−8", TRUE, -8 },
  { "plus", "+8", TRUE, 8 },
  { "own-scientific", "8.7×10⁻⁵", TRUE, 8.7e-5 },
  { "own-thousands", "110" THIN "592", TRUE, 110592 },
  { "leading-point", ".5", TRUE, 0.5 },
  { "trailing-point", "5.", TRUE, 5 },
  { "empty", "", FALSE, 0 },
  { "blank", "  ", FALSE, 0 },
  { "word", "abc", FALSE, 0 },
  { "nan", "nan", FALSE, 0 },
  { "infinity", "inf", FALSE, 0 },
  { "overflow", "1e999", FALSE, 0 },
  { "hexadecimal", "0x10", FALSE, 0 },
  { "both-separators", "1.234,5", FALSE, 0 },
  { "by-zero", "1/0", FALSE, 0 },
  { "half-a-fraction", "1/", FALSE, 0 },
  { "two-fractions", "1/2/3", FALSE, 0 },
  { "tail", "1 x", FALSE, 0 },
  { "root-of-minus", "-2^0.5", FALSE, 0 },
  { "minus-alone", "-", FALSE, 0 },
};

static void
test_parse (gconstpointer data)
{
  const ParseCase *c = data;
  double value = 42.0;

  g_assert_cmpint (qsp_parse_number (c->text, &value), ==, c->valid);
  g_assert_cmpfloat (value, ==, c->valid ? c->value : 42.0);
}

static void
test_parse_long (void)
{
  g_autofree char *text = g_strnfill (10000, '1');
  double value;

  g_assert_false (qsp_parse_number (text, &value));
  g_assert_false (qsp_parse_number (NULL, &value));
}

/* What is printed can be typed. */
static void
test_round_trip (void)
{
  for (int e = -40; e < 38; e++)
    {
      double value = 1.2345678 * pow (10, e), back;
      g_autofree char *text = qsp_format_number (value, 4, FALSE);

      g_assert_true (qsp_parse_number (text, &back));
      g_assert_cmpfloat_with_epsilon (back, value, 5e-4 * value);
    }
}

typedef struct
{
  guint64 value;
  const char *text;
} CountCase;

static void
test_count (void)
{
  static const CountCase cases[] = {
    { 0, "0" },
    { 1254, "1254" },
    { 9999, "9999" },
    { 10000, "10" THIN "000" },
    { 110592, "110" THIN "592" },
    { 16777216, "16" THIN "777" THIN "216" },
    { G_MAXUINT64, "18" THIN "446" THIN "744" THIN "073" THIN "709" THIN "551" THIN "615" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = qsp_format_count (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_bytes (void)
{
  static const CountCase cases[] = {
    { 0, "0 bytes" },
    { 1, "1 byte" },
    { 812, "812 bytes" },
    { 1024, "1.0" FIXED "KiB" },
    { 55296, "54" FIXED "KiB" },
    { 1468006, "1.4" FIXED "MiB" },
    { 1048575, "1.0" FIXED "MiB" },
    { 6657199309, "6.2" FIXED "GiB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = qsp_format_bytes (cases[i].value, FALSE);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_small_forms (void)
{
  g_autofree char *integer = qsp_format_integer (-8), *least = qsp_format_integer (G_MININT64);
  g_autofree char *percent = qsp_format_percent (0.0072, FALSE), *none = qsp_format_percent (NAN, FALSE);
  g_autofree char *decibel = qsp_format_decimals (17.349, 1, FALSE), *zero = qsp_format_decimals (-0.001, 1, FALSE);
  g_autofree char *power = qsp_format_power (-12);

  g_assert_cmpstr (integer, ==, "−8");
  g_assert_cmpstr (least, ==, "−9223372036854775808");
  g_assert_cmpstr (percent, ==, "0.72" THIN "%");
  g_assert_cmpstr (none, ==, "—");
  g_assert_cmpstr (decibel, ==, "17.3");
  g_assert_cmpstr (zero, ==, "0.0");
  g_assert_cmpstr (power, ==, "10⁻¹²");
}

static void
test_locale (void)
{
  g_autofree char *text = NULL, *plain = NULL;

  if (setlocale (LC_NUMERIC, "pt_BR.UTF-8") == NULL && setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma here");
      return;
    }
  text = qsp_format_number (0.0875, 4, TRUE);
  plain = qsp_format_number (0.0875, 4, FALSE);
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpstr (text, ==, "0,08750");
  g_assert_cmpstr (plain, ==, "0.08750");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *path = g_strconcat ("/plot/number/format/", numbers[i].name, NULL);

      g_test_add_data_func (path, &numbers[i], test_number);
    }
  for (guint i = 0; i < G_N_ELEMENTS (parses); i++)
    {
      g_autofree char *path = g_strconcat ("/plot/number/parse/", parses[i].name, NULL);

      g_test_add_data_func (path, &parses[i], test_parse);
    }
  g_test_add_func ("/plot/number/parse/long", test_parse_long);
  g_test_add_func ("/plot/number/round-trip", test_round_trip);
  g_test_add_func ("/plot/number/count", test_count);
  g_test_add_func ("/plot/number/bytes", test_bytes);
  g_test_add_func ("/plot/number/small-forms", test_small_forms);
  g_test_add_func ("/plot/number/locale", test_locale);
  return g_test_run ();
}
