/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-source-private.h"

#include "analysis/qsa-index-private.h"
#include "analysis/qsa-job.h"
#include "analysis/qsa-units-job.h"

#include <math.h>
#include <string.h>

#define N_PATTERNS 65536

/* Microseconds after which a waiting thread looks whether it was cancelled. */
#define INDEX_WAIT (20 * G_TIME_SPAN_MILLISECOND)

/* Base lines kept: every bit width, signedness and symmetry of one rounding, twice over. */
#define N_BASE_LINES 128

typedef struct
{
  QscScheme format;
  double sqnr_db;
} BaseLine;

struct _QsaSource
{
  gatomicrefcount refs;
  QstTensor *tensor;
  QscMoments moments;
  double mean, std;

  GMutex mutex; /* guards the rest, which comes in time */
  guint64 *pattern_counts;
  BaseLine base_lines[N_BASE_LINES];
  guint n_base_lines, next_base_line;

  GMutex units_mutex; /* guards the rest */
  QsaUnits units;
  QscMoments *unit_moments; /* of units; NULL: none yet */

  GMutex index_mutex; /* guards the rest; held for a moment only */
  GCond index_cond;   /* index_is_coming has become FALSE */
  gboolean index_is_coming;
  QsaIndex *index;
};

/* Sums around the mean of the first pass; four lanes, whose order is fixed. */
typedef struct
{
  double centre;
  double sum, sum_squares;
} Deviations;

static void
map_moments (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  qsc_moments_init (chunk);
  qsc_moments_update (chunk, x, n);
}

static void
reduce_moments (gpointer data, gconstpointer chunk)
{
  qsc_moments_merge (data, chunk);
}

static void
map_deviations (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Deviations *all = data;
  Deviations *mine = chunk;
  double sum[4] = { 0 }, sum_squares[4] = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      const double d = isfinite (x[i]) ? (double)x[i] - all->centre : 0.0;

      sum[i % 4] += d;
      sum_squares[i % 4] += d * d;
    }
  mine->sum = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  mine->sum_squares = (sum_squares[0] + sum_squares[1]) + (sum_squares[2] + sum_squares[3]);
}

static void
reduce_deviations (gpointer data, gconstpointer chunk)
{
  Deviations *all = data;
  const Deviations *mine = chunk;

  all->sum += mine->sum;
  all->sum_squares += mine->sum_squares;
}

static gboolean
measure_moments (QsaSource *self, GCancellable *cancellable, GError **error)
{
  const QsaJob job = { .data = &self->moments, .chunk_size = sizeof (QscMoments), .map = map_moments, .reduce = reduce_moments };

  qsc_moments_init (&self->moments);
  return qsa_job_run (&job, self->tensor, cancellable, error);
}

static gboolean
measure_deviations (QsaSource *self, GCancellable *cancellable, GError **error)
{
  Deviations all = { 0 };
  const QsaJob job = { .data = &all, .chunk_size = sizeof all, .map = map_deviations, .reduce = reduce_deviations };
  const double n = (double)self->moments.count;

  self->mean = self->std = (double)NAN;
  if (self->moments.count == 0)
    return TRUE;
  all.centre = self->moments.sum / n;
  if (!qsa_job_run (&job, self->tensor, cancellable, error))
    return FALSE;
  self->mean = all.centre + all.sum / n;
  self->std = sqrt (fmax (all.sum_squares / n - (all.sum / n) * (all.sum / n), 0.0));
  return TRUE;
}

QsaSource *
qsa_source_new (QstTensor *tensor, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaSource) self = g_new0 (QsaSource, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->units_mutex);
  g_mutex_init (&self->index_mutex);
  g_cond_init (&self->index_cond);
  self->tensor = qst_tensor_ref (tensor);
  if (!measure_moments (self, cancellable, error) || !measure_deviations (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

QsaSource *
qsa_source_ref (QsaSource *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_source_unref (QsaSource *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qst_tensor_unref (self->tensor);
  g_free (self->pattern_counts);
  g_mutex_clear (&self->mutex);
  g_free (self->unit_moments);
  g_mutex_clear (&self->units_mutex);
  g_mutex_clear (&self->index_mutex);
  g_cond_clear (&self->index_cond);
  g_clear_pointer (&self->index, qsa_index_unref);
  g_free (self);
}

QstTensor *
qsa_source_get_tensor (QsaSource *self)
{
  return self->tensor;
}

const QscMoments *
qsa_source_get_moments (QsaSource *self)
{
  return &self->moments;
}

double
qsa_source_get_mean (QsaSource *self)
{
  return self->mean;
}

double
qsa_source_get_std (QsaSource *self)
{
  return self->std;
}

static void
map_patterns (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  guint64 *counts = worker;

  for (gsize i = 0; i < n; i++)
    {
      guint32 pattern;

      memcpy (&pattern, &x[i], sizeof pattern);
      if ((pattern & 0x7f800000u) != 0x7f800000u)
        counts[qsa_order_pattern (pattern) >> 16]++;
    }
}

static void
gather_patterns (gpointer data, gconstpointer worker)
{
  guint64 *all = data;
  const guint64 *counts = worker;

  for (gsize i = 0; i < N_PATTERNS; i++)
    all[i] += counts[i];
}

const guint64 *
qsa_source_get_pattern_counts (QsaSource *self, GCancellable *cancellable, GError **error)
{
  g_autofree guint64 *counts = NULL;
  QsaJob job = { .worker_size = N_PATTERNS * sizeof (guint64), .map = map_patterns, .gather = gather_patterns };

  g_mutex_lock (&self->mutex);
  if (self->pattern_counts == NULL)
    {
      job.data = counts = g_new0 (guint64, N_PATTERNS);
      if (qsa_job_run (&job, self->tensor, cancellable, error))
        self->pattern_counts = g_steal_pointer (&counts);
    }
  g_mutex_unlock (&self->mutex);
  return self->pattern_counts;
}

static void
init_unit (gpointer unit)
{
  qsc_moments_init (unit);
}

static void
merge_unit (gpointer unit, gconstpointer next)
{
  qsc_moments_merge (unit, next);
}

static void
map_unit_moments (gpointer data, const QsaPiece *piece, const float *x, gpointer units, gpointer part)
{
  if (piece->is_groups)
    qsc_groups_moments_update (&piece->groups, units, x);
  else
    qsc_channels_moments_update (&piece->channels, units, x);
}

const QscMoments *
qsa_source_lock_unit_moments (QsaSource *self, const QsaUnits *units, GCancellable *cancellable, GError **error)
{
  const QsaUnitsJob job = { .unit_size = sizeof (QscMoments), .init = init_unit, .merge = merge_unit, .map = map_unit_moments };
  g_autofree QscMoments *moments = NULL;

  g_mutex_lock (&self->units_mutex);
  if (self->unit_moments != NULL && qsa_units_equal (&self->units, units))
    return self->unit_moments;
  moments = g_new (QscMoments, units->n_units);
  if (!qsa_units_job_run (&job, units, self->tensor, moments, cancellable, error))
    return NULL;
  g_free (self->unit_moments);
  self->units = *units;
  return self->unit_moments = g_steal_pointer (&moments);
}

void
qsa_source_unlock_unit_moments (QsaSource *self)
{
  g_mutex_unlock (&self->units_mutex);
}

/* Waits while another thread builds the index; FALSE when there is one, or cancelled: then nobody waits for it here. */
static gboolean
claim_index (QsaSource *self, GCancellable *cancellable)
{
  gboolean claimed = FALSE;

  g_mutex_lock (&self->index_mutex);
  while (self->index == NULL && self->index_is_coming && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&self->index_cond, &self->index_mutex, g_get_monotonic_time () + INDEX_WAIT);
  if (self->index == NULL && !self->index_is_coming)
    self->index_is_coming = claimed = TRUE;
  g_mutex_unlock (&self->index_mutex);
  return claimed;
}

QsaIndex *
qsa_source_get_index (QsaSource *self, GCancellable *cancellable, GError **error)
{
  QsaIndex *index = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!claim_index (self, cancellable))
    {
      index = qsa_source_peek_index (self);
      if (index == NULL)
        g_cancellable_set_error_if_cancelled (cancellable, error);
      return index;
    }
  index = qsa_index_new (self, cancellable, error);
  g_mutex_lock (&self->index_mutex);
  self->index = index;
  self->index_is_coming = FALSE;
  g_cond_broadcast (&self->index_cond);
  g_mutex_unlock (&self->index_mutex);
  return index;
}

QsaIndex *
qsa_source_peek_index (QsaSource *self)
{
  QsaIndex *index;

  g_mutex_lock (&self->index_mutex);
  index = self->index;
  g_mutex_unlock (&self->index_mutex);
  return index;
}

gboolean
qsa_source_find_base_line (QsaSource *self, const QscScheme *format, double *sqnr_db)
{
  gboolean found = FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->n_base_lines && !found; i++)
    if (qsc_scheme_equal (&self->base_lines[i].format, format))
      {
        *sqnr_db = self->base_lines[i].sqnr_db;
        found = TRUE;
      }
  g_mutex_unlock (&self->mutex);
  return found;
}

void
qsa_source_keep_base_line (QsaSource *self, const QscScheme *format, double sqnr_db)
{
  double known;

  if (qsa_source_find_base_line (self, format, &known))
    return;
  g_mutex_lock (&self->mutex);
  self->base_lines[self->next_base_line] = (BaseLine){ *format, sqnr_db };
  self->next_base_line = (self->next_base_line + 1) % N_BASE_LINES;
  self->n_base_lines = MIN (self->n_base_lines + 1, N_BASE_LINES);
  g_mutex_unlock (&self->mutex);
}
