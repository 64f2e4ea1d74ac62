/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-figure-private.h"

#include <math.h>

/* Numbers are written into cells of at least this size. */
#define TEXT_WIDTH 24.0
#define TEXT_HEIGHT 15.0
#define HATCH_PITCH 5.0
/* Cells keep apart while they are wide enough for that. */
#define GAP_WIDTH 8.0
#define GAP_WIDTH_WIDE 24.0
/* Colours that a map is cut into, one of them for 0; cells of one colour are one shape. */
#define N_LEVELS 513

/* Where cells stand: edges of all columns and rows, on whole device px. */
typedef struct
{
  const QspCells *cells;
  double *x, *y; /* n + 1 each */
  double gap, overlap;
} Lattice;

static double *
make_edges (const QspDraw *self, double from, double to, guint n)
{
  double *edges = g_new (double, n + 1);

  for (guint i = 0; i <= n; i++)
    edges[i] = qsp_draw_snap (self, from + (to - from) * ((double)i / n));
  return edges;
}

static void
lattice_init (Lattice *self, const QspDraw *draw, const QspMark *mark)
{
  const QspCells *cells = mark->cells;
  double left = qsp_draw_x (draw, mark->x[0]), right = qsp_draw_x (draw, mark->x2[0]);
  double top = qsp_draw_y (draw, mark->y2[0]), bottom = qsp_draw_y (draw, mark->y[0]);
  double size = MIN (fabs (right - left) / cells->n_columns, fabs (bottom - top) / cells->n_rows);

  self->cells = cells;
  self->x = make_edges (draw, left, right, cells->n_columns);
  self->y = make_edges (draw, top, bottom, cells->n_rows);
  self->gap = !cells->gaps || size < GAP_WIDTH ? 0 : size < GAP_WIDTH_WIDE ? 1 : 2;
  /* Without pixels to snap to, whoever shows the file would let the ground shine through between. */
  self->overlap = self->gap > 0 || draw->painter->scale > 0 ? 0 : 0.25;
}

static void
lattice_clear (Lattice *self)
{
  g_free (self->x);
  g_free (self->y);
}

static QspRect
get_rect (const Lattice *self, guint row, guint first, guint last)
{
  double x = self->x[first], y = self->y[row];
  double right = self->x[last + 1] - self->gap + (last + 1 < self->cells->n_columns ? self->overlap : 0);
  double bottom = self->y[row + 1] - self->gap + (row + 1 < self->cells->n_rows ? self->overlap : 0);

  return (QspRect){ x, y, right - x, bottom - y };
}

static guint
get_level (const QspCells *cells, gsize i)
{
  double t = cells->map == QSP_MAP_DIVERGING ? (cells->t[i] + 1) / 2 : cells->t[i];

  return isnan (t) ? G_MAXUINT : (guint)(CLAMP (t, 0, 1) * (N_LEVELS - 1) + 0.5);
}

typedef struct
{
  guint level, row, first, last;
} Run;

/* Cells that touch and are of one colour are one rectangle: no seams, small files. */
static GArray *
collect_runs (const Lattice *self, guint *counts)
{
  const QspCells *cells = self->cells;
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));

  for (guint row = 0; row < cells->n_rows; row++)
    for (guint column = 0; column < cells->n_columns; column++)
      {
        gsize i = (gsize)row * cells->n_columns + column;
        Run run = { get_level (cells, i), row, column, column };

        while (self->gap <= 0 && column + 1 < cells->n_columns && get_level (cells, ++i) == run.level)
          run.last = ++column;
        if (run.level == G_MAXUINT)
          continue;
        g_array_append_val (runs, run);
        counts[run.level]++;
      }
  return runs;
}

static void
draw_colors (const QspDraw *self, const Lattice *lattice)
{
  guint counts[N_LEVELS] = { 0 }, ends[N_LEVELS], n = 0;
  g_autoptr (GArray) runs = collect_runs (lattice, counts);
  g_autofree QspRect *rects = g_new (QspRect, MAX (runs->len, 1));

  for (guint level = 0; level < N_LEVELS; level++)
    {
      ends[level] = n;
      n += counts[level];
    }
  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);

      rects[ends[run->level]++] = get_rect (lattice, run->row, run->first, run->last);
    }
  for (guint level = 0; level < N_LEVELS; level++)
    {
      double t = (double)level / (N_LEVELS - 1);
      QspColor color =
          qsp_color_map_get (lattice->cells->map, self->theme, lattice->cells->map == QSP_MAP_DIVERGING ? 2 * t - 1 : t);

      if (counts[level] > 0)
        self->painter->klass->fill_rects (self->painter, &rects[ends[level] - counts[level]], counts[level], &color);
    }
}

static void
draw_hatches (const QspDraw *self, const Lattice *lattice)
{
  const QspCells *cells = lattice->cells;

  for (guint row = 0; row < cells->n_rows; row++)
    for (guint column = 0; column < cells->n_columns; column++)
      {
        gsize i = (gsize)row * cells->n_columns + column, n_lines;
        QspStroke stroke = { .width = 1 };

        if ((cells->flags[i] & QSP_CELL_HATCHED) == 0 || isnan (cells->t[i]))
          continue;
        QspRect rect = get_rect (lattice, row, column, column);
        g_autofree QspPoint *lines = qsp_hatch (&rect, HATCH_PITCH, &n_lines);

        stroke.color = qsp_color_map_get_ink (cells->map, self->theme, cells->t[i]);
        stroke.color.alpha = 0.35;
        if (n_lines > 0)
          self->painter->klass->stroke_segments (self->painter, lines, n_lines, &stroke);
      }
}

/* Whether the longest number fits, or none would be written: some with and some without would mislead. */
static gboolean
texts_fit (const QspDraw *self, const Lattice *lattice)
{
  const QspCells *cells = lattice->cells;
  double width = (lattice->x[cells->n_columns] - lattice->x[0]) / cells->n_columns;
  double height = (lattice->y[cells->n_rows] - lattice->y[0]) / cells->n_rows;
  double k = self->layout->k, widest = 0;

  if (cells->texts == NULL || width < TEXT_WIDTH * k || height < TEXT_HEIGHT * k)
    return FALSE;
  for (gsize i = 0; i < (gsize)cells->n_rows * cells->n_columns; i++)
    if (cells->texts[i] != NULL)
      widest = MAX (widest, self->painter->klass->measure (self->painter, cells->texts[i], 12.0 * k, TRUE));
  return widest + 2 <= width - lattice->gap;
}

static void
draw_texts (const QspDraw *self, const Lattice *lattice)
{
  const QspCells *cells = lattice->cells;

  for (guint row = 0; row < cells->n_rows; row++)
    for (guint column = 0; column < cells->n_columns; column++)
      {
        gsize i = (gsize)row * cells->n_columns + column;
        QspRect rect = get_rect (lattice, row, column, column);

        if (cells->texts[i] != NULL)
          qsp_draw_text (self, rect.x + rect.width / 2, rect.y + rect.height / 2, cells->texts[i], 0.5,
                         cells->flags != NULL && (cells->flags[i] & QSP_CELL_BOLD) != 0,
                         qsp_color_map_get_ink (cells->map, self->theme, cells->t[i]), FALSE);
      }
}

/* Around one cell, with air between: the picked one. */
static void
draw_frame (const QspDraw *self, const Lattice *lattice, gsize i)
{
  QspStroke gap = { self->theme->colors[QSP_ROLE_CARD], 2, QSP_DASH_NONE };
  QspStroke frame = { self->theme->colors[QSP_ROLE_FG], 2, QSP_DASH_NONE };
  QspRect rect = get_rect (lattice, (guint)(i / lattice->cells->n_columns), (guint)(i % lattice->cells->n_columns),
                           (guint)(i % lattice->cells->n_columns));
  const QspColor none = { 0, 0, 0, 0 };
  QspRect inner = { rect.x, rect.y, rect.width, rect.height };
  QspRect outer = { rect.x - 2, rect.y - 2, rect.width + 4, rect.height + 4 };

  self->painter->klass->box (self->painter, &inner, 2, &none, &gap, FALSE);
  self->painter->klass->box (self->painter, &outer, 4, &none, &frame, FALSE);
}

void
qsp_draw_cells (const QspDraw *self, const QspMark *mark)
{
  const QspCells *cells = mark->cells;
  Lattice lattice;

  if (cells->n_rows == 0 || cells->n_columns == 0)
    return;
  lattice_init (&lattice, self, mark);
  self->painter->klass->push_clip (self->painter, &(QspRect){ self->layout->area.x - 3, self->layout->area.y - 3,
                                                              self->layout->area.width + 6, self->layout->area.height + 6 });
  draw_colors (self, &lattice);
  if (cells->flags != NULL && lattice.gap > 0)
    draw_hatches (self, &lattice);
  if (texts_fit (self, &lattice))
    draw_texts (self, &lattice);
  if (cells->framed < (gsize)cells->n_rows * cells->n_columns)
    draw_frame (self, &lattice, cells->framed);
  self->painter->klass->pop_clip (self->painter);
  lattice_clear (&lattice);
}
