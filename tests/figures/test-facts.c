/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-result.h"
#include "figures/qsf-figures.h"
#include "plot/qsp-export.h"
#include "plot/qsp-figure-private.h"

#include <math.h>
#include <string.h>

/* What plots.md says a view shows. */

static QspFigure *
new_sample (QsfView view, double cursor)
{
  g_autofree float *values = fake_values_new (110592);
  g_autoptr (QsaResult) result = fake_result_new_sample (152);
  QsfOptions options;
  QspFigure *figure;

  qsf_options_init (&options);
  options.extras[QSF_EXTRA_CURVE] =
      fake_curve_new (values, 110592, &qsa_result_get_scheme (result)->format, -1, 0.0259 / 5, 0.0259 * 4.2, 45);
  fake_extras_init (&options, result, values, 110592, 800);
  options.has_pick = TRUE;
  options.pick = 0.0875f;
  options.cursor_x = cursor;
  options.cursor_y = isnan (cursor) ? NAN : 3.0;
  figure = qsf_figure_new (view, result, &options);
  fake_extras_clear (&options);
  return figure;
}

typedef struct
{
  const char *name;
  QsfView view;
  double cursor;
  const char *pattern;
} ReadoutCase;

/* s = 0.02590, z = -1: 0.0875 / s = 3.378, q = 3 - 1 = 2, 3 s = 0.07770; q = 2 is 2.5 s ... 3.5 s; the range ends at
 * -7.5 s = -0.19425 and 8.5 s = 0.22015. */
static const ReadoutCase readouts[] = {
  { "histogram", QSF_VIEW_HISTOGRAM, 0.0875, "^r = 0.08750\nbin 0.08\\d\\d … 0.09\\d\\d\n\\d+ values\nq = 2   r̂ = 0.07770$" },
  { "codes", QSF_VIEW_CODES, 2.2, "^q = 2\nr̂ = 0.07770\n\\d+ values · \\d\\.\\d\\d.%\nr = 0.06475 … 0.09065$" },
  { "codes-lowest", QSF_VIEW_CODES, -99, "^q = −8\nr̂ = −0.1813\n\\d+ values · 0\\.\\d\\d.%\nr ≤ −0.168[34]$" },
  { "codes-highest", QSF_VIEW_CODES, 99, "^q = 7\nr̂ = 0.2072\n\\d+ values · 0\\.\\d\\d.%\nr ≥ 0.194[23]$" },
  { "transfer", QSF_VIEW_TRANSFER, 0.0875, "^r = 0.08750\nr̂ = 0.07770\nq = 2\ne = −0.00980\\d$" },
  { "error-rounding", QSF_VIEW_ERROR, 0.0875, "^r = 0.08750\ne = −0.00980\\d\ne ÷ s = −0.378\\d\nrounding$" },
  { "error-index", QSF_VIEW_ERROR_INDEX, 300,
    "^index 276 … 413\ne = −0.0\\d+ … 0.0\\d+\nlargest at \\d\\d\\d\nthere r = −?0.\\d+$" },
  { "landscape", QSF_VIEW_LANDSCAPE, 0.04,
    "^s = 0\\.0[34]\\d+, z = 3\nMSE 0\\.000\\d+\nSQNR \\d+\\.\\d dB\n\\d\\.\\d\\d dB from the optimum$" },
  { "bits", QSF_VIEW_BITS, 4.3,
    "^4 bits\nSQNR \\d\\d\\.\\d dB · MSE \\d\\.\\d+×10⁻⁵\nthe last bit gives \\d\\.\\d\\d dB\ns = 0\\.0259\\d$" },
  { "ties", QSF_VIEW_TIES, -3.4, "^3 ulp below\n45 values\n0\\.04.%$" },
  { "ties-on", QSF_VIEW_TIES, 0.2, "^on the threshold\n96 values\n0\\.09.%$" },
  { "error-histogram", QSF_VIEW_ERROR_HISTOGRAM, 0.0001, "^e = 0 … 0\\.000648\n\\d+ values\n2\\.\\d\\d.%$" },
  { "error-histogram-below", QSF_VIEW_ERROR_HISTOGRAM, -1, "^e < −0\\.0246\n\\d+ values\n0\\.\\d\\d.%$" },
  { "error-histogram-above", QSF_VIEW_ERROR_HISTOGRAM, 1, "^e > 0\\.0246\n\\d+ values\n0\\.\\d\\d.%$" },
  { "mse", QSF_VIEW_MSE, 0.0259,
    "^s = 0.02590\nMSE \\d.\\d+×10⁻⁵ · SQNR 1\\d.\\d dB\nrounding \\d\\d\\.\\d\\d.%\nclipping \\d\\d\\.\\d\\d.%$" },
  { "error-clipping", QSF_VIEW_ERROR, 0.3, "^r = 0.3000\ne = −0.0928\\d\ne ÷ s = −3.58\\d\nclipping$" },
};

static void
test_readout (gconstpointer data)
{
  const ReadoutCase *c = data;
  g_autoptr (QspFigure) figure = new_sample (c->view, c->cursor);

  g_test_message ("%s", qsp_figure_get_readout (figure));
  g_assert_true (g_regex_match_simple (c->pattern, qsp_figure_get_readout (figure), 0, 0));
}

static void
test_no_readout (void)
{
  for (int view = 0; view < QSF_N_VIEWS; view++)
    {
      g_autoptr (QspFigure) figure = new_sample (view, NAN);

      g_assert_null (qsp_figure_get_readout (figure));
    }
}

static void
test_descriptions (void)
{
  static const char *const patterns[QSF_N_VIEWS] = {
    [QSF_VIEW_HISTOGRAM] = ("^Histogram of 110.592 values from −0\\.28 to 0\\.37, highest near 0\\.0\\d+\\. "
                            "INT4 grid from −0\\.18 to 0\\.21 in steps of 0\\.0259\\. \\d\\.\\d\\d percent clipped\\.$"),
    [QSF_VIEW_CODES] = "^16 of 16 codes are used, most often code −1 with .* values\\. INT4 grid",
    [QSF_VIEW_TRANSFER] = "^Staircase of 16 levels",
    [QSF_VIEW_ERROR] = "^Error against r: a saw-tooth from −0\\.0130 to 0\\.0130 inside the range",
    [QSF_VIEW_ERROR_INDEX] =
        "^Errors of 110.592 values in memory order, from −0\\.1\\d\\d to 0\\.10\\d, the largest at index \\d\\d.+\\d\\d\\d\\. "
        "0\\.86 percent clipped\\.$",
    [QSF_VIEW_ERROR_HISTOGRAM] = "^Histogram of errors: rounding spreads them from −0\\.0130 to 0\\.0130, mean "
                                 "−?\\d\\.\\d×10⁻.\\. 0\\.86 percent clipped\\.$",
    [QSF_VIEW_LANDSCAPE] = "^Least mean squared error \\d\\.\\d\\d×10⁻⁵ at scale 0\\.0\\d\\d\\d and zero-point [−0-9]+; in force "
                           "\\d\\.\\d\\d×10⁻⁵ at scale 0\\.0259 and zero-point −1\\.$",
    [QSF_VIEW_BITS] = "^Signal to quantization noise of \\d\\.\\d dB at 2 bits to \\d\\d\\.\\d dB at 16 bits, \\d\\.\\d dB for "
                      "each bit\\. Calibration: Manual\\.$",
    [QSF_VIEW_TIES] = "^Of 110.592 values 96 lie on a threshold between two codes and 390 within 8 ulp of one\\. "
                      "By reciprocal: 7 codes differ\\.$",
    [QSF_VIEW_MSE] = "^Mean squared error \\d\\.\\d\\d×10⁻⁵ at scale 0\\.0259, \\d+\\.\\d\\d.% of it from clipping; least "
                     "\\d\\.\\d\\d×10⁻⁵ at "
                     "scale 0\\.02\\d\\d\\.$",
  };

  for (int view = 0; view < QSF_N_VIEWS; view++)
    {
      g_autoptr (QspFigure) figure = new_sample (view, NAN);

      g_test_message ("%s", qsp_figure_get_description (figure));
      g_assert_true (g_regex_match_simple (patterns[view], qsp_figure_get_description (figure), 0, 0));
    }
}

static void
test_limits (void)
{
  double x0, x1, y0, y1;
  g_autoptr (QspFigure) codes = new_sample (QSF_VIEW_CODES, NAN), error = new_sample (QSF_VIEW_ERROR, NAN);
  g_autoptr (QspFigure) transfer = new_sample (QSF_VIEW_TRANSFER, NAN), histogram = new_sample (QSF_VIEW_HISTOGRAM, NAN);

  qsp_figure_get_limits (codes, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat (y0, ==, 0.7);
  g_assert_cmpfloat (x0, ==, -8.6);
  g_assert_cmpfloat (x1, ==, 7.6);
  qsp_figure_get_limits (error, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat_with_epsilon (y1, 4.2 * 0.0259, 1e-6);
  g_assert_cmpfloat_with_epsilon (y0, -4.2 * 0.0259, 1e-6);
  qsp_figure_get_limits (transfer, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat (x0, ==, y0);
  g_assert_cmpfloat (x1, ==, y1);
  qsp_figure_get_limits (histogram, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat (y0, ==, 0.0);
}

/* Nothing clipped: the saw-tooth still has air around it, at least ±s. */
static void
test_error_limits (void)
{
  double x0, x1, y0, y1;
  g_autoptr (QsaResult) result = fake_result_new_signed ((const float[]){ 0.1f }, 1, 4, 0.1f, 0, QSC_ROUND_HALF_EVEN, 10);
  g_autoptr (QspFigure) figure = qsf_figure_new (QSF_VIEW_ERROR, result, NULL);

  qsp_figure_get_limits (figure, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat (y1, >=, 0.0999);
  g_assert_cmpfloat (y1, <, 0.15);
}

/* Heights of stems: count x bin width / pitch, so that bars and stems together hold the same number of values. */
static void
test_stems (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (152);
  g_autoptr (QspFigure) figure = qsf_figure_new (QSF_VIEW_HISTOGRAM, result, NULL);
  const QsaHistogram *h = qsa_result_get_histogram (result);
  double bin = (h->high - h->low) / h->n_bins, sum = 0;

  for (guint i = 0; i < figure->marks->len; i++)
    {
      const QspMark *mark = g_ptr_array_index (figure->marks, i);

      if (mark->kind != QSP_MARK_STEMS)
        continue;
      g_assert_cmpuint (mark->n, ==, 16);
      for (gsize k = 0; k < mark->n; k++)
        {
          g_assert_cmpfloat_with_epsilon (mark->x[k], 0.0259 * ((double)k - 7.0), 1e-6);
          sum += mark->y[k] * 0.0259 / bin;
        }
    }
  g_assert_cmpfloat_with_epsilon (sum, 110592, 1.0);
}

static void
test_handles (void)
{
  g_autoptr (QspFigure) figure = new_sample (QSF_VIEW_HISTOGRAM, NAN);
  QspRect area = { 0, 0, 700, 400 };
  double px, py;

  qsp_figure_to_pixel (figure, &area, -7.5 * 0.0259, 0, &px, &py);
  g_assert_cmpint (qsp_figure_find_handle (figure, &area, px, 100, 6)->id, ==, QSF_HANDLE_RANGE_LOW);
  qsp_figure_to_pixel (figure, &area, 8.5 * 0.0259, 0, &px, &py);
  g_assert_cmpint (qsp_figure_find_handle (figure, &area, px, 100, 6)->id, ==, QSF_HANDLE_RANGE_HIGH);
  qsp_figure_to_pixel (figure, &area, 3 * 0.0259, 0, &px, &py);
  g_assert_cmpint (qsp_figure_find_handle (figure, &area, px, 100, 6)->id, ==, QSF_HANDLE_LEVEL + 2 + 8);
  qsp_figure_to_pixel (figure, &area, 0, 0, &px, &py);
  g_assert_null (qsp_figure_find_handle (figure, &area, px, 100, 6));
  g_assert_cmpint (qsp_figure_find_handle (figure, &area, px, 405, 6)->id, ==, QSF_HANDLE_ZERO);
}

/* Bars up to 64 codes, an outline beyond; hollow boxes for codes without values. */
static guint
count_marks (QspFigure *figure, QspMarkKind kind)
{
  guint n = 0;

  for (guint i = 0; i < figure->marks->len; i++)
    n += ((const QspMark *)g_ptr_array_index (figure->marks, i))->kind == kind;
  return n;
}

static void
test_codes (void)
{
  g_autofree float *values = fake_values_new (2000);
  g_autoptr (QsaResult) six = fake_result_new_signed (values, 2000, 6, 0.01f, 0, QSC_ROUND_HALF_EVEN, 10);
  g_autoptr (QsaResult) seven = fake_result_new_signed (values, 2000, 7, 0.1f, 0, QSC_ROUND_HALF_EVEN, 10);
  g_autoptr (QspFigure) bars = qsf_figure_new (QSF_VIEW_CODES, six, NULL);
  g_autoptr (QspFigure) outline = qsf_figure_new (QSF_VIEW_CODES, seven, NULL);

  g_assert_cmpuint (count_marks (bars, QSP_MARK_BARS), ==, 2);
  g_assert_cmpuint (count_marks (bars, QSP_MARK_AREA), ==, 0);
  g_assert_cmpuint (count_marks (outline, QSP_MARK_BARS), ==, 1);
  g_assert_cmpuint (count_marks (outline, QSP_MARK_AREA), ==, 1);
  g_assert_cmpuint (count_marks (outline, QSP_MARK_BOXES), ==, 2); /* one by one where there is room, in runs where not */
}

/* Level lines at 0.38 from 10 px, 0.20 from 5, a rug and a hint below. */
static void
test_dense_levels (void)
{
  g_autoptr (QspFigure) figure = new_sample (QSF_VIEW_HISTOGRAM, NAN);
  /* 0.0259 of 0.69: 28 px of 758; 7 px of 188; 4 px of 108 */
  g_autofree char *wide = fake_record (figure, 826, 400), *narrow = fake_record (figure, 256, 400),
                  *dense = fake_record (figure, 176, 400);

  g_assert_nonnull (strstr (wide, "segments #b85c00/38 "));
  g_assert_null (strstr (wide, "zoom to see levels"));
  g_assert_nonnull (strstr (narrow, "segments #b85c00/20 "));
  g_assert_null (strstr (narrow, "segments #b85c00/38 "));
  g_assert_null (strstr (dense, "segments #b85c00/20 "));
  g_assert_nonnull (strstr (dense, "zoom to see levels"));
}

/* Zoomed in, a bin that lies outside leaves no trace at the edge. */
static void
test_zoomed (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (152);
  g_autoptr (QspFigure) figure = NULL;
  g_autofree char *text = NULL;
  QsfOptions options;
  const char *bars;
  guint n = 1;

  qsf_options_init (&options);
  options.x_low = 0.07;
  options.x_high = 0.1;
  figure = qsf_figure_new (QSF_VIEW_HISTOGRAM, result, &options);
  text = fake_record (figure, 720, 364);
  bars = strstr (text, "rects #1c71d8/76:");
  g_assert_nonnull (bars);
  for (; *bars != '\n'; bars++)
    n += *bars == ',';
  /* bins are 0.00454 wide: 0.03 holds six to eight */
  g_assert_cmpuint (n, >=, 7);
  g_assert_cmpuint (n, <=, 8);
}

static void
test_hidden (void)
{
  g_autofree float *values = fake_values_new (1000);
  g_autoptr (QsaResult) result = fake_result_new_sample (44);
  QsfOptions extras = { 0 };

  fake_extras_init (&extras, result, values, 1000, 500);
  for (int view = 0; view < QSF_N_VIEWS; view++)
    {
      g_autoptr (QspFigure) all = NULL;
      QsfOptions options;

      qsf_options_init (&options);
      memcpy (options.extras, extras.extras, sizeof options.extras);
      all = qsf_figure_new (view, result, &options);
      g_assert_cmpuint (qsp_figure_get_n_legend (all), >=, 3);
      for (gsize i = 0; i < qsp_figure_get_n_legend (all); i++)
        {
          g_autoptr (QspFigure) figure = NULL;

          options.hidden = 1u << i;
          figure = qsf_figure_new (view, result, &options);
          g_assert_true (qsp_figure_get_legend (all, i)->shown);
          g_assert_false (qsp_figure_get_legend (figure, i)->shown);
          if (view != QSF_VIEW_CODES || i != 2)
            g_assert_cmpuint (figure->marks->len, <, all->marks->len);
        }
    }
  fake_extras_clear (&extras);
}

/* During a drag limits only grow; afterwards they settle. */
static void
test_interacting (void)
{
  g_autoptr (QsaResult) fine = fake_result_new_sample (152), coarse = fake_result_new_sample (44);
  g_autoptr (QspFigure) before = qsf_figure_new (QSF_VIEW_HISTOGRAM, coarse, NULL), during = NULL, after = NULL;
  double x0, x1, y0, y_before, y_during, y_after;
  QsfOptions options;

  qsf_options_init (&options);
  options.previous = before;
  options.interacting = TRUE;
  during = qsf_figure_new (QSF_VIEW_HISTOGRAM, fine, &options);
  options.interacting = FALSE;
  after = qsf_figure_new (QSF_VIEW_HISTOGRAM, fine, &options);
  qsp_figure_get_limits (before, &x0, &x1, &y0, &y_before);
  qsp_figure_get_limits (during, &x0, &x1, &y0, &y_during);
  qsp_figure_get_limits (after, &x0, &x1, &y0, &y_after);
  g_assert_cmpfloat (y_during, ==, y_before);
  g_assert_cmpfloat (y_after, <, y_before);

  /* another quantity is no yardstick */
  options.interacting = TRUE;
  options.density = TRUE;
  g_clear_pointer (&during, qsp_figure_unref);
  during = qsf_figure_new (QSF_VIEW_HISTOGRAM, fine, &options);
  qsp_figure_get_limits (during, &x0, &x1, &y0, &y_during);
  g_assert_cmpfloat (y_during, <, 100);
}

static void
test_density (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (152);
  const QsaHistogram *h = qsa_result_get_histogram (result);
  double bin = (h->high - h->low) / h->n_bins, area = 0;
  g_autoptr (QspFigure) density = NULL, cumulative = NULL;
  QsfOptions options;

  qsf_options_init (&options);
  options.density = TRUE;
  density = qsf_figure_new (QSF_VIEW_HISTOGRAM, result, &options);
  options.cumulative = TRUE;
  cumulative = qsf_figure_new (QSF_VIEW_HISTOGRAM, result, &options);
  for (guint i = 0; i < density->marks->len; i++)
    {
      const QspMark *mark = g_ptr_array_index (density->marks, i), *other = g_ptr_array_index (cumulative->marks, i);

      if (mark->kind != QSP_MARK_BARS)
        continue;
      for (gsize k = 0; k < mark->n; k++)
        area += mark->y[k] * bin;
      g_assert_cmpfloat_with_epsilon (other->y[other->n - 1], 1.0, 1e-9);
    }
  g_assert_cmpfloat_with_epsilon (area, 1.0, 1e-9);
}

/* --- tables --- */

static void
test_csv_histogram (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (152);
  g_autoptr (QspFigure) figure = qsf_figure_new (QSF_VIEW_HISTOGRAM, result, NULL);
  g_autofree char *csv = qsp_figure_to_csv (figure);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  const QsaHistogram *h = qsa_result_get_histogram (result);

  g_assert_cmpstr (lines[0], ==, "bin_low,bin_high,count");
  g_assert_cmpuint (g_strv_length (lines), ==, 152 + 2);
  for (guint i = 0; i < 152; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpfloat (g_ascii_strtod (fields[0], NULL), ==, h->low + (h->high - h->low) * ((double)i / 152));
      g_assert_cmpuint (g_ascii_strtoull (fields[2], NULL, 10), ==, h->counts[i]);
    }
}

static void
test_csv_codes (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (152);
  g_autoptr (QspFigure) figure = qsf_figure_new (QSF_VIEW_CODES, result, NULL);
  g_autofree char *csv = qsp_figure_to_csv (figure);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  g_assert_cmpstr (lines[0], ==, "code,level,interval_low,interval_high,count");
  g_assert_cmpuint (g_strv_length (lines), ==, 16 + 2);
  for (int i = 0; i < 16; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpint (g_ascii_strtoll (fields[0], NULL, 10), ==, i - 8);
      g_assert_cmpfloat ((float)g_ascii_strtod (fields[1], NULL), ==,
                         qsc_params_get_level (qsa_result_get_params (result), i - 8));
      g_assert_cmpint (fields[2][0] == '\0', ==, i == 0);
      g_assert_cmpint (fields[3][0] == '\0', ==, i == 15);
      g_assert_cmpuint (g_ascii_strtoull (fields[4], NULL, 10), ==, qsa_result_get_code_counts (result)[i]);
    }
}

static void
test_csv_curves (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (152);
  g_autoptr (QspFigure) transfer = qsf_figure_new (QSF_VIEW_TRANSFER, result, NULL);
  g_autoptr (QspFigure) error = qsf_figure_new (QSF_VIEW_ERROR, result, NULL);
  g_autofree char *levels = qsp_figure_to_csv (transfer), *errors = qsp_figure_to_csv (error);

  g_assert_true (g_str_has_prefix (levels, "r,reconstructed\n"));
  g_assert_true (g_str_has_prefix (errors, "r,error\n"));
}

/* --- the small things --- */

static void
test_views (void)
{
  QsfView view;

  for (guint i = 0; i < QSF_N_VIEWS; i++)
    {
      g_assert_true (qsf_view_from_nick (qsf_view_get_nick (i), &view));
      g_assert_cmpuint (view, ==, i);
      g_assert_cmpint (qsf_view_has_value_axis (i), ==, i <= QSF_VIEW_ERROR && i != QSF_VIEW_CODES);
      g_assert_cmpuint (strlen (qsf_view_get_title (i)), >, 0);
    }
  g_assert_false (qsf_view_from_nick ("matrix", &view));
  g_assert_false (qsf_view_from_nick (NULL, &view));
}

static void
test_picked_value (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (44);

  g_assert_cmpfloat (qsf_view_get_picked_value (QSF_VIEW_ERROR, result, 0.0875), ==, 0.0875f);
  g_assert_cmpfloat (qsf_view_get_picked_value (QSF_VIEW_CODES, result, 2.3), ==,
                     qsc_params_get_level (qsa_result_get_params (result), 2));
  g_assert_cmpfloat (qsf_view_get_picked_value (QSF_VIEW_CODES, result, -1e300), ==,
                     qsc_params_get_level (qsa_result_get_params (result), -8));
}

static void
test_n_bins (void)
{
  g_assert_cmpuint (qsf_get_n_bins (758), ==, 152);
  g_assert_cmpuint (qsf_get_n_bins (0), >, 0);
  g_assert_cmpuint (qsf_get_n_bins (NAN), >, 0);
  g_assert_cmpuint (qsf_get_n_bins (1e9), <=, 4096);
}

static void
test_sparkline (void)
{
  static const guint64 counts[] = { 0, 3, 9, 2, 0 }, zeros[3] = { 0 };
  g_autoptr (QspFigure) figure = qsf_figure_new_sparkline (counts, 5), empty = qsf_figure_new_sparkline (NULL, 0);
  g_autoptr (QspFigure) flat = qsf_figure_new_sparkline (zeros, 3);
  g_autofree char *text = fake_record (figure, 50, 20), *nothing = fake_record (empty, 50, 20),
                  *none = fake_record (flat, 50, 20);

  /* 10 px a bar; 3 of 9 is a third of 20 px */
  g_assert_nonnull (strstr (text, " 10 13 10 7, 20 0 10 20, 30 16 10 4"));
  g_assert_null (strstr (text, "text"));
  g_assert_null (strstr (nothing, "text"));
  g_assert_null (strstr (none, "text"));
}

static const QspMark *
find_mark (QspFigure *figure, QspMarkKind kind, QspRole role)
{
  for (guint i = 0; i < figure->marks->len; i++)
    {
      const QspMark *mark = g_ptr_array_index (figure->marks, i);

      if (mark->kind == kind && mark->role == role)
        return mark;
    }
  return NULL;
}

static QspFigure *
new_mse (QsaResult *result, QsaCurve *curve, gboolean interacting, QspFigure *previous)
{
  QsfOptions options;

  qsf_options_init (&options);
  options.extras[QSF_EXTRA_CURVE] = curve;
  options.interacting = interacting;
  options.previous = previous;
  return qsf_figure_new (QSF_VIEW_MSE, result, &options);
}

/* s/5 … 4.2 s; total = clipping + rounding; ring and handle at s; the diamond at the least point; min-max is (max - min) / 15. */
static void
test_mse (void)
{
  g_autofree float *values = fake_values_new (110592);
  g_autoptr (QsaResult) result = fake_result_new_sample (10);
  g_autoptr (QsaCurve) curve =
      fake_curve_new (values, 110592, &qsa_result_get_scheme (result)->format, -1, 0.0259 / 5, 0.0259 * 4.2, 45);
  g_autoptr (QspFigure) figure = new_mse (result, curve, FALSE, NULL);
  const QspMark *total = find_mark (figure, QSP_MARK_LINE, QSP_ROLE_ERROR), *mark;
  const QspMark *clipping = find_mark (figure, QSP_MARK_LINE, QSP_ROLE_CLIP);
  const QspMark *rounding = find_mark (figure, QSP_MARK_LINE, QSP_ROLE_DATA);
  double x0, x1, y0, y1, least = (double)INFINITY;

  qsp_figure_get_limits (figure, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat_with_epsilon (x0, 0.0259 / 5, 1e-8);
  g_assert_cmpfloat_with_epsilon (x1, 0.0259 * 4.2, 1e-8);
  g_assert_cmpfloat_with_epsilon (log10 (y0), rint (log10 (y0)), 1e-9);
  g_assert_cmpuint (total->n, ==, 46);
  for (gsize i = 0; i < total->n; i++)
    {
      least = MIN (least, total->y[i]);
      if (clipping->y[i] > y0 && rounding->y[i] > y0)
        g_assert_cmpfloat_with_epsilon (total->y[i], clipping->y[i] + rounding->y[i], 1e-12);
    }
  g_assert_cmpfloat (total->width, ==, 2.4);
  mark = find_mark (figure, QSP_MARK_RING, QSP_ROLE_FG);
  g_assert_cmpfloat (mark->x[0], ==, 0.0259f);
  g_assert_cmpfloat (mark->y[0], ==, qsa_result_get_measures (result)->mse);
  mark = find_mark (figure, QSP_MARK_DIAMONDS, QSP_ROLE_OK);
  g_assert_cmpfloat (mark->y[0], ==, least);
  mark = find_mark (figure, QSP_MARK_VLINES, QSP_ROLE_FG);
  g_assert_cmpint (mark->dash, ==, QSP_DASH_DOTTED);
  g_assert_cmpfloat_with_epsilon (mark->x[0], (0.3665 + 0.2845) / 15, 1e-6);
  g_assert_cmpuint (figure->handles->len, ==, 1);
  g_assert_cmpint (g_array_index (figure->handles, QspHandleItem, 0).handle.id, ==, QSF_HANDLE_SCALE);
  g_assert_cmpfloat (g_array_index (figure->handles, QspHandleItem, 0).handle.x, ==, 0.0259f);
}

/* All values are in a bar; the box holds them all; bars beyond s/2 are clipped values. */
static void
test_error_histogram (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (10);
  g_autoptr (QspFigure) figure = qsf_figure_new (QSF_VIEW_ERROR_HISTOGRAM, result, NULL);
  const QspMark *inside = find_mark (figure, QSP_MARK_BARS, QSP_ROLE_ERROR);
  const QspMark *beyond = find_mark (figure, QSP_MARK_BARS, QSP_ROLE_CLIP);
  const QspMark *box = find_mark (figure, QSP_MARK_LINE, QSP_ROLE_FG), *mean = find_mark (figure, QSP_MARK_VLINES, QSP_ROLE_FG);
  const QsaMeasures *m = qsa_result_get_measures (result);
  double n_inside = 0, n_beyond = 0, width = 1.9 * (double)0.0259f / 76;

  g_assert_cmpuint (inside->n, ==, 40);
  g_assert_cmpuint (beyond->n, ==, 38);
  g_assert_true (beyond->hatched);
  for (gsize i = 0; i < inside->n; i++)
    {
      n_inside += inside->y[i];
      g_assert_cmpfloat (fabs (inside->x[i] + inside->x2[i]) / 2, <, 0.01295);
    }
  for (gsize i = 0; i < beyond->n; i++)
    n_beyond += beyond->y[i];
  g_assert_cmpfloat (n_inside + n_beyond, ==, 110592);
  g_assert_cmpfloat (n_beyond, ==, (double)(m->clipped_low + m->clipped_high));
  g_assert_cmpuint (box->n, ==, 4);
  g_assert_cmpfloat_with_epsilon (box->y[1] * (box->x[2] - box->x[1]) / width, 110592, 1e-3);
  g_assert_cmpfloat_with_epsilon (box->x[2], 0.01295, 1e-6);
  g_assert_cmpfloat (mean->x[0], ==, m->bias);
}

static void
test_csv_error_histogram (void)
{
  g_autoptr (QspFigure) figure = new_sample (QSF_VIEW_ERROR_HISTOGRAM, NAN);
  g_autofree char *csv = qsp_figure_to_csv (figure);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  guint64 total = 0;

  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 78 + 1);
  g_assert_cmpstr (lines[0], ==, "error_low,error_high,count");
  g_assert_true (g_str_has_prefix (lines[1], ",-0.0246"));
  g_assert_nonnull (strstr (lines[78], ",,"));
  for (guint i = 1; i <= 78; i++)
    total += g_ascii_strtoull (strrchr (lines[i], ',') + 1, NULL, 10);
  g_assert_cmpuint (total, ==, 110592);
}

/* Without a curve, and with one of other parameters, the view says so and draws no line. */
static void
test_mse_unknown (void)
{
  g_autofree float *values = fake_values_new (1000);
  g_autoptr (QsaResult) result = fake_result_new_sample (10);
  g_autoptr (QsaCurve) other = fake_curve_new (values, 1000, &qsa_result_get_scheme (result)->format, 3, 0.01, 0.1, 5);

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (QspFigure) figure = new_mse (result, i == 0 ? NULL : other, FALSE, NULL);
      g_autofree char *text = fake_record (figure, 826, 488);
      g_autofree char *csv = qsp_figure_to_csv (figure);

      g_assert_nonnull (strstr (text, "\"Computing…\""));
      g_assert_null (find_mark (figure, QSP_MARK_LINE, QSP_ROLE_ERROR));
      g_assert_null (find_mark (figure, QSP_MARK_DIAMONDS, QSP_ROLE_OK));
      g_assert_nonnull (find_mark (figure, QSP_MARK_RING, QSP_ROLE_FG)); /* what is known is shown */
      g_assert_true (g_str_has_prefix (csv, "scale,mse,mse_rounding,mse_clipping,zero_point,calibration\n0.0259"));
    }
}

/* The axis stays while the scale is dragged, and moves on afterwards. */
static void
test_mse_drag (void)
{
  g_autofree float *values = fake_values_new (1000);
  g_autoptr (QsaResult) before = fake_result_new_signed (values, 1000, 4, 0.02f, 0, QSC_ROUND_HALF_EVEN, 10);
  g_autoptr (QsaResult) after = fake_result_new_signed (values, 1000, 4, 0.03f, 0, QSC_ROUND_HALF_EVEN, 10);
  g_autoptr (QsaResult) far_out = fake_result_new_signed (values, 1000, 4, 0.5f, 0, QSC_ROUND_HALF_EVEN, 10);
  g_autoptr (QspFigure) first = new_mse (before, NULL, FALSE, NULL), dragged = new_mse (after, NULL, TRUE, first);
  g_autoptr (QspFigure) outside = new_mse (far_out, NULL, TRUE, first), settled = new_mse (after, NULL, FALSE, dragged);
  double x0, x1, y0, y1;

  qsp_figure_get_limits (dragged, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat_with_epsilon (x0, 0.02 / 5, 1e-8);
  g_assert_cmpfloat_with_epsilon (x1, 0.02 * 4.2, 1e-8);
  qsp_figure_get_limits (outside, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat (x1, >=, 0.5);
  qsp_figure_get_limits (settled, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat_with_epsilon (x0, 0.03 / 5, 1e-8);
}

/* Values that are levels already: the error is 0 at their scale, which no logarithm shows. */
static void
test_mse_lossless (void)
{
  float values[15];
  g_autoptr (QsaResult) result = NULL;
  g_autoptr (QsaCurve) curve = NULL;
  g_autoptr (QspFigure) figure = NULL;
  g_autofree char *text = NULL;

  for (int i = 0; i < 15; i++)
    values[i] = (float)(i - 7) * 0.5f;
  result = fake_result_new_signed (values, 15, 4, 0.5f, 0, QSC_ROUND_HALF_EVEN, 10);
  curve = fake_curve_new (values, 15, &qsa_result_get_scheme (result)->format, 0, 0.1, 2.1, 30);
  figure = new_mse (result, curve, FALSE, NULL);
  text = fake_record (figure, 826, 488);
  g_assert_null (strstr (text, "nan"));
  g_assert_null (strstr (text, "inf"));
}

/* Where codes are closer than boxes, the runs of unused ones hold just these. */
static void
test_unused_codes (void)
{
  g_autofree float *values = fake_values_new (2000);
  g_autoptr (QsaResult) result = fake_result_new_signed (values, 2000, 8, 0.004f, 3, QSC_ROUND_HALF_EVEN, 10);
  g_autoptr (QspFigure) figure = qsf_figure_new (QSF_VIEW_CODES, result, NULL);
  const guint64 *counts = qsa_result_get_code_counts (result);
  const QspMark *runs = find_mark (figure, QSP_MARK_BOXES, QSP_ROLE_GRID);
  guint n_unused = 0, n_inside = 0;

  g_assert_nonnull (runs->x2);
  g_assert_cmpuint (runs->n, >, 1);
  for (int q = -128; q <= 127; q++)
    {
      gboolean inside = FALSE;

      for (gsize i = 0; i < runs->n; i++)
        inside = inside || (q > runs->x[i] && q < runs->x2[i]);
      g_assert_true (inside == (counts[q + 128] == 0));
      n_unused += counts[q + 128] == 0;
      n_inside += inside;
    }
  g_assert_cmpuint (n_unused, >, 20);
  g_assert_cmpuint (n_inside, ==, n_unused);
}

/* One cell for each scale and zero-point, t from 0 at the least error to 1 at the greatest; the diamond lies on the least. */
static void
test_landscape (void)
{
  g_autoptr (QspFigure) figure = new_sample (QSF_VIEW_LANDSCAPE, NAN);
  const QspCells *cells = find_mark (figure, QSP_MARK_CELLS, QSP_ROLE_ERROR)->cells;
  const QspMark *diamond = find_mark (figure, QSP_MARK_DIAMONDS, QSP_ROLE_OK);
  const QspMark *contours = find_mark (figure, QSP_MARK_SEGMENTS, QSP_ROLE_CARD);
  guint least = 0, most = 0, row, column;
  double x0, x1, y0, y1;

  g_assert_cmpuint (cells->n_rows, ==, 16);
  g_assert_cmpuint (cells->n_columns, ==, 36);
  for (guint i = 0; i < 16 * 36; i++)
    {
      if (cells->t[i] < cells->t[least])
        least = i;
      if (cells->t[i] > cells->t[most])
        most = i;
    }
  g_assert_cmpfloat (cells->t[least], ==, 0);
  g_assert_cmpfloat (cells->t[most], ==, 1);
  qsp_figure_get_limits (figure, &x0, &x1, &y0, &y1);
  g_assert_cmpfloat (y0, ==, -8.5);
  g_assert_cmpfloat (y1, ==, 7.5);
  /* Rows of the table run downwards. */
  row = (guint)(y1 - diamond->y[0]);
  column = (guint)(log (diamond->x[0] / x0) / log (x1 / x0) * 36);
  g_assert_cmpuint (row * 36 + column, ==, least);
  g_assert_cmpuint (contours->n, >, 20);
  for (gsize i = 0; i < contours->n; i++)
    {
      g_assert_cmpfloat (contours->x[i], >=, x0);
      g_assert_cmpfloat (contours->x2[i], <=, x1);
      g_assert_cmpfloat (fabs (contours->y[i] - contours->y2[i]), <=, 1);
    }
}

static void
test_csv_mse (void)
{
  g_autoptr (QspFigure) figure = new_sample (QSF_VIEW_MSE, NAN);
  g_autofree char *csv = qsp_figure_to_csv (figure);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  double last = 0;
  guint n = 0;

  g_assert_cmpstr (lines[0], ==, "scale,mse,mse_rounding,mse_clipping,zero_point,calibration");
  for (guint i = 1; lines[i][0] != '\0'; i++, n++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 6);
      /* The curve ascends; what calibrations find comes after it, in their order. */
      g_assert_true (cells[5][0] != '\0' || g_ascii_strtod (cells[0], NULL) > last);
      last = cells[5][0] != '\0' ? INFINITY : g_ascii_strtod (cells[0], NULL);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[1], NULL),
                                      g_ascii_strtod (cells[2], NULL) + g_ascii_strtod (cells[3], NULL), 1e-12);
    }
  g_assert_cmpuint (n, >=, 44);
}

static void
test_csv_ties (void)
{
  g_autoptr (QspFigure) figure = new_sample (QSF_VIEW_TIES, NAN);
  g_autofree char *csv = qsp_figure_to_csv (figure);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  g_assert_cmpstr (lines[0], ==, "ulp,count,rounding,arithmetic,differing");
  g_assert_cmpstr (lines[1], ==, "-8,45,,,");
  g_assert_cmpstr (lines[9], ==, "0,96,,,");
  g_assert_true (g_str_has_prefix (lines[18], ",,half-away,divide,"));
  g_assert_cmpstr (lines[23], ==, ",,half-even,multiply,7");
  g_assert_cmpuint (g_strv_length (lines), ==, 25);
}

static void
test_value_name (void)
{
  g_autoptr (QsaResult) result = fake_result_new_sample (44);
  g_autoptr (QspFigure) figure = NULL;
  g_autofree char *text = NULL;
  QsfOptions options;

  qsf_options_init (&options);
  options.value_name = "Weight value r";
  figure = qsf_figure_new (QSF_VIEW_HISTOGRAM, result, &options);
  text = fake_record (figure, 826, 488);
  g_assert_nonnull (strstr (text, "\"Weight value r\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (readouts); i++)
    {
      g_autofree char *path = g_strconcat ("/figures/readout/", readouts[i].name, NULL);

      g_test_add_data_func (path, &readouts[i], test_readout);
    }
  g_test_add_func ("/figures/readout/none", test_no_readout);
  g_test_add_func ("/figures/descriptions", test_descriptions);
  g_test_add_func ("/figures/limits", test_limits);
  g_test_add_func ("/figures/error-limits", test_error_limits);
  g_test_add_func ("/figures/stems", test_stems);
  g_test_add_func ("/figures/handles", test_handles);
  g_test_add_func ("/figures/codes", test_codes);
  g_test_add_func ("/figures/unused-codes", test_unused_codes);
  g_test_add_func ("/figures/dense-levels", test_dense_levels);
  g_test_add_func ("/figures/zoomed", test_zoomed);
  g_test_add_func ("/figures/hidden", test_hidden);
  g_test_add_func ("/figures/interacting", test_interacting);
  g_test_add_func ("/figures/density", test_density);
  g_test_add_func ("/figures/csv/histogram", test_csv_histogram);
  g_test_add_func ("/figures/csv/codes", test_csv_codes);
  g_test_add_func ("/figures/landscape", test_landscape);
  g_test_add_func ("/figures/csv/curves", test_csv_curves);
  g_test_add_func ("/figures/csv/mse", test_csv_mse);
  g_test_add_func ("/figures/csv/ties", test_csv_ties);
  g_test_add_func ("/figures/csv/error-histogram", test_csv_error_histogram);
  g_test_add_func ("/figures/error-histogram", test_error_histogram);
  g_test_add_func ("/figures/mse", test_mse);
  g_test_add_func ("/figures/mse-unknown", test_mse_unknown);
  g_test_add_func ("/figures/mse-drag", test_mse_drag);
  g_test_add_func ("/figures/mse-lossless", test_mse_lossless);
  g_test_add_func ("/figures/views", test_views);
  g_test_add_func ("/figures/picked-value", test_picked_value);
  g_test_add_func ("/figures/n-bins", test_n_bins);
  g_test_add_func ("/figures/sparkline", test_sparkline);
  g_test_add_func ("/figures/value-name", test_value_name);
  return g_test_run ();
}
