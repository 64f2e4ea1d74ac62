/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-sparkline.h"

#include "app/qs-paint.h"

#include <adwaita.h>

struct _QsSparkline
{
  GtkWidget parent_instance;
  QspFigure *figure;
};

G_DEFINE_FINAL_TYPE (QsSparkline, qs_sparkline, GTK_TYPE_WIDGET)

void
qs_sparkline_set_figure (QsSparkline *self, QspFigure *figure)
{
  g_clear_pointer (&self->figure, qsp_figure_unref);
  if (figure != NULL)
    self->figure = qsp_figure_ref (figure);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
qs_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  QsSparkline *self = QS_SPARKLINE (widget);
  QspTheme theme;

  if (self->figure == NULL)
    return;
  qs_paint_get_theme (widget, &theme);
  qs_paint_figure (snapshot, self->figure, &theme, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

static void
qs_sparkline_finalize (GObject *object)
{
  g_clear_pointer (&QS_SPARKLINE (object)->figure, qsp_figure_unref);
  G_OBJECT_CLASS (qs_sparkline_parent_class)->finalize (object);
}

static void
qs_sparkline_class_init (QsSparklineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = qs_sparkline_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = qs_sparkline_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
style_changed_cb (QsSparkline *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
qs_sparkline_init (QsSparkline *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
qs_sparkline_new (int width, int height)
{
  return g_object_new (QS_TYPE_SPARKLINE, "width-request", width, "height-request", height, NULL);
}
