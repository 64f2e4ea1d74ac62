/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the bench times: one line for every row of the registry that stands for work by itself, and the public functions that are
 * more than a kernel. */
#include "check-bench-lines.h"

#include "core/qsc-blocks.h"
#include "core/qsc-channels.h"
#include "core/qsc-pack.h"

static QscParams
params_for (const BenchShare *share, size_t size, bool is_signed)
{
  QscParams params = size == 1 ? share->bytes : share->words;

  if (!is_signed)
    {
      params.zero_point -= params.qmin;
      params.qmax -= params.qmin;
      params.qmin = 0;
    }
  return params;
}

/* The codes hold fewer values of a wide type: these are converted again. */
#define QSC_KERNEL_CONVERT(suffix, type)                                                                                         \
  static void bench_convert_##suffix (const BenchShare *share)                                                                   \
  {                                                                                                                              \
    const size_t n_held = sizeof (type) <= sizeof (uint16_t) ? share->n : share->n * sizeof (uint16_t) / sizeof (type);          \
                                                                                                                                 \
    for (size_t i = 0; i < share->n; i += n_held)                                                                                \
      share->kernels->convert_##suffix (share->codes, n_held, share->y + i);                                                     \
  }
#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  static void bench_quantize_##suffix (const BenchShare *share)                                                                  \
  {                                                                                                                              \
    const QscParams params = params_for (share, sizeof (type), (type)-1 < 0);                                                    \
    share->kernels->quantize_##suffix (&params, share->x, share->n, 0, share->codes);                                            \
  }
#define QSC_KERNEL_DEQUANTIZE(suffix, type)                                                                                      \
  static void bench_dequantize_##suffix (const BenchShare *share)                                                                \
  {                                                                                                                              \
    const QscParams params = params_for (share, sizeof (type), (type)-1 < 0);                                                    \
    share->kernels->dequantize_##suffix (&params, share->codes, share->n, share->y);                                             \
  }
#define QSC_KERNEL_PACK(bits)                                                                                                    \
  static void bench_pack_##bits##bit (const BenchShare *share)                                                                   \
  {                                                                                                                              \
    share->kernels->pack_##bits##bit (share->codes, share->n, (uint8_t *)share->y);                                              \
  }                                                                                                                              \
  static void bench_unpack_##bits##bit (const BenchShare *share)                                                                 \
  {                                                                                                                              \
    share->kernels->unpack_##bits##bit (share->codes, share->n, 0, (uint8_t *)share->y);                                         \
  }                                                                                                                              \
  static QscParams params_##bits##bit (void)                                                                                     \
  {                                                                                                                              \
    return (QscParams){ .scale = 6.0f / (1 << (bits - 1)), .qmin = -(1 << (bits - 1)), .qmax = (1 << (bits - 1)) - 1 };          \
  }                                                                                                                              \
  static void bench_quantize_##bits##bit (const BenchShare *share)                                                               \
  {                                                                                                                              \
    const QscParams params = params_##bits##bit ();                                                                              \
    qsc_quantize_##bits##bit (&params, share->x, share->n, 0, share->codes);                                                     \
  }                                                                                                                              \
  static void bench_dequantize_##bits##bit (const BenchShare *share)                                                             \
  {                                                                                                                              \
    const QscParams params = params_##bits##bit ();                                                                              \
    qsc_dequantize_##bits##bit (&params, share->codes, share->n, share->y);                                                      \
  }
#define QSC_KERNEL_ERRORS(name)                                                                                                  \
  static void bench_##name (const BenchShare *share)                                                                             \
  {                                                                                                                              \
    share->kernels->name (&share->bytes, share->x, share->n, 0, share->y);                                                       \
  }
#define QSC_KERNEL_MOMENTS(name)                                                                                                 \
  static void bench_##name (const BenchShare *share)                                                                             \
  {                                                                                                                              \
    QscMoments moments;                                                                                                          \
    qsc_moments_init (&moments);                                                                                                 \
    share->kernels->name (&moments, share->x, share->n);                                                                         \
    bench_sink = (uint32_t)moments.count;                                                                                        \
  }
#define QSC_KERNEL_ERROR_STATS(name)                                                                                             \
  static void bench_##name (const BenchShare *share)                                                                             \
  {                                                                                                                              \
    QscErrorStats stats;                                                                                                         \
    qsc_error_stats_init (&stats);                                                                                               \
    share->kernels->name (&stats, &share->bytes, share->x, share->n, 0, NULL);                                                   \
    bench_sink = (uint32_t)stats.max_index;                                                                                      \
  }
#include "core/kernels/qsc-kernels.inc"

static void
bench_error_stats_clipping (const BenchShare *share)
{
  QscParams params = share->bytes;
  QscErrorStats stats;

  params.scale = 2.576f / 127.5f; /* 1 % of a normal distribution lies outside */
  qsc_error_stats_init (&stats);
  share->kernels->error_stats (&stats, &params, share->x, share->n, 0, NULL);
  bench_sink = (uint32_t)stats.clipped_low;
}

/* The rule of the programs that multiply with the reciprocal. */
static void
bench_quantize_i8_multiply (const BenchShare *share)
{
  QscParams params = share->bytes;

  params.arithmetic = QSC_MULTIPLY;
  share->kernels->quantize_i8 (&params, share->x, share->n, 0, (int8_t *)share->codes);
}

static void
bench_error_stats_multiply (const BenchShare *share)
{
  QscParams params = share->bytes;
  QscErrorStats stats;

  params.arithmetic = QSC_MULTIPLY;
  qsc_error_stats_init (&stats);
  share->kernels->error_stats (&stats, &params, share->x, share->n, 0, NULL);
  bench_sink = (uint32_t)stats.max_index;
}

/* Eight scales, each a fiftieth of the first larger than the one before. Eight evaluations for each value. */
static void
bench_squares (const BenchShare *share, float first_scale)
{
  QscSquaredErrors errors[8] = { { 0.0, 0.0 } };
  QscParams params[8];

  for (int i = 0; i < 8; i++)
    {
      params[i] = share->bytes;
      params[i].scale = first_scale * (1.0f + 0.02f * (float)i);
    }
  share->kernels->squared_errors (errors, params, 8, share->x, share->n, 0);
  bench_sink = (uint32_t)errors[0].sse_rounding;
}
static void
bench_squared_errors_8 (const BenchShare *share)
{
  bench_squares (share, 6.0f / 127.0f);
}

/* Each clips something in every block. */
static void
bench_squared_errors_8_clipping (const BenchShare *share)
{
  bench_squares (share, 2.0f / 127.5f);
}

#define QSC_KERNEL_CONVERT(suffix, type) { "convert_" #suffix, bench_convert_##suffix },
#define QSC_KERNEL_QUANTIZE(suffix, type) { "quantize_" #suffix, bench_quantize_##suffix },
#define QSC_KERNEL_DEQUANTIZE(suffix, type) { "dequantize_" #suffix, bench_dequantize_##suffix },
#define QSC_KERNEL_PACK(bits)                                                                                                    \
  { "pack_" #bits "bit", bench_pack_##bits##bit }, { "unpack_" #bits "bit", bench_unpack_##bits##bit },
#define QSC_KERNEL_ERRORS(name) { #name "_out", bench_##name },
#define QSC_KERNEL_MOMENTS(name) { #name, bench_##name },
#define QSC_KERNEL_ERROR_STATS(name) { #name, bench_##name },
const BenchLine bench_kernel_lines[] = {
#include "core/kernels/qsc-kernels.inc"
  { "quantize_i8_multiply", bench_quantize_i8_multiply },           { "error_stats_multiply", bench_error_stats_multiply },
  { "error_stats_clipping", bench_error_stats_clipping },           { "squared_errors_8", bench_squared_errors_8 },
  { "squared_errors_8_clipping", bench_squared_errors_8_clipping },
};
const size_t bench_n_kernel_lines = sizeof bench_kernel_lines / sizeof *bench_kernel_lines;

static void
bench_codes (const BenchShare *share, float scale, int32_t qmin, int32_t qmax)
{
  const QscParams params = { .scale = scale, .qmin = qmin, .qmax = qmax };
  uint64_t counts[256] = { 0 };

  qsc_code_histogram_update (&params, share->x, share->n, 0, counts);
  bench_sink = (uint32_t)counts[0];
}

static void
bench_stats_and_codes (const BenchShare *share, float scale, int32_t qmin, int32_t qmax)
{
  const QscParams params = { .scale = scale, .qmin = qmin, .qmax = qmax };
  uint64_t counts[256] = { 0 };
  QscErrorStats stats;

  qsc_error_stats_init (&stats);
  qsc_error_stats_and_codes_update (&stats, &params, share->x, share->n, 0, counts);
  bench_sink = (uint32_t)counts[0];
}

static void
bench_stats_codes_256 (const BenchShare *share)
{
  bench_stats_and_codes (share, 6.0f / 127.0f, -128, 127);
}

static void
bench_stats_codes_16 (const BenchShare *share)
{
  bench_stats_and_codes (share, 6.0f / 7.0f, -8, 7);
}

static void
bench_codes_256 (const BenchShare *share)
{
  bench_codes (share, 6.0f / 127.0f, -128, 127);
}

static void
bench_codes_64 (const BenchShare *share)
{
  bench_codes (share, 6.0f / 31.0f, -32, 31);
}

static void
bench_codes_16 (const BenchShare *share)
{
  bench_codes (share, 6.0f / 7.0f, -8, 7);
}

static void
bench_histogram_512 (const BenchShare *share)
{
  uint64_t counts[512] = { 0 };

  qsc_histogram_update (share->x, share->n, -4.0, 4.0, 512, counts);
  bench_sink = (uint32_t)counts[0];
}

/* Channels of one value in turn and of eight; groups of 32 values. */
#define N_CHANNELS 512

static void
fill_params (const BenchShare *share, QscParams *params)
{
  for (int i = 0; i < N_CHANNELS; i++)
    {
      params[i] = share->bytes;
      params[i].scale *= 1.0f + 0.001f * (float)i;
    }
}

static void
bench_channels (const BenchShare *share, size_t n_inner)
{
  const QscChannels shape = { share->n / (N_CHANNELS * n_inner), N_CHANNELS, n_inner };
  QscParams params[N_CHANNELS];

  fill_params (share, params);
  qsc_channels_quantize_i8 (&shape, params, share->x, 0, share->codes);
}

static void
bench_channels_in_turn (const BenchShare *share)
{
  bench_channels (share, 1);
}

static void
bench_channels_of_8 (const BenchShare *share)
{
  bench_channels (share, 8);
}

static void
bench_channels_stats_in_turn (const BenchShare *share)
{
  const QscChannels shape = { share->n / N_CHANNELS, N_CHANNELS, 1 };
  QscErrorStats stats[N_CHANNELS];
  QscParams params[N_CHANNELS];

  fill_params (share, params);
  for (int i = 0; i < N_CHANNELS; i++)
    qsc_error_stats_init (&stats[i]);
  qsc_channels_error_stats_update (&shape, stats, params, share->x, 0);
  bench_sink = (uint32_t)stats[0].max_index;
}

static void
bench_groups_of_32 (const BenchShare *share)
{
  const QscGroups shape = { 1, (size_t)32 * N_CHANNELS, 32 };
  QscParams params[N_CHANNELS];

  fill_params (share, params);
  for (size_t i = 0; i + shape.n_columns <= share->n; i += shape.n_columns)
    qsc_groups_quantize_i8 (&shape, params, share->x + i, 0, (int8_t *)share->codes + i);
}

static void
bench_quantize_q8_0 (const BenchShare *share)
{
  qsc_quantize_q8_0 (share->x, share->n, share->codes);
}

#define QSC_KERNEL_PACK(bits)                                                                                                    \
  { "quantize_" #bits "bit", bench_quantize_##bits##bit }, { "dequantize_" #bits "bit", bench_dequantize_##bits##bit },
const BenchLine bench_public_lines[] = {
#include "core/kernels/qsc-kernels.inc"
  { "codes_256", bench_codes_256 },
  { "codes_64", bench_codes_64 },
  { "codes_16", bench_codes_16 },
  { "error_stats_codes_256", bench_stats_codes_256 },
  { "error_stats_codes_16", bench_stats_codes_16 },
  { "histogram_512", bench_histogram_512 },
  { "channels_in_turn_i8", bench_channels_in_turn },
  { "channels_of_8_i8", bench_channels_of_8 },
  { "channels_in_turn_stats", bench_channels_stats_in_turn },
  { "groups_of_32_i8", bench_groups_of_32 },
  { "quantize_q8_0", bench_quantize_q8_0 },
};
const size_t bench_n_public_lines = sizeof bench_public_lines / sizeof *bench_public_lines;
