/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-raw.h"
#include "app/qs-state.h"
#include "figures/qsf-extras.h"
#include "tensor/qst-archive.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define QS_TYPE_SESSION (qs_session_get_type ())

/* What one window works on: the user's state with its history, the values it names, the newest result, the picked value and the
 * visible range. Everything happens on the main thread and nothing there touches values: loading and computing go to workers.
 *
 * Signals, none with arguments:
 *   changed  the state or the history changed
 *   source   an archive was opened, values were loaded, or loading began
 *   result   there is a newer result, or it became stale
 *   view     the visible range, the picked value or the previewed one changed
 *   failed   an error; qs_session_get_error tells
 *   extras   there is something newer of what views draw beside the result
 *   notice   one choice changed another; qs_session_get_notice tells why */
G_DECLARE_FINAL_TYPE (QsSession, qs_session, QS, SESSION, GObject)

QsSession *qs_session_new (void);

const QsState *qs_session_get_state (QsSession *self);
QstArchive *qs_session_get_archive (QsSession *self); /* (nullable) */
QsaSource *qs_session_get_source (QsSession *self);   /* (nullable): the values of the state, once loaded */
QsaResult *qs_session_get_result (QsSession *self);   /* (nullable): the newest, maybe of a state before */
const GError *qs_session_get_error (QsSession *self);

/* Values are being read or drawn. */
gboolean qs_session_is_loading (QsSession *self);
/* The result is not (yet) that of the state. */
gboolean qs_session_is_stale (QsSession *self);

/* Opens a file and selects tensor_name, or the largest float tensor when that is NULL. The callback's object is the session. */
void qs_session_open_async (QsSession *self, const char *path, const char *tensor_name, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean qs_session_open_finish (QsSession *self, GAsyncResult *result, GError **error);

/* The same for a file without a header. */
void qs_session_open_raw_async (QsSession *self, const char *path, const QstRaw *raw, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);

/* Whether the file that could not be opened may hold raw numbers: nothing is known about its content. */
gboolean qs_session_open_may_be_raw (GAsyncResult *result);

/* Changes of the state; each is one undo step. control: see qs_history_push. A continuous change (slider, drag) lets the visible
 * range only grow until it has come to rest. */
void qs_session_select_tensor (QsSession *self, QstTensor *tensor);
void qs_session_set_distribution (QsSession *self, const QstDistribution *distribution, const char *control);
void qs_session_set_scheme (QsSession *self, const QsaScheme *scheme, const char *control, gboolean continuous,
                            const char *label);

/* Between these, changes are one undo step and limits only grow. */
void qs_session_begin_drag (QsSession *self);
void qs_session_end_drag (QsSession *self);
gboolean qs_session_is_dragging (QsSession *self);

gboolean qs_session_undo (QsSession *self);
gboolean qs_session_redo (QsSession *self);
const char *qs_session_get_undo_label (QsSession *self);
const char *qs_session_get_redo_label (QsSession *self);

/* The visible range of r in value views; FALSE when it follows the values. */
gboolean qs_session_get_zoom (QsSession *self, double *low, double *high);
void qs_session_set_zoom (QsSession *self, double low, double high);
void qs_session_clear_zoom (QsSession *self);

/* The visible range before the last change, and after one went back; FALSE when there is none. */
gboolean qs_session_view_back (QsSession *self);
gboolean qs_session_view_forward (QsSession *self);

/* Whether views over r show one range, and zoom together. */
gboolean qs_session_get_linked (QsSession *self);
void qs_session_set_linked (QsSession *self, gboolean linked);

/* Whether a range of r is one that can be shown: neither too narrow for numbers nor wider than all there is. */
gboolean qs_session_is_range (QsSession *self, double low, double high);

/* The selected interval: measures are of the values in it. NULL: of all. (transfer none) */
const QsaInterval *qs_session_get_interval (QsSession *self);
void qs_session_set_interval (QsSession *self, const QsaInterval *interval);
void qs_session_clear_interval (QsSession *self);

/* How many bins the value histogram has; set by the view that shows it. */
void qs_session_set_n_bins (QsSession *self, guint n_bins);
/* How wide they are instead, 0: as many as that. */
double qs_session_get_bin_width (QsSession *self);
void qs_session_set_bin_width (QsSession *self, double width);
/* And the error histogram: 0 while no view shows it. */
void qs_session_set_n_error_bins (QsSession *self, guint n_bins);

/* What a choice changed besides, in a sentence. */
const char *qs_session_get_notice (QsSession *self);

/* How the units of the state's granularity lie in the values; FALSE while there are none, or where the granularity does not fit. */
gboolean qs_session_get_units (QsSession *self, QsaUnits *units);
/* The unit that is looked at: that of the picked value, or one that was chosen, where the pick then goes along. */
guint64 qs_session_get_unit (QsSession *self);
void qs_session_set_unit (QsSession *self, guint64 unit);

/* The picked value. index is G_MAXUINT64 for a value that was typed and is not in the tensor. */
gboolean qs_session_get_pick (QsSession *self, float *value, guint64 *index);
void qs_session_pick_value (QsSession *self, float value);
void qs_session_pick_index (QsSession *self, guint64 index);
/* Picks the value of the tensor that is nearest to value, in time. */
void qs_session_pick_nearest (QsSession *self, float value);
/* Steps through the tensor in memory order, wrapping. */
void qs_session_step_pick (QsSession *self, int step);
/* Picks the next (before: step < 0) clipped value, in time. */
void qs_session_pick_clipped (QsSession *self, int step);
/* Picks the next value that is NaN or infinite, in time. */
void qs_session_pick_non_finite (QsSession *self);
/* Picks the value with the largest error; one at random. */
void qs_session_pick_worst (QsSession *self);
void qs_session_pick_random (QsSession *self);

/* The value under the pointer, in whichever view that is: shown by all of them in place of the picked one. index as of a pick. owner:
 * the view, only to compare; what another view has set since then is not cleared. */
void qs_session_set_preview (QsSession *self, gconstpointer owner, float value, guint64 index);
void qs_session_preview_index (QsSession *self, gconstpointer owner, guint64 index);
void qs_session_clear_preview (QsSession *self, gconstpointer owner);
/* The previewed value, or the picked one where there is none. */
gboolean qs_session_get_shown (QsSession *self, float *value, guint64 *index);
gboolean qs_session_has_preview (QsSession *self);

/* The scale that min-max calibration gives under the state's format; 1 without values. */
double qs_session_get_min_max_scale (QsSession *self);

/* The least squared error's parameters under the state's format; FALSE while they are not known. */
gboolean qs_session_get_optimum (QsSession *self, QscParams *params);

/* The scales that are as good as that to QS_SESSION_TOLERANCE of the squared error; FALSE while they are not known. */
#define QS_SESSION_TOLERANCE 0.05
gboolean qs_session_get_good_scales (QsSession *self, double *low, double *high);

/* What views draw beside the result, bit 1 << QsfExtra for each kind; computed while someone uses it. NULL before it is known,
 * perhaps of a state before. */
void qs_session_use_extras (QsSession *self, guint extras);
void qs_session_unuse_extras (QsSession *self, guint extras);
gpointer qs_session_get_extra (QsSession *self, QsfExtra extra); /* (transfer none) */

/* The visible indices (NaN: all) and the columns into which a view cuts them. */
void qs_session_set_indices (QsSession *self, double low, double high, guint n_columns);

/* Where the landscape is to be finer: under the pointer; NaN: where it was. */
void qs_session_set_focus (QsSession *self, double scale, double zero_point);

G_END_DECLS
