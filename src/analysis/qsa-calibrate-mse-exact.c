/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least squared error over s, or over s and z, by branch and bound, for rules that round to nearest.
 *
 * For fixed codes k = q - z the error sum (r - s k)^2 is a parabola in s, and rounding to nearest takes the least of all of them.
 * So f (s), the error at s under the best zero-point, is a minimum of parabolas whose curvature 2 sum k^2 nowhere exceeds 2 K for
 * s >= a, K being the sum of the squared codes at a: larger scales have smaller codes. Then f (s) - K s^2 is concave on a … b and
 * lies above its chord:
 *
 *     f (s) >= the line from f (a) to f (b) - K (s - a) (b - s)
 *
 * Intervals where this says that nothing is better than what is known are dropped, the others cut where the bound is least, until
 * no float is left between their ends: then no scale is better. Near the optimum, where f is flat, intervals shrink with the
 * distance from it, so that some hundred scales suffice. The search is in real numbers; among the floats around the best
 * ones the kernels' own arithmetic decides.
 *
 * Scales above twice that of min-max need not be searched: half of such a scale has all its levels and reaches all values, too (with
 * an integer zero-point, up to four times). */
#include "analysis/qsa-calibrate-private.h"

#include "analysis/qsa-index-private.h"
#include "analysis/qsa-job.h"

#include <float.h>
#include <math.h>

/* Scales of the first round, FIRST_STEP apart from each other. */
#define N_FIRST 96
#define RATIO_MAX 4.0
#define FIRST_RATIO_MIN 1e-3

/* Intervals cut in one round. */
#define BATCH 64

/* What is better by less is not looked for: the sums themselves are not better. */
#define TOLERANCE 1e-12

/* Look-ups after which the search ends with what it has: for a handful of values at many bits, whose valleys are countless. */
#define LOOK_UPS_MAX (1 << 25)

/* The best scales, around each of which so many floats on either side are tried, and how often the best of these moves on. */
#define N_FINALISTS 4
#define N_FLOATS 24
#define N_MOVES_MAX 16

typedef struct
{
  double scale;
  QsaIndexScale at;
} Point;

/* Between two neighbouring points. */
typedef struct
{
  Point low, high;
  double bound, cut; /* the least that the error may be inside, and where */
} Interval;

typedef struct
{
  QsaIndex *index;
  const QscScheme *format;
  GArray *intervals;
  Point *points; /* to be measured */
  Point finalists[N_FINALISTS];
  guint n_finalists;
  guint64 n_look_ups, look_ups_per_scale;
} Search;

static void
measure_point (gpointer data, guint i)
{
  Search *self = data;

  qsa_index_measure_scale (self->index, self->format, self->points[i].scale, &self->points[i].at);
}

static gboolean
measure_points (Search *self, Point *points, guint n, GCancellable *cancellable, GError **error)
{
  self->points = points;
  self->n_look_ups += n * self->look_ups_per_scale;
  return qsa_job_run_parts (n, measure_point, self, cancellable, error);
}

/* Keeps the best points, in order. */
static void
note_point (Search *self, const Point *point)
{
  guint i = self->n_finalists;

  if (!(point->scale >= (double)FLT_MIN) || (i == N_FINALISTS && !(point->at.error < self->finalists[i - 1].at.error)))
    return;
  if (i < N_FINALISTS)
    self->n_finalists++;
  else
    i--;
  for (; i > 0 && point->at.error < self->finalists[i - 1].at.error; i--)
    self->finalists[i] = self->finalists[i - 1];
  self->finalists[i] = *point;
}

static double
get_least (const Search *self)
{
  return self->n_finalists > 0 ? self->finalists[0].at.error : (double)INFINITY;
}

static double
next_float (double value, double towards)
{
  return (double)nextafterf ((float)value, (float)towards);
}

/* Fills in where the interval is to be cut; FALSE when there is nothing in it. */
static gboolean
find_bound (Interval *self)
{
  const double a = self->low.scale, width = self->high.scale - a;
  const double slope = (self->high.at.error - self->low.at.error) / width, curvature = self->low.at.codes_squared;
  const double first = next_float (a, (double)FLT_MAX), last = next_float (self->high.scale, 0.0);
  const double at = 0.5 * (width - slope / curvature);

  if (!(first < self->high.scale) || !(curvature > 0) || !(at > 0 && at < width))
    return FALSE;
  self->bound = self->low.at.error + slope * at - curvature * at * (width - at);
  /* Not too near an end, so that both halves are shorter. */
  self->cut = CLAMP ((double)(float)(a + CLAMP (at, 0.1 * width, 0.9 * width)), first, last);
  return TRUE;
}

static void
add_interval (Search *self, const Point *low, const Point *high)
{
  Interval interval = { *low, *high, 0, 0 };

  if (find_bound (&interval))
    g_array_append_val (self->intervals, interval);
}

static int
compare_intervals (gconstpointer a, gconstpointer b)
{
  const double x = ((const Interval *)a)->bound, y = ((const Interval *)b)->bound;

  return (x > y) - (x < y);
}

/* Drops what cannot be better; the most promising come first. */
static void
prune (Search *self)
{
  const double limit = get_least (self) * (1 - TOLERANCE);
  guint n = 0;

  for (guint i = 0; i < self->intervals->len; i++)
    if (g_array_index (self->intervals, Interval, i).bound < limit)
      g_array_index (self->intervals, Interval, n++) = g_array_index (self->intervals, Interval, i);
  g_array_set_size (self->intervals, n);
  g_array_sort (self->intervals, compare_intervals);
}

static gboolean
cut_intervals (Search *self, GCancellable *cancellable, GError **error)
{
  const guint n = MIN (self->intervals->len, BATCH);
  Interval cut[BATCH];
  Point points[BATCH];

  for (guint i = 0; i < n; i++)
    {
      cut[i] = g_array_index (self->intervals, Interval, i);
      points[i].scale = cut[i].cut;
    }
  if (!measure_points (self, points, n, cancellable, error))
    return FALSE;
  g_array_remove_range (self->intervals, 0, n);
  for (guint i = 0; i < n; i++)
    {
      note_point (self, &points[i]);
      add_interval (self, &cut[i].low, &points[i]);
      add_interval (self, &points[i], &cut[i].high);
    }
  return TRUE;
}

/* 0, where every value becomes 0, and scales up to RATIO_MAX of that of min-max. */
static gboolean
start (Search *self, double unit, GCancellable *cancellable, GError **error)
{
  Point points[N_FIRST + 1] = { { .scale = 0 } };
  const double high = fmin (unit * RATIO_MAX, (double)FLT_MAX), low = fmax (high / RATIO_MAX * FIRST_RATIO_MIN, (double)FLT_MIN);
  guint n = 1;

  for (guint i = 0; i < N_FIRST; i++)
    {
      const double scale = (double)(float)(low * pow (high / low, (double)i / (N_FIRST - 1)));

      if (scale > points[n - 1].scale)
        points[n++].scale = scale;
    }
  if (!measure_points (self, points, n, cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    note_point (self, &points[i]);
  for (guint i = 0; i + 1 < n; i++)
    add_interval (self, &points[i], &points[i + 1]);
  return TRUE;
}

static double
get_kernel_error (Search *self, float scale, int32_t zero_point, QscParams *params)
{
  QsaIndexErrors errors;

  if (qsc_params_init (params, self->format, scale, zero_point) != QSC_OK)
    return (double)INFINITY;
  qsa_index_measure (self->index, params, &errors);
  return errors.sse_rounding + errors.sse_clipping;
}

/* The float around scale that is best in float32 arithmetic, if any is better than *least; FALSE when none is. */
static gboolean
try_floats (Search *self, float scale, int32_t zero_point, double *least, QscParams *params)
{
  gboolean found = FALSE;

  for (int i = 0; i < N_FLOATS; i++)
    scale = nextafterf (scale, 0.0f);
  for (int i = -N_FLOATS; i <= N_FLOATS; i++, scale = nextafterf (scale, FLT_MAX))
    {
      QscParams own;
      const double error = get_kernel_error (self, scale, zero_point, &own);

      if (!(scale >= FLT_MIN && error < *least * (1 - TOLERANCE)))
        continue;
      *least = error;
      *params = own;
      found = TRUE;
    }
  return found;
}

/* Until all floats around the best one are known to be worse. */
static void
finish (Search *self, QscParams *params)
{
  double least = get_kernel_error (self, params->scale, params->zero_point, params);
  gboolean found = FALSE;

  for (guint i = 0; i < self->n_finalists; i++)
    found |= try_floats (self, (float)self->finalists[i].scale, self->finalists[i].at.zero_point, &least, params);
  for (int i = 0; found && i < N_MOVES_MAX; i++)
    found = try_floats (self, params->scale, params->zero_point, &least, params);
}

gboolean
qsa_calibrate_mse_exact (QsaSource *source, const QscScheme *format, double unit, GCancellable *cancellable, QscParams *params,
                         GError **error)
{
  g_autoptr (GArray) intervals = g_array_new (FALSE, FALSE, sizeof (Interval));
  Search self = { .format = format, .intervals = intervals };
  gboolean done;

  self.index = qsa_source_get_index (source, cancellable, error);
  if (self.index == NULL)
    return FALSE;
  self.look_ups_per_scale = (guint64)(params->qmax - params->qmin + 1) * (format->symmetric ? 1 : 3);
  done = start (&self, unit, cancellable, error);
  for (prune (&self); done && intervals->len > 0 && self.n_look_ups < LOOK_UPS_MAX; prune (&self))
    done = cut_intervals (&self, cancellable, error);
  if (!done)
    return FALSE;
  finish (&self, params);
  return TRUE;
}
