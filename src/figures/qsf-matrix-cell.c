/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one cell of the matrix looks like and says. */
#include "figures/qsf-matrix.h"

#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const struct
{
  const char *nick, *title;
} modes[QSF_N_MATRIX_MODES] = {
  [QSF_MATRIX_CODES] = { "q", N_ ("Codes q") },
  [QSF_MATRIX_VALUES] = { "r", N_ ("Values r") },
  [QSF_MATRIX_RECONSTRUCTED] = { "reconstructed", N_ ("Reconstructed r̂") },
  [QSF_MATRIX_ERRORS] = { "error", N_ ("Errors e") },
};

const char *
qsf_matrix_mode_get_nick (QsfMatrixMode mode)
{
  g_return_val_if_fail (mode < QSF_N_MATRIX_MODES, NULL);

  return modes[mode].nick;
}

gboolean
qsf_matrix_mode_from_nick (const char *nick, QsfMatrixMode *mode)
{
  for (guint i = 0; i < QSF_N_MATRIX_MODES; i++)
    if (g_strcmp0 (nick, modes[i].nick) == 0)
      {
        *mode = i;
        return TRUE;
      }
  return FALSE;
}

const char *
qsf_matrix_mode_get_title (QsfMatrixMode mode)
{
  g_return_val_if_fail (mode < QSF_N_MATRIX_MODES, NULL);

  return _ (modes[mode].title);
}

QspColorMap
qsf_matrix_mode_get_map (QsfMatrixMode mode)
{
  return mode == QSF_MATRIX_ERRORS ? QSP_MAP_SEQUENTIAL : QSP_MAP_DIVERGING;
}

/* Steps from the zero-point to the farther end. */
static double
get_reach (const QscParams *params)
{
  return MAX (MAX (params->qmax - params->zero_point, params->zero_point - params->qmin), 1);
}

static double
get_code_position (const QscParams *params, gint32 code)
{
  return (code - params->zero_point) / get_reach (params);
}

static double
get_error_position (const QscParams *params, double error)
{
  double low, high;

  qsf_get_rounding_bounds (params->rounding, &low, &high);
  return MIN (fabs (error) / ((double)params->scale * MAX (-low, high)), 1.0);
}

double
qsf_matrix_get_position (QsfMatrixMode mode, const QscParams *params, const QscParams *widest, const QscTrace *trace)
{
  if (isnan (trace->value))
    return 0.0;
  if (mode == QSF_MATRIX_VALUES)
    return CLAMP ((double)trace->value / ((double)widest->scale * get_reach (widest)), -1.0, 1.0);
  if (mode == QSF_MATRIX_ERRORS)
    return trace->is_finite ? get_error_position (widest, trace->error) : 1.0;
  return get_code_position (params, trace->code);
}

double
qsf_matrix_get_sample_position (QsfMatrixMode mode, QsaUnitParams *params, const QscParams *widest, QsaPatch *patch, guint row,
                                guint column)
{
  const gsize i = (gsize)row * qsa_patch_get_n_columns (patch) + column;
  QscParams own;
  QscTrace trace;
  gint32 code;

  if (qsa_patch_get_low (patch) == qsa_patch_get_high (patch))
    return qsa_patch_trace (patch, params, row, column, &trace)
               ? qsf_matrix_get_position (mode, qsa_patch_get_params (patch, params, row, column), widest, &trace)
               : NAN;
  own = *widest;
  if (!qsa_patch_get_farthest_code (patch, params, row, column, &code, &own.zero_point))
    return NAN;
  if (mode == QSF_MATRIX_ERRORS)
    return qsa_patch_get_error (patch) != NULL ? get_error_position (widest, qsa_patch_get_error (patch)[i]) : NAN;
  if (mode == QSF_MATRIX_VALUES)
    {
      const double low = qsa_patch_get_low (patch)[i], high = qsa_patch_get_high (patch)[i];

      return CLAMP ((fabs (low) > fabs (high) ? low : high) / ((double)widest->scale * get_reach (widest)), -1.0, 1.0);
    }
  return get_code_position (&own, code);
}

void
qsf_matrix_get_unit_borders (const QsaMatrix *matrix, const QsaGranularity *granularity, guint64 *row_border,
                             guint64 *column_border)
{
  const gboolean is_wrapped = qsa_matrix_is_wrapped (matrix);
  const guint64 size = (guint64)granularity->group_size;

  *row_border = *column_border = 0;
  if (granularity->kind == QSA_PER_CHANNEL && !is_wrapped)
    {
      *row_border = (gsize)granularity->axis == matrix->row_axis;
      *column_border = (gsize)granularity->axis == matrix->column_axis;
    }
  else if (granularity->kind == QSA_PER_GROUP && is_wrapped && matrix->width % size == 0)
    *column_border = size;
  else if (granularity->kind == QSA_PER_GROUP && is_wrapped && size % matrix->width == 0)
    *row_border = size / matrix->width;
  else if (granularity->kind == QSA_PER_GROUP && !is_wrapped && matrix->column_axis == matrix->n_dims - 1)
    *column_border = size;
  else if (granularity->kind == QSA_PER_GROUP && !is_wrapped && matrix->row_axis == matrix->n_dims - 1)
    *row_border = size;
}

guint8
qsf_matrix_get_flags (const QscParams *params, const QscTrace *trace)
{
  guint8 flags = 0;

  if (trace->code == params->zero_point)
    flags |= QSP_CELL_BOLD;
  if (trace->code == params->qmin || trace->code == params->qmax)
    flags |= QSP_CELL_HATCHED;
  return flags;
}

char *
qsf_matrix_format (QsfMatrixMode mode, const QscTrace *trace, gboolean localized)
{
  switch (mode)
    {
    case QSF_MATRIX_VALUES:
      return qsp_format_number (trace->value, 2, localized);
    case QSF_MATRIX_RECONSTRUCTED:
      return qsp_format_number (trace->reconstructed, 2, localized);
    case QSF_MATRIX_ERRORS:
      return qsp_format_number (trace->error, 2, localized);
    case QSF_MATRIX_CODES:
    case QSF_N_MATRIX_MODES:
    default:
      return qsp_format_integer (trace->code);
    }
}
