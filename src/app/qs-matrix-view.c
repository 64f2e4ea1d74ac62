/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-view-private.h"

#include "app/qs-paint.h"
#include "app/qs-session-edit.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define PIXELS_DEFAULT 36

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY
};

G_DEFINE_FINAL_TYPE_WITH_CODE (QsMatrixView, qs_matrix_view, GTK_TYPE_WIDGET, G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

void
qs_matrix_view_emit_changed (QsMatrixView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
qs_matrix_view_is_complete (QsMatrixView *self)
{
  return !qs_matrix_tiles_is_busy (self->tiles);
}

/* The session */

/* A value that was picked elsewhere is looked up: at its indices of the other axes, scrolled into view. */
static void
follow_pick (QsMatrixView *self)
{
  guint64 row, column, index;
  float value;

  if (self->source == NULL || !qs_session_get_pick (self->session, &value, &index) || index == self->last_pick)
    return;
  self->last_pick = index;
  if (index == G_MAXUINT64)
    return;
  if (!qsa_matrix_find (&self->matrix, index, &row, &column))
    {
      QsaMatrix matrix = self->matrix;

      qsa_matrix_show (&matrix, index);
      qs_matrix_view_set_matrix (self, &matrix);
      if (!qsa_matrix_find (&self->matrix, index, &row, &column))
        return;
    }
  qs_matrix_view_scroll_to (self, row, column);
  qs_matrix_view_describe_cell (self, row, column);
}

static void
view_cb (QsMatrixView *self)
{
  follow_pick (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_look (QsMatrixView *self)
{
  g_autoptr (QsaUnitParams) units = NULL;
  QsMatrixLook look = self->look;
  gboolean codes_differ;

  look.units = units = qs_session_get_unit_params (self->session);
  look.params = *qsa_unit_params_get_widest (units);
  qs_paint_get_theme (GTK_WIDGET (self), &look.theme);
  if (qs_matrix_look_equal (&look, &self->look) && look.theme.text_scale == self->look.theme.text_scale)
    return;
  codes_differ = look.params.qmin != self->look.params.qmin || look.params.qmax != self->look.params.qmax
                 || look.theme.text_scale != self->look.theme.text_scale;
  qs_matrix_look_set (&self->look, &look);
  qs_matrix_palette_init (&self->palette, &self->look);
  qs_matrix_tiles_set_look (self->tiles, &self->look);
  if (codes_differ)
    qs_matrix_view_update_geometry (self);
  else
    qs_matrix_view_emit_changed (self);
}

static void
source_cb (QsMatrixView *self)
{
  QsaSource *source = qs_session_get_source (self->session);

  update_look (self);
  if (source == self->source)
    return;
  g_clear_pointer (&self->source, qsa_source_unref);
  self->has_cursor = FALSE;
  self->last_pick = G_MAXUINT64;
  if (source != NULL)
    {
      self->source = qsa_source_ref (source);
      qsa_matrix_init (&self->matrix, qsa_source_get_tensor (source));
    }
  for (int i = 0; i < 2; i++)
    qs_matrix_view_set_scroll (self, i, 0);
  qs_matrix_view_update_geometry (self);
}

static void
style_cb (QsMatrixView *self)
{
  if (self->session != NULL)
    update_look (self);
}

void
qs_matrix_view_set_session (QsMatrixView *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "source", G_CALLBACK (source_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (update_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "result", G_CALLBACK (update_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view", G_CALLBACK (view_cb), self, G_CONNECT_SWAPPED);
  source_cb (self);
}

const QsaMatrix *
qs_matrix_view_get_matrix (QsMatrixView *self)
{
  return self->source != NULL ? &self->matrix : NULL;
}

void
qs_matrix_view_set_matrix (QsMatrixView *self, const QsaMatrix *matrix)
{
  if (self->source == NULL || qsa_matrix_equal (matrix, &self->matrix))
    return;
  self->has_cursor = FALSE;
  self->matrix = *matrix;
  qs_matrix_view_update_geometry (self);
}

const QsMatrixLook *
qs_matrix_view_get_look (QsMatrixView *self)
{
  return &self->look;
}

QsfMatrixMode
qs_matrix_view_get_mode (QsMatrixView *self)
{
  return self->look.mode;
}

void
qs_matrix_view_set_mode (QsMatrixView *self, QsfMatrixMode mode)
{
  if (self->look.mode == mode)
    return;
  self->look.mode = mode;
  qs_matrix_palette_init (&self->palette, &self->look);
  qs_matrix_tiles_set_look (self->tiles, &self->look);
  qs_matrix_view_update_geometry (self);
}

void
qs_matrix_view_follow_units (QsMatrixView *self, gboolean follow)
{
  self->follows_units = follow;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
qs_matrix_view_update_borders (QsMatrixView *self)
{
  if (self->follows_units && self->session != NULL)
    qsf_matrix_get_unit_borders (&self->matrix, &qs_session_get_state (self->session)->scheme.granularity, &self->row_border,
                                 &self->column_border);
}

void
qs_matrix_view_set_borders (QsMatrixView *self, guint64 row_border, guint64 column_border)
{
  self->row_border = row_border;
  self->column_border = column_border;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The widget */

static void
adjusted_cb (QsMatrixView *self)
{
  qs_matrix_view_emit_changed (self);
}

static void
set_adjustment (QsMatrixView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  if (self->adjustments[orientation] == adjustment)
    return;
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustments[orientation], adjusted_cb, self);
  g_clear_object (&self->adjustments[orientation]);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (adjusted_cb), self, G_CONNECT_SWAPPED);
  qs_matrix_view_configure (self, orientation, gtk_adjustment_get_value (adjustment));
}

static void
qs_matrix_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  QsMatrixView *self = QS_MATRIX_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id == PROP_HADJUSTMENT ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL,
                      g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id == PROP_VSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
qs_matrix_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  QsMatrixView *self = QS_MATRIX_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id == PROP_VADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int)self->policies[id == PROP_VSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
qs_matrix_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  *minimum = 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 720 : 480;
}

static void
qs_matrix_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  QsMatrixView *self = QS_MATRIX_VIEW (widget);
  guint64 row, column, first_row, first_column, n_rows, n_columns;
  gboolean shows_pick = qs_matrix_view_get_pick (self, &row, &column)
                        && qs_matrix_view_get_visible (self, &first_row, &first_column, &n_rows, &n_columns)
                        && row + 1 >= first_row && row <= first_row + n_rows && column + 1 >= first_column
                        && column <= first_column + n_columns;

  for (int i = 0; i < 2; i++)
    qs_matrix_view_configure (self, i, qs_matrix_view_get_scroll (self, i));
  if (shows_pick)
    qs_matrix_view_scroll_to (self, row, column);
}

/* Fonts or text size: all layouts are made anew. */
static void
qs_matrix_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  QsMatrixView *self = QS_MATRIX_VIEW (widget);

  GTK_WIDGET_CLASS (qs_matrix_view_parent_class)->css_changed (widget, change);
  g_hash_table_remove_all (self->layouts);
  if (self->session != NULL)
    update_look (self);
}

static gboolean
tiles_changed_cb (gpointer user_data)
{
  QsMatrixView *self = user_data;
  QscTrace trace;

  /* What the cursor stands on may be known only now. */
  if (self->has_cursor && !qs_session_has_preview (self->session)
      && qs_matrix_view_trace (self, self->cursor_row, self->cursor_column, &trace))
    {
      self->has_cursor = FALSE;
      qs_matrix_view_set_cursor (self, self->cursor_row, self->cursor_column);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
qs_matrix_view_dispose (GObject *object)
{
  QsMatrixView *self = QS_MATRIX_VIEW (object);

  g_clear_handle_id (&self->leave_id, g_source_remove);
  g_clear_pointer (&self->tiles, qs_matrix_tiles_free);
  qs_matrix_look_set (&self->look, NULL);
  g_clear_pointer (&self->layouts, g_hash_table_unref);
  g_clear_object (&self->hatches[0]);
  g_clear_object (&self->hatches[1]);
  g_clear_pointer (&self->source, qsa_source_unref);
  g_clear_object (&self->adjustments[0]);
  g_clear_object (&self->adjustments[1]);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_matrix_view_parent_class)->dispose (object);
}

static void
qs_matrix_view_class_init (QsMatrixViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = qs_matrix_view_dispose;
  object_class->set_property = qs_matrix_view_set_property;
  object_class->get_property = qs_matrix_view_get_property;
  widget_class->measure = qs_matrix_view_measure;
  widget_class->size_allocate = qs_matrix_view_size_allocate;
  widget_class->snapshot = qs_matrix_view_snapshot;
  widget_class->css_changed = qs_matrix_view_css_changed;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[CHANGED] = g_signal_new ("changed", QS_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "matrixview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
qs_matrix_view_init (QsMatrixView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->tiles = qs_matrix_tiles_new (tiles_changed_cb, self);
  self->zoom = qs_matrix_view_find_zoom (PIXELS_DEFAULT);
  self->cell_width = self->cell_height = PIXELS_DEFAULT;
  self->last_pick = G_MAXUINT64;
  self->follows_units = TRUE;
  self->look.params = (QscParams){ .scale = 1, .qmin = -8, .qmax = 7 };
  self->look.units = qsa_unit_params_new_single (&self->look.params);
  qs_paint_get_theme (GTK_WIDGET (self), &self->look.theme);
  qs_matrix_palette_init (&self->palette, &self->look);
  qs_matrix_tiles_set_look (self->tiles, &self->look);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "plot-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Matrix"), -1);
  /* Columns count from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (qs_matrix_view_update_tiling), NULL);
  qs_matrix_view_add_input (self);
}

GtkWidget *
qs_matrix_view_new (void)
{
  return g_object_new (QS_TYPE_MATRIX_VIEW, NULL);
}
