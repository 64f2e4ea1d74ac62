/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-matrix.h"

#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* More numbers than this do not fit on any paper. */
#define TEXTS_MAX 20000

typedef struct
{
  QsaPatch *patch;
  QsaUnitParams *params;
  const QscParams *widest;
  QsfMatrixMode mode;
} Table;

static void
table_free (gpointer data)
{
  Table *self = data;

  qsa_patch_unref (self->patch);
  qsa_unit_params_unref (self->params);
  g_free (self);
}

static gboolean
is_coarse (QsaPatch *patch)
{
  return qsa_patch_get_low (patch) != qsa_patch_get_high (patch);
}

/* float32 to the digits that tell it from its neighbours. */
static void
append_float (GString *csv, float value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    g_string_append (csv, g_ascii_formatd (buffer, sizeof buffer, "%.9g", (double)value));
}

static void
append_sample (const Table *self, guint row, guint column, GString *csv)
{
  const gsize i = (gsize)row * qsa_patch_get_n_columns (self->patch) + column;
  QscTrace trace;
  gint32 code, zero_point;

  if (is_coarse (self->patch))
    {
      if (self->mode == QSF_MATRIX_ERRORS && qsa_patch_get_error (self->patch) != NULL)
        append_float (csv, qsa_patch_get_error (self->patch)[i]);
      else if (qsa_patch_get_farthest_code (self->patch, self->params, row, column, &code, &zero_point))
        g_string_append_printf (csv, "%d", code);
      return;
    }
  if (!qsa_patch_trace (self->patch, self->params, row, column, &trace))
    return;
  if (self->mode == QSF_MATRIX_CODES)
    g_string_append_printf (csv, "%d", trace.code);
  else
    append_float (csv, self->mode == QSF_MATRIX_VALUES   ? trace.value
                       : self->mode == QSF_MATRIX_ERRORS ? trace.error
                                                         : trace.reconstructed);
}

/* As it is shown: the numbers of the columns on top, that of the row in front. Coarse: of the first cell, the farthest code or the
 * largest error. */
static void
write_table (gpointer data, GString *csv)
{
  const Table *self = data;
  const QsaWindow *window = qsa_patch_get_window (self->patch);

  g_string_append (csv, "row");
  for (guint column = 0; column < qsa_patch_get_n_columns (self->patch); column++)
    g_string_append_printf (csv, ",%" G_GUINT64_FORMAT, window->column + column * window->column_step);
  g_string_append_c (csv, '\n');
  for (guint row = 0; row < qsa_patch_get_n_rows (self->patch); row++)
    {
      g_string_append_printf (csv, "%" G_GUINT64_FORMAT, window->row + row * window->row_step);
      for (guint column = 0; column < qsa_patch_get_n_columns (self->patch); column++)
        {
          g_string_append_c (csv, ',');
          append_sample (self, row, column, csv);
        }
      g_string_append_c (csv, '\n');
    }
}

static void
fill_cell (QspCells *cells, gsize i, const Table *table, guint row, guint column)
{
  QscTrace trace;

  cells->t[i] = qsf_matrix_get_sample_position (table->mode, table->params, table->widest, table->patch, row, column);
  if (cells->flags == NULL || !qsa_patch_trace (table->patch, table->params, row, column, &trace))
    return;
  cells->flags[i] = qsf_matrix_get_flags (qsa_patch_get_params (table->patch, table->params, row, column), &trace);
  cells->texts[i] = qsf_matrix_format (table->mode, &trace, TRUE);
}

static void
add_cells (QspFigure *figure, const Table *table, const QsfMatrixOptions *options)
{
  const QsaWindow *w = qsa_patch_get_window (table->patch);
  const guint n_rows = qsa_patch_get_n_rows (table->patch), n_columns = qsa_patch_get_n_columns (table->patch);
  const gsize n = (gsize)n_rows * n_columns;
  const double x0 = (double)w->column, x1 = x0 + (double)(n_columns * w->column_step);
  const double y1 = -(double)w->row, y0 = y1 - (double)(n_rows * w->row_step);
  QspCells *cells = qsp_figure_add_cells (figure, qsf_matrix_mode_get_map (table->mode), n_rows, n_columns, x0, x1, y0, y1);

  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_INDEX, x0, MAX (x1, x0 + 1), NULL, 28.0);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_INDEX, MIN (y0, y1 - 1), y1, NULL, 20.0);
  cells->gaps = !is_coarse (table->patch);
  if (!is_coarse (table->patch) && n <= TEXTS_MAX)
    {
      cells->flags = g_new0 (guint8, MAX (n, 1));
      cells->texts = g_new0 (char *, MAX (n, 1));
    }
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      fill_cell (cells, (gsize)row * n_columns + column, table, row, column);
  if (options->has_pick && options->pick_row >= w->row && options->pick_row < w->row + w->n_rows
      && options->pick_column >= w->column && options->pick_column < w->column + w->n_columns)
    cells->framed = (gsize)((options->pick_row - w->row) / w->row_step) * n_columns
                    + (gsize)((options->pick_column - w->column) / w->column_step);
}

/* Lines between every so many rows or columns. */
static void
add_borders (QspFigure *figure, QspMarkKind kind, guint64 first, guint64 n, guint64 every)
{
  QspMark *mark;
  gsize n_lines = 0;
  double *at;

  if (every == 0 || n / every > TEXTS_MAX)
    return;
  at = g_new (double, (gsize)(n / every) + 2);
  for (guint64 i = (first / every + 1) * every; i < first + n; i += every)
    at[n_lines++] = kind == QSP_MARK_HLINES ? -(double)i : (double)i;
  mark = qsp_figure_add_mark (figure, kind, QSP_ROLE_FG, n_lines, kind == QSP_MARK_VLINES ? at : NULL,
                              kind == QSP_MARK_HLINES ? at : NULL);
  mark->opacity = 0.35;
  g_free (at);
}

/* The cells of a patch, and how many of them are special. */
static void
count_cells (const Table *table, guint *n, guint *n_ends, guint *n_zero)
{
  *n = *n_ends = *n_zero = 0;
  for (guint row = 0; row < qsa_patch_get_n_rows (table->patch); row++)
    for (guint column = 0; column < qsa_patch_get_n_columns (table->patch); column++)
      {
        QscTrace trace;
        guint8 flags;

        if (!qsa_patch_trace (table->patch, table->params, row, column, &trace))
          continue;
        flags = qsf_matrix_get_flags (qsa_patch_get_params (table->patch, table->params, row, column), &trace);
        *n += 1;
        *n_ends += (flags & QSP_CELL_HATCHED) != 0;
        *n_zero += (flags & QSP_CELL_BOLD) != 0;
      }
}

static char *
describe (const Table *table)
{
  const QsaWindow *w = qsa_patch_get_window (table->patch);
  g_autofree char *first_row = qsp_format_count (w->row);
  g_autofree char *last_row = qsp_format_count (w->row + w->n_rows - 1);
  g_autofree char *first_column = qsp_format_count (w->column);
  g_autofree char *last_column = qsp_format_count (w->column + w->n_columns - 1);
  /* Translators: "Codes q: rows 12 to 25, columns 24 to 44." */
  g_autofree char *place = g_strdup_printf (_ ("%s: rows %s to %s, columns %s to %s."), qsf_matrix_mode_get_title (table->mode),
                                            first_row, last_row, first_column, last_column);
  g_autofree char *rest = NULL;

  if (is_coarse (table->patch))
    {
      rest = g_strdup (_ ("Each sample shows the cell that is farthest from the zero-point."));
    }
  else
    {
      guint n, n_ends, n_zero;

      count_cells (table, &n, &n_ends, &n_zero);
      rest = g_strdup_printf (_ ("Of %u cells %u are at an end of the codes and %u at the zero-point."), n, n_ends, n_zero);
    }
  return g_strjoin (" ", place, rest, NULL);
}

static void
add_legend (QspFigure *figure, QsfMatrixMode mode)
{
  if (mode == QSF_MATRIX_ERRORS)
    return;
  qsp_figure_add_legend (figure, _ ("below the zero-point"), QSP_SWATCH_SQUARE, QSP_ROLE_DATA, TRUE);
  qsp_figure_add_legend (figure, _ ("above the zero-point"), QSP_SWATCH_SQUARE, QSP_ROLE_GRID, TRUE);
}

/* What the colours of errors mean: |e| up to the bound of the rounding rule, and beyond. */
static void
add_bar (QspFigure *figure, const QscParams *params)
{
  const double positions[] = { 0, 0.5, 1 };
  double low, high, bound;

  qsf_get_rounding_bounds (params->rounding, &low, &high);
  bound = params->scale * MAX (-low, high);
  g_autofree char *half = qsp_format_number (bound / 2, 3, TRUE), *whole = qsp_format_number (bound, 3, TRUE);
  g_autofree char *most = g_strconcat ("≥ ", whole, NULL);
  const char *labels[] = { "0", half, most };

  qsp_figure_set_color_bar (figure, QSP_MAP_SEQUENTIAL, "|e|", G_N_ELEMENTS (labels), positions, labels);
}

QspFigure *
qsf_figure_new_matrix (QsaPatch *patch, QsaUnitParams *params, const QsfMatrixOptions *options)
{
  QspFigure *figure = qsp_figure_new (qsf_matrix_mode_get_title (options->mode));
  const QsaWindow *window = qsa_patch_get_window (patch);
  Table *table = g_new0 (Table, 1);
  g_autofree char *description = NULL;

  table->patch = qsa_patch_ref (patch);
  table->params = qsa_unit_params_ref (params);
  table->widest = qsa_unit_params_get_widest (params);
  table->mode = options->mode;
  qsp_figure_set_large (figure, TRUE);
  if (window->n_rows == 0 || window->n_columns == 0)
    {
      qsp_figure_set_message (figure, _ ("There are no values"));
    }
  else
    {
      add_cells (figure, table, options);
      add_borders (figure, QSP_MARK_HLINES, window->row, window->n_rows, options->row_border);
      add_borders (figure, QSP_MARK_VLINES, window->column, window->n_columns, options->column_border);
      add_legend (figure, options->mode);
      if (options->mode == QSF_MATRIX_ERRORS)
        add_bar (figure, table->widest);
      description = describe (table);
      qsp_figure_set_description (figure, description);
    }
  qsp_figure_set_table (figure, write_table, table, table_free);
  return figure;
}
