/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-accuracy-controls.h"

#include "app/qs-inputs.h"
#include "app/qs-wrap-box.h"
#include "analysis/qsa-samples.h"

#include <glib/gi18n-lib.h>

struct _QsAccuracyControls
{
  GtkWidget parent_instance;
  GtkWidget *box, *networks;
  QsNetworkModel *model;
};

G_DEFINE_FINAL_TYPE (QsAccuracyControls, qs_accuracy_controls, GTK_TYPE_WIDGET)

static void
network_cb (GtkDropDown *drop_down, GParamSpec *pspec, QsAccuracyControls *self)
{
  const guint i = gtk_drop_down_get_selected (drop_down);

  if (i < qsa_samples_get_n () && self->model != NULL && i != qs_network_model_get_sample (self->model))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.network", "s", qsa_samples_get_name (i));
}

static void
changed_cb (QsAccuracyControls *self)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->networks), qs_network_model_get_sample (self->model));
}

void
qs_accuracy_controls_set_model (QsAccuracyControls *self, QsNetworkModel *model)
{
  g_set_object (&self->model, model);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

static GtkWidget *
new_networks (QsAccuracyControls *self)
{
  const char *names[8] = { NULL };

  for (guint i = 0; i < MIN (qsa_samples_get_n (), G_N_ELEMENTS (names) - 1); i++)
    names[i] = qsa_samples_get_name (i);
  self->networks = gtk_drop_down_new_from_strings (names);
  gtk_widget_set_tooltip_text (self->networks, _ ("The network that reads the digits, by its widths from input to output"));
  qs_inputs_name_drop_down (GTK_DROP_DOWN (self->networks), _ ("Network"));
  g_signal_connect (self->networks, "notify::selected", G_CALLBACK (network_cb), self);
  return self->networks;
}

static void
add_scales (GtkWidget *box, const char *label, const char *target, const char *tooltip)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.network-scales");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
new_scales (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  add_scales (box, _ ("Per Tensor"), "tensor", _ ("One scale for each matrix of weights"));
  add_scales (box, _ ("Per Channel"), "channel", _ ("A scale for each row of each matrix"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Scales of the weights"), -1);
  return box;
}

static GtkWidget *
new_check (const char *label, const char *action, const char *tooltip)
{
  GtkWidget *button = gtk_check_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tooltip);
  return button;
}

static void
qs_accuracy_controls_dispose (GObject *object)
{
  QsAccuracyControls *self = QS_ACCURACY_CONTROLS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (qs_accuracy_controls_parent_class)->dispose (object);
}

static void
qs_accuracy_controls_class_init (QsAccuracyControlsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_accuracy_controls_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
qs_accuracy_controls_init (QsAccuracyControls *self)
{
  GtkWidget *children[] = {
    new_networks (self),
    new_scales (),
    new_check (_ ("Weights"), "win.network-weights", _ ("Quantize the weights")),
    new_check (_ ("Activations"), "win.network-activations", _ ("Quantize what goes into each layer, too")),
  };

  self->box = qs_wrap_box_new (12, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      gtk_widget_set_valign (children[i], GTK_ALIGN_CENTER);
      qs_wrap_box_append (QS_WRAP_BOX (self->box), children[i]);
    }
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Network"), -1);
}

GtkWidget *
qs_accuracy_controls_new (void)
{
  return g_object_new (QS_TYPE_ACCURACY_CONTROLS, NULL);
}
