/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-job.h"

#include <string.h>

/* Chunks whose results are held before they are reduced, so that memory does not grow with the tensor. */
#define CHUNKS_PER_ROUND 1024

typedef struct _Round Round;

/* One round as its workers see it. It outlives the call when a helper only comes to it when all is done. */
struct _Round
{
  gatomicrefcount refs;
  void (*work) (Round *self, int i, gpointer worker); /* on part i */
  const QsaJob *job;                                  /* NULL: of qsa_job_run_parts */
  QstTensor *tensor;
  void (*work_on_part) (gpointer data, guint i);
  gpointer data;
  GCancellable *cancellable;
  guint64 first_chunk;
  int n_parts;
  int next_part; /* atomic */
  guint8 *results;
  guint8 *sums;     /* worker_size per worker */
  int next_worker;  /* atomic */
  GMutex mutex;     /* guards the rest */
  GCond cond;       /* a helper has left */
  guint n_active;   /* helpers inside */
  gboolean is_over; /* none may enter any more */
};

static int n_threads_override; /* atomic */

void
qsa_job_set_n_threads (guint n_threads)
{
  g_atomic_int_set (&n_threads_override, (int)n_threads);
}

static guint
get_n_threads (void)
{
  const int override = g_atomic_int_get (&n_threads_override);

  return override > 0 ? (guint) override : g_get_num_processors ();
}

static void
round_unref (Round *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

static guint64
get_end (const QsaJob *job, QstTensor *tensor)
{
  const guint64 count = qst_tensor_get_count (tensor);

  return job->end > 0 ? MIN (job->end, count) : count;
}

static float *
get_scratch (void)
{
  static GPrivate scratch = G_PRIVATE_INIT (g_free);
  float *values = g_private_get (&scratch);

  if (values == NULL)
    {
      values = g_new (float, QSA_JOB_CHUNK);
      g_private_set (&scratch, values);
    }
  return values;
}

static void
work_on_chunk (Round *self, int i, gpointer worker)
{
  const QsaJob *job = self->job;
  const guint64 chunk = (self->first_chunk + (guint64)i) * QSA_JOB_CHUNK;
  const guint64 begin = MAX (chunk, job->begin), end = MIN (chunk + QSA_JOB_CHUNK, get_end (job, self->tensor));

  job->map (job->data, begin, qst_tensor_get_span (self->tensor, begin, end, get_scratch ()), end - begin,
            job->chunk_size > 0 ? self->results + (gsize)i * job->chunk_size : NULL, worker);
}

static void
work_on_part (Round *self, int i, gpointer worker)
{
  self->work_on_part (self->data, (guint)i);
}

static void
round_work (Round *self)
{
  gpointer worker = NULL;

  if (self->job != NULL && self->job->worker_size > 0)
    worker = self->sums + (gsize)g_atomic_int_add (&self->next_worker, 1) * self->job->worker_size;
  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      const int i = g_atomic_int_add (&self->next_part, 1);

      if (i >= self->n_parts)
        break;
      self->work (self, i, worker);
    }
}

static void
help (gpointer item, gpointer user_data)
{
  Round *self = item;
  gboolean enter;

  g_mutex_lock (&self->mutex);
  enter = !self->is_over;
  self->n_active += enter;
  g_mutex_unlock (&self->mutex);
  if (enter)
    {
      round_work (self);
      g_mutex_lock (&self->mutex);
      self->n_active--;
      g_cond_signal (&self->cond);
      g_mutex_unlock (&self->mutex);
    }
  round_unref (self);
}

static gpointer
make_pool (gpointer data)
{
  return g_thread_pool_new (help, NULL, (int)MAX (g_get_num_processors (), 2), FALSE, NULL);
}

/* Of the process; its threads stay for the next job. */
static GThreadPool *
get_pool (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_pool, NULL);
}

/* Works on the round together with n_helpers; returns when nobody works on it any more. */
static void
round_run (Round *self, guint n_helpers)
{
  for (guint i = 0; i < n_helpers; i++)
    {
      g_atomic_ref_count_inc (&self->refs);
      g_thread_pool_push (get_pool (), self, NULL);
    }
  round_work (self);
  g_mutex_lock (&self->mutex);
  self->is_over = TRUE;
  while (self->n_active > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static Round *
round_new (guint n_parts, GCancellable *cancellable)
{
  Round *self = g_new0 (Round, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->n_parts = (int)n_parts;
  self->cancellable = cancellable;
  return self;
}

static void
reduce_round (const Round *self)
{
  const QsaJob *job = self->job;

  for (int i = 0; job->reduce != NULL && i < self->n_parts; i++)
    job->reduce (job->data, self->results + (gsize)i * job->chunk_size);
}

static gboolean
run_rounds (const QsaJob *job, QstTensor *tensor, GCancellable *cancellable, guint8 *results, guint8 *sums, guint n_threads)
{
  const guint64 end = get_end (job, tensor), begin = MIN (job->begin, end);
  const guint64 first_chunk = begin / QSA_JOB_CHUNK;
  const guint64 n_chunks = begin < end ? (end - 1) / QSA_JOB_CHUNK + 1 : 0;

  for (guint64 first = first_chunk; first < n_chunks; first += CHUNKS_PER_ROUND)
    {
      Round *round = round_new ((guint)MIN (n_chunks - first, CHUNKS_PER_ROUND), cancellable);
      gboolean cancelled;

      round->work = work_on_chunk;
      round->job = job;
      round->tensor = tensor;
      round->first_chunk = first;
      round->results = results;
      round->sums = sums;
      if (first > first_chunk && results != NULL)
        memset (results, 0, CHUNKS_PER_ROUND * job->chunk_size);
      round_run (round, MIN (n_threads, (guint)round->n_parts) - 1);
      cancelled = g_cancellable_is_cancelled (cancellable);
      if (!cancelled)
        reduce_round (round);
      round_unref (round);
      if (cancelled)
        return FALSE;
    }
  return TRUE;
}

gboolean
qsa_job_run (const QsaJob *job, QstTensor *tensor, GCancellable *cancellable, GError **error)
{
  const guint64 count = qst_tensor_get_count (tensor);
  const guint n_threads = get_n_threads ();
  const gsize n_results = (gsize)MIN (count / QSA_JOB_CHUNK + 1, CHUNKS_PER_ROUND);
  guint8 *results = job->chunk_size > 0 ? g_malloc0_n (n_results, job->chunk_size) : NULL;
  guint8 *sums = job->worker_size > 0 ? g_malloc0_n (n_threads, job->worker_size) : NULL;
  gboolean done = !g_cancellable_set_error_if_cancelled (cancellable, error);

  if (done && !run_rounds (job, tensor, cancellable, results, sums, n_threads))
    done = !g_cancellable_set_error_if_cancelled (cancellable, error);
  if (done)
    done = qst_tensor_check (tensor, error);
  for (guint i = 0; done && job->gather != NULL && sums != NULL && i < n_threads; i++)
    job->gather (job->data, sums + i * job->worker_size);
  g_free (results);
  g_free (sums);
  return done;
}

gboolean
qsa_job_run_parts (guint n, void (*work) (gpointer data, guint i), gpointer data, GCancellable *cancellable, GError **error)
{
  Round *round;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  round = round_new (n, cancellable);
  round->work = work_on_part;
  round->work_on_part = work;
  round->data = data;
  round_run (round, MIN (get_n_threads (), n) - 1);
  round_unref (round);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
