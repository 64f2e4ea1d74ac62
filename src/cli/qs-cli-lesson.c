/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a lesson file is right: its form, and that each of its checks can be met. */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cli/qs-cli-table.h"
#include "lessons/qsl-verify.h"
#include "plot/qsp-number.h"
#include "tensor/qst-quote.h"

static char *
describe_number (double value, QslShow show)
{
  switch (show)
    {
    case QSL_SHOW_INTEGER:
      return isfinite (value) ? qsp_format_integer ((gint64)value) : g_strdup ("—");
    case QSL_SHOW_PERCENT:
      return qsp_format_percent (value / 100.0, TRUE);
    case QSL_SHOW_DB:
      {
        g_autofree char *number = qsp_format_decimals (value, 1, TRUE);

        return g_strdup_printf ("%s dB", number);
      }
    case QSL_SHOW_NUMBER:
    case QSL_N_SHOWS:
    default:
      return qsp_format_number (value, 4, TRUE);
    }
}

static void
print_lesson (const QslLesson *lesson)
{
  g_autofree char *title = qst_quote (lesson->title, -1);
  g_autofree char *goal = qst_quote (lesson->goal, -1);

  g_print ("%s\n%s\n\n", title, goal);
  for (guint i = 0; i < lesson->steps->len; i++)
    {
      const QslStep *step = g_ptr_array_index (lesson->steps, i);
      g_autofree char *text = qst_quote (step->text, -1);

      g_print ("%u. %s\n", i + 1, text);
      for (guint j = 0; j < step->tasks->len; j++)
        {
          const QslTask *task = g_ptr_array_index (step->tasks, j);
          g_autofree char *words = qst_quote (task->text, -1);

          g_print ("   – %s\n", words);
        }
    }
}

static void
print_played (const QslLesson *lesson, const GArray *played)
{
  g_autoptr (QsCliTable) table = qs_cli_table_new ("llr");

  for (guint i = 0; i < played->len; i++)
    {
      const QslPlayed *one = &g_array_index (played, QslPlayed, i);
      const QslStep *step = g_ptr_array_index (lesson->steps, one->step);
      const QslTask *task = g_ptr_array_index (step->tasks, one->task);

      qs_cli_table_take (table, g_strdup_printf ("%u.%u", one->step + 1, one->task + 1));
      qs_cli_table_take (table, qst_quote (task->text, -1));
      qs_cli_table_take (table, task->measured != NULL ? describe_number (one->measured, task->show) : g_strdup (""));
    }
  qs_cli_table_print (table, 2);
}

static gboolean
check (const QslLesson *lesson, GError **error)
{
  g_autoptr (GArray) played = g_array_new (FALSE, FALSE, sizeof (QslPlayed));
  const gboolean passed = qsl_verify ((QslLesson *)lesson, played, NULL, error);

  print_played (lesson, played);
  if (!passed)
    {
      g_prefix_error (error, "%s: ", lesson->id);
      return FALSE;
    }
  /* Translators: of a lesson file that was checked. */
  g_print (_ ("%s: every check fails before its solution and holds after it\n"), lesson->id);
  return TRUE;
}

static void
print_names (void)
{
  g_autoptr (QsCliTable) table = qs_cli_table_new ("ll");

  for (guint i = 0; i < qsl_facts_get_n (); i++)
    {
      qs_cli_table_add (table, qsl_facts_get_name (i));
      qs_cli_table_add (table, qsl_facts_get_summary (i));
    }
  qs_cli_table_print (table, 2);
}

static gboolean
read_lesson (const char *path, gboolean play, GError **error)
{
  g_autoptr (QslLesson) lesson = qsl_lesson_load (path, error);

  if (lesson == NULL)
    return FALSE;
  if (play)
    return check (lesson, error);
  print_lesson (lesson);
  return TRUE;
}

gboolean
qs_cli_lesson (char **arguments, GError **error)
{
  gboolean play = FALSE, names = FALSE;
  const GOptionEntry own[] = {
    { "check", 0, 0, G_OPTION_ARG_NONE, &play, N_ ("Play the solutions and see the checks fail before and hold after them"),
      NULL },
    { "names", 0, 0, G_OPTION_ARG_NONE, &names, N_ ("List the names that checks may use"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };

  if (!qs_cli_options_parse (&options, arguments, _ ("FILE… [--check]"),
                             _ ("Reads lesson files and tells what is wrong with them."), own, QS_CLI_NO_GROUPS, error))
    return FALSE;
  if (names)
    {
      print_names ();
      return TRUE;
    }
  if (options.words[0] == NULL)
    return qs_cli_refuse (error, _ ("A FILE with a lesson is needed"));
  for (char **path = options.words; *path != NULL; path++)
    if (!read_lesson (*path, play, error))
      return FALSE;
  return TRUE;
}
