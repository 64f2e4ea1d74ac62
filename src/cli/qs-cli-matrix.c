/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-matrix.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cli/qs-cli-options.h"
#include "figures/qsf-matrix.h"
#include "tensor/qst-quote.h"

/* Cells smaller than this many px are not told apart. */
#define SAMPLE_PIXELS 1.0

void
qs_cli_matrix_clear (QsCliMatrix *self)
{
  g_free (self->rows);
  g_free (self->columns);
  g_free (self->mode);
  g_free (self->axes);
  g_free (self->index);
  g_free (self->width);
}

/* “12:26” as in Python: from the first number on, the second left out; either may be missing. */
static gboolean
parse_range (const char *name, const char *text, guint64 n, guint64 *first, guint64 *count, GError **error)
{
  guint64 begin = 0, end = n;
  char *rest;

  *first = 0;
  *count = n;
  if (text == NULL)
    return TRUE;
  if (g_ascii_isdigit (text[0]))
    begin = g_ascii_strtoull (text, &rest, 10);
  else
    rest = (char *)text;
  if (*rest == ':' && g_ascii_isdigit (rest[1]))
    end = g_ascii_strtoull (rest + 1, &rest, 10);
  else if (*rest == ':')
    rest++;
  else
    rest = (char *)"?";
  if (*rest != '\0' || begin >= end || end > n)
    {
      g_autofree char *shown = qst_quote (text, -1);
      g_autofree char *all = g_strdup_printf ("0:%" G_GUINT64_FORMAT, n);

      return qs_cli_refuse (error, _ ("%s: “%s”; expected FIRST:END inside %s"), name, shown, all);
    }
  *first = begin;
  *count = end - begin;
  return TRUE;
}

static gboolean
parse_mode (const char *text, QsfMatrixMode *mode, GError **error)
{
  g_autofree char *shown = text != NULL ? qst_quote (text, -1) : NULL;

  *mode = QSF_MATRIX_CODES;
  if (text != NULL && !qsf_matrix_mode_from_nick (text, mode))
    return qs_cli_refuse (error, _ ("--mode: “%s”; expected q, r, reconstructed or error"), shown);
  return TRUE;
}

/* Numbers between commas, all below the limits; n: how many there must be. */
static gboolean
parse_numbers (const char *name, const char *text, const guint64 *limits, gsize n, guint64 *numbers, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  g_autofree char *shown = qst_quote (text, -1);

  if (g_strv_length (words) != n)
    return qs_cli_refuse (error, _ ("%s: “%s”; expected %d numbers"), name, shown, (int)n);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *last = g_strdup_printf ("%" G_GUINT64_FORMAT, limits[i] - MIN (limits[i], 1));

      if (!g_ascii_string_to_unsigned (words[i], 10, 0, limits[i] - MIN (limits[i], 1), &numbers[i], NULL))
        return qs_cli_refuse (error, _ ("%s: “%s”; expected number %d to be from 0 to %s"), name, shown, (int)i + 1, last);
    }
  return TRUE;
}

static gboolean
parse_axes (const QsCliMatrix *self, QsaMatrix *matrix, GError **error)
{
  const guint64 limits[2] = { matrix->n_dims, matrix->n_dims };
  guint64 axes[2];

  if (self->axes == NULL)
    return TRUE;
  if (matrix->n_dims < 2)
    return qs_cli_refuse (error, _ ("--axes has a meaning only with a tensor of two axes or more"));
  if (!parse_numbers ("--axes", self->axes, limits, 2, axes, error))
    return FALSE;
  if (axes[0] == axes[1])
    return qs_cli_refuse (error, _ ("--axes: rows and columns cannot be the same axis"));
  matrix->row_axis = (gsize)axes[0];
  matrix->column_axis = (gsize)axes[1];
  return TRUE;
}

static gboolean
parse_index (const QsCliMatrix *self, QsaMatrix *matrix, GError **error)
{
  guint64 limits[QST_LIMIT_DIMS], index[QST_LIMIT_DIMS];
  gsize axes[QST_LIMIT_DIMS], n = 0;

  if (self->index == NULL)
    return TRUE;
  for (gsize axis = 0; axis < matrix->n_dims; axis++)
    if (axis != matrix->row_axis && axis != matrix->column_axis)
      {
        limits[n] = matrix->shape[axis];
        axes[n++] = axis;
      }
  if (matrix->n_dims < 3)
    return qs_cli_refuse (error, _ ("--index has a meaning only with a tensor of three axes or more"));
  if (!parse_numbers ("--index", self->index, limits, n, index, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    matrix->index[axes[i]] = index[i];
  return TRUE;
}

static gboolean
parse_width (const QsCliMatrix *self, QsaMatrix *matrix, GError **error)
{
  gint64 width;

  if (self->width == NULL)
    return TRUE;
  if (matrix->n_dims > 1)
    return qs_cli_refuse (error, _ ("--width has a meaning only with a tensor of one axis"));
  if (!qs_cli_parse_integer ("--width", self->width, 1, (gint64)MAX (matrix->count, 1), &width, error))
    return FALSE;
  matrix->width = (guint64)width;
  return TRUE;
}

QspFigure *
qs_cli_matrix_draw (const QsCliMatrix *self, QsaResult *result, const guint64 *pick, double width, double height, GError **error)
{
  QstTensor *tensor = qsa_source_get_tensor (qsa_result_get_source (result));
  QsaUnitParams *params = qsa_result_get_unit_params (result);
  QsfMatrixOptions options = { 0 };
  g_autoptr (QsaPatch) patch = NULL;
  QsaMatrix matrix;
  QsaWindow window = { 0 };
  gboolean needs_params;

  qsa_matrix_init (&matrix, tensor);
  if (!parse_mode (self->mode, &options.mode, error) || !parse_axes (self, &matrix, error) || !parse_index (self, &matrix, error)
      || !parse_width (self, &matrix, error)
      || !parse_range ("--rows", self->rows, qsa_matrix_get_n_rows (&matrix), &window.row, &window.n_rows, error)
      || !parse_range ("--columns", self->columns, qsa_matrix_get_n_columns (&matrix), &window.column, &window.n_columns, error))
    return NULL;
  options.has_pick = pick != NULL && qsa_matrix_find (&matrix, *pick, &options.pick_row, &options.pick_column);
  window.row_step = (guint64)MAX (ceil ((double)window.n_rows * SAMPLE_PIXELS / MAX (height, 1)), 1);
  window.column_step = (guint64)MAX (ceil ((double)window.n_columns * SAMPLE_PIXELS / MAX (width, 1)), 1);
  qsf_matrix_get_unit_borders (&matrix, &qsa_result_get_scheme (result)->granularity, &options.row_border,
                               &options.column_border);
  needs_params = options.mode == QSF_MATRIX_ERRORS || qsa_unit_params_get_n (params) > 1;
  patch = qsa_patch_new (tensor, &matrix, &window, needs_params ? params : NULL, NULL, error);
  return patch != NULL ? qsf_figure_new_matrix (patch, params, &options) : NULL;
}
