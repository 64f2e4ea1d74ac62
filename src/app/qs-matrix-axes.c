/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-axes.h"

#include "app/qs-inputs.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>

#define WIDTH_MAX 1000000

struct _QsMatrixAxes
{
  GtkPopover parent_instance;
  QsMatrixView *view;
  GtkWidget *grid;
  QsaMatrix built; /* that the controls are of */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (QsMatrixAxes, qs_matrix_axes, GTK_TYPE_POPOVER)

static void
add_row (QsMatrixAxes *self, int row, const char *title, GtkWidget *control)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), control, 1, row, 1, 1);
  if (GTK_IS_DROP_DOWN (control))
    qs_inputs_name_drop_down (GTK_DROP_DOWN (control), title);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* "0 · 192": number and length of an axis. */
static GtkStringList *
list_axes (const QsaMatrix *matrix)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (gsize i = 0; i < matrix->n_dims; i++)
    {
      g_autofree char *length = qsp_format_count (matrix->shape[i]);

      gtk_string_list_take (list, g_strdup_printf ("%" G_GSIZE_FORMAT " · %s", i, length));
    }
  return list;
}

/* The other axis gives way: both cannot be the same. */
static void
axis_cb (GtkDropDown *drop_down, GParamSpec *pspec, QsMatrixAxes *self)
{
  const gboolean is_row = g_object_get_data (G_OBJECT (drop_down), "rows") != NULL;
  const gsize axis = gtk_drop_down_get_selected (drop_down);
  QsaMatrix matrix = self->built;
  gsize *mine = is_row ? &matrix.row_axis : &matrix.column_axis, *other = is_row ? &matrix.column_axis : &matrix.row_axis;

  if (self->updating || axis >= matrix.n_dims || axis == *mine)
    return;
  if (*other == axis)
    *other = *mine;
  *mine = axis;
  matrix.index[matrix.row_axis] = matrix.index[matrix.column_axis] = 0;
  qs_matrix_view_set_matrix (self->view, &matrix);
}

static void
spin_cb (GtkSpinButton *spin, QsMatrixAxes *self)
{
  const gsize axis = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (spin), "axis"));
  QsaMatrix matrix = self->built;

  if (self->updating)
    return;
  if (qsa_matrix_is_wrapped (&matrix))
    matrix.width = (guint64)gtk_spin_button_get_value (spin);
  else
    matrix.index[axis] = (guint64)gtk_spin_button_get_value (spin);
  self->built = matrix;
  qs_matrix_view_set_matrix (self->view, &matrix);
}

static GtkWidget *
new_spin (QsMatrixAxes *self, double low, double high, double value, gsize axis)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (low, MAX (high, low), 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  g_object_set_data (G_OBJECT (spin), "axis", GSIZE_TO_POINTER (axis));
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (spin_cb), self, 0);
  return spin;
}

static GtkWidget *
new_drop_down (QsMatrixAxes *self, gboolean is_row)
{
  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (list_axes (&self->built)), NULL);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), (guint)(is_row ? self->built.row_axis : self->built.column_axis));
  if (is_row)
    g_object_set_data (G_OBJECT (drop_down), "rows", self);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (axis_cb), self, 0);
  return drop_down;
}

static void
rebuild (QsMatrixAxes *self)
{
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (self->view);
  GtkWidget *child;
  int row = 0;

  if (matrix == NULL
      || (self->grid != NULL && qsa_matrix_equal (matrix, &self->built) && gtk_widget_get_first_child (self->grid) != NULL))
    return;
  self->updating = TRUE;
  self->built = *matrix;
  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  if (qsa_matrix_is_wrapped (matrix))
    {
      add_row (self, row++, _ ("Values per row"),
               new_spin (self, 1, (double)CLAMP (matrix->count, 1, WIDTH_MAX), (double)matrix->width, 0));
    }
  else
    {
      add_row (self, row++, _ ("Rows along axis"), new_drop_down (self, TRUE));
      add_row (self, row++, _ ("Columns along axis"), new_drop_down (self, FALSE));
    }
  for (gsize i = 0; i < matrix->n_dims && !qsa_matrix_is_wrapped (matrix); i++)
    if (i != matrix->row_axis && i != matrix->column_axis)
      {
        g_autofree char *title = g_strdup_printf (_ ("Index of axis %u"), (guint)i);

        add_row (self, row++, title, new_spin (self, 0, (double)(matrix->shape[i] - 1), (double)matrix->index[i], i));
      }
  self->updating = FALSE;
  qs_inputs_prepare (self->grid, NULL);
}

static void
changed_cb (QsMatrixAxes *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    rebuild (self);
}

static void
qs_matrix_axes_map (GtkWidget *widget)
{
  rebuild (QS_MATRIX_AXES (widget));
  GTK_WIDGET_CLASS (qs_matrix_axes_parent_class)->map (widget);
}

static void
qs_matrix_axes_dispose (GObject *object)
{
  g_clear_object (&QS_MATRIX_AXES (object)->view);
  G_OBJECT_CLASS (qs_matrix_axes_parent_class)->dispose (object);
}

static void
qs_matrix_axes_class_init (QsMatrixAxesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_matrix_axes_dispose;
  GTK_WIDGET_CLASS (klass)->map = qs_matrix_axes_map;
}

static void
qs_matrix_axes_init (QsMatrixAxes *self)
{
  self->grid = g_object_new (GTK_TYPE_GRID, "row-spacing", 6, "column-spacing", 12, "margin-top", 6, "margin-bottom", 6,
                             "margin-start", 6, "margin-end", 6, NULL);
  gtk_popover_set_child (GTK_POPOVER (self), self->grid);
}

GtkWidget *
qs_matrix_axes_new (QsMatrixView *view)
{
  QsMatrixAxes *self = g_object_new (QS_TYPE_MATRIX_AXES, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_object (view, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
