/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-calibrate-private.h"

#include "analysis/qsa-power-of-two.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
set_zero_point_error (const QscScheme *format, GError **error)
{
  int32_t qmin, qmax;

  qsc_scheme_get_code_range (format, &qmin, &qmax);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The zero-point must be one of the codes, from %d to %d"), qmin,
               qmax);
}

gboolean
qsa_check_status (QscStatus status, const QscScheme *format, GError **error)
{
  switch (status)
    {
    case QSC_OK:
      return TRUE;
    case QSC_ERROR_SCALE:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("The scale must be a number above 0 that float32 can hold"));
      return FALSE;
    case QSC_ERROR_ZERO_POINT:
      set_zero_point_error (format, error);
      return FALSE;
    case QSC_ERROR_RANGE:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The range of values must be finite"));
      return FALSE;
    case QSC_ERROR_BITS:
    default:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The bit width must be from %d to %d"), QSC_BITS_MIN,
                   QSC_BITS_MAX);
      return FALSE;
    }
}

gboolean
qsa_check_method (const QsaScheme *scheme, GError **error)
{
  if (scheme->calibration == QSA_CALIBRATION_PERCENTILE && !(scheme->percentile >= 50.0 && scheme->percentile <= 100.0))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The percentile must be from 50 to 100"));
      return FALSE;
    }
  if (scheme->calibration == QSA_CALIBRATION_SIGMA && !(scheme->sigmas >= QSA_SIGMAS_MIN && scheme->sigmas <= QSA_SIGMAS_MAX))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The number of standard deviations must be from %g to %g"),
                   QSA_SIGMAS_MIN, QSA_SIGMAS_MAX);
      return FALSE;
    }
  return TRUE;
}

QsaRange
qsa_range_of_source (QsaSource *source)
{
  const QscMoments *moments = qsa_source_get_moments (source);

  return moments->count > 0 ? (QsaRange){ (double)moments->min, (double)moments->max } : (QsaRange){ 0.0, 0.0 };
}

QsaRange
qsa_range_around (QsaSource *source, double centre, double reach)
{
  const QsaRange all = qsa_range_of_source (source);

  return (QsaRange){ CLAMP (centre - reach, all.low, all.high), CLAMP (centre + reach, all.low, all.high) };
}

static gboolean
choose_range (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range, GError **error)
{
  switch (scheme->calibration)
    {
    case QSA_CALIBRATION_PERCENTILE:
      return qsa_calibrate_percentile (source, scheme, cancellable, range, error);
    case QSA_CALIBRATION_SIGMA:
      return qsa_calibrate_sigma (source, scheme, cancellable, range, error);
    case QSA_CALIBRATION_ENTROPY:
      return qsa_calibrate_entropy (source, scheme, cancellable, range, error);
    case QSA_CALIBRATION_ACIQ_GAUSS:
    case QSA_CALIBRATION_ACIQ_LAPLACE:
      return qsa_calibrate_aciq (source, scheme, cancellable, range, error);
    case QSA_CALIBRATION_TORCH:
      return qsa_calibrate_torch (source, scheme, cancellable, range, error);
    case QSA_CALIBRATION_MIN_MAX:
    case QSA_CALIBRATION_MSE:
    case QSA_CALIBRATION_MANUAL:
    case QSA_N_CALIBRATIONS:
    default:
      *range = qsa_range_of_source (source);
      return TRUE;
    }
}

/* A scale that somebody chose becomes the nearest power of two. */
static QscStatus
init_by_hand (QscParams *params, const QsaScheme *scheme)
{
  const gboolean is_scale = isfinite (scheme->scale) && scheme->scale > 0.0f;

  return qsc_params_init (params, &scheme->format, is_scale ? qsa_scheme_fit_scale (scheme, scheme->scale) : scheme->scale,
                          scheme->zero_point);
}

gboolean
qsa_params_init_from_range (QscParams *params, const QsaScheme *scheme, const QsaRange *range, GError **error)
{
  if (!qsa_check_status (qsc_params_init_from_range (params, &scheme->format, range->low, range->high), &scheme->format, error))
    return FALSE;
  if (scheme->power_of_two)
    qsa_params_round_up (params, &scheme->format, range->low, range->high);
  return TRUE;
}

gboolean
qsa_calibrate (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params, GError **error)
{
  QsaRange range = { 0.0, 0.0 };

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (!qsc_scheme_is_valid (&scheme->format))
    return qsa_check_status (QSC_ERROR_BITS, &scheme->format, error);
  if (scheme->calibration == QSA_CALIBRATION_MANUAL)
    return qsa_check_status (init_by_hand (params, scheme), &scheme->format, error);
  if (qsa_source_get_moments (source)->count > 0)
    {
      if (scheme->calibration == QSA_CALIBRATION_MSE)
        return qsa_calibrate_mse (source, scheme, cancellable, params, error);
      if (!choose_range (source, scheme, cancellable, &range, error))
        return FALSE;
    }
  return qsa_params_init_from_range (params, scheme, &range, error);
}
