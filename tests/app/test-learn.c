/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "app/qs-glossary-window.h"
#include "app/qs-lesson-text.h"
#include "app/qs-session-edit.h"
#include "app/qs-window-private.h"

#include <math.h>

/* A reader's walk through lessons: tasks, questions, back and forth, and home again. */

static gboolean
has_lessons (gpointer window)
{
  return qs_learn_get_lessons (QS_WINDOW (window)->learn)->len > 0;
}

static gboolean
is_first_task_done (gpointer window)
{
  QslRun *run = qs_learn_get_run (QS_WINDOW (window)->learn);

  return qsl_run_is_done (run, qsl_run_get_step (run), 0);
}

static gboolean
has_source (gpointer session)
{
  return qs_session_get_source (session) != NULL && !qs_session_is_loading (session);
}

static QsWindow *
open_window (void)
{
  QsWindow *window = app_test_open_window (1440, 900);

  g_variant_unref (qs_learn_forget (window->learn));
  g_assert_true (app_test_wait (has_lessons, window, 20));
  g_assert_cmpuint (qs_learn_get_errors (window->learn)->len, ==, 0);
  return window;
}

static void
wait_for_values (QsWindow *window)
{
  g_assert_true (app_test_wait (has_source, window->session, 20));
  app_test_wait_for_result (window->session);
  app_test_run (50);
}

static void
test_walk (void)
{
  QsWindow *window = open_window ();
  QslRun *run;
  guint n;

  app_test_action (window, "first-lesson", NULL);
  wait_for_values (window);
  run = qs_learn_get_run (window->learn);
  g_assert_cmpstr (qsl_run_get_lesson (run)->id, ==, "from-real-to-integer");
  g_assert_cmpint (qs_session_get_state (window->session)->scheme.format.bits, ==, 4);
  g_assert_false (is_first_task_done (window));
  g_assert_cmpfloat (qs_learn_get_measured (window->learn, 0), ==, 1); /* 0.73 ∕ 0.5 rounds to 1 */

  qs_session_pick_value (window->session, -1.6f);
  g_assert_true (app_test_wait (is_first_task_done, window, 20));
  qs_session_pick_value (window->session, 0.1f);
  app_test_run (50);
  g_assert_true (is_first_task_done (window));

  app_test_action (window, "lesson-step", g_variant_new_int32 (2));
  app_test_run (50);
  g_assert_cmpuint (qsl_run_get_step (run), ==, 1);
  g_assert_false (is_first_task_done (window));
  app_test_action (window, "lesson-answer", g_variant_new_int32 (2));
  g_assert_false (qsl_run_is_answered (run, 1));
  app_test_action (window, "lesson-answer", g_variant_new_int32 (1));
  g_assert_true (qsl_run_is_answered (run, 1));
  app_test_action (window, "lesson-answer", g_variant_new_int32 (99)); /* there is none */
  app_test_action (window, "lesson-leave", NULL);
  g_assert_null (qs_learn_get_run (window->learn));
  g_assert_cmpuint (qs_learn_get_n_done (window->learn, qs_learn_find (window->learn, "from-real-to-integer"), &n), ==, 2);
  app_test_close (window);
}

/* A lesson never loses anything: file, scheme, picked value and views come back. */
static void
test_return (void)
{
  QsWindow *window = open_window ();
  g_autofree char *path = app_test_file ("../data/samples/mlp-64-32-10.safetensors");
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;
  float pick;
  guint64 index;

  qs_window_open (window, path, "fc2.weight");
  wait_for_values (window);
  qs_session_set_bits (window->session, 5);
  qs_session_set_scale (window->session, 0.07);
  app_test_wait_for_result (window->session);
  qs_session_pick_value (window->session, 0.25f);
  before = qs_plot_stack_get_places (window->plots);

  app_test_action (window, "lesson", g_variant_new_string ("ranges"));
  wait_for_values (window);
  g_assert_true (qs_session_get_state (window->session)->is_drawn);
  app_test_action (window, "lesson", g_variant_new_string ("outliers"));
  wait_for_values (window);
  app_test_action (window, "lesson-leave", NULL);
  wait_for_values (window);

  g_assert_false (qs_session_get_state (window->session)->is_drawn);
  g_assert_cmpstr (qst_tensor_get_name (qs_session_get_state (window->session)->tensor), ==, "fc2.weight");
  g_assert_cmpint (qs_session_get_state (window->session)->scheme.format.bits, ==, 5);
  g_assert_true (qs_session_get_state (window->session)->scheme.scale == 0.07f);
  g_assert_true (qs_session_get_pick (window->session, &pick, &index));
  g_assert_true (pick == 0.25f);
  after = qs_plot_stack_get_places (window->plots);
  g_assert_true (g_strv_equal ((const char *const *)before, (const char *const *)after));
  app_test_close (window);
}

/* Each step is one undo group; checks with an optimum are looked at in the background. */
static void
test_optimum (void)
{
  QsWindow *window = open_window ();

  app_test_action (window, "lesson", g_variant_new_string ("scale-and-error"));
  wait_for_values (window);
  app_test_action (window, "lesson-step", g_variant_new_int32 (2));
  wait_for_values (window);
  g_assert_false (is_first_task_done (window));
  qs_session_set_calibration (window->session, QSA_CALIBRATION_MSE);
  g_assert_true (app_test_wait (is_first_task_done, window, 20));
  g_assert_cmpfloat (fabs (qs_learn_get_measured (window->learn, 0)), <, 1.0);
  app_test_action (window, "lesson-restart", NULL);
  app_test_wait_for_result (window->session);
  g_assert_true (qs_session_get_state (window->session)->scheme.scale == 0.61f);
  g_assert_true (is_first_task_done (window));
  app_test_close (window);
}

/* What was done is there in the next window, until it is forgotten. */
static void
test_progress (void)
{
  QsWindow *window = open_window ();
  g_autoptr (GVariant) progress = NULL;
  guint n;

  app_test_action (window, "lesson", g_variant_new_string ("ranges"));
  wait_for_values (window);
  qs_session_set_bits (window->session, 4);
  g_assert_true (app_test_wait (is_first_task_done, window, 20));
  app_test_close (window);

  window = app_test_open_window (1440, 900);
  g_assert_true (app_test_wait (has_lessons, window, 20));
  g_assert_cmpuint (qs_learn_get_n_done (window->learn, qs_learn_find (window->learn, "ranges"), &n), ==, 1);
  progress = qs_learn_forget (window->learn);
  g_assert_cmpuint (qs_learn_get_n_done (window->learn, qs_learn_find (window->learn, "ranges"), &n), ==, 0);
  qs_learn_remember (window->learn, progress);
  g_assert_cmpuint (qs_learn_get_n_done (window->learn, qs_learn_find (window->learn, "ranges"), &n), ==, 1);
  app_test_close (window);
}

static gboolean
is_pane_shown (gpointer window)
{
  return gtk_widget_get_mapped (GTK_WIDGET (QS_WINDOW (window)->learn_pane));
}

/* In a narrow window, too, the lesson is seen when it begins. */
static void
test_narrow (void)
{
  QsWindow *window = app_test_open_window (400, 720);

  g_assert_true (app_test_wait (has_lessons, window, 20));
  app_test_action (window, "first-lesson", NULL);
  wait_for_values (window);
  app_test_run (300);
  g_assert_true (is_pane_shown (window));
  app_test_close (window);
}

static void
test_words (void)
{
  static const struct
  {
    const char *text, *markup;
  } cases[] = {
    { "plain", "plain" },           { "a *b* c", "a <b>b</b> c" },   { "*a* & *b*", "<b>a</b> &amp; <b>b</b>" },
    { "2 * 3", "2 * 3" },           { "<*x*>", "&lt;<b>x</b>&gt;" }, { "a [*b*](c-d)!", "a <a href=\"c-d\"><b>b</b></a>!" },
    { "[0, 1] (x)", "[0, 1] (x)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = qs_lesson_format_markup (cases[i].text);

      g_assert_cmpstr (markup, ==, cases[i].markup);
    }
}

static const char *
get_term (QsWindow *window)
{
  return qs_glossary_window_get_term (QS_GLOSSARY_WINDOW (window->glossary));
}

/* The word that is asked for, the word of what has the focus, and none that there is not. */
static void
test_glossary (void)
{
  QsWindow *window = open_window ();

  app_test_action (window, "glossary", g_variant_new_string ("tie"));
  g_assert_cmpstr (get_term (window), ==, "tie");
  app_test_action (window, "glossary", g_variant_new_string ("flux capacitor"));
  g_assert_cmpstr (get_term (window), ==, "tie");
  gtk_window_close (GTK_WINDOW (window->glossary));
  app_test_run (50);
  g_assert_null (window->glossary);

  app_test_action (window, "first-lesson", NULL);
  wait_for_values (window);
  gtk_widget_child_focus (qs_scheme_panel_get_control (window->scheme_panel, "bits"), GTK_DIR_TAB_FORWARD);
  app_test_action (window, "explain", NULL);
  g_assert_cmpstr (get_term (window), ==, "bit-width");
  app_test_run (100); /* its figure is drawn */
  app_test_close (window);
}

/* Every option once, the same way each time; the right one is not always on top. */
static void
test_shuffle (void)
{
  gboolean moved = FALSE;

  for (guint step = 0; step < 10; step++)
    {
      guint order[QSL_OPTIONS_MAX], again[QSL_OPTIONS_MAX], seen = 0;

      qs_lesson_shuffle ("lesson", step, 4, order);
      qs_lesson_shuffle ("lesson", step, 4, again);
      for (guint i = 0; i < 4; i++)
        {
          seen |= 1u << order[i];
          g_assert_cmpuint (order[i], ==, again[i]);
        }
      g_assert_cmpuint (seen, ==, 0xf);
      moved = moved || order[0] != 0;
    }
  g_assert_true (moved);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/learn/glossary", test_glossary);
  g_test_add_func ("/learn/walk", test_walk);
  g_test_add_func ("/learn/return", test_return);
  g_test_add_func ("/learn/optimum", test_optimum);
  g_test_add_func ("/learn/progress", test_progress);
  g_test_add_func ("/learn/narrow", test_narrow);
  g_test_add_func ("/learn/words", test_words);
  g_test_add_func ("/learn/shuffle", test_shuffle);
  return g_test_run ();
}
