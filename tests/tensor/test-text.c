/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor-test.h"

#include "tensor/qst-archive-private.h"

#include <locale.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *shape;    /* NULL: refused */
  const char *values;   /* %.17g, separated by blanks */
  const char *metadata; /* separator, decimal mark, header, comment lines; or part of the message */
} Case;

static const Case cases[] = {
  { "commas", "1,2\n3,4\n", "2 × 2", "1 2 3 4", "comma|point|none|0" },
  { "comma-blank", "1, 2\n3, 4\n", "2 × 2", "1 2 3 4", "comma|point|none|0" },
  { "semicolons", "1;2\n3;4\n", "2 × 2", "1 2 3 4", "semicolon|point|none|0" },
  { "semicolons-decimal-comma", "1,5;2\n3;4,25\n", "2 × 2", "1.5 2 3 4.25", "semicolon|comma|none|0" },
  { "tabs", "1.5\t2\n3\t4\n", "2 × 2", "1.5 2 3 4", "tab|point|none|0" },
  { "tabs-decimal-comma", "1,5\t2\n3\t4\n", "2 × 2", "1.5 2 3 4", "tab|comma|none|0" },
  { "tabs-empty-cell", "1\t\t3\n4\t5\t6\n", "2 × 3", "1 nan 3 4 5 6", "tab|point|none|0" },
  { "tabs-first-empty", "1\t2\n\t3\n", "2 × 2", "1 2 nan 3", "tab|point|none|0" },
  { "blanks", " 1   2\n3 4 ", "2 × 2", "1 2 3 4", "blanks|point|none|0" },
  { "blanks-and-tabs", "1 2\t3\n4\t5 6\n", "2 × 3", "1 2 3 4 5 6", "blanks|point|none|0" },
  { "blanks-decimal-comma", "1,5 2,5\n3,5 4,5\n", "2 × 2", "1.5 2.5 3.5 4.5", "blanks|comma|none|0" },
  { "one-column", "1\n2\n3", "3 × 1", "1 2 3", "none|point|none|0" },
  { "one-number", "42", "1 × 1", "42", "none|point|none|0" },
  { "header", "a,b\n1,2\n", "1 × 2", "1 2", "comma|point|a,b|0" },
  { "header-with-signs", "a;b.c,d\n1,2\n", "1 × 2", "1 2", "comma|point|a;b.c,d|0" },
  { "header-blanks", "x y\n1 2\n", "1 × 2", "1 2", "blanks|point|x y|0" },
  { "header-quoted", "\"x, 1\",\"y\"\n1,2\n", "1 × 2", "1 2", "comma|point|\"x, 1\",\"y\"|0" },
  { "header-of-numbers", ",0,1\n0,5.5,6\n1,7,8\n", "2 × 3", "0 5.5 6 1 7 8", "comma|point|,0,1|0" },
  { "header-latin-1", "H\xf6he,b\n1,2\n", "1 × 2", "1 2", "comma|point|H\xef\xbf\xbdhe,b|0" },
  { "comments", "# a\n1,2 # b\n\n#c\n3,4\n", "2 × 2", "1 2 3 4", "comma|point|none|3" },
  { "mark-crlf",
    "\xef\xbb\xbf"
    "1,2\r\n3,4\r\n",
    "2 × 2", "1 2 3 4", "comma|point|none|0" },
  { "cr", "1,2\r3,4", "2 × 2", "1 2 3 4", "comma|point|none|0" },
  { "quoted", "\"1\",\"2\"\n3,\"4\" \n", "2 × 2", "1 2 3 4", "comma|point|none|0" },
  { "quoted-decimal-comma", "\"1,5\",\"2,5\"\n\"3,5\",\"4\"\n", "2 × 2", "1.5 2.5 3.5 4", "comma|comma|none|0" },
  { "non-finite", "nan,NaN,-nan\ninf,-Inf,+Infinity\n", "2 × 3", "nan nan nan inf -inf inf", "comma|point|none|0" },
  { "missing", "1,NA\n,null\n", "2 × 2", "1 nan nan nan", "comma|point|none|0" },
  { "trailing", "1,2,\n3,4,\n", "2 × 2", "1 2 3 4", "comma|point|none|0" },
  { "trailing-first-only", "1,2,\n3,4\n", "2 × 2", "1 2 3 4", "comma|point|none|0" },
  { "last-cell-empty", "1,2,\n3,4,5\n", "2 × 3", "1 2 nan 3 4 5", "comma|point|none|0" },
  { "fortran", "1.5D+00 -2d1\n", "1 × 2", "1.5 -20", "blanks|point|none|0" },
  { "exponents", "1e3,1E-3,+.5,5.\n", "1 × 4", "1000 0.001 0.5 5", "comma|point|none|0" },
  { "minus-zero", "-0,0\n", "1 × 2", "-0 0", "comma|point|none|0" },
  { "tiny", "4.9406564584124654e-324,1e-400\n", "1 × 2", "4.9406564584124654e-324 0", "comma|point|none|0" },
  { "ragged", "1,2\n3\n", NULL, NULL, "Line 2: the number of fields is 1, expected 2" },
  { "ragged-after-comments", "#\n\n1,2\n#\n3,4,5\n", NULL, NULL, "Line 5: the number of fields is 3" },
  { "word-inside", "1,2\n3,x\n", NULL, NULL, "Line 2, field 2: “x” is not a number" },
  { "two-headers", "a,b\nc,d\n1,2\n", NULL, NULL, "Line 2, field 1: “c”" },
  { "hexadecimal", "1,2\n0x10,3\n", NULL, NULL, "“0x10”" },
  { "thousands", "1;2\n1.234,5;3\n", NULL, NULL, "“1.234,5”" },
  { "open-quote", "1,2\n\"3,4\n", NULL, NULL, "Line 2: a quote" },
  { "behind-quote", "1,2\n\"3\"x,4\n", NULL, NULL, "Line 2: a quote" },
  { "two-points", "1,2\n1.2.3,4\n", NULL, NULL, "“1.2.3”" },
  { "page", "<html>\n<body>\n", NULL, NULL, "“<body>”" },
};

static char *
describe_metadata (QstArchive *archive)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < qst_archive_get_n_metadata (archive); i++)
    {
      const char *value;

      qst_archive_get_metadata (archive, i, NULL, &value);
      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", value);
    }
  return g_string_free (text, FALSE);
}

static void
check_values (QstTensor *tensor, const char *expected)
{
  g_auto (GStrv) numbers = g_strsplit (expected, " ", -1);
  guint64 count = qst_tensor_get_count (tensor);
  g_autofree double *values = g_new (double, count);

  g_assert_cmpuint (g_strv_length (numbers), ==, count);
  qst_tensor_read_f64 (tensor, 0, count, values);
  for (guint64 i = 0; i < count; i++)
    {
      double x = g_ascii_strtod (numbers[i], NULL);

      g_assert_true (values[i] == x || (isnan (values[i]) && isnan (x)));
      g_assert_true (isnan (x) || signbit (values[i]) == signbit (x));
    }
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GBytes) file = g_bytes_new_static (c->text, strlen (c->text));
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x", file, NULL, &error);
  g_autofree char *shape = NULL;
  g_autofree char *metadata = NULL;

  if (c->shape == NULL)
    {
      g_assert_null (archive);
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == QST_ERROR);
      g_assert_nonnull (strstr (error->message, c->metadata));
      return;
    }
  g_assert_no_error (error);
  shape = qst_tensor_describe_shape (qst_archive_get_tensor (archive, 0));
  metadata = describe_metadata (archive);
  g_assert_cmpstr (shape, ==, c->shape);
  check_values (qst_archive_get_tensor (archive, 0), c->values);
  g_assert_cmpstr (metadata, ==, c->metadata);
}

/* The user's decimal comma must not reach the parser. */
static void
test_locale (void)
{
  static const char *const locales[] = { "de_DE.UTF-8", "pt_BR.UTF-8", "fr_FR.UTF-8" };
  g_autoptr (GBytes) file = g_bytes_new_static ("1.5,2.5\n", 8);
  g_autoptr (QstArchive) archive = NULL;
  gboolean set = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (locales) && !set; i++)
    set = setlocale (LC_ALL, locales[i]) != NULL;
  if (!set)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  archive = qst_archive_open_bytes ("x", file, NULL, NULL);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_get_tensor (archive, 0), 1), ==, 2.5f);
  setlocale (LC_ALL, "C");
}

static void
test_long (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100000; i++)
    g_string_append_printf (text, "%d,%d.5\n", i, i);
  file = g_bytes_new (text->str, text->len);
  g_string_free (text, TRUE);
  archive = qst_archive_open_bytes ("x", file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (qst_tensor_get_shape (qst_archive_get_tensor (archive, 0))[0], ==, 100000);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_get_tensor (archive, 0), 199999), ==, 99999.5f);
}

/* One row, far longer than what is looked at for the guess. */
static void
test_long_row (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 500000; i++)
    g_string_append_printf (text, "%s-1.5e+%d", i > 0 ? "," : "", i % 10);
  file = g_bytes_new (text->str, text->len);
  g_string_free (text, TRUE);
  archive = qst_archive_open_bytes ("x", file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (qst_tensor_get_count (qst_archive_get_tensor (archive, 0)), ==, 500000);
}

/* Binary data behind a clean beginning. */
static void
test_late_binary (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 5000; i++)
    g_string_append (text, "1,2\n");
  g_string_append_len (text, "1,\0\1\n", 5);
  file = g_bytes_new (text->str, text->len);
  g_string_free (text, TRUE);
  g_assert_null (qst_archive_open_bytes ("x", file, NULL, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "Line 5001 holds binary data"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/text/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/tensor/text/locale", test_locale);
  g_test_add_func ("/tensor/text/long", test_long);
  g_test_add_func ("/tensor/text/long-row", test_long_row);
  g_test_add_func ("/tensor/text/late-binary", test_late_binary);
  return g_test_run ();
}
