/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the file's groups to a lesson; every complaint names its line. */
#include "lessons/qsl-lesson-private.h"

#include "analysis/qsa-scene.h"
#include "figures/qsf-figures.h"
#include "lessons/qsl-keyfile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GROUP_LESSON "Lesson"
#define GROUP_STEP "Step %u"
#define GROUP_TASK "Step %u Task %u"
#define GROUP_QUESTION "Step %u Question"

static const char *const lesson_keys[] = { "Format",  "Kind",  "Title",     "Goal",      "Order",
                                           "Minutes", "Score", "ScoreShow", "ScoreBest", NULL };
static const char *const step_keys[] = { "Title", "Text", "State", "Views", "Page", NULL };
static const char *const task_keys[] = { "Text", "Check", "Measured", "Show", "Control", "Solution", NULL };
static const char *const question_keys[] = { "Text",    "Hint",    "Option1", "Option2", "Option3",
                                             "Option4", "Option5", "Option6", "Reason1", "Reason2",
                                             "Reason3", "Reason4", "Reason5", "Reason6", NULL };

static const char *const controls[] = { "bits", "signed", "sym",  "narrow", "cal",  "s",    "z", "round",
                                        "pick", "data",   "view", "pow2",   "gran", "axis", NULL };
static const char *const shows[QSL_N_SHOWS + 1] = { "number", "integer", "percent", "dB", NULL };
static const char *const pages[] = { "explore", "matrix", "accuracy", "integer", "compare", "model", NULL };

/* The key without its language. */
static gboolean
is_known (const char *const *known, const char *key)
{
  g_autofree char *plain = g_strdup (key);
  char *bracket = strchr (plain, '[');

  if (bracket != NULL)
    *bracket = '\0';
  return g_strv_contains (known, plain);
}

static gboolean
check_keys (QslKeyfile *file, const char *group, const char *const *known, GError **error)
{
  g_auto (GStrv) keys = qsl_keyfile_get_keys (file, group);

  for (char **key = keys; key != NULL && *key != NULL; key++)
    if (!is_known (known, *key))
      {
        g_autofree char *list = g_strjoinv (", ", (char **)known);

        return qsl_keyfile_complain (file, group, *key, error, _ ("there is no key “%s” here; expected one of %s"), *key, list);
      }
  return TRUE;
}

/* A text that must be there. */
static gboolean
take_text (QslKeyfile *file, const char *group, const char *key, char **text, GError **error)
{
  *text = qsl_keyfile_get_translated (file, group, key);
  if (*text != NULL && **text != '\0')
    return TRUE;
  return qsl_keyfile_complain (file, group, key, error, _ ("[%s] needs the key “%s”"), group, key);
}

/* An expression; one that must be there where needed. */
static gboolean
take_expression (QslKeyfile *file, const char *group, const char *key, gboolean needed, QslExpression **expression,
                 GError **error)
{
  g_autofree char *text = qsl_keyfile_get_text (file, group, key);
  g_autoptr (GError) local = NULL;

  if (text == NULL)
    return !needed || qsl_keyfile_complain (file, group, key, error, _ ("[%s] needs the key “%s”"), group, key);
  *expression = qsl_expression_new (text, &local);
  if (*expression != NULL)
    return TRUE;
  return qsl_keyfile_complain (file, group, key, error, "%s: %s", key, local->message);
}

/* One word of a list, NULL where the key is not there. */
static gboolean
take_word (QslKeyfile *file, const char *group, const char *key, const char *const *known, int *index, GError **error)
{
  g_autofree char *text = qsl_keyfile_get_text (file, group, key);

  *index = -1;
  if (text == NULL)
    return TRUE;
  for (int i = 0; known[i] != NULL; i++)
    if (strcmp (known[i], text) == 0)
      {
        *index = i;
        return TRUE;
      }
  g_autofree char *list = g_strjoinv (", ", (char **)known);
  return qsl_keyfile_complain (file, group, key, error, _ ("%s: expected one of %s"), key, list);
}

static gboolean
take_show (QslKeyfile *file, const char *group, const char *key, QslShow *show, GError **error)
{
  int index;

  if (!take_word (file, group, key, shows, &index, error))
    return FALSE;
  *show = index < 0 ? QSL_SHOW_NUMBER : (QslShow)index;
  return TRUE;
}

/* A setup line that holds; entry= is allowed where a reader may type. */
static gboolean
take_setup (QslKeyfile *file, const char *group, const char *key, gboolean with_entry, char **line, GError **error)
{
  g_autofree char *setup_text = NULL;
  g_autoptr (GError) local = NULL;
  QsaScene setup;
  double entry;

  *line = qsl_keyfile_get_text (file, group, key);
  if (*line == NULL)
    return TRUE;
  qsa_scene_init (&setup);
  setup.is_drawn = TRUE; /* the step before may have drawn */
  setup.scheme.format.bits = QSC_BITS_MAX;
  if (with_entry ? qsl_split_entry (*line, &setup_text, &entry, &local) : TRUE)
    qsa_scene_apply (&setup, with_entry ? setup_text : *line, local == NULL ? &local : NULL);
  return local == NULL || qsl_keyfile_complain (file, group, key, error, "%s: %s", key, local->message);
}

static gboolean
take_number (QslKeyfile *file, const char *group, const char *key, int min, int max, int *number, GError **error)
{
  g_autofree char *text = qsl_keyfile_get_text (file, group, key);
  gint64 whole = *number;

  if (text != NULL && !g_ascii_string_to_signed (text, 10, min, max, &whole, NULL))
    return qsl_keyfile_complain (file, group, key, error, _ ("%s: expected a whole number from %d to %d"), key, min, max);
  *number = (int)whole;
  return TRUE;
}

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n\t", -1);
  guint n = 0;

  for (char **word = words; *word != NULL; word++)
    n += **word != '\0';
  return n;
}

static gboolean
parse_task (QslKeyfile *file, const char *group, QslTask *task, GError **error)
{
  int control;

  if (!check_keys (file, group, task_keys, error) || !take_text (file, group, "Text", &task->text, error)
      || !take_expression (file, group, "Check", TRUE, &task->check, error)
      || !take_expression (file, group, "Measured", FALSE, &task->measured, error)
      || !take_show (file, group, "Show", &task->show, error) || !take_word (file, group, "Control", controls, &control, error)
      || !take_setup (file, group, "Solution", TRUE, &task->solution, error))
    return FALSE;
  task->control = g_strdup (control >= 0 ? controls[control] : NULL);
  task->has_entry = qsl_expression_has_entry (task->check);
  if (task->solution == NULL)
    return qsl_keyfile_complain (file, group, NULL, error, _ ("[%s] needs the key “%s”"), group, "Solution");
  return TRUE;
}

static gboolean
parse_option (QslKeyfile *file, const char *group, guint i, GPtrArray *options, gboolean *more, GError **error)
{
  g_autofree char *text_key = g_strdup_printf ("Option%u", i);
  g_autofree char *reason_key = g_strdup_printf ("Reason%u", i);
  g_autofree char *there = qsl_keyfile_get_text (file, group, text_key);
  QslOption *option;

  *more = there != NULL;
  if (!*more)
    return TRUE;
  option = g_new0 (QslOption, 1);
  g_ptr_array_add (options, option);
  return take_text (file, group, text_key, &option->text, error) && take_text (file, group, reason_key, &option->reason, error);
}

static gboolean
parse_question (QslKeyfile *file, const char *group, QslQuestion *question, GError **error)
{
  gboolean more = TRUE;

  question->options = g_ptr_array_new_with_free_func ((GDestroyNotify)qsl_option_free);
  if (!check_keys (file, group, question_keys, error) || !take_text (file, group, "Text", &question->text, error)
      || !take_text (file, group, "Hint", &question->hint, error))
    return FALSE;
  for (guint i = 1; i <= QSL_OPTIONS_MAX && more; i++)
    if (!parse_option (file, group, i, question->options, &more, error))
      return FALSE;
  if (question->options->len < 2)
    return qsl_keyfile_complain (file, group, NULL, error,
                                 _ ("a question needs two options or more, Option1 being the right one"));
  return TRUE;
}

static gboolean
parse_views (QslKeyfile *file, const char *group, QslStep *step, GError **error)
{
  g_autofree char *text = qsl_keyfile_get_text (file, group, "Views");
  int page;

  step->views = g_strsplit (text != NULL ? g_strstrip (text) : "", " ", -1);
  for (char **nick = step->views; *nick != NULL; nick++)
    {
      QsfView view;

      if (!qsf_view_from_nick (*nick, &view))
        return qsl_keyfile_complain (file, group, "Views", error, _ ("there is no view “%s”"), *nick);
    }
  if (!take_word (file, group, "Page", pages, &page, error))
    return FALSE;
  step->page = g_strdup (page >= 0 ? pages[page] : NULL);
  return TRUE;
}

static gboolean
parse_tasks (QslKeyfile *file, guint i, QslStep *step, GError **error)
{
  for (guint j = 1; j <= QSL_TASKS_MAX; j++)
    {
      g_autofree char *group = g_strdup_printf (GROUP_TASK, i, j);
      QslTask *task;

      if (!qsl_keyfile_has_group (file, group))
        return TRUE;
      task = g_new0 (QslTask, 1);
      g_ptr_array_add (step->tasks, task);
      if (!parse_task (file, group, task, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse_step (QslKeyfile *file, guint i, const char *group, QslStep *step, GError **error)
{
  g_autofree char *question = g_strdup_printf (GROUP_QUESTION, i);
  g_autofree char *plain = qsl_keyfile_get_text (file, group, "Text");

  if (!check_keys (file, group, step_keys, error) || !take_text (file, group, "Text", &step->text, error)
      || !take_setup (file, group, "State", FALSE, &step->state, error) || !parse_views (file, group, step, error))
    return FALSE;
  if (count_words (plain) > QSL_WORDS_MAX)
    return qsl_keyfile_complain (file, group, "Text", error, _ ("the text has %u words; a step has at most %d"),
                                 count_words (plain), QSL_WORDS_MAX);
  step->title = qsl_keyfile_get_translated (file, group, "Title");
  if (!parse_tasks (file, i, step, error))
    return FALSE;
  if (!qsl_keyfile_has_group (file, question))
    return TRUE;
  step->question = g_new0 (QslQuestion, 1);
  return parse_question (file, question, step->question, error);
}

static gboolean
parse_steps (QslKeyfile *file, QslLesson *self, GError **error)
{
  for (guint i = 1; i <= QSL_STEPS_MAX; i++)
    {
      g_autofree char *group = g_strdup_printf (GROUP_STEP, i);
      QslStep *step;

      if (!qsl_keyfile_has_group (file, group))
        break;
      step = g_new0 (QslStep, 1);
      step->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify)qsl_task_free);
      g_ptr_array_add (self->steps, step);
      if (!parse_step (file, i, group, step, error))
        return FALSE;
    }
  if (self->steps->len == 0)
    return qsl_keyfile_complain (file, GROUP_LESSON, NULL, error, _ ("the lesson has no [Step 1]"));
  if (self->kind == QSL_KIND_CHALLENGE
      && (self->steps->len != 1 || ((QslStep *)g_ptr_array_index (self->steps, 0))->tasks->len != 1))
    return qsl_keyfile_complain (file, GROUP_LESSON, "Kind", error, _ ("a challenge has one step with one task"));
  return TRUE;
}

/* Groups that nothing above has looked at: misspelt, or with a gap in the numbers. */
static gboolean
check_groups (QslKeyfile *file, const QslLesson *self, GError **error)
{
  g_auto (GStrv) groups = qsl_keyfile_get_groups (file);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_hash_table_add (known, g_strdup (GROUP_LESSON));
  for (guint i = 0; i < self->steps->len; i++)
    {
      const QslStep *step = g_ptr_array_index (self->steps, i);

      g_hash_table_add (known, g_strdup_printf (GROUP_STEP, i + 1));
      if (step->question != NULL)
        g_hash_table_add (known, g_strdup_printf (GROUP_QUESTION, i + 1));
      for (guint j = 0; j < step->tasks->len; j++)
        g_hash_table_add (known, g_strdup_printf (GROUP_TASK, i + 1, j + 1));
    }
  for (char **group = groups; *group != NULL; group++)
    if (!g_hash_table_contains (known, *group))
      return qsl_keyfile_complain (file, *group, NULL, error,
                                   _ ("[%s] belongs to nothing: steps and their tasks are counted from 1 without a gap"), *group);
  return TRUE;
}

static gboolean
parse_head (QslKeyfile *file, QslLesson *self, GError **error)
{
  static const char *const kinds[] = { "lesson", "challenge", NULL };
  static const char *const bests[] = { "high", "low", NULL };
  int format = 0, kind, best;

  if (!qsl_keyfile_has_group (file, GROUP_LESSON))
    return qsl_keyfile_complain (file, GROUP_LESSON, NULL, error, _ ("expected the group [Lesson] first"));
  self->minutes = 5;
  self->order = 1000;
  if (!check_keys (file, GROUP_LESSON, lesson_keys, error)
      || !take_number (file, GROUP_LESSON, "Format", 0, G_MAXINT, &format, error))
    return FALSE;
  if (format != 1)
    return qsl_keyfile_complain (file, GROUP_LESSON, "Format", error,
                                 format > 1 ? _ ("this lesson is of a later version of the format; expected Format=1")
                                            : _ ("expected Format=1"));
  if (!take_word (file, GROUP_LESSON, "Kind", kinds, &kind, error)
      || !take_word (file, GROUP_LESSON, "ScoreBest", bests, &best, error)
      || !take_text (file, GROUP_LESSON, "Title", &self->title, error)
      || !take_text (file, GROUP_LESSON, "Goal", &self->goal, error)
      || !take_number (file, GROUP_LESSON, "Order", 0, 100000, &self->order, error)
      || !take_number (file, GROUP_LESSON, "Minutes", 1, 600, &self->minutes, error)
      || !take_show (file, GROUP_LESSON, "ScoreShow", &self->score_show, error))
    return FALSE;
  self->kind = kind > 0 ? QSL_KIND_CHALLENGE : QSL_KIND_LESSON;
  self->score_low = best > 0;
  return take_expression (file, GROUP_LESSON, "Score", self->kind == QSL_KIND_CHALLENGE, &self->score, error);
}

QslLesson *
qsl_lesson_new (const char *id, const char *text, gsize length, GError **error)
{
  g_autoptr (QslLesson) self = g_new0 (QslLesson, 1);
  g_autoptr (QslKeyfile) file = NULL;

  g_atomic_ref_count_init (&self->refs);
  self->id = g_strdup (id);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify)qsl_step_free);
  file = qsl_keyfile_new (text, length, error);
  if (file == NULL || !parse_head (file, self, error) || !parse_steps (file, self, error) || !check_groups (file, self, error))
    return NULL;
  return g_steal_pointer (&self);
}
