/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-term-link.h"

#include <adwaita.h>

#define KEY "qs-term"

void
qs_term_link_set (GtkWidget *widget, const char *term)
{
  g_object_set_data_full (G_OBJECT (widget), KEY, g_strdup (term), g_free);
}

const char *
qs_term_link_find (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (g_object_get_data (G_OBJECT (widget), KEY) != NULL)
      return g_object_get_data (G_OBJECT (widget), KEY);
  return NULL;
}

static gboolean
link_cb (GtkLabel *label, const char *term)
{
  return gtk_widget_activate_action (GTK_WIDGET (label), "win.glossary", "s", term);
}

void
qs_term_link_follow (GtkLabel *label)
{
  g_signal_connect (label, "activate-link", G_CALLBACK (link_cb), NULL);
}

/* A row keeps its title's label to itself. */
static GtkWidget *
find_label (GtkWidget *widget, const char *markup)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), markup) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = find_label (child, markup);

      if (label != NULL)
        return label;
    }
  return NULL;
}

void
qs_term_link_set_row (GtkWidget *row, const char *term)
{
  g_autofree char *title = g_markup_escape_text (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  g_autofree char *markup = g_strdup_printf ("<a href=\"%s\">%s</a>", term, title);
  GtkWidget *label;

  qs_term_link_set (row, term);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  label = find_label (row, markup);
  if (label == NULL) /* built otherwise than we know it: a plain title */
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      return;
    }
  gtk_widget_set_focusable (label, FALSE); /* no stop of its own on the way of the tabulator */
  gtk_widget_add_css_class (label, "term-link");
  qs_term_link_follow (GTK_LABEL (label));
}
