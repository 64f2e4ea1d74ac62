/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-accuracy.h"

#include "plot/qsp-figure-build.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
write_table (gpointer data, GString *csv)
{
  gsize n;
  const guint *counts = qsa_accuracy_get_confusion (data, &n);

  g_string_append (csv, "label");
  for (gsize answer = 0; answer < n; answer++)
    g_string_append_printf (csv, ",%" G_GSIZE_FORMAT, answer);
  for (gsize i = 0; i < n * n; i++)
    {
      if (i % n == 0)
        g_string_append_printf (csv, "\n%" G_GSIZE_FORMAT, i / n);
      g_string_append_printf (csv, ",%u", counts[i]);
    }
  g_string_append_c (csv, '\n');
}

static guint
get_row_sum (const guint *counts, gsize n, gsize label)
{
  guint sum = 0;

  for (gsize answer = 0; answer < n; answer++)
    sum += counts[label * n + answer];
  return sum;
}

/* Right answers towards one colour, wrong ones towards the other; of the square root, so that a single one is seen. */
static void
fill_cells (QspCells *cells, const guint *counts, gsize n)
{
  cells->gaps = TRUE;
  cells->flags = g_new0 (guint8, n * n);
  cells->texts = g_new0 (char *, n *n);
  for (gsize i = 0; i < n * n; i++)
    {
      const guint sum = get_row_sum (counts, n, i / n);
      const double share = sum > 0 ? (double)counts[i] / sum : 0;

      cells->t[i] = i / n == i % n ? -share : sqrt (share);
      cells->texts[i] = counts[i] > 0 ? g_strdup_printf ("%u", counts[i]) : NULL;
      cells->flags[i] = i / n == i % n ? QSP_CELL_BOLD : 0;
    }
}

gboolean
qsf_confusion_find_cell (QsaAccuracy *accuracy, double x, double y, guint *label, guint *answer)
{
  gsize n;

  qsa_accuracy_get_confusion (accuracy, &n);
  if (!(x >= 0 && x < (double)n && y <= 0 && y > -(double)n))
    return FALSE;
  *label = (guint)floor (-y);
  *answer = (guint)floor (x);
  return TRUE;
}

static void
set_readout (QspFigure *figure, QsaAccuracy *accuracy, double x, double y)
{
  gsize n;
  const guint *counts = qsa_accuracy_get_confusion (accuracy, &n);
  guint label, answer, count;
  g_autofree char *text = NULL;

  if (!qsf_confusion_find_cell (accuracy, x, y, &label, &answer))
    return;
  count = counts[label * n + answer];
  /* Translators: what is shown, the answer of the network, how many pictures */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u taken for %u\n%u picture", "%u taken for %u\n%u pictures", count),
                          label, answer, count);
  qsp_figure_set_readout (figure, text, x);
}

static void
set_description (QspFigure *figure, QsaAccuracy *accuracy)
{
  gsize n, worst = 1;
  const guint *counts = qsa_accuracy_get_confusion (accuracy, &n);
  const gsize n_all = qsa_accuracy_get_n (accuracy), n_right = qsa_accuracy_get_n_right (accuracy);
  g_autofree char *text = NULL;

  for (gsize i = 0; i < n * n; i++)
    if (i / n != i % n && counts[i] > counts[worst])
      worst = i;
  if (n_right == n_all || n < 2)
    text = g_strdup_printf (_ ("All %zu answers are right."), n_all);
  else
    /* Translators: right answers, all answers, what is shown, the answer of the network, how often */
    text = g_strdup_printf (_ ("%zu of %zu answers are right. The most frequent mistake: %zu taken for %zu, %u times."), n_right,
                            n_all, worst / n, worst % n, counts[worst]);
  qsp_figure_set_description (figure, text);
}

QspFigure *
qsf_figure_new_confusion (QsaAccuracy *accuracy, const QsfAccuracyOptions *options)
{
  QspFigure *figure = qsp_figure_new (_ ("Confusion matrix"));
  gsize n;
  const guint *counts = qsa_accuracy_get_confusion (accuracy, &n);
  QspCells *cells;

  qsp_figure_set_large (figure, options->large);
  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_INDEX, 0, (double)n, NULL, 20.0);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_INDEX, -(double)n, 0, _ ("Shown ↓ answer →"), 14.0);
  qsp_figure_set_top_title (figure, ""); /* a line for that above the numbers */
  cells = qsp_figure_add_cells (figure, QSP_MAP_DIVERGING, (guint)n, (guint)n, 0, (double)n, -(double)n, 0);
  fill_cells (cells, counts, n);
  if (options->has_pick && options->pick_label < n && options->pick_answer < n)
    cells->framed = options->pick_label * n + options->pick_answer;
  set_readout (figure, accuracy, options->cursor_x, options->cursor_y);
  set_description (figure, accuracy);
  qsp_figure_add_legend (figure, _ ("right"), QSP_SWATCH_SQUARE, QSP_ROLE_DATA, TRUE);
  qsp_figure_add_legend (figure, _ ("wrong"), QSP_SWATCH_SQUARE, QSP_ROLE_GRID, TRUE);
  qsp_figure_set_table (figure, write_table, qsa_accuracy_ref (accuracy), (GDestroyNotify)qsa_accuracy_unref);
  return figure;
}
