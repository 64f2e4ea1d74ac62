/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-distribution.h"

#include "tensor/qst-random.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define BLOCK 65536 /* values between two looks at the cancellable */

void
qst_distribution_init (QstDistribution *self, QstDistributionKind kind)
{
  *self = (QstDistribution){
    .kind = kind,
    .count = 65536,
    .seed = 1,
    .sigma = 1,
    .degrees = 4,
    .separation = 5,
    .outlier_share = 0.005,
    .outlier_scale = 10,
    .channels = 64,
    .channel_ratio = 100,
  };
}

/* Each draws value i, without shift, from two uniform numbers; spread is sigma, or that of the row. */
typedef double (*DrawFunc) (const QstDistribution *self, guint64 i, double spread, const double u[2]);

static double
draw_gaussian (const QstDistribution *self, guint64 i, double spread, const double u[2])
{
  return spread * qst_det_normal_quantile (u[0]);
}

static double
draw_laplace (const QstDistribution *self, guint64 i, double spread, const double u[2])
{
  return spread * (u[0] < 0.5 ? qst_det_log (2 * u[0]) : -qst_det_log (2 * (1 - u[0])));
}

static double
draw_uniform (const QstDistribution *self, guint64 i, double spread, const double u[2])
{
  return spread * (2 * u[0] - 1);
}

/* Bailey's polar method (Mathematics of Computation 62, 1994): u √(ν (w^(-2/ν) - 1) / w) for a point of the unit disc. */
static double
draw_student_t (const QstDistribution *self, guint64 i, double spread, const double first[2])
{
  double u[2] = { first[0], first[1] };
  double x, y, w;

  for (guint32 attempt = 1;; attempt++)
    {
      x = 2 * u[0] - 1;
      y = 2 * u[1] - 1;
      w = x * x + y * y;
      if (w <= 1)
        break;
      qst_random_uniform (self->seed, (guint32)self->kind, attempt, i, u);
    }
  return spread * (x * sqrt (self->degrees * qst_det_expm1 (-2 / self->degrees * qst_det_log (w)) / w));
}

static double
draw_log_normal (const QstDistribution *self, guint64 i, double spread, const double u[2])
{
  return qst_det_exp (spread * qst_det_normal_quantile (u[0]));
}

static double
draw_relu (const QstDistribution *self, guint64 i, double spread, const double u[2])
{
  return u[0] < 0.5 ? 0 : spread * qst_det_normal_quantile (u[0]);
}

static double
draw_bimodal (const QstDistribution *self, guint64 i, double spread, const double u[2])
{
  double side = u[1] < 0.5 ? -0.5 : 0.5;

  return spread * (qst_det_normal_quantile (u[0]) + side * self->separation);
}

static double
draw_outliers (const QstDistribution *self, guint64 i, double spread, const double u[2])
{
  double z = qst_det_normal_quantile (u[0]);

  return spread * (u[1] < self->outlier_share ? self->outlier_scale * z : z);
}

/* Row r of C: sigma × ratio^(r / (C - 1) - ½), so that sigma is the geometric mean of the rows. */
static double
get_row_spread (const QstDistribution *self, guint64 row)
{
  double place = self->channels > 1 ? (double)row / (double)(self->channels - 1) - 0.5 : 0;

  return self->sigma * qst_det_exp (place * qst_det_log (self->channel_ratio));
}

static const struct
{
  const char *nick;
  const char *title;
  DrawFunc draw;
} kinds[QST_N_DISTRIBUTIONS] = {
  [QST_DISTRIBUTION_GAUSSIAN] = { "gaussian", N_ ("Gaussian"), draw_gaussian },
  [QST_DISTRIBUTION_LAPLACE] = { "laplace", N_ ("Laplace"), draw_laplace },
  [QST_DISTRIBUTION_UNIFORM] = { "uniform", N_ ("Uniform"), draw_uniform },
  [QST_DISTRIBUTION_STUDENT_T] = { "student-t", N_ ("Student-t"), draw_student_t },
  [QST_DISTRIBUTION_LOG_NORMAL] = { "log-normal", N_ ("Skewed"), draw_log_normal },
  [QST_DISTRIBUTION_RELU] = { "relu", N_ ("After ReLU"), draw_relu },
  [QST_DISTRIBUTION_BIMODAL] = { "bimodal", N_ ("Two peaks"), draw_bimodal },
  [QST_DISTRIBUTION_OUTLIERS] = { "outliers", N_ ("Outliers"), draw_outliers },
  [QST_DISTRIBUTION_CHANNELS] = { "channels", N_ ("Channels"), draw_gaussian },
};

const char *
qst_distribution_get_nick (QstDistributionKind kind)
{
  g_return_val_if_fail ((guint)kind < QST_N_DISTRIBUTIONS, NULL);
  return kinds[kind].nick;
}

const char *
qst_distribution_get_title (QstDistributionKind kind)
{
  g_return_val_if_fail ((guint)kind < QST_N_DISTRIBUTIONS, NULL);
  return _ (kinds[kind].title);
}

gboolean
qst_distribution_from_nick (const char *nick, QstDistributionKind *kind)
{
  for (guint i = 0; i < QST_N_DISTRIBUTIONS; i++)
    if (strcmp (kinds[i].nick, nick) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
refuse (GError **error, const char *expected)
{
  g_set_error_literal (error, QST_ERROR, QST_ERROR_ARGUMENT, expected);
  return FALSE;
}

/* isfinite and a float32's range at once; a NaN fails every comparison. */
static gboolean
is_between (double x, double low, double high)
{
  return x >= low && x <= high;
}

static gboolean
check (const QstDistribution *self, GError **error)
{
  const double max = FLT_MAX;

  if ((guint)self->kind >= QST_N_DISTRIBUTIONS)
    return refuse (error, _ ("There is no such distribution"));
  if (self->count < QST_DISTRIBUTION_COUNT_MIN || self->count > QST_DISTRIBUTION_COUNT_MAX)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_ARGUMENT, _ ("The count is %" PRIu64 "; expected %d to %d"), self->count,
                   QST_DISTRIBUTION_COUNT_MIN, QST_DISTRIBUTION_COUNT_MAX);
      return FALSE;
    }
  if (!is_between (self->mean, -max, max))
    return refuse (error, _ ("The mean is not a finite number"));
  if (!is_between (self->sigma, FLT_MIN, max))
    return refuse (error, _ ("Sigma is not a finite number above 0"));
  if (self->kind == QST_DISTRIBUTION_STUDENT_T && !is_between (self->degrees, 0.01, 1e9))
    return refuse (error, _ ("The degrees of freedom are not between 0.01 and 10⁹"));
  if (self->kind == QST_DISTRIBUTION_BIMODAL && !is_between (self->separation, 0, max))
    return refuse (error, _ ("The separation of the peaks is not a finite number of 0 or more"));
  if (self->kind == QST_DISTRIBUTION_OUTLIERS && !is_between (self->outlier_share, 0, 1))
    return refuse (error, _ ("The share of outliers is not between 0 and 1"));
  if (self->kind == QST_DISTRIBUTION_OUTLIERS && !is_between (self->outlier_scale, FLT_MIN, max))
    return refuse (error, _ ("The scale of outliers is not a finite number above 0"));
  if (self->kind == QST_DISTRIBUTION_CHANNELS && (self->channels < 1 || self->channels > self->count))
    return refuse (error, _ ("The number of channels is not between 1 and the count"));
  if (self->kind == QST_DISTRIBUTION_CHANNELS && !is_between (self->channel_ratio, 1, max))
    return refuse (error, _ ("The ratio of the channels' sigmas is not a finite number of 1 or more"));
  return TRUE;
}

/* A heavy tail may leave float32; the value stays finite. */
static float
to_float (double x)
{
  return (float)CLAMP (x, -(double)FLT_MAX, (double)FLT_MAX);
}

/* Values begin … end of one row; row_length is the whole draw where there are no rows. */
static void
draw_run (const QstDistribution *self, guint64 begin, guint64 end, guint64 row_length, float *values)
{
  DrawFunc draw = kinds[self->kind].draw;
  double spread = self->kind == QST_DISTRIBUTION_CHANNELS ? get_row_spread (self, begin / row_length) : self->sigma;
  double u[2];

  for (guint64 i = begin; i < end; i++)
    {
      qst_random_uniform (self->seed, (guint32)self->kind, 0, i, u);
      values[i] = to_float (self->mean + draw (self, i, spread, u));
    }
}

QstTensor *
qst_distribution_draw (const QstDistribution *self, GCancellable *cancellable, GError **error)
{
  g_autofree float *values = NULL;
  guint64 shape[2];
  guint64 count;
  guint64 row_length, end;
  gsize n_dims = 1;

  if (!check (self, error))
    return NULL;
  count = self->count;
  shape[0] = count;
  row_length = count;
  if (self->kind == QST_DISTRIBUTION_CHANNELS)
    {
      n_dims = 2;
      shape[0] = self->channels;
      shape[1] = count / self->channels;
      row_length = shape[1];
      count = shape[0] * row_length;
    }
  values = g_try_new (float, count);
  if (values == NULL)
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_LIMIT, _ ("There is not enough memory for so many values"));
      return NULL;
    }
  for (guint64 begin = 0; begin < count; begin = end)
    {
      if (begin % BLOCK < row_length && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      end = MIN (MIN (begin + BLOCK, begin - begin % row_length + row_length), count);
      draw_run (self, begin, end, row_length, values);
    }
  return qst_tensor_new_take (kinds[self->kind].nick, "distribution", n_dims, shape, g_steal_pointer (&values));
}
