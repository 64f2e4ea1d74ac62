/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-option-button.h"

#include <glib/gi18n-lib.h>

struct _QsOptionButton
{
  GtkButton parent_instance;
  GtkWidget *mark, *reason;
  char *text, *why;
  guint index;
  int tried; /* -1: not told yet */
};

G_DEFINE_FINAL_TYPE (QsOptionButton, qs_option_button, GTK_TYPE_BUTTON)

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

GtkWidget *
qs_option_button_new (const QslOption *option, guint index)
{
  QsOptionButton *self = g_object_new (QS_TYPE_OPTION_BUTTON, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->index = index;
  self->text = g_strdup (option->text);
  self->why = g_strdup (option->reason);
  self->mark = gtk_image_new ();
  gtk_widget_set_valign (self->mark, GTK_ALIGN_START);
  self->reason = new_label (option->reason);
  gtk_widget_add_css_class (self->reason, "plot-text");
  gtk_widget_set_visible (self->reason, FALSE);
  gtk_box_append (GTK_BOX (words), new_label (option->text));
  gtk_box_append (GTK_BOX (words), self->reason);
  gtk_box_append (GTK_BOX (box), self->mark);
  gtk_box_append (GTK_BOX (box), words);
  gtk_button_set_child (GTK_BUTTON (self), box);
  return GTK_WIDGET (self);
}

guint
qs_option_button_get_index (QsOptionButton *self)
{
  return self->index;
}

void
qs_option_button_set_tried (QsOptionButton *self, gboolean tried)
{
  const gboolean right = self->index == 0;
  g_autofree char *label = NULL;

  if (self->tried == tried)
    return;
  self->tried = tried;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark), !tried  ? "qs-circle-symbolic"
                                                        : right ? "object-select-symbolic"
                                                                : "window-close-symbolic");
  gtk_widget_set_visible (self->reason, tried);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "right");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "wrong");
  if (tried)
    gtk_widget_add_css_class (GTK_WIDGET (self), right ? "right" : "wrong");
  if (tried)
    /* Translators: an answer, read aloud: “right” or “wrong”, the answer, why */
    label = g_strdup_printf (right ? _ ("Right: %s. %s") : _ ("Wrong: %s. %s"), self->text, self->why);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, tried ? label : self->text, -1);
}

static void
qs_option_button_finalize (GObject *object)
{
  QsOptionButton *self = QS_OPTION_BUTTON (object);

  g_free (self->text);
  g_free (self->why);
  G_OBJECT_CLASS (qs_option_button_parent_class)->finalize (object);
}

static void
qs_option_button_class_init (QsOptionButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = qs_option_button_finalize;
}

static void
qs_option_button_init (QsOptionButton *self)
{
  self->tried = -1;
  gtk_widget_add_css_class (GTK_WIDGET (self), "answer");
}
