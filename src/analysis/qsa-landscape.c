/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The borders of the codes do not hang on the zero-point, so one scale is looked up once for all zero-points; the scales are shared
 * out among the processors. */
#include "analysis/qsa-landscape.h"

#include "analysis/qsa-calibrate-private.h"
#include "analysis/qsa-errors.h"
#include "analysis/qsa-index.h"
#include "analysis/qsa-job.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsaLandscape
{
  gatomicrefcount refs;
  QsaSource *source;
  QscScheme format; /* asymmetric */
  QsaLandscapeGrid grid;
  double *mse;
  gboolean has_optimum;
  QscParams optimum;
  double least;
};

typedef struct
{
  QsaLandscape *landscape;
  QsaIndex *index;
} Survey;

void
qsa_landscape_grid_init (QsaLandscapeGrid *self, const QscScheme *format, double scale, double span, guint n_scales,
                         guint rows_max)
{
  int32_t qmin, qmax;

  g_return_if_fail (scale > 0 && span > 1 && n_scales > 1 && rows_max > 0);
  qsc_scheme_get_code_range (format, &qmin, &qmax);
  self->high = (double)(float)CLAMP (scale * span, (double)FLT_MIN * 2, (double)FLT_MAX);
  self->low = (double)(float)CLAMP (scale / span, (double)FLT_MIN, self->high / 2);
  self->n_scales = n_scales;
  self->first = qmin;
  self->step = (qmax - qmin) / (int)rows_max + 1;
  self->n_zero_points = (guint)((qmax - qmin) / self->step) + 1;
}

void
qsa_landscape_grid_refine (QsaLandscapeGrid *self, const QsaLandscapeGrid *coarse, const QscScheme *format, double scale,
                           double zero_point, guint reach, guint finer_scales, guint finer_zero_points)
{
  const double factor = pow (coarse->high / coarse->low, (reach + 0.5) / (coarse->n_scales - 1));
  const int step = MAX (coarse->step / (int)MAX (finer_zero_points, 1u), 1);
  const double half = (reach + 0.5) * coarse->step / step;
  int32_t qmin, qmax;
  double first, last;

  qsc_scheme_get_code_range (format, &qmin, &qmax);
  first = MAX (ceil ((zero_point - qmin) / step - half), 0);
  last = MIN (floor ((zero_point - qmin) / step + half), (qmax - qmin) / step);
  self->high = (double)(float)CLAMP (scale * factor, (double)FLT_MIN * 2, (double)FLT_MAX);
  self->low = (double)(float)CLAMP (scale / factor, (double)FLT_MIN, self->high / (1 + 1e-6));
  self->n_scales = MAX ((2 * reach + 1) * finer_scales, 2u);
  self->first = qmin + step * (int)first;
  self->step = step;
  self->n_zero_points = (guint)MAX (last - first + 1, 1);
}

double
qsa_landscape_get_scale (QsaLandscape *self, guint column)
{
  const QsaLandscapeGrid *grid = &self->grid;
  const double share = (double)column / (grid->n_scales - 1);

  return (double)(float)(grid->low * pow (grid->high / grid->low, share));
}

static void
survey_scale (gpointer data, guint column)
{
  const Survey *survey = data;
  QsaLandscape *self = survey->landscape;
  const QsaLandscapeGrid *grid = &self->grid;
  const double n = (double)qsa_source_get_moments (self->source)->count;
  g_autofree double *sse = g_new (double, grid->n_zero_points);
  QscParams params;

  qsc_params_init (&params, &self->format, (float)qsa_landscape_get_scale (self, column), grid->first);
  qsa_index_measure_zero_points (survey->index, &params, grid->first, grid->step, grid->n_zero_points, sse);
  for (guint row = 0; row < grid->n_zero_points; row++)
    self->mse[row * grid->n_scales + column] = sse[row] / n;
}

static gboolean
survey (QsaLandscape *self, GCancellable *cancellable, GError **error)
{
  Survey survey = { self, NULL };

  if (self->format.rounding == QSC_ROUND_STOCHASTIC)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("Under stochastic rounding the error hangs on the place of each value"));
      return FALSE;
    }
  survey.index = qsa_source_get_index (self->source, cancellable, error);
  return survey.index != NULL && qsa_job_run_parts (self->grid.n_scales, survey_scale, &survey, cancellable, error);
}

static gboolean
find_optimum (QsaLandscape *self, GCancellable *cancellable, GError **error)
{
  QsaScheme scheme;
  QscSquaredErrors errors = { 0 };

  qsa_scheme_init (&scheme);
  scheme.format = self->format;
  scheme.calibration = QSA_CALIBRATION_MSE;
  self->has_optimum = qsa_calibrate (self->source, &scheme, cancellable, &self->optimum, error)
                      && qsa_errors_measure_squares (self->source, &self->optimum, 1, &errors, cancellable, error);
  if (self->has_optimum)
    self->least = qsa_errors_get_mse (self->source, &errors);
  return self->has_optimum;
}

static QscScheme
get_free_format (const QscScheme *format)
{
  QscScheme free_format = *format;

  free_format.symmetric = false;
  return free_format;
}

/* The corners of the grid stand for all of it. */
static gboolean
check_grid (const QscScheme *format, const QsaLandscapeGrid *grid, GError **error)
{
  const int last = grid->first + grid->step * ((int)grid->n_zero_points - 1);
  QscParams params;

  return qsa_check_status (qsc_params_init (&params, format, (float)grid->low, grid->first), format, error)
         && qsa_check_status (qsc_params_init (&params, format, (float)grid->high, last), format, error);
}

QsaLandscape *
qsa_landscape_new (QsaSource *source, const QscScheme *format, const QsaLandscapeGrid *grid, gboolean with_optimum,
                   QsaLandscape *previous, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaLandscape) self = g_new0 (QsaLandscape, 1);
  const gsize n_cells = (gsize)grid->n_scales * grid->n_zero_points;

  g_atomic_ref_count_init (&self->refs);
  self->source = qsa_source_ref (source);
  self->format = get_free_format (format);
  self->grid = *grid;
  g_return_val_if_fail (grid->n_scales > 1 && grid->n_zero_points > 0 && grid->low < grid->high && grid->step > 0, NULL);
  if (!check_grid (&self->format, grid, error))
    return NULL;
  self->mse = g_new (double, n_cells);
  for (gsize i = 0; i < n_cells; i++)
    self->mse[i] = (double)NAN;
  if (qsa_source_get_moments (source)->count == 0)
    return g_steal_pointer (&self);
  if (previous != NULL && previous->has_optimum && qsa_landscape_is_of (previous, source, format))
    {
      self->has_optimum = TRUE;
      self->optimum = previous->optimum;
      self->least = previous->least;
    }
  if (!survey (self, cancellable, error) || (with_optimum && !self->has_optimum && !find_optimum (self, cancellable, error)))
    return NULL;
  return g_steal_pointer (&self);
}

QsaLandscape *
qsa_landscape_ref (QsaLandscape *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_landscape_unref (QsaLandscape *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_source_unref (self->source);
  g_free (self->mse);
  g_free (self);
}

const QsaLandscapeGrid *
qsa_landscape_get_grid (QsaLandscape *self)
{
  return &self->grid;
}

const double *
qsa_landscape_get_mse (QsaLandscape *self)
{
  return self->mse;
}

gboolean
qsa_landscape_get_optimum (QsaLandscape *self, QscParams *params, double *mse)
{
  *params = self->optimum;
  *mse = self->least;
  return self->has_optimum;
}

gboolean
qsa_landscape_is_of (QsaLandscape *self, QsaSource *source, const QscScheme *format)
{
  const QscScheme *own = &self->format;

  return self->source == source && own->bits == format->bits && own->is_signed == format->is_signed
         && own->narrow_range == format->narrow_range && own->rounding == format->rounding
         && own->arithmetic == format->arithmetic;
}
