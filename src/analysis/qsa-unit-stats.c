/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-unit-stats.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-units-job.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define N_TABLES 4

typedef struct
{
  QsaUnitParams *params;
  const QsaInterval *interval; /* NULL: all values */
  gboolean all_finite;
  gsize n_codes;
  guint64 *counts;
} Pass;

static void
init_unit (gpointer unit)
{
  qsc_error_stats_init (unit);
}

static void
merge_pair (QscErrorStats *stats, const QscErrorStats *next)
{
  const gboolean is_first =
      stats->count > 0 && next->count > 0 && next->max_abs_error == stats->max_abs_error && next->max_index < stats->max_index;

  qsc_error_stats_merge (stats, next);
  if (is_first)
    stats->max_index = next->max_index;
}

static void
merge_unit (gpointer unit, gconstpointer next)
{
  merge_pair (unit, next);
}

/* Neighbours count in different tables: none waits for the other's counter. */
static void
count_bytes (const Pass *pass, const QsaPiece *piece, const float *x, guint64 *counts)
{
  const QscParams *params = qsa_unit_params_get_all (pass->params);
  const gint32 qmin = params->qmin;
  g_autofree guint8 *codes = g_malloc (piece->n);
  guint32 tables[N_TABLES][256] = { 0 };

  qsa_unit_params_quantize (pass->params, x, piece->n, piece->begin, codes);
  for (gsize i = 0; i < piece->n; i++)
    tables[i % N_TABLES][codes[i]]++;
  for (gsize i = 0; !pass->all_finite && i < piece->n; i++)
    if (!(fabsf (x[i]) <= FLT_MAX))
      tables[i % N_TABLES][codes[i]]--;
  for (gsize i = 0; i < pass->n_codes; i++)
    for (guint k = 0; k < N_TABLES; k++)
      counts[i] += tables[k][(guint8)(qmin + (gint32)i)];
}

static void
count_codes (const Pass *pass, const QsaPiece *piece, const float *x, guint64 *counts)
{
  const QscParams *params = qsa_unit_params_get_all (pass->params);
  const QsaUnits *units = qsa_unit_params_get_units (pass->params);

  if (qsa_unit_params_get_code_size (pass->params) == 1)
    {
      count_bytes (pass, piece, x, counts);
      return;
    }
  for (gsize i = 0, length; i < piece->n; i += length)
    {
      guint64 end;
      const guint64 unit = qsa_units_get_run (units, piece->begin + i, &end);

      length = (gsize)MIN (end - piece->begin - i, piece->n - i);
      qsc_code_histogram_update (&params[unit], x + i, length, piece->begin + i, counts);
    }
}

void
qsa_unit_params_keep (QsaUnitParams *self, const QsaInterval *interval, const float *x, gsize n, guint64 first_index,
                      float *scratch, float *inside)
{
  if (interval->of_errors && qsa_unit_params_get_n (self) == 1)
    qsc_errors (qsa_unit_params_get_all (self), x, n, first_index, scratch);
  else if (interval->of_errors)
    {
      qsa_unit_params_reconstruct (self, x, n, first_index, scratch);
      for (gsize i = 0; i < n; i++)
        scratch[i] -= x[i];
    }
  for (gsize i = 0; i < n; i++)
    {
      const double value = (double)(interval->of_errors ? scratch[i] : x[i]);

      inside[i] = value >= interval->low && value <= interval->high ? x[i] : NAN;
    }
}

static void
map_piece (gpointer data, const QsaPiece *piece, const float *x, gpointer units, gpointer part)
{
  const Pass *pass = data;
  const QscParams *params = qsa_unit_params_get_all (pass->params) + piece->first_unit;
  g_autofree float *inside = pass->interval != NULL ? g_new (float, 2 * piece->n) : NULL;

  if (inside != NULL)
    {
      qsa_unit_params_keep (pass->params, pass->interval, x, piece->n, piece->begin, inside + piece->n, inside);
      x = inside;
    }
  if (piece->is_groups)
    qsc_groups_error_stats_update (&piece->groups, units, params, x, piece->begin);
  else
    qsc_channels_error_stats_update (&piece->channels, units, params, x, piece->begin);
  count_codes (pass, piece, x, part);
}

static void
gather_counts (gpointer data, gconstpointer part)
{
  Pass *pass = data;
  const guint64 *counts = part;

  for (gsize i = 0; i < pass->n_codes; i++)
    pass->counts[i] += counts[i];
}

gboolean
qsa_unit_params_measure (QsaUnitParams *self, QsaSource *source, const QsaInterval *interval, QscErrorStats *stats,
                         guint64 *counts, GCancellable *cancellable, GError **error)
{
  const QscParams *first = qsa_unit_params_get_all (self);
  const QscMoments *moments = qsa_source_get_moments (source);
  QstTensor *tensor = qsa_source_get_tensor (source);
  Pass pass = { .params = self, .interval = interval, .counts = counts };
  QsaUnitsJob job = {
    .data = &pass, .unit_size = sizeof *stats, .init = init_unit, .merge = merge_unit, .gather = gather_counts, .map = map_piece
  };

  pass.all_finite = interval == NULL && moments->count == qst_tensor_get_count (tensor);
  pass.n_codes = (gsize)(first->qmax - first->qmin) + 1;
  job.part_size = pass.n_codes * sizeof *counts;
  return qsa_units_job_run (&job, qsa_unit_params_get_units (self), tensor, stats, cancellable, error);
}

void
qsa_unit_stats_merge (const QscErrorStats *stats, guint64 n, QscErrorStats *all)
{
  qsc_error_stats_init (all);
  for (guint64 i = 0; i < n; i++)
    merge_pair (all, &stats[i]);
}
