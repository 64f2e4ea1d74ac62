/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-bench.h"

#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "check-bench-frame.h"
#include "check-bench-lines.h"

#define MEASURE_SECONDS 0.08
#define TURNS_MIN 3

/* As many values at least are done between two looks at the clock. */
#define ROUND_VALUES ((size_t)2 << 20)

#define N_SIZES 4
static const size_t sizes[N_SIZES] = { (size_t)16 << 10, (size_t)1 << 20, (size_t)16 << 20, (size_t)128 << 20 };
static const char *const size_names[N_SIZES] = { "16 Ki", "1 Mi", "16 Mi", "128 Mi" };

typedef struct
{
  BenchShare all;
  size_t n_sizes;
  Bench *bench;
} Lines;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

void
bench_compete (const BenchRound *rounds, int n_rounds, double *best)
{
  const double start = now ();

  for (int i = 0; i < n_rounds; i++)
    {
      rounds[i].run (rounds[i].data); /* caches and clocks warm up */
      best[i] = INFINITY;
    }
  for (int turn = 0; turn < TURNS_MIN || now () - start < MEASURE_SECONDS; turn++)
    for (int i = 0; i < n_rounds; i++)
      {
        const double round_start = now ();

        for (int k = 0; k < rounds[i].n_repeats; k++)
          rounds[i].run (rounds[i].data);
        best[i] = fmin (best[i], (now () - round_start) / rounds[i].n_repeats);
      }
}

bool
bench_is_wanted (const Bench *bench, const char *name)
{
  for (int i = 0; i < bench->n_parts; i++)
    if (strstr (name, bench->parts[i]) != NULL)
      return true;
  return bench->n_parts == 0;
}

void
bench_write_json (Bench *bench, const char *format, ...)
{
  va_list arguments;

  if (bench->json == NULL)
    return;
  fprintf (bench->json, "%s\n  {", bench->separator);
  va_start (arguments, format);
  vfprintf (bench->json, format, arguments);
  va_end (arguments);
  fprintf (bench->json, "}");
  bench->separator = ",";
}

/* One line at work: a share of the values for each thread, each done n_repeats times. */
typedef struct
{
  BenchWork work;
  BenchShare shares[2];
  int n_threads, n_repeats;
} Team;

static void *
run_second (void *data)
{
  const Team *team = data;

  for (int i = 0; i < team->n_repeats; i++)
    team->work (&team->shares[1]);
  return NULL;
}

static void
run_team (void *data)
{
  Team *team = data;
  pthread_t thread;
  const bool has_thread = team->n_threads == 2 && pthread_create (&thread, NULL, run_second, team) == 0;

  for (int i = 0; i < team->n_repeats; i++)
    team->work (&team->shares[0]);
  if (has_thread)
    pthread_join (thread, NULL);
  else if (team->n_threads == 2)
    run_second (team);
}

static Team
team_new (const BenchShare *all, size_t n, BenchWork work, int n_threads)
{
  Team team = { .work = work, .n_threads = n_threads, .n_repeats = n < ROUND_VALUES ? (int)(ROUND_VALUES / n) : 1 };

  for (int i = 0; i < n_threads; i++)
    {
      BenchShare *share = &team.shares[i];
      const size_t from = n / (size_t)n_threads * (size_t)i;

      *share = *all;
      share->n = n / (size_t)n_threads;
      share->x += from;
      share->y += from;
      share->codes = (uint16_t *)share->codes + from;
    }
  return team;
}

static void
write_json_line (Bench *bench, const char *isa, const char *name, size_t n, int n_threads, double speed, const char *ratio_name,
                 double ratio)
{
  bench_write_json (bench,
                    "\"isa\": \"%s\", \"kernel\": \"%s\", \"values\": %zu, \"threads\": %d, "
                    "\"giga_values_per_second\": %.3f, \"%s\": %.3f",
                    isa, name, n, n_threads, speed, ratio_name, ratio);
}

static void
print_header (const Lines *lines, const char *title)
{
  printf ("\n%s\n%-8s %-22s", title, "", "");
  for (size_t i = 0; i < lines->n_sizes; i++)
    printf ("  %15s", size_names[i]);
  printf ("\n");
}

static void
print_line (Lines *lines, const char *isa, const BenchLine *line)
{
  if (!bench_is_wanted (lines->bench, line->name))
    return;
  printf ("%-8s %-22s", isa, line->name);
  for (size_t i = 0; i < lines->n_sizes; i++)
    {
      Team work = team_new (&lines->all, sizes[i], line->work, 1);
      Team one = team_new (&lines->all, sizes[i], bench_read, 1);
      Team two = team_new (&lines->all, sizes[i], bench_read_two_streams, 1);
      double best[3];

      bench_compete ((BenchRound[]){ { run_team, &work, 1 }, { run_team, &one, 1 }, { run_team, &two, 1 } }, 3, best);

      const double fraction = fmin (best[1], best[2]) / best[0];
      const double speed = 1e-9 * (double)sizes[i] * work.n_repeats / best[0];

      printf ("  %8.2f (%4.2f)", speed, fraction);
      fflush (stdout);
      write_json_line (lines->bench, isa, line->name, sizes[i], 1, speed, "fraction_of_read", fraction);
    }
  printf ("\n");
}

/* Two threads, each with one half of the values, against one with all. */
static void
print_threads_line (Lines *lines, const BenchLine *line)
{
  const char *isa = qsc_isa_get_name (qsc_get_isa ());

  if (!bench_is_wanted (lines->bench, line->name))
    return;
  printf ("%-8s %-22s  %15s", isa, line->name, "");
  for (size_t i = 1; i < lines->n_sizes; i++)
    {
      Team one = team_new (&lines->all, sizes[i], line->work, 1);
      Team two = team_new (&lines->all, sizes[i], line->work, 2);
      double best[2];

      one.n_repeats = two.n_repeats = i == 1 ? 8 : 1; /* to start a thread must not count */
      bench_compete ((BenchRound[]){ { run_team, &one, 1 }, { run_team, &two, 1 } }, 2, best);

      const double speed = 1e-9 * (double)sizes[i] * two.n_repeats / best[1];

      printf ("  %8.2f (%4.2f)", speed, best[0] / best[1]);
      fflush (stdout);
      write_json_line (lines->bench, isa, line->name, sizes[i], 2, speed, "times_one_thread", best[0] / best[1]);
    }
  printf ("\n");
}

static void
print_threads (Lines *lines)
{
  const BenchLine read = { "read", bench_read };

  if (sysconf (_SC_NPROCESSORS_ONLN) < 2)
    {
      printf ("\nTwo threads: left out, there is one processor.\n");
      return;
    }
  print_header (lines, "Two threads, 10^9 values per second (and times one thread)");
  print_threads_line (lines, &read);
  for (size_t i = 0; i < bench_n_kernel_lines; i++)
    print_threads_line (lines, &bench_kernel_lines[i]);
  for (size_t i = 0; i < bench_n_public_lines; i++)
    print_threads_line (lines, &bench_public_lines[i]);
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
lines_allocate (Lines *lines)
{
  for (lines->n_sizes = N_SIZES; lines->n_sizes > 0; lines->n_sizes--)
    {
      const size_t n = sizes[lines->n_sizes - 1];
      float *x = malloc (n * sizeof *x), *y = malloc (n * sizeof *y);
      uint16_t *codes = malloc (n * sizeof *codes);

      if (x != NULL && y != NULL && codes != NULL)
        {
          fill_normal (x, n);
          memset (y, 0, n * sizeof *y);
          memset (codes, 0x3c, n * sizeof *codes); /* an ordinary number, also as a float */
          lines->all.x = x;
          lines->all.y = y;
          lines->all.codes = codes;
          return true;
        }
      free (x);
      free (y);
      free (codes);
    }
  return false;
}

static void
print_lines (Lines *lines)
{
  const BenchLine reads[] = { { "read", bench_read }, { "read_two_streams", bench_read_two_streams } };
  char title[160];

  snprintf (title, sizeof title,
            "One thread, 10^9 values per second (and the fraction of a read, %d bits wide, the faster of one"
            " and two streams)",
            bench_read_width ());
  print_header (lines, title);
  for (size_t i = 0; i < 2; i++)
    print_line (lines, "", &reads[i]);
  for (int isa = QSC_N_ISAS - 1; isa >= 0; isa--)
    {
      lines->all.kernels = qsc_kernels_get_for ((QscIsa)isa);
      for (size_t i = 0; lines->all.kernels != NULL && i < bench_n_kernel_lines; i++)
        print_line (lines, qsc_isa_get_name ((QscIsa)isa), &bench_kernel_lines[i]);
    }
  lines->all.kernels = qsc_kernels_get ();
  for (size_t i = 0; i < bench_n_public_lines; i++)
    print_line (lines, qsc_isa_get_name (qsc_get_isa ()), &bench_public_lines[i]);
}

void
check_bench (FILE *json, char *const *parts, int n_parts)
{
  Bench bench = { .json = json, .separator = "[", .parts = parts, .n_parts = n_parts };
  Lines lines = {
    .all.bytes = { .scale = 6.0f / 127.0f, .qmin = -128, .qmax = 127 },
    .all.words = { .scale = 6.0f / 32767.0f, .qmin = -32768, .qmax = 32767 },
    .all.kernels = qsc_kernels_get (),
    .bench = &bench,
  };

  if (!lines_allocate (&lines))
    return;
  print_lines (&lines);
  print_threads (&lines);
  free (lines.all.codes);
  free (lines.all.y);
  free ((void *)lines.all.x);
  bench_print_products (&bench);
  if (json != NULL)
    fprintf (json, "%s\n]\n", bench.separator[0] == '[' ? "[" : "");
}
