/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one was: visible ranges of r before the present one, apart from undo. */
#include "app/qs-session-private.h"

/* Changes that follow each other faster are one: a wheel has many notches. */
#define PAUSE_USEC (700 * 1000)
#define VIEWS_MAX 100

static GArray *
ensure (GArray **views)
{
  if (*views == NULL)
    *views = g_array_new (FALSE, FALSE, sizeof (QsSessionView));
  return *views;
}

static void
push (QsSession *self, GArray **views)
{
  const QsSessionView view = { self->zoomed, self->zoom_low, self->zoom_high };

  if (ensure (views)->len >= VIEWS_MAX)
    g_array_remove_index (*views, 0);
  g_array_append_val (*views, view);
}

void
qs_session_note_view (QsSession *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (now - self->view_changed > PAUSE_USEC)
    push (self, &self->views_before);
  self->view_changed = now;
  g_array_set_size (ensure (&self->views_after), 0);
}

void
qs_session_forget_views (QsSession *self)
{
  g_clear_pointer (&self->views_before, g_array_unref);
  g_clear_pointer (&self->views_after, g_array_unref);
  self->view_changed = 0;
}

static gboolean
move (QsSession *self, GArray **from, GArray **to)
{
  QsSessionView view;

  if (ensure (from)->len == 0)
    return FALSE;
  view = g_array_index (*from, QsSessionView, (*from)->len - 1);
  push (self, to);
  g_array_set_size (*from, (*from)->len - 1);
  self->view_changed = 0;
  self->zoomed = view.zoomed;
  self->zoom_low = view.low;
  self->zoom_high = view.high;
  self->keep_range = FALSE;
  qs_session_submit (self);
  qs_session_emit (self, QS_SESSION_VIEW);
  return TRUE;
}

gboolean
qs_session_view_back (QsSession *self)
{
  return move (self, &self->views_before, &self->views_after);
}

gboolean
qs_session_view_forward (QsSession *self)
{
  return move (self, &self->views_after, &self->views_before);
}
