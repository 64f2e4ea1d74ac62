/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lessons that we ship, each played through its intended solution. */
#include "lessons/qsl-verify.h"

#include <math.h>

static GPtrArray *
load (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "lessons", NULL);
  const char *const folders[] = { folder, NULL };
  g_autoptr (GPtrArray) errors = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *lessons = qsl_lesson_load_folders (folders, errors);

  for (guint i = 0; i < errors->len; i++)
    g_error ("%s", (char *)g_ptr_array_index (errors, i));
  return lessons;
}

static void
test_play (gconstpointer data)
{
  const QslLesson *lesson = data;
  g_autoptr (GArray) played = g_array_new (FALSE, FALSE, sizeof (QslPlayed));
  g_autoptr (GError) error = NULL;

  qsl_verify ((QslLesson *)lesson, played, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (played->len, >, 0);
  for (guint i = 0; i < played->len; i++)
    {
      const QslPlayed *one = &g_array_index (played, QslPlayed, i);
      const QslStep *step = g_ptr_array_index (lesson->steps, one->step);
      const QslTask *task = g_ptr_array_index (step->tasks, one->task);

      g_assert_true (task->measured == NULL || !isnan (one->measured));
    }
}

/* Each lesson asks a question, and all options have reasons. */
static void
test_questions (gconstpointer data)
{
  const GPtrArray *lessons = data;

  for (guint i = 0; i < lessons->len; i++)
    {
      const QslLesson *lesson = g_ptr_array_index (lessons, i);
      guint n = 0;

      for (guint j = 0; j < lesson->steps->len; j++)
        n += ((QslStep *)g_ptr_array_index (lesson->steps, j))->question != NULL;
      if (n == 0 && lesson->kind == QSL_KIND_LESSON)
        g_error ("%s asks nothing", lesson->id);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) lessons = NULL;

  g_test_init (&argc, &argv, NULL);
  lessons = load ();
  for (guint i = 0; i < lessons->len; i++)
    {
      QslLesson *lesson = g_ptr_array_index (lessons, i);
      g_autofree char *path = g_strconcat ("/lessons/play/", lesson->id, NULL);

      g_test_add_data_func (path, lesson, test_play);
    }
  g_test_add_data_func ("/lessons/questions", lessons, test_questions);
  return g_test_run ();
}
