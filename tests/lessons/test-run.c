/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-run.h"

#include <math.h>
#include <string.h>

static const char text[] =
    "[Lesson]\nFormat=1\nTitle=A\nGoal=B\n"
    "[Step 1]\nText=x\nState=data=gaussian bits=4\n"
    "[Step 1 Task 1]\nText=x\nCheck=bits == 5\nSolution=bits=5\n"
    "[Step 1 Task 2]\nText=x\nCheck=bits == 6\nSolution=bits=6\n"
    "[Step 1 Question]\nText=x\nHint=y\nOption1=a\nReason1=a\nOption2=b\nReason2=b\nOption3=c\nReason3=c\nOption4=d\nReason4=d\n"
    "[Step 2]\nText=x\n"
    "[Step 2 Task 1]\nText=x\nCheck=bits == 7\nSolution=bits=7\n";

/* Facts of a few values at a width. */
typedef struct
{
  QsaSource *source;
  QsaResult *result;
  QslFacts facts;
} Scene;

static void
set_bits (Scene *self, int bits)
{
  static const float values[] = { -1.0f, 0.1f, 0.5f, 0.77f };
  const guint64 shape[] = { G_N_ELEMENTS (values) };
  QsaRequest request = { .auto_range = TRUE };

  if (self->source == NULL)
    {
      g_autoptr (QstTensor) tensor = qst_tensor_new_take ("x", "distribution", 1, shape, g_memdup2 (values, sizeof values));

      self->source = qsa_source_new (tensor, NULL, NULL);
    }
  g_clear_pointer (&self->result, qsa_result_unref);
  request.source = self->source;
  qsa_scheme_init (&request.scheme);
  request.scheme.format.bits = bits;
  self->result = qsa_result_new (&request, NULL, NULL, NULL);
  qsl_facts_init (&self->facts, self->result);
}

static void
scene_clear (Scene *self)
{
  g_clear_pointer (&self->result, qsa_result_unref);
  g_clear_pointer (&self->source, qsa_source_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static QslRun *
new_run (const char *lesson_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QslLesson) lesson = qsl_lesson_new ("x", lesson_text, strlen (lesson_text), &error);

  g_assert_no_error (error);
  return qsl_run_new (lesson);
}

static void
test_latched (void)
{
  g_autoptr (QslRun) run = new_run (text);
  g_auto (Scene) scene = { 0 };
  guint n;

  set_bits (&scene, 4);
  g_assert_false (qsl_run_update (run, &scene.facts));
  set_bits (&scene, 6);
  g_assert_true (qsl_run_update (run, &scene.facts));
  g_assert_false (qsl_run_is_done (run, 0, 0));
  g_assert_true (qsl_run_is_done (run, 0, 1));
  set_bits (&scene, 4);
  g_assert_false (qsl_run_update (run, &scene.facts));
  g_assert_true (qsl_run_is_done (run, 0, 1));
  /* Tasks of another step do not look. */
  set_bits (&scene, 7);
  g_assert_false (qsl_run_update (run, &scene.facts));
  g_assert_cmpuint (qsl_run_get_n_done (run, &n), ==, 1);
  g_assert_cmpuint (n, ==, 4);
  qsl_run_set_step (run, 1);
  g_assert_true (qsl_run_update (run, &scene.facts));
  g_assert_cmpuint (qsl_run_get_n_done (run, &n), ==, 2);
  qsl_run_set_step (run, 99);
  g_assert_cmpuint (qsl_run_get_step (run), ==, 1);
}

static void
test_answers (void)
{
  g_autoptr (QslRun) run = new_run (text);

  g_assert_false (qsl_run_answer (run, 1));
  g_assert_false (qsl_run_answer (run, 1));
  g_assert_false (qsl_run_needs_hint (run, 0));
  g_assert_false (qsl_run_answer (run, 3));
  g_assert_true (qsl_run_needs_hint (run, 0));
  g_assert_true (qsl_run_was_tried (run, 0, 3));
  g_assert_false (qsl_run_is_answered (run, 0));
  g_assert_true (qsl_run_answer (run, 0));
  g_assert_true (qsl_run_is_answered (run, 0));
  g_assert_false (qsl_run_needs_hint (run, 0));
}

static void
test_text (void)
{
  g_autoptr (QslRun) run = new_run (text);
  g_autoptr (QslRun) again = new_run (text);
  g_auto (Scene) scene = { 0 };
  g_autofree char *kept = NULL;
  g_autofree char *second = NULL;
  static const char *const nonsense[] = { "", "x", "1 2 3 4 5 6 7 8", "99 nan ffffffff:ffffffff zz", "-1 inf : :" };

  set_bits (&scene, 5);
  qsl_run_update (run, &scene.facts);
  qsl_run_answer (run, 2);
  qsl_run_set_step (run, 1);
  kept = qsl_run_to_text (run);
  qsl_run_read_text (again, kept);
  second = qsl_run_to_text (again);
  g_assert_cmpstr (kept, ==, second);
  g_assert_true (qsl_run_is_done (again, 0, 0));
  g_assert_false (qsl_run_is_done (again, 0, 1));
  g_assert_true (qsl_run_was_tried (again, 0, 2));
  g_assert_cmpuint (qsl_run_get_step (again), ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      guint n;

      qsl_run_read_text (again, nonsense[i]);
      g_assert_cmpuint (qsl_run_get_step (again), <, 2);
      g_assert_cmpuint (qsl_run_get_n_done (again, &n), <=, n);
    }
}

/* The best score while the task holds; better may be less. */
static void
test_score (void)
{
  static const char high[] = "[Lesson]\nFormat=1\nKind=challenge\nTitle=A\nGoal=B\nScore=bits\n[Step 1]\nText=x\n"
                             "[Step 1 Task 1]\nText=x\nCheck=bits >= 4\nSolution=bits=5\n";
  static const char low[] = "[Lesson]\nFormat=1\nKind=challenge\nTitle=A\nGoal=B\nScore=bits\nScoreBest=low\n[Step 1]\nText=x\n"
                            "[Step 1 Task 1]\nText=x\nCheck=bits >= 4\nSolution=bits=5\n";
  g_autoptr (QslRun) most = new_run (high);
  g_autoptr (QslRun) least = new_run (low);
  g_auto (Scene) scene = { 0 };
  static const int widths[] = { 3, 5, 8, 4, 6 };

  g_assert_true (isnan (qsl_run_get_score (most)));
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      set_bits (&scene, widths[i]);
      qsl_run_update (most, &scene.facts);
      qsl_run_update (least, &scene.facts);
    }
  g_assert_cmpfloat (qsl_run_get_score (most), ==, 8);
  g_assert_cmpfloat (qsl_run_get_score (least), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/latched", test_latched);
  g_test_add_func ("/run/answers", test_answers);
  g_test_add_func ("/run/text", test_text);
  g_test_add_func ("/run/score", test_score);
  return g_test_run ();
}
