/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes written to files, read back by the loaders and by a C compiler. */
#include "analysis-test.h"
#include "analysis/qsa-codes-file.h"
#include "analysis/qsa-setup.h"
#include "tensor/qst-archive.h"

#include <glib/gstdio.h>
#include <string.h>

/* Two pieces and a bit. */
#define N_VALUES (2 * 65536 + 77)

typedef struct
{
  QscScheme format;
  QstDtype dtype;
} Case;

static const Case cases[] = {
  { { .bits = 4, .is_signed = true, .rounding = QSC_ROUND_HALF_EVEN }, QST_DTYPE_I8 },
  { { .bits = 8, .is_signed = false, .rounding = QSC_ROUND_STOCHASTIC, .seed = 3 }, QST_DTYPE_U8 },
  { { .bits = 16, .is_signed = true, .symmetric = true, .rounding = QSC_ROUND_DOWN }, QST_DTYPE_I16 },
  { { .bits = 9, .is_signed = false, .rounding = QSC_ROUND_HALF_UP }, QST_DTYPE_U16 },
};

typedef struct
{
  char *folder, *path;
  QsaSource *source;
  QscParams params;
  float *codes; /* exact in float32 */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const Case *tested = data;
  g_autofree float *x = NULL;
  g_autofree guint16 *codes = NULL;
  gsize n;

  f->folder = g_dir_make_tmp ("quantoscope-codes-XXXXXX", NULL);
  f->source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, N_VALUES);
  x = analysis_test_get_values (f->source, &n);
  g_assert_cmpuint (n, ==, N_VALUES);
  g_assert_cmpint (qsc_params_init_from_range (&f->params, &tested->format, -3.0, 2.5), ==, QSC_OK);
  codes = g_new (guint16, n);
  f->codes = g_new (float, n);
  if (f->params.qmin < 0)
    qsc_quantize_i16 (&f->params, x, n, 0, (int16_t *)codes);
  else
    qsc_quantize_u16 (&f->params, x, n, 0, codes);
  for (gsize i = 0; i < n; i++)
    f->codes[i] = f->params.qmin < 0 ? (float)(int16_t)codes[i] : (float)codes[i];
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
  g_free (f->path);
  g_free (f->codes);
  qsa_source_unref (f->source);
}

static gboolean packs;

static void
save (Fixture *f, const Case *tested, QsaCodesFormat format, gboolean dequantize)
{
  const QsaCodesOptions options = { .format = format, .dequantize = dequantize, .packed = packs };
  const QsaScheme scheme = { .format = tested->format };
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&f->params);
  g_autofree char *name = g_strconcat ("codes.", qsa_codes_format_get_extension (format), NULL);
  g_autoptr (GError) error = NULL;

  g_free (f->path);
  f->path = g_build_filename (f->folder, name, NULL);
  qsa_codes_save (f->source, &scheme, units, &options, f->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_codes (Fixture *f, QstTensor *tensor)
{
  QstTensor *original = qsa_source_get_tensor (f->source);

  g_assert_cmpuint (qst_tensor_get_n_dims (tensor), ==, qst_tensor_get_n_dims (original));
  for (gsize i = 0; i < qst_tensor_get_n_dims (original); i++)
    g_assert_cmpuint (qst_tensor_get_shape (tensor)[i], ==, qst_tensor_get_shape (original)[i]);
  for (guint64 i = 0; i < qst_tensor_get_count (tensor); i++)
    if (qst_tensor_get_value (tensor, i) != f->codes[i])
      g_error ("value %" G_GUINT64_FORMAT ": %g, not %g", i, (double)qst_tensor_get_value (tensor, i), (double)f->codes[i]);
}

static void
test_npy (Fixture *f, gconstpointer data)
{
  const Case *tested = data;
  g_autoptr (QstArchive) archive = NULL;

  save (f, tested, QSA_CODES_NPY, FALSE);
  archive = qst_archive_open (f->path, NULL, NULL);
  g_assert_cmpint (qst_tensor_get_dtype (qst_archive_get_tensor (archive, 0)), ==, tested->dtype);
  assert_codes (f, qst_archive_get_tensor (archive, 0));
}

static void
test_dequantized (Fixture *f, gconstpointer data)
{
  g_autoptr (QstArchive) archive = NULL;
  QstTensor *tensor;

  save (f, data, QSA_CODES_SAFETENSORS, TRUE);
  archive = qst_archive_open (f->path, NULL, NULL);
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  tensor = qst_archive_get_tensor (archive, 0);
  g_assert_cmpint (qst_tensor_get_dtype (tensor), ==, QST_DTYPE_F32);
  for (guint64 i = 0; i < N_VALUES; i++)
    g_assert_cmpfloat (qst_tensor_get_value (tensor, i), ==, qsc_params_get_level (&f->params, (int32_t)f->codes[i]));
}

/* The codes with all that is needed to read them. */
static void
test_safetensors (Fixture *f, gconstpointer data)
{
  const Case *tested = data;
  g_autofree char *name = NULL, *scale = NULL, *zero_point = NULL;
  g_autoptr (QstArchive) archive = NULL;
  const char *key, *value;
  QscScheme format;
  QscParams params;

  save (f, tested, QSA_CODES_SAFETENSORS, FALSE);
  archive = qst_archive_open (f->path, NULL, NULL);
  g_assert_cmpuint (g_strv_length ((char **)qst_archive_get_errors (archive)), ==, 0);
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 3);
  name = g_strdup (qst_tensor_get_name (qsa_source_get_tensor (f->source)));
  if (name[0] == '\0')
    name = (g_free (name), g_strdup ("values"));
  scale = g_strconcat (name, ".scale", NULL);
  zero_point = g_strconcat (name, ".zero_point", NULL);
  assert_codes (f, qst_archive_find_tensor (archive, name));
  g_assert_cmpint (qst_tensor_get_dtype (qst_archive_find_tensor (archive, name)), ==, tested->dtype);
  g_assert_cmpint (qst_tensor_get_dtype (qst_archive_find_tensor (archive, zero_point)), ==, tested->dtype);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, scale), 0), ==, f->params.scale);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, zero_point), 0), ==, (float)f->params.zero_point);
  qst_archive_get_metadata (archive, 0, &key, &value);
  g_assert_cmpstr (key, ==, "quantoscope.setup");
  g_assert_true (qsa_setup_read (value, &format, &params, NULL));
  g_assert_cmpfloat (params.scale, ==, f->params.scale);
  g_assert_cmpint (params.rounding, ==, f->params.rounding);
}

/* Compiled, and its array written out as float32. */
static void
test_c_header (Fixture *f, gconstpointer data)
{
  static const char program[] =
      "#include \"codes.h\"\n"
      "#include <stdio.h>\n"
      "int\n"
      "main (void)\n"
      "{\n"
      "  static const unsigned long shape[] = LAPLACE_SHAPE;\n"
      "  FILE *out = fopen (\"codes\", \"wb\");\n"
      "  for (unsigned long i = 0; i < LAPLACE_COUNT; i++)\n"
      "    {\n"
      "      float code = laplace_values[i];\n"
      "      fwrite (&code, sizeof code, 1, out);\n"
      "    }\n"
      "  printf (\"%.9g %d %d %d %lu %d\", LAPLACE_SCALE, LAPLACE_ZERO_POINT, LAPLACE_CODE_MIN, LAPLACE_CODE_MAX,\n"
      "          shape[0], LAPLACE_N_DIMS);\n"
      "  return fclose (out);\n"
      "}\n";
  const char *const compile[] = { "cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "main.c", "-o", "main", NULL };
  const char *const execute[] = { "./main", NULL };
  g_autofree char *source_path = g_build_filename (f->folder, "main.c", NULL);
  g_autofree char *codes_path = g_build_filename (f->folder, "codes", NULL);
  g_autofree char *said = NULL, *codes = NULL, *expected = NULL;
  char scale[G_ASCII_DTOSTR_BUF_SIZE];
  int status;
  gsize size;

  save (f, data, QSA_CODES_C_HEADER, FALSE);
  g_assert_true (g_file_set_contents (source_path, program, -1, NULL));
  g_assert_true (g_spawn_sync (f->folder, (char **)compile, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_spawn_sync (f->folder, (char **)execute, NULL, 0, NULL, NULL, &said, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  expected = g_strdup_printf ("%s %d %d %d %d 1", g_ascii_formatd (scale, sizeof scale, "%.9g", (double)f->params.scale),
                              f->params.zero_point, f->params.qmin, f->params.qmax, N_VALUES);
  g_assert_cmpstr (said, ==, expected);
  g_assert_true (g_file_get_contents (codes_path, &codes, &size, NULL));
  g_assert_cmpmem (codes, size, f->codes, N_VALUES * sizeof (float));
}

/* Two to a byte, the first in the lower half; of an odd number the last half is empty. */
static void
test_packed (Fixture *f, gconstpointer data)
{
  const Case *tested = data;
  const int bits = tested->format.bits;
  const gsize per_byte = bits == 4 ? 2 : 1, n_bytes = (N_VALUES + per_byte - 1) / per_byte;
  g_autoptr (QstArchive) archive = NULL;
  QstTensor *tensor;

  if (bits != 4)
    {
      g_assert_false (qsa_codes_can_pack (bits));
      return;
    }
  packs = TRUE;
  save (f, tested, QSA_CODES_SAFETENSORS, FALSE);
  packs = FALSE;
  archive = qst_archive_open (f->path, NULL, NULL);
  tensor = qst_archive_find_tensor (archive, "laplace");
  g_assert_cmpint (qst_tensor_get_dtype (tensor), ==, QST_DTYPE_U8);
  g_assert_cmpuint (qst_tensor_get_count (tensor), ==, n_bytes);
  g_assert_cmpint (qst_tensor_get_dtype (qst_archive_find_tensor (archive, "laplace.zero_point")), ==, QST_DTYPE_I8);
  for (gsize i = 0; i < N_VALUES; i++)
    {
      const int byte = (int)qst_tensor_get_value (tensor, i / 2), nibble = i % 2 == 0 ? byte % 16 : byte / 16;

      g_assert_cmpint (nibble >= 8 ? nibble - 16 : nibble, ==, (int)f->codes[i]);
    }
  g_assert_cmpint ((int)qst_tensor_get_value (tensor, n_bytes - 1) / 16, ==, 0);
}

static void
stop_half_way (guint64 done, guint64 total, gpointer data)
{
  g_assert_cmpuint (total, ==, N_VALUES);
  if (done > total / 2)
    g_cancellable_cancel (data);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  const Case *tested = data;
  const QsaCodesOptions options = { .format = QSA_CODES_NPY };
  const QsaScheme scheme = { .format = tested->format };
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&f->params);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  f->path = g_build_filename (f->folder, "codes.npy", NULL);
  g_assert_false (qsa_codes_save (f->source, &scheme, units, &options, f->path, stop_half_way, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  dir = g_dir_open (f->folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_formats (void)
{
  QsaCodesFormat format;

  for (guint i = 0; i < QSA_N_CODES_FORMATS; i++)
    {
      g_autofree char *path = g_strconcat ("/a.b/c.", qsa_codes_format_get_extension ((QsaCodesFormat)i), NULL);

      g_assert_true (qsa_codes_format_from_path (path, &format));
      g_assert_cmpint (format, ==, i);
    }
  g_assert_false (qsa_codes_format_from_path ("/a.npy/c", &format));
  g_assert_false (qsa_codes_format_from_path ("codes.pt", &format));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = { { "npy", test_npy },           { "safetensors", test_safetensors }, { "dequantized", test_dequantized },
                { "c-header", test_c_header }, { "packed", test_packed },           { "cancelled", test_cancelled } };

  g_test_init (&argc, &argv, NULL);
  for (gsize t = 0; t < G_N_ELEMENTS (tests); t++)
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autofree char *path = g_strdup_printf ("/codes-file/%s/%zu", tests[t].name, i);

        g_test_add (path, Fixture, &cases[i], set_up, tests[t].func, tear_down);
      }
  g_test_add_func ("/codes-file/formats", test_formats);
  return g_test_run ();
}
