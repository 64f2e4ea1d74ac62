/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <math.h>

double
qsf_get_boundary (QscRounding rounding, double k, double origin)
{
  switch (rounding)
    {
    case QSC_ROUND_DOWN:
      return k + 1.0;
    case QSC_ROUND_UP:
      return k;
    case QSC_ROUND_TOWARD_ZERO:
      return k >= origin ? k + 1.0 : k;
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_HALF_AWAY:
    case QSC_ROUND_HALF_UP:
    case QSC_ROUND_STOCHASTIC: /* the most likely one of the two */
    case QSC_N_ROUNDINGS:
    default:
      return k + 0.5;
    }
}

double
qsf_get_origin (const QscParams *params)
{
  return qsc_params_shifts (params) ? -(double)params->zero_point : 0.0;
}

void
qsf_get_rounding_bounds (QscRounding rounding, double *low, double *high)
{
  switch (rounding)
    {
    case QSC_ROUND_DOWN:
      *low = -1.0;
      *high = 0.0;
      break;
    case QSC_ROUND_UP:
      *low = 0.0;
      *high = 1.0;
      break;
    case QSC_ROUND_TOWARD_ZERO:
    case QSC_ROUND_STOCHASTIC:
      *low = -1.0;
      *high = 1.0;
      break;
    case QSC_ROUND_HALF_EVEN:
    case QSC_ROUND_HALF_AWAY:
    case QSC_ROUND_HALF_UP:
    case QSC_N_ROUNDINGS:
    default:
      *low = -0.5;
      *high = 0.5;
      break;
    }
}

void
qsf_get_code_interval (const QscParams *params, gint64 code, double *low, double *high)
{
  double s = params->scale, k = (double)(code - params->zero_point);
  QscRounding rounding = params->rounding;
  double origin = qsf_get_origin (params);

  *low = code <= params->qmin ? -INFINITY
                              : s * (rounding == QSC_ROUND_STOCHASTIC ? k - 1.0 : qsf_get_boundary (rounding, k - 1.0, origin));
  *high =
      code >= params->qmax ? INFINITY : s * (rounding == QSC_ROUND_STOCHASTIC ? k + 1.0 : qsf_get_boundary (rounding, k, origin));
}
