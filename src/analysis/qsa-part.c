/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-part.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-measures.h"
#include "analysis/qsa-params.h"
#include "analysis/qsa-unit-stats.h"

#include <math.h>

typedef struct
{
  QsaUnitParams *units;
  const QscParams *params, *base_params; /* params NULL: of several units, which are measured by themselves */
  QsaInterval interval;
  QscErrorStats stats, base_stats;
  guint64 *code_counts;
  gsize n_codes;
} Pass;

typedef struct
{
  QscErrorStats stats, base_stats;
} Chunk;

/* x[n], but NaN where the interval does not hold the value. */
static void
keep_inside (const Pass *pass, const float *x, gsize n, guint64 first_index, float *inside)
{
  float scratch[QSA_BLOCK];

  qsa_unit_params_keep (pass->units, &pass->interval, x, n, first_index, scratch, inside);
}

/* Values outside become NaN, which the kernels leave out; those inside keep their indices, which stochastic rounding asks for. */
static void
map_pass (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Pass *pass = data;
  Chunk *mine = chunk;
  float inside[QSA_BLOCK];

  qsc_error_stats_init (&mine->stats);
  qsc_error_stats_init (&mine->base_stats);
  for (gsize done = 0; done < n; done += QSA_BLOCK)
    {
      const gsize m = MIN (n - done, QSA_BLOCK);

      keep_inside (pass, x + done, m, begin + done, inside);
      if (pass->params != NULL)
        qsc_error_stats_and_codes_update (&mine->stats, pass->params, inside, m, begin + done, worker);
      if (pass->base_params != NULL)
        qsc_error_stats_update (&mine->base_stats, pass->base_params, inside, m, begin + done);
    }
}

static void
reduce_pass (gpointer data, gconstpointer chunk)
{
  Pass *pass = data;
  const Chunk *mine = chunk;

  qsc_error_stats_merge (&pass->stats, &mine->stats);
  qsc_error_stats_merge (&pass->base_stats, &mine->base_stats);
}

static void
gather_pass (gpointer data, gconstpointer worker)
{
  Pass *pass = data;
  const guint64 *counts = worker;

  for (gsize i = 0; i < pass->n_codes; i++)
    pass->code_counts[i] += counts[i];
}

static gboolean
measure_units (Pass *self, QsaUnitParams *params, QsaSource *source, GCancellable *cancellable, GError **error)
{
  const guint64 n = qsa_unit_params_get_n (params);
  g_autofree QscErrorStats *stats = g_new (QscErrorStats, n);

  if (!qsa_unit_params_measure (params, source, &self->interval, stats, self->code_counts, cancellable, error))
    return FALSE;
  qsa_unit_stats_merge (stats, n, &self->stats);
  return TRUE;
}

gboolean
qsa_part_init (QsaPart *self, QsaSource *source, const QsaScheme *scheme, QsaUnitParams *params, const QsaInterval *interval,
               GCancellable *cancellable, GError **error)
{
  const QscParams *first = qsa_unit_params_get_all (params);
  const guint64 n_units = qsa_unit_params_get_n (params);
  const QscMoments *moments = qsa_source_get_moments (source);
  QscParams base_params;
  const gboolean has_base =
      moments->count > 0
      && qsc_params_init_from_range (&base_params, &scheme->format, (double)moments->min, (double)moments->max) == QSC_OK;
  Pass pass = {
    .units = params, .params = n_units == 1 ? first : NULL, .base_params = has_base ? &base_params : NULL, .interval = *interval
  };
  QsaJob job = { .data = &pass, .chunk_size = sizeof (Chunk), .map = map_pass, .reduce = reduce_pass, .gather = gather_pass };
  g_autofree guint64 *code_counts = NULL;

  pass.n_codes = (gsize)(first->qmax - first->qmin) + 1;
  pass.code_counts = code_counts = g_new0 (guint64, pass.n_codes);
  job.worker_size = pass.n_codes * sizeof (guint64);
  qsc_error_stats_init (&pass.stats);
  qsc_error_stats_init (&pass.base_stats);
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error)
      || (n_units > 1 && !measure_units (&pass, params, source, cancellable, error)))
    return FALSE;
  self->interval = *interval;
  self->count = pass.stats.count;
  qsa_measures_init (&self->measures, scheme, &pass.stats, code_counts, pass.n_codes, n_units, pass.stats.count);
  self->measures.sqnr_db_min_max = has_base ? qsa_measures_get_sqnr (&pass.base_stats) : (double)NAN;
  return TRUE;
}
