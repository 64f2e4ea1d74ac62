/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-history.h"
#include "app/qs-session.h"
#include "analysis/qsa-engine.h"

G_BEGIN_DECLS

enum
{
  QS_SESSION_CHANGED,
  QS_SESSION_SOURCE,
  QS_SESSION_RESULT,
  QS_SESSION_VIEW,
  QS_SESSION_FAILED,
  QS_SESSION_EXTRAS,
  QS_SESSION_NOTICE,
  QS_SESSION_N_SIGNALS
};

/* One kind of what views draw beside the result. */
typedef struct
{
  guint users;
  GTask *task; /* computes the next value */
  gpointer value;
  gconstpointer source; /* whose the value is; only to compare */
} QsSessionExtra;

/* A visible range of r. */
typedef struct
{
  gboolean zoomed;
  double low, high;
} QsSessionView;

struct _QsSession
{
  GObject parent_instance;

  QsState state;
  QsHistory *history;
  QsaSource *source;
  QsState source_state; /* whose values source holds */
  QsaEngine *engine;
  QsaResult *result;
  GError *error;

  GCancellable *load; /* not NULL while values are being loaded */
  GCancellable *search;
  guint submit_id, settle_id;
  int drags;
  gboolean keep_range;

  gboolean zoomed;
  double zoom_low, zoom_high;
  GArray *views_before, *views_after; /* (nullable) of QsSessionView, the nearest last */
  gint64 view_changed;
  gboolean unlinked;
  gboolean has_interval;
  QsaInterval interval;
  guint n_bins, n_error_bins;
  double bin_width;
  guint64 unit; /* that is looked at */
  const char *notice;

  gboolean has_pick;
  float pick;
  guint64 pick_index;
  gboolean has_wanted_pick; /* to be picked once the values are loaded */
  float wanted_pick;
  gboolean has_wanted_zoom;
  double wanted_low, wanted_high;
  gboolean has_preview;
  float preview;
  guint64 preview_index;
  gconstpointer preview_owner;

  guint optimum_id;
  GCancellable *optimum_search;
  gboolean has_optimum;
  QscParams optimum;
  double good_low, good_high;

  QsSessionExtra extras[QSF_N_EXTRAS];
  double index_low, index_high;
  guint n_columns;
  double focus_scale, focus_zero_point;
};

void qs_session_emit (QsSession *self, int signal);

/* Makes next the state, as one undo step; control: see qs_history_push. */
void qs_session_change (QsSession *self, const QsState *next, const char *control, const char *label);

/* Another file, and a tensor of it: one undo step. */
void qs_session_show_file (QsSession *self, QstArchive *archive, QstTensor *tensor);

/* Computes soon: everything that changes before the main loop is next idle is one computation. */
void qs_session_submit (QsSession *self);

/* Keeps the visible range, which is about to change; drops all that are kept. (qs-session-views.c) */
void qs_session_note_view (QsSession *self);
void qs_session_forget_views (QsSession *self);

/* The unit of the picked value becomes the one that is looked at. (qs-session-unit.c) */
void qs_session_follow_pick (QsSession *self);

/* Takes the error and tells it. */
void qs_session_fail (QsSession *self, GError *error);

/* Loads the values of the state unless they are there. (qs-session-load.c) */
void qs_session_load (QsSession *self);

/* Looks for the least squared error once things have come to rest. (qs-session-optimum.c) */
void qs_session_find_optimum (QsSession *self);
void qs_session_drop_optimum (QsSession *self);

/* Computes what is missing of the extras that someone uses. (qs-session-extras.c) */
void qs_session_update_extras (QsSession *self);
void qs_session_drop_extras (QsSession *self);

G_END_DECLS
