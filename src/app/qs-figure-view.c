/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-figure-view.h"

#include "app/qs-paint.h"
#include "app/qs-table-window.h"
#include "plot/qsp-export.h"

#include <math.h>

enum
{
  PICKED,
  FIGURE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _QsFigureView
{
  GtkWidget parent_instance;
  char *name;
  QsFigureBuild build;
  gpointer data;
  double offset;
  QspFigure *figure;
  gboolean dirty;
  double cursor_x, cursor_y; /* NaN: none */
};

G_DEFINE_FINAL_TYPE (QsFigureView, qs_figure_view, GTK_TYPE_WIDGET)

void
qs_figure_view_invalidate (QsFigureView *self)
{
  self->dirty = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Screen readers hear what is to be seen, and what the cursor is on. */
static void
describe (QsFigureView *self)
{
  const char *readout = self->figure != NULL ? qsp_figure_get_readout (self->figure) : NULL;
  const char *description = self->figure != NULL ? qsp_figure_get_description (self->figure) : NULL;
  g_autofree char *line = g_strdup (readout != NULL ? readout : description != NULL ? description : "");

  g_strdelimit (line, "\n", ' ');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line, -1);
}

static gboolean
tell_cb (gpointer user_data)
{
  g_autoptr (QsFigureView) self = user_data;

  describe (self);
  g_signal_emit (self, signals[FIGURE_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
update (QsFigureView *self)
{
  if (!self->dirty)
    return;
  self->dirty = FALSE;
  g_clear_pointer (&self->figure, qsp_figure_unref);
  self->figure = self->build (self->data, self->cursor_x, self->cursor_y);
  /* Not while a frame is being recorded. */
  g_idle_add_full (GDK_PRIORITY_REDRAW - 1, tell_cb, g_object_ref (self), NULL);
}

QspFigure *
qs_figure_view_get_figure (QsFigureView *self)
{
  return self->figure;
}

QspFigure *
qs_figure_view_build (QsFigureView *self)
{
  return self->build (self->data, NAN, NAN);
}

static void
qs_figure_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  QsFigureView *self = QS_FIGURE_VIEW (widget);
  QspTheme theme;

  update (self);
  if (self->figure == NULL)
    return;
  qs_paint_get_theme (widget, &theme);
  qs_paint_figure (snapshot, self->figure, &theme, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

/* The cursor */

static gboolean
find_place (QsFigureView *self, double px, double py, double *x, double *y)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  QspTheme theme;
  QspRect area;

  if (self->figure == NULL)
    return FALSE;
  qs_paint_get_theme (GTK_WIDGET (self), &theme);
  qsp_figure_get_plot_area (self->figure, &theme, width, height, &area);
  qsp_figure_to_data (self->figure, &area, px, py, x, y);
  return px >= area.x && px < area.x + area.width && py >= area.y && py < area.y + area.height;
}

static void
set_cursor (QsFigureView *self, double x, double y)
{
  if ((x == self->cursor_x || (isnan (x) && isnan (self->cursor_x)))
      && (y == self->cursor_y || (isnan (y) && isnan (self->cursor_y))))
    return;
  self->cursor_x = x;
  self->cursor_y = y;
  qs_figure_view_invalidate (self);
}

static void
motion_cb (GtkEventControllerMotion *motion, double px, double py, QsFigureView *self)
{
  double x, y;

  if (find_place (self, px, py, &x, &y))
    set_cursor (self, x, y);
  else
    set_cursor (self, NAN, NAN);
}

static void
leave_cb (GtkEventControllerMotion *motion, QsFigureView *self)
{
  set_cursor (self, NAN, NAN);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double px, double py, QsFigureView *self)
{
  double x, y;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (find_place (self, px, py, &x, &y))
    g_signal_emit (self, signals[PICKED], 0, x, y);
}

/* To the next place of a unit, inside the axis. */
static double
step_from (double at, double step, double offset, double low, double high)
{
  const double first = ceil (low - offset) + offset, last = floor (high - offset) + offset;

  if (isnan (at))
    return step >= 0 ? first : last;
  return CLAMP (rint (at - offset) + offset + step, first, last);
}

static void
move_cursor (QsFigureView *self, double step_x, double step_y)
{
  double x0, x1, y0, y1;

  qsp_figure_get_limits (self->figure, &x0, &x1, &y0, &y1);
  if (isnan (self->cursor_x))
    set_cursor (self, step_from (NAN, step_x >= 0 ? 1 : -1, self->offset, x0, x1), step_from (NAN, -1, self->offset, y0, y1));
  else
    set_cursor (self, step_from (self->cursor_x, step_x, self->offset, x0, x1),
                step_from (self->cursor_y, step_y, self->offset, y0, y1));
}

gboolean
qs_figure_view_press_key (QsFigureView *self, guint key, GdkModifierType state)
{
  if (self->figure == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
      move_cursor (self, -1, 0);
      return TRUE;
    case GDK_KEY_Right:
      move_cursor (self, 1, 0);
      return TRUE;
    case GDK_KEY_Up:
      move_cursor (self, 0, 1);
      return TRUE;
    case GDK_KEY_Down:
      move_cursor (self, 0, -1);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      if (!isnan (self->cursor_x))
        g_signal_emit (self, signals[PICKED], 0, self->cursor_x, self->cursor_y);
      return TRUE;
    case GDK_KEY_Escape:
      set_cursor (self, NAN, NAN);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, QsFigureView *self)
{
  return qs_figure_view_press_key (self, key, state);
}

/* Files and clipboard */

void
qs_figure_view_copy_picture (QsFigureView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (QspFigure) figure = qs_figure_view_build (self);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) svg = NULL;
  QspExportOptions options;
  QspTheme theme;

  if (figure == NULL || width <= 0 || height <= 0)
    return;
  qs_paint_get_theme (widget, &theme);
  texture = qs_paint_to_texture (figure, &theme, width, height, MAX (2, gtk_widget_get_scale_factor (widget)));
  qsp_export_options_init (&options);
  options.format = QSP_EXPORT_SVG;
  options.theme = theme.kind;
  options.width = width / 96.0;
  options.height = height / 96.0;
  svg = qsp_export_render (figure, &options, NULL);
  if (texture != NULL && svg != NULL)
    qs_paint_copy (widget, texture, svg);
}

void
qs_figure_view_copy_data (QsFigureView *self)
{
  g_autoptr (QspFigure) figure = qs_figure_view_build (self);
  g_autofree char *csv = figure != NULL ? qsp_figure_to_csv (figure) : NULL;

  if (csv != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), csv);
}

void
qs_figure_view_show_table (QsFigureView *self)
{
  g_autoptr (QspFigure) figure = qs_figure_view_build (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (figure != NULL && root != NULL)
    gtk_window_present (GTK_WINDOW (qs_table_window_new (GTK_WINDOW (root), figure)));
}

/* The widget */

static void
style_changed_cb (QsFigureView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
qs_figure_view_finalize (GObject *object)
{
  QsFigureView *self = QS_FIGURE_VIEW (object);

  g_clear_pointer (&self->figure, qsp_figure_unref);
  g_free (self->name);
  G_OBJECT_CLASS (qs_figure_view_parent_class)->finalize (object);
}

static void
qs_figure_view_class_init (QsFigureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = qs_figure_view_finalize;
  widget_class->snapshot = qs_figure_view_snapshot;
  signals[PICKED] = g_signal_new ("picked", QS_TYPE_FIGURE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[FIGURE_CHANGED] =
      g_signal_new ("figure-changed", QS_TYPE_FIGURE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "plotview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
qs_figure_view_init (QsFigureView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->cursor_x = self->cursor_y = NAN;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
qs_figure_view_new (const char *name, QsFigureBuild build, gpointer data, double offset)
{
  QsFigureView *self = g_object_new (QS_TYPE_FIGURE_VIEW, NULL);

  self->name = g_strdup (name);
  self->build = build;
  self->data = data;
  self->offset = offset;
  self->dirty = TRUE;
  describe (self);
  return GTK_WIDGET (self);
}
