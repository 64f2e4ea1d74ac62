/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-figure-card.h"

#include <glib/gi18n-lib.h>

struct _QsFigureCard
{
  GtkWidget parent_instance;
  GtkWidget *box, *menu, *view;
  char *nick;
};

G_DEFINE_FINAL_TYPE (QsFigureCard, qs_figure_card, GTK_TYPE_WIDGET)

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  QsFigureCard *self = QS_FIGURE_CARD (widget);

  if (g_str_equal (name, "figure.copy-picture"))
    qs_figure_view_copy_picture (QS_FIGURE_VIEW (self->view));
  else if (g_str_equal (name, "figure.copy-data"))
    qs_figure_view_copy_data (QS_FIGURE_VIEW (self->view));
  else if (g_str_equal (name, "figure.show-table"))
    qs_figure_view_show_table (QS_FIGURE_VIEW (self->view));
  else
    gtk_widget_activate_action (widget, "win.export-figure", "s", self->nick);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("_Copy Picture"), "figure.copy-picture");
  g_menu_append (menu, _ ("Copy Da_ta"), "figure.copy-data");
  g_menu_append (menu, _ ("Show as Ta_ble"), "figure.show-table");
  g_menu_append (menu, _ ("_Export…"), "figure.export");
  return G_MENU_MODEL (menu);
}

static void
context_menu_cb (GtkGestureClick *click, int n_press, double x, double y, QsFigureCard *self)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
long_press_cb (GtkGestureLongPress *press, double x, double y, QsFigureCard *self)
{
  context_menu_cb (NULL, 1, x, y, self);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  context_menu_cb (NULL, 1, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0, user_data);
  return TRUE;
}

static GtkWidget *
build_header (const char *title, GMenuModel *menu)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, "hexpand", TRUE, "ellipsize",
                                   PANGO_ELLIPSIZE_END, "margin-start", 8, NULL);
  GtkWidget *button = g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", "view-more-symbolic", "menu-model", menu, "valign",
                                    GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (header, "plot-header");
  gtk_widget_add_css_class (label, "matrix-title");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Plot Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Plot Menu"), -1);
  gtk_box_append (GTK_BOX (header), label);
  gtk_box_append (GTK_BOX (header), button);
  return header;
}

QsFigureView *
qs_figure_card_get_view (QsFigureCard *self)
{
  return QS_FIGURE_VIEW (self->view);
}

static void
qs_figure_card_dispose (GObject *object)
{
  QsFigureCard *self = QS_FIGURE_CARD (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->nick, g_free);
  G_OBJECT_CLASS (qs_figure_card_parent_class)->dispose (object);
}

static void
qs_figure_card_class_init (QsFigureCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const actions[] = { "figure.copy-picture", "figure.copy-data", "figure.show-table", "figure.export" };

  G_OBJECT_CLASS (klass)->dispose = qs_figure_card_dispose;
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, action_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "plotcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
qs_figure_card_init (QsFigureCard *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10");

  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (context_menu_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_press_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (trigger, gtk_callback_action_new (menu_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
qs_figure_card_new (const char *nick, const char *title, GtkWidget *view)
{
  QsFigureCard *self = g_object_new (QS_TYPE_FIGURE_CARD, NULL);
  g_autoptr (GMenuModel) menu = make_menu ();

  self->nick = g_strdup (nick);
  self->view = view;
  gtk_widget_set_vexpand (view, TRUE);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), build_header (title, menu));
  gtk_box_append (GTK_BOX (self->box), view);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return GTK_WIDGET (self);
}
