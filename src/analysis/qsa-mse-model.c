/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For one scale the borders of the cells do not depend on the zero-point, which only moves the window of codes: with the
 * errors of all cells summed up once, every zero-point costs two look-ups and two tails. */
#include "analysis/qsa-mse-model.h"

#include "analysis/qsa-job.h"

#include <math.h>

#define N_BUCKETS 16384

/* Formats with more levels than this have steps in the order of the buckets; inside their range the error is that of
 * uniform noise. */
#define N_LEVELS_MAX 2048

/* Zero-points tried per scale. */
#define N_ZERO_POINTS_MAX 2048

/* Sums of 1, x and x^2 over some values. */
typedef struct
{
  double n, x, xx;
} Powers;

struct _QsaMseModel
{
  double low, width; /* of the first bucket */
  guint64 *counts;
  Powers *below;  /* N_BUCKETS + 1: over the values in the buckets before */
  double *errors; /* 2 * N_LEVELS_MAX + 2: of the cells before, from the lowest on */
};

typedef struct
{
  QsaMseModel *model;
  const QscScheme *format;
  double scale;
  int32_t qmin, qmax;
  int32_t first; /* cell of errors[0] */
  gboolean summed;
} Scale;

static void
map_counts (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const QsaMseModel *self = data;

  qsc_histogram_update (x, n, self->low, self->low + self->width * N_BUCKETS, N_BUCKETS, worker);
}

static void
gather_counts (gpointer data, gconstpointer worker)
{
  QsaMseModel *self = data;
  const guint64 *counts = worker;

  for (gsize i = 0; i < N_BUCKETS; i++)
    self->counts[i] += counts[i];
}

static void
sum_up (QsaMseModel *self)
{
  for (gsize i = 0; i < N_BUCKETS; i++)
    {
      const double a = self->low + (double)i * self->width, b = a + self->width, n = (double)self->counts[i];

      self->below[i + 1].n = self->below[i].n + n;
      self->below[i + 1].x = self->below[i].x + n * (a + b) / 2.0;
      self->below[i + 1].xx = self->below[i].xx + n * (a * a + a * b + b * b) / 3.0;
    }
}

QsaMseModel *
qsa_mse_model_new (QsaSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaMseModel) self = g_new0 (QsaMseModel, 1);
  const QscMoments *moments = qsa_source_get_moments (source);
  const QsaJob job = { .data = self, .worker_size = N_BUCKETS * sizeof (guint64), .map = map_counts, .gather = gather_counts };

  self->low = fmin ((double)moments->min, 0.0);
  self->width = (fmax ((double)moments->max, 0.0) - self->low) / N_BUCKETS;
  self->counts = g_new0 (guint64, N_BUCKETS);
  self->below = g_new0 (Powers, N_BUCKETS + 1);
  self->errors = g_new0 (double, 2 * N_LEVELS_MAX + 2);
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
    return NULL;
  sum_up (self);
  return g_steal_pointer (&self);
}

void
qsa_mse_model_free (QsaMseModel *self)
{
  g_free (self->counts);
  g_free (self->below);
  g_free (self->errors);
  g_free (self);
}

/* Over the values below x. */
static Powers
get_below (const QsaMseModel *self, double x)
{
  const double position = (x - self->low) / self->width;
  Powers powers;

  if (!(position > 0.0))
    return self->below[0];
  if (position >= N_BUCKETS)
    return self->below[N_BUCKETS];

  const gsize i = (gsize)position;
  const double a = self->low + (double)i * self->width, n = (double)self->counts[i] * (position - (double)i);

  powers = self->below[i];
  powers.n += n;
  powers.x += n * (a + x) / 2.0;
  powers.xx += n * (a * a + a * x + x * x) / 3.0;
  return powers;
}

/* Where cell k begins: the values whose ratio rounds to k. Stochastic: those between levels k and k + 1. */
static double
get_border (const Scale *self, int32_t k)
{
  switch (self->format->rounding)
    {
    case QSC_ROUND_DOWN:
    case QSC_ROUND_STOCHASTIC:
      return self->scale * k;
    case QSC_ROUND_UP:
      return self->scale * (k - 1);
    case QSC_ROUND_TOWARD_ZERO:
      return self->scale * (k > 0 ? k : k - 1);
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_HALF_AWAY:
    case QSC_ROUND_HALF_UP:
    case QSC_N_ROUNDINGS:
    default:
      return self->scale * (k - 0.5);
    }
}

/* The squared error of the values between two borders when all become level. */
static double
get_error (Powers from, Powers to, double level)
{
  const double error = (to.xx - from.xx) - 2.0 * level * (to.x - from.x) + level * level * (to.n - from.n);

  return fmax (error, 0.0);
}

/* The same in cell k, also under stochastic rounding: there (x - low)(high - x) is expected. */
static double
get_cell_error (const Scale *self, int32_t k, Powers from, Powers to)
{
  const double level = self->scale * k, next = level + self->scale;

  if (self->format->rounding != QSC_ROUND_STOCHASTIC)
    return get_error (from, to, level);
  return fmax ((level + next) * (to.x - from.x) - (to.xx - from.xx) - level * next * (to.n - from.n), 0.0);
}

/* What one value inside the range is expected to lose, in squared steps. */
static double
get_noise (QscRounding rounding)
{
  switch (rounding)
    {
    case QSC_ROUND_DOWN:
    case QSC_ROUND_UP:
    case QSC_ROUND_TOWARD_ZERO:
      return 1.0 / 3.0;
    case QSC_ROUND_STOCHASTIC:
      return 1.0 / 6.0;
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_HALF_AWAY:
    case QSC_ROUND_HALF_UP:
    case QSC_N_ROUNDINGS:
    default:
      return 1.0 / 12.0;
    }
}

static void
sum_cells (Scale *self, int32_t first, int32_t last)
{
  double *errors = self->model->errors;
  Powers from = get_below (self->model, get_border (self, first));

  self->first = first;
  self->summed = TRUE;
  errors[0] = 0.0;
  for (int32_t k = first; k <= last; k++)
    {
      const Powers to = get_below (self->model, get_border (self, k + 1));

      errors[k - first + 1] = errors[k - first] + get_cell_error (self, k, from, to);
      from = to;
    }
}

static double
evaluate_zero_point (const Scale *self, int32_t zero_point)
{
  const int32_t low = self->qmin - zero_point, high = self->qmax - zero_point;
  const int32_t end = self->format->rounding == QSC_ROUND_STOCHASTIC ? high : high + 1;
  const QsaMseModel *model = self->model;
  const Powers none = { 0, 0, 0 };
  const Powers from = get_below (model, get_border (self, low)), to = get_below (model, get_border (self, end));
  double inside;

  if (self->summed)
    inside = model->errors[end - self->first] - model->errors[low - self->first];
  else
    inside = (to.n - from.n) * self->scale * self->scale * get_noise (self->format->rounding);
  return inside + get_error (none, from, self->scale * low) + get_error (to, model->below[N_BUCKETS], self->scale * high);
}

double
qsa_mse_model_evaluate (QsaMseModel *model, const QscScheme *format, double scale, int32_t *zero_point)
{
  Scale self = { .model = model, .format = format, .scale = scale };
  double best = (double)INFINITY;
  int32_t first, last, step;

  qsc_scheme_get_code_range (format, &self.qmin, &self.qmax);
  first = format->symmetric ? qsc_scheme_get_symmetric_zero_point (format) : self.qmin;
  last = format->symmetric ? first : self.qmax;
  step = MAX ((last - first + 1) / N_ZERO_POINTS_MAX, 1);
  if (self.qmax - self.qmin < N_LEVELS_MAX)
    sum_cells (&self, self.qmin - last, self.qmax - first);
  *zero_point = first;
  for (int32_t z = first; z <= last; z += step)
    {
      const double error = evaluate_zero_point (&self, z);

      if (error < best)
        {
          best = error;
          *zero_point = z;
        }
    }
  return best;
}
