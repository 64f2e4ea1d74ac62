/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statistics of channels and groups. The values of channels with short runs are gathered first: some channels' at a time, in order of
 * position, as many as stay in the first-level cache. */
#include "core/qsc-channels.h"

#include "core/kernels/qsc-kernels.h"

/* A run of as many values is worth a call. */
#define RUN_MIN 64

#define N_GATHERED 16 /* channels */
#define GATHERED_MAX 256

/* Values of a line of the cache. */
#define LINE 16

/* Values from one channel's to the next's: not a power of two, or they would meet in the cache. */
#define ROW (GATHERED_MAX + LINE)

/* Rows that are asked for ahead of time: no processor foresees such strides. */
#define N_AHEAD 16

typedef struct
{
  float x[N_GATHERED * ROW];
  size_t first_outer, first_channel, n_channels, n_each;
} Gathered;

static size_t
min_size (size_t a, size_t b)
{
  return a < b ? a : b;
}

static void
gather (Gathered *gathered, const QscChannels *shape, const float *x, size_t n_outer)
{
  const size_t row = shape->n_channels * shape->n_inner, n_inner = shape->n_inner, n_channels = gathered->n_channels;

  for (size_t o = 0; o < n_outer; o++)
    {
      const float *from = x + (gathered->first_outer + o) * row + gathered->first_channel * n_inner;
      float *to = gathered->x + o * n_inner;

      if (o + N_AHEAD < n_outer)
        for (size_t i = 0; i < n_channels * n_inner; i += LINE)
          __builtin_prefetch (from + N_AHEAD * row + i);
      if (n_inner == 1)
        for (size_t c = 0; c < n_channels; c++)
          to[c * ROW] = from[c];
      else
        for (size_t c = 0; c < n_channels; c++, from += n_inner, to += ROW)
          for (size_t i = 0; i < n_inner; i++)
            to[i] = from[i];
    }
  gathered->n_each = n_outer * n_inner;
}

/* The place in the array of value number i of a gathered channel. */
static uint64_t
get_position (const Gathered *gathered, const QscChannels *shape, size_t channel, uint64_t i)
{
  const uint64_t outer = gathered->first_outer + i / shape->n_inner;

  return (outer * shape->n_channels + channel) * shape->n_inner + i % shape->n_inner;
}

typedef struct
{
  const QscKernels *kernels;
  QscMoments *moments; /* NULL: stats */
  QscErrorStats *stats;
  const QscParams *params;
  uint64_t first_index;
} Sums;

/* A run, which is in order. */
static void
add_run (const Sums *sums, size_t part, const float *x, size_t at, size_t n)
{
  if (sums->moments != NULL)
    sums->kernels->moments (&sums->moments[part], x + at, n);
  else
    sums->kernels->error_stats (&sums->stats[part], &sums->params[part], x + at, n, sums->first_index + at, NULL);
}

static void
add_gathered (const Sums *sums, const QscChannels *shape, const Gathered *gathered)
{
  for (size_t c = 0; c < gathered->n_channels; c++)
    {
      const size_t channel = gathered->first_channel + c;
      QscErrorStats stats;

      if (sums->moments != NULL)
        {
          sums->kernels->moments (&sums->moments[channel], gathered->x + c * ROW, gathered->n_each);
          continue;
        }
      qsc_error_stats_init (&stats);
      sums->kernels->error_stats (&stats, &sums->params[channel], gathered->x + c * ROW, gathered->n_each, 0, NULL);
      if (stats.count > 0)
        stats.max_index = sums->first_index + get_position (gathered, shape, channel, stats.max_index);
      qsc_error_stats_merge (&sums->stats[channel], &stats);
    }
}

static void
add_short_runs (const Sums *sums, const QscChannels *shape, const float *x)
{
  const size_t n_outer = GATHERED_MAX / shape->n_inner;
  Gathered gathered;

  for (gathered.first_outer = 0; gathered.first_outer < shape->n_outer; gathered.first_outer += n_outer)
    for (gathered.first_channel = 0; gathered.first_channel < shape->n_channels; gathered.first_channel += N_GATHERED)
      {
        gathered.n_channels = min_size (N_GATHERED, shape->n_channels - gathered.first_channel);
        gather (&gathered, shape, x, min_size (n_outer, shape->n_outer - gathered.first_outer));
        add_gathered (sums, shape, &gathered);
      }
}

static void
add_channels (const Sums *sums, const QscChannels *shape, const float *x)
{
  if (shape->n_outer == 0 || shape->n_channels == 0 || shape->n_inner == 0)
    return;
  /* The draws of stochastic rounding hang on positions, which gathering would lose. */
  if (shape->n_inner < RUN_MIN && (sums->params == NULL || sums->params->rounding != QSC_ROUND_STOCHASTIC))
    {
      add_short_runs (sums, shape, x);
      return;
    }
  for (size_t o = 0; o < shape->n_outer; o++)
    for (size_t c = 0; c < shape->n_channels; c++)
      add_run (sums, c, x, (o * shape->n_channels + c) * shape->n_inner, shape->n_inner);
}

static void
add_groups (const Sums *sums, const QscGroups *shape, const float *x)
{
  size_t group = 0;

  for (size_t row = 0; row < shape->n_rows; row++)
    for (size_t from = 0; from < shape->n_columns; from += shape->group_size)
      add_run (sums, group++, x, row * shape->n_columns + from, min_size (shape->group_size, shape->n_columns - from));
}

void
qsc_channels_moments_update (const QscChannels *shape, QscMoments *moments, const float *x)
{
  const Sums sums = { .kernels = qsc_kernels_get (), .moments = moments };

  add_channels (&sums, shape, x);
}

void
qsc_groups_moments_update (const QscGroups *shape, QscMoments *moments, const float *x)
{
  const Sums sums = { .kernels = qsc_kernels_get (), .moments = moments };

  add_groups (&sums, shape, x);
}

void
qsc_channels_error_stats_update (const QscChannels *shape, QscErrorStats *stats, const QscParams *params, const float *x,
                                 uint64_t first_index)
{
  const Sums sums = { .kernels = qsc_kernels_get (), .stats = stats, .params = params, .first_index = first_index };

  add_channels (&sums, shape, x);
}

void
qsc_groups_error_stats_update (const QscGroups *shape, QscErrorStats *stats, const QscParams *params, const float *x,
                               uint64_t first_index)
{
  const Sums sums = { .kernels = qsc_kernels_get (), .stats = stats, .params = params, .first_index = first_index };

  add_groups (&sums, shape, x);
}
