/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the index of a tensor takes to build, and what it is good for: a landscape, one scale, the search for the least error.
 * Beside them, in the same process, one pass over the same values. Each is the least of several runs, once by the clock and once
 * summed over the processors, which hangs less on what else the machine does. */
#include "analysis/qsa-calibrate.h"
#include "analysis/qsa-errors.h"
#include "analysis/qsa-index.h"
#include "analysis/qsa-landscape.h"
#include "tensor/qst-distribution.h"

#include <math.h>
#include <time.h>

#define N_RUNS 7

typedef struct
{
  QstTensor *tensor;
  QsaSource *source;
  QscScheme format;
  QscParams params;
  QsaLandscapeGrid grid;
  QsaLandscape *landscape; /* knows the optimum */
} Bench;

static double
get_processor_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
measure (const char *name, void (*work) (Bench *), Bench *bench)
{
  double clock = (double)INFINITY, processors = (double)INFINITY;

  for (int i = 0; i < N_RUNS; i++)
    {
      const gint64 begin = g_get_monotonic_time ();
      const double processor_begin = get_processor_ms ();

      work (bench);
      clock = fmin (clock, (double)(g_get_monotonic_time () - begin) / 1e3);
      processors = fmin (processors, get_processor_ms () - processor_begin);
    }
  g_print ("  %-28s %10.3f ms %10.3f ms of processors\n", name, clock, processors);
}

static void
build_index (Bench *bench)
{
  g_autoptr (QsaSource) source = qsa_source_new (bench->tensor, NULL, NULL);

  qsa_source_get_index (source, NULL, NULL);
}

static void
read_moments (Bench *bench)
{
  qsa_source_unref (qsa_source_new (bench->tensor, NULL, NULL));
}

static void
survey (Bench *bench)
{
  qsa_landscape_unref (qsa_landscape_new (bench->source, &bench->format, &bench->grid, TRUE, bench->landscape, NULL, NULL));
}

static void
look_up (Bench *bench)
{
  QsaIndexErrors errors;

  qsa_index_measure (qsa_source_get_index (bench->source, NULL, NULL), &bench->params, &errors);
}

static void
pass (Bench *bench)
{
  QscErrorStats stats;

  qsa_errors_measure (bench->source, &bench->params, 1, &stats, NULL, NULL);
}

static void
calibrate (Bench *bench)
{
  QsaScheme scheme;
  QscParams params;

  qsa_scheme_init (&scheme);
  scheme.format = bench->format;
  scheme.calibration = QSA_CALIBRATION_MSE;
  qsa_calibrate (bench->source, &scheme, NULL, &params, NULL);
}

static void
bench_width (Bench *bench, int bits)
{
  g_print (" %d bits\n", bits);
  bench->format = (QscScheme){ .bits = bits, .is_signed = true };
  qsc_params_init_from_range (&bench->params, &bench->format, -4.0, 4.0);
  qsa_landscape_grid_init (&bench->grid, &bench->format, (double)bench->params.scale, 4.0, 256, 256);
  bench->landscape = qsa_landscape_new (bench->source, &bench->format, &bench->grid, TRUE, NULL, NULL, NULL);
  measure ("one pass", pass, bench);
  measure ("one scale by the index", look_up, bench);
  measure ("landscape, 256 scales", survey, bench);
  measure ("least error over s and z", calibrate, bench);
  bench->format.symmetric = true;
  measure ("least error over s", calibrate, bench);
  qsa_landscape_unref (bench->landscape);
}

static void
bench_tensor (guint64 count)
{
  QstDistribution distribution;
  Bench bench = { NULL };

  qst_distribution_init (&distribution, QST_DISTRIBUTION_GAUSSIAN);
  distribution.count = count;
  bench.tensor = qst_distribution_draw (&distribution, NULL, NULL);
  bench.source = qsa_source_new (bench.tensor, NULL, NULL);
  g_print ("%.0f Mi values\n", (double)count / 1048576.0);
  measure ("moments", read_moments, &bench);
  measure ("moments and index", build_index, &bench);
  for (int bits = 4; bits <= 12; bits += 4)
    bench_width (&bench, bits);
  qsa_source_unref (bench.source);
  qst_tensor_unref (bench.tensor);
}

int
main (int argc, char **argv)
{
  bench_tensor (1 << 20);
  if (argc < 2)
    bench_tensor (1 << 24);
  return 0;
}
