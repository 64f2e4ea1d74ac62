/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

#include "analysis/qsa-patch.h"

#include <math.h>

/* Value = index, so that a value says where it is from. */
static QstTensor *
new_tensor (gsize n_dims, const guint64 *shape)
{
  guint64 count = 1;
  float *values;

  for (gsize i = 0; i < n_dims; i++)
    count *= shape[i];
  values = g_new (float, MAX (count, 1));
  for (guint64 i = 0; i < count; i++)
    values[i] = (float)i;
  return qst_tensor_new_take ("t", "test", n_dims, shape, values);
}

/* Any two axes of four, any index of the others: the value of each cell by the definition of row-major order. */
static void
test_axes (void)
{
  static const guint64 shape[4] = { 3, 4, 2, 5 };
  g_autoptr (QstTensor) tensor = new_tensor (4, shape);
  QsaMatrix matrix;
  float scratch[QSA_MATRIX_SCRATCH], values[5];

  qsa_matrix_init (&matrix, tensor);
  g_assert_cmpuint (matrix.row_axis, ==, 0);
  g_assert_cmpuint (matrix.column_axis, ==, 3); /* the longest of the others */
  for (gsize row_axis = 0; row_axis < 4; row_axis++)
    for (gsize column_axis = 0; column_axis < 4; column_axis++)
      {
        guint64 at[4] = { 2, 3, 1, 4 };

        if (row_axis == column_axis)
          continue;
        matrix.row_axis = row_axis;
        matrix.column_axis = column_axis;
        for (gsize i = 0; i < 4; i++)
          matrix.index[i] = at[i];
        g_assert_cmpuint (qsa_matrix_get_n_rows (&matrix), ==, shape[row_axis]);
        g_assert_cmpuint (qsa_matrix_get_n_columns (&matrix), ==, shape[column_axis]);
        for (at[row_axis] = 0; at[row_axis] < shape[row_axis]; at[row_axis]++)
          {
            qsa_matrix_read (&matrix, tensor, at[row_axis], 0, shape[column_axis], values, scratch);
            for (at[column_axis] = 0; at[column_axis] < shape[column_axis]; at[column_axis]++)
              {
                guint64 index = ((at[0] * 4 + at[1]) * 2 + at[2]) * 5 + at[3], row, column;

                g_assert_cmpuint (qsa_matrix_get_index (&matrix, at[row_axis], at[column_axis]), ==, index);
                g_assert_cmpfloat (values[at[column_axis]], ==, (float)index);
                g_assert_true (qsa_matrix_find (&matrix, index, &row, &column));
                g_assert_cmpuint (row, ==, at[row_axis]);
                g_assert_cmpuint (column, ==, at[column_axis]);
              }
          }
      }
}

static void
test_show (void)
{
  static const guint64 shape[3] = { 3, 4, 5 };
  g_autoptr (QstTensor) tensor = new_tensor (3, shape);
  QsaMatrix matrix;
  guint64 row, column;

  qsa_matrix_init (&matrix, tensor);
  g_assert_false (qsa_matrix_find (&matrix, (1 * 4 + 2) * 5 + 3, &row, &column)); /* axis 1 is at 0 */
  qsa_matrix_show (&matrix, (1 * 4 + 2) * 5 + 3);
  g_assert_true (qsa_matrix_find (&matrix, (1 * 4 + 2) * 5 + 3, &row, &column));
  g_assert_cmpuint (row, ==, 1);
  g_assert_cmpuint (column, ==, 3);
  g_assert_false (qsa_matrix_find (&matrix, 60, &row, &column));
}

/* One axis: rows of a width, the last one shorter. */
static void
test_wrapped (void)
{
  static const guint64 shape[1] = { 1000 };
  g_autoptr (QstTensor) tensor = new_tensor (1, shape);
  QsaMatrix matrix;
  float scratch[QSA_MATRIX_SCRATCH], values[32];
  guint64 row, column;

  qsa_matrix_init (&matrix, tensor);
  g_assert_true (qsa_matrix_is_wrapped (&matrix));
  g_assert_cmpuint (matrix.width, ==, 32); /* 32² is the first that holds 1000 */
  g_assert_cmpuint (qsa_matrix_get_n_rows (&matrix), ==, 32);
  g_assert_cmpuint (qsa_matrix_get_index (&matrix, 31, 7), ==, 999);
  g_assert_cmpuint (qsa_matrix_get_index (&matrix, 31, 8), ==, G_MAXUINT64);
  qsa_matrix_read (&matrix, tensor, 31, 4, 28, values, scratch);
  g_assert_cmpfloat (values[3], ==, 999);
  g_assert_true (isnan (values[4]));
  matrix.width = 7;
  g_assert_cmpuint (qsa_matrix_get_n_rows (&matrix), ==, 143);
  g_assert_true (qsa_matrix_find (&matrix, 999, &row, &column));
  g_assert_cmpuint (row * 7 + column, ==, 999);
}

static void
test_empty_and_scalar (void)
{
  static const guint64 none[2] = { 0, 4 };
  g_autoptr (QstTensor) empty = new_tensor (2, none);
  g_autoptr (QstTensor) scalar = new_tensor (0, NULL);
  g_autoptr (QsaPatch) patch = NULL;
  QsaMatrix matrix;
  QsaWindow window;

  qsa_matrix_init (&matrix, empty);
  g_assert_cmpuint (qsa_matrix_get_n_rows (&matrix), ==, 0);
  qsa_window_init_overview (&window, &matrix, 10, 10);
  patch = qsa_patch_new (empty, &matrix, &window, NULL, NULL, NULL);
  g_assert_cmpuint (qsa_patch_get_n_rows (patch), ==, 0);
  qsa_matrix_init (&matrix, scalar);
  g_assert_cmpuint (qsa_matrix_get_n_rows (&matrix), ==, 1);
  g_assert_cmpuint (qsa_matrix_get_n_columns (&matrix), ==, 1);
}

static QscParams
get_params (QscRounding rounding)
{
  const QscScheme format = { 4, TRUE, FALSE, FALSE, rounding, 5 };
  QscParams params;

  g_assert_cmpint (qsc_params_init (&params, &format, 0.03f, -1), ==, QSC_OK);
  return params;
}

static QstTensor *
draw (guint64 n_rows, guint64 n_columns)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, n_rows * n_columns);
  gsize n;
  float *values = analysis_test_get_values (source, &n);
  const guint64 shape[2] = { n_rows, n_columns };

  for (gsize i = 0; i < n; i++)
    values[i] *= 0.08f;
  values[5] = NAN;
  return qst_tensor_new_take ("t", "test", 2, shape, values);
}

/* A sample against all its cells, one at a time: the farthest code and the largest error. */
static void
check_sample (QsaPatch *patch, QstTensor *tensor, QsaUnitParams *units, guint row, guint column)
{
  const QscParams *params = qsa_unit_params_get_all (units);
  gint32 zero_point;
  const QsaWindow *window = qsa_patch_get_window (patch);
  const guint64 n_columns = qst_tensor_get_shape (tensor)[1];
  gint32 farthest = 0, code;
  double error = 0;

  for (guint64 r = row * window->row_step; r < MIN ((row + 1) * window->row_step, window->n_rows); r++)
    for (guint64 c = column * window->column_step; c < MIN ((column + 1) * window->column_step, window->n_columns); c++)
      {
        guint64 index = (window->row + r) * n_columns + window->column + c;
        QscTrace trace;

        qsc_params_trace (params, qst_tensor_get_value (tensor, index), index, &trace);
        if (!trace.is_finite)
          continue;
        farthest = MAX (farthest, ABS (trace.code - params->zero_point));
        error = MAX (error, fabs ((double)trace.error));
      }
  g_assert_true (qsa_patch_get_farthest_code (patch, units, row, column, &code, &zero_point));
  if (params->rounding == QSC_ROUND_STOCHASTIC)
    {
      g_assert_cmpint (ABS (code - params->zero_point), >=, farthest);
      g_assert_cmpint (ABS (code - params->zero_point), <=, farthest + 1);
    }
  else
    {
      g_assert_cmpint (ABS (code - params->zero_point), ==, farthest);
    }
  g_assert_cmpfloat (qsa_patch_get_error (patch)[row * qsa_patch_get_n_columns (patch) + column], ==, (float)error);
}

static void
test_coarse (gconstpointer data)
{
  const QscParams params = get_params (GPOINTER_TO_INT (data));
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&params);
  g_autoptr (QstTensor) tensor = draw (61, 97);
  const QsaWindow window = { 3, 10, 50, 80, 4, 7 };
  g_autoptr (QsaPatch) patch = NULL;
  QsaMatrix matrix;

  qsa_matrix_init (&matrix, tensor);
  patch = qsa_patch_new (tensor, &matrix, &window, units, NULL, NULL);
  g_assert_cmpuint (qsa_patch_get_n_rows (patch), ==, 13);
  g_assert_cmpuint (qsa_patch_get_n_columns (patch), ==, 12);
  for (guint row = 0; row < 13; row++)
    for (guint column = 0; column < 12; column++)
      check_sample (patch, tensor, units, row, column);
}

/* Cell by cell, stochastic rounding too: by the value's own index. */
static void
test_cells (gconstpointer data)
{
  const QscParams params = get_params (GPOINTER_TO_INT (data));
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&params);
  g_autoptr (QstTensor) tensor = draw (61, 97);
  const QsaWindow window = { 20, 90, 50, 20, 1, 1 };
  g_autoptr (QsaPatch) patch = NULL;
  QsaMatrix matrix;

  qsa_matrix_init (&matrix, tensor);
  patch = qsa_patch_new (tensor, &matrix, &window, NULL, NULL, NULL);
  g_assert_null (qsa_patch_get_error (patch));
  for (guint row = 0; row < 50; row++)
    for (guint column = 0; column < 20; column++)
      {
        guint64 index = (guint64)(row + 20) * 97 + column + 90;
        gboolean inside = row + 20 < 61 && column + 90 < 97;
        QscTrace trace, expected;
        gint32 code, zero_point;

        g_assert_cmpint (qsa_patch_trace (patch, units, row, column, &trace), ==, inside);
        g_assert_cmpint (qsa_patch_get_farthest_code (patch, units, row, column, &code, &zero_point), ==, inside);
        if (!inside)
          continue;
        qsc_params_trace (&params, qst_tensor_get_value (tensor, index), index, &expected);
        g_assert_cmpint (trace.code, ==, expected.code);
        g_assert_cmpint (code, ==, expected.code);
        g_assert_true (trace.error == expected.error || (isnan (trace.error) && isnan (expected.error)));
      }
}

static void
test_overview (void)
{
  g_autoptr (QstTensor) tensor = draw (61, 97);
  QsaMatrix matrix;
  QsaWindow window;

  qsa_matrix_init (&matrix, tensor);
  qsa_window_init_overview (&window, &matrix, 20, 1000);
  g_assert_cmpuint (window.row_step, ==, 4); /* 61 / 20 = 3.05 */
  g_assert_cmpuint (window.column_step, ==, 1);
  g_assert_cmpuint (window.n_rows, ==, 61);
}

static void
test_cancelled (void)
{
  g_autoptr (QstTensor) tensor = draw (61, 97);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  QsaMatrix matrix;
  QsaWindow window;

  qsa_matrix_init (&matrix, tensor);
  qsa_window_init_overview (&window, &matrix, 20, 20);
  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_patch_new (tensor, &matrix, &window, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matrix/axes", test_axes);
  g_test_add_func ("/matrix/show", test_show);
  g_test_add_func ("/matrix/wrapped", test_wrapped);
  g_test_add_func ("/matrix/empty-and-scalar", test_empty_and_scalar);
  for (int i = 0; i < QSC_N_ROUNDINGS; i++)
    {
      g_autofree char *cells = g_strdup_printf ("/patch/cells/%s", qsa_rounding_get_nick (i));
      g_autofree char *coarse = g_strdup_printf ("/patch/coarse/%s", qsa_rounding_get_nick (i));

      g_test_add_data_func (cells, GINT_TO_POINTER (i), test_cells);
      g_test_add_data_func (coarse, GINT_TO_POINTER (i), test_coarse);
    }
  g_test_add_func ("/patch/overview", test_overview);
  g_test_add_func ("/patch/cancelled", test_cancelled);
  return g_test_run ();
}
