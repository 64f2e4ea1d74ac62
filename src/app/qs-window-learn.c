/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's part of learning: the pane, the views a step asks for, the control a task needs. */
#include "app/qs-window-private.h"

#include <glib/gi18n-lib.h>

/* How long a control is outlined. */
#define OUTLINE_MSEC 3000

/* Widths of the right pane. */
#define MEASURES_WIDTH 272
#define LEARN_WIDTH 348

static void
outline_done_cb (gpointer user_data)
{
  g_autoptr (GtkWidget) control = user_data;

  gtk_widget_remove_css_class (control, "asked-for");
}

/* The first task that is not done says which control to look at. */
static GtkWidget *
find_control (QsWindow *self, QslRun *run)
{
  const QslStep *step = qsl_run_get_current (run);

  for (guint i = 0; i < step->tasks->len; i++)
    {
      const QslTask *task = g_ptr_array_index (step->tasks, i);

      if (qsl_run_is_done (run, qsl_run_get_step (run), i) || task->control == NULL)
        continue;
      if (g_str_equal (task->control, "pick"))
        return GTK_WIDGET (self->strip);
      return qs_scheme_panel_get_control (self->scheme_panel, task->control);
    }
  return NULL;
}

static void
outline_control (QsWindow *self, QslRun *run)
{
  GtkWidget *control = find_control (self, run);

  if (control == NULL)
    return;
  gtk_widget_add_css_class (control, "asked-for");
  g_timeout_add_once (OUTLINE_MSEC, outline_done_cb, g_object_ref (control));
}

static void
show_pane (QsWindow *self, const char *pane)
{
  const gboolean is_learn = g_str_equal (pane, "learn");

  gtk_stack_set_visible_child_name (self->side_stack, pane);
  gtk_widget_set_size_request (self->side, is_learn ? LEARN_WIDTH : MEASURES_WIDTH, -1);
  qs_window_set_action_state (self, "pane", g_variant_new_string (pane));
}

/* What the step wants to be seen, or the last one before it that wanted something. */
static const char *const *
get_views (QslRun *run)
{
  for (guint i = qsl_run_get_step (run) + 1; i > 0; i--)
    {
      const QslStep *step = g_ptr_array_index (qsl_run_get_lesson (run)->steps, i - 1);

      if (step->views[0] != NULL)
        return (const char *const *)step->views;
    }
  return NULL;
}

static void
step_cb (QsWindow *self)
{
  QslRun *run = qs_learn_get_run (self->learn);
  const gboolean in_lesson = run != NULL;
  const char *page;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "lesson-leave")), in_lesson);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "lesson-restart")), in_lesson);
  /* A lesson is not hidden by folding, which is what a narrow window does with the pane when it is first laid out. */
  adw_flap_set_locked (self->right_flap, in_lesson);
  if (!in_lesson)
    {
      if (self->work_views != NULL)
        qs_plot_stack_set_places (self->plots, (const char *const *)self->work_views);
      g_clear_pointer (&self->work_views, g_strfreev);
      return;
    }
  if (self->work_views == NULL)
    self->work_views = qs_plot_stack_get_places (self->plots);
  if (get_views (run) != NULL)
    qs_plot_stack_set_places (self->plots, get_views (run));
  page = qsl_run_get_current (run)->page;
  g_action_group_change_action_state (G_ACTION_GROUP (self), "page", g_variant_new_string (page != NULL ? page : "explore"));
  show_pane (self, "learn");
  adw_flap_set_reveal_flap (self->right_flap, TRUE);
  outline_control (self, run);
}

static void
pane_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  const char *pane = g_variant_get_string (value, NULL);

  if (g_str_equal (pane, "measures") || g_str_equal (pane, "learn"))
    show_pane (user_data, pane);
}

static void
lesson_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  QslLesson *lesson = qs_learn_find (self->learn, g_variant_get_string (value, NULL));

  if (lesson != NULL)
    qs_learn_open (self->learn, lesson);
}

/* The first lesson, once the lessons are there. */
static void
first_lesson_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  GPtrArray *lessons = qs_learn_get_lessons (self->learn);

  if (lessons->len > 0)
    qs_learn_open (self->learn, g_ptr_array_index (lessons, 0));
}

static void
step_to_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;

  if (qs_learn_get_run (self->learn) != NULL)
    qs_learn_go (self->learn, (guint)MAX (g_variant_get_int32 (value) - 1, 0));
}

static void
answer_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  QslRun *run = qs_learn_get_run (self->learn);
  const int option = g_variant_get_int32 (value) - 1;

  if (run != NULL && qsl_run_get_current (run)->question != NULL && option >= 0
      && (guint)option < qsl_run_get_current (run)->question->options->len)
    qs_learn_answer (self->learn, (guint)option);
}

static void
leave_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_learn_leave (QS_WINDOW (user_data)->learn);
}

static void
restart_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_learn_restart (QS_WINDOW (user_data)->learn);
}

static void
remember_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_learn_remember (QS_WINDOW (user_data)->learn, value);
}

static void
forget_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  g_autoptr (GVariant) before = qs_learn_forget (self->learn);
  AdwToast *toast = adw_toast_new (_ ("Progress forgotten"));

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.remember-progress");
  adw_toast_set_action_target_value (toast, before);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
qs_window_add_learn (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { "pane", NULL, "s", "'measures'", pane_cb, { 0 } },
    { "lesson", lesson_cb, "s", NULL, NULL, { 0 } },
    { "first-lesson", first_lesson_cb, NULL, NULL, NULL, { 0 } },
    { "lesson-step", step_to_cb, "i", NULL, NULL, { 0 } },
    { "lesson-answer", answer_cb, "i", NULL, NULL, { 0 } },
    { "lesson-leave", leave_cb, NULL, NULL, NULL, { 0 } },
    { "lesson-restart", restart_cb, NULL, NULL, NULL, { 0 } },
    { "forget-progress", forget_cb, NULL, NULL, NULL, { 0 } },
    { "remember-progress", remember_cb, "a{ss}", NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->learn = qs_learn_new (self->session, self->settings);
  qs_learn_pane_set_learn (self->learn_pane, self->learn);
  g_signal_connect_object (self->learn, "step", G_CALLBACK (step_cb), self, G_CONNECT_SWAPPED);
  step_cb (self);
}
