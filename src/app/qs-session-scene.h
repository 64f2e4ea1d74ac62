/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scene.h"
#include "app/qs-session.h"

G_BEGIN_DECLS

/* The session's state as far as a line of text can say it; a tensor of a file is left out. */
void qs_session_get_scene (QsSession *self, QsaScene *scene);

/* Makes a scene the state, as one undo step called label: distribution, scheme and picked value. A scene without a distribution
 * leaves the values. */
void qs_session_set_scene (QsSession *self, const QsaScene *scene, const char *label);

/* Goes back to a state that was copied before, as one undo step. pick (nullable) is picked then. */
void qs_session_restore (QsSession *self, const QsState *state, const float *pick, const char *label);

/* What is to be seen once values that are being loaded are there; at once when none are. */
void qs_session_want_zoom (QsSession *self, double low, double high);

G_END_DECLS
