/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-view-private.h"

#include "plot/qsp-number.h"
#include "plot/qsp-ticks.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Layouts kept; more come only of values that hardly repeat. */
#define LAYOUTS_MAX 4000
#define LABEL_PITCH_MIN 28
#define READOUT_OFFSET 14

typedef struct
{
  QsMatrixView *view;
  GtkSnapshot *snapshot;
  double x, y;                 /* of cell 0, 0 in widget coordinates, whole device px */
  guint64 first_row, last_row; /* visible samples */
  guint64 first_column, last_column;
  guint64 n_rows, n_columns; /* all samples */
} Draw;

PangoLayout *
qs_matrix_view_get_layout (QsMatrixView *self, const char *text, gboolean bold)
{
  g_autofree char *key = g_strconcat (bold ? "b" : "n", text, NULL);
  PangoLayout *layout = g_hash_table_lookup (self->layouts, key);
  PangoAttrList *attributes;

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->layouts) > LAYOUTS_MAX)
    g_hash_table_remove_all (self->layouts);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  g_hash_table_insert (self->layouts, g_steal_pointer (&key), layout);
  return layout;
}

static GdkRGBA
to_rgba (const QspColor *color, double opacity)
{
  return (GdkRGBA){ (float)color->red, (float)color->green, (float)color->blue, (float)(color->alpha * opacity) };
}

static GdkRGBA
get_role (const Draw *self, QspRole role, double opacity)
{
  return to_rgba (&self->view->look.theme.colors[role], self->view->look.theme.high_contrast ? MAX (opacity, 0.75) : opacity);
}

/* x: of its left, middle or right by align; y: of its middle. */
static void
draw_text (const Draw *self, const char *text, gboolean bold, double x, double y, double align, const GdkRGBA *color)
{
  PangoLayout *layout = qs_matrix_view_get_layout (self->view, text, bold);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot,
                          &GRAPHENE_POINT_INIT ((float)floor (x - width * align + 0.5), (float)floor (y - height / 2.0 + 0.5)));
  gtk_snapshot_append_layout (self->snapshot, layout, color);
  gtk_snapshot_restore (self->snapshot);
}

static graphene_rect_t
get_cell (const Draw *self, guint64 row, guint64 column, double gap)
{
  const QsMatrixView *view = self->view;

  return GRAPHENE_RECT_INIT ((float)(self->x + (double)column * view->cell_width),
                             (float)(self->y + (double)row * view->cell_height), (float)(view->cell_width - gap),
                             (float)(view->cell_height - gap));
}

/* Lines at 45°, as a picture of one cell: there may be very many of them. */
static GdkTexture *
get_hatch (QsMatrixView *self, const QspColor *ink)
{
  const gboolean light = ink->red > 0.5;
  const guint scale = (guint)gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const guint width = (self->cell_width - 2) * scale, height = (self->cell_height - 2) * scale;
  const guint8 c = light ? 255 : 16;
  guint8 *pixels;
  g_autoptr (GBytes) bytes = NULL;

  if (self->hatches[light] != NULL)
    return self->hatches[light];
  pixels = g_malloc0 (4 * (gsize)width * height);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      if ((x + y) % (5 * scale) < scale)
        memcpy (pixels + 4 * ((gsize)y * width + x), (guint8[4]){ c, c, c, 90 }, 4);
  bytes = g_bytes_new_take (pixels, 4 * (gsize)width * height);
  self->hatches[light] = gdk_memory_texture_new ((int)width, (int)height, GDK_MEMORY_R8G8B8A8, bytes, 4 * (gsize)width);
  return self->hatches[light];
}

static void
draw_number_cell (const Draw *self, QsaPatch *patch, guint patch_row, guint patch_column, guint64 row, guint64 column)
{
  QsMatrixView *view = self->view;
  const graphene_rect_t rect = get_cell (self, row, column, 2);
  const guint8 *ground;
  const QscParams *params;
  g_autofree char *text = NULL;
  QspColor ink;
  GdkRGBA color;
  QscTrace trace;
  guint8 flags;
  double t;

  if (!qsa_patch_trace (patch, view->look.units, patch_row, patch_column, &trace))
    return;
  params = qsa_patch_get_params (patch, view->look.units, patch_row, patch_column);
  t = qsf_matrix_get_position (view->look.mode, params, &view->look.params, &trace);
  flags = qsf_matrix_get_flags (params, &trace);
  ground = view->palette.ground[qs_matrix_palette_get_level (&view->palette, t)];
  ink = qsp_color_map_get_ink (view->palette.map, &view->look.theme, t);
  gtk_snapshot_append_color (self->snapshot, &(GdkRGBA){ ground[0] / 255.0f, ground[1] / 255.0f, ground[2] / 255.0f, 1 }, &rect);
  if ((flags & QSP_CELL_HATCHED) != 0)
    gtk_snapshot_append_texture (self->snapshot, get_hatch (view, &ink), &rect);
  text = qsf_matrix_format (view->look.mode, &trace, TRUE);
  color = to_rgba (&ink, 1);
  draw_text (self, text, (flags & QSP_CELL_BOLD) != 0, rect.origin.x + rect.size.width / 2, rect.origin.y + rect.size.height / 2,
             0.5, &color);
}

static void
draw_numbers (const Draw *self, const QsMatrixTile *tile, guint64 tile_row, guint64 tile_column, guint side)
{
  const guint64 row0 = tile_row * side, column0 = tile_column * side;
  const guint64 row1 = MIN (row0 + qsa_patch_get_n_rows (tile->patch), self->last_row + 1);
  const guint64 column1 = MIN (column0 + qsa_patch_get_n_columns (tile->patch), self->last_column + 1);

  for (guint64 row = MAX (row0, self->first_row); row < row1; row++)
    for (guint64 column = MAX (column0, self->first_column); column < column1; column++)
      draw_number_cell (self, tile->patch, (guint)(row - row0), (guint)(column - column0), row, column);
}

static void
draw_picture (const Draw *self, const QsMatrixTile *tile, guint64 tile_row, guint64 tile_column, guint side)
{
  graphene_rect_t rect = get_cell (self, tile_row * side, tile_column * side, 0);

  rect.size.width = (float)(qsa_patch_get_n_columns (tile->patch) * self->view->cell_width);
  rect.size.height = (float)(qsa_patch_get_n_rows (tile->patch) * self->view->cell_height);
  gtk_snapshot_append_texture (self->snapshot, tile->texture, &rect);
}

static void
draw_tiles (const Draw *self)
{
  QsMatrixView *view = self->view;
  const gboolean texts = qs_matrix_view_has_texts (view);
  const guint side = qs_matrix_view_get_tile_side (view);
  const guint64 row0 = self->first_row / side, row1 = self->last_row / side;
  const guint64 column0 = self->first_column / side, column1 = self->last_column / side;

  qs_matrix_tiles_begin_frame (view->tiles);
  for (guint64 row = row0; row <= row1; row++)
    for (guint64 column = column0; column <= column1; column++)
      {
        const QsMatrixTile *tile = qs_matrix_tiles_get (view->tiles, row, column);

        if (tile != NULL && texts)
          draw_numbers (self, tile, row, column, side);
        else if (tile != NULL && tile->texture != NULL)
          draw_picture (self, tile, row, column, side);
      }
  /* And one more all around, for they may be seen next. */
  for (guint64 row = row0 - MIN (row0, 1); row <= MIN (row1 + 1, (self->n_rows - 1) / side); row++)
    for (guint64 column = column0 - MIN (column0, 1); column <= MIN (column1 + 1, (self->n_columns - 1) / side); column++)
      if (row < row0 || row > row1 || column < column0 || column > column1)
        qs_matrix_tiles_get (view->tiles, row, column);
  qs_matrix_tiles_end_frame (view->tiles);
}

static void
draw_borders (const Draw *self)
{
  QsMatrixView *view = self->view;
  const guint64 step = qs_matrix_view_get_zoom (view)->step;
  const GdkRGBA color = get_role (self, QSP_ROLE_FG, 0.35);
  const float width = (float)((double)(self->last_column + 1 - self->first_column) * view->cell_width);
  const float height = (float)((double)(self->last_row + 1 - self->first_row) * view->cell_height);

  /* Closer than that they would be a grey area. */
  qs_matrix_view_update_borders (view);
  if (view->row_border > 0 && (double)view->row_border / (double)step * view->cell_height >= 6)
    for (guint64 i = (self->first_row * step / view->row_border + 1) * view->row_border; i / step <= self->last_row;
         i += view->row_border)
      {
        const graphene_rect_t cell = get_cell (self, i / step, self->first_column, 0);

        gtk_snapshot_append_color (self->snapshot, &color, &GRAPHENE_RECT_INIT (cell.origin.x, cell.origin.y - 2, width, 1));
      }
  if (view->column_border > 0 && (double)view->column_border / (double)step * view->cell_width >= 6)
    for (guint64 i = (self->first_column * step / view->column_border + 1) * view->column_border; i / step <= self->last_column;
         i += view->column_border)
      {
        const graphene_rect_t cell = get_cell (self, self->first_row, i / step, 0);

        gtk_snapshot_append_color (self->snapshot, &color, &GRAPHENE_RECT_INIT (cell.origin.x - 2, cell.origin.y, 1, height));
      }
}

static void
draw_frame (const Draw *self, guint64 row, guint64 column, QspRole role, float grow, float width, float radius, double opacity)
{
  const guint64 step = qs_matrix_view_get_zoom (self->view)->step;
  const GdkRGBA color = get_role (self, role, opacity);
  graphene_rect_t rect = get_cell (self, row / step, column / step, self->view->cell_height >= QS_MATRIX_TEXT_PIXELS ? 2 : 0);
  GskRoundedRect rounded;

  graphene_rect_inset (&rect, -grow, -grow);
  gsk_rounded_rect_init_from_rect (&rounded, &rect, radius);
  gtk_snapshot_append_border (self->snapshot, &rounded, (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ color, color, color, color });
}

/* The picked cell and the one that is looked at; around small cells, where inside there would be no room. */
static void
draw_marks (const Draw *self)
{
  QsMatrixView *view = self->view;
  const gboolean large = view->cell_height >= QS_MATRIX_TEXT_PIXELS;
  guint64 row, column;

  if (view->has_cursor)
    draw_frame (self, view->cursor_row, view->cursor_column, QSP_ROLE_FG, large ? 0 : 2, large ? 1 : 2, 2, 0.55);
  if (!qs_matrix_view_get_pick (view, &row, &column))
    return;
  draw_frame (self, row, column, QSP_ROLE_CARD, large ? 0 : 2, 2, 2, 1);
  draw_frame (self, row, column, QSP_ROLE_FG, large ? 2 : 4, 2, 4, 1);
}

/* Every how many cells there is room for an index. */
static guint64
get_label_step (const Draw *self, guint pixels, guint64 last)
{
  const double per_cell = pixels / (double)qs_matrix_view_get_zoom (self->view)->step;
  g_autofree char *longest = qsp_format_count (last);
  double pitch = LABEL_PITCH_MIN;
  int width, height;

  pango_layout_get_pixel_size (qs_matrix_view_get_layout (self->view, longest, FALSE), &width, &height);
  pitch = pixels == self->view->cell_height && pixels != self->view->cell_width ? height + 4 : MAX (pitch * 0.6, width + 6);
  return (guint64)MAX (qsp_ticks_choose_step (1, per_cell, pitch, TRUE, 0), 1);
}

static void
draw_labels (const Draw *self)
{
  QsMatrixView *view = self->view;
  const guint64 step = qs_matrix_view_get_zoom (view)->step;
  const GdkRGBA color = get_role (self, QSP_ROLE_FG, 0.72);
  const float width = (float)gtk_widget_get_width (GTK_WIDGET (view)), height = (float)gtk_widget_get_height (GTK_WIDGET (view));
  const guint64 last_column = (self->last_column + 1) * step - 1, last_row = (self->last_row + 1) * step - 1;
  const guint64 every_column = get_label_step (self, view->cell_width, last_column);
  const guint64 every_row = get_label_step (self, view->cell_height, last_row);
  const double column_pixels = view->cell_width / (double)step, row_pixels = view->cell_height / (double)step;

  gtk_snapshot_push_clip (self->snapshot,
                          &GRAPHENE_RECT_INIT ((float)view->label_width - 8, 0, width - (float)view->label_width + 8, height));
  for (guint64 i = (self->first_column * step + every_column - 1) / every_column * every_column;
       i <= last_column && i < qsa_matrix_get_n_columns (&view->matrix); i += every_column)
    {
      g_autofree char *text = qsp_format_count (i);

      draw_text (self, text, FALSE, self->x + ((double)i + 0.5) * column_pixels, view->label_height / 2.0 - 1, 0.5, &color);
    }
  gtk_snapshot_pop (self->snapshot);
  gtk_snapshot_push_clip (self->snapshot,
                          &GRAPHENE_RECT_INIT (0, (float)view->label_height - 4, width, height - (float)view->label_height + 4));
  for (guint64 i = (self->first_row * step + every_row - 1) / every_row * every_row;
       i <= last_row && i < qsa_matrix_get_n_rows (&view->matrix); i += every_row)
    {
      g_autofree char *text = qsp_format_count (i);

      draw_text (self, text, FALSE, view->label_width - 8, self->y + ((double)i + 0.5) * row_pixels, 1, &color);
    }
  gtk_snapshot_pop (self->snapshot);
}

/* row, column · q · r · r̂, e */
static char *
describe (QsMatrixView *self)
{
  g_autofree char *row = qsp_format_count (self->cursor_row);
  g_autofree char *column = qsp_format_count (self->cursor_column);
  g_autofree char *place = g_strdup_printf (_ ("row %s, column %s"), row, column);
  QscTrace trace;

  if (!qs_matrix_view_trace (self, self->cursor_row, self->cursor_column, &trace))
    return g_steal_pointer (&place);
  g_autofree char *q = qsp_format_integer (trace.code);
  g_autofree char *r = qsp_format_number (trace.value, 4, TRUE);
  g_autofree char *reconstructed = qsp_format_number (trace.reconstructed, 4, TRUE);
  g_autofree char *e = qsp_format_number (trace.error, 4, TRUE);
  return g_strdup_printf ("%s\nq = %s\nr = %s\nr̂ = %s, e = %s", place, q, r, reconstructed, e);
}

/* Beside the cell, never under the pointer; where there is no room the formula above the plots says the same. */
static void
draw_readout (const Draw *self)
{
  QsMatrixView *view = self->view;
  const int width = gtk_widget_get_width (GTK_WIDGET (view)), height = gtk_widget_get_height (GTK_WIDGET (view));
  const guint64 step = qs_matrix_view_get_zoom (view)->step;
  const GdkRGBA card = get_role (self, QSP_ROLE_CARD, 1), edge = get_role (self, QSP_ROLE_FG, 0.14);
  const GdkRGBA shadow = { 0, 0, 0, 0.11f }, text_color = get_role (self, QSP_ROLE_FG, 0.9);
  graphene_rect_t cell, box;
  PangoLayout *layout;
  GskRoundedRect rounded;
  g_autofree char *text = NULL;
  int text_width, text_height;

  if (!view->has_cursor || width < 480)
    return;
  text = describe (view);
  layout = qs_matrix_view_get_layout (view, text, FALSE);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  cell = get_cell (self, view->cursor_row / step, view->cursor_column / step, 0);
  box = GRAPHENE_RECT_INIT (cell.origin.x + cell.size.width + READOUT_OFFSET, cell.origin.y, (float)text_width + 20,
                            (float)text_height + 12);
  if (box.origin.x + box.size.width > (float)width)
    box.origin.x = cell.origin.x - READOUT_OFFSET - box.size.width;
  box.origin.y = CLAMP (box.origin.y, 2, (float)height - box.size.height - 2);
  gsk_rounded_rect_init_from_rect (&rounded, &box, 8);
  gtk_snapshot_append_outset_shadow (self->snapshot, &rounded, &shadow, 0, 1.5f, 1, 4);
  gtk_snapshot_push_rounded_clip (self->snapshot, &rounded);
  gtk_snapshot_append_color (self->snapshot, &card, &box);
  gtk_snapshot_pop (self->snapshot);
  gtk_snapshot_append_border (self->snapshot, &rounded, (float[4]){ 1, 1, 1, 1 }, (GdkRGBA[4]){ edge, edge, edge, edge });
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (box.origin.x + 10, box.origin.y + 6));
  gtk_snapshot_append_layout (self->snapshot, layout, &text_color);
  gtk_snapshot_restore (self->snapshot);
}

/* What of it is visible; FALSE when there is nothing. */
static gboolean
draw_init (Draw *self, QsMatrixView *view, GtkSnapshot *snapshot)
{
  const guint64 step = qs_matrix_view_get_zoom (view)->step;
  const double scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  const double scroll_x = qs_matrix_view_get_scroll (view, 0), scroll_y = qs_matrix_view_get_scroll (view, 1);
  guint64 row, column, n_rows, n_columns;

  if (!qs_matrix_view_get_visible (view, &row, &column, &n_rows, &n_columns))
    return FALSE;
  self->view = view;
  self->snapshot = snapshot;
  self->first_row = row / step;
  self->first_column = column / step;
  self->last_row = (row + n_rows - 1) / step;
  self->last_column = (column + n_columns - 1) / step;
  self->n_rows = (qsa_matrix_get_n_rows (&view->matrix) - 1) / step + 1;
  self->n_columns = (qsa_matrix_get_n_columns (&view->matrix) - 1) / step + 1;
  self->x = view->label_width - floor (scroll_x * scale + 0.5) / scale;
  self->y = view->label_height - floor (scroll_y * scale + 0.5) / scale;
  return TRUE;
}

void
qs_matrix_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  QsMatrixView *view = QS_MATRIX_VIEW (widget);
  const float width = (float)gtk_widget_get_width (widget), height = (float)gtk_widget_get_height (widget);
  Draw draw;

  if (!draw_init (&draw, view, snapshot))
    return;
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float)view->label_width - 3, (float)view->label_height - 3,
                                               width - (float)view->label_width + 3, height - (float)view->label_height + 3));
  draw_tiles (&draw);
  draw_borders (&draw);
  draw_marks (&draw);
  gtk_snapshot_pop (snapshot);
  draw_labels (&draw);
  draw_readout (&draw);
}
