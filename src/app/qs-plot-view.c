/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-plot-view-private.h"

#include "app/qs-paint.h"
#include "plot/qsp-export.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  FIGURE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QsPlotView, qs_plot_view, GTK_TYPE_WIDGET)

void
qs_plot_view_invalidate (QsPlotView *self)
{
  self->dirty = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
qs_plot_view_shares_range (QsPlotView *self)
{
  return self->view == QSF_VIEW_HISTOGRAM || (qsf_view_has_value_axis (self->view) && qs_session_get_linked (self->session));
}

/* A view that is let go stays where it is; one that is tied shows what the others do. */
static void
follow_link (QsPlotView *self)
{
  const gboolean unlinked = !qs_session_get_linked (self->session);
  double low, high;

  if (unlinked == self->unlinked || !qsf_view_has_value_axis (self->view))
    return;
  self->unlinked = unlinked;
  self->options.x_low = self->options.x_high = NAN;
  if (unlinked && self->view != QSF_VIEW_HISTOGRAM && qs_session_get_zoom (self->session, &low, &high))
    {
      self->options.x_low = low;
      self->options.x_high = high;
    }
}

static void
fill_options (QsPlotView *self, QsaResult *result, QsfOptions *options)
{
  const QsaInterval *interval = qs_session_get_interval (self->session);
  float pick;
  guint64 index;
  double low, high;

  *options = self->options;
  options->interacting = qs_session_is_dragging (self->session) || self->gesture != QS_GESTURE_NONE;
  options->previous = self->figure;
  options->has_pick = qs_session_get_shown (self->session, &pick, &index);
  options->pick = pick;
  options->pick_index = index;
  options->has_interval = interval != NULL;
  if (interval != NULL)
    options->interval = *interval;
  options->unlinked_axes = !qs_session_get_linked (self->session);
  for (int extra = 0; extra < QSF_N_EXTRAS; extra++)
    options->extras[extra] = qs_session_get_extra (self->session, extra);
  if (!qsf_view_has_value_axis (self->view))
    return;
  if (qs_plot_view_shares_range (self) ? !qs_session_get_zoom (self->session, &low, &high) : !isnan (options->x_low))
    return;
  if (!qs_plot_view_shares_range (self))
    qsa_result_get_full_range (result, &low, &high);
  options->x_low = low;
  options->x_high = high;
}

/* Screen readers get the takeaway once the numbers rest, not at every frame of a drag. */
static void
update_description (QsPlotView *self)
{
  if (qs_session_is_dragging (self->session))
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, qsf_view_get_title (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, qsp_figure_get_description (self->figure), -1);
}

static void
build_figure (QsPlotView *self, QsaResult *result)
{
  QspFigure *figure = NULL;
  QsfOptions options;

  if (result != NULL)
    {
      fill_options (self, result, &options);
      figure = qsf_figure_new (self->view, result, &options);
    }
  g_clear_pointer (&self->figure, qsp_figure_unref);
  self->figure = figure;
}

/* A pointer that rests stays where it is while the axes below it move: what it points at is another value now. */
static gboolean
follow_pointer (QsPlotView *self)
{
  QspRect area;
  double x, y;

  if (self->figure == NULL || !self->has_pointer || self->has_key_cursor || isnan (self->options.cursor_x))
    return FALSE;
  qs_plot_view_get_area (self, &area);
  qsp_figure_to_data (self->figure, &area, self->pointer_x, self->pointer_y, &x, &y);
  if (x == self->options.cursor_x && y == self->options.cursor_y)
    return FALSE;
  self->options.cursor_x = x;
  self->options.cursor_y = y;
  return TRUE;
}

static gboolean
update_figure (QsPlotView *self)
{
  QsaResult *result = self->session != NULL ? qs_session_get_result (self->session) : NULL;
  QspFigure *figure;

  if (!self->dirty)
    return FALSE;
  self->dirty = FALSE;
  build_figure (self, result);
  if (follow_pointer (self))
    build_figure (self, result);
  figure = self->figure;
  if (figure != NULL)
    update_description (self);
  return TRUE;
}

void
qs_plot_view_get_area (QsPlotView *self, QspRect *area)
{
  QspTheme theme;

  memset (area, 0, sizeof *area);
  if (self->figure == NULL)
    return;
  qs_paint_get_theme (GTK_WIDGET (self), &theme);
  qsp_figure_get_plot_area (self->figure, &theme, gtk_widget_get_width (GTK_WIDGET (self)),
                            gtk_widget_get_height (GTK_WIDGET (self)), area);
}

/* As fine as this view can show. */
static void
request_detail (QsPlotView *self)
{
  QspRect area;

  if (self->session == NULL || self->figure == NULL)
    return;
  qs_plot_view_get_area (self, &area);
  if (area.width < 1)
    return;
  if (self->view == QSF_VIEW_HISTOGRAM)
    qs_session_set_n_bins (self->session, qsf_get_n_bins (area.width));
  else if (self->view == QSF_VIEW_ERROR_INDEX && self->uses_session)
    qs_session_set_indices (self->session, self->options.x_low, self->options.x_high,
                            (guint)area.width * (guint)gtk_widget_get_scale_factor (GTK_WIDGET (self)));
}

static void
snapshot_box (QsPlotView *self, GtkSnapshot *snapshot, const QspTheme *theme)
{
  const QspColor *fg = &theme->colors[QSP_ROLE_FG];
  GdkRGBA fill = { (float)fg->red, (float)fg->green, (float)fg->blue, 0.10f };
  GdkRGBA edge = { (float)fg->red, (float)fg->green, (float)fg->blue, 0.55f };
  graphene_rect_t rect =
      GRAPHENE_RECT_INIT ((float)MIN (self->press_x, self->box_x), (float)MIN (self->press_y, self->box_y),
                          (float)fabs (self->box_x - self->press_x), (float)fabs (self->box_y - self->press_y));
  GskRoundedRect rounded;

  gtk_snapshot_append_color (snapshot, &fill, &rect);
  gsk_rounded_rect_init_from_rect (&rounded, &rect, 0);
  gtk_snapshot_append_border (snapshot, &rounded, (float[4]){ 1, 1, 1, 1 }, (GdkRGBA[4]){ edge, edge, edge, edge });
}

static gboolean
tell_figure_changed_cb (gpointer user_data)
{
  QsPlotView *self = user_data;

  g_signal_emit (self, signals[FIGURE_CHANGED], 0);
  request_detail (self);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

static void
qs_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  QsPlotView *self = QS_PLOT_VIEW (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  QspTheme theme;

  /* Others may want to change widgets when the figure is new; not while a frame is being recorded. */
  if (update_figure (self))
    g_idle_add_full (GDK_PRIORITY_REDRAW - 1, tell_figure_changed_cb, g_object_ref (self), NULL);
  if (self->figure == NULL)
    return;
  qs_paint_get_theme (widget, &theme);
  qs_paint_figure (snapshot, self->figure, &theme, width, height);
  if (self->gesture == QS_GESTURE_BOX)
    snapshot_box (self, snapshot, &theme);
}

static void
qs_plot_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  request_detail (QS_PLOT_VIEW (widget));
}

static void
qs_plot_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  gboolean large = QS_PLOT_VIEW (widget)->options.large;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = large ? 240 : 160, *natural = large ? 720 : 240;
  else
    *minimum = large ? 94 : 120, *natural = large ? 420 : 190;
}

static void
session_changed_cb (QsPlotView *self)
{
  follow_link (self);
  qs_plot_view_invalidate (self);
}

static void
extras_changed_cb (QsPlotView *self)
{
  if (qsf_view_get_extras (self->view) != 0)
    qs_plot_view_invalidate (self);
}

/* What only some views need is computed only while they are seen. */
static void
update_uses (QsPlotView *self, gboolean is_seen)
{
  gboolean uses = is_seen && self->session != NULL;

  if (uses == self->uses_session)
    return;
  self->uses_session = uses;
  if (self->view == QSF_VIEW_ERROR_HISTOGRAM)
    qs_session_set_n_error_bins (self->session, uses ? QSA_ERROR_BINS : 0);
  if (uses)
    qs_session_use_extras (self->session, qsf_view_get_extras (self->view));
  else
    qs_session_unuse_extras (self->session, qsf_view_get_extras (self->view));
}

static void
qs_plot_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (qs_plot_view_parent_class)->map (widget);
  update_uses (QS_PLOT_VIEW (widget), TRUE);
}

static void
qs_plot_view_unmap (GtkWidget *widget)
{
  update_uses (QS_PLOT_VIEW (widget), FALSE);
  GTK_WIDGET_CLASS (qs_plot_view_parent_class)->unmap (widget);
}

void
qs_plot_view_set_session (QsPlotView *self, QsSession *session)
{
  update_uses (self, FALSE);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "result", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "extras", G_CALLBACK (extras_changed_cb), self, G_CONNECT_SWAPPED);
  update_uses (self, gtk_widget_get_mapped (GTK_WIDGET (self)));
  session_changed_cb (self);
}

QsfView
qs_plot_view_get_view (QsPlotView *self)
{
  return self->view;
}

void
qs_plot_view_set_large (QsPlotView *self, gboolean large)
{
  self->options.large = large;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  qs_plot_view_invalidate (self);
}

const QsfOptions *
qs_plot_view_get_options (QsPlotView *self)
{
  return &self->options;
}

void
qs_plot_view_set_options (QsPlotView *self, const QsfOptions *options)
{
  self->options = *options;
  qs_plot_view_invalidate (self);
}

QspFigure *
qs_plot_view_get_figure (QsPlotView *self)
{
  return self->figure;
}

QspFigure *
qs_plot_view_build_for_export (QsPlotView *self, gboolean show_pick, gboolean large)
{
  QsaResult *result = self->session != NULL ? qs_session_get_result (self->session) : NULL;
  QsfOptions options;

  if (result == NULL)
    return NULL;
  fill_options (self, result, &options);
  options.previous = NULL;
  options.interacting = FALSE;
  options.large = large;
  options.cursor_x = options.cursor_y = NAN;
  if (!show_pick)
    options.has_pick = FALSE;
  return qsf_figure_new (self->view, result, &options);
}

void
qs_plot_view_set_swiped (QsPlotView *self, gboolean swiped)
{
  self->swiped = swiped;
}

void
qs_plot_view_fit (QsPlotView *self)
{
  self->options.x_low = self->options.x_high = NAN;
  self->options.y_low = self->options.y_high = NAN;
  if (self->session != NULL && qs_plot_view_shares_range (self))
    qs_session_clear_zoom (self->session);
  qs_plot_view_invalidate (self);
}

void
qs_plot_view_copy_picture (QsPlotView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) svg = NULL;
  QspExportOptions options;
  QspTheme theme;

  if (self->figure == NULL)
    return;
  qs_paint_get_theme (widget, &theme);
  texture = qs_paint_to_texture (self->figure, &theme, width, height, MAX (2, gtk_widget_get_scale_factor (widget)));
  qsp_export_options_init (&options);
  options.format = QSP_EXPORT_SVG;
  options.theme = theme.kind;
  options.width = width / 96.0;
  options.height = height / 96.0;
  svg = qsp_export_render (self->figure, &options, NULL);
  if (texture != NULL && svg != NULL)
    qs_paint_copy (widget, texture, svg);
}

void
qs_plot_view_copy_data (QsPlotView *self)
{
  g_autofree char *tsv = NULL;

  if (self->figure == NULL)
    return;
  tsv = qsp_figure_to_tsv (self->figure);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), tsv);
}

static void
style_changed_cb (QsPlotView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
qs_plot_view_dispose (GObject *object)
{
  QsPlotView *self = QS_PLOT_VIEW (object);

  g_clear_handle_id (&self->leave_id, g_source_remove);
  update_uses (self, FALSE);
  g_clear_object (&self->session);
  g_clear_pointer (&self->figure, qsp_figure_unref);
  G_OBJECT_CLASS (qs_plot_view_parent_class)->dispose (object);
}

static void
qs_plot_view_class_init (QsPlotViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = qs_plot_view_dispose;
  widget_class->snapshot = qs_plot_view_snapshot;
  widget_class->map = qs_plot_view_map;
  widget_class->unmap = qs_plot_view_unmap;
  widget_class->measure = qs_plot_view_measure;
  widget_class->size_allocate = qs_plot_view_size_allocate;
  signals[FIGURE_CHANGED] =
      g_signal_new ("figure-changed", QS_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "plotview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
qs_plot_view_init (QsPlotView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  qsf_options_init (&self->options);
  self->options.large = FALSE;
  self->select_x = NAN;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  qs_plot_view_add_input (self);
}

GtkWidget *
qs_plot_view_new (QsfView view)
{
  QsPlotView *self = g_object_new (QS_TYPE_PLOT_VIEW, NULL);

  self->view = view;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, qsf_view_get_title (view), -1);
  return GTK_WIDGET (self);
}
