/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-stats.h"

#include <math.h>
#include <string.h>

#include "core/kernels/qsc-value.h"

/* Values that are turned into bins before they are counted: they and the tables stay in the first-level cache. */
#define CHUNK 1024

/* Values that stay in the second-level cache while they are met again. */
#define SPAN 16384

/* Neighbouring values count in different tables, so that a run of one code does not wait for its own counter. */
#define N_TABLES 4
#define TABLE_SIZE (1024 + 16) /* not a multiple of the page: the tables would meet in the store buffer */

void
qsc_moments_init (QscMoments *moments)
{
  *moments = (QscMoments){ .min = INFINITY, .max = -INFINITY };
}

void
qsc_moments_update (QscMoments *moments, const float *x, size_t n)
{
  qsc_kernels_get ()->moments (moments, x, n);
}

void
qsc_moments_merge (QscMoments *moments, const QscMoments *next)
{
  moments->count += next->count;
  moments->nan += next->nan;
  moments->positive_infinity += next->positive_infinity;
  moments->negative_infinity += next->negative_infinity;
  /* + 0 makes a zero positive, else which zero is shown would hang on the order of the lanes. */
  moments->min = (next->min < moments->min ? next->min : moments->min) + 0.0f;
  moments->max = (next->max > moments->max ? next->max : moments->max) + 0.0f;
  moments->sum += next->sum;
  moments->sum_squares += next->sum_squares;
}

void
qsc_error_stats_init (QscErrorStats *stats)
{
  *stats = (QscErrorStats){ .max_index = UINT64_MAX };
}

void
qsc_error_stats_update (QscErrorStats *stats, const QscParams *params, const float *x, size_t n, uint64_t first_index)
{
  for (size_t start = 0; start < n; start += QSC_ERROR_STATS_SPAN)
    qsc_kernels_get ()->error_stats (stats, params, x + start,
                                     n - start < QSC_ERROR_STATS_SPAN ? n - start : QSC_ERROR_STATS_SPAN, first_index + start,
                                     NULL);
}

void
qsc_error_stats_merge (QscErrorStats *stats, const QscErrorStats *next)
{
  if (next->count > 0 && (stats->count == 0 || next->max_abs_error > stats->max_abs_error))
    {
      stats->max_abs_error = next->max_abs_error;
      stats->max_index = next->max_index;
    }
  stats->count += next->count;
  stats->clipped_low += next->clipped_low;
  stats->clipped_high += next->clipped_high;
  stats->sse_rounding += next->sse_rounding;
  stats->sse_clipping += next->sse_clipping;
  stats->sum_abs_error += next->sum_abs_error;
  stats->sum_error += next->sum_error;
  stats->sum_x2 += next->sum_x2;
  stats->sum_xy += next->sum_xy;
  stats->sum_y2 += next->sum_y2;
}

void
qsc_squared_errors_update (QscSquaredErrors *errors, const QscParams *params, size_t n_params, const float *x, size_t n,
                           uint64_t first_index)
{
  for (size_t start = 0; start < n; start += SPAN)
    {
      const size_t n_span = n - start < SPAN ? n - start : SPAN;

      for (size_t k = 0; k < n_params; k += QSC_SQUARES_GROUP)
        qsc_kernels_get ()->squared_errors (errors + k, params + k,
                                            n_params - k < QSC_SQUARES_GROUP ? n_params - k : QSC_SQUARES_GROUP, x + start,
                                            n_span, first_index + start);
    }
}

static void
add_tables (uint32_t tables[N_TABLES][TABLE_SIZE], size_t n_counts, uint64_t *counts)
{
  for (size_t i = 0; i < n_counts; i++)
    counts[i] += (uint64_t)tables[0][i] + tables[1][i] + tables[2][i] + tables[3][i];
}

static void
count_bins (const QscBins *bins, const float *x, size_t n, size_t n_bins, uint64_t *counts)
{
  for (size_t i = 0; i < n; i++)
    {
      const uint32_t bin = qsc_get_bin (bins, x[i]);

      if (bin < n_bins)
        counts[bin]++;
    }
}

/* As above for few bins: entry n_bins of the tables takes what is not counted. */
static void
count_few_bins (const QscBins *bins, const float *x, size_t n, size_t n_bins, uint64_t *counts)
{
  uint32_t tables[N_TABLES][TABLE_SIZE];
  uint32_t bin[CHUNK];

  memset (tables, 0, sizeof tables);
  for (size_t start = 0; start < n; start += CHUNK)
    {
      const size_t n_chunk = n - start < CHUNK ? n - start : CHUNK;
      size_t i;

      qsc_kernels_get ()->bins (bins, x + start, n_chunk, bin);
      for (i = 0; i + N_TABLES <= n_chunk; i += N_TABLES)
        {
          tables[0][bin[i]]++;
          tables[1][bin[i + 1]]++;
          tables[2][bin[i + 2]]++;
          tables[3][bin[i + 3]]++;
        }
      for (; i < n_chunk; i++)
        tables[0][bin[i]]++;
    }
  add_tables (tables, n_bins, counts);
}

void
qsc_histogram_update (const float *x, size_t n, double low, double high, size_t n_bins, uint64_t *counts)
{
  const QscBins bins = { low, high, (double)n_bins / (high - low), (double)n_bins - 1.0 };
  const size_t n_span = (size_t)1 << 30; /* so that no 32-bit counter overflows */

  if (n < 2 * TABLE_SIZE || n_bins >= TABLE_SIZE)
    {
      count_bins (&bins, x, n, n_bins, counts);
      return;
    }
  for (; n > n_span; n -= n_span, x += n_span)
    count_few_bins (&bins, x, n_span, n_bins, counts);
  count_few_bins (&bins, x, n, n_bins, counts);
}
