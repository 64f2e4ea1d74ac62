/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order statistics by counting: the upper 16 bits of the pattern first (kept by the source), then the lower ones of the
 * few values that share them. Exact, in one more pass, with no copy of the values. */
#include "analysis/qsa-calibrate-private.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-source-private.h"

#include <math.h>
#include <string.h>

#define N_HALVES 65536

/* Two neighbours for either side of an asymmetric range. */
#define N_RANKS_MAX 4

/* Order statistic number rank, from 0. */
typedef struct
{
  guint64 rank;
  guint32 upper; /* the upper half of its key, */
  guint64 below; /* how many values have a smaller one, */
  guint table;   /* and where the lower halves are counted */
  double value;
} Statistic;

typedef struct
{
  gboolean absolute; /* of |r| */
  Statistic statistics[N_RANKS_MAX];
  guint n_statistics;
  guint32 uppers[N_RANKS_MAX]; /* of the tables */
  guint n_tables;
  guint64 *counts; /* N_HALVES per table */
} Selection;

/* A number ordered like what is selected from. */
static guint32
get_key (guint32 pattern, gboolean absolute)
{
  return absolute ? pattern & 0x7fffffffu : qsa_order_pattern (pattern);
}

static double
get_key_value (guint32 key, gboolean absolute)
{
  const guint32 pattern = absolute ? key : qsa_pattern_from_order (key);
  float value;

  memcpy (&value, &pattern, sizeof value);
  return (double)value;
}

static void
map_lower (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Selection *self = data;
  guint64 *counts = worker;

  for (gsize i = 0; i < n; i++)
    {
      guint32 pattern, key;

      memcpy (&pattern, &x[i], sizeof pattern);
      if ((pattern & 0x7f800000u) == 0x7f800000u)
        continue;
      key = get_key (pattern, self->absolute);
      for (guint t = 0; t < self->n_tables; t++)
        if (key >> 16 == self->uppers[t])
          counts[t * N_HALVES + (key & 0xffffu)]++;
    }
}

static void
gather_lower (gpointer data, gconstpointer worker)
{
  Selection *self = data;
  const guint64 *counts = worker;

  for (gsize i = 0; i < (gsize)self->n_tables * N_HALVES; i++)
    self->counts[i] += counts[i];
}

/* The buckets of the source, which are those of r, for the keys in use. */
static guint64
get_upper_count (const guint64 *pattern_counts, guint32 upper, gboolean absolute)
{
  if (!absolute)
    return pattern_counts[upper];
  return pattern_counts[qsa_order_pattern (upper << 16) >> 16]
         + pattern_counts[qsa_order_pattern ((upper << 16) | 0x80000000u) >> 16];
}

static void
find_upper (Selection *self, const guint64 *pattern_counts, Statistic *statistic)
{
  const guint32 n_uppers = self->absolute ? N_HALVES / 2 : N_HALVES;
  guint64 below = 0;

  for (guint32 upper = 0; upper < n_uppers; upper++)
    {
      const guint64 count = get_upper_count (pattern_counts, upper, self->absolute);

      if (statistic->rank < below + count)
        {
          statistic->upper = upper;
          statistic->below = below;
          return;
        }
      below += count;
    }
}

static void
add_table (Selection *self, Statistic *statistic)
{
  for (statistic->table = 0; statistic->table < self->n_tables; statistic->table++)
    if (self->uppers[statistic->table] == statistic->upper)
      return;
  self->uppers[self->n_tables++] = statistic->upper;
}

static void
find_value (const Selection *self, Statistic *statistic)
{
  const guint64 *counts = self->counts + (gsize)statistic->table * N_HALVES;
  guint64 below = statistic->below;
  guint32 lower = 0;

  while (lower < N_HALVES - 1 && statistic->rank >= below + counts[lower])
    below += counts[lower++];
  statistic->value = get_key_value (statistic->upper << 16 | lower, self->absolute);
}

static gboolean
select_values (Selection *self, QsaSource *source, GCancellable *cancellable, GError **error)
{
  const guint64 *pattern_counts = qsa_source_get_pattern_counts (source, cancellable, error);
  g_autofree guint64 *counts = NULL;
  QsaJob job = { .data = self, .map = map_lower, .gather = gather_lower };

  if (pattern_counts == NULL)
    return FALSE;
  for (guint i = 0; i < self->n_statistics; i++)
    {
      find_upper (self, pattern_counts, &self->statistics[i]);
      add_table (self, &self->statistics[i]);
    }
  job.worker_size = (gsize)self->n_tables * N_HALVES * sizeof (guint64);
  self->counts = counts = g_malloc0 (job.worker_size);
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
    return FALSE;
  for (guint i = 0; i < self->n_statistics; i++)
    find_value (self, &self->statistics[i]);
  return TRUE;
}

/* Wants the two neighbours of a percentile; returns how far it lies from the lower to the upper one. */
static double
add_percentile (Selection *self, double percentile, guint64 count)
{
  const double position = (double)(count - 1) * percentile / 100.0;
  const guint64 rank = MIN ((guint64)position, count - 1);

  self->statistics[self->n_statistics++] = (Statistic){ .rank = rank };
  self->statistics[self->n_statistics++] = (Statistic){ .rank = MIN (rank + 1, count - 1) };
  return position - (double)rank;
}

static double
interpolate (const Statistic neighbours[2], double share)
{
  return neighbours[0].value + (neighbours[1].value - neighbours[0].value) * share;
}

gboolean
qsa_calibrate_percentile (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range, GError **error)
{
  const guint64 count = qsa_source_get_moments (source)->count;
  Selection selection = { .absolute = scheme->format.symmetric };
  double low_share = 0, high_share;

  if (!qsa_check_method (scheme, error))
    return FALSE;
  if (selection.absolute)
    high_share = add_percentile (&selection, scheme->percentile, count);
  else
    {
      low_share = add_percentile (&selection, (100.0 - scheme->percentile) / 2.0, count);
      high_share = add_percentile (&selection, 100.0 - (100.0 - scheme->percentile) / 2.0, count);
    }
  if (!select_values (&selection, source, cancellable, error))
    return FALSE;
  range->high = interpolate (&selection.statistics[selection.n_statistics - 2], high_share);
  range->low = selection.absolute ? -range->high : interpolate (&selection.statistics[0], low_share);
  /* Nearly all values are 0: a range without width would say nothing about the others. */
  if (range->low >= 0.0 && range->high <= 0.0)
    *range = qsa_range_of_source (source);
  return TRUE;
}
