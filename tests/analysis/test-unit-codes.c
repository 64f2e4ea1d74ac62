/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes of channels and groups in files and from source text, against the formula value by value. */
#include "analysis-test.h"

#include "analysis/qsa-codes-file.h"
#include "analysis/qsa-setup.h"
#include "analysis/qsa-snippet.h"
#include "tensor/qst-archive.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_ROWS 6
#define N_COLUMNS 35
#define N (N_ROWS * N_COLUMNS)

static const QsaGranularity granularities[] = {
  { .kind = QSA_PER_CHANNEL, .axis = 0 },
  { .kind = QSA_PER_CHANNEL, .axis = 1 },
  { .kind = QSA_PER_GROUP, .group_size = 8 }, /* the last of a row is shorter */
  { .kind = QSA_PER_GROUP, .group_size = 35 },
};

typedef struct
{
  char *folder;
  QsaSource *source;
  QsaScheme scheme;
  QsaUnitParams *params;
  float values[N];
  int codes[N];
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const guint64 shape[] = { N_ROWS, N_COLUMNS };
  g_autoptr (QstTensor) tensor = NULL;

  f->folder = g_dir_make_tmp ("quantoscope-units-XXXXXX", NULL);
  for (int i = 0; i < N; i++)
    f->values[i] = (float)(sin (i * 1.7) * (1 + i % N_COLUMNS) * (0.1 + i / N_COLUMNS));
  f->values[40] = INFINITY;
  f->values[41] = NAN;
  tensor = qst_tensor_new_take ("w", "distribution", 2, shape, g_memdup2 (f->values, sizeof f->values));
  f->source = qsa_source_new (tensor, NULL, NULL);
  f->scheme = analysis_test_scheme (4, TRUE, FALSE, FALSE, QSA_CALIBRATION_MIN_MAX);
  f->scheme.granularity = *(const QsaGranularity *)data;
  f->params = qsa_unit_params_new_calibrated (f->source, &f->scheme, NULL, NULL);
  for (guint64 i = 0; i < N; i++)
    {
      QscTrace trace;

      qsc_params_trace (qsa_unit_params_get_at (f->params, i), f->values[i], i, &trace);
      f->codes[i] = trace.code;
    }
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
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
  qsa_source_unref (f->source);
  qsa_unit_params_unref (f->params);
}

static char *
save (Fixture *f, const char *name, QsaCodesOptions options)
{
  char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (qsa_codes_format_from_path (path, &options.format));
  qsa_codes_save (f->source, &f->scheme, f->params, &options, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_files (Fixture *f, gconstpointer data)
{
  g_autofree char *path = save (f, "a.safetensors", (QsaCodesOptions){ 0 });
  g_autofree char *npy = save (f, "a.npy", (QsaCodesOptions){ 0 });
  g_autofree char *real = save (f, "b.npy", (QsaCodesOptions){ .dequantize = TRUE });
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  g_autoptr (QstArchive) plain = qst_archive_open (npy, NULL, NULL);
  g_autoptr (QstArchive) dequantized = qst_archive_open (real, NULL, NULL);
  QstTensor *scale = qst_archive_find_tensor (archive, "w.scale"), *zero = qst_archive_find_tensor (archive, "w.zero_point");
  const gboolean is_group = f->scheme.granularity.kind == QSA_PER_GROUP;
  const char *key, *value;
  QsaScheme read;

  g_assert_cmpuint (g_strv_length ((char **)qst_archive_get_errors (archive)), ==, 0);
  g_assert_cmpuint (qst_tensor_get_count (scale), ==, qsa_unit_params_get_n (f->params));
  g_assert_cmpuint (qst_tensor_get_count (zero), ==, qsa_unit_params_get_n (f->params));
  g_assert_cmpuint (qst_tensor_get_n_dims (scale), ==, is_group ? 2 : 1);
  if (is_group)
    g_assert_cmpuint (qst_tensor_get_shape (scale)[0], ==, N_ROWS);
  for (guint64 i = 0; i < qst_tensor_get_count (scale); i++)
    {
      g_assert_cmpfloat (qst_tensor_get_value (scale, i), ==, qsa_unit_params_get_all (f->params)[i].scale);
      g_assert_cmpfloat (qst_tensor_get_value (zero, i), ==, (float)qsa_unit_params_get_all (f->params)[i].zero_point);
    }
  for (guint64 i = 0; i < N; i++)
    {
      const QscParams *own = qsa_unit_params_get_at (f->params, i);

      g_assert_cmpint ((int)qst_tensor_get_value (qst_archive_find_tensor (archive, "w"), i), ==, f->codes[i]);
      g_assert_cmpint ((int)qst_tensor_get_value (qst_archive_get_tensor (plain, 0), i), ==, f->codes[i]);
      g_assert_cmpfloat (qst_tensor_get_value (qst_archive_get_tensor (dequantized, 0), i), ==,
                         own->scale * (float)(f->codes[i] - own->zero_point));
    }
  qst_archive_get_metadata (archive, 0, &key, &value);
  qsa_scheme_init (&read);
  g_assert_true (qsa_setup_read_scheme (value, &read, NULL));
  g_assert_true (qsa_scheme_equal (&read, &f->scheme));
}

static void
run (Fixture *f, const char *const *arguments)
{
  g_autofree char *err = NULL;
  int status = 0;

  g_assert_true (g_spawn_sync (f->folder, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &err, &status, NULL));
  if (status != 0)
    g_error ("%s: %s", arguments[0], err);
}

static void
write_file (Fixture *f, const char *name, gconstpointer data, gssize size)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, size, NULL));
}

static void
assert_codes (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->folder, "codes", NULL);
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpmem (data, size, f->codes, sizeof f->codes);
}

static const char c_main[] = "#include <stdio.h>\n"
                             "int main (void)\n"
                             "{\n"
                             "  FILE *out = fopen (\"codes\", \"wb\");\n"
                             "  for (size_t i = 0; i < 210; i++)\n"
                             "    {\n"
                             "      int code = GET;\n"
                             "      fwrite (&code, sizeof code, 1, out);\n"
                             "    }\n"
                             "  return fclose (out) || !(LEVEL <= 1e9f);\n"
                             "}\n";

static void
compile_and_run (Fixture *f, const char *head)
{
  const char *const compile[] = { "cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "main.c", "-o", "main", "-lm", NULL };
  const char *const execute[] = { "./main", NULL };
  g_autofree char *program = g_strconcat (head, c_main, NULL);

  write_file (f, "main.c", program, -1);
  run (f, compile);
  run (f, execute);
  assert_codes (f);
}

static void
test_header (Fixture *f, gconstpointer data)
{
  g_free (save (f, "w.h", (QsaCodesOptions){ 0 }));
  compile_and_run (f, "#include \"w.h\"\n#define GET w_values[i]\n"
                      "#define LEVEL (w_values_scales[W_UNIT (7)] * (w_values[7] - w_values_zero_points[W_UNIT (7)]))\n");
}

static void
test_c (Fixture *f, gconstpointer data)
{
  g_autofree char *code = qsa_snippet_write_units (QSA_SNIPPET_C, &f->scheme, f->params);
  g_autofree char *head = g_strconcat (code,
                                       "static float read_value (size_t i)\n{\n  static float x[210];\n  static int done;\n"
                                       "  if (!done)\n    {\n      FILE *in = fopen (\"values\", \"rb\");\n"
                                       "      done = fread (x, sizeof *x, 210, in) == 210;\n      fclose (in);\n    }\n"
                                       "  return x[i];\n}\n"
                                       "#define GET quantize_value (read_value (i), unit_of (i))\n"
                                       "#define LEVEL dequantize_value (3, unit_of (9))\n",
                                       NULL);
  g_autofree char *whole = g_strconcat ("#include <stdio.h>\n", head, NULL);

  write_file (f, "values", f->values, sizeof f->values);
  compile_and_run (f, whole);
}

static void
test_numpy (Fixture *f, gconstpointer data)
{
  const char *const find[] = { "/usr/bin/python3", "-c", "import numpy", NULL };
  const char *const execute[] = { "/usr/bin/python3", "code.py", NULL };
  g_autofree char *code = qsa_snippet_write_units (QSA_SNIPPET_NUMPY, &f->scheme, f->params);
  g_autofree char *program = g_strconcat (code,
                                          "\ncodes = quantize(np.fromfile(\"values\", dtype=np.float32).reshape(6, 35))\n"
                                          "assert dequantize(codes).shape == (6, 35)\n"
                                          "codes.astype(np.int32).tofile(\"codes\")\n",
                                          NULL);
  int status = 1;

  if (!g_spawn_sync (NULL, (char **)find, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL) || status != 0)
    {
      g_test_skip ("no Python with NumPy here");
      return;
    }
  write_file (f, "values", f->values, sizeof f->values);
  write_file (f, "code.py", program, -1);
  run (f, execute);
  assert_codes (f);
}

/* What has no text of its own says so, and is no program that gives other codes. */
static void
test_says_what_it_cannot (Fixture *f, gconstpointer data)
{
  static const QsaSnippet without[] = { QSA_SNIPPET_PYTORCH, QSA_SNIPPET_ONNX };

  for (gsize i = 0; i < G_N_ELEMENTS (without); i++)
    {
      g_autofree char *text = qsa_snippet_write_units (without[i], &f->scheme, f->params);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (char **line = lines; *line != NULL; line++)
        g_assert_true (**line == '\0' || **line == '#');
      g_assert_nonnull (strstr (text, "take NumPy or C"));
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = { { "files", test_files },
                { "header", test_header },
                { "c", test_c },
                { "numpy", test_numpy },
                { "says-what-it-cannot", test_says_what_it_cannot } };

  g_test_init (&argc, &argv, NULL);
  for (gsize t = 0; t < G_N_ELEMENTS (tests); t++)
    for (gsize i = 0; i < G_N_ELEMENTS (granularities); i++)
      {
        g_autofree char *path = g_strdup_printf ("/unit-codes/%s/%zu", tests[t].name, i);

        g_test_add (path, Fixture, &granularities[i], set_up, tests[t].func, tear_down);
      }
  return g_test_run ();
}
