/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-model-bar.h"

#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsModelBar
{
  GtkWidget parent_instance;
  GtkWidget *box, *text, *bar, *time, *button;
  QsModel *model;
};

G_DEFINE_FINAL_TYPE (QsModelBar, qs_model_bar, GTK_TYPE_WIDGET)

/* "about 9 s left" (transfer full) */
static char *
describe_time (double seconds)
{
  if (isnan (seconds))
    return g_strdup ("");
  if (seconds >= 90)
    /* Translators: minutes */
    return g_strdup_printf (_ ("about %d min left"), (int)round (seconds / 60));
  return g_strdup_printf (_ ("about %d s left"), MAX (1, (int)ceil (seconds)));
}

static void
set_label (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

void
qs_model_bar_update (QsModelBar *self)
{
  guint n;
  double seconds;
  const guint n_done = qs_model_get_progress (self->model, &n, &seconds);
  const gboolean measuring = qs_model_is_measuring (self->model);
  g_autofree char *done = qsp_format_count (measuring ? MIN (n_done + 1, n) : n_done);
  g_autofree char *all = qsp_format_count (n);
  g_autofree char *text = measuring ? g_strdup_printf (_ ("Measuring tensor %s of %s"), done, all)
                                    : g_strdup_printf (_ ("%s of %s tensors are measured"), done, all);
  g_autofree char *time = measuring ? describe_time (seconds) : g_strdup ("");

  gtk_widget_set_visible (GTK_WIDGET (self), n_done < n);
  if (n_done >= n)
    return;
  set_label (self->text, text);
  set_label (self->time, time);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), (double)n_done / n);
  if (!g_str_equal (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)),
                    measuring ? "win.model-cancel" : "win.model-measure"))
    {
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), measuring ? "win.model-cancel" : "win.model-measure");
      gtk_button_set_label (GTK_BUTTON (self->button), measuring ? _ ("_Cancel") : _ ("_Measure"));
    }
}

const char *
qs_model_bar_get_text (QsModelBar *self)
{
  return gtk_label_get_text (GTK_LABEL (self->text));
}

GtkWidget *
qs_model_bar_new (QsModel *model)
{
  QsModelBar *self = g_object_new (QS_TYPE_MODEL_BAR, NULL);

  self->model = g_object_ref (model);
  qs_model_bar_update (self);
  return GTK_WIDGET (self);
}

static void
qs_model_bar_dispose (GObject *object)
{
  QsModelBar *self = QS_MODEL_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (qs_model_bar_parent_class)->dispose (object);
}

static void
qs_model_bar_class_init (QsModelBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_model_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "modelbar");
}

static GtkWidget *
add_label (QsModelBar *self)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

static void
qs_model_bar_init (QsModelBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->text = add_label (self);
  self->bar = g_object_new (GTK_TYPE_PROGRESS_BAR, "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_widget_set_size_request (self->bar, 24, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tensors measured"), -1);
  gtk_box_append (GTK_BOX (self->box), self->bar);
  self->time = add_label (self);
  gtk_widget_add_css_class (self->time, "dim-label");
  self->button = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.model-cancel");
  gtk_box_append (GTK_BOX (self->box), self->button);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
