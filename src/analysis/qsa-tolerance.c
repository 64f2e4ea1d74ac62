/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-tolerance.h"

#include "analysis/qsa-job.h"

#include <math.h>

/* Scales tried on either side, each STEP times further out: up to about twice and half of the optimum. */
#define N_SIDE 32
#define N_SCALES (2 * N_SIDE + 1)
#define STEP 1.022

typedef struct
{
  QscParams params[N_SCALES]; /* ascending scales, the optimum in the middle */
  QscErrorStats stats[N_SCALES];
} Ladder;

static void
map_errors (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Ladder *ladder = data;
  QscErrorStats *mine = chunk;

  for (int i = 0; i < N_SCALES; i++)
    {
      qsc_error_stats_init (&mine[i]);
      qsc_error_stats_update (&mine[i], &ladder->params[i], x, n, begin);
    }
}

static void
reduce_errors (gpointer data, gconstpointer chunk)
{
  Ladder *ladder = data;
  const QscErrorStats *mine = chunk;

  for (int i = 0; i < N_SCALES; i++)
    qsc_error_stats_merge (&ladder->stats[i], &mine[i]);
}

static double
error_of (const QscErrorStats *stats)
{
  return stats->sse_rounding + stats->sse_clipping;
}

gboolean
qsa_find_tolerated_scales (QsaSource *source, const QscParams *optimum, double tolerance, GCancellable *cancellable, double *low,
                           double *high, GError **error)
{
  g_autofree Ladder *ladder = g_new0 (Ladder, 1);
  QsaJob job = { .data = ladder, .chunk_size = sizeof ladder->stats, .map = map_errors, .reduce = reduce_errors };
  int first = N_SIDE, last = N_SIDE;
  double limit;

  for (int i = 0; i < N_SCALES; i++)
    {
      ladder->params[i] = *optimum;
      ladder->params[i].scale = (float)(optimum->scale * pow (STEP, i - N_SIDE));
      qsc_error_stats_init (&ladder->stats[i]);
    }
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
    return FALSE;
  limit = error_of (&ladder->stats[N_SIDE]) * (1 + tolerance);
  while (first > 0 && error_of (&ladder->stats[first - 1]) <= limit)
    first--;
  while (last < N_SCALES - 1 && error_of (&ladder->stats[last + 1]) <= limit)
    last++;
  *low = ladder->params[first].scale;
  *high = ladder->params[last].scale;
  return TRUE;
}
