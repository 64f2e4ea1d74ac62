/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-learn-pane.h"

#include "app/qs-lesson-list.h"
#include "app/qs-lesson-page.h"

struct _QsLearnPane
{
  GtkWidget parent_instance;
  GtkWidget *stack, *list_scroller, *page_scroller;
  QsLessonList *list;
  QsLessonPage *page;
  QsLearn *learn;
};

G_DEFINE_FINAL_TYPE (QsLearnPane, qs_learn_pane, GTK_TYPE_WIDGET)

static void
step_cb (QsLearnPane *self)
{
  GtkAdjustment *top = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->page_scroller));
  const gboolean in_lesson = qs_learn_get_run (self->learn) != NULL;

  gtk_stack_set_visible_child (GTK_STACK (self->stack), in_lesson ? self->page_scroller : self->list_scroller);
  gtk_adjustment_set_value (top, gtk_adjustment_get_lower (top));
}

void
qs_learn_pane_set_learn (QsLearnPane *self, QsLearn *learn)
{
  self->learn = g_object_ref (learn);
  qs_lesson_list_set_learn (self->list, learn);
  qs_lesson_page_set_learn (self->page, learn);
  g_signal_connect_object (learn, "step", G_CALLBACK (step_cb), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
new_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  return scroller;
}

static void
qs_learn_pane_dispose (GObject *object)
{
  QsLearnPane *self = QS_LEARN_PANE (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->learn);
  G_OBJECT_CLASS (qs_learn_pane_parent_class)->dispose (object);
}

static void
qs_learn_pane_class_init (QsLearnPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_learn_pane_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "learnpane");
}

static void
qs_learn_pane_init (QsLearnPane *self)
{
  self->list = g_object_new (QS_TYPE_LESSON_LIST, NULL);
  self->page = g_object_new (QS_TYPE_LESSON_PAGE, NULL);
  self->list_scroller = new_scroller (GTK_WIDGET (self->list));
  self->page_scroller = new_scroller (GTK_WIDGET (self->page));
  self->stack = gtk_stack_new ();
  gtk_stack_set_transition_type (GTK_STACK (self->stack), GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), TRUE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->list_scroller);
  gtk_stack_add_child (GTK_STACK (self->stack), self->page_scroller);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}
