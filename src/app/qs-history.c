/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-history.h"

typedef struct
{
  QsState state;
  char *label;
} Step;

struct _QsHistory
{
  GPtrArray *undo, *redo;
  const char *last_control;
  gint64 last_time;
};

static Step *
step_new (const QsState *state, const char *label)
{
  Step *step = g_new0 (Step, 1);

  qs_state_init (&step->state);
  qs_state_copy (&step->state, state);
  step->label = g_strdup (label);
  return step;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  qs_state_clear (&step->state);
  g_free (step->label);
  g_free (step);
}

QsHistory *
qs_history_new (void)
{
  QsHistory *self = g_new0 (QsHistory, 1);

  self->undo = g_ptr_array_new_with_free_func (step_free);
  self->redo = g_ptr_array_new_with_free_func (step_free);
  return self;
}

void
qs_history_free (QsHistory *self)
{
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_free (self);
}

void
qs_history_push (QsHistory *self, const QsState *before, const char *control, const char *label, gint64 now)
{
  gboolean joins = control != NULL && g_strcmp0 (control, self->last_control) == 0 && self->undo->len > 0
                   && now - self->last_time < QS_HISTORY_COALESCE_USEC;

  if (joins)
    {
      Step *step = g_ptr_array_index (self->undo, self->undo->len - 1);

      g_free (step->label);
      step->label = g_strdup (label);
    }
  else
    {
      g_ptr_array_add (self->undo, step_new (before, label));
      if (self->undo->len > QS_HISTORY_MAX)
        g_ptr_array_remove_index (self->undo, 0);
    }
  g_ptr_array_set_size (self->redo, 0);
  self->last_control = control;
  self->last_time = now;
}

void
qs_history_break (QsHistory *self)
{
  self->last_control = NULL;
}

void
qs_history_clear (QsHistory *self)
{
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  qs_history_break (self);
}

/* The step keeps its label on its way from one stack to the other: it names the change between the two states. */
static gboolean
move (QsHistory *self, GPtrArray *from, GPtrArray *to, QsState *current)
{
  Step *step;
  QsState other;

  if (from->len == 0)
    return FALSE;
  step = g_ptr_array_steal_index (from, from->len - 1);
  other = *current;
  *current = step->state;
  step->state = other;
  g_ptr_array_add (to, step);
  qs_history_break (self);
  return TRUE;
}

gboolean
qs_history_undo (QsHistory *self, QsState *current)
{
  return move (self, self->undo, self->redo, current);
}

gboolean
qs_history_redo (QsHistory *self, QsState *current)
{
  return move (self, self->redo, self->undo, current);
}

static const char *
last_label (GPtrArray *steps)
{
  return steps->len > 0 ? ((Step *)g_ptr_array_index (steps, steps->len - 1))->label : NULL;
}

const char *
qs_history_get_undo_label (QsHistory *self)
{
  return last_label (self->undo);
}

const char *
qs_history_get_redo_label (QsHistory *self)
{
  return last_label (self->redo);
}
