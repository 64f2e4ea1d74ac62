/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-envelope.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-params.h"

#include <float.h>
#include <math.h>

struct _QsaEnvelope
{
  gatomicrefcount refs;
  QsaSource *source;
  QsaUnitParams *params;
  guint64 first, last;
  guint n_wanted; /* columns that were asked for */
  gsize n;
  QsaEnvelopeColumn *columns;
};

QsaEnvelope *
qsa_envelope_ref (QsaEnvelope *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_envelope_unref (QsaEnvelope *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_source_unref (self->source);
  qsa_unit_params_unref (self->params);
  g_free (self->columns);
  g_free (self);
}

/* Where column i begins: n = (last - first) / columns in each, the first few have one more. */
static guint64
get_edge (const QsaEnvelope *self, gsize i)
{
  const guint64 n = self->last - self->first, each = n / self->n, more = n % self->n;

  return self->first + i * each + MIN (i, more);
}

static gsize
find_column (const QsaEnvelope *self, guint64 index)
{
  const guint64 n = self->last - self->first, each = n / self->n, more = n % self->n, from = index - self->first;

  if (from < more * (each + 1))
    return (gsize)(from / (each + 1));
  return (gsize)(more + (from - more * (each + 1)) / each);
}

/* Adds what was seen of a column elsewhere. Of equals the first index stays, whoever comes first. */
static void
column_merge (QsaEnvelopeColumn *self, const QsaEnvelopeColumn *other)
{
  const float mine = fabsf (self->max_error), its = fabsf (other->max_error);

  if (other->count == 0)
    return;
  self->min = self->count > 0 ? MIN (self->min, other->min) : other->min;
  self->max = self->count > 0 ? MAX (self->max, other->max) : other->max;
  if (self->count == 0 || its > mine || (its == mine && other->max_index < self->max_index))
    {
      self->max_index = other->max_index;
      self->value = other->value;
      self->max_error = other->max_error;
    }
  self->count += other->count;
}

/* Least and greatest error; FALSE when there is none that is finite. Four lanes, so that none waits for the one before. */
static gboolean
get_extremes (const float *e, gsize n, float *min, float *max, guint64 *count)
{
  float low[4] = { INFINITY, INFINITY, INFINITY, INFINITY }, high[4] = { -INFINITY, -INFINITY, -INFINITY, -INFINITY };
  guint64 finite = 0;

  for (gsize i = 0; i < n; i++)
    {
      const gsize lane = i % 4;

      /* Neither holds for NaN, which stands for what is not finite. */
      low[lane] = e[i] < low[lane] ? e[i] : low[lane];
      high[lane] = e[i] > high[lane] ? e[i] : high[lane];
      finite += !isnan (e[i]);
    }
  for (gsize lane = 1; lane < 4; lane++)
    {
      low[0] = MIN (low[0], low[lane]);
      high[0] = MAX (high[0], high[lane]);
    }
  *min = low[0];
  *max = high[0];
  *count += finite;
  return finite > 0;
}

/* Values of one column; e: their errors, NaN where not finite. */
static void
update_column (QsaEnvelopeColumn *column, const float *x, const float *e, gsize n, guint64 first_index)
{
  QsaEnvelopeColumn here = { 0 };
  float largest;
  gsize at = 0;

  if (!get_extremes (e, n, &here.min, &here.max, &here.count))
    return;
  largest = MAX (-here.min, here.max);
  if (column->count == 0 || largest >= fabsf (column->max_error))
    {
      while (fabsf (e[at]) != largest)
        at++;
      here.max_error = e[at];
    }
  here.max_index = first_index + at;
  here.value = x[at];
  column_merge (column, &here);
}

static void
map_errors (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const QsaEnvelope *self = data;
  QsaEnvelopeColumn *columns = worker;
  float e[QSA_BLOCK];

  for (gsize i = 0; i < n; i += QSA_BLOCK)
    {
      const gsize length = MIN (n - i, QSA_BLOCK);

      qsa_unit_params_reconstruct (self->params, x + i, length, begin + i, e);
      for (gsize k = 0; k < length; k++)
        {
          e[k] -= x[i + k];
          e[k] = fabsf (x[i + k]) <= FLT_MAX && fabsf (e[k]) <= FLT_MAX ? e[k] : NAN;
        }
      for (gsize k = 0; k < length;)
        {
          const gsize column = find_column (self, begin + i + k);
          const gsize end = (gsize)MIN (get_edge (self, column + 1) - begin - i, length);

          update_column (&columns[column], x + i + k, e + k, end - k, begin + i + k);
          k = end;
        }
    }
}

static void
gather_columns (gpointer data, gconstpointer worker)
{
  QsaEnvelope *self = data;
  const QsaEnvelopeColumn *columns = worker;

  for (gsize i = 0; i < self->n; i++)
    column_merge (&self->columns[i], &columns[i]);
}

QsaEnvelope *
qsa_envelope_new (QsaSource *source, QsaUnitParams *params, guint64 first, guint64 last, guint n_columns,
                  GCancellable *cancellable, GError **error)
{
  QstTensor *tensor = qsa_source_get_tensor (source);
  g_autoptr (QsaEnvelope) self = g_new0 (QsaEnvelope, 1);
  QsaJob job = { .data = self, .map = map_errors, .gather = gather_columns };

  g_return_val_if_fail (n_columns > 0 && first <= last, NULL);
  g_atomic_ref_count_init (&self->refs);
  self->source = qsa_source_ref (source);
  self->params = qsa_unit_params_ref (params);
  self->n_wanted = n_columns;
  self->last = MIN (last, qst_tensor_get_count (tensor));
  self->first = MIN (first, self->last);
  self->n = (gsize)MIN (self->last - self->first, n_columns);
  if (self->n == 0)
    return g_steal_pointer (&self);
  self->columns = g_new0 (QsaEnvelopeColumn, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      self->columns[i].first = get_edge (self, i);
      self->columns[i].last = get_edge (self, i + 1);
    }
  job.begin = self->first;
  job.end = self->last;
  job.worker_size = self->n * sizeof *self->columns;
  if (!qsa_job_run (&job, tensor, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

const QsaEnvelopeColumn *
qsa_envelope_get_columns (QsaEnvelope *self, gsize *n)
{
  *n = self->n;
  return self->columns;
}

QsaSource *
qsa_envelope_get_source (QsaEnvelope *self)
{
  return self->source;
}

QsaUnitParams *
qsa_envelope_get_params (QsaEnvelope *self)
{
  return self->params;
}

gboolean
qsa_envelope_is_of (QsaEnvelope *self, QsaSource *source, QsaUnitParams *params, guint64 first, guint64 last, guint n_columns)
{
  return self->source == source && qsa_unit_params_equal (self->params, params)
         && self->last == MIN (last, qst_tensor_get_count (qsa_source_get_tensor (source)))
         && self->first == MIN (first, self->last) && self->n_wanted == n_columns;
}
