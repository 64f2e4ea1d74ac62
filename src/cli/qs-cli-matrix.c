/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-matrix.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cli/qs-cli.h"
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

QspFigure *
qs_cli_matrix_draw (const QsCliMatrix *self, QsaResult *result, double width, double height, GError **error)
{
  QstTensor *tensor = qsa_source_get_tensor (qsa_result_get_source (result));
  const QscParams *params = qsa_result_get_params (result);
  QsfMatrixOptions options = { 0 };
  g_autoptr (QsaPatch) patch = NULL;
  QsaMatrix matrix;
  QsaWindow window = { 0 };

  qsa_matrix_init (&matrix, tensor);
  if (!parse_mode (self->mode, &options.mode, error)
      || !parse_range ("--rows", self->rows, qsa_matrix_get_n_rows (&matrix), &window.row, &window.n_rows, error)
      || !parse_range ("--columns", self->columns, qsa_matrix_get_n_columns (&matrix), &window.column, &window.n_columns, error))
    return NULL;
  window.row_step = (guint64)MAX (ceil ((double)window.n_rows * SAMPLE_PIXELS / MAX (height, 1)), 1);
  window.column_step = (guint64)MAX (ceil ((double)window.n_columns * SAMPLE_PIXELS / MAX (width, 1)), 1);
  patch = qsa_patch_new (tensor, &matrix, &window, options.mode == QSF_MATRIX_ERRORS ? params : NULL, NULL, error);
  return patch != NULL ? qsf_figure_new_matrix (patch, params, &options) : NULL;
}
