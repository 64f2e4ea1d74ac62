/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-result.h"
#include "figures/qsf-figures.h"
#include "figures/qsf-matrix.h"
#include "plot/qsp-figure-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Display lists against the stored ones: words exactly, numbers to a fifth of a px. After a change that is meant, look at the
 * pictures (draw-figures), then run this with QUANTOSCOPE_UPDATE_GOLDEN=1. */

typedef struct
{
  const char *name;
  QsfView view;
  QspThemeKind theme;
  gboolean small;
  QscScheme format;
  float scale;
  int zero_point;
  gboolean log_count, outline, decorated;
  double x_low, x_high;
  guint n_values; /* of the errors by index; 0: all */
} GoldenCase;

#define INT4 { 4, TRUE, FALSE, FALSE, QSC_ROUND_HALF_EVEN, 0 }, 0.02590f, -1
#define INT8 { 8, TRUE, FALSE, TRUE, QSC_ROUND_HALF_EVEN, 0 }, 0.00288f, 0

static const GoldenCase cases[] = {
  { "histogram-light", QSF_VIEW_HISTOGRAM, QSP_THEME_LIGHT, FALSE, INT4 },
  { "histogram-small-dark", QSF_VIEW_HISTOGRAM, QSP_THEME_DARK, TRUE, INT4 },
  { "histogram-int8-log-outline", QSF_VIEW_HISTOGRAM, QSP_THEME_LIGHT, TRUE, INT8, .log_count = TRUE, .outline = TRUE },
  { "histogram-zoomed", QSF_VIEW_HISTOGRAM, QSP_THEME_LIGHT, TRUE, INT8, .x_low = -0.01, .x_high = 0.02 },
  { "histogram-export-greyscale", QSF_VIEW_HISTOGRAM, QSP_THEME_GREYSCALE, TRUE, INT4, .decorated = TRUE },
  { "codes-light", QSF_VIEW_CODES, QSP_THEME_LIGHT, FALSE, INT4 },
  { "codes-int8-small-dark", QSF_VIEW_CODES, QSP_THEME_DARK, TRUE, INT8 },
  { "transfer-light", QSF_VIEW_TRANSFER, QSP_THEME_LIGHT, FALSE, INT4 },
  { "transfer-up-small-dark", QSF_VIEW_TRANSFER, QSP_THEME_DARK, TRUE, { 3, FALSE, TRUE, FALSE, QSC_ROUND_UP, 0 }, 0.06f, 4 },
  { "error-light", QSF_VIEW_ERROR, QSP_THEME_LIGHT, FALSE, INT4 },
  { "error-toward-zero-small-dark",
    QSF_VIEW_ERROR,
    QSP_THEME_DARK,
    TRUE,
    { 3, TRUE, FALSE, TRUE, QSC_ROUND_TOWARD_ZERO, 0 },
    0.06f,
    0 },
  { "landscape-light", QSF_VIEW_LANDSCAPE, QSP_THEME_LIGHT, FALSE, INT4 },
  { "landscape-small-dark", QSF_VIEW_LANDSCAPE, QSP_THEME_DARK, TRUE, INT8 },
  { "bits-light", QSF_VIEW_BITS, QSP_THEME_LIGHT, FALSE, INT4 },
  { "bits-small-dark", QSF_VIEW_BITS, QSP_THEME_DARK, TRUE, INT8 },
  { "ties-light", QSF_VIEW_TIES, QSP_THEME_LIGHT, FALSE, INT4 },
  { "ties-small-dark", QSF_VIEW_TIES, QSP_THEME_DARK, TRUE, INT8 },
  { "error-index-light", QSF_VIEW_ERROR_INDEX, QSP_THEME_LIGHT, FALSE, INT4 },
  { "error-index-small-dark", QSF_VIEW_ERROR_INDEX, QSP_THEME_DARK, TRUE, INT4 },
  { "error-index-stems-light", QSF_VIEW_ERROR_INDEX, QSP_THEME_LIGHT, FALSE, INT4, .n_values = 60 },
  { "error-index-close-dark", QSF_VIEW_ERROR_INDEX, QSP_THEME_DARK, FALSE, INT4, .n_values = 400 },
  { "error-histogram-light", QSF_VIEW_ERROR_HISTOGRAM, QSP_THEME_LIGHT, FALSE, INT4 },
  { "error-histogram-small-dark", QSF_VIEW_ERROR_HISTOGRAM, QSP_THEME_DARK, TRUE, INT4 },
  { "error-histogram-stochastic-small",
    QSF_VIEW_ERROR_HISTOGRAM,
    QSP_THEME_LIGHT,
    TRUE,
    { 3, TRUE, FALSE, TRUE, QSC_ROUND_STOCHASTIC, 0 },
    0.06f,
    0 },
  { "mse-light", QSF_VIEW_MSE, QSP_THEME_LIGHT, FALSE, INT4 },
  { "mse-small-dark", QSF_VIEW_MSE, QSP_THEME_DARK, TRUE, INT4 },
  { "mse-zoomed", QSF_VIEW_MSE, QSP_THEME_LIGHT, FALSE, INT4, .x_low = 0.013, .x_high = 0.06 },
  { "mse-int8-small-light", QSF_VIEW_MSE, QSP_THEME_LIGHT, TRUE, INT8 },
  { "error-int8-small-light", QSF_VIEW_ERROR, QSP_THEME_LIGHT, TRUE, INT8 },
};

static double
get_cursor (QsfView view)
{
  switch (view)
    {
    case QSF_VIEW_CODES:
      return 2.0;
    case QSF_VIEW_ERROR_INDEX:
      return 30.0;
    case QSF_VIEW_ERROR_HISTOGRAM:
      return 0.005;
    case QSF_VIEW_BITS:
      return 6.0;
    case QSF_VIEW_TIES:
      return 3.0;
    case QSF_VIEW_LANDSCAPE:
      return 0.04;
    default:
      return 0.0875;
    }
}

static char *
record (const GoldenCase *c)
{
  g_autofree float *values = fake_values_new (20000);
  g_autoptr (QsaResult) result = fake_result_new (values, 20000, &c->format, c->scale, c->zero_point, 40);
  QspDecoration decoration = { TRUE, "INT4 asymmetric · s = 0.02590 · z = −1" };
  QsaCurve *curve = fake_curve_new (values, 2000, &c->format, c->zero_point, (double)c->scale / 5, (double)c->scale * 4.2, 40);
  QspPainter *painter = qsp_painter_new_record ();
  g_autoptr (QspFigure) figure = NULL;
  QsfOptions options;
  QspTheme theme;
  char *text;

  qsf_options_init (&options);
  options.large = !c->small;
  options.has_pick = TRUE;
  options.pick = 0.0875f;
  options.pick_index = c->view == QSF_VIEW_ERROR_INDEX ? 12 : 0;
  options.cursor_x = get_cursor (c->view);
  options.cursor_y = 3.0;
  options.extras[QSF_EXTRA_CURVE] = curve;
  fake_extras_init (&options, result, values, c->n_values > 0 ? c->n_values : 20000, c->small ? 220 : 652);
  options.log_count = c->log_count;
  options.outline = c->outline;
  if (c->n_values > 0)
    {
      options.x_low = -0.5;
      options.x_high = c->n_values - 0.5;
    }
  if (c->x_low < c->x_high)
    {
      options.x_low = c->x_low;
      options.x_high = c->x_high;
    }
  figure = qsf_figure_new (c->view, result, &options);
  fake_extras_clear (&options);
  qsp_theme_init (&theme, c->theme);
  theme.localized = FALSE;
  qsp_figure_paint (figure, painter, &theme, c->small ? 278 : 720, c->small ? 236 : 364, c->decorated ? &decoration : NULL);
  text = qsp_painter_record_finish (painter);
  qsp_painter_free (painter);
  return text;
}

typedef struct
{
  const char *name;
  QsfMatrixMode mode;
  QspThemeKind theme;
  QsaWindow window;
  gboolean decorated;
} MatrixCase;

static const MatrixCase matrix_cases[] = {
  { "matrix-light", QSF_MATRIX_CODES, QSP_THEME_LIGHT, { 12, 24, 10, 19, 1, 1 }, FALSE },
  { "matrix-dark", QSF_MATRIX_CODES, QSP_THEME_DARK, { 12, 24, 10, 19, 1, 1 }, FALSE },
  { "matrix-export-greyscale", QSF_MATRIX_CODES, QSP_THEME_GREYSCALE, { 12, 24, 4, 8, 1, 1 }, TRUE },
  { "matrix-values-light", QSF_MATRIX_VALUES, QSP_THEME_LIGHT, { 0, 0, 4, 8, 1, 1 }, FALSE },
  { "matrix-reconstructed-dark", QSF_MATRIX_RECONSTRUCTED, QSP_THEME_DARK, { 0, 0, 4, 8, 1, 1 }, FALSE },
  { "matrix-error-light", QSF_MATRIX_ERRORS, QSP_THEME_LIGHT, { 0, 0, 4, 8, 1, 1 }, FALSE },
  { "matrix-coarse-light", QSF_MATRIX_CODES, QSP_THEME_LIGHT, { 0, 0, 96, 192, 16, 16 }, FALSE },
};

/* The design's 192 × 576 tensor, its pick in row 17, column 33. */
static char *
record_matrix (const MatrixCase *c)
{
  static const guint64 shape[2] = { 192, 576 };
  static const QscScheme format = { 4, TRUE, FALSE, FALSE, QSC_ROUND_HALF_EVEN, 0 };
  const QspDecoration decoration = { TRUE, "INT4 asymmetric · s = 0.02590 · z = −1" };
  const QsfMatrixOptions options = { c->mode, TRUE, 17, 33, 8, c->decorated ? 4 : 0 };
  g_autoptr (QstTensor) tensor = qst_tensor_new_take ("t", "test", 2, shape, fake_values_new (shape[0] * shape[1]));
  QspPainter *painter = qsp_painter_new_record ();
  g_autoptr (QspFigure) figure = NULL;
  g_autoptr (QsaPatch) patch = NULL;
  QsaMatrix matrix;
  g_autoptr (QsaUnitParams) units = NULL;
  QscParams params;
  QspTheme theme;
  char *text;

  g_assert_cmpint (qsc_params_init (&params, &format, 0.02590f, -1), ==, QSC_OK);
  qsa_matrix_init (&matrix, tensor);
  patch = qsa_patch_new (tensor, &matrix, &c->window, NULL, NULL, NULL);
  units = qsa_unit_params_new_single (&params);
  figure = qsf_figure_new_matrix (patch, units, &options);
  qsp_theme_init (&theme, c->theme);
  theme.localized = FALSE;
  qsp_figure_paint (figure, painter, &theme, 720, 380, c->decorated ? &decoration : NULL);
  text = qsp_painter_record_finish (painter);
  qsp_painter_free (painter);
  return text;
}

/* Past the next number or character, whether both agree. */
static gboolean
step (const char **a, const char **b)
{
  char *a_end, *b_end;
  double x, y;

  if ((*a)[0] == ' ' && (*b)[0] == ' ')
    {
      x = g_ascii_strtod (*a, &a_end);
      y = g_ascii_strtod (*b, &b_end);
      if (a_end != *a && b_end != *b)
        {
          *a = a_end;
          *b = b_end;
          return fabs (x - y) <= 0.21;
        }
    }
  return *(*a)++ == *(*b)++;
}

static void
compare (const char *name, const char *text)
{
  g_autofree char *file = g_strconcat (name, ".dl", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "figures", "golden", file, NULL);
  g_autofree char *expected = NULL;
  const char *a = text, *b;
  guint line = 1;

  if (g_getenv ("QUANTOSCOPE_UPDATE_GOLDEN") != NULL)
    {
      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      g_test_skip ("stored anew");
      return;
    }
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  for (b = expected; *a != '\0' && *b != '\0';)
    {
      line += *a == '\n';
      if (!step (&a, &b))
        {
          g_test_message ("%s, line %u: drawn \"%.60s\", stored \"%.60s\"", file, line, a, b);
          g_test_fail ();
          return;
        }
    }
  g_assert_cmpstr (a, ==, b);
}

static void
test_golden (gconstpointer data)
{
  const GoldenCase *c = data;
  g_autofree char *text = record (c);

  compare (c->name, text);
}

static void
test_matrix (gconstpointer data)
{
  const MatrixCase *c = data;
  g_autofree char *text = record_matrix (c);

  compare (c->name, text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/figures/golden/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_golden);
    }
  for (guint i = 0; i < G_N_ELEMENTS (matrix_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/figures/golden/", matrix_cases[i].name, NULL);

      g_test_add_data_func (path, &matrix_cases[i], test_matrix);
    }
  return g_test_run ();
}
