/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three ways to cut, so that a piece is at most QSA_JOB_CHUNK neighbours in memory:
 *   groups: a piece is some whole groups, a part some pieces; no unit is in two parts
 *   short rows of channels: a piece is some slices with all channels, a part some slices: a band
 *   long rows: a piece is a stretch of one slice; a part has some channels, or, of very long ones, a band of one */
#include "analysis/qsa-units-job.h"

#include "analysis/qsa-job.h"

#include <string.h>

#define N_PARTS_MAX 64

/* Units of all bands together, whose sums are kept until they are merged. */
#define BAND_UNITS_MAX (1 << 18)

/* Values that are copied at a time to be handed on unit by unit. */
#define GATHER_MAX (1 << 20)

typedef struct
{
  guint64 first_unit, n_units;
  guint64 first, last; /* pieces of groups; slices of short rows; values of each channel's slice of long ones */
} Part;

typedef struct
{
  const QsaUnitsJob *job;
  const QsaUnits *units;
  QstTensor *tensor;
  GCancellable *cancellable;
  guint n_bands; /* parts of the same units, one after the other */
  guint64 n_pieces;
  Part parts[N_PARTS_MAX];
  guint n_parts;
  guint8 *results; /* of band 0; the others' are behind extra */
  guint8 *extra;
  guint8 *sums;
} Run;

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

/* Groups. */

static gboolean
is_ragged (const QsaUnits *units)
{
  return units->n_columns % units->n_inner != 0 && units->n_outer > 1;
}

/* Rows of a piece where rows are whole; 0: a row is cut, or there are no rows to speak of. */
static guint64
get_rows_per_piece (const QsaUnits *units)
{
  return is_ragged (units) ? QSA_JOB_CHUNK / units->n_columns : 0;
}

static guint64
get_values_per_piece (const QsaUnits *units)
{
  return QSA_JOB_CHUNK / units->n_inner * units->n_inner;
}

static guint64
divide_up (guint64 a, guint64 b)
{
  return a / b + (a % b != 0);
}

static guint64
count_group_pieces (const QsaUnits *units)
{
  if (get_rows_per_piece (units) > 0)
    return divide_up (units->n_outer, get_rows_per_piece (units));
  if (is_ragged (units))
    return units->n_outer * divide_up (units->n_columns, get_values_per_piece (units));
  return divide_up (units->count, get_values_per_piece (units));
}

/* Where a piece begins, or the last ends. */
static guint64
get_group_piece (const QsaUnits *units, guint64 piece)
{
  const guint64 step = get_values_per_piece (units);

  if (get_rows_per_piece (units) > 0)
    return MIN (piece * get_rows_per_piece (units) * units->n_columns, units->count);
  if (is_ragged (units))
    {
      const guint64 per_row = divide_up (units->n_columns, step);

      return piece / per_row * units->n_columns + piece % per_row * step;
    }
  return MIN (piece * step, units->count);
}

static void
map_piece (const Run *run, QsaPiece *piece, guint64 first_unit, guint8 *results, guint8 *sums)
{
  const float *x = qst_tensor_get_span (run->tensor, piece->begin, piece->begin + piece->n, get_scratch ());

  run->job->map (run->job->data, piece, x,
                 results != NULL ? results + (gsize)(piece->first_unit - first_unit) * run->job->unit_size : NULL, sums);
}

static void
work_on_groups (const Run *run, const Part *part, guint8 *results, guint8 *sums)
{
  const QsaUnits *units = run->units;

  for (guint64 i = part->first; i < part->last && !g_cancellable_is_cancelled (run->cancellable); i++)
    {
      QsaPiece piece = { .begin = get_group_piece (units, i), .is_groups = TRUE };

      piece.n = (gsize)(get_group_piece (units, i + 1) - piece.begin);
      piece.first_unit = qsa_units_get_unit (units, piece.begin);
      piece.groups = (QscGroups){ .n_rows = 1, .n_columns = piece.n, .group_size = (gsize)units->n_inner };
      if (get_rows_per_piece (units) > 0)
        {
          piece.groups.n_columns = (gsize)units->n_columns;
          piece.groups.n_rows = piece.n / (gsize)units->n_columns;
        }
      map_piece (run, &piece, part->first_unit, results, sums);
    }
}

static void
cut_groups (Run *self)
{
  self->n_pieces = count_group_pieces (self->units);
  self->n_parts = (guint)MIN (self->n_pieces, N_PARTS_MAX);
  for (guint i = 0; i < self->n_parts; i++)
    {
      Part *part = &self->parts[i];

      part->first = self->n_pieces * i / self->n_parts;
      part->last = self->n_pieces * (i + 1) / self->n_parts;
      part->first_unit = qsa_units_get_unit (self->units, get_group_piece (self->units, part->first));
    }
}

/* Channels. */

static gboolean
has_short_rows (const QsaUnits *units)
{
  return units->n_channels * units->n_inner <= QSA_JOB_CHUNK;
}

static void
work_on_short_rows (const Run *run, const Part *part, guint8 *results, guint8 *sums)
{
  const QsaUnits *units = run->units;
  const guint64 row = units->n_channels * units->n_inner, step = QSA_JOB_CHUNK / row;

  for (guint64 o = part->first; o < part->last && !g_cancellable_is_cancelled (run->cancellable); o += step)
    {
      const guint64 n = MIN (step, part->last - o);
      QsaPiece piece = { .begin = o * row, .n = (gsize)(n * row) };

      piece.channels = (QscChannels){ (gsize)n, (gsize)units->n_channels, (gsize)units->n_inner };
      map_piece (run, &piece, 0, results, sums);
    }
}

static void
work_on_long_rows (const Run *run, const Part *part, guint8 *results, guint8 *sums)
{
  const QsaUnits *units = run->units;
  const guint64 length = part->last - part->first, step = MAX (QSA_JOB_CHUNK / length, 1);

  for (guint64 o = 0; o < units->n_outer; o++)
    for (guint64 c = 0; c < part->n_units; c += step)
      for (guint64 i = 0; i < length && !g_cancellable_is_cancelled (run->cancellable); i += QSA_JOB_CHUNK)
        {
          const guint64 n_channels = MIN (step, part->n_units - c), n = MIN (length - i, QSA_JOB_CHUNK);
          QsaPiece piece = { .first_unit = part->first_unit + c, .n = (gsize)(n_channels * n) };

          piece.begin = (o * units->n_channels + piece.first_unit) * units->n_inner + part->first + i;
          piece.channels = (QscChannels){ 1, (gsize)n_channels, (gsize)n };
          map_piece (run, &piece, part->first_unit, results, sums);
        }
}

static void
cut_short_rows (Run *self)
{
  const QsaUnits *units = self->units;
  const guint64 n_pieces = divide_up (units->n_outer, QSA_JOB_CHUNK / (units->n_channels * units->n_inner));

  self->n_parts = (guint)CLAMP (BAND_UNITS_MAX / units->n_channels, 1, MIN (n_pieces, N_PARTS_MAX));
  self->n_bands = self->n_parts;
  for (guint i = 0; i < self->n_parts; i++)
    self->parts[i] = (Part){ 0, units->n_channels, units->n_outer * i / self->n_parts, units->n_outer * (i + 1) / self->n_parts };
}

/* Either every part has whole channels, or every channel, of which there are few, is cut into as many bands. */
static void
cut_long_rows (Run *self)
{
  const QsaUnits *units = self->units;
  const guint n_groups = (guint)MIN (units->n_channels, N_PARTS_MAX);

  self->n_bands = (guint)MIN (N_PARTS_MAX / n_groups, divide_up (units->n_inner, QSA_JOB_CHUNK));
  if (n_groups < units->n_channels)
    self->n_bands = 1;
  self->n_parts = n_groups * self->n_bands;
  for (guint i = 0; i < self->n_parts; i++)
    {
      const guint group = i % n_groups, band = i / n_groups;
      const guint64 first = units->n_channels * group / n_groups, last = units->n_channels * (group + 1) / n_groups;

      self->parts[i] =
          (Part){ first, last - first, units->n_inner * band / self->n_bands, units->n_inner * (band + 1) / self->n_bands };
    }
}

static guint
get_band (const Run *self, guint part)
{
  return part / (self->n_parts / self->n_bands);
}

static guint8 *
get_results (const Run *self, guint part)
{
  const guint band = get_band (self, part);
  const gsize size = self->job->unit_size, all = (gsize)self->units->n_units * size;

  if (size == 0)
    return NULL;
  return (band == 0 ? self->results : self->extra + (band - 1) * all) + (gsize)self->parts[part].first_unit * size;
}

static void
work_on_part (gpointer data, guint i)
{
  const Run *self = data;
  guint8 *results = get_results (self, i);
  guint8 *sums = self->sums != NULL ? self->sums + i * self->job->part_size : NULL;

  if (self->units->granularity.kind == QSA_PER_GROUP)
    work_on_groups (self, &self->parts[i], results, sums);
  else if (has_short_rows (self->units))
    work_on_short_rows (self, &self->parts[i], results, sums);
  else
    work_on_long_rows (self, &self->parts[i], results, sums);
}

static void
init_results (const Run *self, guint8 *results)
{
  if (self->job->init == NULL)
    memset (results, 0, (gsize)self->units->n_units * self->job->unit_size);
  else
    for (guint64 i = 0; i < self->units->n_units; i++)
      self->job->init (results + (gsize)i * self->job->unit_size);
}

static void
finish (const Run *self)
{
  const gsize size = self->job->unit_size, all = (gsize)self->units->n_units * size;

  for (guint band = 1; size > 0 && band < self->n_bands; band++)
    for (guint64 i = 0; i < self->units->n_units; i++)
      self->job->merge (self->results + (gsize)i * size, self->extra + (band - 1) * all + (gsize)i * size);
  for (guint i = 0; self->job->part_size > 0 && i < self->n_parts; i++)
    self->job->gather (self->job->data, self->sums + i * self->job->part_size);
}

gboolean
qsa_units_job_run (const QsaUnitsJob *job, const QsaUnits *units, QstTensor *tensor, gpointer results, GCancellable *cancellable,
                   GError **error)
{
  g_autofree guint8 *extra = NULL;
  g_autofree guint8 *sums = NULL;
  Run self = { .job = job, .units = units, .tensor = tensor, .cancellable = cancellable, .n_bands = 1, .results = results };
  const gsize all = (gsize)units->n_units * job->unit_size;

  if (units->count == 0)
    self.n_parts = 0;
  else if (units->granularity.kind == QSA_PER_GROUP)
    cut_groups (&self);
  else if (has_short_rows (units))
    cut_short_rows (&self);
  else
    cut_long_rows (&self);
  self.extra = extra = g_malloc_n (self.n_bands - 1, MAX (all, 1));
  self.sums = sums = g_malloc0_n (MAX (self.n_parts, 1), MAX (job->part_size, 1));
  for (guint band = 0; job->unit_size > 0 && band < self.n_bands; band++)
    init_results (&self, band == 0 ? self.results : self.extra + (band - 1) * all);
  if (!qsa_job_run_parts (self.n_parts, work_on_part, &self, cancellable, error) || !qst_tensor_check (tensor, error))
    return FALSE;
  finish (&self);
  return TRUE;
}

/* Unit by unit. */

typedef struct
{
  const QsaUnits *units;
  QstTensor *tensor;
  void (*work) (gpointer data, guint64 unit, float *values, gsize n, GCancellable *cancellable);
  gpointer data;
  GCancellable *cancellable;
  guint64 n_at_once; /* units copied together */
} Gather;

/* The values of the channels from first on, n of each, one channel after the other. */
static void
copy_channels (const Gather *self, guint64 first, guint64 n_channels, float *values)
{
  const QsaUnits *units = self->units;
  const guint64 size = qsa_units_get_size (units, first);
  g_autofree float *scratch = g_new (float, QSA_JOB_CHUNK);

  for (guint64 o = 0; o < units->n_outer; o++)
    for (guint64 at = 0, n; at < n_channels * units->n_inner; at += n)
      {
        const guint64 begin = (o * units->n_channels + first) * units->n_inner + at;
        const float *x;

        n = MIN (n_channels * units->n_inner - at, QSA_JOB_CHUNK);
        x = qst_tensor_get_span (self->tensor, begin, begin + n, scratch);
        if (units->n_inner == 1)
          for (guint64 i = 0; i < n; i++)
            values[(at + i) * size + o] = x[i];
        else
          for (guint64 i = 0; i < n; i++)
            values[(at + i) / units->n_inner * size + o * units->n_inner + (at + i) % units->n_inner] = x[i];
      }
}

static void
gather_part (gpointer data, guint part)
{
  const Gather *self = data;
  const guint64 first = part * self->n_at_once, last = MIN (first + self->n_at_once, self->units->n_units);
  const gboolean is_groups = self->units->granularity.kind == QSA_PER_GROUP;
  g_autofree float *values = g_new (float, (gsize)(self->n_at_once * qsa_units_get_size (self->units, 0)));
  g_autofree float *scratch = is_groups ? g_new (float, (gsize)self->units->n_inner) : NULL;

  if (!is_groups)
    copy_channels (self, first, last - first, values);
  for (guint64 unit = first; unit < last && !g_cancellable_is_cancelled (self->cancellable); unit++)
    {
      const gsize n = (gsize)qsa_units_get_size (self->units, unit);

      if (is_groups)
        {
          const guint64 begin = qsa_units_get_index (self->units, unit, 0);

          memcpy (values, qst_tensor_get_span (self->tensor, begin, begin + n, scratch), n * sizeof *values);
        }
      self->work (self->data, unit, values + (is_groups ? 0 : (gsize)(unit - first) * n), n, self->cancellable);
    }
}

gboolean
qsa_units_for_each (const QsaUnits *units, QstTensor *tensor,
                    void (*work) (gpointer data, guint64 unit, float *values, gsize n, GCancellable *cancellable), gpointer data,
                    GCancellable *cancellable, GError **error)
{
  const guint64 size = qsa_units_get_size (units, 0);
  Gather self = { units, tensor, work, data, cancellable, CLAMP (GATHER_MAX / MAX (size, 1), 1, units->n_units) };

  /* Two processors, at least, have something to do. */
  self.n_at_once = CLAMP (divide_up (units->n_units, 16), 1, self.n_at_once);
  return qsa_job_run_parts ((guint)divide_up (units->n_units, self.n_at_once), gather_part, &self, cancellable, error)
         && qst_tensor_check (tensor, error);
}
