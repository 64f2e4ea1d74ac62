/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-plot-view-private.h"

#include "analysis/qsa-curve.h"
#include "analysis/qsa-landscape.h"
#include "analysis/qsa-ties.h"
#include "app/qs-session-edit.h"

#include <math.h>

/* Targets are 24 px wide for a pointer, 44 for a finger. */
#define REACH_POINTER 12
#define REACH_TOUCH 22
/* Less than this is a click. */
#define DRAG_THRESHOLD 4
#define LEAVE_MSEC 150
/* Values that the closest view over indices shows. */
#define INDICES_MIN 4.0
/* Widths that the closest view over bits shows. */
#define BITS_MIN 3.0
/* Distances that the closest view over ulp shows. */
#define ULP_MIN 3.0
/* Logarithm of the closest scales that the view over scale and zero-point shows apart. */
#define LANDSCAPE_MIN 0.1

double
qs_plot_view_to_axis (QsPlotView *self, double value)
{
  return qsf_view_is_logarithmic_x (self->view) ? log (value) : value;
}

double
qs_plot_view_from_axis (QsPlotView *self, double position)
{
  return qsf_view_is_logarithmic_x (self->view) ? exp (position) : position;
}

/* The curve is known around the scale in force: out there all is shown again. */
static void
hold_to_curve (QsPlotView *self, double *low, double *high)
{
  QscParams params;

  qs_session_get_params (self->session, &params);
  *low = MAX (*low, params.scale / QSA_CURVE_BELOW);
  *high = MIN (*high, params.scale * QSA_CURVE_ABOVE);
  if (*low <= params.scale / QSA_CURVE_BELOW && *high >= params.scale * QSA_CURVE_ABOVE)
    *low = *high = NAN;
}

/* At least so wide, and never beyond the ends: a pan stops there. FALSE when it is too close. */
static gboolean
hold_between (double first, double last, double least, double *low, double *high)
{
  const double width = *high - *low;

  if (width < MIN (least, last - first))
    return FALSE;
  *low = CLAMP (*low, first, MAX (last - width, first));
  *high = *low + width;
  if (width >= last - first)
    *low = *high = NAN;
  return TRUE;
}

/* Beyond the cells there is nothing. */
static gboolean
hold_to_landscape (QsPlotView *self, double *low, double *high)
{
  QsaLandscape *landscape = qs_session_get_extra (self->session, QSF_EXTRA_LANDSCAPE);
  const QsaLandscapeGrid *grid = landscape != NULL ? qsa_landscape_get_grid (landscape) : NULL;
  double from, to;

  if (grid == NULL)
    return FALSE;
  from = log (*low);
  to = log (*high);
  if (!hold_between (log (grid->low), log (grid->high), LANDSCAPE_MIN, &from, &to))
    return FALSE;
  *low = exp (from);
  *high = exp (to);
  return TRUE;
}

static double
get_n_values (QsPlotView *self)
{
  QsaSource *source = qs_session_get_source (self->session);

  return source != NULL ? (double)qst_tensor_get_count (qsa_source_get_tensor (source)) : 1;
}

void
qs_plot_view_set_x_range (QsPlotView *self, double low, double high)
{
  if (qs_plot_view_shares_range (self))
    {
      qs_session_set_zoom (self->session, low, high);
      return;
    }
  if (qsf_view_has_value_axis (self->view) && !qs_session_is_range (self->session, low, high))
    return;
  if ((self->view == QSF_VIEW_CODES && high - low < 1) || !(high > low))
    return;
  if (self->view == QSF_VIEW_ERROR_INDEX && !hold_between (-0.5, get_n_values (self) - 0.5, INDICES_MIN, &low, &high))
    return;
  if (self->view == QSF_VIEW_BITS && !hold_between (QSC_BITS_MIN - 0.5, QSC_BITS_MAX + 0.5, BITS_MIN, &low, &high))
    return;
  if (self->view == QSF_VIEW_TIES && !hold_between (-QSA_TIES_REACH - 0.5, QSA_TIES_REACH + 0.5, ULP_MIN, &low, &high))
    return;
  if (self->view == QSF_VIEW_LANDSCAPE && !hold_to_landscape (self, &low, &high))
    return;
  if (self->view == QSF_VIEW_MSE)
    {
      hold_to_curve (self, &low, &high);
      if (low > high / 1.01)
        return;
    }
  self->options.x_low = low;
  self->options.x_high = high;
  qs_plot_view_invalidate (self);
}

void
qs_plot_view_zoom_x (QsPlotView *self, double centre, double factor)
{
  double low, high, y_low, y_high;

  if (self->figure == NULL)
    return;
  qsp_figure_get_limits (self->figure, &low, &high, &y_low, &y_high);
  low = qs_plot_view_to_axis (self, low);
  high = qs_plot_view_to_axis (self, high);
  centre = qs_plot_view_to_axis (self, centre);
  qs_plot_view_set_x_range (self, qs_plot_view_from_axis (self, centre - (centre - low) / factor),
                            qs_plot_view_from_axis (self, centre + (high - centre) / factor));
}

void
qs_plot_view_zoom_y (QsPlotView *self, double centre, double factor)
{
  double low, high, y_low, y_high;

  if (self->figure == NULL)
    return;
  qsp_figure_get_limits (self->figure, &low, &high, &y_low, &y_high);
  if (qsf_view_has_counts (self->view))
    {
      /* Counts stand on their base line. */
      self->options.y_low = y_low;
      self->options.y_high = y_low + (y_high - y_low) / factor;
    }
  else
    {
      gboolean log_y = qsf_view_is_logarithmic_y (self->view);

      y_low = log_y ? log (y_low) : y_low;
      y_high = log_y ? log (y_high) : y_high;
      centre = log_y ? log (centre) : centre;
      self->options.y_low = centre - (centre - y_low) / factor;
      self->options.y_high = centre + (y_high - centre) / factor;
      if (log_y)
        {
          self->options.y_low = exp (self->options.y_low);
          self->options.y_high = exp (self->options.y_high);
        }
    }
  qs_plot_view_invalidate (self);
}

/* The index that stands at x, in the view that has indices there. */
static gboolean
find_index (QsPlotView *self, double data_x, guint64 *index)
{
  QsfOptions options = { 0 };

  if (self->view != QSF_VIEW_ERROR_INDEX)
    return FALSE;
  options.extras[QSF_EXTRA_ENVELOPE] = qs_session_get_extra (self->session, QSF_EXTRA_ENVELOPE);
  return qsf_view_get_picked_index (self->view, &options, data_x, index);
}

/* What the cursor stands on is shown by all views, where it is a value. */
static void
preview (QsPlotView *self)
{
  QsaResult *result = self->session != NULL ? qs_session_get_result (self->session) : NULL;
  guint64 index;

  if (result == NULL || self->gesture == QS_GESTURE_HANDLE)
    return;
  if (!isnan (self->options.cursor_x) && (qsf_view_has_value_axis (self->view) || self->view == QSF_VIEW_CODES))
    qs_session_set_preview (self->session, self, qsf_view_get_picked_value (self->view, result, self->options.cursor_x),
                            G_MAXUINT64);
  else if (!isnan (self->options.cursor_x) && find_index (self, self->options.cursor_x, &index))
    qs_session_preview_index (self->session, self, index);
  else
    qs_session_clear_preview (self->session, self);
}

void
qs_plot_view_set_cursor_x (QsPlotView *self, double data_x, double data_y)
{
  self->options.cursor_x = data_x;
  self->options.cursor_y = data_y;
  if (self->view == QSF_VIEW_LANDSCAPE && self->session != NULL)
    qs_session_set_focus (self->session, data_x, data_y);
  preview (self);
  qs_plot_view_invalidate (self);
}

static void
to_data (QsPlotView *self, double px, double py, double *x, double *y)
{
  QspRect area;

  qs_plot_view_get_area (self, &area);
  qsp_figure_to_data (self->figure, &area, px, py, x, y);
}

static gboolean
is_inside (QsPlotView *self, double px, double py)
{
  QspRect area;

  qs_plot_view_get_area (self, &area);
  return px >= area.x && px <= area.x + area.width && py >= area.y && py <= area.y + area.height;
}

static const QspHandle *
find_handle (QsPlotView *self, double px, double py, double reach)
{
  QspRect area;

  qs_plot_view_get_area (self, &area);
  return qsp_figure_find_handle (self->figure, &area, px, py, reach);
}

/* Motion */

static void
update_pointer_shape (QsPlotView *self, GdkModifierType state)
{
  const char *shape = NULL;
  const QspHandle *handle;

  if (self->gesture == QS_GESTURE_PAN)
    shape = "grabbing";
  else if (self->gesture == QS_GESTURE_BOX || (state & GDK_SHIFT_MASK) != 0)
    shape = "crosshair";
  else if (self->gesture == QS_GESTURE_SELECT || (state & GDK_CONTROL_MASK) != 0)
    shape = "text";
  else if ((handle = find_handle (self, self->pointer_x, self->pointer_y, REACH_POINTER)) != NULL)
    shape = handle->cursor;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), shape);
}

static void
motion_cb (GtkEventControllerMotion *controller, double px, double py, QsPlotView *self)
{
  double x, y;

  /* GTK repeats the last motion after each layout; only a real one moves the cursor. */
  if (self->has_pointer && px == self->pointer_x && py == self->pointer_y)
    return;
  self->pointer_x = px;
  self->pointer_y = py;
  self->has_pointer = TRUE;
  g_clear_handle_id (&self->leave_id, g_source_remove);
  if (self->figure == NULL)
    return;
  if (self->gesture == QS_GESTURE_NONE)
    update_pointer_shape (self, gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller)));
  if (!self->options.large)
    return;
  self->has_key_cursor = FALSE;
  if (is_inside (self, px, py))
    {
      to_data (self, px, py, &x, &y);
      qs_plot_view_set_cursor_x (self, x, y);
    }
  else if (!isnan (self->options.cursor_x))
    {
      qs_plot_view_set_cursor_x (self, NAN, NAN);
    }
}

static gboolean
left_cb (gpointer user_data)
{
  QsPlotView *self = user_data;

  self->leave_id = 0;
  if (!self->has_key_cursor)
    qs_plot_view_set_cursor_x (self, NAN, NAN);
  return G_SOURCE_REMOVE;
}

static void
leave_cb (GtkEventControllerMotion *controller, QsPlotView *self)
{
  self->has_pointer = FALSE;
  g_clear_handle_id (&self->leave_id, g_source_remove);
  self->leave_id = g_timeout_add (LEAVE_MSEC, left_cb, self);
}

/* Press and drag */

static void
drag_begin_cb (GtkGestureDrag *drag, double px, double py, QsPlotView *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (drag));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  GdkDevice *device = event != NULL ? gdk_event_get_device (event) : NULL;
  gboolean touch = device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
  const QspHandle *handle;

  self->is_touch = touch;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->gesture = QS_GESTURE_NONE;
  self->handle = 0;
  if (self->figure == NULL)
    return;
  self->press_x = self->box_x = px;
  self->press_y = self->box_y = py;
  to_data (self, px, py, &self->press_data_x, &self->press_data_y);
  qsp_figure_get_limits (self->figure, &self->press_low, &self->press_high, &self->press_y_low, &self->press_y_high);
  if ((state & GDK_SHIFT_MASK) != 0)
    {
      if (is_inside (self, px, py))
        self->gesture = QS_GESTURE_BOX;
      return;
    }
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      if (is_inside (self, px, py))
        self->gesture = QS_GESTURE_SELECT;
      return;
    }
  handle = find_handle (self, px, py, touch ? REACH_TOUCH : REACH_POINTER);
  if (handle == NULL)
    return;
  self->handle = handle->id;
  qs_session_get_params (self->session, &self->press_params);
}

static gboolean
is_zoomed (QsPlotView *self)
{
  double low, high;

  return qs_plot_view_shares_range (self) ? qs_session_get_zoom (self->session, &low, &high) : !isnan (self->options.x_low);
}

static void
start_dragging (QsPlotView *self, GtkGestureDrag *drag)
{
  if (self->handle != 0)
    {
      self->gesture = QS_GESTURE_HANDLE;
      qs_session_begin_drag (self->session);
    }
  else if (self->is_touch && self->swiped && !is_zoomed (self))
    {
      return; /* the stack's */
    }
  else
    {
      self->gesture = QS_GESTURE_PAN;
    }
  update_pointer_shape (self, 0);
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pan (QsPlotView *self, double dx)
{
  QspRect area;
  double low = qs_plot_view_to_axis (self, self->press_low), high = qs_plot_view_to_axis (self, self->press_high), shift;

  qs_plot_view_get_area (self, &area);
  if (area.width <= 0)
    return;
  shift = -dx * (high - low) / area.width;
  qs_plot_view_set_x_range (self, qs_plot_view_from_axis (self, low + shift), qs_plot_view_from_axis (self, high + shift));
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, QsPlotView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  double x, y;

  if (self->figure == NULL)
    return;
  if (self->gesture == QS_GESTURE_NONE && hypot (dx, dy) >= DRAG_THRESHOLD)
    start_dragging (self, drag);
  switch (self->gesture)
    {
    case QS_GESTURE_HANDLE:
      to_data (self, self->press_x + dx, self->press_y + dy, &x, &y);
      qs_plot_view_drag_handle (self, x, y, (state & GDK_ALT_MASK) != 0);
      break;
    case QS_GESTURE_PAN:
      pan (self, dx);
      break;
    case QS_GESTURE_BOX:
      self->box_x = self->press_x + dx;
      self->box_y = self->press_y + dy;
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case QS_GESTURE_SELECT:
      if (fabs (dx) < DRAG_THRESHOLD)
        break;
      to_data (self, self->press_x + dx, self->press_y, &x, &y);
      qs_plot_view_select (self, self->press_data_x, x);
      break;
    case QS_GESTURE_NONE:
    default:
      break;
    }
}

gboolean
qs_plot_view_select (QsPlotView *self, double x0, double x1)
{
  QsaResult *result = qs_session_get_result (self->session);
  QsaInterval interval;

  if (result == NULL || !qsf_view_get_interval (self->view, result, x0, x1, &interval))
    return FALSE;
  qs_session_set_interval (self->session, &interval);
  return TRUE;
}

static void
zoom_to_box (QsPlotView *self)
{
  double x, y;

  if (fabs (self->box_x - self->press_x) < DRAG_THRESHOLD)
    return;
  to_data (self, self->box_x, self->box_y, &x, &y);
  if (fabs (self->box_y - self->press_y) >= DRAG_THRESHOLD && !qsf_view_has_counts (self->view))
    {
      self->options.y_low = MIN (y, self->press_data_y);
      self->options.y_high = MAX (y, self->press_data_y);
    }
  qs_plot_view_set_x_range (self, MIN (x, self->press_data_x), MAX (x, self->press_data_x));
}

void
qs_plot_view_pick_at (QsPlotView *self, double data_x, double data_y)
{
  QsaResult *result = qs_session_get_result (self->session);
  guint64 index;

  if (self->view == QSF_VIEW_LANDSCAPE)
    qs_session_choose_parameters (self->session, data_x, (int)rint (data_y));
  else if (self->view == QSF_VIEW_MSE)
    qs_session_set_scale (self->session, data_x);
  else if (self->view == QSF_VIEW_BITS)
    qs_session_set_bits (self->session, (int)CLAMP (rint (data_x), QSC_BITS_MIN, QSC_BITS_MAX));
  else if (find_index (self, data_x, &index))
    qs_session_pick_index (self->session, index);
  else if (result != NULL && self->view != QSF_VIEW_ERROR_HISTOGRAM && self->view != QSF_VIEW_ERROR_INDEX
           && self->view != QSF_VIEW_TIES)
    qs_session_pick_nearest (self->session, qsf_view_get_picked_value (self->view, result, data_x));
}

static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, QsPlotView *self)
{
  QsGesture gesture = self->gesture;

  self->gesture = QS_GESTURE_NONE;
  if (self->figure == NULL)
    return;
  if (gesture == QS_GESTURE_HANDLE)
    qs_session_end_drag (self->session);
  else if (gesture == QS_GESTURE_BOX)
    zoom_to_box (self);
  else if (gesture == QS_GESTURE_NONE && self->handle != QSF_HANDLE_SCALE && is_inside (self, self->press_x, self->press_y))
    qs_plot_view_pick_at (self, self->press_data_x, self->press_data_y);
  self->handle = 0;
  update_pointer_shape (self, 0);
  qs_plot_view_invalidate (self);
}

static void
drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, QsPlotView *self)
{
  if (self->gesture == QS_GESTURE_HANDLE)
    qs_session_end_drag (self->session);
  self->gesture = QS_GESTURE_NONE;
  self->handle = 0;
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double px, double py, QsPlotView *self)
{
  if (n_press == 2 && self->figure != NULL)
    qs_plot_view_fit (self);
}

/* Scroll and pinch */

static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, QsPlotView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  double unit = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL ? 1 : 1.0 / 40;
  double low, high, y_low, y_high, x, y;

  if (self->figure == NULL)
    return FALSE;
  qsp_figure_get_limits (self->figure, &low, &high, &y_low, &y_high);
  to_data (self, self->pointer_x, self->pointer_y, &x, &y);
  if ((state & GDK_SHIFT_MASK) != 0 || fabs (dx) > fabs (dy))
    {
      double from = qs_plot_view_to_axis (self, low), to = qs_plot_view_to_axis (self, high);
      double shift = (dx != 0 ? dx : dy) * unit * (to - from) / 12;

      qs_plot_view_set_x_range (self, qs_plot_view_from_axis (self, from + shift), qs_plot_view_from_axis (self, to + shift));
    }
  else if ((state & GDK_CONTROL_MASK) != 0)
    {
      qs_plot_view_zoom_y (self, y, pow (QS_PLOT_VIEW_ZOOM_STEP, -dy * unit));
    }
  else
    {
      qs_plot_view_zoom_x (self, CLAMP (x, low, high), pow (QS_PLOT_VIEW_ZOOM_STEP, -dy * unit));
    }
  return TRUE;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, QsPlotView *self)
{
  double px, py, y, y_low, y_high;

  if (self->figure == NULL || !gtk_gesture_get_bounding_box_center (gesture, &px, &py))
    return;
  to_data (self, px, py, &self->pinch_centre, &y);
  qsp_figure_get_limits (self->figure, &self->pinch_low, &self->pinch_high, &y_low, &y_high);
}

static void
pinch_cb (GtkGestureZoom *zoom, double scale, QsPlotView *self)
{
  double centre = qs_plot_view_to_axis (self, self->pinch_centre);
  double low = qs_plot_view_to_axis (self, self->pinch_low), high = qs_plot_view_to_axis (self, self->pinch_high);

  if (self->figure != NULL && scale > 0)
    qs_plot_view_set_x_range (self, qs_plot_view_from_axis (self, centre - (centre - low) / scale),
                              qs_plot_view_from_axis (self, centre + (high - centre) / scale));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, QsPlotView *self)
{
  return qs_plot_view_press_key (self, key, state);
}

static void
add (QsPlotView *self, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
qs_plot_view_add_input (QsPlotView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  add (self, motion);
  add (self, scroll);
  add (self, key);
  add (self, drag);
  add (self, click);
  add (self, pinch);
}
