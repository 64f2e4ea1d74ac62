/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-overview.h"

#include "app/qs-task.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* However little of it is visible, its frame can be seen. */
#define FRAME_MIN 8
/* What a change of size does not have to wait for. */
#define SAMPLES_MAX 1024

typedef struct
{
  QstTensor *tensor;
  QsaMatrix matrix;
  QsaWindow window;
  QsMatrixLook look;
  guint width, height; /* device px */
  QsaPatch *patch;     /* as known before, or read */
  GBytes *pixels;
} Work;

struct _QsMatrixOverview
{
  GtkWidget parent_instance;
  QsMatrixView *view;
  QsSession *session;
  GTask *task;
  Work *shown; /* what texture is of */
  GdkTexture *texture;
};

G_DEFINE_FINAL_TYPE (QsMatrixOverview, qs_matrix_overview, GTK_TYPE_WIDGET)

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work == NULL)
    return;
  qst_tensor_unref (work->tensor);
  qs_matrix_look_set (&work->look, NULL);
  g_clear_pointer (&work->patch, qsa_patch_unref);
  g_clear_pointer (&work->pixels, g_bytes_unref);
  g_free (work);
}

static gboolean
has_same_values (const Work *a, const Work *b)
{
  const gboolean errors_differ = qs_matrix_look_needs_units (&a->look) != qs_matrix_look_needs_units (&b->look)
                                 || (qs_matrix_look_needs_units (&a->look) && !qs_matrix_look_equal (&a->look, &b->look));

  return a->tensor == b->tensor && qsa_matrix_equal (&a->matrix, &b->matrix) && a->window.row_step == b->window.row_step
         && a->window.column_step == b->window.column_step && !errors_differ;
}

static gboolean
is_same (const Work *a, const Work *b)
{
  return has_same_values (a, b) && qs_matrix_look_equal (&a->look, &b->look) && a->width == b->width && a->height == b->height;
}

/* What the picture should be of; FALSE when there is nothing. */
static gboolean
get_wanted (QsMatrixOverview *self, Work *wanted)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (self->view);
  const guint scale = (guint)gtk_widget_get_scale_factor (widget);
  QsaSource *source = self->session != NULL ? qs_session_get_source (self->session) : NULL;

  if (source == NULL || matrix == NULL || qsa_matrix_get_n_rows (matrix) == 0 || qsa_matrix_get_n_columns (matrix) == 0
      || gtk_widget_get_width (widget) <= 0 || gtk_widget_get_height (widget) <= 0)
    return FALSE;
  memset (wanted, 0, sizeof *wanted);
  wanted->tensor = qsa_source_get_tensor (source);
  wanted->matrix = *matrix;
  wanted->look = *qs_matrix_view_get_look (self->view);
  wanted->width = (guint)gtk_widget_get_width (widget) * scale;
  wanted->height = (guint)gtk_widget_get_height (widget) * scale;
  qsa_window_init_overview (&wanted->window, matrix, MIN (wanted->height, SAMPLES_MAX), MIN (wanted->width, SAMPLES_MAX));
  return TRUE;
}

static void
work_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  if (work->patch == NULL)
    work->patch = qsa_patch_new (work->tensor, &work->matrix, &work->window,
                                 qs_matrix_look_needs_units (&work->look) ? work->look.units : NULL, cancellable, &error);
  if (work->patch == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  work->pixels = qs_matrix_pixels_render (work->patch, &work->look, work->width, work->height, 0);
  g_task_return_boolean (task, TRUE);
}

static void update (QsMatrixOverview *self);

static void
work_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsMatrixOverview *self = QS_MATRIX_OVERVIEW (object);
  Work *work = g_task_get_task_data (G_TASK (result));

  if ((gpointer)result != self->task)
    return;
  if (g_task_propagate_boolean (G_TASK (result), NULL))
    {
      g_clear_object (&self->texture);
      self->texture =
          gdk_memory_texture_new ((int)work->width, (int)work->height, GDK_MEMORY_R8G8B8A8, work->pixels, 4 * (gsize)work->width);
      g_clear_pointer (&self->shown, work_free);
      self->shown = g_memdup2 (work, sizeof *work);
      qst_tensor_ref (self->shown->tensor);
      qsa_unit_params_ref (self->shown->look.units);
      work->patch = NULL;
      work->pixels = NULL;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  g_clear_object (&self->task);
  update (self);
}

static void
cancel (QsMatrixOverview *self)
{
  if (self->task != NULL)
    g_cancellable_cancel (g_task_get_cancellable (self->task));
  g_clear_object (&self->task);
}

/* What runs is finished if it reads the same values: a drag keeps moving. */
static void
update (QsMatrixOverview *self)
{
  g_autoptr (GCancellable) cancellable = NULL;
  Work wanted, *work;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !get_wanted (self, &wanted)
      || (self->shown != NULL && is_same (self->shown, &wanted)))
    return;
  if (self->task != NULL && has_same_values (g_task_get_task_data (self->task), &wanted))
    return;
  cancel (self);
  work = g_memdup2 (&wanted, sizeof wanted);
  qsa_unit_params_ref (work->look.units);
  qst_tensor_ref (work->tensor);
  if (self->shown != NULL && has_same_values (self->shown, &wanted))
    work->patch = qsa_patch_ref (self->shown->patch);
  cancellable = g_cancellable_new ();
  self->task = g_task_new (self, cancellable, work_done_cb, NULL);
  g_task_set_task_data (self->task, work, work_free);
  qs_task_run_in_thread (self->task, work_thread);
}

gboolean
qs_matrix_overview_is_complete (QsMatrixOverview *self)
{
  Work wanted;

  return get_wanted (self, &wanted) && self->shown != NULL && is_same (self->shown, &wanted);
}

static void
changed_cb (QsMatrixOverview *self)
{
  update (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
qs_matrix_overview_set_session (QsMatrixOverview *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "source", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

/* Where the middle of what is visible is to be. */
static void
scroll_to (QsMatrixOverview *self, double x, double y)
{
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (self->view);
  GtkWidget *widget = GTK_WIDGET (self);

  if (matrix != NULL)
    qs_matrix_view_centre_on (self->view, y / gtk_widget_get_height (widget) * (double)qsa_matrix_get_n_rows (matrix),
                              x / gtk_widget_get_width (widget) * (double)qsa_matrix_get_n_columns (matrix));
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, QsMatrixOverview *self)
{
  scroll_to (self, x, y);
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, QsMatrixOverview *self)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (drag, &x, &y))
    scroll_to (self, x + dx, y + dy);
}

static void
qs_matrix_overview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  QsMatrixOverview *self = QS_MATRIX_OVERVIEW (widget);
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (self->view);
  const double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const QspTheme *theme = &qs_matrix_view_get_look (self->view)->theme;
  const QspColor *fg = &theme->colors[QSP_ROLE_FG], *card = &theme->colors[QSP_ROLE_CARD];
  const GdkRGBA frame = { (float)fg->red, (float)fg->green, (float)fg->blue, 1 };
  const GdkRGBA air = { (float)card->red, (float)card->green, (float)card->blue, 1 };
  guint64 row, column, n_rows, n_columns;
  graphene_rect_t rect;
  GskRoundedRect rounded;

  if (self->texture == NULL || matrix == NULL)
    return;
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  if (!qs_matrix_view_get_visible (self->view, &row, &column, &n_rows, &n_columns))
    return;
  rect.origin.x = (float)floor ((double)column / (double)qsa_matrix_get_n_columns (matrix) * width);
  rect.origin.y = (float)floor ((double)row / (double)qsa_matrix_get_n_rows (matrix) * height);
  rect.size.width = (float)MAX (ceil ((double)n_columns / (double)qsa_matrix_get_n_columns (matrix) * width), FRAME_MIN);
  rect.size.height = (float)MAX (ceil ((double)n_rows / (double)qsa_matrix_get_n_rows (matrix) * height), FRAME_MIN);
  rect.origin.x = MIN (rect.origin.x, (float)width - rect.size.width);
  rect.origin.y = MIN (rect.origin.y, (float)height - rect.size.height);
  gsk_rounded_rect_init_from_rect (&rounded, &rect, 0);
  gtk_snapshot_append_border (snapshot, &rounded, (float[4]){ 2, 2, 2, 2 }, (GdkRGBA[4]){ frame, frame, frame, frame });
  graphene_rect_inset (&rect, 2, 2);
  gsk_rounded_rect_init_from_rect (&rounded, &rect, 0);
  if (rect.size.width > 2 && rect.size.height > 2)
    gtk_snapshot_append_border (snapshot, &rounded, (float[4]){ 1, 1, 1, 1 }, (GdkRGBA[4]){ air, air, air, air });
}

static void
qs_matrix_overview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  *minimum = 48;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 192 : 110;
}

static void
qs_matrix_overview_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  update (QS_MATRIX_OVERVIEW (widget));
}

static void
qs_matrix_overview_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (qs_matrix_overview_parent_class)->map (widget);
  update (QS_MATRIX_OVERVIEW (widget));
}

static void
qs_matrix_overview_dispose (GObject *object)
{
  QsMatrixOverview *self = QS_MATRIX_OVERVIEW (object);

  cancel (self);
  g_clear_pointer (&self->shown, work_free);
  g_clear_object (&self->texture);
  g_clear_object (&self->view);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_matrix_overview_parent_class)->dispose (object);
}

static void
qs_matrix_overview_class_init (QsMatrixOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_matrix_overview_dispose;
  widget_class->snapshot = qs_matrix_overview_snapshot;
  widget_class->measure = qs_matrix_overview_measure;
  widget_class->size_allocate = qs_matrix_overview_size_allocate;
  widget_class->map = qs_matrix_overview_map;
  gtk_widget_class_set_css_name (widget_class, "matrixoverview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
qs_matrix_overview_init (QsMatrixOverview *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Whole Tensor"), -1);
}

GtkWidget *
qs_matrix_overview_new (QsMatrixView *view)
{
  QsMatrixOverview *self = g_object_new (QS_TYPE_MATRIX_OVERVIEW, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_object (view, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
