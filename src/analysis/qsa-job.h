/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* Private to analysis: work on all processors, most of all one pass over the values of a tensor. */

/* Values handled at a time. Results depend on it, so it is fixed. */
#define QSA_JOB_CHUNK 65536

typedef struct
{
  gpointer data;

  /* The values to pass over, begin … end (exclusive) of the tensor; end 0: all of them. */
  guint64 begin, end;

  /* Bytes of what map makes of one chunk, zeroed before. */
  gsize chunk_size;

  /* Bytes of a worker's own sums, zeroed once: for integers, which add up in any order. */
  gsize worker_size;

  /* Any thread: x[n] are the values from index begin on. chunk and worker are NULL where their size is 0. */
  void (*map) (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker);

  /* The calling thread, in the order of the chunks, so that sums of floats do not hang on who did what. (nullable) */
  void (*reduce) (gpointer data, gconstpointer chunk);

  /* The calling thread, once per worker at the end, in any order. (nullable) */
  void (*gather) (gpointer data, gconstpointer worker);
} QsaJob;

/* Blocking. FALSE with G_IO_ERROR_CANCELLED (between chunks), or QST_ERROR_CHANGED when the file shrank meanwhile. */
gboolean qsa_job_run (const QsaJob *job, QstTensor *tensor, GCancellable *cancellable, GError **error);

/* Calls work for every index below n, on all processors, in any order and at the same time. Blocking. FALSE with
 * G_IO_ERROR_CANCELLED (between two of them). */
gboolean qsa_job_run_parts (guint n, void (*work) (gpointer data, guint i), gpointer data, GCancellable *cancellable,
                            GError **error);

/* How many threads work on a job, the caller included; 0: as many as there are processors. For tests. */
void qsa_job_set_n_threads (guint n_threads);

G_END_DECLS
