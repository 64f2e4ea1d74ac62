/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-number-table.h"

struct _QsNumberTable
{
  GtkWidget parent_instance;
  GtkWidget *scroller, *view;
  GtkStringList *rows;
  GtkSingleSelection *selection;
  gboolean updating;
};

static guint picked_signal;

G_DEFINE_FINAL_TYPE (QsNumberTable, qs_number_table, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const guint column = GPOINTER_TO_UINT (user_data);
  g_auto (GStrv) fields = g_strsplit (gtk_string_object_get_string (gtk_list_item_get_item (item)), "\t", -1);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), column < g_strv_length (fields) ? fields[column] : "");
}

static void
add_column (QsNumberTable *self, guint i, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), column);
}

static gboolean
is_same (QsNumberTable *self, const char *const *rows)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  if (g_strv_length ((char **)rows) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (self->rows, i), rows[i]))
      return FALSE;
  return TRUE;
}

void
qs_number_table_set_rows (QsNumberTable *self, const char *const *rows)
{
  if (is_same (self, rows))
    return;
  self->updating = TRUE;
  gtk_string_list_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows);
  self->updating = FALSE;
}

void
qs_number_table_select (QsNumberTable *self, guint row)
{
  self->updating = TRUE;
  gtk_single_selection_set_selected (self->selection, row);
  self->updating = FALSE;
}

guint
qs_number_table_get_n_rows (QsNumberTable *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

static void
selected_cb (QsNumberTable *self)
{
  const guint row = gtk_single_selection_get_selected (self->selection);

  if (!self->updating && row != GTK_INVALID_LIST_POSITION)
    g_signal_emit (self, picked_signal, 0, row);
}

static void
qs_number_table_dispose (GObject *object)
{
  QsNumberTable *self = QS_NUMBER_TABLE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (qs_number_table_parent_class)->dispose (object);
}

static void
qs_number_table_class_init (QsNumberTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_number_table_dispose;
  picked_signal =
      g_signal_new ("picked", QS_TYPE_NUMBER_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
qs_number_table_init (QsNumberTable *self)
{
  self->rows = gtk_string_list_new (NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (self->rows));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  self->view = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)));
  gtk_widget_add_css_class (self->view, "data-table");
  gtk_widget_add_css_class (self->view, "number-table");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
qs_number_table_new (const char *name, const char *const *titles)
{
  QsNumberTable *self = g_object_new (QS_TYPE_NUMBER_TABLE, NULL);

  for (guint i = 0; titles[i] != NULL; i++)
    add_column (self, i, titles[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}
