/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large cells are, which of them are seen, and what scrolls and zooms. */
#include "app/qs-matrix-view-private.h"

#include "plot/qsp-number.h"

#include <math.h>

/* A tile that is a picture is about that large; one of numbers has so many cells. */
#define TILE_PIXELS 256
#define TILE_CELLS 32
#define LABEL_PADDING 8
#define TEXT_PADDING 6

static const QsMatrixZoom zooms[] = {
  { 65536, 1 }, { 32768, 1 }, { 16384, 1 }, { 8192, 1 }, { 4096, 1 }, { 2048, 1 }, { 1024, 1 }, { 512, 1 }, { 256, 1 },
  { 128, 1 },   { 64, 1 },    { 32, 1 },    { 16, 1 },   { 8, 1 },    { 4, 1 },    { 2, 1 },    { 1, 1 },   { 1, 2 },
  { 1, 3 },     { 1, 4 },     { 1, 6 },     { 1, 8 },    { 1, 10 },   { 1, 12 },   { 1, 16 },   { 1, 20 },  { 1, 24 },
  { 1, 28 },    { 1, 32 },    { 1, 36 },    { 1, 42 },   { 1, 48 },   { 1, 56 },   { 1, 64 },
};

const QsMatrixZoom *
qs_matrix_view_get_zoom (QsMatrixView *self)
{
  return &zooms[self->zoom];
}

gboolean
qs_matrix_view_has_texts (QsMatrixView *self)
{
  return zooms[self->zoom].pixels >= QS_MATRIX_TEXT_PIXELS;
}

guint
qs_matrix_view_get_tile_side (QsMatrixView *self)
{
  return qs_matrix_view_has_texts (self) ? TILE_CELLS : MAX (TILE_PIXELS / zooms[self->zoom].pixels, 1);
}

guint
qs_matrix_view_find_zoom (double pixels_per_cell)
{
  guint best = 0;
  double least = INFINITY;

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      double distance = fabs (log (zooms[i].pixels / (double)zooms[i].step / pixels_per_cell));

      if (distance < least)
        {
          least = distance;
          best = i;
        }
    }
  return best;
}

/* Geometry */

static guint64
get_n_samples (QsMatrixView *self, GtkOrientation orientation)
{
  const guint64 step = zooms[self->zoom].step;
  guint64 n;

  if (self->source == NULL)
    return 0;
  n = orientation == GTK_ORIENTATION_HORIZONTAL ? qsa_matrix_get_n_columns (&self->matrix)
                                                : qsa_matrix_get_n_rows (&self->matrix);
  return n / step + (n % step > 0);
}

guint
qs_matrix_view_get_cell_pixels (QsMatrixView *self, GtkOrientation orientation)
{
  return orientation == GTK_ORIENTATION_HORIZONTAL ? self->cell_width : self->cell_height;
}

int
qs_matrix_view_get_room (QsMatrixView *self, GtkOrientation orientation)
{
  int all = gtk_widget_get_size (GTK_WIDGET (self), orientation);

  return MAX (all - (orientation == GTK_ORIENTATION_HORIZONTAL ? self->label_width : self->label_height), 1);
}

double
qs_matrix_view_get_scroll (QsMatrixView *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

void
qs_matrix_view_set_scroll (QsMatrixView *self, GtkOrientation orientation, double value)
{
  if (self->adjustments[orientation] != NULL)
    gtk_adjustment_set_value (self->adjustments[orientation], value);
}

void
qs_matrix_view_configure (QsMatrixView *self, GtkOrientation orientation, double value)
{
  const double room = qs_matrix_view_get_room (self, orientation), pixels = qs_matrix_view_get_cell_pixels (self, orientation);
  const double upper = MAX ((double)get_n_samples (self, orientation) * pixels, room);

  if (self->adjustments[orientation] == NULL)
    return;
  gtk_adjustment_configure (self->adjustments[orientation], CLAMP (value, 0, upper - room), 0, upper, MAX (pixels, 24),
                            MAX (room - pixels, room / 2), room);
}

static int
measure_text (QsMatrixView *self, const char *text, gboolean bold)
{
  int width;

  pango_layout_get_pixel_size (qs_matrix_view_get_layout (self, text, bold), &width, NULL);
  return width;
}

/* As wide as the longest number. */
static guint
get_text_width (QsMatrixView *self)
{
  g_autofree char *low = qsp_format_integer (self->look.params.qmin);
  g_autofree char *high = qsp_format_integer (self->look.params.qmax);
  int width;

  if (self->look.mode == QSF_MATRIX_CODES)
    width = MAX (measure_text (self, low, TRUE), measure_text (self, high, TRUE));
  else
    width = measure_text (self, "−0.00000", TRUE);
  return (guint)(width + TEXT_PADDING);
}

static void
update_label_sizes (QsMatrixView *self)
{
  g_autofree char *last = qsp_format_count (MAX (qsa_matrix_get_n_rows (&self->matrix), 1) - 1);
  int height;

  pango_layout_get_pixel_size (qs_matrix_view_get_layout (self, last, FALSE), NULL, &height);
  self->label_height = height + LABEL_PADDING;
  self->label_width = MAX (measure_text (self, last, FALSE), height) + 2 * LABEL_PADDING;
}

void
qs_matrix_view_update_tiling (QsMatrixView *self)
{
  const QsMatrixZoom *zoom = &zooms[self->zoom];
  const guint scale = (guint)gtk_widget_get_scale_factor (GTK_WIDGET (self));
  QsMatrixTiling tiling = { .step = zoom->step, .side = qs_matrix_view_get_tile_side (self) };

  if (self->source != NULL)
    {
      tiling.tensor = qsa_source_get_tensor (self->source);
      tiling.matrix = self->matrix;
    }
  if (!qs_matrix_view_has_texts (self))
    {
      tiling.pixels = zoom->pixels * scale;
      tiling.gap = zoom->pixels >= QS_MATRIX_GAP_PIXELS ? scale : 0;
    }
  qs_matrix_tiles_set_tiling (self->tiles, &tiling);
}

/* The cell under a point, in samples, so that it can be put there again. */
typedef struct
{
  double offset[2], sample[2];
} Anchor;

static void
anchor_init (Anchor *self, QsMatrixView *view, double x, double y)
{
  self->offset[0] = x - view->label_width;
  self->offset[1] = y - view->label_height;
  for (int i = 0; i < 2; i++)
    {
      self->offset[i] = CLAMP (self->offset[i], 0, qs_matrix_view_get_room (view, i));
      self->sample[i] =
          (qs_matrix_view_get_scroll (view, i) + self->offset[i]) / MAX (qs_matrix_view_get_cell_pixels (view, i), 1);
    }
}

static void
set_geometry (QsMatrixView *self, const Anchor *anchor)
{
  self->cell_width = self->cell_height = zooms[self->zoom].pixels;
  if (qs_matrix_view_has_texts (self))
    self->cell_width = MAX (self->cell_width, get_text_width (self));
  update_label_sizes (self);
  qs_matrix_view_update_tiling (self);
  g_clear_object (&self->hatches[0]);
  g_clear_object (&self->hatches[1]);
  for (int i = 0; i < 2; i++)
    qs_matrix_view_configure (self, i, anchor->sample[i] * qs_matrix_view_get_cell_pixels (self, i) - anchor->offset[i]);
  qs_matrix_view_emit_changed (self);
}

void
qs_matrix_view_update_geometry (QsMatrixView *self)
{
  Anchor anchor;

  anchor_init (&anchor, self, 0, 0);
  set_geometry (self, &anchor);
}

void
qs_matrix_view_zoom_at (QsMatrixView *self, guint zoom, double x, double y)
{
  const QsMatrixZoom *before = &zooms[self->zoom], *after = &zooms[MIN (zoom, G_N_ELEMENTS (zooms) - 1)];
  Anchor anchor;

  if (after == before)
    return;
  anchor_init (&anchor, self, x, y);
  for (int i = 0; i < 2; i++)
    anchor.sample[i] *= (double)before->step / (double)after->step;
  self->zoom = (guint)(after - zooms);
  set_geometry (self, &anchor);
}

void
qs_matrix_view_zoom (QsMatrixView *self, int steps)
{
  const double x = self->label_width + qs_matrix_view_get_room (self, 0) / 2.0,
               y = self->label_height + qs_matrix_view_get_room (self, 1) / 2.0;

  qs_matrix_view_zoom_at (self, (guint)CLAMP ((int)self->zoom + steps, 0, (int)G_N_ELEMENTS (zooms) - 1), x, y);
}

gboolean
qs_matrix_view_can_zoom (QsMatrixView *self, int steps)
{
  const int zoom = (int)self->zoom + steps;

  if (zoom < 0 || zoom >= (int)G_N_ELEMENTS (zooms))
    return FALSE;
  /* Smaller than all of it makes no sense. */
  return steps > 0 || (double)get_n_samples (self, 0) * self->cell_width > qs_matrix_view_get_room (self, 0)
         || (double)get_n_samples (self, 1) * self->cell_height > qs_matrix_view_get_room (self, 1);
}

void
qs_matrix_view_fit (QsMatrixView *self)
{
  guint zoom = G_N_ELEMENTS (zooms) - 1;

  while (zoom > 0
         && ((double)(qsa_matrix_get_n_columns (&self->matrix) / zooms[zoom].step * zooms[zoom].pixels)
                 > qs_matrix_view_get_room (self, 0)
             || (double)(qsa_matrix_get_n_rows (&self->matrix) / zooms[zoom].step * zooms[zoom].pixels)
                    > qs_matrix_view_get_room (self, 1)))
    zoom--;
  qs_matrix_view_zoom_at (self, zoom, 0, 0);
}

double
qs_matrix_view_get_cell_size (QsMatrixView *self)
{
  return zooms[self->zoom].pixels / (double)zooms[self->zoom].step;
}

void
qs_matrix_view_set_cell_size (QsMatrixView *self, double size)
{
  if (size > 0)
    qs_matrix_view_zoom_at (self, qs_matrix_view_find_zoom (size), 0, 0);
}

gboolean
qs_matrix_view_get_visible (QsMatrixView *self, guint64 *row, guint64 *column, guint64 *n_rows, guint64 *n_columns)
{
  guint64 *first[2] = { column, row }, *count[2] = { n_columns, n_rows };

  for (int i = 0; i < 2; i++)
    {
      const double scroll = qs_matrix_view_get_scroll (self, i), pixels = qs_matrix_view_get_cell_pixels (self, i);
      const guint64 n = i == 0 ? qsa_matrix_get_n_columns (&self->matrix) : qsa_matrix_get_n_rows (&self->matrix);
      const guint64 step = zooms[self->zoom].step;

      if (self->source == NULL || n == 0)
        return FALSE;
      *first[i] = MIN ((guint64)(scroll / pixels) * step, n - 1);
      *count[i] = MIN ((guint64)ceil ((scroll + qs_matrix_view_get_room (self, i)) / pixels) * step, n) - *first[i];
    }
  return TRUE;
}

void
qs_matrix_view_centre_on (QsMatrixView *self, double row, double column)
{
  const double at[2] = { column, row };

  for (int i = 0; i < 2; i++)
    qs_matrix_view_set_scroll (self, i,
                               at[i] / (double)zooms[self->zoom].step * qs_matrix_view_get_cell_pixels (self, i)
                                   - qs_matrix_view_get_room (self, i) / 2.0);
}

void
qs_matrix_view_scroll_to (QsMatrixView *self, guint64 row, guint64 column)
{
  const guint64 at[2] = { column, row };

  for (int i = 0; i < 2; i++)
    {
      const double pixels = qs_matrix_view_get_cell_pixels (self, i), from = (double)(at[i] / zooms[self->zoom].step) * pixels;
      const double room = qs_matrix_view_get_room (self, i), scroll = qs_matrix_view_get_scroll (self, i);

      if (from < scroll)
        qs_matrix_view_set_scroll (self, i, from);
      else if (from + pixels > scroll + room)
        qs_matrix_view_set_scroll (self, i, from + pixels - room);
    }
}
