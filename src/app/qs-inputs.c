/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-inputs.h"

#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, GtkScrolledWindow *scroller)
{
  GtkAdjustment *adjustment;
  double step;

  if (scroller == NULL)
    return TRUE;
  adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  /* The step of a wheel's notch that GtkScrolledWindow uses. */
  step = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL
             ? pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3.0)
             : 1;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + dy * step);
  return TRUE;
}

static void
pass_scroll_on (GtkWidget *widget, GtkScrolledWindow *scroller)
{
  GtkEventController *controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "scroll", G_CALLBACK (scroll_cb), scroller);
  gtk_widget_add_controller (widget, controller);
}

static int
input_cb (GtkSpinButton *spin, double *value, gpointer user_data)
{
  return qsp_parse_number (gtk_editable_get_text (GTK_EDITABLE (spin)), value) ? TRUE : GTK_INPUT_ERROR;
}

static void
changed_cb (GtkEditable *editable, gpointer user_data)
{
  double value;

  if (qsp_parse_number (gtk_editable_get_text (editable), &value))
    gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
}

static void
read_numbers (GtkSpinButton *spin)
{
  gtk_spin_button_set_numeric (spin, FALSE);
  gtk_spin_button_set_update_policy (spin, GTK_UPDATE_IF_VALID);
  g_signal_connect (spin, "input", G_CALLBACK (input_cb), NULL);
  g_signal_connect (spin, "changed", G_CALLBACK (changed_cb), NULL);
}

void
qs_inputs_prepare (GtkWidget *root, GtkScrolledWindow *scroller)
{
  if (GTK_IS_SCALE (root) || GTK_IS_SPIN_BUTTON (root))
    pass_scroll_on (root, scroller);
  if (GTK_IS_SPIN_BUTTON (root))
    read_numbers (GTK_SPIN_BUTTON (root));
  if (GTK_IS_SCROLLBAR (root) || GTK_IS_RANGE (root) || GTK_IS_SPIN_BUTTON (root))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    qs_inputs_prepare (child, scroller);
}

void
qs_inputs_set_left_to_right (GtkWidget *widget)
{
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    qs_inputs_set_left_to_right (child);
}

void
qs_inputs_set_tooltip (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

void
qs_inputs_name_drop_down (GtkDropDown *drop_down, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));

  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
