/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check-data.h"
#include "core/kernels/qsc-kernels.h"

/* Time given to one figure; the best of the rounds counts, the machine's other work only ever makes one slower. */
#define MEASURE_USEC (60 * 1000)

typedef struct
{
  const QscKernels *kernels;
  QscParams bytes, words; /* 8 and 16 bits; the zero-point of an unsigned scheme is moved by half the codes */
  size_t n;
  float *x, *y;
  void *codes;
  FILE *json;
  const char *separator; /* before the next row of the JSON */
} Bench;

typedef void (*Work) (Bench *bench);

static volatile guint32 sink;

typedef guint32 Lanes __attribute__ ((vector_size (32), aligned (4), may_alias));

/* The values at four places of each turn, by the widest loads that every machine with wide kernels has. */
static void
#if defined(__x86_64__) && defined(QSC_HAVE_AVX2)
    __attribute__ ((target ("avx2")))
#endif
    read_lanes (const float *x, size_t n)
{
  const size_t n_lanes = n / 8;
  const Lanes *lanes = (const Lanes *)x;
  Lanes a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };

  for (size_t i = 0; i + 4 <= n_lanes; i += 4)
    {
      a |= lanes[i];
      b |= lanes[i + 1];
      c |= lanes[i + 2];
      d |= lanes[i + 3];
    }
  a = (a | b) | (c | d);
  sink = a[0] | a[1] | a[2] | a[3] | a[4] | a[5] | a[6] | a[7];
}

static void
read_values (Bench *bench)
{
  read_lanes (bench->x, bench->n);
}

static QscParams
params_for (const Bench *bench, size_t size, gboolean is_signed)
{
  QscParams params = size == 1 ? bench->bytes : bench->words;

  if (!is_signed)
    {
      params.zero_point -= params.qmin;
      params.qmax -= params.qmin;
      params.qmin = 0;
    }
  return params;
}

#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  static void bench_quantize_##suffix (Bench *bench)                                                                             \
  {                                                                                                                              \
    const QscParams params = params_for (bench, sizeof (type), (type)-1 < 0);                                                    \
    bench->kernels->quantize_##suffix (&params, bench->x, bench->n, 0, bench->codes);                                            \
  }
#define QSC_KERNEL_DEQUANTIZE(suffix, type)                                                                                      \
  static void bench_dequantize_##suffix (Bench *bench)                                                                           \
  {                                                                                                                              \
    const QscParams params = params_for (bench, sizeof (type), (type)-1 < 0);                                                    \
    bench->kernels->dequantize_##suffix (&params, bench->codes, bench->n, bench->y);                                             \
  }
#define QSC_KERNEL_MOMENTS(name)                                                                                                 \
  static void bench_##name (Bench *bench)                                                                                        \
  {                                                                                                                              \
    QscMoments moments;                                                                                                          \
    qsc_moments_init (&moments);                                                                                                 \
    bench->kernels->name (&moments, bench->x, bench->n);                                                                         \
    sink = (guint32)moments.count;                                                                                               \
  }
#define QSC_KERNEL_ERROR_STATS(name)                                                                                             \
  static void bench_##name (Bench *bench)                                                                                        \
  {                                                                                                                              \
    QscErrorStats stats;                                                                                                         \
    qsc_error_stats_init (&stats);                                                                                               \
    bench->kernels->name (&stats, &bench->bytes, bench->x, bench->n, 0);                                                         \
    sink = (guint32)stats.max_index;                                                                                             \
  }
#include "core/kernels/qsc-kernels.inc"

static void
bench_code_histogram (Bench *bench)
{
  guint64 counts[256] = { 0 };

  qsc_code_histogram_update (&bench->bytes, bench->x, bench->n, 0, counts);
  sink = (guint32)counts[0];
}

static void
bench_code_histogram_16 (Bench *bench)
{
  const QscParams params = { .scale = 6.0f / 7.0f, .qmin = -8, .qmax = 7 };
  guint64 counts[16] = { 0 };

  qsc_code_histogram_update (&params, bench->x, bench->n, 0, counts);
  sink = (guint32)counts[0];
}

static void
bench_histogram (Bench *bench)
{
  guint64 counts[512] = { 0 };

  qsc_histogram_update (bench->x, bench->n, -4.0, 4.0, 512, counts);
  sink = (guint32)counts[0];
}

static double
measure (Bench *bench, Work work)
{
  const gint64 start = g_get_monotonic_time ();
  gint64 round_start, best = G_MAXINT64, now;
  const int repeats = bench->n < 1 << 18 ? 64 : 1; /* the clock counts microseconds */

  work (bench);
  do
    {
      round_start = g_get_monotonic_time ();
      for (int i = 0; i < repeats; i++)
        work (bench);
      now = g_get_monotonic_time ();
      best = MIN (best, MAX (now - round_start, 1));
    }
  while (now - start < MEASURE_USEC);
  return (double)bench->n * repeats / (double)best * 1e-3;
}

static void
write_json (Bench *bench, const char *isa, const char *name, double speed, double read)
{
  if (bench->json == NULL)
    return;
  fprintf (bench->json, "%s\n  {\"isa\": \"%s\", \"kernel\": \"%s\", \"values\": %llu, \"giga_values_per_second\": %.3f, ",
           bench->separator, isa, name, (unsigned long long)bench->n, speed);
  fprintf (bench->json, "\"fraction_of_read\": %.3f}", speed / read);
  bench->separator = ",";
}

static void
print_row (Bench *bench, const char *isa, const char *name, Work work, const size_t *sizes, size_t n_sizes)
{
  g_print ("%-8s %-16s", isa, name);
  for (size_t i = 0; i < n_sizes; i++)
    {
      bench->n = sizes[i];

      const double read = measure (bench, read_values), speed = work == read_values ? read : measure (bench, work);

      g_print ("  %7.2f (%4.2f)", speed, speed / read);
      write_json (bench, isa, name, speed, read);
    }
  g_print ("\n");
}

static void
print_isa (Bench *bench, const size_t *sizes, size_t n_sizes)
{
  const char *isa = qsc_isa_get_name (bench->kernels->isa);

#define QSC_KERNEL_QUANTIZE(suffix, type) print_row (bench, isa, "quantize_" #suffix, bench_quantize_##suffix, sizes, n_sizes);
#define QSC_KERNEL_DEQUANTIZE(suffix, type)                                                                                      \
  print_row (bench, isa, "dequantize_" #suffix, bench_dequantize_##suffix, sizes, n_sizes);
#define QSC_KERNEL_MOMENTS(name) print_row (bench, isa, #name, bench_##name, sizes, n_sizes);
#define QSC_KERNEL_ERROR_STATS(name) print_row (bench, isa, #name, bench_##name, sizes, n_sizes);
#include "core/kernels/qsc-kernels.inc"
}

/* A normal distribution near enough: the sum of twelve uniform numbers. */
static void
fill_normal (float *x, size_t n)
{
  guint64 state = 1;

  for (size_t i = 0; i < n; i++)
    {
      double sum = -6.0;

      for (int k = 0; k < 12; k++)
        {
          state = state * G_GUINT64_CONSTANT (6364136223846793005) + 1;
          sum += (double)(state >> 40) * 0x1p-24;
        }
      x[i] = (float)sum;
    }
}

void
check_bench (FILE *json)
{
  const size_t sizes[] = { 16 * 1024, 1024 * 1024, 16 * 1024 * 1024 };
  const size_t n_max = sizes[G_N_ELEMENTS (sizes) - 1];
  Bench bench = {
    .bytes = { .scale = 6.0f / 127.0f, .qmin = -128, .qmax = 127 },
    .words = { .scale = 6.0f / 32767.0f, .qmin = -32768, .qmax = 32767 },
    .x = g_new (float, n_max),
    .y = g_new (float, n_max),
    .codes = g_malloc (n_max * sizeof (guint16)),
    .json = json,
    .separator = "[",
  };

  fill_normal (bench.x, n_max);
  memset (bench.y, 0, n_max * sizeof (float));
  memset (bench.codes, 1, n_max * sizeof (guint16));
  g_print ("10^9 values per second (and the fraction of a plain read), one thread, half to even\n");
  g_print ("%-8s %-16s  %14s  %14s  %14s\n", "", "", "16 Ki", "1 Mi", "16 Mi");
  print_row (&bench, "", "read", read_values, sizes, G_N_ELEMENTS (sizes));
  for (int isa = QSC_N_ISAS - 1; isa >= 0; isa--)
    {
      bench.kernels = qsc_kernels_get_for ((QscIsa)isa);
      if (bench.kernels != NULL)
        print_isa (&bench, sizes, G_N_ELEMENTS (sizes));
    }
  print_row (&bench, qsc_isa_get_name (qsc_get_isa ()), "codes_256", bench_code_histogram, sizes, G_N_ELEMENTS (sizes));
  print_row (&bench, qsc_isa_get_name (qsc_get_isa ()), "codes_16", bench_code_histogram_16, sizes, G_N_ELEMENTS (sizes));
  print_row (&bench, qsc_isa_get_name (qsc_get_isa ()), "histogram_512", bench_histogram, sizes, G_N_ELEMENTS (sizes));
  if (json != NULL)
    fprintf (json, "\n]\n");
  g_free (bench.codes);
  g_free (bench.y);
  g_free (bench.x);
}
