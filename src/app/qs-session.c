/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-private.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* How long after the last change of a drag the limits settle. */
#define SETTLE_MSEC 300

G_DEFINE_FINAL_TYPE (QsSession, qs_session, G_TYPE_OBJECT)

static guint signals[QS_SESSION_N_SIGNALS];

void
qs_session_emit (QsSession *self, int signal)
{
  g_signal_emit (self, signals[signal], 0);
}

void
qs_session_fail (QsSession *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  qs_session_emit (self, QS_SESSION_FAILED);
}

static void
result_cb (QsaResult *result, const GError *error, gpointer user_data)
{
  QsSession *self = user_data;

  if (error != NULL)
    {
      qs_session_fail (self, g_error_copy (error));
      return;
    }
  if (qsa_result_get_source (result) != self->source)
    return;
  g_clear_pointer (&self->result, qsa_result_unref);
  self->result = qsa_result_ref (result);
  qs_session_update_extras (self);
  qs_session_emit (self, QS_SESSION_RESULT);
}

static gboolean
submit_cb (gpointer user_data)
{
  QsSession *self = user_data;
  QsaRequest request = {
    .source = self->source,
    .scheme = self->state.scheme,
    .unit = self->unit,
    .auto_range = !self->zoomed,
    .view_low = self->zoom_low,
    .view_high = self->zoom_high,
    .n_bins = self->n_bins,
    .n_error_bins = self->n_error_bins,
    .has_interval = self->has_interval,
    .interval = self->interval,
    .bin_width = self->bin_width,
  };

  self->submit_id = 0;
  if (self->source == NULL)
    return G_SOURCE_REMOVE;
  if (!self->zoomed && self->keep_range && self->result != NULL && qsa_result_get_source (self->result) == self->source)
    {
      request.keep_range = TRUE;
      qsa_result_get_view_range (self->result, &request.view_low, &request.view_high);
    }
  qsa_engine_submit (self->engine, &request);
  return G_SOURCE_REMOVE;
}

void
qs_session_submit (QsSession *self)
{
  if (self->submit_id == 0)
    self->submit_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, submit_cb, self, NULL);
}

static gboolean
settle_cb (gpointer user_data)
{
  QsSession *self = user_data;

  self->settle_id = 0;
  self->keep_range = FALSE;
  qs_session_submit (self);
  return G_SOURCE_REMOVE;
}

static void
settle_soon (QsSession *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->drags == 0)
    self->settle_id = g_timeout_add (SETTLE_MSEC, settle_cb, self);
}

/* A scheme under any bits and symmetry has a zero-point that its codes can hold. */
static void
fit_zero_point (QsaScheme *scheme)
{
  int32_t qmin, qmax;

  qsc_scheme_get_code_range (&scheme->format, &qmin, &qmax);
  if (scheme->format.symmetric)
    scheme->zero_point = qsc_scheme_get_symmetric_zero_point (&scheme->format);
  else
    scheme->zero_point = CLAMP (scheme->zero_point, qmin, qmax);
}

static gboolean
format_differs (const QsaScheme *a, const QsaScheme *b)
{
  return !qsc_scheme_equal (&a->format, &b->format) || a->power_of_two != b->power_of_two;
}

/* Makes next the state, whoever asked for it. */
static void
apply (QsSession *self, const QsState *next)
{
  gboolean same_values = qs_state_has_same_values (&self->state, next);
  gboolean same_format = !format_differs (&self->state.scheme, &next->scheme);

  if (&self->state != next)
    qs_state_copy (&self->state, next);
  qs_session_follow_pick (self);
  if (!same_values)
    qs_session_load (self);
  else
    qs_session_submit (self);
  if (!same_values || !same_format)
    qs_session_drop_optimum (self);
  qs_session_find_optimum (self);
  qs_session_emit (self, QS_SESSION_CHANGED);
}

/* A scale by hand is that of the whole tensor: whichever of the two was chosen last holds. */
static void
fit_granularity (QsSession *self, const QsaScheme *before, QsaScheme *scheme)
{
  if (scheme->calibration != QSA_CALIBRATION_MANUAL || scheme->granularity.kind == QSA_PER_TENSOR)
    return;
  if (before->granularity.kind == QSA_PER_TENSOR)
    {
      scheme->calibration = QSA_CALIBRATION_MIN_MAX;
      self->notice = _ ("Each channel or group finds its own scale: calibration is min–max again");
    }
  else
    {
      scheme->granularity.kind = QSA_PER_TENSOR;
      self->notice = _ ("A scale set by hand holds for the whole tensor");
    }
}

static void
tell_notice (QsSession *self)
{
  if (self->notice != NULL)
    qs_session_emit (self, QS_SESSION_NOTICE);
  self->notice = NULL;
}

const char *
qs_session_get_notice (QsSession *self)
{
  return self->notice;
}

void
qs_session_change (QsSession *self, const QsState *next, const char *control, const char *label)
{
  if (qs_state_equal (&self->state, next))
    return;
  if (qs_state_has_values (&self->state))
    qs_history_push (self->history, &self->state, control, label, g_get_monotonic_time ());
  apply (self, next);
}

void
qs_session_set_scheme (QsSession *self, const QsaScheme *scheme, const char *control, gboolean continuous, const char *label)
{
  QsState next = self->state;

  next.scheme = *scheme;
  fit_zero_point (&next.scheme);
  fit_granularity (self, &self->state.scheme, &next.scheme);
  if (next.scheme.calibration == QSA_CALIBRATION_MANUAL)
    next.scheme.scale = qsa_scheme_fit_scale (&next.scheme, next.scheme.scale);
  if (qsa_scheme_equal (&next.scheme, &self->state.scheme))
    {
      self->notice = NULL;
      return;
    }
  self->keep_range = continuous;
  if (continuous)
    settle_soon (self);
  qs_session_change (self, &next, control, label);
  tell_notice (self);
}

/* A scale that was set by hand for other values says nothing about these. */
static void
fit_scheme_to_new_values (QsState *next)
{
  if (next->scheme.calibration == QSA_CALIBRATION_MANUAL)
    next->scheme.calibration = QSA_CALIBRATION_MIN_MAX;
}

/* The axis of the channels is one that the values have. */
static void
fit_axis (QsState *next)
{
  const gsize n_dims =
      next->is_drawn ? (next->distribution.kind == QST_DISTRIBUTION_CHANNELS ? 2 : 1) : qst_tensor_get_n_dims (next->tensor);

  if ((gsize)next->scheme.granularity.axis >= n_dims)
    next->scheme.granularity.axis = 0;
}

void
qs_session_select_tensor (QsSession *self, QstTensor *tensor)
{
  qs_session_show_file (self, self->state.archive, tensor);
}

void
qs_session_show_file (QsSession *self, QstArchive *archive, QstTensor *tensor)
{
  QsState next = self->state;
  g_autofree char *label = NULL;

  next.archive = archive;
  next.tensor = tensor;
  next.is_drawn = FALSE;
  fit_scheme_to_new_values (&next);
  fit_axis (&next);
  label = g_strdup_printf (_ ("tensor %s"), qst_tensor_get_name (tensor));
  qs_session_change (self, &next, NULL, label);
}

void
qs_session_set_distribution (QsSession *self, const QstDistribution *distribution, const char *control)
{
  QsState next = self->state;
  g_autofree char *label = NULL;

  /* The first thing a newcomer sees: at four bits the levels can be told apart. */
  if (!qs_state_has_values (&self->state))
    next.scheme.format.bits = 4;
  if (self->state.distribution.kind != distribution->kind || !self->state.is_drawn)
    fit_scheme_to_new_values (&next);
  next.distribution = *distribution;
  next.is_drawn = TRUE;
  next.tensor = NULL;
  fit_axis (&next);
  label = g_strdup_printf (_ ("distribution %s"), qst_distribution_get_title (distribution->kind));
  qs_session_change (self, &next, control, label);
}

void
qs_session_begin_drag (QsSession *self)
{
  if (self->drags++ == 0)
    qs_history_break (self->history);
}

void
qs_session_end_drag (QsSession *self)
{
  g_return_if_fail (self->drags > 0);
  if (--self->drags > 0)
    return;
  qs_history_break (self->history);
  settle_soon (self);
}

gboolean
qs_session_is_dragging (QsSession *self)
{
  return self->drags > 0 || self->keep_range;
}

gboolean
qs_session_undo (QsSession *self)
{
  QsState before = { 0 };
  gboolean done;

  qs_state_copy (&before, &self->state);
  done = qs_history_undo (self->history, &before);
  if (done)
    {
      self->keep_range = FALSE;
      apply (self, &before);
    }
  qs_state_clear (&before);
  return done;
}

gboolean
qs_session_redo (QsSession *self)
{
  QsState after = { 0 };
  gboolean done;

  qs_state_copy (&after, &self->state);
  done = qs_history_redo (self->history, &after);
  if (done)
    {
      self->keep_range = FALSE;
      apply (self, &after);
    }
  qs_state_clear (&after);
  return done;
}

const char *
qs_session_get_undo_label (QsSession *self)
{
  return qs_history_get_undo_label (self->history);
}

const char *
qs_session_get_redo_label (QsSession *self)
{
  return qs_history_get_redo_label (self->history);
}

gboolean
qs_session_get_zoom (QsSession *self, double *low, double *high)
{
  *low = self->zoom_low;
  *high = self->zoom_high;
  return self->zoomed;
}

/* So far out everything is one line; further there is only getting lost. */
static double
get_widest_zoom (QsSession *self)
{
  double low, high;
  const QscMoments *moments = self->source != NULL ? qsa_source_get_moments (self->source) : NULL;
  const QscParams *params = self->result != NULL ? qsa_result_get_params (self->result) : NULL;

  if (moments == NULL || params == NULL || moments->count == 0)
    return INFINITY;
  qsc_params_get_unclipped_range (params, &low, &high);
  return 20 * (MAX (high, (double)moments->max) - MIN (low, (double)moments->min));
}

gboolean
qs_session_is_range (QsSession *self, double low, double high)
{
  /* Below a few thousand steps of double there is nothing left to see, and nothing to compute with. */
  double least = 4096 * DBL_EPSILON * MAX (ABS (low), ABS (high));

  return high - low > least && isfinite (high - low) && high - low >= 1e-300 && high - low <= get_widest_zoom (self);
}

void
qs_session_set_zoom (QsSession *self, double low, double high)
{
  if (!qs_session_is_range (self, low, high))
    return;
  qs_session_note_view (self);
  self->zoomed = TRUE;
  self->zoom_low = low;
  self->zoom_high = high;
  qs_session_submit (self);
  qs_session_emit (self, QS_SESSION_VIEW);
}

void
qs_session_clear_zoom (QsSession *self)
{
  if (self->zoomed)
    qs_session_note_view (self);
  self->zoomed = FALSE;
  self->keep_range = FALSE;
  qs_session_submit (self);
  qs_session_emit (self, QS_SESSION_VIEW);
}

gboolean
qs_session_get_linked (QsSession *self)
{
  return !self->unlinked;
}

void
qs_session_set_linked (QsSession *self, gboolean linked)
{
  if (self->unlinked == !linked)
    return;
  self->unlinked = !linked;
  qs_session_emit (self, QS_SESSION_VIEW);
}

const QsaInterval *
qs_session_get_interval (QsSession *self)
{
  return self->has_interval ? &self->interval : NULL;
}

void
qs_session_set_interval (QsSession *self, const QsaInterval *interval)
{
  if (!(interval->low <= interval->high) || (self->has_interval && qsa_interval_equal (&self->interval, interval)))
    return;
  self->has_interval = TRUE;
  self->interval = *interval;
  qs_session_submit (self);
  qs_session_emit (self, QS_SESSION_VIEW);
}

void
qs_session_clear_interval (QsSession *self)
{
  if (!self->has_interval)
    return;
  self->has_interval = FALSE;
  qs_session_submit (self);
  qs_session_emit (self, QS_SESSION_VIEW);
}

void
qs_session_set_n_bins (QsSession *self, guint n_bins)
{
  if (self->n_bins == n_bins)
    return;
  self->n_bins = n_bins;
  qs_session_submit (self);
}

double
qs_session_get_bin_width (QsSession *self)
{
  return self->bin_width;
}

void
qs_session_set_bin_width (QsSession *self, double width)
{
  if (!isfinite (width) || width < 0 || width == self->bin_width)
    return;
  self->bin_width = width;
  qs_session_submit (self);
  qs_session_emit (self, QS_SESSION_VIEW);
}

void
qs_session_set_n_error_bins (QsSession *self, guint n_bins)
{
  if (self->n_error_bins == n_bins)
    return;
  self->n_error_bins = n_bins;
  if (n_bins > 0)
    qs_session_submit (self);
}

double
qs_session_get_min_max_scale (QsSession *self)
{
  const QscMoments *moments;
  QscParams params;

  if (self->source == NULL)
    return 1.0;
  moments = qsa_source_get_moments (self->source);
  if (moments->count == 0
      || qsc_params_init_from_range (&params, &self->state.scheme.format, moments->min, moments->max) != QSC_OK)
    return 1.0;
  return params.scale;
}

const QsState *
qs_session_get_state (QsSession *self)
{
  return &self->state;
}

QstArchive *
qs_session_get_archive (QsSession *self)
{
  return self->state.archive;
}

QsaSource *
qs_session_get_source (QsSession *self)
{
  return self->source;
}

QsaResult *
qs_session_get_result (QsSession *self)
{
  return self->result;
}

const GError *
qs_session_get_error (QsSession *self)
{
  return self->error;
}

gboolean
qs_session_is_loading (QsSession *self)
{
  return self->load != NULL;
}

gboolean
qs_session_is_stale (QsSession *self)
{
  return self->load != NULL || self->result == NULL
         || !qsa_scheme_equal (qsa_result_get_scheme (self->result), &self->state.scheme);
}

QsSession *
qs_session_new (void)
{
  return g_object_new (QS_TYPE_SESSION, NULL);
}

static void
qs_session_dispose (GObject *object)
{
  QsSession *self = QS_SESSION (object);

  g_clear_handle_id (&self->submit_id, g_source_remove);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  qs_session_drop_optimum (self);
  qs_session_drop_extras (self);
  if (self->load != NULL)
    g_cancellable_cancel (self->load);
  g_clear_object (&self->load);
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  g_clear_pointer (&self->engine, qsa_engine_free);
  g_clear_pointer (&self->result, qsa_result_unref);
  g_clear_pointer (&self->source, qsa_source_unref);
  G_OBJECT_CLASS (qs_session_parent_class)->dispose (object);
}

static void
qs_session_finalize (GObject *object)
{
  QsSession *self = QS_SESSION (object);

  qs_session_forget_views (self);
  qs_history_free (self->history);
  qs_state_clear (&self->state);
  qs_state_clear (&self->source_state);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (qs_session_parent_class)->finalize (object);
}

static void
qs_session_class_init (QsSessionClass *klass)
{
  static const char *const names[QS_SESSION_N_SIGNALS] = { "changed", "source", "result", "view", "failed", "extras", "notice" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = qs_session_dispose;
  object_class->finalize = qs_session_finalize;
  for (int i = 0; i < QS_SESSION_N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], QS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
qs_session_init (QsSession *self)
{
  qs_state_init (&self->state);
  qs_state_init (&self->source_state);
  self->history = qs_history_new ();
  self->engine = qsa_engine_new (result_cb, self);
  self->n_bins = 128;
  self->index_low = self->index_high = NAN;
  self->focus_scale = self->focus_zero_point = NAN;
  self->n_columns = 1024;
}
