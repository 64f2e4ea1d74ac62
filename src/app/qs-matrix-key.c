/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-key.h"

#include "app/qs-paint.h"

struct _QsMatrixKey
{
  GtkWidget parent_instance;
  QsMatrixView *view;
  QsMatrixLook shown;
};

G_DEFINE_FINAL_TYPE (QsMatrixKey, qs_matrix_key, GTK_TYPE_WIDGET)

/* Scrolling changes nothing here. */
static void
changed_cb (QsMatrixKey *self)
{
  if (!qs_matrix_look_equal (&self->shown, qs_matrix_view_get_look (self->view)))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
qs_matrix_key_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const QsMatrixLook *look = qs_matrix_view_get_look (QS_MATRIX_KEY (widget)->view);
  g_autoptr (QspFigure) figure = qsf_figure_new_matrix_key (look->mode, &look->params);
  QspTheme theme;

  qs_matrix_look_set (&QS_MATRIX_KEY (widget)->shown, look);
  qs_paint_get_theme (widget, &theme);
  qs_paint_figure (snapshot, figure, &theme, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

static void
qs_matrix_key_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 52;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : 52;
}

static void
qs_matrix_key_dispose (GObject *object)
{
  qs_matrix_look_set (&QS_MATRIX_KEY (object)->shown, NULL);
  g_clear_object (&QS_MATRIX_KEY (object)->view);
  G_OBJECT_CLASS (qs_matrix_key_parent_class)->dispose (object);
}

static void
qs_matrix_key_class_init (QsMatrixKeyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_matrix_key_dispose;
  widget_class->snapshot = qs_matrix_key_snapshot;
  widget_class->measure = qs_matrix_key_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
qs_matrix_key_init (QsMatrixKey *self)
{
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
}

GtkWidget *
qs_matrix_key_new (QsMatrixView *view)
{
  QsMatrixKey *self = g_object_new (QS_TYPE_MATRIX_KEY, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_object (view, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
