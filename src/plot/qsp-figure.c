/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-figure-private.h"

#include <math.h>
#include <string.h>

static void
cells_free (QspCells *cells)
{
  for (gsize i = 0; cells->texts != NULL && i < (gsize)cells->n_rows * cells->n_columns; i++)
    g_free (cells->texts[i]);
  g_free (cells->texts);
  g_free (cells->flags);
  g_free (cells->t);
  g_free (cells);
}

static void
note_free (gpointer data)
{
  QspNote *note = data;

  g_free (note->text);
  g_free (note->x);
  g_free (note->y);
  g_free (note);
}

static void
mark_free (gpointer data)
{
  QspMark *mark = data;

  g_clear_pointer (&mark->cells, cells_free);
  g_free (mark->x);
  g_free (mark->y);
  g_free (mark->x2);
  g_free (mark->y2);
  g_free (mark->text);
  g_clear_pointer (&mark->notes, g_ptr_array_unref);
  g_free (mark);
}

static void
legend_item_clear (gpointer data)
{
  g_free (((QspLegendItem *)data)->label);
}

QspFigure *
qsp_figure_new (const char *title)
{
  QspFigure *self = g_new0 (QspFigure, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->title = g_strdup (title);
  self->description = g_strdup ("");
  self->marks = g_ptr_array_new_with_free_func (mark_free);
  self->handles = g_array_new (FALSE, TRUE, sizeof (QspHandleItem));
  self->legend = g_array_new (FALSE, TRUE, sizeof (QspLegendItem));
  g_array_set_clear_func (self->legend, legend_item_clear);
  for (int i = 0; i < 2; i++)
    qsp_scale_init (&self->axes[i].scale, FALSE, 0.0, 1.0);
  return self;
}

QspFigure *
qsp_figure_ref (QspFigure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsp_figure_unref (QspFigure *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->table_destroy != NULL)
    self->table_destroy (self->table_data);
  g_ptr_array_unref (self->marks);
  g_array_unref (self->handles);
  g_array_unref (self->legend);
  for (int i = 0; i < 2; i++)
    g_free (self->axes[i].title);
  g_free (self->title);
  g_free (self->top_title);
  g_free (self->description);
  g_free (self->readout);
  g_free (self->message);
  g_free (self->bar_title);
  g_strfreev (self->bar_labels);
  g_free (self->bar_positions);
  g_free (self);
}

void
qsp_figure_set_large (QspFigure *self, gboolean large)
{
  self->large = large;
}

void
qsp_figure_set_bare (QspFigure *self, gboolean bare)
{
  self->bare = bare;
}

static void
set_string (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

void
qsp_figure_set_top_title (QspFigure *self, const char *title)
{
  set_string (&self->top_title, title);
}

void
qsp_figure_set_description (QspFigure *self, const char *description)
{
  set_string (&self->description, description);
}

void
qsp_figure_set_readout (QspFigure *self, const char *readout, double x)
{
  set_string (&self->readout, readout);
  self->readout_x = x;
}

void
qsp_figure_set_message (QspFigure *self, const char *message)
{
  set_string (&self->message, message);
}

void
qsp_figure_set_table (QspFigure *self, QspTableFunc func, gpointer data, GDestroyNotify destroy)
{
  self->table = func;
  self->table_data = data;
  self->table_destroy = destroy;
}

void
qsp_figure_set_axis (QspFigure *self, QspDimension dimension, QspAxisKind kind, double low, double high, const char *title,
                     double min_pitch)
{
  QspAxis *axis = &self->axes[dimension];

  axis->kind = kind;
  axis->min_pitch = min_pitch;
  set_string (&axis->title, title);
  qsp_scale_init (&axis->scale, kind == QSP_AXIS_LOG, low, high);
}

void
qsp_figure_set_code_axis (QspFigure *self, gint64 lowest, gint64 zero, gint64 highest)
{
  self->axes[QSP_X].codes[0] = lowest;
  self->axes[QSP_X].codes[1] = zero;
  self->axes[QSP_X].codes[2] = highest;
}

void
qsp_figure_set_color_bar (QspFigure *self, QspColorMap map, const char *title, guint n, const double *positions,
                          const char *const *labels)
{
  self->bar_map = map;
  set_string (&self->bar_title, title);
  g_strfreev (self->bar_labels);
  self->bar_labels = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->bar_labels[i] = g_strdup (labels[i]);
  g_free (self->bar_positions);
  self->bar_positions = g_memdup2 (positions, n * sizeof *positions);
}

void
qsp_figure_keep_steps (QspFigure *self, QspFigure *previous)
{
  for (int i = 0; i < 2; i++)
    if (previous->axes[i].kind == self->axes[i].kind)
      self->axes[i].previous_step = previous->axes[i].last_step;
}

void
qsp_figure_set_tag (QspFigure *self, guint tag)
{
  self->tag = tag;
}

guint
qsp_figure_get_tag (QspFigure *self)
{
  return self->tag;
}

static double *
copy_doubles (const double *values, gsize n)
{
  return values != NULL && n > 0 ? g_memdup2 (values, n * sizeof *values) : NULL;
}

QspMark *
qsp_figure_add_mark (QspFigure *self, QspMarkKind kind, QspRole role, gsize n, const double *x, const double *y)
{
  QspMark *mark = g_new0 (QspMark, 1);

  mark->kind = kind;
  mark->role = role;
  mark->opacity = 1.0;
  mark->width = 1.0;
  mark->n = n;
  mark->x = copy_doubles (x, n);
  mark->y = copy_doubles (y, n);
  g_ptr_array_add (self->marks, mark);
  return mark;
}

QspMark *
qsp_figure_add_point (QspFigure *self, QspMarkKind kind, QspRole role, double x, double y)
{
  return qsp_figure_add_mark (self, kind, role, 1, &x, &y);
}

QspMark *
qsp_figure_add_label (QspFigure *self, QspRole role, const char *text, double x, double y, double align)
{
  QspMark *mark = qsp_figure_add_point (self, QSP_MARK_LABEL, role, x, y);

  mark->text = g_strdup (text);
  mark->align = align;
  return mark;
}

QspCells *
qsp_figure_add_cells (QspFigure *self, QspColorMap map, guint n_rows, guint n_columns, double x_low, double x_high, double y_low,
                      double y_high)
{
  QspMark *mark = qsp_figure_add_point (self, QSP_MARK_CELLS, QSP_ROLE_FG, x_low, y_low);
  QspCells *cells = g_new0 (QspCells, 1);

  mark->x2 = copy_doubles (&x_high, 1);
  mark->y2 = copy_doubles (&y_high, 1);
  cells->n_rows = n_rows;
  cells->n_columns = n_columns;
  cells->map = map;
  cells->framed = G_MAXSIZE;
  cells->t = g_new (double, MAX ((gsize)n_rows * n_columns, 1));
  for (gsize i = 0; i < (gsize)n_rows * n_columns; i++)
    cells->t[i] = NAN;
  mark->cells = cells;
  return cells;
}

QspNote *
qsp_mark_add_note (QspMark *mark, QspRole role, const char *text, gsize n, const double *x, const double *y)
{
  QspNote *note = g_new0 (QspNote, 1);

  if (mark->notes == NULL)
    mark->notes = g_ptr_array_new_with_free_func (note_free);
  note->role = role;
  note->text = g_strdup (text);
  note->n = n;
  note->x = copy_doubles (x, n);
  note->y = copy_doubles (y, n);
  g_ptr_array_add (mark->notes, note);
  return note;
}

void
qsp_figure_add_handle (QspFigure *self, const QspHandle *handle, double pitch)
{
  QspHandleItem item = { *handle, pitch };

  g_array_append_val (self->handles, item);
}

void
qsp_figure_add_legend (QspFigure *self, const char *label, QspSwatch swatch, QspRole role, gboolean shown)
{
  QspLegendItem item = { { NULL, shown }, g_strdup (label), swatch, role };

  item.entry.label = item.label;
  g_array_append_val (self->legend, item);
}

void
qsp_figure_to_data (QspFigure *self, const QspRect *area, double px, double py, double *x, double *y)
{
  *x = qsp_scale_invert (&self->axes[QSP_X].scale, (px - area->x) / MAX (area->width, 1e-9));
  *y = qsp_scale_invert (&self->axes[QSP_Y].scale, 1.0 - (py - area->y) / MAX (area->height, 1e-9));
}

void
qsp_figure_to_pixel (QspFigure *self, const QspRect *area, double x, double y, double *px, double *py)
{
  *px = area->x + qsp_scale_normalize (&self->axes[QSP_X].scale, x) * area->width;
  *py = area->y + (1.0 - qsp_scale_normalize (&self->axes[QSP_Y].scale, y)) * area->height;
}

void
qsp_figure_get_limits (QspFigure *self, double *x_low, double *x_high, double *y_low, double *y_high)
{
  *x_low = self->axes[QSP_X].scale.low;
  *x_high = self->axes[QSP_X].scale.high;
  *y_low = self->axes[QSP_Y].scale.low;
  *y_high = self->axes[QSP_Y].scale.high;
}

const QspHandle *
qsp_figure_find_handle (QspFigure *self, const QspRect *area, double px, double py, double reach)
{
  const QspHandle *best = NULL;
  double best_distance = reach, bottom = area->y + area->height;
  double per_unit = area->width / (self->axes[QSP_X].scale.high - self->axes[QSP_X].scale.low);

  for (guint i = 0; i < self->handles->len; i++)
    {
      const QspHandleItem *item = &g_array_index (self->handles, QspHandleItem, i);
      double hx, hy, distance;

      qsp_figure_to_pixel (self, area, item->handle.x, item->handle.is_point ? item->handle.y : 0.0, &hx, &hy);
      if (hx < area->x - 1.0 || hx > area->x + area->width + 1.0)
        continue;
      /* Between close levels there must be something left to pan by. */
      if (item->pitch > 0.0 && item->pitch * per_unit < 4.0 * reach)
        continue;
      if (item->handle.below ? (py < bottom || py > bottom + MAX (reach, 12.0)) : (py < area->y || py > bottom))
        continue;
      distance = item->handle.is_point ? hypot (hx - px, hy - py) : fabs (hx - px);
      if (distance < best_distance || (best == NULL && distance <= reach))
        {
          best = &item->handle;
          best_distance = distance;
        }
    }
  return best;
}

const char *
qsp_figure_get_title (QspFigure *self)
{
  return self->title;
}

const char *
qsp_figure_get_description (QspFigure *self)
{
  return self->description;
}

const char *
qsp_figure_get_readout (QspFigure *self)
{
  return self->readout;
}

gsize
qsp_figure_get_n_legend (QspFigure *self)
{
  return self->legend->len;
}

const QspLegendEntry *
qsp_figure_get_legend (QspFigure *self, gsize i)
{
  g_return_val_if_fail (i < self->legend->len, NULL);

  return &g_array_index (self->legend, QspLegendItem, i).entry;
}

char *
qsp_figure_to_csv (QspFigure *self)
{
  GString *csv = g_string_new (NULL);

  if (self->table != NULL)
    self->table (self->table_data, csv);
  return g_string_free (csv, FALSE);
}

char *
qsp_figure_to_tsv (QspFigure *self)
{
  /* Fields are numbers and names of columns: none holds a comma. */
  return g_strdelimit (qsp_figure_to_csv (self), ",", '\t');
}
