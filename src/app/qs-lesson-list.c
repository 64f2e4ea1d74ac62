/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-lesson-list.h"

#include "app/qs-lesson-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsLessonList
{
  GtkWidget parent_instance;
  GtkWidget *box, *groups, *errors;
  QsLearn *learn;
};

G_DEFINE_FINAL_TYPE (QsLessonList, qs_lesson_list, GTK_TYPE_WIDGET)

/* What is done of a lesson: a check mark, or how much. */
static GtkWidget *
new_progress (QsLearn *learn, const QslLesson *lesson)
{
  guint n, n_done = qs_learn_get_n_done (learn, lesson, &n);
  g_autofree char *text = NULL;
  GtkWidget *widget;

  if (n_done == n && n > 0)
    {
      widget = gtk_image_new_from_icon_name ("object-select-symbolic");
      gtk_widget_add_css_class (widget, "role-ok");
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Done"), -1);
      return widget;
    }
  /* Translators: done of all tasks and questions of a lesson: "2 of 5" */
  text = n_done > 0 ? g_strdup_printf (_ ("%u of %u"), n_done, n) : g_strdup ("");
  widget = gtk_label_new (text);
  gtk_widget_add_css_class (widget, "dim-label");
  gtk_widget_add_css_class (widget, "numeric");
  return widget;
}

static char *
describe (QsLearn *learn, const QslLesson *lesson)
{
  const double score = qs_learn_get_score (learn, lesson);
  g_autofree char *number = NULL;

  if (lesson->kind == QSL_KIND_CHALLENGE && !isnan (score))
    {
      number = qs_lesson_format_measured (score, lesson->score_show);
      /* Translators: the best result of a challenge */
      return g_strdup_printf (_ ("Best: %s"), number);
    }
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute", "%d minutes", (gulong)lesson->minutes), lesson->minutes);
}

static void
row_activated_cb (AdwActionRow *row, QsLessonList *self)
{
  QslLesson *lesson = qs_learn_find (self->learn, gtk_widget_get_name (GTK_WIDGET (row)));

  if (lesson != NULL)
    qs_learn_open (self->learn, lesson);
}

static GtkWidget *
new_row (QsLessonList *self, const QslLesson *lesson, guint number)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = NULL;
  g_autofree char *subtitle = describe (self->learn, lesson);
  g_autofree char *escaped = NULL;

  title = lesson->kind == QSL_KIND_LESSON ? g_strdup_printf ("%u  %s", number, lesson->title) : g_strdup (lesson->title);
  escaped = g_markup_escape_text (title, -1);
  gtk_widget_set_name (row, lesson->id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, lesson->goal);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_progress (self->learn, lesson));
  g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), self);
  return row;
}

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
add_group (QsLessonList *self, QslKind kind, const char *title)
{
  GPtrArray *lessons = qs_learn_get_lessons (self->learn);
  GtkWidget *group = adw_preferences_group_new ();
  guint n = 0;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (guint i = 0; i < lessons->len; i++)
    {
      const QslLesson *lesson = g_ptr_array_index (lessons, i);

      if (lesson->kind == kind)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (self, lesson, ++n));
    }
  if (n > 0)
    gtk_box_append (GTK_BOX (self->groups), group);
  else
    g_object_ref_sink (group), g_object_unref (group);
}

static void
update (QsLessonList *self)
{
  GPtrArray *errors = qs_learn_get_errors (self->learn);
  g_autoptr (GString) text = g_string_new (NULL);

  clear (self->groups);
  add_group (self, QSL_KIND_LESSON, _ ("Lessons"));
  add_group (self, QSL_KIND_CHALLENGE, _ ("Challenges"));
  for (guint i = 0; i < errors->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : _ ("Left out: "), (char *)g_ptr_array_index (errors, i));
  gtk_label_set_text (GTK_LABEL (self->errors), text->str);
  gtk_widget_set_visible (self->errors, errors->len > 0);
}

/* While a lesson is played the list is not seen; it is made anew when that is left. */
static void
lessons_cb (QsLessonList *self)
{
  if (qs_learn_get_run (self->learn) == NULL)
    update (self);
}

void
qs_lesson_list_set_learn (QsLessonList *self, QsLearn *learn)
{
  self->learn = g_object_ref (learn);
  g_signal_connect_object (learn, "lessons", G_CALLBACK (lessons_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (learn, "step", G_CALLBACK (lessons_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
qs_lesson_list_dispose (GObject *object)
{
  QsLessonList *self = QS_LESSON_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->learn);
  G_OBJECT_CLASS (qs_lesson_list_parent_class)->dispose (object);
}

static void
qs_lesson_list_class_init (QsLessonListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_lesson_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
qs_lesson_list_init (QsLessonList *self)
{
  GtkWidget *forget = gtk_button_new_with_mnemonic (_ ("_Forget Progress"));

  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  self->errors = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->errors), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->errors), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (self->errors), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->errors), 0);
  gtk_widget_add_css_class (self->errors, "role-clip");
  gtk_widget_set_halign (forget, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (forget, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (forget), "win.forget-progress");
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_add_css_class (self->box, "panel-box");
  gtk_box_append (GTK_BOX (self->box), self->groups);
  gtk_box_append (GTK_BOX (self->box), self->errors);
  gtk_box_append (GTK_BOX (self->box), forget);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
