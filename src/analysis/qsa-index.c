/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups. The values of a code are a stretch of the sorted ones, and with their sums of 1, r and r^2 the squared error against the
 * code's level y is sum (r (r - y)) - y sum (r - y). Both sums are small differences of large ones; they are taken from sums that
 * hold twice a double's digits, so that nothing is lost, be there ever so many codes. */
#include "analysis/qsa-index-private.h"

#include "analysis/qsa-threshold.h"

#include <math.h>

/* What a look-up costs, in values of a pass. */
#define VALUES_PER_LOOK_UP 128

/* Splits a double into two halves of 26 bits (Dekker). */
#define SPLITTER 134217729.0

guint32
qsa_index_find (const QsaIndex *self, double threshold)
{
  guint32 low, n, stretch;

  if (self->n == 0 || !(threshold > (double)self->values[0]))
    return 0;
  if (threshold > (double)self->values[self->n - 1])
    return self->n;
  stretch = qsa_index_get_stretch (self, threshold);
  low = self->starts[stretch];
  n = self->starts[stretch + 1] - low;
  /* Halving without branches, which would be guessed wrong every second time. */
  while (n > 1)
    {
      const guint32 half = n / 2;

      low = (double)self->values[low + half - 1] < threshold ? low + half : low;
      n -= half;
    }
  return n > 0 && (double)self->values[low] < threshold ? low + 1 : low;
}

void
qsa_index_get_border (const QsaIndex *self, guint32 at, QsaIndexBorder *border)
{
  const guint32 block = at / QSA_INDEX_BLOCK, n = at % QSA_INDEX_BLOCK;

  *border = (QsaIndexBorder){ at, self->sums[block] };
  if (n > 0) /* an index of nothing has no values to point into */
    qsa_index_sums_add (&border->sums, self->values + at - n, n);
}

/* Before the first value that is at least steps levels above the zero-point. last: the border before, or NULL. */
static QsaIndexBorder
get_border (const QsaIndex *self, const QscParams *params, int32_t steps, const QsaIndexBorder *last)
{
  const guint32 at = qsa_index_find (self, (double)qsa_threshold_find (params, steps));
  QsaIndexBorder border;

  if (last != NULL && last->at == at)
    return *last;
  qsa_index_get_border (self, at, &border);
  return border;
}

static QsaSum
subtract (QsaSum a, QsaSum b)
{
  const QsaSum sum = qsa_sum_of (a.high, -b.high);

  return qsa_sum_of (sum.high, sum.low + (a.low - b.low));
}

/* a * b, exactly, for what is far from the limits of double (Dekker). */
static QsaSum
multiply (double a, double b)
{
  const double split_a = SPLITTER * a, upper_a = split_a - (split_a - a), lower_a = a - upper_a;
  const double split_b = SPLITTER * b, upper_b = split_b - (split_b - b), lower_b = b - upper_b;
  const double product = a * b;

  return (QsaSum){ product, ((upper_a * upper_b - product) + upper_a * lower_b + lower_a * upper_b) + lower_a * lower_b };
}

/* sum - factor * of. */
static double
subtract_product (QsaSum sum, double factor, QsaSum of)
{
  const QsaSum product = multiply (factor, of.high), rest = qsa_sum_of (sum.high, -product.high);

  return rest.high + (rest.low + (sum.low - product.low - factor * of.low));
}

double
qsa_index_get_error (const QsaIndexBorder *from, const QsaIndexBorder *to, double level)
{
  const QsaSum x = subtract (to->sums.x, from->sums.x), xx = subtract (to->sums.xx, from->sums.xx);
  const QsaSum n = { (double)(to->at - from->at), 0 };
  double error, offset;

  if (to->at == from->at)
    return 0;
  if (!isfinite (level))
    return (double)INFINITY;
  error = subtract_product (xx, level, x); /* sum (r (r - y)) */
  offset = subtract_product (x, level, n); /* sum (r - y) */
  return fmax (error - level * offset, 0);
}

/* As float32 has it. */
static double
get_level (const QscParams *params, int32_t steps)
{
  return (double)((float)steps * params->scale);
}

gboolean
qsa_index_can_measure (const QscParams *params)
{
  return qsa_threshold_exists (params);
}

void
qsa_index_measure (QsaIndex *self, const QscParams *params, QsaIndexErrors *errors)
{
  const int32_t low = params->qmin - params->zero_point, high = params->qmax - params->zero_point;
  QsaIndexBorder from = get_border (self, params, low, NULL), none, all;

  qsa_index_get_border (self, 0, &none);
  qsa_index_get_border (self, self->n, &all);
  *errors = (QsaIndexErrors){ .count = self->n, .clipped_low = from.at };
  errors->sse_clipping = qsa_index_get_error (&none, &from, get_level (params, low));
  for (int32_t steps = low; steps <= high; steps++)
    {
      const QsaIndexBorder to = get_border (self, params, steps + 1, &from);

      errors->sse_rounding += qsa_index_get_error (&from, &to, get_level (params, steps));
      from = to;
    }
  errors->clipped_high = self->n - from.at;
  errors->sse_clipping += qsa_index_get_error (&from, &all, get_level (params, high));
}

void
qsa_index_count_codes (QsaIndex *self, const QscParams *params, guint64 *counts)
{
  guint32 from = 0;

  for (int32_t code = params->qmin; code <= params->qmax; code++)
    {
      const guint32 to = code == params->qmax
                             ? self->n
                             : qsa_index_find (self, (double)qsa_threshold_find (params, code + 1 - params->zero_point));

      counts[code - params->qmin] += to - from;
      from = to;
    }
}

/* The borders of all cells that any of the zero-points has, the errors inside all cells before them, and both ends. */
typedef struct
{
  int32_t first;
  QsaIndexBorder none, all;
  QsaIndexBorder *borders;
  double *errors;
} Cells;

static void
cells_init (Cells *cells, const QsaIndex *self, const QscParams *params, int32_t first, int32_t last)
{
  cells->first = first;
  qsa_index_get_border (self, 0, &cells->none);
  qsa_index_get_border (self, self->n, &cells->all);
  cells->borders = g_new (QsaIndexBorder, last - first + 2);
  cells->errors = g_new (double, last - first + 2);
  cells->borders[0] = get_border (self, params, first, NULL);
  cells->errors[0] = 0;
  for (int32_t i = 0; i <= last - first; i++)
    {
      QsaIndexBorder *border = &cells->borders[i];

      border[1] = get_border (self, params, first + i + 1, border);
      cells->errors[i + 1] = cells->errors[i] + qsa_index_get_error (border, border + 1, get_level (params, first + i));
    }
}

static void
cells_clear (Cells *cells)
{
  g_free (cells->borders);
  g_free (cells->errors);
}

static double
get_sum_at (const Cells *cells, const QscParams *params, int zero_point)
{
  const int32_t low = params->qmin - zero_point, high = params->qmax - zero_point;
  const int32_t begin = low - cells->first, end = high + 1 - cells->first;

  return cells->errors[end] - cells->errors[begin]
         + qsa_index_get_error (&cells->none, &cells->borders[begin], get_level (params, low))
         + qsa_index_get_error (&cells->borders[end], &cells->all, get_level (params, high));
}

/* For arithmetics whose borders hang on the zero-point, and where levels beyond float32 make the sums of all cells infinite. */
static double
get_sum_alone (QsaIndex *self, const QscParams *params, int zero_point)
{
  QscParams own = *params;
  QsaIndexErrors errors;

  own.zero_point = zero_point;
  qsa_index_measure (self, &own, &errors);
  return errors.sse_rounding + errors.sse_clipping;
}

void
qsa_index_measure_zero_points (QsaIndex *self, const QscParams *params, int first, int step, guint n, double *sse)
{
  const int last = first + step * ((int)n - 1);
  Cells cells;

  if (qsc_params_shifts (params))
    {
      for (guint i = 0; i < n; i++)
        sse[i] = get_sum_alone (self, params, first + step * (int)i);
      return;
    }
  if (n == 0)
    return;
  cells_init (&cells, self, params, params->qmin - MAX (first, last), params->qmax - MIN (first, last));
  for (guint i = 0; i < n; i++)
    {
      const int zero_point = first + step * (int)i;

      sse[i] = get_sum_at (&cells, params, zero_point);
      if (isnan (sse[i]))
        sse[i] = get_sum_alone (self, params, zero_point);
    }
  cells_clear (&cells);
}

gboolean
qsa_index_pays (QsaSource *source, const QscParams *params)
{
  return (guint64)(params->qmax - params->qmin) < qsa_source_get_moments (source)->count / VALUES_PER_LOOK_UP;
}
