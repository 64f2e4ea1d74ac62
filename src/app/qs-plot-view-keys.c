/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-plot-view-private.h"

#include "app/qs-session-edit.h"

#include <math.h>

static double
get_cursor_y (QsPlotView *self, double low, double high, const QscParams *params)
{
  if (self->view != QSF_VIEW_LANDSCAPE)
    return (low + high) / 2;
  return isnan (self->options.cursor_y) ? params->zero_point : self->options.cursor_y;
}

static void
move_cursor (QsPlotView *self, int step, GdkModifierType state)
{
  double low, high, y_low, y_high, x = self->options.cursor_x, width;
  QspRect area;
  QscParams params;
  float pick;
  guint64 index;

  qs_plot_view_get_area (self, &area);
  qsp_figure_get_limits (self->figure, &low, &high, &y_low, &y_high);
  qs_session_get_params (self->session, &params);
  low = qs_plot_view_to_axis (self, low);
  high = qs_plot_view_to_axis (self, high);
  if (!isnan (x))
    x = qs_plot_view_to_axis (self, x);
  else if (qsf_view_is_logarithmic_x (self->view))
    x = qs_plot_view_to_axis (self, params.scale);
  else if (self->view == QSF_VIEW_BITS)
    x = qs_session_get_state (self->session)->scheme.format.bits;
  else if (self->view == QSF_VIEW_ERROR_INDEX && qs_session_get_pick (self->session, &pick, &index) && index != G_MAXUINT64)
    x = (double)index;
  else
    x = qs_session_get_pick (self->session, &pick, &index) && qsf_view_has_value_axis (self->view) ? pick : (low + high) / 2;
  width = (high - low) / MAX (area.width, 1);
  if (self->view == QSF_VIEW_CODES || self->view == QSF_VIEW_BITS || self->view == QSF_VIEW_TIES)
    width = 1; /* the least step there is */
  else if (self->view == QSF_VIEW_ERROR_INDEX)
    width = MAX (width, 1);
  else if ((state & GDK_SHIFT_MASK) != 0 && qsf_view_has_value_axis (self->view))
    width = params.scale;
  else if ((state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) != 0)
    width = (high - low) / qsf_get_n_bins (MAX (area.width, 1));
  self->has_key_cursor = TRUE;
  qs_plot_view_set_cursor_x (self, qs_plot_view_from_axis (self, CLAMP (x + step * width, low, high)),
                             get_cursor_y (self, y_low, y_high, &params));
}

/* Along the zero-points. */
static gboolean
move_cursor_up (QsPlotView *self, int step)
{
  double low, high, y_low, y_high, y = self->options.cursor_y;
  QscParams params;

  if (self->view != QSF_VIEW_LANDSCAPE)
    return FALSE;
  qsp_figure_get_limits (self->figure, &low, &high, &y_low, &y_high);
  qs_session_get_params (self->session, &params);
  if (isnan (y))
    y = params.zero_point;
  self->has_key_cursor = TRUE;
  qs_plot_view_set_cursor_x (self, isnan (self->options.cursor_x) ? params.scale : self->options.cursor_x,
                             CLAMP (rint (y) + step, ceil (y_low), floor (y_high)));
  return TRUE;
}

static gboolean
clear_selection (QsPlotView *self)
{
  if (qs_session_get_interval (self->session) == NULL)
    return FALSE;
  qs_session_clear_interval (self->session);
  return TRUE;
}

/* The first press begins a selection, the second one ends it. */
static void
select_at_cursor (QsPlotView *self)
{
  double from = self->select_x;

  if (isnan (self->options.cursor_x))
    return;
  self->select_x = isnan (from) ? self->options.cursor_x : (double)NAN;
  qs_plot_view_select (self, isnan (from) ? self->options.cursor_x : from, self->options.cursor_x);
}

static gboolean
cursor_key (QsPlotView *self, guint key, GdkModifierType state)
{
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_cursor (self, -1, state);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_cursor (self, 1, state);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move_cursor_up (self, 1);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move_cursor_up (self, -1);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (!isnan (self->options.cursor_x))
        qs_plot_view_pick_at (self, self->options.cursor_x, self->options.cursor_y);
      return TRUE;
    case GDK_KEY_Escape:
      self->select_x = NAN;
      if (isnan (self->options.cursor_x))
        return clear_selection (self);
      self->has_key_cursor = FALSE;
      qs_plot_view_set_cursor_x (self, NAN, NAN);
      return TRUE;
    default:
      return FALSE;
    }
}

static double
get_middle (gboolean is_log, double low, double high)
{
  return is_log ? sqrt (low * high) : (low + high) / 2;
}

static gboolean
zoom_key (QsPlotView *self, guint key)
{
  double low, high, y_low, y_high, centre;

  qsp_figure_get_limits (self->figure, &low, &high, &y_low, &y_high);
  centre =
      isnan (self->options.cursor_x) ? get_middle (qsf_view_is_logarithmic_x (self->view), low, high) : self->options.cursor_x;
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      qs_plot_view_zoom_x (self, centre, QS_PLOT_VIEW_ZOOM_STEP);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      qs_plot_view_zoom_x (self, centre, 1 / QS_PLOT_VIEW_ZOOM_STEP);
      return TRUE;
    case GDK_KEY_Page_Up:
      qs_plot_view_zoom_y (self, get_middle (qsf_view_is_logarithmic_y (self->view), y_low, y_high), QS_PLOT_VIEW_ZOOM_STEP);
      return TRUE;
    case GDK_KEY_Page_Down:
      qs_plot_view_zoom_y (self, get_middle (qsf_view_is_logarithmic_y (self->view), y_low, y_high), 1 / QS_PLOT_VIEW_ZOOM_STEP);
      return TRUE;
    case GDK_KEY_Home:
      qs_plot_view_fit (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
letter_key (QsPlotView *self, guint key)
{
  GtkWidget *widget = GTK_WIDGET (self);

  switch (key)
    {
    case GDK_KEY_l:
      gtk_widget_activate_action (widget, "win.log-count", NULL);
      return TRUE;
    case GDK_KEY_i:
      select_at_cursor (self);
      return TRUE;
    case GDK_KEY_n:
      gtk_widget_activate_action (widget, "win.next-clipped", NULL);
      return TRUE;
    case GDK_KEY_s:
      gtk_widget_activate_action (widget, "win.toggle-symmetry", NULL);
      return TRUE;
    case GDK_KEY_m:
      gtk_widget_activate_action (widget, "win.best", NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
qs_plot_view_press_key (QsPlotView *self, guint key, GdkModifierType state)
{
  if (self->figure == NULL)
    return FALSE;
  if (cursor_key (self, key, state))
    return TRUE;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  return zoom_key (self, key) || letter_key (self, key);
}
