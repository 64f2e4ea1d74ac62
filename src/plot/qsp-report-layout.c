/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-painter.h"
#include "plot/qsp-report-private.h"

#include <math.h>
#include <string.h>

/* A4 and Letter. */
static const struct
{
  double width, height; /* mm */
} papers[QSP_N_PAPERS] = { { 210.0, 297.0 }, { 215.9, 279.4 } };

#define PX_PER_MM (96.0 / 25.4)
#define FIGURES_PER_PAGE 2
#define COLUMN_GAP 32.0

void
qsp_paper_get_size (QspPaper paper, double *width, double *height)
{
  *width = papers[paper].width / 25.4;
  *height = papers[paper].height / 25.4;
}

char **
qsp_report_wrap (const char *font, const char *text, double size, double width)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GString) line = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *longer = g_strconcat (line->str, line->len > 0 ? " " : "", *word, NULL);

      if (line->len > 0 && qsp_text_measure (font, longer, size, FALSE) > width)
        {
          g_ptr_array_add (lines, g_strdup (line->str));
          g_string_assign (line, *word);
        }
      else
        g_string_assign (line, longer);
    }
  if (line->len > 0)
    g_ptr_array_add (lines, g_strdup (line->str));
  g_ptr_array_add (lines, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&lines), FALSE);
}

/* The first and the last n characters. */
static char *
leave_out_middle (const char *text, glong length, glong n)
{
  g_autofree char *head = g_utf8_substring (text, 0, n);
  g_autofree char *tail = g_utf8_substring (text, length - n, length);

  return g_strconcat (head, "…", tail, NULL);
}

char *
qsp_report_fit (const char *font, const char *text, double size, double width)
{
  const glong length = g_utf8_strlen (text, -1);
  glong fits = 0, too_many = length / 2 + 1;

  if (qsp_text_measure (font, text, size, FALSE) <= width)
    return g_strdup (text);
  while (too_many - fits > 1)
    {
      const glong n = (fits + too_many) / 2;
      g_autofree char *shorter = leave_out_middle (text, length, n);

      if (qsp_text_measure (font, shorter, size, FALSE) <= width)
        fits = n;
      else
        too_many = n;
    }
  return leave_out_middle (text, length, fits);
}

static guint
count_figures (QspReport *self)
{
  guint n = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    n += ((QspBlock *)g_ptr_array_index (self->blocks, i))->kind == QSP_BLOCK_FIGURE;
  return n;
}

static double
get_text_height (QspReport *self, const QspBlock *block)
{
  const guint n = block->words != NULL ? g_strv_length (block->words) : 0;

  switch (block->kind)
    {
    case QSP_BLOCK_TABLE:
      return QSP_REPORT_HEADING + QSP_REPORT_ROW * (n / 2);
    case QSP_BLOCK_CONTENTS:
      return QSP_REPORT_HEADING + QSP_REPORT_ROW * count_figures (self);
    case QSP_BLOCK_LINES:
    case QSP_BLOCK_FIGURE:
    default:
      return QSP_REPORT_HEADING + QSP_REPORT_ROW * n;
    }
}

/* Where the next block goes: tables into the shorter of two columns, the others under both. */
typedef struct
{
  guint page;
  double top, bottom, width;
  double y[2];
} Flow;

static void
new_page (Flow *flow)
{
  flow->page++;
  flow->y[0] = flow->y[1] = flow->top;
}

static void
place_text (QspReport *self, Flow *flow, QspBlock *block)
{
  const gboolean is_table = block->kind == QSP_BLOCK_TABLE;
  const double column_width = (flow->width - COLUMN_GAP) / 2, height = get_text_height (self, block);
  int column = flow->y[1] < flow->y[0] ? 1 : 0;

  if (!is_table)
    flow->y[0] = flow->y[1] = MAX (flow->y[0], flow->y[1]);
  if (flow->y[is_table ? column : 0] + height > flow->bottom)
    {
      new_page (flow);
      column = 0;
    }
  block->page = flow->page;
  block->rect = (QspRect){ QSP_REPORT_MARGIN + (is_table ? column * (column_width + COLUMN_GAP) : 0.0),
                           flow->y[is_table ? column : 0], is_table ? column_width : flow->width, height };
  if (is_table)
    flow->y[column] += height + QSP_REPORT_GAP;
  else
    flow->y[0] = flow->y[1] = flow->y[0] + height + QSP_REPORT_GAP;
}

static void
place_figure (const QspReportLayout *layout, const Flow *flow, QspBlock *block, guint i, const char *font)
{
  const double room = (flow->bottom - flow->top) / FIGURES_PER_PAGE;

  block->page = flow->page + 1 + i / FIGURES_PER_PAGE;
  block->rect = (QspRect){ QSP_REPORT_MARGIN, flow->top + room * (i % FIGURES_PER_PAGE), flow->width, room - QSP_REPORT_GAP };
  g_strfreev (block->words);
  block->words = qsp_report_wrap (font, qsp_figure_get_description (block->figure), QSP_REPORT_NOTE, flow->width);
}

void
qsp_report_layout (QspReport *self, QspPaper paper, const char *font, QspReportLayout *layout)
{
  Flow flow = { .page = 0, .top = QSP_REPORT_MARGIN };
  guint n_figures = 0;

  layout->width = papers[paper].width * PX_PER_MM;
  layout->height = papers[paper].height * PX_PER_MM;
  flow.width = layout->width - 2 * QSP_REPORT_MARGIN;
  flow.bottom = layout->height - QSP_REPORT_MARGIN - QSP_REPORT_FOOTER;
  flow.y[0] = flow.y[1] = flow.top + QSP_REPORT_TITLE;
  for (guint i = 0; i < self->blocks->len; i++)
    if (((QspBlock *)g_ptr_array_index (self->blocks, i))->kind != QSP_BLOCK_FIGURE)
      place_text (self, &flow, g_ptr_array_index (self->blocks, i));
  for (guint i = 0; i < self->blocks->len; i++)
    if (((QspBlock *)g_ptr_array_index (self->blocks, i))->kind == QSP_BLOCK_FIGURE)
      place_figure (layout, &flow, g_ptr_array_index (self->blocks, i), n_figures++, font);
  layout->n_pages = flow.page + 1 + (n_figures + FIGURES_PER_PAGE - 1) / FIGURES_PER_PAGE;
}
