/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-result.h"
#include "figures/qsf-matrix.h"
#include "plot/qsp-export.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_ROWS 40
#define N_COLUMNS 50

static QscParams
get_params (void)
{
  static const QscScheme format = { 4, TRUE, FALSE, FALSE, QSC_ROUND_HALF_EVEN, 0 };
  QscParams params;

  g_assert_cmpint (qsc_params_init (&params, &format, 0.02590f, -1), ==, QSC_OK);
  return params;
}

static QsaPatch *
new_patch (QstTensor **tensor, const QsaWindow *window)
{
  static const guint64 shape[2] = { N_ROWS, N_COLUMNS };
  QsaMatrix matrix;

  *tensor = qst_tensor_new_take ("t", "test", 2, shape, fake_values_new (N_ROWS * N_COLUMNS));
  qsa_matrix_init (&matrix, *tensor);
  return qsa_patch_new (*tensor, &matrix, window, NULL, NULL, NULL);
}

/* Every number of the table against the formula, and it reads back as the float it was. */
static void
test_table (gconstpointer data)
{
  const QsfMatrixOptions options = { GPOINTER_TO_UINT (data), FALSE, 0, 0, 0, 0 };
  const QsaWindow window = { 5, 7, 10, 11, 1, 1 };
  const QscParams params = get_params ();
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&params);
  g_autoptr (QstTensor) tensor = NULL;
  g_autoptr (QsaPatch) patch = new_patch (&tensor, &window);
  g_autoptr (QspFigure) figure = qsf_figure_new_matrix (patch, units, &options);
  g_autofree char *csv = qsp_figure_to_csv (figure);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  g_assert_cmpstr (lines[0], ==, "row,7,8,9,10,11,12,13,14,15,16,17");
  for (guint row = 0; row < 10; row++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[row + 1], ",", -1);

      g_assert_cmpint (atoi (fields[0]), ==, (int)row + 5);
      for (guint column = 0; column < 11; column++)
        {
          const guint64 index = (row + 5) * N_COLUMNS + column + 7;
          const float number = (float)g_ascii_strtod (fields[column + 1], NULL);
          QscTrace trace;

          qsc_params_trace (&params, qst_tensor_get_value (tensor, index), index, &trace);
          g_assert_cmpfloat (number, ==,
                             options.mode == QSF_MATRIX_CODES           ? (float)trace.code
                             : options.mode == QSF_MATRIX_VALUES        ? trace.value
                             : options.mode == QSF_MATRIX_RECONSTRUCTED ? trace.reconstructed
                                                                        : trace.error);
        }
    }
}

/* The colours of INT4 at z = -1: -1 at -8 is 7/8 of the way that 7 goes, and z is in the middle. */
static void
test_positions (void)
{
  const QscParams params = get_params ();
  QscTrace trace;

  qsc_params_trace (&params, 0, 0, &trace);
  g_assert_cmpfloat (qsf_matrix_get_position (QSF_MATRIX_CODES, &params, &params, &trace), ==, 0);
  g_assert_cmpfloat (qsf_matrix_get_position (QSF_MATRIX_ERRORS, &params, &params, &trace), ==, 0);
  g_assert_cmpint (qsf_matrix_get_flags (&params, &trace), ==, QSP_CELL_BOLD);
  qsc_params_trace (&params, 1, 0, &trace); /* clipped: far beyond s/2 */
  g_assert_cmpfloat (qsf_matrix_get_position (QSF_MATRIX_CODES, &params, &params, &trace), ==, 1);
  g_assert_cmpfloat (qsf_matrix_get_position (QSF_MATRIX_ERRORS, &params, &params, &trace), ==, 1);
  g_assert_cmpint (qsf_matrix_get_flags (&params, &trace), ==, QSP_CELL_HATCHED);
  qsc_params_trace (&params, -1, 0, &trace);
  g_assert_cmpfloat (qsf_matrix_get_position (QSF_MATRIX_RECONSTRUCTED, &params, &params, &trace), ==, -7.0 / 8.0);
  qsc_params_trace (&params, 2 * 0.02590f, 0, &trace);
  g_assert_cmpfloat_with_epsilon (qsf_matrix_get_position (QSF_MATRIX_VALUES, &params, &params, &trace), 2.0 / 8.0, 1e-6);
  qsc_params_trace (&params, 0.25f * 0.02590f, 0, &trace);
  g_assert_cmpfloat_with_epsilon (qsf_matrix_get_position (QSF_MATRIX_ERRORS, &params, &params, &trace), 0.5, 1e-6);
  qsc_params_trace (&params, NAN, 0, &trace);
  g_assert_cmpfloat (qsf_matrix_get_position (QSF_MATRIX_VALUES, &params, &params, &trace), ==, 0);
}

/* A coarse sample is of the colour that stands farthest from the middle among its cells. */
static void
test_coarse_positions (void)
{
  const QsaWindow fine = { 0, 0, N_ROWS, N_COLUMNS, 1, 1 }, coarse = { 0, 0, N_ROWS, N_COLUMNS, 8, 10 };
  const QscParams params = get_params ();
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&params);
  g_autoptr (QstTensor) tensor = NULL;
  g_autoptr (QstTensor) same = NULL;
  g_autoptr (QsaPatch) cells = new_patch (&tensor, &fine);
  g_autoptr (QsaPatch) samples = new_patch (&same, &coarse);

  for (guint mode = QSF_MATRIX_CODES; mode <= QSF_MATRIX_RECONSTRUCTED; mode++)
    for (guint row = 0; row < N_ROWS / 8; row++)
      for (guint column = 0; column < N_COLUMNS / 10; column++)
        {
          double farthest = 0;

          for (guint i = 0; i < 80; i++)
            farthest =
                MAX (farthest,
                     fabs (qsf_matrix_get_sample_position (mode, units, &params, cells, row * 8 + i / 10, column * 10 + i % 10)));
          g_assert_cmpfloat (fabs (qsf_matrix_get_sample_position (mode, units, &params, samples, row, column)), ==, farthest);
        }
}

/* The key names codes that there are, whatever the zero-point, and the bold one in between. */
static void
test_key (void)
{
  static const QscScheme format = { 8, TRUE, FALSE, FALSE, QSC_ROUND_HALF_EVEN, 0 };
  QscParams params;

  for (int z = -100; z <= 127; z += 227)
    {
      g_autofree char *zero = g_strdup_printf ("\"%s%d\"", z < 0 ? "−" : "", ABS (z));
      g_autoptr (QspFigure) figure = NULL;
      g_autofree char *text = NULL;

      g_assert_cmpint (qsc_params_init (&params, &format, 0.1f, z), ==, QSC_OK);
      figure = qsf_figure_new_matrix_key (QSF_MATRIX_CODES, &params);
      text = fake_record (figure, 480, 52);
      g_assert_nonnull (strstr (text, "\"−128\""));
      g_assert_nonnull (strstr (text, "\"127\""));
      g_assert_nonnull (strstr (text, zero));
    }
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, what)) != NULL; at++)
    n++;
  return n;
}

/* In a file for print cells are shapes and numbers are text: one of each per cell, no picture. */
static void
test_svg (void)
{
  const QsfMatrixOptions options = { .mode = QSF_MATRIX_CODES };
  const QsaWindow window = { 5, 7, 10, 11, 1, 1 };
  const QscParams params = get_params ();
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&params);
  g_autoptr (QstTensor) tensor = NULL;
  g_autoptr (QsaPatch) patch = new_patch (&tensor, &window);
  g_autoptr (QspFigure) figure = qsf_figure_new_matrix (patch, units, &options);
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autofree char *text = NULL;
  QspExportOptions export;

  qsp_export_options_init (&export);
  export.format = QSP_EXPORT_SVG;
  export.legend = FALSE;
  svg = qsp_export_render (figure, &export, NULL);
  again = qsp_export_render (figure, &export, NULL);
  g_assert_true (g_bytes_equal (svg, again));
  text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  g_assert_cmpuint (count (text, "<image"), ==, 0);
  g_assert_cmpuint (count (text, "<text"), ==, 10 * 11 + 10 + 11);
  g_assert_nonnull (strstr (qsp_figure_get_description (figure), "rows 5 to 14, columns 7 to 17"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < QSF_N_MATRIX_MODES; i++)
    {
      g_autofree char *path = g_strconcat ("/figures/matrix/table/", qsf_matrix_mode_get_nick (i), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_table);
    }
  g_test_add_func ("/figures/matrix/positions", test_positions);
  g_test_add_func ("/figures/matrix/coarse-positions", test_coarse_positions);
  g_test_add_func ("/figures/matrix/key", test_key);
  g_test_add_func ("/figures/matrix/svg", test_svg);
  return g_test_run ();
}
