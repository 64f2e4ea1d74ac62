/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How often each code occurs, alone or together with the statistics of the errors. */
#include <math.h>
#include <string.h>

#include "core/kernels/qsc-value.h"
#include "core/qsc-params.h"
#include "core/qsc-quantize.h"

/* As many codes are faster looked for one by one than counted in tables. */
#define FEW_CODES 64

/* Codes that are made before they are counted: they and the tables stay in the first-level cache. */
#define CHUNK QSC_ERROR_STATS_SPAN

/* Neighbouring values count in different tables, so that a run of one code does not wait for its own counter. */
#define N_TABLES 4
#define TABLE_SIZE (256 + 16) /* not a multiple of the page: the tables would meet in the store buffer */

/* Fewer values do not repay clearing the tables. */
#define TABLES_MIN 2048

/* Where codes of a byte, counted from the lowest, come from. */
typedef struct
{
  QscParams from_zero;     /* what gives them; not where statistics are wanted too */
  const QscParams *params; /* as they were given */
  QscErrorStats *stats;    /* NULL: none are wanted */
  uint64_t *counts;
} Coder;

static size_t
get_n_codes (const QscParams *params)
{
  return (size_t)(params->qmax - params->qmin) + 1;
}

/* Takes back what the values that are not finite were counted as. */
static void
uncount_non_finite (const QscParams *params, const float *x, size_t n, uint64_t *counts)
{
  for (size_t i = 0; i < n; i++)
    if (isnan (x[i]))
      counts[params->zero_point - params->qmin]--;
    else if (isinf (x[i]))
      counts[x[i] > 0.0f ? params->qmax - params->qmin : 0]--;
}

static void
make_codes (const Coder *self, const float *x, size_t n, uint64_t first_index, uint8_t *codes)
{
  bool has_non_finite;

  if (self->stats != NULL)
    {
      const uint64_t count = self->stats->count;

      qsc_kernels_get ()->error_stats (self->stats, self->params, x, n, first_index, codes);
      has_non_finite = self->stats->count - count < n;
    }
  else
    {
      qsc_quantize_u8 (&self->from_zero, x, n, first_index, codes);
      has_non_finite = qsc_kernels_get ()->has_non_finite (x, n);
    }
  if (has_non_finite)
    uncount_non_finite (self->params, x, n, self->counts);
}

/* Few codes, each looked for by itself; few values, of any codes, one by one. */
static void
count_without_tables (const Coder *self, const float *x, size_t n, uint64_t first_index)
{
  const size_t n_codes = get_n_codes (self->params);
  uint8_t codes[CHUNK];

  for (size_t start = 0; start < n; start += CHUNK)
    {
      const size_t n_chunk = n - start < CHUNK ? n - start : CHUNK;

      make_codes (self, x + start, n_chunk, first_index + start, codes);
      if (n_codes <= FEW_CODES)
        qsc_kernels_get ()->count_codes (codes, n_chunk, (uint32_t)n_codes, self->counts);
      else
        for (size_t i = 0; i < n_chunk; i++)
          self->counts[codes[i]]++;
    }
}

static void
count_in_tables (const Coder *self, const float *x, size_t n, uint64_t first_index)
{
  uint32_t tables[N_TABLES][TABLE_SIZE];
  uint8_t codes[CHUNK];

  memset (tables, 0, sizeof tables);
  for (size_t start = 0; start < n; start += CHUNK)
    {
      const size_t n_chunk = n - start < CHUNK ? n - start : CHUNK;
      size_t i;

      make_codes (self, x + start, n_chunk, first_index + start, codes);
      for (i = 0; i + N_TABLES <= n_chunk; i += N_TABLES)
        {
          tables[0][codes[i]]++;
          tables[1][codes[i + 1]]++;
          tables[2][codes[i + 2]]++;
          tables[3][codes[i + 3]]++;
        }
      for (; i < n_chunk; i++)
        tables[0][codes[i]]++;
    }
  for (size_t i = 0; i < get_n_codes (self->params); i++)
    self->counts[i] += (uint64_t)tables[0][i] + tables[1][i] + tables[2][i] + tables[3][i];
}

static void
count_bytes (const Coder *self, const float *x, size_t n, uint64_t first_index)
{
  const size_t n_span = (size_t)1 << 30; /* so that no counter of a table overflows */

  if (get_n_codes (self->params) <= FEW_CODES || n < TABLES_MIN)
    {
      count_without_tables (self, x, n, first_index);
      return;
    }
  for (; n > n_span; n -= n_span, x += n_span, first_index += n_span)
    count_in_tables (self, x, n_span, first_index);
  count_in_tables (self, x, n, first_index);
}

/* Codes that need more than a byte, or that must stay where they are: where z is added before rounding, ties and directions hang on
 * the codes themselves. */
static void
count_in_place (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint64_t *counts)
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
        counts[(is_signed ? codes.with_sign[i] : codes.without[i]) - params->qmin]++;
      if (qsc_kernels_get ()->has_non_finite (x + start, n_chunk))
        uncount_non_finite (params, x + start, n_chunk, counts);
    }
}

void
qsc_code_histogram_update (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint64_t *counts)
{
  Coder coder = { .from_zero = *params, .params = params, .counts = counts };

  if (get_n_codes (params) > 256 || qsc_params_shifts (params))
    {
      count_in_place (params, x, n, first_index, counts);
      return;
    }
  coder.from_zero.zero_point -= params->qmin;
  coder.from_zero.qmax -= params->qmin;
  coder.from_zero.qmin = 0;
  count_bytes (&coder, x, n, first_index);
}

void
qsc_error_stats_and_codes_update (QscErrorStats *stats, const QscParams *params, const float *x, size_t n, uint64_t first_index,
                                  uint64_t *counts)
{
  const Coder coder = { .params = params, .stats = stats, .counts = counts };

  if (get_n_codes (params) > 256)
    {
      qsc_error_stats_update (stats, params, x, n, first_index);
      qsc_code_histogram_update (params, x, n, first_index, counts);
      return;
    }
  count_bytes (&coder, x, n, first_index);
}
