/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-result.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-measures.h"
#include "analysis/qsa-params.h"
#include "analysis/qsa-part.h"
#include "analysis/qsa-source-private.h"
#include "analysis/qsa-unit-stats.h"

#include <float.h>
#include <math.h>

/* Room beside the data in automatic view ranges. */
#define VIEW_MARGIN 0.03

/* Counts are shared by the results that found the same: (guint64 *) of g_atomic_rc_box. */
struct _QsaResult
{
  gatomicrefcount refs;
  QsaSource *source;
  QsaScheme scheme;
  QsaUnitParams *unit_params;
  guint64 unit;           /* that is looked at, … */
  QscParams params;       /* … its parameters … */
  QsaSource *unit_source; /* … and values */
  QscErrorStats error_stats;
  QscErrorStats *unit_stats; /* as the counts; NULL: error_stats is that of the only unit */
  QsaMeasures measures;
  guint64 *code_counts;
  guint64 *unit_code_counts; /* NULL: code_counts */
  guint64 *bin_counts;
  guint64 *error_counts;
  QsaHistogram histogram;
  QsaErrorHistogram error_histogram;
  double view_low, view_high, full_low, full_high;
  gboolean has_part;
  QsaPart part;
  double seconds;
};

/* What one pass over the values has to find; what is off was lent by the previous result. Errors of several units have a pass of their
 * own, as have the histograms of one of these. */
typedef struct
{
  const QsaResult *result;
  gboolean errors, bins, error_bins, base_line;
  gsize n_codes;
  QscParams base_params;
  QscErrorStats error_stats, base_stats;
  guint64 *code_counts, *bin_counts, *error_counts;
} Pass;

typedef struct
{
  QscErrorStats error_stats, base_stats;
} PassChunk;

QsaResult *
qsa_result_ref (QsaResult *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_result_unref (QsaResult *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_source_unref (self->source);
  g_clear_pointer (&self->unit_source, qsa_source_unref);
  g_clear_pointer (&self->unit_params, qsa_unit_params_unref);
  g_clear_pointer (&self->unit_stats, g_atomic_rc_box_release);
  g_clear_pointer (&self->code_counts, g_atomic_rc_box_release);
  g_clear_pointer (&self->unit_code_counts, g_atomic_rc_box_release);
  g_clear_pointer (&self->bin_counts, g_atomic_rc_box_release);
  g_clear_pointer (&self->error_counts, g_atomic_rc_box_release);
  g_free (self);
}

static gsize
get_n_codes (const QscParams *params)
{
  return (gsize)(params->qmax - params->qmin) + 1;
}

static void
choose_view (QsaResult *self, const QsaRequest *request)
{
  const QscMoments *moments = qsa_source_get_moments (self->unit_source);
  const gboolean is_given =
      isfinite (request->view_low) && isfinite (request->view_high) && request->view_low < request->view_high;
  double low, high, margin;

  qsc_params_get_level_range (&self->params, &low, &high);
  if (moments->count > 0)
    {
      low = fmin (low, (double)moments->min);
      high = fmax (high, (double)moments->max);
    }
  margin = (high - low) * VIEW_MARGIN;
  self->full_low = self->view_low = low - margin;
  self->full_high = self->view_high = high + margin;
  if (!request->auto_range && is_given)
    {
      self->view_low = request->view_low;
      self->view_high = request->view_high;
    }
  else if (request->keep_range && is_given)
    {
      self->full_low = self->view_low = fmin (self->view_low, request->view_low);
      self->full_high = self->view_high = fmax (self->view_high, request->view_high);
    }
}

/* The bins over the view; of a chosen width they stand at its multiples, whatever the zoom is. */
static void
choose_bins (QsaResult *self, const QsaRequest *request)
{
  QsaHistogram *histogram = &self->histogram;
  double width = request->bin_width, first, last;

  histogram->low = self->view_low;
  histogram->high = self->view_high;
  histogram->n_bins = qsa_source_get_moments (self->unit_source)->count > 0 ? request->n_bins : 0;
  if (histogram->n_bins == 0 || !(width > 0) || !isfinite (width))
    return;
  width *= fmax (ceil ((self->view_high - self->view_low) / width / (QSA_BINS_MAX - 2)), 1);
  first = floor (self->view_low / width);
  last = ceil (self->view_high / width);
  /* Multiples this large are no longer told apart. */
  if (!(last - first >= 1) || !(fmax (fabs (first), fabs (last)) < 0x1p52))
    return;
  histogram->low = first * width;
  histogram->high = last * width;
  histogram->n_bins = (guint)(last - first);
}

/* Finite values left of a zoomed view: a cumulative histogram begins with them. */
static guint64
count_below (const float *x, gsize n, double low)
{
  guint64 below = 0;

  for (gsize i = 0; i < n; i++)
    below += (double)x[i] < low && x[i] >= -FLT_MAX;
  return below;
}

/* Where the counts of errors begin among a worker's. */
static gsize
get_error_offset (const Pass *pass)
{
  return pass->n_codes + (pass->bins ? pass->result->histogram.n_bins + 1 : 0);
}

static gsize
get_n_error_counts (const Pass *pass)
{
  return pass->error_bins ? pass->result->error_histogram.n_bins + 2 : 0;
}

static void
count_errors (const QsaResult *result, guint64 begin, const float *x, gsize n, guint64 *counts)
{
  qsa_error_histogram_update (&result->params, x, n, begin, result->error_histogram.n_bins, counts);
}

static void
count_codes (const QsaResult *result, guint64 begin, const float *x, gsize n, guint64 *counts)
{
  qsc_code_histogram_update (&result->params, x, n, begin, counts);
}

/* Draws of stochastic rounding hang on where a value stands in the tensor, not in its unit. */
static gboolean
counts_in_place (const Pass *pass)
{
  return qsa_unit_params_get_n (pass->result->unit_params) > 1 && pass->result->params.rounding == QSC_ROUND_STOCHASTIC;
}

static void
count_in_place (const Pass *pass, void (*count) (const QsaResult *, guint64, const float *, gsize, guint64 *), guint64 begin,
                const float *x, gsize n, guint64 *counts)
{
  const QsaResult *result = pass->result;
  const QsaUnits *units = qsa_unit_params_get_units (result->unit_params);

  if (!counts_in_place (pass))
    {
      count (result, begin, x, n, counts);
      return;
    }
  for (gsize i = 0, length; i < n; i += length)
    {
      const guint64 index = qsa_units_get_index (units, result->unit, begin + i);
      guint64 end;

      qsa_units_get_run (units, index, &end);
      length = (gsize)MIN (end - index, n - i);
      count (result, index, x + i, length, counts);
    }
}

static void
map_pass (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Pass *pass = data;
  const QsaResult *result = pass->result;
  PassChunk *mine = chunk;
  guint64 *counts = worker;

  qsc_error_stats_init (&mine->error_stats);
  qsc_error_stats_init (&mine->base_stats);
  if (pass->errors)
    {
      if (!counts_in_place (pass))
        qsc_error_stats_and_codes_update (&mine->error_stats, &result->params, x, n, begin, counts);
      else
        count_in_place (pass, count_codes, begin, x, n, counts);
    }
  if (pass->error_bins)
    count_in_place (pass, count_errors, begin, x, n, counts + get_error_offset (pass));
  if (pass->base_line)
    qsc_error_stats_update (&mine->base_stats, &pass->base_params, x, n, begin);
  if (pass->bins)
    {
      const QsaHistogram *histogram = &result->histogram;

      qsc_histogram_update (x, n, histogram->low, histogram->high, histogram->n_bins, counts + pass->n_codes);
      if (histogram->low > (double)qsa_source_get_moments (result->unit_source)->min)
        counts[pass->n_codes + histogram->n_bins] += count_below (x, n, histogram->low);
    }
}

static void
reduce_pass (gpointer data, gconstpointer chunk)
{
  Pass *pass = data;
  const PassChunk *mine = chunk;

  qsc_error_stats_merge (&pass->error_stats, &mine->error_stats);
  qsc_error_stats_merge (&pass->base_stats, &mine->base_stats);
}

static void
gather_pass (gpointer data, gconstpointer worker)
{
  Pass *pass = data;
  const guint64 *counts = worker;

  for (gsize i = 0; i < pass->n_codes; i++)
    pass->code_counts[i] += counts[i];
  for (gsize i = 0; pass->bins && i <= pass->result->histogram.n_bins; i++)
    pass->bin_counts[i] += counts[pass->n_codes + i];
  for (gsize i = 0; i < get_n_error_counts (pass); i++)
    pass->error_counts[i] += counts[get_error_offset (pass) + i];
}

static gboolean
has_units (const QsaResult *self)
{
  return qsa_unit_params_get_n (self->unit_params) > 1;
}

/* Whether what is looked at has the same values. */
static gboolean
is_same_view (const QsaResult *self, const QsaResult *previous)
{
  return previous != NULL && previous->unit_source == self->unit_source;
}

static void
lend_error_counts (QsaResult *self, QsaResult *previous, Pass *pass)
{
  const guint n = self->error_histogram.n_bins;

  if (n == 0)
    return;
  pass->error_bins = !is_same_view (self, previous) || !qsa_params_equal (&self->params, &previous->params)
                     || previous->error_histogram.n_bins != n;
  if (!pass->error_bins)
    self->error_counts = g_atomic_rc_box_acquire (previous->error_counts);
  else
    pass->error_counts = self->error_counts = g_atomic_rc_box_alloc0 ((n + 2) * sizeof (guint64));
}

static void
lend_errors (QsaResult *self, QsaResult *previous, Pass *pass)
{
  pass->errors =
      previous == NULL || previous->source != self->source || !qsa_unit_params_equal (self->unit_params, previous->unit_params);
  if (!pass->errors)
    {
      self->error_stats = previous->error_stats;
      self->code_counts = g_atomic_rc_box_acquire (previous->code_counts);
      self->unit_stats = previous->unit_stats != NULL ? g_atomic_rc_box_acquire (previous->unit_stats) : NULL;
      return;
    }
  pass->n_codes = get_n_codes (&self->params);
  pass->code_counts = self->code_counts = g_atomic_rc_box_alloc0 (pass->n_codes * sizeof (guint64));
  if (has_units (self))
    self->unit_stats = g_atomic_rc_box_alloc0 (qsa_unit_params_get_n (self->unit_params) * sizeof (QscErrorStats));
}

/* Takes from previous what holds for this result too; what must be counted is marked in pass. */
static void
lend (QsaResult *self, QsaResult *previous, Pass *pass)
{
  lend_errors (self, previous, pass);
  if (is_same_view (self, previous) && previous->unit_code_counts != NULL && has_units (self)
      && qsa_params_equal (&self->params, &previous->params))
    self->unit_code_counts = g_atomic_rc_box_acquire (previous->unit_code_counts);
  lend_error_counts (self, previous, pass);
  if (self->histogram.n_bins == 0)
    return;
  pass->bins = !is_same_view (self, previous) || previous->histogram.n_bins != self->histogram.n_bins
               || previous->histogram.low != self->histogram.low || previous->histogram.high != self->histogram.high;
  if (!pass->bins)
    self->bin_counts = g_atomic_rc_box_acquire (previous->bin_counts);
  else
    pass->bin_counts = self->bin_counts = g_atomic_rc_box_alloc0 ((self->histogram.n_bins + 1) * sizeof (guint64));
}

/* The min-max parameters of the same format, to compare with. */
static gboolean
plan_base_line (QsaResult *self, Pass *pass)
{
  const QscMoments *moments = qsa_source_get_moments (self->source);

  return moments->count > 0
         && qsc_params_init_from_range (&pass->base_params, &self->scheme.format, (double)moments->min, (double)moments->max)
                == QSC_OK;
}

static gboolean
run_pass (QsaResult *self, Pass *pass, QsaSource *source, GCancellable *cancellable, GError **error)
{
  QsaJob job = {
    .data = pass,
    .chunk_size = sizeof (PassChunk),
    .map = map_pass,
    .reduce = reduce_pass,
    .gather = gather_pass,
  };

  pass->result = self;
  job.worker_size = (get_error_offset (pass) + get_n_error_counts (pass)) * sizeof (guint64);
  qsc_error_stats_init (&pass->error_stats);
  qsc_error_stats_init (&pass->base_stats);
  if (!pass->errors && !pass->bins && !pass->error_bins && !pass->base_line)
    return TRUE;
  return qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error);
}

/* Errors of all units, the base line of all values, the histograms of one unit. */
static gboolean
run_unit_passes (QsaResult *self, Pass *pass, GCancellable *cancellable, GError **error)
{
  Pass base = { .base_line = pass->base_line, .base_params = pass->base_params };
  Pass one = *pass;

  one.base_line = FALSE;
  one.errors = self->unit_code_counts == NULL;
  one.n_codes = one.errors ? get_n_codes (&self->params) : 0;
  if (one.errors)
    one.code_counts = self->unit_code_counts = g_atomic_rc_box_alloc0 (one.n_codes * sizeof (guint64));
  if (!run_pass (self, &base, self->source, cancellable, error) || !run_pass (self, &one, self->unit_source, cancellable, error))
    return FALSE;
  pass->base_stats = base.base_stats;
  if (!pass->errors)
    return TRUE;
  if (!qsa_unit_params_measure (self->unit_params, self->source, NULL, self->unit_stats, self->code_counts, cancellable, error))
    return FALSE;
  qsa_unit_stats_merge (self->unit_stats, qsa_unit_params_get_n (self->unit_params), &pass->error_stats);
  return TRUE;
}

static void
set_error_histogram (QsaResult *self)
{
  QsaErrorHistogram *histogram = &self->error_histogram;

  qsa_error_histogram_get_range (&self->params, &histogram->low, &histogram->high);
  if (histogram->n_bins == 0)
    return;
  histogram->counts = self->error_counts;
  histogram->below = self->error_counts[histogram->n_bins];
  histogram->above = self->error_counts[histogram->n_bins + 1];
}

static gboolean
measure (QsaResult *self, QsaResult *previous, GCancellable *cancellable, GError **error)
{
  Pass pass = { 0 };
  double base_line = (double)NAN;
  const gboolean has_base_line = plan_base_line (self, &pass);
  const gboolean known = has_base_line && qsa_source_find_base_line (self->source, &self->scheme.format, &base_line);
  const gboolean is_base_line = has_base_line && !has_units (self) && qsa_params_equal (&pass.base_params, &self->params);

  lend (self, previous, &pass);
  pass.base_line = has_base_line && !known && !is_base_line;
  if (!(has_units (self) ? run_unit_passes (self, &pass, cancellable, error)
                         : run_pass (self, &pass, self->source, cancellable, error)))
    return FALSE;
  if (pass.errors)
    self->error_stats = pass.error_stats;
  self->histogram.counts = self->bin_counts;
  self->histogram.below = self->histogram.n_bins > 0 ? self->bin_counts[self->histogram.n_bins] : 0;
  set_error_histogram (self);
  if (has_base_line && !known)
    {
      base_line = qsa_measures_get_sqnr (is_base_line ? &self->error_stats : &pass.base_stats);
      qsa_source_keep_base_line (self->source, &self->scheme.format, base_line);
    }
  qsa_measures_init (&self->measures, &self->scheme, &self->error_stats, self->code_counts, get_n_codes (&self->params),
                     qsa_unit_params_get_n (self->unit_params), qst_tensor_get_count (qsa_source_get_tensor (self->source)));
  self->measures.sqnr_db_min_max = base_line;
  return TRUE;
}

/* A calibration that previous has made already is not made again. */
static gboolean
calibrate (QsaResult *self, QsaResult *previous, GCancellable *cancellable, GError **error)
{
  if (previous != NULL && previous->source == self->source && qsa_scheme_equal (&previous->scheme, &self->scheme))
    self->unit_params = qsa_unit_params_ref (previous->unit_params);
  else
    self->unit_params = qsa_unit_params_new_calibrated (self->source, &self->scheme, cancellable, error);
  return self->unit_params != NULL;
}

/* Looks at one unit. */
static gboolean
look_at (QsaResult *self, QsaResult *previous, guint64 unit, GCancellable *cancellable, GError **error)
{
  const QsaUnits *units = qsa_unit_params_get_units (self->unit_params);
  g_autoptr (QstTensor) tensor = NULL;

  self->unit = MIN (unit, units->n_units - 1);
  self->params = qsa_unit_params_get_all (self->unit_params)[self->unit];
  if (!has_units (self))
    self->unit_source = qsa_source_ref (self->source);
  else if (previous != NULL && previous->source == self->source && previous->unit == self->unit
           && qsa_units_equal (qsa_unit_params_get_units (previous->unit_params), units))
    self->unit_source = qsa_source_ref (previous->unit_source);
  else
    {
      tensor = qsa_units_extract (units, qsa_source_get_tensor (self->source), self->unit, cancellable, error);
      self->unit_source = tensor != NULL ? qsa_source_new (tensor, cancellable, error) : NULL;
    }
  return self->unit_source != NULL;
}

gboolean
qsa_interval_equal (const QsaInterval *a, const QsaInterval *b)
{
  return !a->of_errors == !b->of_errors && a->low == b->low && a->high == b->high;
}

static gboolean
measure_part (QsaResult *self, QsaResult *previous, const QsaRequest *request, GCancellable *cancellable, GError **error)
{
  self->has_part = request->has_interval;
  if (!self->has_part)
    return TRUE;
  if (previous != NULL && previous->has_part && previous->source == self->source
      && qsa_scheme_equal (&previous->scheme, &self->scheme) && qsa_unit_params_equal (previous->unit_params, self->unit_params)
      && qsa_interval_equal (&previous->part.interval, &request->interval))
    {
      self->part = previous->part;
      return TRUE;
    }
  return qsa_part_init (&self->part, self->source, &self->scheme, self->unit_params, &request->interval, cancellable, error);
}

QsaResult *
qsa_result_new (const QsaRequest *request, QsaResult *previous, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaResult) self = g_new0 (QsaResult, 1);
  const gint64 start = g_get_monotonic_time ();

  g_atomic_ref_count_init (&self->refs);
  self->source = qsa_source_ref (request->source);
  self->scheme = request->scheme;
  if (!calibrate (self, previous, cancellable, error) || !look_at (self, previous, request->unit, cancellable, error))
    return NULL;
  choose_view (self, request);
  choose_bins (self, request);
  self->error_histogram.n_bins = qsa_source_get_moments (self->unit_source)->count > 0 ? request->n_error_bins / 2 * 2 : 0;
  if (!measure (self, previous, cancellable, error) || !measure_part (self, previous, request, cancellable, error))
    return NULL;
  self->seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return g_steal_pointer (&self);
}

QsaSource *
qsa_result_get_source (QsaResult *self)
{
  return self->source;
}

const QsaScheme *
qsa_result_get_scheme (QsaResult *self)
{
  return &self->scheme;
}

const QscParams *
qsa_result_get_params (QsaResult *self)
{
  return &self->params;
}

QsaUnitParams *
qsa_result_get_unit_params (QsaResult *self)
{
  return self->unit_params;
}

guint64
qsa_result_get_unit (QsaResult *self)
{
  return self->unit;
}

QsaSource *
qsa_result_get_unit_source (QsaResult *self)
{
  return self->unit_source;
}

char *
qsa_result_describe_unit (QsaResult *self)
{
  return has_units (self) ? qsa_units_describe (qsa_unit_params_get_units (self->unit_params), self->unit) : NULL;
}

const QscErrorStats *
qsa_result_get_unit_stats (QsaResult *self)
{
  return self->unit_stats != NULL ? self->unit_stats : &self->error_stats;
}

const QscErrorStats *
qsa_result_get_error_stats (QsaResult *self)
{
  return &self->error_stats;
}

const QsaMeasures *
qsa_result_get_measures (QsaResult *self)
{
  return &self->measures;
}

double
qsa_result_measure_channel (QsaResult *self, guint64 channel)
{
  QstTensor *tensor = qsa_source_get_tensor (self->source);
  const QsaGranularity rows = { .kind = QSA_PER_CHANNEL };
  g_autofree float *scratch = g_new (float, QSA_JOB_CHUNK);
  QscErrorStats stats;
  QsaUnits units;

  qsc_error_stats_init (&stats);
  if (!qsa_units_init (&units, &rows, tensor, NULL) || channel >= units.n_units)
    return (double)NAN;
  for (guint64 i = 0, n; i < qsa_units_get_size (&units, channel); i += n)
    {
      const guint64 index = qsa_units_get_index (&units, channel, i);
      guint64 end, own_end;

      qsa_units_get_run (&units, index, &end);
      qsa_units_get_run (qsa_unit_params_get_units (self->unit_params), index, &own_end);
      n = MIN (MIN (end, own_end) - index, QSA_JOB_CHUNK);
      qsc_error_stats_update (&stats, qsa_unit_params_get_at (self->unit_params, index),
                              qst_tensor_get_span (tensor, index, index + n, scratch), (gsize)n, index);
    }
  return qsa_measures_get_sqnr (&stats);
}

const guint64 *
qsa_result_get_code_counts (QsaResult *self)
{
  return self->code_counts;
}

const guint64 *
qsa_result_get_unit_code_counts (QsaResult *self)
{
  return self->unit_code_counts != NULL ? self->unit_code_counts : self->code_counts;
}

const QsaHistogram *
qsa_result_get_histogram (QsaResult *self)
{
  return &self->histogram;
}

const QsaErrorHistogram *
qsa_result_get_error_histogram (QsaResult *self)
{
  return &self->error_histogram;
}

const QsaPart *
qsa_result_get_part (QsaResult *self)
{
  return self->has_part ? &self->part : NULL;
}

void
qsa_result_get_view_range (QsaResult *self, double *low, double *high)
{
  *low = self->view_low;
  *high = self->view_high;
}

void
qsa_result_get_full_range (QsaResult *self, double *low, double *high)
{
  *low = self->full_low;
  *high = self->full_high;
}

double
qsa_result_get_seconds (QsaResult *self)
{
  return self->seconds;
}
