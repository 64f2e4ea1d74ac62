/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-glossary-window.h"

#include "app/qs-plot-view.h"
#include "app/qs-wrap-box.h"
#include "lessons/qsl-glossary.h"

#include <glib/gi18n-lib.h>

#define GLOSSARY_PATH "/io/github/quantoscope/Quantoscope/glossary/terms.glossary"
#define FIGURE_HEIGHT 240

struct _QsGlossaryWindow
{
  AdwWindow parent_instance;
  GtkWidget *search, *list;
  GtkWidget *title, *text, *figure_box, *figure, *see_box, *see;
  GPtrArray *terms;
  QsSession *session;
};

G_DEFINE_FINAL_TYPE (QsGlossaryWindow, qs_glossary_window, ADW_TYPE_WINDOW)

static void
see_cb (QsGlossaryWindow *self, GtkButton *button)
{
  qs_glossary_window_show_term (self, gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
fill_see (QsGlossaryWindow *self, const QslTerm *term)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->see)) != NULL)
    gtk_widget_unparent (child);
  for (guint i = 0; term->see[i] != NULL; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (qsl_glossary_find (self->terms, term->see[i])->title);

      gtk_widget_set_name (button, term->see[i]);
      g_signal_connect_object (button, "clicked", G_CALLBACK (see_cb), self, G_CONNECT_SWAPPED);
      qs_wrap_box_append (QS_WRAP_BOX (self->see), button);
    }
  gtk_widget_set_visible (self->see_box, term->see[0] != NULL);
}

/* A view computes what it draws while it is on screen: a figure more costs nothing when the window is closed. */
static void
show_figure (QsGlossaryWindow *self, QsfView view)
{
  if (self->figure != NULL && qs_plot_view_get_view (QS_PLOT_VIEW (self->figure)) == view)
    return;
  if (self->figure != NULL)
    gtk_box_remove (GTK_BOX (self->figure_box), self->figure);
  self->figure = qs_plot_view_new (view);
  gtk_widget_set_size_request (self->figure, -1, FIGURE_HEIGHT);
  gtk_widget_set_hexpand (self->figure, TRUE);
  gtk_box_append (GTK_BOX (self->figure_box), self->figure);
  qs_plot_view_set_session (QS_PLOT_VIEW (self->figure), self->session);
}

static void
row_cb (QsGlossaryWindow *self, GtkListBoxRow *row)
{
  const QslTerm *term = row != NULL ? g_object_get_data (G_OBJECT (row), "term") : NULL;

  if (term == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->title), term->title);
  gtk_label_set_text (GTK_LABEL (self->text), term->text);
  show_figure (self, term->view);
  fill_see (self, term);
}

static gboolean
filter (GtkListBoxRow *row, gpointer user_data)
{
  QsGlossaryWindow *self = user_data;

  return qsl_term_matches (g_object_get_data (G_OBJECT (row), "term"), gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* What is searched for is shown as soon as it is found. */
static void
search_cb (QsGlossaryWindow *self)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  if (selected != NULL && filter (selected, self))
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && filter (GTK_LIST_BOX_ROW (row), self))
      {
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (row));
        return;
      }
}

static void
session_cb (QsGlossaryWindow *self)
{
  gtk_widget_set_visible (self->figure_box, qs_session_get_result (self->session) != NULL);
}

void
qs_glossary_window_show_term (QsGlossaryWindow *self, const char *term)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      const QslTerm *its = g_object_get_data (G_OBJECT (row), "term");

      if (its == NULL || !g_str_equal (its->id, term))
        continue;
      if (!gtk_widget_get_child_visible (row))
        gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (row));
      gtk_widget_grab_focus (row); /* which scrolls to it */
      return;
    }
}

const char *
qs_glossary_window_get_term (QsGlossaryWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  return ((const QslTerm *)g_object_get_data (G_OBJECT (row), "term"))->id;
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
build_list (QsGlossaryWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->search = gtk_search_entry_new ();
  gtk_widget_set_margin_start (self->search, 6);
  gtk_widget_set_margin_end (self->search, 6);
  gtk_widget_set_margin_top (self->search, 6);
  gtk_widget_set_margin_bottom (self->search, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search the glossary"), -1);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_cb), self, G_CONNECT_SWAPPED);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter, self, NULL);
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Terms"), -1);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (row_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_set_size_request (box, 220, -1);
  return box;
}

static GtkWidget *
build_term (QsGlossaryWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *caption = new_label ("heading");

  self->title = new_label ("title-2");
  self->text = new_label ("body");
  self->figure_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->figure_box, "card");
  self->see_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_label_set_text (GTK_LABEL (caption), _ ("See Also"));
  self->see = qs_wrap_box_new (6, FALSE);
  gtk_box_append (GTK_BOX (self->see_box), caption);
  gtk_box_append (GTK_BOX (self->see_box), self->see);
  gtk_widget_add_css_class (box, "panel-box");
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), self->text);
  gtk_box_append (GTK_BOX (box), self->figure_box);
  gtk_box_append (GTK_BOX (box), self->see_box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_widget_set_hexpand (scroller, TRUE);
  return scroller;
}

static void
fill_list (QsGlossaryWindow *self)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (GLOSSARY_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;

  self->terms = qsl_glossary_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  if (self->terms == NULL)
    g_error ("terms.glossary: %s", error->message); /* it is our own, and tested */
  for (guint i = 0; i < self->terms->len; i++)
    {
      const QslTerm *term = g_ptr_array_index (self->terms, i);
      GtkWidget *row = gtk_list_box_row_new ();
      GtkWidget *label = gtk_label_new (term->title);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      g_object_set_data (G_OBJECT (row), "term", (gpointer)term);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
}

static void
qs_glossary_window_dispose (GObject *object)
{
  QsGlossaryWindow *self = QS_GLOSSARY_WINDOW (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_glossary_window_parent_class)->dispose (object);
}

static void
qs_glossary_window_finalize (GObject *object)
{
  g_ptr_array_unref (QS_GLOSSARY_WINDOW (object)->terms);
  G_OBJECT_CLASS (qs_glossary_window_parent_class)->finalize (object);
}

static void
qs_glossary_window_class_init (QsGlossaryWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_glossary_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = qs_glossary_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
qs_glossary_window_init (QsGlossaryWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (columns), build_list (self));
  gtk_box_append (GTK_BOX (columns), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (columns), build_term (self));
  gtk_widget_set_vexpand (columns, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), columns);
  gtk_window_set_default_size (GTK_WINDOW (self), 760, 560);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  fill_list (self);
}

GtkWidget *
qs_glossary_window_new (GtkWindow *parent, QsSession *session)
{
  QsGlossaryWindow *self =
      g_object_new (QS_TYPE_GLOSSARY_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, "title", _ ("Glossary"), NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "result", G_CALLBACK (session_cb), self, G_CONNECT_SWAPPED);
  session_cb (self);
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
  return GTK_WIDGET (self);
}
