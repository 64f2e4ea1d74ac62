/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-errors.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-measures.h"

#include <math.h>
#include <string.h>

/* Parameters measured in one pass: what a chunk's values, once in the cache, are used for. */
#define BATCH_MAX 64

/* What building the index costs, in passes. */
#define PASSES_PER_INDEX 48

typedef struct
{
  const QscParams *params;
  QscErrorStats *stats;
  gsize n;
} Batch;

static void
map_errors (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Batch *batch = data;
  QscErrorStats *mine = chunk;

  for (gsize i = 0; i < batch->n; i++)
    {
      qsc_error_stats_init (&mine[i]);
      qsc_error_stats_update (&mine[i], &batch->params[i], x, n, begin);
    }
}

static void
reduce_errors (gpointer data, gconstpointer chunk)
{
  Batch *batch = data;
  const QscErrorStats *mine = chunk;

  for (gsize i = 0; i < batch->n; i++)
    qsc_error_stats_merge (&batch->stats[i], &mine[i]);
}

gboolean
qsa_errors_measure (QsaSource *source, const QscParams *params, gsize n, QscErrorStats *stats, GCancellable *cancellable,
                    GError **error)
{
  for (gsize i = 0; i < n; i++)
    qsc_error_stats_init (&stats[i]);
  for (gsize i = 0; i < n; i += BATCH_MAX)
    {
      Batch batch = { .params = params + i, .stats = stats + i, .n = MIN (n - i, BATCH_MAX) };
      const QsaJob job = { .data = &batch, .chunk_size = batch.n * sizeof *stats, .map = map_errors, .reduce = reduce_errors };

      if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  QsaIndex *index;
  const QscParams *params;
  QscSquaredErrors *errors;
} LookUps;

static void
look_up (gpointer data, guint i)
{
  const LookUps *self = data;
  QsaIndexErrors errors;

  qsa_index_measure (self->index, &self->params[i], &errors);
  self->errors[i] = (QscSquaredErrors){ errors.sse_rounding, errors.sse_clipping };
}

/* NULL without an error where the values are to be read instead. */
static QsaIndex *
get_useful_index (QsaSource *source, const QscParams *params, gsize n, GCancellable *cancellable, GError **error)
{
  QsaIndex *index = qsa_source_peek_index (source);
  gsize n_useful = 0;

  for (gsize i = 0; i < n; i++)
    n_useful += qsa_index_can_measure (&params[i]) && qsa_index_pays (source, &params[i]);
  if (n_useful < n || qsa_source_get_moments (source)->count > QSA_INDEX_VALUES_MAX)
    return NULL;
  return index != NULL || n < PASSES_PER_INDEX ? index : qsa_source_get_index (source, cancellable, error);
}

typedef struct
{
  const QscParams *params;
  QscSquaredErrors *errors;
  gsize n;
} Squares;

static void
map_squares (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Squares *self = data;

  qsc_squared_errors_update (chunk, self->params, self->n, x, n, begin);
}

static void
reduce_squares (gpointer data, gconstpointer chunk)
{
  Squares *self = data;
  const QscSquaredErrors *mine = chunk;

  for (gsize i = 0; i < self->n; i++)
    {
      self->errors[i].sse_rounding += mine[i].sse_rounding;
      self->errors[i].sse_clipping += mine[i].sse_clipping;
    }
}

static gboolean
read_squares (QsaSource *source, const QscParams *params, gsize n, QscSquaredErrors *errors, GCancellable *cancellable,
              GError **error)
{
  memset (errors, 0, n * sizeof *errors);
  for (gsize i = 0; i < n; i += BATCH_MAX)
    {
      Squares squares = { params + i, errors + i, MIN (n - i, BATCH_MAX) };
      const QsaJob job = {
        .data = &squares, .chunk_size = squares.n * sizeof *errors, .map = map_squares, .reduce = reduce_squares
      };

      if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
qsa_errors_measure_squares (QsaSource *source, const QscParams *params, gsize n, QscSquaredErrors *errors,
                            GCancellable *cancellable, GError **error)
{
  LookUps look_ups = { NULL, params, errors };
  GError *failure = NULL;

  look_ups.index = get_useful_index (source, params, n, cancellable, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (look_ups.index == NULL)
    return read_squares (source, params, n, errors, cancellable, error);
  return qsa_job_run_parts ((guint)n, look_up, &look_ups, cancellable, error);
}

double
qsa_errors_get_mse (QsaSource *source, const QscSquaredErrors *errors)
{
  const guint64 count = qsa_source_get_moments (source)->count;

  return count > 0 ? (errors->sse_rounding + errors->sse_clipping) / (double)count : (double)NAN;
}

double
qsa_errors_get_sqnr (QsaSource *source, const QscSquaredErrors *errors)
{
  const QscErrorStats stats = { .sse_rounding = errors->sse_rounding,
                                .sse_clipping = errors->sse_clipping,
                                .sum_x2 = qsa_source_get_moments (source)->sum_squares };

  return qsa_measures_get_sqnr (&stats);
}
