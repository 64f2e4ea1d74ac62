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

/* All values before a place. */
typedef struct
{
  guint32 at;
  QsaIndexSums sums;
} Border;

static guint32
find_place (const QsaIndex *self, float threshold)
{
  guint32 low, high, stretch;

  if (self->n == 0 || !(threshold > self->values[0]))
    return 0;
  if (threshold > self->values[self->n - 1])
    return self->n;
  stretch = qsa_index_get_stretch (self, threshold);
  low = self->starts[stretch];
  high = self->starts[stretch + 1];
  while (low < high)
    {
      const guint32 middle = low + (high - low) / 2;

      if (self->values[middle] < threshold)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static Border
get_border_at (const QsaIndex *self, guint32 at)
{
  const guint32 block = at / QSA_INDEX_BLOCK;
  Border border = { at, self->sums[block] };

  qsa_index_sums_add (&border.sums, self->values + (gsize)block * QSA_INDEX_BLOCK, at % QSA_INDEX_BLOCK);
  return border;
}

/* Before the first value that is at least steps levels above the zero-point. last: the border before, or NULL. */
static Border
get_border (const QsaIndex *self, const QscParams *params, int32_t steps, const Border *last)
{
  const guint32 at = find_place (self, qsa_threshold_find (params, steps));

  return last != NULL && last->at == at ? *last : get_border_at (self, at);
}

static QsaSum
subtract (QsaSum a, QsaSum b)
{
  const QsaSum sum = qsa_sum_of (a.high, -b.high);

  return qsa_sum_of (sum.high, sum.low + (a.low - b.low));
}

/* sum - factor * of, factor being a float. */
static double
subtract_product (QsaSum sum, double factor, QsaSum of)
{
  const double split = SPLITTER * of.high, upper = split - (split - of.high), lower = of.high - upper;

  sum = qsa_sum_add (sum, -factor * upper);
  sum = qsa_sum_add (sum, -factor * lower);
  return sum.high + (sum.low - factor * of.low);
}

/* The summed squared error of the values between two borders when all become level. */
static double
get_error (const Border *from, const Border *to, float level)
{
  const double y = (double)level;
  const QsaSum x = subtract (to->sums.x, from->sums.x), xx = subtract (to->sums.xx, from->sums.xx);
  const double n = (double)(to->at - from->at);
  double error, offset;

  if (to->at == from->at)
    return 0;
  if (!isfinite (level))
    return (double)INFINITY;
  error = subtract_product (xx, y, x);                /* sum (r (r - y)) */
  offset = subtract_product (x, y, (QsaSum){ n, 0 }); /* sum (r - y) */
  return fmax (error - y * offset, 0);
}

/* The level of a code that is not among the codes of params. */
static float
get_level (const QscParams *params, int32_t steps)
{
  return (float)steps * params->scale;
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
  const Border none = get_border_at (self, 0), all = get_border_at (self, self->n);
  Border from = get_border (self, params, low, NULL);

  *errors = (QsaIndexErrors){ .count = self->n, .clipped_low = from.at };
  errors->sse_clipping = get_error (&none, &from, get_level (params, low));
  for (int32_t steps = low; steps <= high; steps++)
    {
      const Border to = get_border (self, params, steps + 1, &from);

      errors->sse_rounding += get_error (&from, &to, get_level (params, steps));
      from = to;
    }
  errors->clipped_high = self->n - from.at;
  errors->sse_clipping += get_error (&from, &all, get_level (params, high));
}

void
qsa_index_count_codes (QsaIndex *self, const QscParams *params, guint64 *counts)
{
  guint32 from = 0;

  for (int32_t code = params->qmin; code <= params->qmax; code++)
    {
      const guint32 to =
          code == params->qmax ? self->n : find_place (self, qsa_threshold_find (params, code + 1 - params->zero_point));

      counts[code - params->qmin] += to - from;
      from = to;
    }
}

/* The borders of all cells that any of the zero-points has, and the errors inside all cells before them. */
typedef struct
{
  int32_t first;
  Border *borders;
  double *errors;
} Cells;

static void
cells_init (Cells *cells, const QsaIndex *self, const QscParams *params, int32_t first, int32_t last)
{
  cells->first = first;
  cells->borders = g_new (Border, last - first + 2);
  cells->errors = g_new (double, last - first + 2);
  cells->borders[0] = get_border (self, params, first, NULL);
  cells->errors[0] = 0;
  for (int32_t i = 0; i <= last - first; i++)
    {
      Border *border = &cells->borders[i];

      border[1] = get_border (self, params, first + i + 1, border);
      cells->errors[i + 1] = cells->errors[i] + get_error (border, border + 1, get_level (params, first + i));
    }
}

static void
cells_clear (Cells *cells)
{
  g_free (cells->borders);
  g_free (cells->errors);
}

static double
get_sum_at (const QsaIndex *self, const QscParams *params, int zero_point, const Cells *cells)
{
  const Border none = get_border_at (self, 0), all = get_border_at (self, self->n);
  const int32_t low = params->qmin - zero_point, high = params->qmax - zero_point;
  const Border *from = &cells->borders[low - cells->first], *to = &cells->borders[high + 1 - cells->first];

  return cells->errors[high + 1 - cells->first] - cells->errors[low - cells->first]
         + get_error (&none, from, get_level (params, low)) + get_error (to, &all, get_level (params, high));
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

      sse[i] = get_sum_at (self, params, zero_point, &cells);
      if (isnan (sse[i]))
        sse[i] = get_sum_alone (self, params, zero_point);
    }
  cells_clear (&cells);
}

gboolean
qsa_index_pays (QsaIndex *self, const QscParams *params)
{
  return (guint32)(params->qmax - params->qmin) < self->n / VALUES_PER_LOOK_UP;
}
