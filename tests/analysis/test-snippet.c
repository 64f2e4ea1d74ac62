/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code that is handed on, compiled and run against the core. */
#include "analysis/qsa-snippet.h"
#include "analysis/qsa-scheme.h"
#include "analysis/qsa-setup.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Every rounding rule, every kind of code, an odd scale, a power of two, one that is nearly too small. */
typedef struct
{
  QscScheme format;
  float scale;
  int32_t zero_point;
  float inverse;
} Case;

static const Case cases[] = {
  { { .bits = 4, .is_signed = true, .rounding = QSC_ROUND_HALF_EVEN }, 0.0259f, -1 },
  { { .bits = 8, .is_signed = false, .rounding = QSC_ROUND_HALF_EVEN }, 0.125f, 128 },
  { { .bits = 8, .is_signed = true, .symmetric = true, .rounding = QSC_ROUND_HALF_AWAY }, 0.0703125f, 0 },
  { { .bits = 5, .is_signed = false, .rounding = QSC_ROUND_HALF_AWAY }, 0.3f, 7 },
  { { .bits = 3, .is_signed = true, .narrow_range = true, .symmetric = true, .rounding = QSC_ROUND_HALF_UP }, 1.0f, 0 },
  { { .bits = 12, .is_signed = false, .rounding = QSC_ROUND_HALF_UP }, 0.001f, 4000 },
  { { .bits = 16, .is_signed = true, .rounding = QSC_ROUND_DOWN }, 3.1e-5f, -32768 },
  { { .bits = 16, .is_signed = false, .rounding = QSC_ROUND_UP }, 7.0e-4f, 40000 },
  { { .bits = 2, .is_signed = true, .rounding = QSC_ROUND_TOWARD_ZERO }, 1e-38f, 1 },
  { { .bits = 6, .is_signed = true, .rounding = QSC_ROUND_STOCHASTIC, .seed = G_GUINT64_CONSTANT (0x8000000000000001) },
    0.05f,
    3 },
  { { .bits = 16, .is_signed = false, .symmetric = true, .rounding = QSC_ROUND_STOCHASTIC, .seed = 7 }, 0.5f, 32768 },
  { { .bits = 8, .is_signed = false, .rounding = QSC_ROUND_HALF_EVEN, .arithmetic = QSC_MULTIPLY }, 0.0259f, 3 },
  { { .bits = 4, .is_signed = true, .rounding = QSC_ROUND_HALF_EVEN, .arithmetic = QSC_DIVIDE_SHIFT }, 0.7f, -3 },
  { { .bits = 8, .is_signed = true, .rounding = QSC_ROUND_HALF_AWAY, .arithmetic = QSC_MULTIPLY_SHIFT }, 0.1f, 5 },
  { { .bits = 8, .is_signed = true, .rounding = QSC_ROUND_HALF_EVEN, .arithmetic = QSC_MULTIPLY }, 0.1f, 5, 9.99f },
};

typedef struct
{
  char *folder;
  GArray *values; /* float */
  QscParams params;
} Fixture;

/* The value and its neighbours. */
static void
add_around (GArray *values, double value)
{
  float x = (float)value;

  x = nextafterf (nextafterf (x, -INFINITY), -INFINITY);
  for (int i = 0; i < 5; i++)
    {
      g_array_append_val (values, x);
      x = nextafterf (x, INFINITY);
    }
}

static void
fill_values (GArray *values, const QscParams *params)
{
  static const float special[] = { 0.0f, -0.0f, INFINITY, -INFINITY, NAN, 1e-45f, -1e-45f, 3.4e38f, -3.4e38f, 1.5f, -2.5f };
  const int32_t n_steps = MIN (params->qmax - params->qmin, 200);
  guint64 state = 5;

  g_array_append_vals (values, special, G_N_ELEMENTS (special));
  for (int32_t i = -2; i <= n_steps + 2; i++)
    for (int half = 0; half < 2; half++)
      {
        add_around (values, (double)params->scale * (params->qmin - params->zero_point + i + 0.5 * half));
        add_around (values, (double)params->scale * (params->qmax - params->zero_point - i + 0.5 * half));
      }
  /* Any bits, the mantissa's and the exponent's alike. */
  for (int i = 0; i < 2000; i++)
    {
      guint32 bits;
      float x;

      state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
      bits = (guint32)(state >> 32);
      memcpy (&x, &bits, sizeof x);
      g_array_append_val (values, x);
    }
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const Case *tested = data;

  g_assert_cmpint (qsc_params_init (&f->params, &tested->format, tested->scale, tested->zero_point), ==, QSC_OK);
  f->params.inverse = tested->inverse;
  f->folder = g_dir_make_tmp ("quantoscope-code-XXXXXX", NULL);
  f->values = g_array_new (FALSE, FALSE, sizeof (float));
  fill_values (f->values, &f->params);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (f->folder);
  g_free (f->folder);
  g_array_unref (f->values);
}

static void
write_file (Fixture *f, const char *name, const char *data, gssize size)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, size, NULL));
}

/* FALSE when the program is not there or ends with an error. */
static gboolean
run (Fixture *f, const char *const *arguments, gboolean must_work)
{
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (f->folder, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                     &err, &status, &error))
    {
      g_assert_false (must_work);
      return FALSE;
    }
  if (must_work && status != 0)
    g_error ("%s: %s", arguments[0], err);
  return status == 0;
}

/* What the core makes of the values, as int32. */
static gint32 *
quantize (Fixture *f)
{
  const gsize n = f->values->len;
  const float *x = (const float *)(gconstpointer)f->values->data;
  gint32 *codes = g_new (gint32, n);
  g_autofree guint16 *wide = g_new (guint16, n);

  if (f->params.qmin < 0)
    qsc_quantize_i16 (&f->params, x, n, 0, (int16_t *)wide);
  else
    qsc_quantize_u16 (&f->params, x, n, 0, wide);
  for (gsize i = 0; i < n; i++)
    codes[i] = f->params.qmin < 0 ? (int16_t)wide[i] : wide[i];
  return codes;
}

static void
assert_codes (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->folder, "codes", NULL);
  g_autofree char *data = NULL;
  g_autofree gint32 *expected = quantize (f);
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpuint (size, ==, f->values->len * sizeof (gint32));
  for (guint i = 0; i < f->values->len; i++)
    {
      gint32 code;

      memcpy (&code, data + i * sizeof code, sizeof code);
      if (code != expected[i])
        g_error ("value %u, %.9g: %d, not %d", i, (double)g_array_index (f->values, float, i), code, expected[i]);
    }
}

static void
test_c (Fixture *f, gconstpointer data)
{
  static const char main_format[] = "%s\n"
                                    "#include <stdio.h>\n"
                                    "static float x[%u];\n"
                                    "static %s codes[%u];\n"
                                    "int\n"
                                    "main (void)\n"
                                    "{\n"
                                    "  FILE *in = fopen (\"values\", \"rb\"), *out = fopen (\"codes\", \"wb\");\n"
                                    "  size_t n = fread (x, sizeof *x, %u, in);\n"
                                    "  quantize (x, n, codes);\n"
                                    "  for (size_t i = 0; i < n; i++)\n"
                                    "    {\n"
                                    "      int32_t code = codes[i];\n"
                                    "      fwrite (&code, sizeof code, 1, out);\n"
                                    "    }\n"
                                    "  return fclose (out) || dequantize_value (codes[0]) != 0.0f;\n"
                                    "}\n";
  const Case *tested = data;
  const char *const compile[] = { "cc", "-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "code.c", "-o", "code", "-lm", NULL };
  const char *const execute[] = { "./code", NULL };
  g_autofree char *code = qsa_snippet_write (QSA_SNIPPET_C, &tested->format, &f->params);
  const char *type = f->params.qmin < 0 ? (f->params.qmin >= -128 && f->params.qmax <= 127 ? "int8_t" : "int16_t")
                                        : (f->params.qmax <= 255 ? "uint8_t" : "uint16_t");
  g_autofree char *program = g_strdup_printf (main_format, code, f->values->len, type, f->values->len, f->values->len);

  write_file (f, "values", f->values->data, (gssize)(f->values->len * sizeof (float)));
  write_file (f, "code.c", program, -1);
  run (f, compile, TRUE);
  run (f, execute, TRUE);
  assert_codes (f);
}

/* The first of these that has NumPy: other ones than the system's may be in the path. */
static const char *
find_python (Fixture *f)
{
  static const char *const pythons[] = { "python3", "/usr/bin/python3" };

  for (gsize i = 0; i < G_N_ELEMENTS (pythons); i++)
    {
      const char *const arguments[] = { pythons[i], "-c", "import numpy", NULL };

      if (run (f, arguments, FALSE))
        return pythons[i];
    }
  return NULL;
}

static void
test_numpy (Fixture *f, gconstpointer data)
{
  const Case *tested = data;
  const char *python = find_python (f);
  const char *const execute[] = { python, "code.py", NULL };
  g_autofree char *code = qsa_snippet_write (QSA_SNIPPET_NUMPY, &tested->format, &f->params);
  g_autofree char *program = g_strconcat (code,
                                          "\nwith np.errstate(all=\"raise\"):\n"
                                          "    codes = quantize(np.fromfile(\"values\", dtype=np.float32))\n"
                                          "assert dequantize(codes)[0] == 0\n"
                                          "codes.astype(np.int32).tofile(\"codes\")\n",
                                          NULL);

  if (python == NULL)
    {
      g_test_skip ("no Python with NumPy here");
      return;
    }
  write_file (f, "values", f->values->data, (gssize)(f->values->len * sizeof (float)));
  write_file (f, "code.py", program, -1);
  run (f, execute, TRUE);
  assert_codes (f);
}

/* Where a language has no such rule it must say so. */
static void
test_says_what_it_cannot (void)
{
  const Case *draws = &cases[9], *plain = &cases[0];
  g_autofree char *drawn = NULL, *even = NULL;
  QscParams params;

  qsc_params_init (&params, &draws->format, draws->scale, draws->zero_point);
  drawn = qsa_snippet_write (QSA_SNIPPET_ONNX, &draws->format, &params);
  g_assert_nonnull (strstr (drawn, "OTHER CODES"));
  qsc_params_init (&params, &plain->format, plain->scale, plain->zero_point);
  even = qsa_snippet_write (QSA_SNIPPET_ONNX, &plain->format, &params);
  g_assert_null (strstr (even, "OTHER CODES"));
  g_assert_nonnull (strstr (even, "\"QuantizeLinear\""));
}

static void
test_names (void)
{
  for (int i = 0; i < QSA_N_SNIPPETS; i++)
    {
      QsaSnippet code;

      g_assert_true (qsa_snippet_from_nick (qsa_snippet_get_nick ((QsaSnippet)i), &code));
      g_assert_cmpint (code, ==, i);
      g_assert_nonnull (qsa_snippet_get_title (code));
    }
}

/* The line that stands on top of each, and is copied by itself. */
static void
test_setup_round_trip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line = NULL, *again = NULL;
      QscScheme format;
      QscParams params, read;

      qsc_params_init (&params, &cases[i].format, cases[i].scale, cases[i].zero_point);
      params.inverse = cases[i].inverse;
      line = qsa_setup_write (&cases[i].format, &params);
      g_assert_null (strchr (line, '\n'));
      qsa_setup_read (line, &format, &read, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (read.scale, ==, params.scale);
      g_assert_cmpint (read.zero_point, ==, params.zero_point);
      g_assert_cmpint (read.qmin, ==, params.qmin);
      g_assert_cmpint (read.qmax, ==, params.qmax);
      g_assert_cmpint (read.rounding, ==, params.rounding);
      g_assert_cmpint (read.arithmetic, ==, params.arithmetic);
      g_assert_cmpfloat (read.inverse, ==, params.inverse);
      again = qsa_setup_write (&format, &read);
      g_assert_cmpstr (again, ==, line);
    }
}

static void
test_setup_line (void)
{
  const QscScheme format = { .bits = 4, .is_signed = true, .rounding = QSC_ROUND_HALF_EVEN };
  g_autofree char *line = NULL;
  QscParams params;

  qsc_params_init (&params, &format, 0.0259f, -1);
  line = qsa_setup_write (&format, &params);
  g_assert_cmpstr (line, ==, "bits=4 signed=1 sym=0 s=0.0259000007 z=-1 round=half-even gran=tensor");
}

static void
test_setup_refused (void)
{
  static const char *const lines[] = {
    "",
    "bits=4",
    "s=1",
    "bits=1 s=1",
    "bits=17 s=1",
    "bits=4 s=0",
    "bits=4 s=-1",
    "bits=4 s=nan",
    "bits=4 s=1x",
    "bits=4 s=inf",
    "bits=4 s=1 sym=0 z=99",
    "bits=4 s=1 sym=1 z=2",
    "bits=4 s=1 round=sideways",
    "bits=4 s=1 gran=channel",
    "bits=4 s=1 signed=2",
    "bits=4 s=1 colour=red",
    "bits=4 s=1 arith=guess",
    "bits=4 s=1 inverse=-1",
    "bits=4 s=1 inverse=inf",
    "hello world",
    "bits=4 s=1 seed=-1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      QscScheme format = { .bits = 99 };
      QscParams params;

      if (qsa_setup_read (lines[i], &format, &params, &error))
        g_error ("“%s” was taken", lines[i]);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_cmpint (format.bits, ==, 99);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *c = g_strdup_printf ("/snippet/c/%zu", i), *numpy = g_strdup_printf ("/snippet/numpy/%zu", i);

      g_test_add (c, Fixture, &cases[i], set_up, test_c, tear_down);
      g_test_add (numpy, Fixture, &cases[i], set_up, test_numpy, tear_down);
    }
  g_test_add_func ("/snippet/says-what-it-cannot", test_says_what_it_cannot);
  g_test_add_func ("/snippet/names", test_names);
  g_test_add_func ("/setup/round-trip", test_setup_round_trip);
  g_test_add_func ("/setup/line", test_setup_line);
  g_test_add_func ("/setup/refused", test_setup_refused);
  return g_test_run ();
}
