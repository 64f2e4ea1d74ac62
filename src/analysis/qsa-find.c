/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for single values. */
#include "analysis/qsa-source.h"

#include "analysis/qsa-job.h"

#include <math.h>

typedef struct
{
  QsaUnitParams *params;
  double low, high; /* between them surely no unit clips anything */
} Clip;

static void
find_safe_range (Clip *self)
{
  self->low = (double)-INFINITY;
  self->high = (double)INFINITY;
  for (guint64 i = 0; i < qsa_unit_params_get_n (self->params); i++)
    {
      double low, high;

      qsc_params_get_unclipped_range (&qsa_unit_params_get_all (self->params)[i], &low, &high);
      self->low = fmax (self->low, low);
      self->high = fmin (self->high, high);
    }
  self->low += fabs (self->low) * 1e-6;
  self->high -= fabs (self->high) * 1e-6;
}

static gboolean
is_clipped (const Clip *clip, float x, guint64 index)
{
  QscTrace trace;

  if (((double)x >= clip->low && (double)x <= clip->high) || !isfinite (x))
    return FALSE;
  qsc_params_trace (qsa_unit_params_get_at (clip->params, index), x, index, &trace);
  return trace.is_clipped_low || trace.is_clipped_high;
}

/* The first clipped value in the walk's direction inside begin … end. */
static gboolean
find_in_span (QstTensor *tensor, const Clip *clip, guint64 begin, guint64 end, int step, float *scratch, guint64 *index)
{
  const float *x = qst_tensor_get_span (tensor, begin, end, scratch);
  const gsize n = (gsize)(end - begin);

  for (gsize k = 0; k < n; k++)
    {
      const gsize i = step > 0 ? k : n - 1 - k;

      if (is_clipped (clip, x[i], begin + i))
        {
          *index = begin + i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
find_in_range (QstTensor *tensor, const Clip *clip, guint64 begin, guint64 end, int step, float *scratch,
               GCancellable *cancellable, guint64 *index)
{
  while (begin < end && !g_cancellable_is_cancelled (cancellable))
    {
      const guint64 n = MIN (end - begin, QSA_JOB_CHUNK);
      const guint64 from = step > 0 ? begin : end - n;

      if (find_in_span (tensor, clip, from, from + n, step, scratch, index))
        return TRUE;
      if (step > 0)
        begin += n;
      else
        end -= n;
    }
  return FALSE;
}

gboolean
qsa_source_find_clipped (QsaSource *self, QsaUnitParams *params, guint64 from, int step, GCancellable *cancellable,
                         guint64 *index)
{
  QstTensor *tensor = qsa_source_get_tensor (self);
  const guint64 count = qst_tensor_get_count (tensor);
  g_autofree float *scratch = g_new (float, QSA_JOB_CHUNK);
  Clip clip = { .params = params };

  if (count == 0)
    return FALSE;
  from = MIN (from, count - 1);
  find_safe_range (&clip);
  if (step > 0)
    return find_in_range (tensor, &clip, from + 1, count, step, scratch, cancellable, index)
           || find_in_range (tensor, &clip, 0, from + 1, step, scratch, cancellable, index);
  return find_in_range (tensor, &clip, 0, from, step, scratch, cancellable, index)
         || find_in_range (tensor, &clip, from, count, step, scratch, cancellable, index);
}

typedef struct
{
  double value;
  double distance; /* +inf while nothing is found */
  guint64 index;
} Nearest;

static void
map_nearest (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Nearest *all = data;
  Nearest *mine = chunk;

  mine->distance = (double)INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      const double distance = fabs ((double)x[i] - all->value);

      if (distance < mine->distance)
        {
          mine->distance = distance;
          mine->index = begin + i;
        }
    }
}

static void
reduce_nearest (gpointer data, gconstpointer chunk)
{
  Nearest *all = data;
  const Nearest *mine = chunk;

  if (mine->distance < all->distance)
    {
      all->distance = mine->distance;
      all->index = mine->index;
    }
}

gboolean
qsa_source_find_nearest (QsaSource *self, float value, GCancellable *cancellable, guint64 *index)
{
  Nearest all = { .value = (double)value, .distance = (double)INFINITY };
  const QsaJob job = { .data = &all, .chunk_size = sizeof all, .map = map_nearest, .reduce = reduce_nearest };

  if (!qsa_job_run (&job, qsa_source_get_tensor (self), cancellable, NULL) || isinf (all.distance))
    return FALSE;
  *index = all.index;
  return TRUE;
}
