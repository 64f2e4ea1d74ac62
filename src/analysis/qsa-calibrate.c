/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-calibrate-private.h"

#include <glib/gi18n-lib.h>

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

static gboolean
calibrate_min_max (QsaSource *source, const QsaScheme *scheme, QscParams *params, GError **error)
{
  const QscMoments *moments = qsa_source_get_moments (source);
  const gboolean any = moments->count > 0;

  return qsa_check_status (qsc_params_init_from_range (params, &scheme->format, any ? (double)moments->min : 0.0,
                                                       any ? (double)moments->max : 0.0),
                           &scheme->format, error);
}

gboolean
qsa_calibrate (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (!qsc_scheme_is_valid (&scheme->format))
    return qsa_check_status (QSC_ERROR_BITS, &scheme->format, error);
  if (scheme->calibration == QSA_CALIBRATION_MANUAL)
    return qsa_check_status (qsc_params_init (params, &scheme->format, scheme->scale, scheme->zero_point), &scheme->format,
                             error);
  if (qsa_source_get_moments (source)->count > 0 && scheme->calibration == QSA_CALIBRATION_PERCENTILE)
    return qsa_calibrate_percentile (source, scheme, cancellable, params, error);
  if (qsa_source_get_moments (source)->count > 0 && scheme->calibration == QSA_CALIBRATION_MSE)
    return qsa_calibrate_mse (source, scheme, cancellable, params, error);
  return calibrate_min_max (source, scheme, params, error);
}
