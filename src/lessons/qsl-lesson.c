/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <math.h>
#include <string.h>

#define SUFFIX ".lesson"

void
qsl_option_free (QslOption *option)
{
  g_free (option->text);
  g_free (option->reason);
  g_free (option);
}

void
qsl_question_free (QslQuestion *question)
{
  g_free (question->text);
  g_free (question->hint);
  g_ptr_array_unref (question->options);
  g_free (question);
}

void
qsl_task_free (QslTask *task)
{
  g_free (task->text);
  g_clear_pointer (&task->check, qsl_expression_free);
  g_clear_pointer (&task->measured, qsl_expression_free);
  g_free (task->control);
  g_free (task->solution);
  g_free (task);
}

void
qsl_step_free (QslStep *step)
{
  g_free (step->title);
  g_free (step->text);
  g_free (step->state);
  g_strfreev (step->views);
  g_free (step->page);
  g_ptr_array_unref (step->tasks);
  g_clear_pointer (&step->question, qsl_question_free);
  g_free (step);
}

QslLesson *
qsl_lesson_ref (QslLesson *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsl_lesson_unref (QslLesson *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->goal);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->score, qsl_expression_free);
  g_free (self);
}

static char *
get_id (const char *path)
{
  char *name = g_path_get_basename (path);

  if (g_str_has_suffix (name, SUFFIX))
    name[strlen (name) - strlen (SUFFIX)] = '\0';
  return name;
}

/* A regular file of a bounded size: what lies in the folder may be anything. */
static gboolean
check_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && g_file_info_get_size (info) <= QSL_FILE_BYTES_MAX)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("A lesson is a text file of at most %d KiB"),
               QSL_FILE_BYTES_MAX / 1024);
  return FALSE;
}

QslLesson *
qsl_lesson_load (const char *path, GError **error)
{
  g_autofree char *id = get_id (path);
  g_autofree char *text = NULL;
  QslLesson *self = NULL;
  gsize length;

  if (check_file (path, error) && g_file_get_contents (path, &text, &length, error))
    self = qsl_lesson_new (id, text, length, error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", path);
  return self;
}

static void
load_folder (const char *folder, GHashTable *lessons, GPtrArray *errors)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      QslLesson *lesson;

      if (!g_str_has_suffix (name, SUFFIX))
        continue;
      lesson = qsl_lesson_load (path, &error);
      if (lesson != NULL)
        g_hash_table_replace (lessons, lesson->id, lesson);
      else
        g_ptr_array_add (errors, g_strdup (error->message));
    }
}

int
qsl_lesson_compare (gconstpointer a, gconstpointer b)
{
  const QslLesson *first = *(QslLesson *const *)a, *second = *(QslLesson *const *)b;

  if (first->kind != second->kind)
    return first->kind < second->kind ? -1 : 1;
  return first->order != second->order ? (first->order < second->order ? -1 : 1) : strcmp (first->id, second->id);
}

GPtrArray *
qsl_lesson_load_folders (const char *const *folders, GPtrArray *errors)
{
  g_autoptr (GHashTable) lessons = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)qsl_lesson_unref);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)qsl_lesson_unref);
  GHashTableIter iter;
  gpointer lesson;

  for (const char *const *folder = folders; *folder != NULL; folder++)
    load_folder (*folder, lessons, errors);
  g_hash_table_iter_init (&iter, lessons);
  while (g_hash_table_iter_next (&iter, NULL, &lesson))
    g_ptr_array_add (list, qsl_lesson_ref (lesson));
  g_ptr_array_sort (list, qsl_lesson_compare);
  return list;
}

void
qsl_lesson_bind_words (const char *build_localedir, const char *localedir)
{
  g_autofree char *built = build_localedir != NULL ? g_build_filename (build_localedir, "lessons", NULL) : NULL;

  bindtextdomain (QSL_LESSONS_DOMAIN, built != NULL ? built : localedir);
  bind_textdomain_codeset (QSL_LESSONS_DOMAIN, "UTF-8");
}

QslNeeds
qsl_step_get_needs (const QslStep *step)
{
  QslNeeds needs = QSL_NEED_NOTHING;

  for (guint i = 0; i < step->tasks->len; i++)
    {
      const QslTask *task = g_ptr_array_index (step->tasks, i);

      needs |= qsl_expression_get_needs (task->check);
      if (task->measured != NULL)
        needs |= qsl_expression_get_needs (task->measured);
    }
  return needs;
}

gboolean
qsl_split_entry (const char *line, char **setup, double *entry, GError **error)
{
  static const char word[] = "entry=";
  g_auto (GStrv) parts = g_strsplit_set (line, " \t", -1);
  GString *rest = g_string_new (NULL);
  gboolean good = TRUE;

  *entry = NAN;
  for (char **part = parts; *part != NULL; part++)
    {
      char *end;

      if (!g_str_has_prefix (*part, word))
        {
          g_string_append_printf (rest, "%s ", *part);
          continue;
        }
      *entry = g_ascii_strtod (*part + strlen (word), &end);
      good = good && *end == '\0' && isfinite (*entry);
    }
  *setup = g_string_free (rest, FALSE);
  if (!good)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” needs a number"), word);
  return good;
}
