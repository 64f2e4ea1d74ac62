/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-calibrate-units.h"

#include "analysis/qsa-source-private.h"
#include "analysis/qsa-units-job.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

typedef struct
{
  const QsaScheme *scheme;
  QscParams *params;
  GMutex mutex; /* guards the rest */
  GError *error;
} Work;

static void
fail (Work *self, GError *error)
{
  g_mutex_lock (&self->mutex);
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  g_mutex_unlock (&self->mutex);
}

/* Moves the finite values to the front. */
static gsize
drop_non_finite (float *values, gsize n)
{
  gsize n_finite = 0;

  for (gsize i = 0; i < n; i++)
    if (fabsf (values[i]) <= FLT_MAX)
      values[n_finite++] = values[i];
  return n_finite;
}

static QsaRange
get_range (const float *values, gsize n)
{
  QscMoments moments;

  qsc_moments_init (&moments);
  qsc_moments_update (&moments, values, n);
  return moments.count > 0 ? (QsaRange){ (double)moments.min, (double)moments.max } : (QsaRange){ 0.0, 0.0 };
}

static void
calibrate_unit (gpointer data, guint64 unit, float *values, gsize n, GCancellable *cancellable)
{
  Work *self = data;
  const gsize n_finite = drop_non_finite (values, n);
  QsaRange range = get_range (values, n_finite);
  GError *error = NULL;

  if (n_finite > 0 && self->scheme->calibration != QSA_CALIBRATION_MSE)
    qsa_choose_unit_range (self->scheme, values, n_finite, &range);
  if (!qsa_params_init_from_range (&self->params[unit], self->scheme, &range, &error))
    fail (self, error);
  else if (n_finite > 0 && self->scheme->calibration == QSA_CALIBRATION_MSE)
    qsa_search_unit_error (self->scheme, values, n_finite, &self->params[unit]);
}

/* As if the unit were a tensor. */
static void
calibrate_slowly (gpointer data, guint64 unit, float *values, gsize n, GCancellable *cancellable)
{
  Work *self = data;
  const guint64 shape[] = { n };
  g_autoptr (QstTensor) tensor = qst_tensor_new_take ("", "unit", 1, shape, g_memdup2 (values, n * sizeof *values));
  GError *error = NULL;
  g_autoptr (QsaSource) source = qsa_source_new (tensor, cancellable, &error);

  if (source == NULL || !qsa_calibrate (source, self->scheme, cancellable, &self->params[unit], &error))
    fail (self, error);
}

static gboolean
run_work (QsaSource *source, const QsaScheme *scheme, const QsaUnits *units, gboolean slowly, GCancellable *cancellable,
          QscParams *params, GError **error)
{
  Work work = { .scheme = scheme, .params = params };
  gboolean done;

  g_mutex_init (&work.mutex);
  done = qsa_units_for_each (units, qsa_source_get_tensor (source), slowly ? calibrate_slowly : calibrate_unit, &work,
                             cancellable, error);
  g_mutex_clear (&work.mutex);
  if (work.error != NULL && done)
    g_propagate_error (error, g_steal_pointer (&work.error));
  else if (done)
    return TRUE;
  g_clear_error (&work.error);
  return FALSE;
}

static gboolean
use_min_max (QsaSource *source, const QsaScheme *scheme, const QsaUnits *units, GCancellable *cancellable, QscParams *params,
             GError **error)
{
  const QscMoments *moments = qsa_source_lock_unit_moments (source, units, cancellable, error);
  gboolean done = moments != NULL;

  for (guint64 i = 0; done && i < units->n_units; i++)
    {
      QsaRange range = { 0.0, 0.0 };

      if (moments[i].count > 0)
        range = (QsaRange){ (double)moments[i].min, (double)moments[i].max };
      done = qsa_params_init_from_range (&params[i], scheme, &range, error);
    }
  qsa_source_unlock_unit_moments (source);
  return done;
}

gboolean
qsa_calibrate_units (QsaSource *source, const QsaScheme *scheme, const QsaUnits *units, GCancellable *cancellable,
                     QscParams *params, GError **error)
{
  const gboolean is_slow = scheme->calibration == QSA_CALIBRATION_ENTROPY || scheme->calibration == QSA_CALIBRATION_TORCH;
  QscParams whole;

  /* What is wrong with the scheme itself. */
  if (!qsa_check_status (qsc_params_init_from_range (&whole, &scheme->format, 0.0, 0.0), &scheme->format, error)
      || !qsa_check_method (scheme, error))
    return FALSE;
  if (scheme->calibration == QSA_CALIBRATION_MANUAL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("A scale set by hand is that of the whole tensor; channels and groups need a calibration"));
      return FALSE;
    }
  if (is_slow && units->n_units > QSA_SLOW_UNITS_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("%s takes too long for %" PRIu64 " scales: it is done for up to %d"),
                   qsa_calibration_get_title (scheme->calibration), units->n_units, QSA_SLOW_UNITS_MAX);
      return FALSE;
    }
  if (scheme->calibration == QSA_CALIBRATION_MIN_MAX)
    return use_min_max (source, scheme, units, cancellable, params, error);
  return run_work (source, scheme, units, is_slow, cancellable, params, error);
}

QsaUnitParams *
qsa_unit_params_new_calibrated (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, GError **error)
{
  g_autofree QscParams *params = NULL;
  QsaUnits units;

  if (!qsa_units_init (&units, &scheme->granularity, qsa_source_get_tensor (source), error))
    return NULL;
  params = g_new (QscParams, units.n_units);
  if (units.n_units == 1 ? !qsa_calibrate (source, scheme, cancellable, params, error)
                         : !qsa_calibrate_units (source, scheme, &units, cancellable, params, error))
    return NULL;
  return qsa_unit_params_new_take (&units, g_steal_pointer (&params));
}
