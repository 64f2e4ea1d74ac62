/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scales stand on a lattice that does not hang on the scale in force: whoever drags that over the curve needs no new points, and
 * a range that moves needs only those at its end. */
#include "analysis/qsa-curve.h"

#include "analysis/qsa-calibrate-private.h"
#include "analysis/qsa-errors.h"

#include <float.h>
#include <math.h>

/* Points between the neighbours of the least one. */
#define N_REFINE 16

struct _QsaCurve
{
  gatomicrefcount refs;
  QsaSource *source;
  QscScheme format;
  int zero_point;
  GArray *points;
};

QsaCurve *
qsa_curve_ref (QsaCurve *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_curve_unref (QsaCurve *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_source_unref (self->source);
  g_array_unref (self->points);
  g_free (self);
}

/* The steps within low … high and the ones beyond either end. */
static void
get_steps (double low, double high, guint stride, int *first, int *last)
{
  const double least = log2 ((double)FLT_MIN) * QSA_CURVE_STEPS, most = floor (log2 ((double)FLT_MAX) * QSA_CURVE_STEPS) - 1;
  const double from = CLAMP (log2 (low) * QSA_CURVE_STEPS, least, most), to = CLAMP (log2 (high) * QSA_CURVE_STEPS, least, most);

  *first = (int)CLAMP (floor (from / stride) * stride, ceil (least / stride) * stride, floor (most / stride) * stride);
  *last = (int)CLAMP (ceil (to / stride) * stride, (double)*first, floor (most / stride) * stride);
}

static gboolean
is_known (const QsaCurve *self, int step)
{
  for (guint i = 0; i < self->points->len; i++)
    if (g_array_index (self->points, QsaCurvePoint, i).step == step)
      return TRUE;
  return FALSE;
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const double x = ((const QsaCurvePoint *)a)->scale, y = ((const QsaCurvePoint *)b)->scale;

  return (x > y) - (x < y);
}

static gboolean
add_points (QsaCurve *self, GArray *points, GCancellable *cancellable, GError **error)
{
  g_autofree QscParams *params = g_new (QscParams, points->len);
  g_autofree QscSquaredErrors *errors = g_new (QscSquaredErrors, points->len);
  const double count = (double)qsa_source_get_moments (self->source)->count;
  QscScheme format = self->format;

  format.symmetric = false; /* rules may give a symmetric format another zero-point than its own */
  for (guint i = 0; i < points->len; i++)
    if (!qsa_check_status (qsc_params_init (&params[i], &format, (float)g_array_index (points, QsaCurvePoint, i).scale,
                                            self->zero_point),
                           &self->format, error))
      return FALSE;
  if (!qsa_errors_measure_squares (self->source, params, points->len, errors, cancellable, error))
    return FALSE;
  for (guint i = 0; i < points->len; i++)
    {
      QsaCurvePoint *point = &g_array_index (points, QsaCurvePoint, i);

      point->mse = qsa_errors_get_mse (self->source, &errors[i]);
      point->mse_rounding = errors[i].sse_rounding / count;
      point->mse_clipping = errors[i].sse_clipping / count;
    }
  g_array_append_vals (self->points, points->data, points->len);
  g_array_sort (self->points, compare_points);
  return TRUE;
}

static void
append_scale (GArray *points, double scale, int step)
{
  QsaCurvePoint point = { .scale = (double)(float)scale, .step = step };

  g_array_append_val (points, point);
}

static gboolean
add_steps (QsaCurve *self, double low, double high, guint stride, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (QsaCurvePoint));
  int first, last;

  get_steps (low, high, stride, &first, &last);
  for (int step = first; step <= last; step += (int)stride)
    if (!is_known (self, step))
      append_scale (points, exp2 ((double)step / QSA_CURVE_STEPS), step);
  return add_points (self, points, cancellable, error);
}

/* The least of the steps is known to their distance only: some points closer to it. */
static gboolean
refine (QsaCurve *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (QsaCurvePoint));
  const QsaCurvePoint *all = (const QsaCurvePoint *)(gpointer)self->points->data;
  guint least = 0;
  double low, high;

  for (guint i = 1; i < self->points->len; i++)
    if (all[i].mse < all[least].mse)
      least = i;
  if (least == 0 || least + 1 >= self->points->len || all[least].step == G_MININT || all[least - 1].step == G_MININT
      || all[least + 1].step == G_MININT)
    return TRUE;
  low = all[least - 1].scale;
  high = all[least + 1].scale;
  for (int i = 1; i < N_REFINE; i++)
    if (i != N_REFINE / 2)
      append_scale (points, low * pow (high / low, (double)i / N_REFINE), G_MININT);
  return add_points (self, points, cancellable, error);
}

QsaCurve *
qsa_curve_new (QsaSource *source, const QscScheme *format, int zero_point, double low, double high, guint stride,
               QsaCurve *previous, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaCurve) self = g_new0 (QsaCurve, 1);

  g_return_val_if_fail (stride > 0 && low > 0 && low < high, NULL);
  g_atomic_ref_count_init (&self->refs);
  self->source = qsa_source_ref (source);
  self->format = *format;
  self->zero_point = zero_point;
  self->points = g_array_new (FALSE, FALSE, sizeof (QsaCurvePoint));
  if (qsa_source_get_moments (source)->count == 0)
    return g_steal_pointer (&self);
  if (previous != NULL && qsa_curve_is_of (previous, source, format, zero_point))
    g_array_append_vals (self->points, previous->points->data, previous->points->len);
  if (!add_steps (self, low, high, stride, cancellable, error) || (stride == 1 && !refine (self, cancellable, error)))
    return NULL;
  return g_steal_pointer (&self);
}

const QsaCurvePoint *
qsa_curve_get_points (QsaCurve *self, gsize *n)
{
  *n = self->points->len;
  return (const QsaCurvePoint *)(gpointer)self->points->data;
}

QsaSource *
qsa_curve_get_source (QsaCurve *self)
{
  return self->source;
}

gboolean
qsa_curve_is_of (QsaCurve *self, QsaSource *source, const QscScheme *format, int zero_point)
{
  const QscScheme *own = &self->format;

  return self->source == source && own->bits == format->bits && own->is_signed == format->is_signed
         && own->narrow_range == format->narrow_range && own->symmetric == format->symmetric && own->rounding == format->rounding
         && own->arithmetic == format->arithmetic && (own->seed == format->seed || own->rounding != QSC_ROUND_STOCHASTIC)
         && self->zero_point == zero_point;
}

gboolean
qsa_curve_covers (QsaCurve *self, double low, double high, guint stride)
{
  int first, last;

  if (qsa_source_get_moments (self->source)->count == 0)
    return TRUE;
  get_steps (low, high, stride, &first, &last);
  for (int step = first; step <= last; step += (int)stride)
    if (!is_known (self, step))
      return FALSE;
  return TRUE;
}
