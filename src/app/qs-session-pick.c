/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-private.h"

#include "app/qs-task.h"

#include <math.h>

/* A search through the values for one to pick. */
typedef struct
{
  QsaSource *source;
  enum
  {
    SEARCH_NEAREST,
    SEARCH_CLIPPED,
    SEARCH_NON_FINITE
  } kind;
  float value;
  QsaUnitParams *params;  /* (nullable) */
  QsaSource *unit_source; /* (nullable): where a value is looked for; unit says which one it is */
  guint64 unit;
  guint64 from;
  int step;
  guint64 found;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  qsa_source_unref (search->source);
  g_clear_pointer (&search->unit_source, qsa_source_unref);
  g_clear_pointer (&search->params, qsa_unit_params_unref);
  g_free (search);
}

#define CHUNK 65536

/* The next value after from, wrapping, that is NaN or infinite. */
static gboolean
find_non_finite (Search *search, GCancellable *cancellable)
{
  QstTensor *tensor = qsa_source_get_tensor (search->source);
  guint64 count = qst_tensor_get_count (tensor);
  g_autofree float *scratch = g_new (float, CHUNK);

  for (guint64 seen = 0; seen < count && !g_cancellable_is_cancelled (cancellable);)
    {
      guint64 begin = (search->from + 1 + seen) % count;
      guint64 n = MIN (MIN (CHUNK, count - begin), count - seen);
      const float *values = qst_tensor_get_span (tensor, begin, begin + n, scratch);

      for (guint64 i = 0; i < n; i++)
        if (!isfinite (values[i]))
          {
            search->found = begin + i;
            return TRUE;
          }
      seen += n;
    }
  return FALSE;
}

/* Among the values that are on screen: those of one unit. */
static gboolean
find_nearest (Search *search, GCancellable *cancellable)
{
  if (search->unit_source == NULL)
    return qsa_source_find_nearest (search->source, search->value, cancellable, &search->found);
  if (!qsa_source_find_nearest (search->unit_source, search->value, cancellable, &search->found))
    return FALSE;
  search->found = qsa_units_get_index (qsa_unit_params_get_units (search->params), search->unit, search->found);
  return TRUE;
}

static void
search_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Search *search = task_data;
  gboolean found;

  if (search->kind == SEARCH_CLIPPED)
    found = qsa_source_find_clipped (search->source, search->params, search->from, search->step, cancellable, &search->found);
  else if (search->kind == SEARCH_NON_FINITE)
    found = find_non_finite (search, cancellable);
  else
    found = find_nearest (search, cancellable);
  g_task_return_boolean (task, found);
}

static void
search_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsSession *self = QS_SESSION (object);
  Search *search = g_task_get_task_data (G_TASK (result));
  gboolean found = g_task_propagate_boolean (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->search)
    return;
  g_clear_object (&self->search);
  if (found && search->source == self->source)
    qs_session_pick_index (self, search->found);
}

static void
start_search (QsSession *self, Search *search)
{
  g_autoptr (GTask) task = NULL;

  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  self->search = g_cancellable_new ();
  search->source = qsa_source_ref (self->source);
  task = g_task_new (self, self->search, search_done_cb, NULL);
  g_task_set_task_data (task, search, search_free);
  qs_task_run_in_thread (task, search_thread);
}

gboolean
qs_session_get_pick (QsSession *self, float *value, guint64 *index)
{
  *value = self->pick;
  *index = self->pick_index;
  return self->has_pick;
}

void
qs_session_pick_value (QsSession *self, float value)
{
  self->has_pick = TRUE;
  self->pick = value;
  self->pick_index = G_MAXUINT64;
  qs_session_emit (self, QS_SESSION_VIEW);
}

void
qs_session_pick_index (QsSession *self, guint64 index)
{
  QstTensor *tensor;

  if (self->source == NULL)
    return;
  tensor = qsa_source_get_tensor (self->source);
  if (index >= qst_tensor_get_count (tensor))
    return;
  self->has_pick = TRUE;
  self->pick = qst_tensor_get_value (tensor, index);
  self->pick_index = index;
  qs_session_follow_pick (self);
  qs_session_emit (self, QS_SESSION_VIEW);
}

void
qs_session_set_preview (QsSession *self, gconstpointer owner, float value, guint64 index)
{
  self->preview_owner = owner;
  if (self->has_preview && self->preview == value && self->preview_index == index)
    return;
  self->has_preview = TRUE;
  self->preview = value;
  self->preview_index = index;
  qs_session_emit (self, QS_SESSION_VIEW);
}

void
qs_session_preview_index (QsSession *self, gconstpointer owner, guint64 index)
{
  QstTensor *tensor = self->source != NULL ? qsa_source_get_tensor (self->source) : NULL;

  if (tensor != NULL && index < qst_tensor_get_count (tensor))
    qs_session_set_preview (self, owner, qst_tensor_get_value (tensor, index), index);
}

void
qs_session_clear_preview (QsSession *self, gconstpointer owner)
{
  if (!self->has_preview || owner != self->preview_owner)
    return;
  self->has_preview = FALSE;
  qs_session_emit (self, QS_SESSION_VIEW);
}

gboolean
qs_session_has_preview (QsSession *self)
{
  return self->has_preview;
}

gboolean
qs_session_get_shown (QsSession *self, float *value, guint64 *index)
{
  if (!self->has_preview)
    return qs_session_get_pick (self, value, index);
  *value = self->preview;
  *index = self->preview_index;
  return TRUE;
}

void
qs_session_pick_nearest (QsSession *self, float value)
{
  Search *search;

  if (self->source == NULL)
    return;
  search = g_new0 (Search, 1);
  search->value = value;
  if (self->result != NULL && qsa_result_get_source (self->result) == self->source
      && qsa_unit_params_get_n (qsa_result_get_unit_params (self->result)) > 1)
    {
      search->unit_source = qsa_source_ref (qsa_result_get_unit_source (self->result));
      search->unit = qsa_result_get_unit (self->result);
      search->params = qsa_unit_params_ref (qsa_result_get_unit_params (self->result));
    }
  start_search (self, search);
}

void
qs_session_step_pick (QsSession *self, int step)
{
  guint64 count;

  if (self->source == NULL)
    return;
  count = qst_tensor_get_count (qsa_source_get_tensor (self->source));
  if (count == 0)
    return;
  if (self->pick_index >= count)
    qs_session_pick_index (self, 0);
  else if (step > 0)
    qs_session_pick_index (self, (self->pick_index + (guint64)step) % count);
  else
    qs_session_pick_index (self, (self->pick_index + count - (guint64)(-step) % count) % count);
}

void
qs_session_pick_clipped (QsSession *self, int step)
{
  Search *search;

  if (self->source == NULL || self->result == NULL || qsa_result_get_source (self->result) != self->source)
    return;
  search = g_new0 (Search, 1);
  search->kind = SEARCH_CLIPPED;
  search->params = qsa_unit_params_ref (qsa_result_get_unit_params (self->result));
  search->from = self->has_pick && self->pick_index != G_MAXUINT64 ? self->pick_index : 0;
  search->step = step;
  start_search (self, search);
}

void
qs_session_pick_non_finite (QsSession *self)
{
  Search *search;

  if (self->source == NULL)
    return;
  search = g_new0 (Search, 1);
  search->kind = SEARCH_NON_FINITE;
  search->from = self->has_pick && self->pick_index != G_MAXUINT64 ? self->pick_index : 0;
  start_search (self, search);
}

void
qs_session_pick_worst (QsSession *self)
{
  if (self->result != NULL && qsa_result_get_source (self->result) == self->source)
    qs_session_pick_index (self, qsa_result_get_error_stats (self->result)->max_index);
}

void
qs_session_pick_random (QsSession *self)
{
  guint64 count = self->source != NULL ? qst_tensor_get_count (qsa_source_get_tensor (self->source)) : 0;

  if (count > 0)
    qs_session_pick_index (self, (guint64)(g_random_double () * (double)count));
}
