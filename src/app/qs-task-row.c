/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-task-row.h"

#include "app/qs-lesson-text.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsTaskRow
{
  GtkListBoxRow parent_instance;
  GtkWidget *mark, *measured;
  char *text;
  QslShow show;
  int done; /* -1: not told yet */
};

G_DEFINE_FINAL_TYPE (QsTaskRow, qs_task_row, GTK_TYPE_LIST_BOX_ROW)

static guint entry_signal;

static void
entry_changed_cb (GtkEditable *entry, QsTaskRow *self)
{
  const char *text = gtk_editable_get_text (entry);
  double number = NAN;
  const gboolean good = *text == '\0' || qsp_parse_number (text, &number);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  g_signal_emit (self, entry_signal, 0, good ? number : (double)NAN);
}

static GtkWidget *
new_entry (QsTaskRow *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("A number"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_widget_set_halign (entry, GTK_ALIGN_START);
  g_signal_connect (entry, "changed", G_CALLBACK (entry_changed_cb), self);
  return entry;
}

GtkWidget *
qs_task_row_new (const QslTask *task)
{
  QsTaskRow *self = g_object_new (QS_TYPE_TASK_ROW, "activatable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (task->text);

  self->text = g_strdup (task->text);
  self->show = task->show;
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (words), label);
  if (task->has_entry)
    gtk_box_append (GTK_BOX (words), new_entry (self));
  gtk_widget_set_valign (self->mark, GTK_ALIGN_START);
  gtk_widget_set_valign (self->measured, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), self->mark);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), self->measured);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  return GTK_WIDGET (self);
}

void
qs_task_row_set_state (QsTaskRow *self, gboolean done, double measured)
{
  g_autofree char *number = qs_lesson_format_measured (measured, self->show);
  g_autofree char *label = NULL;

  gtk_label_set_text (GTK_LABEL (self->measured), number);
  if (self->done == done)
    return;
  self->done = done;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark), done ? "object-select-symbolic" : "qs-circle-symbolic");
  if (done)
    gtk_widget_add_css_class (self->mark, "role-ok");
  else
    gtk_widget_remove_css_class (self->mark, "role-ok");
  /* Translators: a task of a lesson, read aloud with its state */
  label = g_strdup_printf (done ? _ ("Done: %s") : _ ("To do: %s"), self->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
qs_task_row_finalize (GObject *object)
{
  g_free (QS_TASK_ROW (object)->text);
  G_OBJECT_CLASS (qs_task_row_parent_class)->finalize (object);
}

static void
qs_task_row_class_init (QsTaskRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = qs_task_row_finalize;
  entry_signal = g_signal_new ("entry", QS_TYPE_TASK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
qs_task_row_init (QsTaskRow *self)
{
  self->done = -1;
  self->mark = gtk_image_new ();
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->mark), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  self->measured = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->measured, "dim-label");
  gtk_widget_add_css_class (self->measured, "numeric");
  gtk_widget_add_css_class (self->measured, "plot-text");
  gtk_widget_add_css_class (GTK_WIDGET (self), "task-row");
}
