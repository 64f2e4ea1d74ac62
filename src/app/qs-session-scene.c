/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-scene.h"

#include "app/qs-session-private.h"

void
qs_session_get_scene (QsSession *self, QsaScene *scene)
{
  qsa_scene_init (scene);
  scene->scheme = self->state.scheme;
  scene->is_drawn = self->state.is_drawn;
  scene->distribution = self->state.distribution;
  if (self->state.tensor != NULL && self->state.archive != NULL && qst_archive_get_raw (self->state.archive) != NULL)
    {
      scene->has_raw = TRUE;
      scene->raw = *qst_archive_get_raw (self->state.archive);
    }
  scene->has_pick = self->has_pick;
  scene->pick = self->pick;
}

void
qs_session_restore (QsSession *self, const QsState *state, const float *pick, const char *label)
{
  const gboolean same_values = self->load == NULL && qs_state_has_same_values (&self->state, state);

  self->has_wanted_pick = pick != NULL && !same_values;
  if (self->has_wanted_pick)
    self->wanted_pick = *pick;
  qs_session_change (self, state, NULL, label);
  if (pick != NULL && same_values)
    qs_session_pick_value (self, *pick);
}

void
qs_session_set_scene (QsSession *self, const QsaScene *scene, const char *label)
{
  QsState next = self->state; /* borrows its references */

  next.scheme = scene->scheme;
  if (scene->is_drawn)
    {
      next.is_drawn = TRUE;
      next.distribution = scene->distribution;
      next.tensor = NULL;
    }
  qs_session_restore (self, &next, scene->has_pick ? &scene->pick : NULL, label);
}

void
qs_session_want_zoom (QsSession *self, double low, double high)
{
  if (self->load == NULL)
    {
      qs_session_set_zoom (self, low, high);
      return;
    }
  self->has_wanted_zoom = TRUE;
  self->wanted_low = low;
  self->wanted_high = high;
}
