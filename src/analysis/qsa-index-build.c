/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values are dealt out to parts, in the order of the reals, whose ends follow from the counts of the upper halves of their
 * patterns; each part is then sorted by itself, digit by digit, while it is in the cache. */
#include "analysis/qsa-index-private.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-source-private.h"
#include "tensor/qst-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_UPPERS 65536

/* Values that a part has at least, but for the last one, and how many parts there may be: their buffers are to stay in the second
 * cache. */
#define PART_VALUES_MIN 8192
#define N_PARTS_MAX 1024

/* Keys that a worker collects for a part before it writes them: two cache lines. */
#define BUFFER 32

/* Values to a stretch of the start table. */
#define STRETCH_VALUES 16
#define N_STARTS_MIN 256
#define N_STARTS_MAX (1 << 20)

/* Blocks, and values, that one worker does at a time. */
#define BLOCKS_AT_ONCE 2048
#define VALUES_AT_ONCE (BLOCKS_AT_ONCE * QSA_INDEX_BLOCK)

typedef struct
{
  QsaIndex *index;
  guint32 *keys;   /* as dealt out */
  guint32 *sorted; /* index->values, so far as keys */
  guint n_parts;
  guint16 part_of[N_UPPERS];
  guint32 begin[N_PARTS_MAX + 2]; /* of the parts */
  gsize filled[N_PARTS_MAX + 1];  /* atomic */
  int changed;                    /* atomic: other values than were counted */
} Build;

/* What a worker has collected for one part. */
typedef struct
{
  guint32 n;
  guint32 keys[BUFFER];
} Buffer;

static void
make_parts (Build *self, const guint64 *counts)
{
  const guint32 least = MAX (self->index->n / N_PARTS_MAX + 1, PART_VALUES_MIN);
  guint32 n = 0;

  for (guint upper = 0; upper < N_UPPERS; upper++)
    {
      self->part_of[upper] = (guint16)self->n_parts;
      n += (guint32)counts[upper];
      if (n - self->begin[self->n_parts] >= least)
        self->begin[++self->n_parts] = n;
    }
  if (n > self->begin[self->n_parts])
    self->begin[++self->n_parts] = n;
}

static void
flush (Build *self, guint part, const Buffer *buffer)
{
  const gsize size = self->begin[part + 1] - self->begin[part];
  const gsize at = (gsize)g_atomic_pointer_add (&self->filled[part], buffer->n);

  if (at > size || size - at < buffer->n)
    g_atomic_int_set (&self->changed, 1);
  else
    memcpy (self->keys + self->begin[part] + at, buffer->keys, buffer->n * sizeof *buffer->keys);
}

static void
map_keys (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  Build *self = data;
  Buffer *buffers = worker;

  for (gsize i = 0; i < n; i++)
    {
      guint32 pattern, key;
      guint part;
      Buffer *buffer;

      memcpy (&pattern, &x[i], sizeof pattern);
      if ((pattern & 0x7f800000u) == 0x7f800000u)
        continue;
      key = qsa_order_pattern (pattern);
      part = self->part_of[key >> 16];
      buffer = &buffers[part];
      buffer->keys[buffer->n++] = key;
      if (buffer->n == BUFFER)
        {
          flush (self, part, buffer);
          buffer->n = 0;
        }
    }
}

static void
gather_keys (gpointer data, gconstpointer worker)
{
  Build *self = data;
  const Buffer *buffers = worker;

  for (guint part = 0; part < self->n_parts; part++)
    flush (self, part, &buffers[part]);
}

static void
sort_part (gpointer data, guint part)
{
  Build *self = data;
  const guint32 begin = self->begin[part], n = self->begin[part + 1] - begin;
  const guint32 *sorted = qsa_index_sort_keys (self->keys + begin, self->sorted + begin, n);
  float *values = self->index->values + begin;

  for (guint32 i = 0; i < n; i++)
    {
      const guint32 pattern = qsa_pattern_from_order (sorted[i]);
      float value;

      memcpy (&value, &pattern, sizeof value);
      values[i] = value;
    }
}

/* Whether two floats have sign and exponent in common. */
static gboolean
are_of_one_binade (float a, float b)
{
  guint32 patterns[2];

  memcpy (&patterns[0], &a, sizeof a);
  memcpy (&patterns[1], &b, sizeof b);
  return ((patterns[0] ^ patterns[1]) & 0xff800000u) == 0;
}

void
qsa_index_sums_add (QsaIndexSums *self, const float *values, guint n)
{
  double x = 0, xx = 0;

  if (n > 0 && !are_of_one_binade (values[0], values[n - 1]))
    {
      for (guint i = 0; i < n; i++)
        {
          self->x = qsa_sum_add (self->x, (double)values[i]);
          self->xx = qsa_sum_add (self->xx, (double)values[i] * (double)values[i]);
        }
      return;
    }
  /* 32 squares of 48 bits, all with the same unit: they fit the 53 bits of a double. */
  for (guint i = 0; i < n; i++)
    {
      x += (double)values[i];
      xx += (double)values[i] * (double)values[i];
    }
  self->x = qsa_sum_add (self->x, x);
  self->xx = qsa_sum_add (self->xx, xx);
}

static void
sum_blocks (gpointer data, guint i)
{
  QsaIndex *index = ((Build *)data)->index;
  const guint32 n_blocks = index->n / QSA_INDEX_BLOCK;
  const guint32 end = MIN ((i + 1) * BLOCKS_AT_ONCE, n_blocks);

  for (guint32 block = i * BLOCKS_AT_ONCE; block < end; block++)
    qsa_index_sums_add (&index->sums[block + 1], index->values + (gsize)block * QSA_INDEX_BLOCK, QSA_INDEX_BLOCK);
}

static void
add_up (QsaIndex *index)
{
  const guint32 n_blocks = index->n / QSA_INDEX_BLOCK;

  for (guint32 block = 0; block < n_blocks; block++)
    {
      const QsaIndexSums *before = &index->sums[block];
      QsaIndexSums *own = &index->sums[block + 1];

      own->x = qsa_sum_add (qsa_sum_add (before->x, own->x.low), own->x.high);
      own->xx = qsa_sum_add (qsa_sum_add (before->xx, own->xx.low), own->xx.high);
    }
}

/* No value below is in the stretch. */
static double
get_edge (const QsaIndex *index, guint32 stretch)
{
  return index->per_unit > 0 ? index->low + (stretch - 0.01) / index->per_unit : -(double)INFINITY;
}

static void
find_starts (gpointer data, guint i)
{
  QsaIndex *index = ((Build *)data)->index;
  const guint32 begin = i * VALUES_AT_ONCE, end = MIN (begin + VALUES_AT_ONCE, index->n);
  guint32 next = begin > 0 ? qsa_index_get_stretch (index, (double)index->values[begin - 1]) + 1 : 0;
  double edge = get_edge (index, next);

  for (guint32 at = begin; at < end; at++)
    if ((double)index->values[at] >= edge)
      {
        const guint32 stretch = qsa_index_get_stretch (index, (double)index->values[at]);

        for (; next <= stretch; next++)
          index->starts[next] = at;
        edge = get_edge (index, next);
      }
  if (end == index->n)
    for (; next <= index->n_starts; next++)
      index->starts[next] = end;
}

static void
init_starts (QsaIndex *index)
{
  const double width = (double)index->values[index->n - 1] - (double)index->values[0];

  index->n_starts = N_STARTS_MIN;
  while (index->n_starts < N_STARTS_MAX && index->n / STRETCH_VALUES > index->n_starts)
    index->n_starts *= 2;
  index->low = (double)index->values[0];
  index->per_unit = width > 0 ? index->n_starts / width : 0;
  index->starts = g_new (guint32, index->n_starts + 1);
}

static gboolean
deal_out (Build *self, QsaSource *source, GCancellable *cancellable, GError **error)
{
  const guint64 *counts = qsa_source_get_pattern_counts (source, cancellable, error);
  QsaJob job = { .data = self, .map = map_keys, .gather = gather_keys };

  if (counts == NULL)
    return FALSE;
  make_parts (self, counts);
  job.worker_size = self->n_parts * sizeof (Buffer);
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
    return FALSE;
  for (guint part = 0; part < self->n_parts; part++)
    if (self->filled[part] != self->begin[part + 1] - self->begin[part])
      self->changed = 1;
  if (self->changed)
    g_set_error_literal (error, QST_ERROR, QST_ERROR_CHANGED, _ ("The values changed while they were read"));
  return !self->changed;
}

static gboolean
build (Build *self, QsaSource *source, GCancellable *cancellable, GError **error)
{
  QsaIndex *index = self->index;
  const guint n_ranges = (index->n + VALUES_AT_ONCE - 1) / VALUES_AT_ONCE;

  if (!deal_out (self, source, cancellable, error) || !qsa_job_run_parts (self->n_parts, sort_part, self, cancellable, error))
    return FALSE;
  init_starts (index);
  if (!qsa_job_run_parts (n_ranges, sum_blocks, self, cancellable, error)
      || !qsa_job_run_parts (n_ranges, find_starts, self, cancellable, error))
    return FALSE;
  add_up (index);
  return TRUE;
}

QsaIndex *
qsa_index_new (QsaSource *source, GCancellable *cancellable, GError **error)
{
  const guint64 n = qsa_source_get_moments (source)->count;
  g_autoptr (QsaIndex) index = NULL;
  g_autofree Build *self = NULL;
  g_autofree guint32 *keys = NULL;

  if (n > QSA_INDEX_VALUES_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("This needs a tensor of at most %d million values"),
                   (int)(QSA_INDEX_VALUES_MAX / 1000000));
      return NULL;
    }
  index = g_new0 (QsaIndex, 1);
  g_atomic_ref_count_init (&index->refs);
  index->n = (guint32)n;
  index->sums = g_new0 (QsaIndexSums, n / QSA_INDEX_BLOCK + 1);
  if (n == 0)
    return g_steal_pointer (&index);
  self = g_new0 (Build, 1);
  self->index = index;
  index->values = g_new (float, n);
  self->sorted = (guint32 *)(gpointer)index->values;
  self->keys = keys = g_new (guint32, n);
  return build (self, source, cancellable, error) ? g_steal_pointer (&index) : NULL;
}

QsaIndex *
qsa_index_ref (QsaIndex *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_index_unref (QsaIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->values);
  g_free (self->sums);
  g_free (self->starts);
  g_free (self);
}
