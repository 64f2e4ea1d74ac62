/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot and quantize: what they write, and that they write nothing else. */
#include "cli-test.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/qsc.h"
#include "tensor/qst-archive.h"

static QstTensor *
open_one (const Cli *self, const char *name, QstArchive **archive)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  *archive = qst_archive_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (qst_archive_get_n_tensors (*archive), ==, 1);
  return qst_archive_get_tensor (*archive, 0);
}

static const struct
{
  const char *options;
  QstDtype dtype;
  QscScheme scheme;
} quantizations[] = {
  { "--bits 8", QST_DTYPE_I8, { .bits = 8, .is_signed = true, .symmetric = true } },
  { "--bits 4 --narrow-range", QST_DTYPE_I8, { .bits = 4, .is_signed = true, .symmetric = true, .narrow_range = true } },
  { "--bits 3 --asymmetric", QST_DTYPE_I8, { .bits = 3, .is_signed = true } },
  { "--bits 8 --unsigned --asymmetric", QST_DTYPE_U8, { .bits = 8 } },
  { "--bits 2 --unsigned", QST_DTYPE_U8, { .bits = 2, .symmetric = true } },
  { "--bits 9", QST_DTYPE_I16, { .bits = 9, .is_signed = true, .symmetric = true } },
  { "--bits 16", QST_DTYPE_I16, { .bits = 16, .is_signed = true, .symmetric = true } },
  { "--bits 16 --unsigned --asymmetric", QST_DTYPE_U16, { .bits = 16 } },
  { "--bits 12 --unsigned --rounding toward-zero",
    QST_DTYPE_U16,
    { .bits = 12, .symmetric = true, .rounding = QSC_ROUND_TOWARD_ZERO } },
  { "--bits 5 --rounding stochastic --seed 9",
    QST_DTYPE_I8,
    { .bits = 5, .is_signed = true, .symmetric = true, .rounding = QSC_ROUND_STOCHASTIC, .seed = 9 } },
};

/* Code by code what the formula says, in the shape of the source. */
static void
check_quantization (Cli *self, gsize i, gboolean dequantize)
{
  g_autofree char *line = g_strdup_printf ("quantize @SAMPLE@ --tensor fc2.weight -o codes.npy %s %s", quantizations[i].options,
                                           dequantize ? "--dequantize" : "");
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "samples", "mlp-64-32-10.safetensors", NULL);
  g_autoptr (QstArchive) sample = qst_archive_open (path, NULL, NULL);
  g_autoptr (QstArchive) written = NULL;
  QstTensor *values = qst_archive_find_tensor (sample, "fc2.weight"), *codes;
  float low = INFINITY, high = -INFINITY;
  QscParams params;

  cli_run (self, line);
  cli_assert_ok (self);
  g_assert_cmpstr (self->out, ==, "");
  g_assert_cmpuint (cli_count_files (self), ==, 1);
  codes = open_one (self, "codes.npy", &written);
  g_assert_cmpint (qst_tensor_get_dtype (codes), ==, dequantize ? QST_DTYPE_F32 : quantizations[i].dtype);
  g_assert_cmpuint (qst_tensor_get_n_dims (codes), ==, 2);
  g_assert_cmpuint (qst_tensor_get_shape (codes)[0], ==, 10);
  g_assert_cmpuint (qst_tensor_get_shape (codes)[1], ==, 32);
  for (guint64 k = 0; k < 320; k++)
    {
      low = fminf (low, qst_tensor_get_value (values, k));
      high = fmaxf (high, qst_tensor_get_value (values, k));
    }
  g_assert_cmpint (qsc_params_init_from_range (&params, &quantizations[i].scheme, (double)low, (double)high), ==, QSC_OK);
  for (guint64 k = 0; k < 320; k++)
    {
      QscTrace trace;

      qsc_params_trace (&params, qst_tensor_get_value (values, k), k, &trace);
      if (dequantize)
        g_assert_true (qst_tensor_get_value (codes, k) == trace.reconstructed);
      else
        g_assert_cmpint ((int)qst_tensor_get_value (codes, k), ==, trace.code);
    }
}

static void
test_codes (Cli *self, gconstpointer data)
{
  check_quantization (self, GPOINTER_TO_SIZE (data), FALSE);
}

static void
test_dequantized (Cli *self, gconstpointer data)
{
  check_quantization (self, GPOINTER_TO_SIZE (data), TRUE);
}

/* Several chunks, a bare vector; the same as measure sees. */
static void
test_large (Cli *self, gconstpointer data)
{
  g_autoptr (QstArchive) written = NULL;
  QstTensor *codes;
  json_t *root;
  guint64 clipped = 0;

  cli_run (self, "quantize --distribution laplace --count 200000 --bits 4 --percentile 99 -o codes.npy");
  cli_assert_ok (self);
  codes = open_one (self, "codes.npy", &written);
  g_assert_cmpuint (qst_tensor_get_n_dims (codes), ==, 1);
  g_assert_cmpuint (qst_tensor_get_count (codes), ==, 200000);
  cli_run (self, "measure --distribution laplace --count 200000 --bits 4 --percentile 99 --json");
  root = cli_parse (self);
  for (guint64 i = 0; i < 200000; i++)
    clipped += fabsf (qst_tensor_get_value (codes, i)) >= 7;
  g_assert_cmpuint (clipped, >=, (guint64)json_integer_value (cli_get (root, "codes.clipped_low")));
  json_decref (root);
}

static void
test_shapes (Cli *self, gconstpointer data)
{
  static const struct
  {
    const char *path;
    gsize n_dims;
  } files[] = { { "scalar0d.npy", 0 }, { "zero_mid.npy", 3 }, { "eight_d.npy", 8 }, { "fortran3d.npy", 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *line = g_strdup_printf ("quantize @TESTS@/data/tensor/unusual/npy/%s -o %s", files[i].path, files[i].path);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "tensor", "unusual", "npy", files[i].path, NULL);
      g_autoptr (QstArchive) original = qst_archive_open (path, NULL, NULL);
      g_autoptr (QstArchive) written = NULL;
      QstTensor *a = qst_archive_get_tensor (original, 0), *b;

      cli_run (self, line);
      cli_assert_ok (self);
      b = open_one (self, files[i].path, &written);
      g_assert_cmpuint (qst_tensor_get_n_dims (b), ==, files[i].n_dims);
      g_assert_cmpmem (qst_tensor_get_shape (a), files[i].n_dims * sizeof (guint64), qst_tensor_get_shape (b),
                       files[i].n_dims * sizeof (guint64));
    }
}

/* numpy.lib.format, version 1.0: the data begin at a multiple of 64. */
static void
test_npy_header (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *p;
  gsize size;

  cli_run (self, "quantize @SAMPLE@ -t fc2.weight -b 4 -o codes.npy");
  bytes = cli_read (self, "codes.npy");
  p = g_bytes_get_data (bytes, &size);
  g_assert_cmpmem (p, 8, "\x93NUMPY\x01\x00", 8);
  g_assert_cmpuint ((10u + p[8] + 256u * p[9]) % 64, ==, 0);
  g_assert_cmpuint (size, ==, 10u + p[8] + 256u * p[9] + 320);
  g_assert_cmpint (p[9u + p[8] + 256u * p[9]], ==, '\n');
  g_assert_nonnull (g_strstr_len ((const char *)p + 10, 100, "'shape': (10, 32), }"));
}

static const char *const views[] = { "histogram", "codes",     "transfer", "error", "error-index", "error-histogram",
                                     "mse",       "landscape", "bits",     "ties",  "matrix" };
static const struct
{
  const char *extension, *magic;
} formats[] = { { "png", "\x89PNG\r\n" }, { "svg", "<" }, { "pdf", "%PDF-" }, { "csv", "" } };

static void
test_plot (Cli *self, gconstpointer data)
{
  const char *view = data;

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *name = g_strdup_printf ("plot.%s", formats[i].extension);
      g_autofree char *line = g_strdup_printf ("plot @SAMPLE@ -t fc1.weight -b 4 --view %s -o %s --dpi 100", view, name);
      g_autoptr (GBytes) bytes = NULL;

      cli_run (self, line);
      cli_assert_ok (self);
      g_assert_cmpstr (self->out, ==, "");
      g_assert_cmpuint (cli_count_files (self), ==, i + 1);
      bytes = cli_read (self, name);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 100);
      g_assert_true (memcmp (g_bytes_get_data (bytes, NULL), formats[i].magic, strlen (formats[i].magic)) == 0);
    }
}

static guint
read_be32 (const guint8 *p)
{
  return (guint)p[0] << 24 | (guint)p[1] << 16 | (guint)p[2] << 8 | p[3];
}

static void
test_plot_sizes (Cli *self, gconstpointer data)
{
  static const struct
  {
    const char *options;
    guint width, height;
  } sizes[] = { { "", 1920, 1200 },
                { "--size 1200x800px", 1200, 800 },
                { "--size 600x400px --dpi 200", 600, 400 },
                { "--size 3.5x2in --dpi 200", 700, 400 },
                { "--size 127x50.8mm --dpi 100", 500, 200 },
                { "--size 12.7x5.08cm --dpi 100", 500, 200 },
                { "--theme dark --size 5x3in --dpi 96", 480, 288 },
                { "--theme greyscale --size 5x3in --dpi 96", 480, 288 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *line =
          g_strdup_printf ("plot --distribution gaussian --count 1000 --view codes -b 4 -o p.png %s", sizes[i].options);
      g_autoptr (GBytes) bytes = NULL;
      const guint8 *p;

      cli_run (self, line);
      cli_assert_ok (self);
      bytes = cli_read (self, "p.png");
      p = g_bytes_get_data (bytes, NULL);
      g_assert_cmpuint (read_be32 (p + 16), ==, sizes[i].width);
      g_assert_cmpuint (read_be32 (p + 20), ==, sizes[i].height);
    }
}

/* The caption tells the parameters. */
static void
test_plot_caption (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;

  cli_run (self, "plot @SAMPLE@ -t fc1.weight -b 4 --view histogram -o p.svg");
  bytes = cli_read (self, "p.svg");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), "INT4 symmetric"));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), "SQNR 15.5 dB"));
}

static void
test_plot_csv (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  cli_run_in_locale (self, "de_DE.UTF-8", "plot @SAMPLE@ -t fc1.weight -b 4 --view codes -o p.csv");
  cli_assert_ok (self);
  bytes = cli_read (self, "p.csv");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_null (strchr (text, '\r'));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 17); /* a header and 16 codes */
}

/* Bins of a chosen width stand at its multiples, and hold all values. */
static void
test_plot_bin_width (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  guint64 total = 0;

  cli_run (self, "plot --distribution gaussian --count 5000 --view histogram --bin-width 1/4 --log-count --outline -o p.csv");
  cli_assert_ok (self);
  bytes = cli_read (self, "p.csv");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines + 1; **line != '\0'; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, ",", -1);
      const double low = g_ascii_strtod (fields[0], NULL);

      g_assert_cmpfloat (g_ascii_strtod (fields[1], NULL), ==, low + 0.25);
      g_assert_cmpfloat (low * 4, ==, rint (low * 4));
      total += g_ascii_strtoull (fields[2], NULL, 10);
    }
  g_assert_cmpuint (total, ==, 5000);
}

/* The cells of two axes of three at an index of the third: r = 12 i + 4 j + k in the order of NumPy. */
static void
test_plot_axes (Cli *self, gconstpointer data)
{
  static const char header[] = "\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4), }";
  struct
  {
    char header[128];
    guint32 values[24];
  } file;
  g_autofree char *path = g_build_filename (self->folder, "a.npy", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  memset (file.header, ' ', sizeof file.header);
  memcpy (file.header, header, sizeof header - 1);
  file.header[127] = '\n';
  for (guint i = 0; i < 24; i++)
    {
      const float value = (float)i;

      memcpy (&file.values[i], &value, sizeof value);
      file.values[i] = GUINT32_TO_LE (file.values[i]);
    }
  g_assert_true (g_file_set_contents (path, (const char *)&file, sizeof file, NULL));
  cli_run (self, "plot a.npy --view matrix --mode r --axes 2,0 --index 1 -o p.csv");
  cli_assert_ok (self);
  bytes = cli_read (self, "p.csv");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "row,0,1");
  for (guint k = 0; k < 4; k++)
    {
      g_autofree char *line = g_strdup_printf ("%u,%u,%u", k, 4 + k, 12 + 4 + k);

      g_assert_cmpstr (lines[1 + k], ==, line);
    }
  cli_run (self, "plot a.npy --view matrix --axes 2,2 -o p.csv");
  cli_assert_error (self, 2, "--axes");
  cli_run (self, "plot a.npy --view matrix --axes 1,3 -o p.csv");
  cli_assert_error (self, 2, "expected number 2 to be from 0 to 2");
  cli_run (self, "plot a.npy --view matrix --index 3 -o p.csv");
  cli_assert_error (self, 2, "--index");
  cli_run (self, "plot a.npy --view matrix --width 3 -o p.csv");
  cli_assert_error (self, 2, "--width");
  cli_run (self, "plot a.npy --view codes --log-count -o p.csv");
  cli_assert_error (self, 2, "--log-count");
  cli_run (self, "plot a.npy --view histogram --density --cumulative -o p.csv");
  cli_assert_error (self, 2, "not both");
  cli_run (self, "plot a.npy --view histogram --bin-width 0 -o p.csv");
  cli_assert_error (self, 2, "--bin-width");
}

static char *
read_text (Cli *self, const char *name)
{
  g_autoptr (GBytes) bytes = cli_read (self, name);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* What is drawn is what is counted: the bars of an SVG, by their coordinates, against the table of the same figure. */
static void
test_plot_svg_bars (Cli *self, gconstpointer data)
{
  const char *plot = "plot --distribution gaussian --count 5000 -b 4 --view histogram --bin-width 1/4";
  g_autofree char *svg_line = g_strdup_printf ("%s -o p.svg", plot), *csv_line = g_strdup_printf ("%s -o p.csv", plot);
  g_autofree char *svg = NULL, *csv = NULL;
  g_auto (GStrv) lines = NULL;
  double per_value = 0, first_x = NAN, first_low = NAN;
  const char *bar;
  guint n = 0;

  cli_run (self, svg_line);
  cli_assert_ok (self);
  cli_run (self, csv_line);
  cli_assert_ok (self);
  svg = read_text (self, "p.svg");
  csv = read_text (self, "p.csv");
  bar = strstr (svg, "<path fill=\"#1c71d8\" fill-opacity=\"0.76\" d=\"");
  g_assert_nonnull (bar);
  bar = strchr (bar, 'M');
  lines = g_strsplit (csv, "\n", -1);
  for (char **line = lines + 1; **line != '\0'; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, ",", -1);
      const double low = g_ascii_strtod (fields[0], NULL), count = g_ascii_strtod (fields[2], NULL);
      double x, width, height;
      char *end;

      if (count == 0)
        continue;
      g_assert_cmpint (*bar, ==, 'M');
      x = g_ascii_strtod (bar + 1, &end);
      g_ascii_strtod (end, &end);
      g_assert_cmpint (*end, ==, 'h');
      width = g_ascii_strtod (end + 1, &end);
      g_assert_cmpint (*end, ==, 'v');
      height = g_ascii_strtod (end + 1, &end);
      bar = strchr (end, 'z') + 1;
      if (n++ == 0)
        {
          first_x = x;
          first_low = low;
        }
      /* 560 px over the visible range of r; heights of 300 px over the axis: to a hundredth of a px. */
      g_assert_cmpfloat_with_epsilon (x - first_x, (low - first_low) / 0.25 * (width + 1), 0.03 * n);
      if (count > 200)
        {
          per_value = per_value > 0 ? per_value : height / count;
          g_assert_cmpfloat_with_epsilon (height, per_value * count, 0.03);
        }
    }
  g_assert_cmpint (*bar, ==, '"');
  g_assert_cmpuint (n, >, 20);
  for (int code = -8; code <= 7; code++)
    {
      g_autofree char *text = g_strdup_printf ("fill=\"#b85c00\">%s%d</text>", code < 0 ? "−" : "", ABS (code));

      g_assert_nonnull (strstr (svg, text));
    }
  g_assert_nonnull (strstr (svg, "INT4 symmetric"));
}

/* The words of a PDF can be taken out, and its fonts go with it. */
static void
test_plot_pdf_text (Cli *self, gconstpointer data)
{
  g_autofree char *pdftotext = g_find_program_in_path ("pdftotext"), *pdffonts = g_find_program_in_path ("pdffonts");
  g_autofree char *path = g_build_filename (self->folder, "p.pdf", NULL);
  g_autofree char *text = NULL, *fonts = NULL;
  g_auto (GStrv) lines = NULL;
  char dash[] = "-";
  guint n = 0;

  if (pdftotext == NULL || pdffonts == NULL)
    {
      g_test_skip ("pdftotext and pdffonts are not installed");
      return;
    }
  cli_run (self, "plot @SAMPLE@ -t fc1.weight -b 4 --view histogram -o p.pdf");
  cli_assert_ok (self);
  g_assert_true (g_spawn_sync (NULL, (char *[]){ pdftotext, path, dash, NULL }, NULL, 0, NULL, NULL, &text, NULL, NULL, NULL));
  g_assert_nonnull (strstr (text, "Values per bin"));
  g_assert_nonnull (strstr (text, "INT4 symmetric"));
  g_assert_nonnull (strstr (text, "SQNR 15.5 dB"));
  g_assert_true (g_spawn_sync (NULL, (char *[]){ pdffonts, path, NULL }, NULL, 0, NULL, NULL, &fonts, NULL, NULL, NULL));
  lines = g_strsplit (fonts, "\n", -1);
  for (char **line = lines + 2; *line != NULL && **line != '\0'; line++, n++)
    g_assert_nonnull (strstr (*line, " yes yes yes ")); /* embedded, a subset, with a map to Unicode */
  g_assert_cmpuint (n, >, 0);
}

/* The least of the curve is what calibration finds, near enough. */
static void
test_plot_mse (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  double least = 1, first = 0, last = 0;

  cli_run (self, "plot @SAMPLE@ -t fc1.weight -b 4 --calibration mse --view mse -o p.csv");
  cli_assert_ok (self);
  bytes = cli_read (self, "p.csv");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "scale,mse,mse_rounding,mse_clipping,zero_point,calibration");
  for (guint i = 1; lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      least = MIN (least, g_ascii_strtod (cells[1], NULL));
      if (g_strv_length (cells) == 6 && cells[5][0] != '\0')
        continue; /* what calibrations find comes after the curve */
      last = g_ascii_strtod (cells[0], NULL);
      if (i == 1)
        first = last;
    }
  g_assert_cmpfloat (last / first, >, 20); /* s/5 … 4.2 s */
  cli_run (self, "measure @SAMPLE@ -t fc1.weight -b 4 --calibration mse --json");
  g_assert_nonnull (strstr (self->out, "\"mse\":"));
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (strstr (self->out, "\"mse\":") + 6, NULL), least, least * 1e-6);
}

static void
test_plot_empty (Cli *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *line =
          g_strdup_printf ("plot @TESTS@/data/tensor/unusual/npy/zero_size.npy --view %s -o p%zu.svg", views[i], i);

      cli_run (self, line);
      cli_assert_ok (self);
    }
}

/* A file that cannot be replaced stays as it was. */
static void
test_no_permission (Cli *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->folder, "locked", NULL);
  g_autofree char *file = g_build_filename (folder, "old.npy", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "old", -1, NULL));
  g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
  if (geteuid () != 0)
    {
      cli_run (self, "quantize --distribution gaussian -o locked/old.npy");
      cli_assert_error (self, 1, "permission");
    }
  else
    g_test_skip ("root may write everywhere");
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  g_assert_cmpint (g_unlink (file), ==, 0);
}

/* 1.5 and -8 behind two other bytes, big-endian: the same from inspect, measure and convert. */
static void
test_raw (Cli *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "x.raw", NULL);
  g_autoptr (QstArchive) archive = NULL;
  QstTensor *tensor;
  json_t *root;

  g_assert_true (g_file_set_contents (path, "ab\x3f\xc0\0\0\xc1\0\0\0", 10, NULL));
  cli_run (self, "inspect x.raw --raw-dtype f32 --raw-shape 2x1 --raw-offset 2 --raw-byte-order big --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpstr (json_string_value (cli_get (root, "format")), ==, "raw");
  g_assert_cmpint (json_array_size (json_object_get (json_array_get (cli_get (root, "tensors"), 0), "shape")), ==, 2);
  json_decref (root);
  cli_run (self, "measure x.raw --raw-dtype f32 --raw-offset 2 --raw-byte-order big --json");
  cli_assert_ok (self);
  cli_run (self, "convert x.raw --raw-dtype bfloat16 --raw-offset 2 --raw-byte-order big -o y.npz");
  cli_assert_ok (self);
  tensor = open_one (self, "y.npz", &archive);
  g_assert_cmpuint (qst_tensor_get_count (tensor), ==, 4);
  g_assert_true (qst_tensor_get_value (tensor, 0) == 1.5f && qst_tensor_get_value (tensor, 2) == -8);
  cli_run (self, "sizes x.raw --raw-dtype f32 --raw-offset 2 --raw-byte-order big");
  cli_assert_ok (self);
  cli_run (self, "inspect x.raw --raw-dtype f32 --raw-shape 3");
  cli_assert_error (self, 1, "take 12 bytes, but from byte 0 on the file has 10: 2 too few");
  cli_run (self, "inspect x.raw --raw-dtype f31");
  cli_assert_error (self, 2, "--raw-dtype: “f31”");
  cli_run (self, "inspect x.raw --raw-dtype f32 --raw-shape 3y");
  cli_assert_error (self, 2, "--raw-shape: “3y”");
  cli_run (self, "inspect x.raw --raw-dtype f32 --raw-offset=-1");
  cli_assert_error (self, 2, "--raw-offset");
  cli_run (self, "inspect x.raw --raw-dtype f32 --raw-byte-order middle");
  cli_assert_error (self, 2, "--raw-byte-order: “middle”; expected little or big");
  cli_run (self, "inspect x.raw --raw-shape 3");
  cli_assert_error (self, 2, "--raw-shape has a meaning only with --raw-dtype");
  cli_run (self, "measure --distribution gaussian --raw-dtype f32");
  cli_assert_error (self, 2, "--raw-dtype has a meaning only with a FILE");
}

/* The source may be the target: it is read to its end first. */
static void
test_onto_itself (Cli *self, gconstpointer data)
{
  g_autoptr (QstArchive) archive = NULL;
  QstTensor *tensor;

  cli_run (self, "quantize --distribution gaussian --count 100000 -o x.npy --dequantize");
  cli_assert_ok (self);
  cli_run (self, "quantize x.npy -o x.npy -b 4");
  cli_assert_ok (self);
  g_assert_cmpuint (cli_count_files (self), ==, 1);
  tensor = open_one (self, "x.npy", &archive);
  g_assert_cmpint (qst_tensor_get_dtype (tensor), ==, QST_DTYPE_I8);
  g_assert_cmpuint (qst_tensor_get_count (tensor), ==, 100000);
}

/* Several views in one file, each with its title; as tables a file for each. */
static void
test_several_views (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) svg = NULL, csv = NULL;
  const char *text;

  cli_run (self,
           "plot @SAMPLE@ -t fc1.weight -b 4 --view histogram,transfer,mse --no-caption --no-legend --transparent -o a.svg");
  cli_assert_ok (self);
  svg = cli_read (self, "a.svg");
  text = g_bytes_get_data (svg, NULL);
  g_assert_nonnull (strstr (text, ">Values and grid</text>"));
  g_assert_nonnull (strstr (text, ">Transfer</text>"));
  g_assert_nonnull (strstr (text, ">MSE against scale</text>"));
  g_assert_null (strstr (text, ">Original</text>"));
  g_assert_null (strstr (text, "dB</text>"));
  g_assert_nonnull (strstr (text, "<desc>INT4 symmetric"));
  cli_run (self, "plot @SAMPLE@ -t fc1.weight -b 4 --view histogram,mse -o a.csv");
  cli_assert_ok (self);
  csv = cli_read (self, "a-2-mse.csv");
  g_assert_cmpuint (cli_count_files (self), ==, 3);
  cli_run (self, "plot @SAMPLE@ -t fc1.weight --view histogram,,mse -o b.svg");
  cli_assert_error (self, 2, "expected one of histogram");
}

/* A journal's size by its name; the picked value is marked. */
static void
test_presets (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) nature = NULL, ieee = NULL, picked = NULL;

  cli_run (self, "plot @SAMPLE@ -t fc1.weight -b 4 --view histogram --size nature-column -o nature.svg");
  cli_assert_ok (self);
  nature = cli_read (self, "nature.svg");
  g_assert_nonnull (strstr (g_bytes_get_data (nature, NULL), "width=\"252.28pt\" height=\"175.75pt\"")); /* 89 × 62 mm */
  g_assert_null (strstr (g_bytes_get_data (nature, NULL), "class=\"grid\""));
  cli_run (self, "plot @SAMPLE@ -t fc1.weight -b 4 --view histogram --size ieee-column -o ieee.svg");
  cli_assert_ok (self);
  ieee = cli_read (self, "ieee.svg");
  g_assert_nonnull (strstr (g_bytes_get_data (ieee, NULL), "class=\"grid\""));
  cli_run (self, "plot @SAMPLE@ -t fc1.weight -b 4 --view histogram --size ieee-column --pick 0.5 -o picked.svg");
  cli_assert_ok (self);
  picked = cli_read (self, "picked.svg");
  g_assert_false (g_bytes_equal (ieee, picked));
  cli_run (self, "plot @SAMPLE@ -t fc1.weight --view histogram --size poster -o x.svg");
  cli_assert_error (self, 2, "“poster”; expected WIDTHxHEIGHT");
}

#define ADD(name, data, func) g_test_add ("/cli/" name, Cli, data, cli_set_up, func, cli_tear_down)

int
main (int argc, char **argv)
{
  cli_test_init (&argc, &argv);
  ADD ("convert/raw", NULL, test_raw);
  for (gsize i = 0; i < G_N_ELEMENTS (quantizations); i++)
    {
      g_autofree char *codes = g_strdup_printf ("/cli/quantize/codes/%s", quantizations[i].options);
      g_autofree char *dequantized = g_strdup_printf ("/cli/quantize/dequantized/%s", quantizations[i].options);

      g_test_add (codes, Cli, GSIZE_TO_POINTER (i), cli_set_up, test_codes, cli_tear_down);
      g_test_add (dequantized, Cli, GSIZE_TO_POINTER (i), cli_set_up, test_dequantized, cli_tear_down);
    }
  ADD ("plot/several-views", NULL, test_several_views);
  ADD ("plot/presets", NULL, test_presets);
  ADD ("quantize/large", NULL, test_large);
  ADD ("quantize/shapes", NULL, test_shapes);
  ADD ("quantize/npy-header", NULL, test_npy_header);
  ADD ("quantize/no-permission", NULL, test_no_permission);
  ADD ("quantize/onto-itself", NULL, test_onto_itself);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/plot/%s", views[i]);

      g_test_add (path, Cli, views[i], cli_set_up, test_plot, cli_tear_down);
    }
  ADD ("plot/sizes", NULL, test_plot_sizes);
  ADD ("plot/caption", NULL, test_plot_caption);
  ADD ("plot/csv", NULL, test_plot_csv);
  ADD ("plot/svg-bars", NULL, test_plot_svg_bars);
  ADD ("plot/pdf-text", NULL, test_plot_pdf_text);
  ADD ("plot/bin-width", NULL, test_plot_bin_width);
  ADD ("plot/axes", NULL, test_plot_axes);
  ADD ("plot/mse-csv", NULL, test_plot_mse);
  ADD ("plot/empty", NULL, test_plot_empty);
  return g_test_run ();
}
