/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-view-private.h"

#include <math.h>

/* Less than this is a click. */
#define DRAG_THRESHOLD 4
#define LEAVE_MSEC 150

/* Motion */

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, QsMatrixView *self)
{
  guint64 row, column;

  /* GTK repeats the last motion after each layout; only a real one moves the cursor. */
  if (self->has_pointer && x == self->pointer_x && y == self->pointer_y)
    return;
  self->has_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  g_clear_handle_id (&self->leave_id, g_source_remove);
  if (self->is_panning)
    return;
  if (qs_matrix_view_find_cell (self, x, y, &row, &column))
    qs_matrix_view_set_cursor (self, row, column);
  else
    qs_matrix_view_clear_cursor (self);
}

static gboolean
left_cb (gpointer user_data)
{
  QsMatrixView *self = user_data;

  self->leave_id = 0;
  qs_matrix_view_clear_cursor (self);
  return G_SOURCE_REMOVE;
}

static void
leave_cb (GtkEventControllerMotion *controller, QsMatrixView *self)
{
  self->has_pointer = FALSE;
  g_clear_handle_id (&self->leave_id, g_source_remove);
  self->leave_id = g_timeout_add (LEAVE_MSEC, left_cb, self);
}

/* Press and drag: a click picks, a drag pans. */

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, QsMatrixView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->is_panning = FALSE;
  self->pan_x = qs_matrix_view_get_scroll (self, GTK_ORIENTATION_HORIZONTAL);
  self->pan_y = qs_matrix_view_get_scroll (self, GTK_ORIENTATION_VERTICAL);
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, QsMatrixView *self)
{
  if (!self->is_panning && hypot (dx, dy) < DRAG_THRESHOLD)
    return;
  if (!self->is_panning)
    {
      self->is_panning = TRUE;
      qs_matrix_view_clear_cursor (self);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
    }
  qs_matrix_view_set_scroll (self, GTK_ORIENTATION_HORIZONTAL, self->pan_x - dx);
  qs_matrix_view_set_scroll (self, GTK_ORIENTATION_VERTICAL, self->pan_y - dy);
}

static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, QsMatrixView *self)
{
  double x, y;
  guint64 row, column;

  if (!self->is_panning && gtk_gesture_drag_get_start_point (drag, &x, &y)
      && qs_matrix_view_find_cell (self, x, y, &row, &column))
    qs_matrix_view_go_to (self, row, column);
  self->is_panning = FALSE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), NULL);
}

static void
drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, QsMatrixView *self)
{
  self->is_panning = FALSE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), NULL);
}

/* Zoom */

static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, QsMatrixView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  const int step = dy < 0 ? 1 : -1;

  if ((state & GDK_CONTROL_MASK) == 0 || dy == 0)
    return FALSE;
  if (qs_matrix_view_can_zoom (self, step))
    qs_matrix_view_zoom_at (self, (guint)((int)self->zoom + step), self->pointer_x, self->pointer_y);
  return TRUE;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, QsMatrixView *self)
{
  self->pinch_pixels = qs_matrix_view_get_cell_size (self);
}

static void
pinch_cb (GtkGestureZoom *zoom, double scale, QsMatrixView *self)
{
  double x, y;

  if (scale > 0 && gtk_gesture_get_bounding_box_center (GTK_GESTURE (zoom), &x, &y))
    qs_matrix_view_zoom_at (self, qs_matrix_view_find_zoom (self->pinch_pixels * scale), x, y);
}

/* Keys */

/* From the cell that is looked at, the picked one, or the first visible one. */
static gboolean
get_start (QsMatrixView *self, guint64 *row, guint64 *column)
{
  guint64 n_rows, n_columns;

  if (self->has_cursor)
    {
      *row = self->cursor_row;
      *column = self->cursor_column;
      return TRUE;
    }
  return qs_matrix_view_get_pick (self, row, column) || qs_matrix_view_get_visible (self, row, column, &n_rows, &n_columns);
}

static guint64
add (guint64 from, gint64 step, guint64 n)
{
  if (step < 0)
    return from - MIN (from, (guint64)-step);
  return MIN (from + (guint64)step, n - 1);
}

static void
move_to (QsMatrixView *self, guint64 row, guint64 column)
{
  /* The last row of one axis may be shorter. */
  while (column > 0 && qsa_matrix_get_index (&self->matrix, row, column) == G_MAXUINT64)
    column--;
  qs_matrix_view_scroll_to (self, row, column);
  qs_matrix_view_set_cursor (self, row, column);
}

static gboolean
move_cursor (QsMatrixView *self, guint key, GdkModifierType state)
{
  const guint64 n_rows = qsa_matrix_get_n_rows (&self->matrix), n_columns = qsa_matrix_get_n_columns (&self->matrix);
  const gint64 step = (gint64)qs_matrix_view_get_zoom (self)->step;
  const gboolean control = (state & GDK_CONTROL_MASK) != 0;
  guint64 row, column, first_row, first_column, page_rows, page_columns;
  gint64 page;

  if (!get_start (self, &row, &column)
      || !qs_matrix_view_get_visible (self, &first_row, &first_column, &page_rows, &page_columns))
    return FALSE;
  page = MAX ((gint64)page_rows - 2 * step, step);
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_to (self, row, add (column, -step, n_columns));
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_to (self, row, add (column, step, n_columns));
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_to (self, add (row, -step, n_rows), column);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_to (self, add (row, step, n_rows), column);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      move_to (self, add (row, -page, n_rows), column);
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      move_to (self, add (row, page, n_rows), column);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      move_to (self, control ? 0 : row, 0);
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      move_to (self, control ? n_rows - 1 : row, n_columns - 1);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
command_key (QsMatrixView *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return self->has_cursor && qs_matrix_view_go_to (self, self->cursor_row, self->cursor_column);
    case GDK_KEY_Escape:
      if (!self->has_cursor)
        return FALSE;
      qs_matrix_view_clear_cursor (self);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      if (qs_matrix_view_can_zoom (self, 1))
        qs_matrix_view_zoom (self, 1);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      if (qs_matrix_view_can_zoom (self, -1))
        qs_matrix_view_zoom (self, -1);
      return TRUE;
    case GDK_KEY_n:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.next-clipped", NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
qs_matrix_view_press_key (QsMatrixView *self, guint key, GdkModifierType state)
{
  if (self->source == NULL || (state & GDK_ALT_MASK) != 0)
    return FALSE;
  return move_cursor (self, key, state) || ((state & GDK_CONTROL_MASK) == 0 && command_key (self, key));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, QsMatrixView *self)
{
  return qs_matrix_view_press_key (self, key, state);
}

void
qs_matrix_view_add_input (QsMatrixView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  gpointer controllers[] = { motion, scroll, key, drag, pinch };

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  for (gsize i = 0; i < G_N_ELEMENTS (controllers); i++)
    gtk_widget_add_controller (GTK_WIDGET (self), controllers[i]);
}
