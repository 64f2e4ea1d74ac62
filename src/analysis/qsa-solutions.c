/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-solutions.h"

#include "analysis/qsa-calibrate.h"
#include "analysis/qsa-errors.h"

#include <math.h>

struct _QsaSolutions
{
  gatomicrefcount refs;
  QsaSource *source;
  QsaScheme scheme; /* with nothing in it that does not matter */
  QsaSolution solutions[QSA_N_CALIBRATIONS];
  gsize n;
};

/* The scheme without what belongs to manual calibration. */
static QsaScheme
get_essence (const QsaScheme *scheme)
{
  QsaScheme defaults, essence = *scheme;

  qsa_scheme_init (&defaults);
  essence.calibration = defaults.calibration;
  essence.scale = defaults.scale;
  essence.zero_point = defaults.zero_point;
  if (scheme->format.rounding != QSC_ROUND_STOCHASTIC)
    essence.format.seed = defaults.format.seed;
  return essence;
}

/* FALSE: not even the scheme is any good. */
static gboolean
find_params (QsaSolutions *self, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < QSA_N_CALIBRATIONS; i++)
    {
      QsaScheme scheme = self->scheme;
      QsaSolution *solution = &self->solutions[self->n];
      g_autoptr (GError) refused = NULL;

      if (i == QSA_CALIBRATION_MANUAL)
        continue;
      scheme.calibration = solution->calibration = (QsaCalibration)i;
      if (qsa_calibrate (self->source, &scheme, cancellable, &solution->params, &refused))
        self->n++;
      else if (!g_error_matches (refused, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) || !qsc_scheme_is_valid (&scheme.format))
        {
          g_propagate_error (error, g_steal_pointer (&refused));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
measure (QsaSolutions *self, GCancellable *cancellable, GError **error)
{
  QscParams params[QSA_N_CALIBRATIONS];
  QscSquaredErrors errors[QSA_N_CALIBRATIONS];
  const double count = (double)qsa_source_get_moments (self->source)->count;

  for (gsize i = 0; i < self->n; i++)
    params[i] = self->solutions[i].params;
  if (!qsa_errors_measure_squares (self->source, params, self->n, errors, cancellable, error))
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    {
      QsaSolution *solution = &self->solutions[i];

      solution->mse = qsa_errors_get_mse (self->source, &errors[i]);
      solution->mse_rounding = errors[i].sse_rounding / count;
      solution->mse_clipping = errors[i].sse_clipping / count;
      solution->sqnr_db = qsa_errors_get_sqnr (self->source, &errors[i]);
    }
  return TRUE;
}

QsaSolutions *
qsa_solutions_new (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaSolutions) self = g_new0 (QsaSolutions, 1);

  g_atomic_ref_count_init (&self->refs);
  self->source = qsa_source_ref (source);
  self->scheme = get_essence (scheme);
  if (qsa_source_get_moments (source)->count == 0)
    return g_steal_pointer (&self);
  if (!find_params (self, cancellable, error) || !measure (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

QsaSolutions *
qsa_solutions_ref (QsaSolutions *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_solutions_unref (QsaSolutions *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_source_unref (self->source);
  g_free (self);
}

const QsaSolution *
qsa_solutions_get (QsaSolutions *self, gsize *n)
{
  *n = self->n;
  return self->solutions;
}

const QsaSolution *
qsa_solutions_find (QsaSolutions *self, QsaCalibration calibration)
{
  for (gsize i = 0; i < self->n; i++)
    if (self->solutions[i].calibration == calibration)
      return &self->solutions[i];
  return NULL;
}

gboolean
qsa_solutions_are_of (QsaSolutions *self, QsaSource *source, const QsaScheme *scheme)
{
  const QsaScheme essence = get_essence (scheme);

  return self->source == source && qsa_scheme_equal (&self->scheme, &essence);
}
