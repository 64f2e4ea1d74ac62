/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-view-private.h"

#include "app/qs-inputs.h"
#include "app/qs-paint.h"
#include "app/qs-session-edit.h"
#include "plot/qsp-number.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* A tile that is a picture is about that large; one of numbers has so many cells. */
#define TILE_PIXELS 256
#define TILE_CELLS 32
#define LABEL_PADDING 8
#define TEXT_PADDING 6
#define PIXELS_DEFAULT 36

static const QsMatrixZoom zooms[] = {
  { 65536, 1 }, { 32768, 1 }, { 16384, 1 }, { 8192, 1 }, { 4096, 1 }, { 2048, 1 }, { 1024, 1 }, { 512, 1 }, { 256, 1 },
  { 128, 1 },   { 64, 1 },    { 32, 1 },    { 16, 1 },   { 8, 1 },    { 4, 1 },    { 2, 1 },    { 1, 1 },   { 1, 2 },
  { 1, 3 },     { 1, 4 },     { 1, 6 },     { 1, 8 },    { 1, 10 },   { 1, 12 },   { 1, 16 },   { 1, 20 },  { 1, 24 },
  { 1, 28 },    { 1, 32 },    { 1, 36 },    { 1, 42 },   { 1, 48 },   { 1, 56 },   { 1, 64 },
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY
};

G_DEFINE_FINAL_TYPE_WITH_CODE (QsMatrixView, qs_matrix_view, GTK_TYPE_WIDGET, G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void
emit_changed (QsMatrixView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

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

static guint
get_cell_pixels (QsMatrixView *self, GtkOrientation orientation)
{
  return orientation == GTK_ORIENTATION_HORIZONTAL ? self->cell_width : self->cell_height;
}

static int
get_room (QsMatrixView *self, GtkOrientation orientation)
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

static void
configure (QsMatrixView *self, GtkOrientation orientation, double value)
{
  const double room = get_room (self, orientation), pixels = get_cell_pixels (self, orientation);
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

static void
update_tiling (QsMatrixView *self)
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
      self->offset[i] = CLAMP (self->offset[i], 0, get_room (view, i));
      self->sample[i] = (qs_matrix_view_get_scroll (view, i) + self->offset[i]) / MAX (get_cell_pixels (view, i), 1);
    }
}

static void
set_geometry (QsMatrixView *self, const Anchor *anchor)
{
  self->cell_width = self->cell_height = zooms[self->zoom].pixels;
  if (qs_matrix_view_has_texts (self))
    self->cell_width = MAX (self->cell_width, get_text_width (self));
  update_label_sizes (self);
  update_tiling (self);
  g_clear_object (&self->hatches[0]);
  g_clear_object (&self->hatches[1]);
  for (int i = 0; i < 2; i++)
    configure (self, i, anchor->sample[i] * get_cell_pixels (self, i) - anchor->offset[i]);
  emit_changed (self);
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
  const double x = self->label_width + get_room (self, 0) / 2.0, y = self->label_height + get_room (self, 1) / 2.0;

  qs_matrix_view_zoom_at (self, (guint)CLAMP ((int)self->zoom + steps, 0, (int)G_N_ELEMENTS (zooms) - 1), x, y);
}

gboolean
qs_matrix_view_can_zoom (QsMatrixView *self, int steps)
{
  const int zoom = (int)self->zoom + steps;

  if (zoom < 0 || zoom >= (int)G_N_ELEMENTS (zooms))
    return FALSE;
  /* Smaller than all of it makes no sense. */
  return steps > 0 || (double)get_n_samples (self, 0) * self->cell_width > get_room (self, 0)
         || (double)get_n_samples (self, 1) * self->cell_height > get_room (self, 1);
}

void
qs_matrix_view_fit (QsMatrixView *self)
{
  guint zoom = G_N_ELEMENTS (zooms) - 1;

  while (zoom > 0
         && ((double)(qsa_matrix_get_n_columns (&self->matrix) / zooms[zoom].step * zooms[zoom].pixels) > get_room (self, 0)
             || (double)(qsa_matrix_get_n_rows (&self->matrix) / zooms[zoom].step * zooms[zoom].pixels) > get_room (self, 1)))
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
      const double scroll = qs_matrix_view_get_scroll (self, i), pixels = get_cell_pixels (self, i);
      const guint64 n = i == 0 ? qsa_matrix_get_n_columns (&self->matrix) : qsa_matrix_get_n_rows (&self->matrix);
      const guint64 step = zooms[self->zoom].step;

      if (self->source == NULL || n == 0)
        return FALSE;
      *first[i] = MIN ((guint64)(scroll / pixels) * step, n - 1);
      *count[i] = MIN ((guint64)ceil ((scroll + get_room (self, i)) / pixels) * step, n) - *first[i];
    }
  return TRUE;
}

void
qs_matrix_view_centre_on (QsMatrixView *self, double row, double column)
{
  const double at[2] = { column, row };

  for (int i = 0; i < 2; i++)
    qs_matrix_view_set_scroll (self, i,
                               at[i] / (double)zooms[self->zoom].step * get_cell_pixels (self, i) - get_room (self, i) / 2.0);
}

void
qs_matrix_view_scroll_to (QsMatrixView *self, guint64 row, guint64 column)
{
  const guint64 at[2] = { column, row };

  for (int i = 0; i < 2; i++)
    {
      const double pixels = get_cell_pixels (self, i), from = (double)(at[i] / zooms[self->zoom].step) * pixels;
      const double room = get_room (self, i), scroll = qs_matrix_view_get_scroll (self, i);

      if (from < scroll)
        qs_matrix_view_set_scroll (self, i, from);
      else if (from + pixels > scroll + room)
        qs_matrix_view_set_scroll (self, i, from + pixels - room);
    }
}

/* Cells */

gboolean
qs_matrix_view_find_cell (QsMatrixView *self, double x, double y, guint64 *row, guint64 *column)
{
  const double at[2] = { x - self->label_width, y - self->label_height };
  guint64 *found[2] = { column, row };

  for (int i = 0; i < 2; i++)
    {
      if (at[i] < 0 || at[i] >= get_room (self, i))
        return FALSE;
      *found[i] = (guint64)((at[i] + qs_matrix_view_get_scroll (self, i)) / get_cell_pixels (self, i)) * zooms[self->zoom].step;
    }
  return self->source != NULL && qsa_matrix_get_index (&self->matrix, *row, *column) != G_MAXUINT64;
}

gboolean
qs_matrix_view_trace (QsMatrixView *self, guint64 row, guint64 column, QscTrace *trace)
{
  const guint64 side = qs_matrix_view_get_tile_side (self);
  const QsMatrixTile *tile;

  if (zooms[self->zoom].step > 1)
    return FALSE;
  tile = qs_matrix_tiles_peek (self->tiles, row / side, column / side);
  if (tile == NULL || row % side >= qsa_patch_get_n_rows (tile->patch) || column % side >= qsa_patch_get_n_columns (tile->patch))
    return FALSE;
  return qsa_patch_trace (tile->patch, self->look.units, (guint)(row % side), (guint)(column % side), trace);
}

gboolean
qs_matrix_view_get_pick (QsMatrixView *self, guint64 *row, guint64 *column)
{
  float value;
  guint64 index;

  return self->source != NULL && qs_session_get_pick (self->session, &value, &index)
         && qsa_matrix_find (&self->matrix, index, row, column);
}

/* What a screen reader says of the cell: "row 3, column 5, code −2, r 0.08". */
static void
describe_cell (QsMatrixView *self, guint64 row, guint64 column)
{
  g_autofree char *row_text = qsp_format_count (row);
  g_autofree char *column_text = qsp_format_count (column);
  g_autofree char *text = NULL;
  QscTrace trace;

  if (qs_matrix_view_trace (self, row, column, &trace))
    {
      g_autofree char *code = qsp_format_integer (trace.code);
      g_autofree char *value = qsp_format_number (trace.value, 4, TRUE);

      text = g_strdup_printf (_ ("row %s, column %s, code %s, r %s"), row_text, column_text, code, value);
    }
  else
    {
      text = g_strdup_printf (_ ("row %s, column %s"), row_text, column_text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
qs_matrix_view_set_cursor (QsMatrixView *self, guint64 row, guint64 column)
{
  QscTrace trace;

  if (self->has_cursor && self->cursor_row == row && self->cursor_column == column)
    return;
  self->has_cursor = TRUE;
  self->cursor_row = row;
  self->cursor_column = column;
  if (qs_matrix_view_trace (self, row, column, &trace))
    qs_session_set_preview (self->session, self, trace.value, qsa_matrix_get_index (&self->matrix, row, column));
  else
    qs_session_clear_preview (self->session, self);
  describe_cell (self, row, column);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
qs_matrix_view_clear_cursor (QsMatrixView *self)
{
  guint64 row, column;

  if (!self->has_cursor)
    return;
  self->has_cursor = FALSE;
  qs_session_clear_preview (self->session, self);
  if (qs_matrix_view_get_pick (self, &row, &column))
    describe_cell (self, row, column);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
qs_matrix_view_go_to (QsMatrixView *self, guint64 row, guint64 column)
{
  const guint64 index = self->source != NULL ? qsa_matrix_get_index (&self->matrix, row, column) : G_MAXUINT64;

  if (index == G_MAXUINT64)
    return FALSE;
  qs_matrix_view_clear_cursor (self);
  qs_session_pick_index (self->session, index);
  return TRUE;
}

gboolean
qs_matrix_view_is_complete (QsMatrixView *self)
{
  return !qs_matrix_tiles_is_busy (self->tiles);
}

/* The session */

/* A value that was picked elsewhere is looked up: at its indices of the other axes, scrolled into view. */
static void
follow_pick (QsMatrixView *self)
{
  guint64 row, column, index;
  float value;

  if (self->source == NULL || !qs_session_get_pick (self->session, &value, &index) || index == self->last_pick)
    return;
  self->last_pick = index;
  if (index == G_MAXUINT64)
    return;
  if (!qsa_matrix_find (&self->matrix, index, &row, &column))
    {
      QsaMatrix matrix = self->matrix;

      qsa_matrix_show (&matrix, index);
      qs_matrix_view_set_matrix (self, &matrix);
      if (!qsa_matrix_find (&self->matrix, index, &row, &column))
        return;
    }
  qs_matrix_view_scroll_to (self, row, column);
  describe_cell (self, row, column);
}

static void
view_cb (QsMatrixView *self)
{
  follow_pick (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_look (QsMatrixView *self)
{
  g_autoptr (QsaUnitParams) units = NULL;
  QsMatrixLook look = self->look;
  gboolean codes_differ;

  look.units = units = qs_session_get_unit_params (self->session);
  look.params = *qsa_unit_params_get_widest (units);
  qs_paint_get_theme (GTK_WIDGET (self), &look.theme);
  if (qs_matrix_look_equal (&look, &self->look) && look.theme.text_scale == self->look.theme.text_scale)
    return;
  codes_differ = look.params.qmin != self->look.params.qmin || look.params.qmax != self->look.params.qmax
                 || look.theme.text_scale != self->look.theme.text_scale;
  qs_matrix_look_set (&self->look, &look);
  qs_matrix_palette_init (&self->palette, &self->look);
  qs_matrix_tiles_set_look (self->tiles, &self->look);
  if (codes_differ)
    qs_matrix_view_update_geometry (self);
  else
    emit_changed (self);
}

static void
source_cb (QsMatrixView *self)
{
  QsaSource *source = qs_session_get_source (self->session);

  update_look (self);
  if (source == self->source)
    return;
  g_clear_pointer (&self->source, qsa_source_unref);
  self->has_cursor = FALSE;
  self->last_pick = G_MAXUINT64;
  if (source != NULL)
    {
      self->source = qsa_source_ref (source);
      qsa_matrix_init (&self->matrix, qsa_source_get_tensor (source));
    }
  for (int i = 0; i < 2; i++)
    qs_matrix_view_set_scroll (self, i, 0);
  qs_matrix_view_update_geometry (self);
}

static void
style_cb (QsMatrixView *self)
{
  if (self->session != NULL)
    update_look (self);
}

void
qs_matrix_view_set_session (QsMatrixView *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "source", G_CALLBACK (source_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (update_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "result", G_CALLBACK (update_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view", G_CALLBACK (view_cb), self, G_CONNECT_SWAPPED);
  source_cb (self);
}

const QsaMatrix *
qs_matrix_view_get_matrix (QsMatrixView *self)
{
  return self->source != NULL ? &self->matrix : NULL;
}

void
qs_matrix_view_set_matrix (QsMatrixView *self, const QsaMatrix *matrix)
{
  if (self->source == NULL || qsa_matrix_equal (matrix, &self->matrix))
    return;
  self->has_cursor = FALSE;
  self->matrix = *matrix;
  qs_matrix_view_update_geometry (self);
}

const QsMatrixLook *
qs_matrix_view_get_look (QsMatrixView *self)
{
  return &self->look;
}

QsfMatrixMode
qs_matrix_view_get_mode (QsMatrixView *self)
{
  return self->look.mode;
}

void
qs_matrix_view_set_mode (QsMatrixView *self, QsfMatrixMode mode)
{
  if (self->look.mode == mode)
    return;
  self->look.mode = mode;
  qs_matrix_palette_init (&self->palette, &self->look);
  qs_matrix_tiles_set_look (self->tiles, &self->look);
  qs_matrix_view_update_geometry (self);
}

void
qs_matrix_view_follow_units (QsMatrixView *self, gboolean follow)
{
  self->follows_units = follow;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
qs_matrix_view_update_borders (QsMatrixView *self)
{
  if (self->follows_units && self->session != NULL)
    qsf_matrix_get_unit_borders (&self->matrix, &qs_session_get_state (self->session)->scheme.granularity, &self->row_border,
                                 &self->column_border);
}

void
qs_matrix_view_set_borders (QsMatrixView *self, guint64 row_border, guint64 column_border)
{
  self->row_border = row_border;
  self->column_border = column_border;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The figure */

struct _QsMatrixRequest
{
  QstTensor *tensor;
  QsaMatrix matrix;
  QsaWindow window;
  QsaUnitParams *params;
  QsfMatrixOptions options;
};

QsMatrixRequest *
qs_matrix_view_make_request (QsMatrixView *self, gboolean show_pick)
{
  QsMatrixRequest *request = g_new0 (QsMatrixRequest, 1);
  QsaWindow *window = &request->window;

  if (!qs_matrix_view_get_visible (self, &window->row, &window->column, &window->n_rows, &window->n_columns))
    {
      g_free (request);
      return NULL;
    }
  window->row_step = window->column_step = zooms[self->zoom].step;
  request->tensor = qst_tensor_ref (qsa_source_get_tensor (self->source));
  request->matrix = self->matrix;
  request->params = qsa_unit_params_ref (self->look.units);
  request->options.mode = self->look.mode;
  qs_matrix_view_update_borders (self);
  request->options.row_border = self->row_border;
  request->options.column_border = self->column_border;
  request->options.has_pick =
      show_pick && qs_matrix_view_get_pick (self, &request->options.pick_row, &request->options.pick_column);
  return request;
}

void
qs_matrix_request_free (QsMatrixRequest *self)
{
  qst_tensor_unref (self->tensor);
  qsa_unit_params_unref (self->params);
  g_free (self);
}

QspFigure *
qs_matrix_request_build (QsMatrixRequest *self, GCancellable *cancellable, GError **error)
{
  const gboolean needs_params = self->options.mode == QSF_MATRIX_ERRORS || qsa_unit_params_get_n (self->params) > 1;
  QsaUnitParams *params = needs_params ? self->params : NULL;
  g_autoptr (QsaPatch) patch = qsa_patch_new (self->tensor, &self->matrix, &self->window, params, cancellable, error);

  return patch != NULL ? qsf_figure_new_matrix (patch, self->params, &self->options) : NULL;
}

static void
figure_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  QspFigure *figure = qs_matrix_request_build (task_data, cancellable, &error);

  if (figure != NULL)
    g_task_return_pointer (task, figure, (GDestroyNotify)qsp_figure_unref);
  else
    g_task_return_error (task, error);
}

void
qs_matrix_view_build_figure_async (QsMatrixView *self, gboolean show_pick, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  QsMatrixRequest *request = qs_matrix_view_make_request (self, show_pick);

  if (request == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  g_task_set_task_data (task, request, (GDestroyNotify)qs_matrix_request_free);
  g_task_run_in_thread (task, figure_thread);
}

QspFigure *
qs_matrix_view_build_figure_finish (QsMatrixView *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The widget */

static void
adjusted_cb (QsMatrixView *self)
{
  emit_changed (self);
}

static void
set_adjustment (QsMatrixView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  if (self->adjustments[orientation] == adjustment)
    return;
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustments[orientation], adjusted_cb, self);
  g_clear_object (&self->adjustments[orientation]);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (adjusted_cb), self, G_CONNECT_SWAPPED);
  configure (self, orientation, gtk_adjustment_get_value (adjustment));
}

static void
qs_matrix_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  QsMatrixView *self = QS_MATRIX_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id == PROP_HADJUSTMENT ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL,
                      g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id == PROP_VSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
qs_matrix_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QsMatrixView *self = QS_MATRIX_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id == PROP_VADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int)self->policies[id == PROP_VSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
qs_matrix_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  *minimum = 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 720 : 480;
}

static void
qs_matrix_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  QsMatrixView *self = QS_MATRIX_VIEW (widget);
  guint64 row, column, first_row, first_column, n_rows, n_columns;
  gboolean shows_pick = qs_matrix_view_get_pick (self, &row, &column)
                        && qs_matrix_view_get_visible (self, &first_row, &first_column, &n_rows, &n_columns)
                        && row + 1 >= first_row && row <= first_row + n_rows && column + 1 >= first_column
                        && column <= first_column + n_columns;

  for (int i = 0; i < 2; i++)
    configure (self, i, qs_matrix_view_get_scroll (self, i));
  if (shows_pick)
    qs_matrix_view_scroll_to (self, row, column);
}

/* Fonts or text size: all layouts are made anew. */
static void
qs_matrix_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  QsMatrixView *self = QS_MATRIX_VIEW (widget);

  GTK_WIDGET_CLASS (qs_matrix_view_parent_class)->css_changed (widget, change);
  g_hash_table_remove_all (self->layouts);
  if (self->session != NULL)
    update_look (self);
}

static gboolean
tiles_changed_cb (gpointer user_data)
{
  QsMatrixView *self = user_data;
  QscTrace trace;

  /* What the cursor stands on may be known only now. */
  if (self->has_cursor && !qs_session_has_preview (self->session)
      && qs_matrix_view_trace (self, self->cursor_row, self->cursor_column, &trace))
    {
      self->has_cursor = FALSE;
      qs_matrix_view_set_cursor (self, self->cursor_row, self->cursor_column);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
qs_matrix_view_dispose (GObject *object)
{
  QsMatrixView *self = QS_MATRIX_VIEW (object);

  g_clear_handle_id (&self->leave_id, g_source_remove);
  g_clear_pointer (&self->tiles, qs_matrix_tiles_free);
  qs_matrix_look_set (&self->look, NULL);
  g_clear_pointer (&self->layouts, g_hash_table_unref);
  g_clear_object (&self->hatches[0]);
  g_clear_object (&self->hatches[1]);
  g_clear_pointer (&self->source, qsa_source_unref);
  g_clear_object (&self->adjustments[0]);
  g_clear_object (&self->adjustments[1]);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_matrix_view_parent_class)->dispose (object);
}

static void
qs_matrix_view_class_init (QsMatrixViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = qs_matrix_view_dispose;
  object_class->set_property = qs_matrix_view_set_property;
  object_class->get_property = qs_matrix_view_get_property;
  widget_class->measure = qs_matrix_view_measure;
  widget_class->size_allocate = qs_matrix_view_size_allocate;
  widget_class->snapshot = qs_matrix_view_snapshot;
  widget_class->css_changed = qs_matrix_view_css_changed;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[CHANGED] = g_signal_new ("changed", QS_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "matrixview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
qs_matrix_view_init (QsMatrixView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->tiles = qs_matrix_tiles_new (tiles_changed_cb, self);
  self->zoom = qs_matrix_view_find_zoom (PIXELS_DEFAULT);
  self->cell_width = self->cell_height = PIXELS_DEFAULT;
  self->last_pick = G_MAXUINT64;
  self->follows_units = TRUE;
  self->look.params = (QscParams){ .scale = 1, .qmin = -8, .qmax = 7 };
  self->look.units = qsa_unit_params_new_single (&self->look.params);
  qs_paint_get_theme (GTK_WIDGET (self), &self->look.theme);
  qs_matrix_palette_init (&self->palette, &self->look);
  qs_matrix_tiles_set_look (self->tiles, &self->look);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "plot-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Matrix"), -1);
  /* Columns count from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_tiling), NULL);
  qs_matrix_view_add_input (self);
}

GtkWidget *
qs_matrix_view_new (void)
{
  return g_object_new (QS_TYPE_MATRIX_VIEW, NULL);
}
