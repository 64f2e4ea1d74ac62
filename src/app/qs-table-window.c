/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-table-window.h"

#include <glib/gi18n-lib.h>

struct _QsTableWindow
{
  AdwWindow parent_instance;
  GtkWidget *view;
  char *tsv;
};

G_DEFINE_FINAL_TYPE (QsTableWindow, qs_table_window, ADW_TYPE_WINDOW)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

/* A row is one line of the table. */
static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  guint column = GPOINTER_TO_UINT (user_data);
  g_auto (GStrv) fields = g_strsplit (gtk_string_object_get_string (gtk_list_item_get_item (item)), "\t", -1);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), column < g_strv_length (fields) ? fields[column] : "");
}

static void
add_column (QsTableWindow *self, guint i, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), column);
}

static void
fill (QsTableWindow *self, QspFigure *figure)
{
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) titles = NULL;
  GtkStringList *rows = gtk_string_list_new (NULL);

  self->tsv = qsp_figure_to_tsv (figure);
  lines = g_strsplit (self->tsv, "\n", -1);
  titles = g_strsplit (lines[0] != NULL ? lines[0] : "", "\t", -1);
  for (guint i = 0; titles[i] != NULL; i++)
    add_column (self, i, titles[i]);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      gtk_string_list_append (rows, lines[i]);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (rows))));
}

static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), QS_TABLE_WINDOW (widget)->tsv);
}

static void
qs_table_window_finalize (GObject *object)
{
  g_free (QS_TABLE_WINDOW (object)->tsv);
  G_OBJECT_CLASS (qs_table_window_parent_class)->finalize (object);
}

static void
qs_table_window_class_init (QsTableWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = qs_table_window_finalize;
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
}

static void
qs_table_window_init (QsTableWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "table.copy");
  gtk_widget_set_tooltip_text (copy, _ ("Copy Data"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy Data"), -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  self->view = gtk_column_view_new (NULL);
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (self->view), TRUE);
  gtk_widget_add_css_class (self->view, "data-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 640);
  adw_window_set_content (ADW_WINDOW (self), box);
}

GtkWidget *
qs_table_window_new (GtkWindow *parent, QspFigure *figure)
{
  QsTableWindow *self =
      g_object_new (QS_TYPE_TABLE_WINDOW, "transient-for", parent, "title", qsp_figure_get_title (figure), NULL);

  fill (self, figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, qsp_figure_get_title (figure),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, qsp_figure_get_description (figure), -1);
  return GTK_WIDGET (self);
}
