/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-stats.h"

#include <math.h>
#include <string.h>

#include "core/kernels/qsc-value.h"
#include "core/qsc-params.h"
#include "core/qsc-quantize.h"

/* Values that are turned into codes or bins before they are counted: they and the tables stay in the first-level cache. */
#define CHUNK 1024

/* Values that stay in the second-level cache while they are met again. */
#define SPAN 16384

/* Neighbouring values count in different tables, so that a run of one code does not wait for its own counter. */
#define N_TABLES 4
#define TABLE_SIZE (1024 + 16) /* not a multiple of the page: the tables would meet in the store buffer */

/* As many codes are faster looked for one by one than counted in tables. */
#define FEW_CODES 32

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
  qsc_kernels_get ()->error_stats (stats, params, x, n, first_index);
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

/* Takes back what the non-finite values of a chunk were counted as. */
static void
uncount_non_finite (const QscParams *from_zero, const float *x, size_t n, uint64_t *counts)
{
  if (!qsc_kernels_get ()->has_non_finite (x, n))
    return;
  for (size_t i = 0; i < n; i++)
    if (isnan (x[i]))
      counts[from_zero->zero_point]--;
    else if (isinf (x[i]))
      counts[x[i] > 0.0f ? from_zero->qmax : 0]--;
}

/* Few codes, each looked for by itself. */
static void
count_few_codes (const QscParams *from_zero, const float *x, size_t n, uint64_t first_index, uint64_t *counts)
{
  uint8_t codes[4 * CHUNK];

  for (size_t start = 0; start < n; start += sizeof codes)
    {
      const size_t n_chunk = n - start < sizeof codes ? n - start : sizeof codes;

      qsc_quantize_u8 (from_zero, x + start, n_chunk, first_index + start, codes);
      qsc_kernels_get ()->count_codes (codes, n_chunk, (uint32_t)from_zero->qmax + 1, counts);
      uncount_non_finite (from_zero, x + start, n_chunk, counts);
    }
}

/* Any code range; also the way for few values, which do not repay clearing the tables. */
static void
count_codes (const QscParams *from_zero, const float *x, size_t n, uint64_t first_index, uint64_t *counts)
{
  uint16_t codes[CHUNK];

  for (size_t start = 0; start < n; start += CHUNK)
    {
      const size_t n_chunk = n - start < CHUNK ? n - start : CHUNK;

      qsc_quantize_u16 (from_zero, x + start, n_chunk, first_index + start, codes);
      for (size_t i = 0; i < n_chunk; i++)
        counts[codes[i]]++;
      uncount_non_finite (from_zero, x + start, n_chunk, counts);
    }
}

static void
count_byte_codes (const QscParams *from_zero, const float *x, size_t n, uint64_t first_index, uint64_t *counts)
{
  uint32_t tables[N_TABLES][TABLE_SIZE];
  uint8_t codes[CHUNK];

  memset (tables, 0, sizeof tables);
  for (size_t start = 0; start < n; start += CHUNK)
    {
      const size_t n_chunk = n - start < CHUNK ? n - start : CHUNK;
      size_t i;

      qsc_quantize_u8 (from_zero, x + start, n_chunk, first_index + start, codes);
      for (i = 0; i + N_TABLES <= n_chunk; i += N_TABLES)
        {
          tables[0][codes[i]]++;
          tables[1][codes[i + 1]]++;
          tables[2][codes[i + 2]]++;
          tables[3][codes[i + 3]]++;
        }
      for (; i < n_chunk; i++)
        tables[0][codes[i]]++;
      uncount_non_finite (from_zero, x + start, n_chunk, counts);
    }
  add_tables (tables, (size_t)from_zero->qmax + 1, counts);
}

/* Where z is added before rounding, ties and directions hang on the codes themselves, which must then stay where they are. */
static void
count_codes_in_place (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint64_t *counts)
{
  union
  {
    int16_t with_sign[CHUNK];
    uint16_t without[CHUNK];
  } codes;
  const bool is_signed = params->qmin < 0;

  for (size_t start = 0; start < n; start += CHUNK)
    {
      const size_t n_chunk = n - start < CHUNK ? n - start : CHUNK;

      if (is_signed)
        qsc_quantize_i16 (params, x + start, n_chunk, first_index + start, codes.with_sign);
      else
        qsc_quantize_u16 (params, x + start, n_chunk, first_index + start, codes.without);
      for (size_t i = 0; i < n_chunk; i++)
        if (isfinite (x[start + i]))
          counts[(is_signed ? codes.with_sign[i] : codes.without[i]) - params->qmin]++;
    }
}

void
qsc_code_histogram_update (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint64_t *counts)
{
  const size_t n_span = (size_t)1 << 30;
  QscParams from_zero = *params; /* moved so that the lowest code is 0 */

  if (qsc_params_shifts (params))
    {
      count_codes_in_place (params, x, n, first_index, counts);
      return;
    }
  from_zero.zero_point -= params->qmin;
  from_zero.qmax -= params->qmin;
  from_zero.qmin = 0;
  if (from_zero.qmax < FEW_CODES)
    {
      count_few_codes (&from_zero, x, n, first_index, counts);
      return;
    }
  if (from_zero.qmax > UINT8_MAX || n < 2 * TABLE_SIZE)
    {
      count_codes (&from_zero, x, n, first_index, counts);
      return;
    }
  for (; n > n_span; n -= n_span, x += n_span, first_index += n_span)
    count_byte_codes (&from_zero, x, n_span, first_index, counts);
  count_byte_codes (&from_zero, x, n, first_index, counts);
}
