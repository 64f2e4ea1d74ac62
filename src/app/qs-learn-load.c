/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-learn-private.h"

#include <gio/gio.h>
#include <string.h>

#define LESSONS_PATH "/io/github/quantoscope/Quantoscope/lessons/"
#define SUFFIX ".lesson"

static void
load_own (GPtrArray *lessons, GPtrArray *errors)
{
  g_auto (GStrv) names = g_resources_enumerate_children (LESSONS_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (char **name = names; name != NULL && *name != NULL; name++)
    {
      g_autofree char *path = g_strconcat (LESSONS_PATH, *name, NULL);
      g_autofree char *id = g_strndup (*name, strlen (*name) - strlen (SUFFIX));
      g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autoptr (GError) error = NULL;
      QslLesson *lesson = qsl_lesson_new (id, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);

      if (lesson != NULL)
        g_ptr_array_add (lessons, lesson);
      else
        g_ptr_array_add (errors, g_strdup_printf ("%s: %s", id, error->message));
    }
}

/* A lesson of the reader's takes the place of ours with the same name. */
static void
put (GPtrArray *lessons, QslLesson *lesson)
{
  for (guint i = 0; i < lessons->len; i++)
    if (strcmp (((QslLesson *)g_ptr_array_index (lessons, i))->id, lesson->id) == 0)
      {
        g_ptr_array_remove_index (lessons, i);
        break;
      }
  g_ptr_array_add (lessons, qsl_lesson_ref (lesson));
}

GPtrArray *
qs_learn_load_lessons (GPtrArray *errors)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "quantoscope", "lessons", NULL);
  const char *const folders[] = { folder, NULL };
  GPtrArray *lessons = g_ptr_array_new_with_free_func ((GDestroyNotify)qsl_lesson_unref);
  g_autoptr (GPtrArray) theirs = qsl_lesson_load_folders (folders, errors);

  load_own (lessons, errors);
  for (guint i = 0; i < theirs->len; i++)
    put (lessons, g_ptr_array_index (theirs, i));
  g_ptr_array_sort (lessons, qsl_lesson_compare);
  return lessons;
}
