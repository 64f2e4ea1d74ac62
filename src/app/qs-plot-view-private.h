/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-plot-view.h"

G_BEGIN_DECLS

/* What a press of the pointer has begun. */
typedef enum
{
  QS_GESTURE_NONE,
  QS_GESTURE_HANDLE,
  QS_GESTURE_PAN,
  QS_GESTURE_BOX,
  QS_GESTURE_SELECT
} QsGesture;

struct _QsPlotView
{
  GtkWidget parent_instance;

  QsfView view;
  QsSession *session;
  QsfOptions options; /* as the user set them; zoom of axes that are not linked lives here too */
  QspFigure *figure;
  gboolean dirty;
  gboolean swiped, is_touch;
  gboolean unlinked;     /* as the session was when last seen */
  gboolean uses_session; /* told the session to compute what only this view shows */

  double pointer_x, pointer_y;
  gboolean has_pointer;
  gboolean has_key_cursor; /* the cursor was moved by keys and stays when the pointer is elsewhere */
  guint leave_id;

  QsGesture gesture;
  int handle;
  double press_x, press_y;           /* widget coordinates */
  double press_data_x, press_data_y; /* data coordinates */
  double press_low, press_high, press_y_low, press_y_high;
  QscParams press_params;
  double box_x, box_y; /* the other corner of the box */
  double select_x;     /* where a selection by keys began; NaN: none has */
  double pinch_low, pinch_high, pinch_centre;
};

/* The axes in widget coordinates. */
void qs_plot_view_get_area (QsPlotView *self, QspRect *area);
/* Whether the range of r is the session's: of all that are linked, and of the histogram, whose bins are counted over it. */
gboolean qs_plot_view_shares_range (QsPlotView *self);
/* Rebuilds the figure before the next frame. */
void qs_plot_view_invalidate (QsPlotView *self);
/* Adds gestures, scroll, motion and key controllers. (qs-plot-view-input.c) */
void qs_plot_view_add_input (QsPlotView *self);
void qs_plot_view_zoom_x (QsPlotView *self, double centre, double factor);
void qs_plot_view_zoom_y (QsPlotView *self, double centre, double factor);
/* Distances along an axis are those of the logarithm in views that are logarithmic. */
double qs_plot_view_to_axis (QsPlotView *self, double value);
double qs_plot_view_from_axis (QsPlotView *self, double position);
void qs_plot_view_set_x_range (QsPlotView *self, double low, double high);
/* Drags the handle that was pressed to data coordinates x, y. (qs-plot-view-handles.c) */
void qs_plot_view_drag_handle (QsPlotView *self, double x, double y, gboolean snap);
void qs_plot_view_set_cursor_x (QsPlotView *self, double data_x, double data_y);

/* Selects the values that x0 to x1 stand for; FALSE where the view has none. */
gboolean qs_plot_view_select (QsPlotView *self, double x0, double x1);
/* What a click at these data coordinates picks or sets; y counts only where both axes are parameters. */
void qs_plot_view_pick_at (QsPlotView *self, double data_x, double data_y);
/* What a key does; FALSE when it is not for a plot. (qs-plot-view-keys.c) */
gboolean qs_plot_view_press_key (QsPlotView *self, guint key, GdkModifierType state);

/* One notch of the wheel, one press of + or -. */
#define QS_PLOT_VIEW_ZOOM_STEP 1.25

G_END_DECLS
