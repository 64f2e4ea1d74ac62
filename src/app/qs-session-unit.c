/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of channels and groups, the one whose scale and zero-point the views show. */
#include "app/qs-session-private.h"

gboolean
qs_session_get_units (QsSession *self, QsaUnits *units)
{
  return self->source != NULL
         && qsa_units_init (units, &self->state.scheme.granularity, qsa_source_get_tensor (self->source), NULL);
}

guint64
qs_session_get_unit (QsSession *self)
{
  QsaUnits units;

  return qs_session_get_units (self, &units) ? MIN (self->unit, units.n_units - 1) : 0;
}

void
qs_session_follow_pick (QsSession *self)
{
  QsaUnits units;
  guint64 unit;

  if (!self->has_pick || !qs_session_get_units (self, &units) || self->pick_index >= units.count)
    return;
  unit = qsa_units_get_unit (&units, self->pick_index);
  if (unit == self->unit)
    return;
  self->unit = unit;
  qs_session_submit (self);
}

void
qs_session_set_unit (QsSession *self, guint64 unit)
{
  QsaUnits units;
  guint64 place = 0;

  if (!qs_session_get_units (self, &units))
    return;
  unit = MIN (unit, units.n_units - 1);
  if (unit == qs_session_get_unit (self))
    return;
  self->unit = unit;
  if (self->has_pick && self->pick_index < units.count)
    place = MIN (qsa_units_get_place (&units, self->pick_index), qsa_units_get_size (&units, unit) - 1);
  if (units.count > 0)
    qs_session_pick_index (self, qsa_units_get_index (&units, unit, place));
  qs_session_submit (self);
  qs_session_emit (self, QS_SESSION_VIEW);
}
