/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-lesson-page.h"

#include "app/qs-lesson-text.h"
#include "app/qs-option-button.h"
#include "app/qs-task-row.h"
#include "app/qs-term-link.h"

#include <glib/gi18n-lib.h>

struct _QsLessonPage
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *where, *step, *title, *bar, *heading, *text;
  GtkWidget *tasks_box, *tasks;
  GtkWidget *question_box, *question, *options, *hint;
  GtkWidget *back, *next;
  QsLearn *learn;
};

G_DEFINE_FINAL_TYPE (QsLessonPage, qs_lesson_page, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* Which lesson of how many, in the list's own counting. */
static char *
describe_place (QsLearn *learn, const QslLesson *lesson)
{
  GPtrArray *lessons = qs_learn_get_lessons (learn);
  guint n = 0, at = 0;

  if (lesson->kind == QSL_KIND_CHALLENGE)
    return g_strdup (_ ("Challenge"));
  for (guint i = 0; i < lessons->len; i++)
    {
      const QslLesson *other = g_ptr_array_index (lessons, i);

      n += other->kind == QSL_KIND_LESSON;
      at = other == lesson ? n : at;
    }
  return g_strdup_printf (_ ("Lesson %u of %u"), at, n);
}

static void
update_head (QsLessonPage *self, QslRun *run)
{
  const QslLesson *lesson = qsl_run_get_lesson (run);
  const QslStep *step = qsl_run_get_current (run);
  const guint at = qsl_run_get_step (run) + 1, n = lesson->steps->len;
  g_autofree char *where = describe_place (self->learn, lesson);
  g_autofree char *number = g_strdup_printf (_ ("Step %u of %u"), at, n);
  g_autofree char *markup = qs_lesson_format_markup (step->text);

  gtk_label_set_text (GTK_LABEL (self->where), where);
  gtk_label_set_text (GTK_LABEL (self->step), n > 1 ? number : "");
  gtk_label_set_text (GTK_LABEL (self->title), lesson->title);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), (double)at / n);
  gtk_widget_set_visible (self->bar, n > 1);
  gtk_label_set_text (GTK_LABEL (self->heading), step->title != NULL ? step->title : "");
  gtk_widget_set_visible (self->heading, step->title != NULL);
  gtk_label_set_markup (GTK_LABEL (self->text), markup);
  gtk_widget_set_sensitive (self->back, at > 1);
  gtk_button_set_label (GTK_BUTTON (self->next), at < n ? _ ("Next Step") : _ ("Finish"));
}

static void
entry_cb (QsTaskRow *row, double number, QsLessonPage *self)
{
  qs_learn_set_entry (self->learn, number);
}

static void
fill_tasks (QsLessonPage *self, const QslStep *step)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->tasks)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->tasks), row);
  for (guint i = 0; i < step->tasks->len; i++)
    {
      row = qs_task_row_new (g_ptr_array_index (step->tasks, i));
      g_signal_connect_object (row, "entry", G_CALLBACK (entry_cb), self, 0);
      gtk_list_box_append (GTK_LIST_BOX (self->tasks), row);
    }
  gtk_widget_set_visible (self->tasks_box, step->tasks->len > 0);
}

static void
option_cb (QsOptionButton *button, QsLessonPage *self)
{
  qs_learn_answer (self->learn, qs_option_button_get_index (button));
}

static void
fill_question (QsLessonPage *self, QslRun *run, const QslStep *step)
{
  guint order[QSL_OPTIONS_MAX];
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->options)) != NULL)
    gtk_box_remove (GTK_BOX (self->options), child);
  gtk_widget_set_visible (self->question_box, step->question != NULL);
  if (step->question == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->question), step->question->text);
  gtk_label_set_text (GTK_LABEL (self->hint), step->question->hint);
  qs_lesson_shuffle (qsl_run_get_lesson (run)->id, qsl_run_get_step (run), step->question->options->len, order);
  for (guint i = 0; i < step->question->options->len; i++)
    {
      child = qs_option_button_new (g_ptr_array_index (step->question->options, order[i]), order[i]);
      g_signal_connect_object (child, "clicked", G_CALLBACK (option_cb), self, 0);
      gtk_box_append (GTK_BOX (self->options), child);
    }
}

static void
facts_cb (QsLessonPage *self)
{
  QslRun *run = qs_learn_get_run (self->learn);
  guint step, i = 0;

  if (run == NULL)
    return;
  step = qsl_run_get_step (run);
  for (GtkWidget *row = gtk_widget_get_first_child (self->tasks); row != NULL; row = gtk_widget_get_next_sibling (row), i++)
    qs_task_row_set_state (QS_TASK_ROW (row), qsl_run_is_done (run, step, i), qs_learn_get_measured (self->learn, i));
  for (GtkWidget *child = gtk_widget_get_first_child (self->options); child != NULL; child = gtk_widget_get_next_sibling (child))
    qs_option_button_set_tried (QS_OPTION_BUTTON (child),
                                qsl_run_was_tried (run, step, qs_option_button_get_index (QS_OPTION_BUTTON (child))));
  gtk_widget_set_visible (self->hint, qsl_run_needs_hint (run, step));
}

static void
step_cb (QsLessonPage *self)
{
  QslRun *run = qs_learn_get_run (self->learn);

  if (run == NULL)
    return;
  update_head (self, run);
  fill_tasks (self, qsl_run_get_current (run));
  fill_question (self, run, qsl_run_get_current (run));
  facts_cb (self);
}

static void
back_cb (GtkButton *button, QsLessonPage *self)
{
  const guint step = qsl_run_get_step (qs_learn_get_run (self->learn));

  if (step > 0)
    qs_learn_go (self->learn, step - 1);
}

static void
next_cb (GtkButton *button, QsLessonPage *self)
{
  QslRun *run = qs_learn_get_run (self->learn);

  if (qsl_run_get_step (run) + 1 < qsl_run_get_lesson (run)->steps->len)
    qs_learn_go (self->learn, qsl_run_get_step (run) + 1);
  else
    qs_learn_leave (self->learn);
}

void
qs_lesson_page_set_learn (QsLessonPage *self, QsLearn *learn)
{
  self->learn = g_object_ref (learn);
  g_signal_connect_object (learn, "step", G_CALLBACK (step_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (learn, "facts", G_CALLBACK (facts_cb), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
new_places (QsLessonPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->where = new_label ("plot-text");
  self->step = new_label ("plot-text");
  gtk_widget_add_css_class (self->where, "dim-label");
  gtk_widget_add_css_class (self->step, "dim-label");
  gtk_widget_set_hexpand (self->where, TRUE);
  gtk_box_append (GTK_BOX (box), self->where);
  gtk_box_append (GTK_BOX (box), self->step);
  return box;
}

static GtkWidget *
new_tasks (QsLessonPage *self)
{
  GtkWidget *heading = new_label ("heading");

  gtk_label_set_text (GTK_LABEL (heading), _ ("Try it"));
  self->tasks = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->tasks), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->tasks, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tasks), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tasks"), -1);
  self->tasks_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (self->tasks_box), heading);
  gtk_box_append (GTK_BOX (self->tasks_box), self->tasks);
  return self->tasks_box;
}

static GtkWidget *
new_question (QsLessonPage *self)
{
  self->question = new_label ("heading");
  self->options = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->hint = new_label ("hint");
  self->question_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (self->question_box), self->question);
  gtk_box_append (GTK_BOX (self->question_box), self->options);
  gtk_box_append (GTK_BOX (self->question_box), self->hint);
  return self->question_box;
}

static GtkWidget *
new_buttons (QsLessonPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->back = gtk_button_new_with_label (_ ("Back"));
  self->next = gtk_button_new_with_label (_ ("Next Step"));
  gtk_widget_add_css_class (self->next, "suggested-action");
  g_signal_connect (self->back, "clicked", G_CALLBACK (back_cb), self);
  g_signal_connect (self->next, "clicked", G_CALLBACK (next_cb), self);
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), self->back);
  gtk_box_append (GTK_BOX (box), self->next);
  return box;
}

static GtkWidget *
new_ways (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *again = gtk_button_new_with_label (_ ("Start Again"));
  GtkWidget *leave = gtk_button_new_with_label (_ ("Return to My Work"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (again), "win.lesson-restart");
  gtk_widget_set_tooltip_text (again, _ ("Set everything as the step began"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (leave), "win.lesson-leave");
  gtk_widget_set_tooltip_text (leave, _ ("Leave the lesson; values and settings are again those from before it"));
  gtk_widget_add_css_class (again, "flat");
  gtk_widget_add_css_class (leave, "flat");
  gtk_widget_set_hexpand (again, TRUE);
  gtk_widget_set_halign (again, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), again);
  gtk_box_append (GTK_BOX (box), leave);
  return box;
}

static void
qs_lesson_page_dispose (GObject *object)
{
  QsLessonPage *self = QS_LESSON_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->learn);
  G_OBJECT_CLASS (qs_lesson_page_parent_class)->dispose (object);
}

static void
qs_lesson_page_class_init (QsLessonPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_lesson_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "lessonpage");
}

static void
qs_lesson_page_init (QsLessonPage *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (self->box, "panel-box");
  gtk_box_append (GTK_BOX (self->box), new_places (self));
  self->title = new_label ("title-2");
  gtk_box_append (GTK_BOX (self->box), self->title);
  self->bar = gtk_progress_bar_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Progress in the lesson"), -1);
  gtk_box_append (GTK_BOX (self->box), self->bar);
  self->heading = new_label ("heading");
  gtk_box_append (GTK_BOX (self->box), self->heading);
  self->text = new_label ("lesson-text");
  qs_term_link_follow (GTK_LABEL (self->text));
  gtk_box_append (GTK_BOX (self->box), self->text);
  gtk_box_append (GTK_BOX (self->box), new_tasks (self));
  gtk_box_append (GTK_BOX (self->box), new_question (self));
  gtk_box_append (GTK_BOX (self->box), new_buttons (self));
  gtk_box_append (GTK_BOX (self->box), new_ways ());
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
