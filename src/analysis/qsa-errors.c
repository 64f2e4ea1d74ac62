/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-errors.h"

#include "analysis/qsa-job.h"

#include <math.h>

/* Parameters measured in one pass: what a chunk's values, once in the cache, are used for. */
#define BATCH_MAX 64

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

double
qsa_errors_get_mse (const QscErrorStats *stats)
{
  return stats->count > 0 ? (stats->sse_rounding + stats->sse_clipping) / (double)stats->count : (double)NAN;
}
