/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-plot-card.h"

#include "app/qs-legend.h"
#include "app/qs-table-window.h"

#include <glib/gi18n-lib.h>

struct _QsPlotCard
{
  GtkWidget parent_instance;

  GtkWidget *box, *view_button, *legend, *fit_button, *menu_button, *expand_button, *context_menu;
  GtkWidget *unit_label; /* which of many channels or groups */
  GtkWidget *header, *spinner_bar;
  QsPlotView *view;
  QsSession *session;
  GSimpleActionGroup *actions;
  gboolean large;
  guint busy_id;
};

G_DEFINE_FINAL_TYPE (QsPlotCard, qs_plot_card, GTK_TYPE_WIDGET)

/* Waiting shorter than this needs no sign. */
#define BUSY_MSEC 300

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_plot_view_fit (QS_PLOT_CARD (user_data)->view);
}

static void
copy_picture_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_plot_view_copy_picture (QS_PLOT_CARD (user_data)->view);
}

static void
copy_data_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_plot_view_copy_data (QS_PLOT_CARD (user_data)->view);
}

static void
show_table_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsPlotCard *self = user_data;
  QspFigure *figure = qs_plot_view_get_figure (self->view);

  if (figure != NULL)
    gtk_window_present (GTK_WINDOW (qs_table_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), figure)));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsPlotCard *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.export-view", "s", qsf_view_get_nick (qs_plot_view_get_view (self->view)));
}

static void
make_large_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsPlotCard *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", qsf_view_get_nick (qs_plot_view_get_view (self->view)));
}

/* Another view in the place of this one. */
static void
view_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsPlotCard *self = user_data;
  const char *shown = qsf_view_get_nick (qs_plot_view_get_view (self->view)), *chosen = g_variant_get_string (value, NULL);

  if (self->large)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", chosen);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.place-view", "(ss)", shown, chosen);
}

static void
add_actions (QsPlotCard *self, QsfView view)
{
  g_autoptr (GSimpleAction) chooser = NULL;
  static const GActionEntry entries[] = {
    { .name = "fit", .activate = fit_cb },
    { .name = "copy-picture", .activate = copy_picture_cb },
    { .name = "copy-data", .activate = copy_data_cb },
    { .name = "show-table", .activate = show_table_cb },
    { .name = "export", .activate = export_cb },
    { .name = "make-large", .activate = make_large_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  /* Its state stays what the card shows: choosing another view shows another card. */
  chooser = g_simple_action_new_stateful ("view", G_VARIANT_TYPE_STRING, g_variant_new_string (qsf_view_get_nick (view)));
  g_signal_connect (chooser, "change-state", G_CALLBACK (view_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (chooser));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "card", G_ACTION_GROUP (self->actions));
}

static GMenu *
make_layout_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("_One Plot"), "win.layout::one");
  g_menu_append (menu, _ ("One and _Three"), "win.layout::one-three");
  g_menu_append (menu, _ ("T_wo Plots"), "win.layout::two");
  g_menu_append (menu, _ ("_Four Plots"), "win.layout::four");
  return menu;
}

static GMenuModel *
make_menu (QsfView view)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) options = g_menu_new ();
  g_autoptr (GMenu) copy = g_menu_new ();
  g_autoptr (GMenu) layout = g_menu_new ();
  g_autoptr (GMenu) layouts = make_layout_menu ();

  if (view == QSF_VIEW_HISTOGRAM)
    {
      g_menu_append (options, _ ("_Log Count"), "win.log-count");
      g_menu_append (options, _ ("_Density"), "win.density");
      g_menu_append (options, _ ("C_umulative"), "win.cumulative");
      g_menu_append (options, _ ("_Outline"), "win.outline");
      g_menu_append (options, _ ("_Bin Width…"), "win.choose-bin-width");
    }
  if (qsf_view_has_value_axis (view))
    g_menu_append (options, _ ("Link A_xes"), "win.link-axes");
  if (g_menu_model_get_n_items (G_MENU_MODEL (options)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (options));
  g_menu_append (copy, _ ("Show _All"), "card.fit");
  g_menu_append (copy, _ ("_Previous View"), "win.view-back");
  g_menu_append (copy, _ ("_Next View"), "win.view-forward");
  g_menu_append (copy, _ ("_Copy Picture"), "card.copy-picture");
  g_menu_append (copy, _ ("Copy Da_ta"), "card.copy-data");
  g_menu_append (copy, _ ("Show as Ta_ble"), "card.show-table");
  g_menu_append (copy, _ ("_Export…"), "card.export");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copy));
  g_menu_append_submenu (layout, _ ("La_yout"), G_MENU_MODEL (layouts));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (layout));
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_view_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (int i = 0; i < QSF_N_VIEWS; i++)
    {
      g_autofree char *action = g_strdup_printf ("card.view::%s", qsf_view_get_nick (i));

      g_menu_append (menu, qsf_view_get_title (i), action);
    }
  return G_MENU_MODEL (menu);
}

static void
context_menu_cb (GtkGestureClick *click, int n_press, double x, double y, QsPlotCard *self)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static void
long_press_cb (GtkGestureLongPress *press, double x, double y, QsPlotCard *self)
{
  context_menu_cb (NULL, 1, x, y, self);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  context_menu_cb (NULL, 1, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0, user_data);
  return TRUE;
}

static void
figure_changed_cb (QsPlotCard *self)
{
  if (gtk_widget_get_visible (self->legend))
    qs_legend_set_figure (QS_LEGEND (self->legend), qs_plot_view_get_figure (self->view));
}

static void
legend_hidden_cb (QsPlotCard *self)
{
  QsfOptions options = *qs_plot_view_get_options (self->view);

  options.hidden = qs_legend_get_hidden (QS_LEGEND (self->legend));
  qs_plot_view_set_options (self->view, &options);
}

static gboolean
busy_cb (gpointer user_data)
{
  QsPlotCard *self = user_data;

  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->spinner_bar));
  gtk_widget_set_visible (self->spinner_bar, TRUE);
  gtk_widget_set_opacity (GTK_WIDGET (self->view), 0.5);
  self->busy_id = g_timeout_add (100, busy_cb, self);
  return G_SOURCE_REMOVE;
}

static void
stale_cb (QsPlotCard *self)
{
  gboolean stale = qs_session_is_loading (self->session)
                   || (qs_session_get_source (self->session) != NULL && qs_session_is_stale (self->session));

  if (stale && self->busy_id == 0)
    {
      self->busy_id = g_timeout_add (BUSY_MSEC, busy_cb, self);
    }
  else if (!stale && self->busy_id != 0)
    {
      g_clear_handle_id (&self->busy_id, g_source_remove);
      gtk_widget_set_visible (self->spinner_bar, FALSE);
      gtk_widget_set_opacity (GTK_WIDGET (self->view), 1);
    }
}

static void
update_unit (QsPlotCard *self)
{
  QsaResult *result = qs_session_get_result (self->session);
  g_autofree char *text = NULL;

  if (result != NULL && qsf_view_is_of_unit (qs_plot_view_get_view (self->view)))
    text = qsa_result_describe_unit (result);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->unit_label)), text != NULL ? text : "") == 0)
    return;
  gtk_label_set_text (GTK_LABEL (self->unit_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->unit_label, text != NULL);
}

void
qs_plot_card_set_session (QsPlotCard *self, QsSession *session)
{
  g_set_object (&self->session, session);
  qs_plot_view_set_session (self->view, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (stale_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "source", G_CALLBACK (stale_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "result", G_CALLBACK (stale_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "result", G_CALLBACK (update_unit), self, G_CONNECT_SWAPPED);
  stale_cb (self);
}

void
qs_plot_card_set_large (QsPlotCard *self, gboolean large)
{
  self->large = large;
  gtk_widget_set_visible (self->legend, large);
  gtk_widget_set_visible (self->fit_button, large);
  gtk_widget_set_visible (self->menu_button, large);
  gtk_widget_set_visible (self->expand_button, !large);
  qs_plot_view_set_large (self->view, large);
  figure_changed_cb (self);
}

QsPlotView *
qs_plot_card_get_plot_view (QsPlotCard *self)
{
  return self->view;
}

static void
qs_plot_card_dispose (GObject *object)
{
  QsPlotCard *self = QS_PLOT_CARD (object);

  g_clear_handle_id (&self->busy_id, g_source_remove);
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (qs_plot_card_parent_class)->dispose (object);
}

static void
qs_plot_card_class_init (QsPlotCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_plot_card_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "plotcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
set_label (GtkWidget *widget, const char *label)
{
  gtk_widget_set_tooltip_text (widget, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
build_header (QsPlotCard *self, QsfView view)
{
  g_autoptr (GMenuModel) view_menu = make_view_menu ();
  g_autoptr (GMenuModel) menu = make_menu (view);
  g_autofree char *expand = g_strdup_printf (_ ("Make “%s” Large"), qsf_view_get_title (view));

  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->header, "plot-header");
  self->view_button = g_object_new (GTK_TYPE_MENU_BUTTON, "label", qsf_view_get_title (view), "menu-model", view_menu,
                                    "always-show-arrow", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (self->view_button, "flat");
  gtk_widget_set_tooltip_text (self->view_button, _ ("Choose the View"));
  self->unit_label = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->unit_label, "dim-label");
  gtk_widget_add_css_class (self->unit_label, "plot-text");
  self->legend = qs_legend_new ();
  gtk_widget_set_hexpand (self->legend, TRUE);
  self->fit_button = gtk_button_new_from_icon_name ("zoom-fit-best-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->fit_button), "card.fit");
  set_label (self->fit_button, _ ("Show All"));
  self->menu_button = g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", "view-more-symbolic", "menu-model", menu, NULL);
  set_label (self->menu_button, _ ("Plot Menu"));
  self->expand_button =
      g_object_new (GTK_TYPE_BUTTON, "icon-name", "qs-expand-symbolic", "hexpand", TRUE, "halign", GTK_ALIGN_END, NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->expand_button), "card.make-large");
  set_label (self->expand_button, expand);
  GtkWidget *children[] = { self->view_button, self->unit_label,  self->legend,
                            self->fit_button,  self->menu_button, self->expand_button };
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      if (children[i] != self->legend && children[i] != self->unit_label)
        gtk_widget_add_css_class (children[i], "flat");
      gtk_widget_set_valign (children[i], GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (self->header), children[i]);
    }
  self->context_menu = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
  gtk_widget_set_halign (self->context_menu, GTK_ALIGN_START);
}

static void
build_input (QsPlotCard *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10");

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

static void
qs_plot_card_init (QsPlotCard *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
}

GtkWidget *
qs_plot_card_new (QsfView view)
{
  QsPlotCard *self = g_object_new (QS_TYPE_PLOT_CARD, NULL);
  GtkWidget *overlay = gtk_overlay_new ();

  add_actions (self, view);
  build_header (self, view);
  self->view = QS_PLOT_VIEW (qs_plot_view_new (view));
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  g_signal_connect_object (self->view, "figure-changed", G_CALLBACK (figure_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->legend, "hidden-changed", G_CALLBACK (legend_hidden_cb), self, G_CONNECT_SWAPPED);
  self->spinner_bar = gtk_progress_bar_new ();
  gtk_widget_add_css_class (self->spinner_bar, "osd");
  gtk_widget_set_valign (self->spinner_bar, GTK_ALIGN_START);
  gtk_widget_set_visible (self->spinner_bar, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner_bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Computing"), -1);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->header);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->view));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->spinner_bar);
  gtk_box_append (GTK_BOX (self->box), overlay);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, qsf_view_get_title (view), -1);
  build_input (self);
  qs_plot_card_set_large (self, FALSE);
  return GTK_WIDGET (self);
}
