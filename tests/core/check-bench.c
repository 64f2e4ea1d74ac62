/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-bench.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "check-bench-lines.h"

/* A figure is the best of many rounds, since the machine's other work only ever makes one slower; work and its yardstick take
 * turns, so that both meet the same of it. */
#define MEASURE_SECONDS 0.08
#define ROUNDS_MIN 3

/* As many values at least are done between two looks at the clock. */
#define ROUND_VALUES ((size_t)2 << 20)

#define N_SIZES 4
static const size_t sizes[N_SIZES] = { (size_t)16 << 10, (size_t)1 << 20, (size_t)16 << 20, (size_t)128 << 20 };
static const char *const size_names[N_SIZES] = { "16 Ki", "1 Mi", "16 Mi", "128 Mi" };

typedef struct
{
  BenchShare all;
  size_t n_sizes;
  FILE *json;
  const char *separator; /* before the next row of the JSON */
  char *const *parts;
  int n_parts;
} Bench;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Something whose speed is asked for: one share of the values to a thread. */
typedef struct
{
  BenchWork work;
  BenchShare shares[2];
  int n_threads, n_repeats;
} Contestant;

static void
repeat (const Contestant *contestant, int thread)
{
  for (int i = 0; i < contestant->n_repeats; i++)
    contestant->work (&contestant->shares[thread]);
}

static void *
run_second_thread (void *data)
{
  repeat (data, 1);
  return NULL;
}

/* Seconds for all values once. */
static double
run_round (Contestant *contestant)
{
  const double start = now ();
  pthread_t thread;
  bool has_thread = false;

  if (contestant->n_threads == 2)
    has_thread = pthread_create (&thread, NULL, run_second_thread, contestant) == 0;
  repeat (contestant, 0);
  if (has_thread)
    pthread_join (thread, NULL);
  else if (contestant->n_threads == 2)
    repeat (contestant, 1);
  return (now () - start) / contestant->n_repeats;
}

/* The best seconds of each, in turns. */
static void
compete (Contestant *const *contestants, int n_contestants, double *best)
{
  const double start = now ();

  for (int i = 0; i < n_contestants; i++)
    {
      run_round (contestants[i]); /* caches and clocks warm up */
      best[i] = INFINITY;
    }
  for (int round = 0; round < ROUNDS_MIN || now () - start < MEASURE_SECONDS; round++)
    for (int i = 0; i < n_contestants; i++)
      best[i] = fmin (best[i], run_round (contestants[i]));
}

static Contestant
contestant_new (const BenchShare *all, size_t n, BenchWork work, int n_threads)
{
  Contestant contestant = { .work = work, .n_threads = n_threads, .n_repeats = n < ROUND_VALUES ? (int)(ROUND_VALUES / n) : 1 };

  for (int i = 0; i < n_threads; i++)
    {
      BenchShare *share = &contestant.shares[i];
      const size_t from = n / (size_t)n_threads * (size_t)i;

      *share = *all;
      share->n = n / (size_t)n_threads;
      share->x += from;
      share->y += from;
      share->codes = (uint16_t *)share->codes + from;
    }
  return contestant;
}

static bool
is_wanted (const Bench *bench, const char *name)
{
  for (int i = 0; i < bench->n_parts; i++)
    if (strstr (name, bench->parts[i]) != NULL)
      return true;
  return bench->n_parts == 0;
}

static void
write_json (Bench *bench, const char *isa, const char *name, size_t n, int n_threads, double speed, const char *ratio_name,
            double ratio)
{
  if (bench->json == NULL)
    return;
  fprintf (bench->json, "%s\n  {\"isa\": \"%s\", \"kernel\": \"%s\", \"values\": %zu, \"threads\": %d, ", bench->separator, isa,
           name, n, n_threads);
  fprintf (bench->json, "\"giga_values_per_second\": %.3f, \"%s\": %.3f}", speed, ratio_name, ratio);
  bench->separator = ",";
}

static void
print_header (const Bench *bench, const char *title)
{
  printf ("\n%s\n%-8s %-22s", title, "", "");
  for (size_t i = 0; i < bench->n_sizes; i++)
    printf ("  %15s", size_names[i]);
  printf ("\n");
}

static void
print_line (Bench *bench, const char *isa, const BenchLine *line)
{
  if (!is_wanted (bench, line->name))
    return;
  printf ("%-8s %-22s", isa, line->name);
  for (size_t i = 0; i < bench->n_sizes; i++)
    {
      const double n = (double)sizes[i];
      Contestant work = contestant_new (&bench->all, sizes[i], line->work, 1);
      Contestant one = contestant_new (&bench->all, sizes[i], bench_read, 1);
      Contestant two = contestant_new (&bench->all, sizes[i], bench_read_two_streams, 1);
      double best[3];

      compete ((Contestant *[]){ &work, &one, &two }, 3, best);

      const double fraction = fmin (best[1], best[2]) / best[0];

      printf ("  %8.2f (%4.2f)", 1e-9 * n / best[0], fraction);
      fflush (stdout);
      write_json (bench, isa, line->name, sizes[i], 1, 1e-9 * n / best[0], "fraction_of_read", fraction);
    }
  printf ("\n");
}

/* Two threads, each with one half of the values, against one with all. */
static void
print_threads_line (Bench *bench, const BenchLine *line)
{
  const char *isa = qsc_isa_get_name (qsc_get_isa ());

  if (!is_wanted (bench, line->name))
    return;
  printf ("%-8s %-22s  %15s", isa, line->name, "");
  for (size_t i = 1; i < bench->n_sizes; i++)
    {
      const double n = (double)sizes[i];
      Contestant one = contestant_new (&bench->all, sizes[i], line->work, 1);
      Contestant two = contestant_new (&bench->all, sizes[i], line->work, 2);
      double best[2];

      one.n_repeats = two.n_repeats = i == 1 ? 8 : 1; /* to start a thread must not count */
      compete ((Contestant *[]){ &one, &two }, 2, best);
      printf ("  %8.2f (%4.2f)", 1e-9 * n / best[1], best[0] / best[1]);
      fflush (stdout);
      write_json (bench, isa, line->name, sizes[i], 2, 1e-9 * n / best[1], "times_one_thread", best[0] / best[1]);
    }
  printf ("\n");
}

static void
print_threads (Bench *bench)
{
  const BenchLine read = { "read", bench_read };

  if (sysconf (_SC_NPROCESSORS_ONLN) < 2)
    {
      printf ("\nTwo threads: left out, there is one processor.\n");
      return;
    }
  print_header (bench, "Two threads, 10^9 values per second (and times one thread)");
  print_threads_line (bench, &read);
  for (size_t i = 0; i < bench_n_kernel_lines; i++)
    print_threads_line (bench, &bench_kernel_lines[i]);
  for (size_t i = 0; i < bench_n_public_lines; i++)
    print_threads_line (bench, &bench_public_lines[i]);
}

/* A normal distribution near enough: the sum of twelve uniform numbers. The values of the first million are repeated. */
static void
fill_normal (float *x, size_t n)
{
  const size_t n_drawn = n < sizes[1] ? n : sizes[1];
  uint64_t state = 1;

  for (size_t i = 0; i < n_drawn; i++)
    {
      double sum = -6.0;

      for (int k = 0; k < 12; k++)
        {
          state = state * UINT64_C (6364136223846793005) + 1;
          sum += (double)(state >> 40) * 0x1p-24;
        }
      x[i] = (float)sum;
    }
  for (size_t i = n_drawn; i < n; i += n_drawn)
    memcpy (x + i, x, n_drawn * sizeof *x);
}

/* As many sizes as there is memory for. Everything is written once: the first touch of a page is slow. */
static bool
bench_allocate (Bench *bench)
{
  for (bench->n_sizes = N_SIZES; bench->n_sizes > 0; bench->n_sizes--)
    {
      const size_t n = sizes[bench->n_sizes - 1];
      float *x = malloc (n * sizeof *x), *y = malloc (n * sizeof *y);
      uint16_t *codes = malloc (n * sizeof *codes);

      if (x != NULL && y != NULL && codes != NULL)
        {
          fill_normal (x, n);
          memset (y, 0, n * sizeof *y);
          memset (codes, 0x3c, n * sizeof *codes); /* an ordinary number, also as a float */
          bench->all.x = x;
          bench->all.y = y;
          bench->all.codes = codes;
          return true;
        }
      free (x);
      free (y);
      free (codes);
    }
  return false;
}

static void
print_lines (Bench *bench)
{
  const BenchLine reads[] = { { "read", bench_read }, { "read_two_streams", bench_read_two_streams } };
  char title[160];

  snprintf (title, sizeof title,
            "One thread, 10^9 values per second (and the fraction of a read, %d bits wide, the faster of one"
            " and two streams)",
            bench_read_width ());
  print_header (bench, title);
  for (size_t i = 0; i < 2; i++)
    print_line (bench, "", &reads[i]);
  for (int isa = QSC_N_ISAS - 1; isa >= 0; isa--)
    {
      bench->all.kernels = qsc_kernels_get_for ((QscIsa)isa);
      for (size_t i = 0; bench->all.kernels != NULL && i < bench_n_kernel_lines; i++)
        print_line (bench, qsc_isa_get_name ((QscIsa)isa), &bench_kernel_lines[i]);
    }
  bench->all.kernels = qsc_kernels_get ();
  for (size_t i = 0; i < bench_n_public_lines; i++)
    print_line (bench, qsc_isa_get_name (qsc_get_isa ()), &bench_public_lines[i]);
}

void
check_bench (FILE *json, char *const *parts, int n_parts)
{
  Bench bench = {
    .all.bytes = { .scale = 6.0f / 127.0f, .qmin = -128, .qmax = 127 },
    .all.words = { .scale = 6.0f / 32767.0f, .qmin = -32768, .qmax = 32767 },
    .all.kernels = qsc_kernels_get (),
    .json = json,
    .separator = "[",
    .parts = parts,
    .n_parts = n_parts,
  };

  if (!bench_allocate (&bench))
    return;
  print_lines (&bench);
  print_threads (&bench);
  if (json != NULL)
    fprintf (json, "%s\n]\n", bench.separator[0] == '[' ? "[" : "");
  free (bench.all.codes);
  free (bench.all.y);
  free ((void *)bench.all.x);
}
