/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-verify.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Line 1 is [Lesson]; [Step 1] stands in line 6, its task in line 10, the question in line 15. */
#define HEAD "[Lesson]\nFormat=1\nTitle=A\nGoal=B\n\n"
#define STEP "[Step 1]\nText=Some *words*.\nState=data=gaussian count=1024 bits=4 s=0.5 pick=0.73\nViews=histogram mse\n"
#define TASK "[Step 1 Task 1]\nText=Do it\nCheck=pick.q == -3\nMeasured=pick.q\nSolution=pick=-1.5\n"
#define QUESTION "[Step 1 Question]\nText=Why?\nHint=Look\nOption1=Yes\nReason1=It is\nOption2=No\nReason2=It is not\n"

static QslLesson *
parse (const char *text, GError **error)
{
  return qsl_lesson_new ("test", text, strlen (text), error);
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QslLesson) lesson = parse (HEAD STEP TASK QUESTION, &error);
  const QslStep *step;
  const QslTask *task;

  g_assert_no_error (error);
  g_assert_cmpstr (lesson->title, ==, "A");
  g_assert_cmpint (lesson->kind, ==, QSL_KIND_LESSON);
  g_assert_cmpuint (lesson->steps->len, ==, 1);
  step = g_ptr_array_index (lesson->steps, 0);
  g_assert_cmpstr (step->views[1], ==, "mse");
  g_assert_cmpuint (step->question->options->len, ==, 2);
  task = g_ptr_array_index (step->tasks, 0);
  g_assert_false (task->has_entry);
  g_assert_true (qsl_verify (lesson, NULL, NULL, &error));
  g_assert_no_error (error);
}

/* Every mistake is told with its line. */
static void
test_mistakes (void)
{
  static const struct
  {
    const char *text, *line, *words;
  } bad[] = {
    { "", "line 1:", "[Lesson]" },
    { "Title=A\n", "line 1:", "group" },
    { "[Lesson\n", "line 1:", "brackets" },
    { "[Lesson]\nFormat=1\nnonsense\n", "line 3:", "KEY=VALUE" },
    { "[Lesson]\nFormat=1\nTitle=A\nTitle=B\n", "line 4:", "line 3" },
    { "[Lesson]\nFormat=2\nTitle=A\nGoal=B\n", "line 2:", "later version" },
    { "[Lesson]\nTitle=A\nGoal=B\n", "line 1:", "Format=1" },
    { "[Lesson]\nFormat=1\nTitle=A\nGoal=B\nColour=red\n", "line 5:", "Colour" },
    { "[Lesson]\nFormat=1\nGoal=B\n", "line 1:", "Title" },
    { HEAD, "line 1:", "Step 1" },
    { HEAD "[Step 2]\nText=x\n", "line 1:", "Step 1" },
    { HEAD STEP "[Step 1 Task 2]\nText=x\n", "line 10:", "Task 2" },
    { HEAD STEP "[Step 1 Tusk 1]\nText=x\n", "line 10:", "Tusk" },
    { HEAD "[Step 1]\nText=x\nState=bits=99\n", "line 8:", "bits=99" },
    { HEAD "[Step 1]\nText=x\nViews=histogram nothing\n", "line 8:", "nothing" },
    { HEAD "[Step 1]\nText=x\nPage=home\n", "line 8:", "explore" },
    { HEAD STEP "[Step 1 Task 1]\nText=x\nCheck=depth > 1\nSolution=bits=4\n", "line 12:", "column 1" },
    { HEAD STEP "[Step 1 Task 1]\nText=x\nCheck=bits > 1\n", "line 10:", "Solution" },
    { HEAD STEP "[Step 1 Task 1]\nText=x\nCheck=bits > 1\nSolution=entry=x\n", "line 13:", "number" },
    { HEAD STEP "[Step 1 Task 1]\nText=x\nCheck=bits > 1\nSolution=bits=4\nShow=big\n", "line 14:", "percent" },
    { HEAD STEP "[Step 1 Question]\nText=x\nHint=y\nOption1=a\nReason1=b\n", "line 10:", "two options" },
    { HEAD STEP "[Step 1 Question]\nText=x\nHint=y\nOption1=a\nOption2=b\nReason1=b\n", "line 10:", "Reason2" },
    { "[Lesson]\nFormat=1\nKind=challenge\nTitle=A\nGoal=B\n" STEP TASK, "line 1:", "Score" },
    { "[Lesson]\nFormat=1\nKind=challenge\nScore=sqnr\nTitle=A\nGoal=B\n" STEP, "line 3:", "one task" },
    { "[Lesson]\nFormat=1\nTitle=A\xff\n", "line 3:", "UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      if (parse (bad[i].text, &error) != NULL)
        g_error ("accepted: %s", bad[i].text);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      if (!g_str_has_prefix (error->message, bad[i].line) || strstr (error->message, bad[i].words) == NULL)
        g_error ("%s\nsays “%s”, expected “%s … %s”", bad[i].text, error->message, bad[i].line, bad[i].words);
    }
}

static void
test_words (void)
{
  GString *text = g_string_new (HEAD "[Step 1]\nText=");
  g_autoptr (GError) error = NULL;
  g_autoptr (QslLesson) lesson = NULL;

  for (int i = 0; i < QSL_WORDS_MAX; i++)
    g_string_append (text, "word ");
  lesson = parse (text->str, &error);
  g_assert_no_error (error);
  g_string_append (text, "more");
  g_assert_null (parse (text->str, &error));
  g_assert_nonnull (strstr (error->message, "61 words"));
  g_string_free (text, TRUE);
}

/* The file's own translation goes before any catalogue. */
static void
test_language (void)
{
  static const char text[] = "[Lesson]\nFormat=1\nTitle=One\nTitle[xx]=Two\nGoal=B\n[Step 1]\nText=Words\nText[xx]=Parole\n";
  g_autofree char *before = g_strdup (g_getenv ("LANGUAGE"));
  g_autoptr (QslLesson) lesson = NULL;

  g_assert_true (g_setenv ("LANGUAGE", "xx", TRUE));
  lesson = parse (text, NULL);
  if (before != NULL)
    g_setenv ("LANGUAGE", before, TRUE);
  else
    g_unsetenv ("LANGUAGE");
  if (strcmp (lesson->title, "Two") != 0)
    {
      g_test_skip ("the locale has no languages");
      return;
    }
  g_assert_cmpstr (((QslStep *)g_ptr_array_index (lesson->steps, 0))->text, ==, "Parole");
}

/* A check that holds before its solution, or not after it, is no check. */
static void
test_verify (void)
{
  static const struct
  {
    const char *check, *words;
  } bad[] = {
    { "pick.q < 100", "before" },
    { "pick.q == 99", "does not hold" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text =
          g_strconcat (HEAD STEP "[Step 1 Task 1]\nText=Do it\nSolution=pick=-1.5\nCheck=", bad[i].check, "\n", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (QslLesson) lesson = parse (text, &error);

      g_assert_no_error (error);
      g_assert_false (qsl_verify (lesson, NULL, NULL, &error));
      g_assert_nonnull (strstr (error->message, bad[i].words));
      g_assert_nonnull (strstr (error->message, "step 1, task 1"));
    }
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

/* A teacher's folder: adds, replaces, and a broken file is told and left out; what is no file is not opened. */
static void
test_folders (void)
{
  g_autofree char *ours = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *theirs = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *pipe = g_build_filename (theirs, "pipe.lesson", NULL);
  const char *const folders[] = { ours, "/nonexistent", theirs, NULL };
  g_autoptr (GPtrArray) errors = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lessons = NULL;

  write_file (ours, "one.lesson", "[Lesson]\nFormat=1\nOrder=2\nTitle=One\nGoal=x\n[Step 1]\nText=x\n");
  write_file (ours, "two.lesson", "[Lesson]\nFormat=1\nOrder=1\nTitle=Two\nGoal=x\n[Step 1]\nText=x\n");
  write_file (ours, "README.md", "not a lesson");
  write_file (theirs, "one.lesson", "[Lesson]\nFormat=1\nOrder=3\nTitle=Mine\nGoal=x\n[Step 1]\nText=x\n");
  write_file (theirs, "bad.lesson", "[Lesson]\nFormat=1\nTitle=Bad\nGoal=x\n[Step 1]\n");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  lessons = qsl_lesson_load_folders (folders, errors);
  g_assert_cmpuint (lessons->len, ==, 2);
  g_assert_cmpstr (((QslLesson *)g_ptr_array_index (lessons, 0))->title, ==, "Two");
  g_assert_cmpstr (((QslLesson *)g_ptr_array_index (lessons, 1))->title, ==, "Mine");
  g_assert_cmpuint (errors->len, ==, 2);
  for (guint i = 0; i < errors->len; i++)
    {
      const char *message = g_ptr_array_index (errors, i);

      g_assert_true (strstr (message, "bad.lesson: line 5:") != NULL || strstr (message, "pipe.lesson: ") != NULL);
    }
  remove_folder (ours);
  remove_folder (theirs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/whole", test_whole);
  g_test_add_func ("/lesson/mistakes", test_mistakes);
  g_test_add_func ("/lesson/words", test_words);
  g_test_add_func ("/lesson/language", test_language);
  g_test_add_func ("/lesson/verify", test_verify);
  g_test_add_func ("/lesson/folders", test_folders);
  return g_test_run ();
}
