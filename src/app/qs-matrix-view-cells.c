/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cell under the pointer, the one that is looked at and the picked one. */
#include "app/qs-matrix-view-private.h"

#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>

gboolean
qs_matrix_view_find_cell (QsMatrixView *self, double x, double y, guint64 *row, guint64 *column)
{
  const double at[2] = { x - self->label_width, y - self->label_height };
  guint64 *found[2] = { column, row };

  for (int i = 0; i < 2; i++)
    {
      if (at[i] < 0 || at[i] >= qs_matrix_view_get_room (self, i))
        return FALSE;
      *found[i] = (guint64)((at[i] + qs_matrix_view_get_scroll (self, i)) / qs_matrix_view_get_cell_pixels (self, i))
                  * qs_matrix_view_get_zoom (self)->step;
    }
  return self->source != NULL && qsa_matrix_get_index (&self->matrix, *row, *column) != G_MAXUINT64;
}

gboolean
qs_matrix_view_trace (QsMatrixView *self, guint64 row, guint64 column, QscTrace *trace)
{
  const guint64 side = qs_matrix_view_get_tile_side (self);
  const QsMatrixTile *tile;

  if (qs_matrix_view_get_zoom (self)->step > 1)
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
void
qs_matrix_view_describe_cell (QsMatrixView *self, guint64 row, guint64 column)
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
  qs_matrix_view_describe_cell (self, row, column);
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
    qs_matrix_view_describe_cell (self, row, column);
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
