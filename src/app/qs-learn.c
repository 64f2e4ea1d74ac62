/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-learn-private.h"

#include "app/qs-session-scene.h"
#include "app/qs-task.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PROGRESS_KEY "lesson-progress"

static guint signals[QS_LEARN_N_SIGNALS];

G_DEFINE_FINAL_TYPE (QsLearn, qs_learn, G_TYPE_OBJECT)

void
qs_learn_emit (QsLearn *self, int signal)
{
  g_signal_emit (self, signals[signal], 0);
}

/* The lessons, read by a worker. */
typedef struct
{
  GPtrArray *lessons, *errors;
} Library;

static void
library_free (gpointer data)
{
  Library *library = data;

  g_clear_pointer (&library->lessons, g_ptr_array_unref);
  g_ptr_array_unref (library->errors);
  g_free (library);
}

static void
load_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Library *library = task_data;

  library->lessons = qs_learn_load_lessons (library->errors);
  g_task_return_boolean (task, TRUE);
}

static void
load_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsLearn *self = QS_LEARN (object);
  Library *library = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  g_ptr_array_unref (self->lessons);
  g_ptr_array_unref (self->errors);
  self->lessons = g_ptr_array_ref (library->lessons);
  self->errors = g_ptr_array_ref (library->errors);
  qs_learn_emit (self, QS_LEARN_LESSONS);
}

static void
load_lessons (QsLearn *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, load_done_cb, NULL);
  Library *library = g_new0 (Library, 1);

  library->errors = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, library, library_free);
  qs_task_run_in_thread (task, load_thread);
}

GPtrArray *
qs_learn_get_lessons (QsLearn *self)
{
  return self->lessons;
}

GPtrArray *
qs_learn_get_errors (QsLearn *self)
{
  return self->errors;
}

QslLesson *
qs_learn_find (QsLearn *self, const char *id)
{
  for (guint i = 0; i < self->lessons->len; i++)
    if (strcmp (((QslLesson *)g_ptr_array_index (self->lessons, i))->id, id) == 0)
      return g_ptr_array_index (self->lessons, i);
  return NULL;
}

/* A run with what is known of it. */
static QslRun *
new_run (QsLearn *self, const QslLesson *lesson)
{
  QslRun *run = qsl_run_new ((QslLesson *)lesson);
  const char *text = g_hash_table_lookup (self->progress, lesson->id);

  if (text != NULL)
    qsl_run_read_text (run, text);
  return run;
}

guint
qs_learn_get_n_done (QsLearn *self, const QslLesson *lesson, guint *n)
{
  g_autoptr (QslRun) run = new_run (self, lesson);

  return qsl_run_get_n_done (run, n);
}

double
qs_learn_get_score (QsLearn *self, const QslLesson *lesson)
{
  g_autoptr (QslRun) run = new_run (self, lesson);

  return qsl_run_get_score (run);
}

static void
read_progress (QsLearn *self, GVariant *variant)
{
  GVariantIter iter;
  const char *id, *text;

  g_hash_table_remove_all (self->progress);
  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "{&s&s}", &id, &text))
    g_hash_table_replace (self->progress, g_strdup (id), g_strdup (text));
}

static void
write_progress (QsLearn *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer id, text;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, self->progress);
  while (g_hash_table_iter_next (&iter, &id, &text))
    g_variant_builder_add (&builder, "{ss}", id, text);
  g_settings_set_value (self->settings, PROGRESS_KEY, g_variant_builder_end (&builder));
}

void
qs_learn_keep (QsLearn *self)
{
  g_hash_table_replace (self->progress, g_strdup (qsl_run_get_lesson (self->run)->id), qsl_run_to_text (self->run));
  write_progress (self);
  qs_learn_emit (self, QS_LEARN_LESSONS);
}

QslRun *
qs_learn_get_run (QsLearn *self)
{
  return self->run;
}

gboolean
qs_learn_has_work (QsLearn *self)
{
  return self->has_work;
}

/* The work is put aside once, whichever lessons follow. */
static void
put_work_aside (QsLearn *self)
{
  guint64 index;

  if (self->has_work)
    return;
  qs_state_copy (&self->work, qs_session_get_state (self->session));
  self->has_work_pick = qs_session_get_pick (self->session, &self->work_pick, &index);
  self->has_work = TRUE;
}

/* States build on each other: those of the steps before come first. */
static void
set_state (QsLearn *self)
{
  const QslLesson *lesson = qsl_run_get_lesson (self->run);
  g_autofree char *label = g_strdup_printf (_ ("lesson “%s”"), lesson->title);
  QsaScene scene;

  qsa_scene_init (&scene);
  for (guint i = 0; i <= qsl_run_get_step (self->run); i++)
    {
      const QslStep *step = g_ptr_array_index (lesson->steps, i);

      if (step->state != NULL)
        qsa_scene_apply (&scene, step->state, NULL);
    }
  qs_session_set_scene (self->session, &scene, label);
}

static void
enter (QsLearn *self, gboolean with_state)
{
  self->entry = NAN;
  for (gsize i = 0; i < G_N_ELEMENTS (self->measured); i++)
    self->measured[i] = NAN;
  if (with_state)
    set_state (self);
  qs_learn_keep (self);
  qs_learn_emit (self, QS_LEARN_STEP);
  qs_learn_look (self);
}

void
qs_learn_open (QsLearn *self, QslLesson *lesson)
{
  put_work_aside (self);
  g_clear_pointer (&self->run, qsl_run_free);
  self->run = new_run (self, lesson);
  enter (self, TRUE);
}

void
qs_learn_go (QsLearn *self, guint step)
{
  const guint before = self->run != NULL ? qsl_run_get_step (self->run) : 0;

  g_return_if_fail (self->run != NULL);
  qsl_run_set_step (self->run, step);
  /* A step without a state of its own goes on with what the reader has made. */
  enter (self, qsl_run_get_step (self->run) < before || qsl_run_get_current (self->run)->state != NULL);
}

void
qs_learn_restart (QsLearn *self)
{
  if (self->run != NULL)
    enter (self, TRUE);
}

void
qs_learn_leave (QsLearn *self)
{
  g_clear_pointer (&self->run, qsl_run_free);
  if (self->has_work)
    {
      self->has_work = FALSE;
      if (qs_state_has_values (&self->work))
        qs_session_restore (self->session, &self->work, self->has_work_pick ? &self->work_pick : NULL, _ ("return to my work"));
      qs_state_clear (&self->work);
    }
  qs_learn_emit (self, QS_LEARN_STEP);
}

void
qs_learn_answer (QsLearn *self, guint option)
{
  if (self->run == NULL || qsl_run_get_current (self->run)->question == NULL)
    return;
  qsl_run_answer (self->run, option);
  qs_learn_keep (self);
  qs_learn_emit (self, QS_LEARN_FACTS);
}

void
qs_learn_set_entry (QsLearn *self, double entry)
{
  self->entry = entry;
  qs_learn_look (self);
}

double
qs_learn_get_measured (QsLearn *self, guint task)
{
  return task < QSL_TASKS_MAX ? self->measured[task] : (double)NAN;
}

GVariant *
qs_learn_forget (QsLearn *self)
{
  GVariant *before = g_settings_get_value (self->settings, PROGRESS_KEY);

  g_hash_table_remove_all (self->progress);
  write_progress (self);
  qs_learn_emit (self, QS_LEARN_LESSONS);
  return before;
}

void
qs_learn_remember (QsLearn *self, GVariant *progress)
{
  read_progress (self, progress);
  write_progress (self);
  qs_learn_emit (self, QS_LEARN_LESSONS);
}

QsLearn *
qs_learn_new (QsSession *session, GSettings *settings)
{
  QsLearn *self = g_object_new (QS_TYPE_LEARN, NULL);
  g_autoptr (GVariant) progress = g_settings_get_value (settings, PROGRESS_KEY);

  self->session = g_object_ref (session);
  self->settings = g_object_ref (settings);
  read_progress (self, progress);
  g_signal_connect_object (session, "result", G_CALLBACK (qs_learn_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view", G_CALLBACK (qs_learn_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (qs_learn_look), self, G_CONNECT_SWAPPED);
  load_lessons (self);
  return self;
}

static void
qs_learn_dispose (GObject *object)
{
  QsLearn *self = QS_LEARN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->run, qsl_run_free);
  g_clear_pointer (&self->optimum_source, qsa_source_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (qs_learn_parent_class)->dispose (object);
}

static void
qs_learn_finalize (GObject *object)
{
  QsLearn *self = QS_LEARN (object);

  g_ptr_array_unref (self->lessons);
  g_ptr_array_unref (self->errors);
  g_hash_table_unref (self->progress);
  g_object_unref (self->cancellable);
  qs_state_clear (&self->work);
  G_OBJECT_CLASS (qs_learn_parent_class)->finalize (object);
}

static void
qs_learn_class_init (QsLearnClass *klass)
{
  static const char *const names[QS_LEARN_N_SIGNALS] = { "lessons", "step", "facts" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = qs_learn_dispose;
  object_class->finalize = qs_learn_finalize;
  for (int i = 0; i < QS_LEARN_N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], QS_TYPE_LEARN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
qs_learn_init (QsLearn *self)
{
  self->lessons = g_ptr_array_new_with_free_func ((GDestroyNotify)qsl_lesson_unref);
  self->errors = g_ptr_array_new_with_free_func (g_free);
  self->progress = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
  self->entry = NAN;
  qs_state_init (&self->work);
}
