/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis-test.h"
#include "analysis/qsa-job.h"

typedef struct
{
  guint64 next;  /* first value of the chunk that must come next */
  guint64 total; /* over the workers */
  double sum;
  GCancellable *cancel_in_map;
} Sums;

typedef struct
{
  guint64 begin, n;
  double sum;
} Chunk;

static void
map (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  Sums *sums = data;
  Chunk *mine = chunk;

  *(guint64 *)worker += n;
  g_assert_cmpuint (mine->n, ==, 0); /* zeroed */
  mine->begin = begin;
  mine->n = n;
  for (gsize i = 0; i < n; i++)
    mine->sum += (double)x[i];
  if (sums->cancel_in_map != NULL)
    g_cancellable_cancel (sums->cancel_in_map);
}

static void
reduce (gpointer data, gconstpointer chunk)
{
  Sums *sums = data;
  const Chunk *mine = chunk;

  g_assert_cmpuint (mine->begin, ==, sums->next);
  sums->next += mine->n;
  sums->sum += mine->sum;
}

static void
gather (gpointer data, gconstpointer worker)
{
  ((Sums *)data)->total += *(const guint64 *)worker;
}

static gboolean
run (Sums *sums, QstTensor *tensor, GCancellable *cancellable, GError **error)
{
  const QsaJob job = {
    .data = sums, .chunk_size = sizeof (Chunk), .worker_size = sizeof (guint64), .map = map, .reduce = reduce, .gather = gather
  };

  return qsa_job_run (&job, tensor, cancellable, error);
}

static void
test_order (gconstpointer data)
{
  const gsize n = *(const gsize *)data;
  g_autofree float *values = g_new (float, n + 1);
  g_autoptr (QsaSource) source = NULL;
  double sum = NAN;

  for (gsize i = 0; i < n; i++)
    values[i] = (float)(i % 977) * 0.1f;
  source = analysis_test_source (values, n);
  for (guint n_threads = 1; n_threads <= 7; n_threads++)
    {
      Sums sums = { 0 };

      qsa_job_set_n_threads (n_threads);
      g_assert_true (run (&sums, qsa_source_get_tensor (source), NULL, NULL));
      g_assert_cmpuint (sums.next, ==, n);
      g_assert_cmpuint (sums.total, ==, n);
      g_assert_true (n_threads == 1 || sums.sum == sum);
      sum = sums.sum;
    }
  qsa_job_set_n_threads (0);
}

static void
test_cancelled_before (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_UNIFORM, 200000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Sums sums = { 0 };

  g_cancellable_cancel (cancellable);
  g_assert_false (run (&sums, qsa_source_get_tensor (source), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (sums.next, ==, 0);
}

static void
test_cancelled_between (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_UNIFORM, 1000000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Sums sums = { .cancel_in_map = cancellable };

  g_assert_false (run (&sums, qsa_source_get_tensor (source), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (sums.next, ==, 0);
}

static gpointer
run_in_thread (gpointer data)
{
  for (int i = 0; i < 50; i++)
    {
      Sums sums = { 0 };

      g_assert_true (run (&sums, data, NULL, NULL));
      g_assert_cmpuint (sums.total, ==, qst_tensor_get_count (data));
    }
  return NULL;
}

/* Several jobs share the threads. */
static void
test_side_by_side (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_UNIFORM, 400000);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("job", run_in_thread, qsa_source_get_tensor (source));
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* The whole result, bit for bit, whoever computed which part of it. */
static void
test_same_result (gconstpointer data)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_OUTLIERS, 400000);
  const QsaScheme scheme = analysis_test_scheme (5, TRUE, FALSE, FALSE, (QsaCalibration)GPOINTER_TO_INT (data));
  g_autoptr (QsaResult) one = NULL;

  qsa_job_set_n_threads (1);
  one = analysis_test_compute (source, &scheme, 300);
  for (guint n_threads = 2; n_threads <= 5; n_threads++)
    {
      g_autoptr (QsaSource) again = analysis_test_draw (QST_DISTRIBUTION_OUTLIERS, 400000);
      g_autoptr (QsaResult) many = NULL;

      qsa_job_set_n_threads (n_threads);
      many = analysis_test_compute (again, &scheme, 300);
      g_assert_cmpmem (qsa_result_get_error_stats (one), sizeof (QscErrorStats), qsa_result_get_error_stats (many),
                       sizeof (QscErrorStats));
      g_assert_true (qsa_result_get_params (one)->scale == qsa_result_get_params (many)->scale);
      g_assert_cmpint (qsa_result_get_params (one)->zero_point, ==, qsa_result_get_params (many)->zero_point);
      g_assert_cmpmem (qsa_result_get_code_counts (one), 32 * sizeof (guint64), qsa_result_get_code_counts (many),
                       32 * sizeof (guint64));
      g_assert_cmpmem (qsa_result_get_histogram (one)->counts, 300 * sizeof (guint64), qsa_result_get_histogram (many)->counts,
                       300 * sizeof (guint64));
    }
  qsa_job_set_n_threads (0);
}

static const gsize sizes[] = { 0, 1, QSA_JOB_CHUNK - 1, QSA_JOB_CHUNK, QSA_JOB_CHUNK + 1, 20 * QSA_JOB_CHUNK + 7 };

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/job/order/%" G_GSIZE_FORMAT, sizes[i]);

      g_test_add_data_func (path, &sizes[i], test_order);
    }
  g_test_add_func ("/job/cancelled-before", test_cancelled_before);
  g_test_add_func ("/job/cancelled-between", test_cancelled_between);
  g_test_add_func ("/job/side-by-side", test_side_by_side);
  for (int i = 0; i < QSA_CALIBRATION_MANUAL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/job/same-result/%s", qsa_calibration_get_nick ((QsaCalibration)i));

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_same_result);
    }
  return g_test_run ();
}
