/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-patch.h"
#include "plot/qsp-figure-build.h"

G_BEGIN_DECLS

/* The matrix: cells of the tensor itself, not of a result's tables. Colours and words are shared by the figure and the scrolled
 * page of the window. */

typedef enum
{
  QSF_MATRIX_CODES,
  QSF_MATRIX_VALUES,
  QSF_MATRIX_RECONSTRUCTED,
  QSF_MATRIX_ERRORS,
  QSF_N_MATRIX_MODES
} QsfMatrixMode;

/* "q", "r", "reconstructed", "error". */
const char *qsf_matrix_mode_get_nick (QsfMatrixMode mode);
gboolean qsf_matrix_mode_from_nick (const char *nick, QsfMatrixMode *mode);
/* Translated: "Codes q", "Values r", "Reconstructed r̂", "Errors e". */
const char *qsf_matrix_mode_get_title (QsfMatrixMode mode);

/* Codes, values and reconstructed values diverge from the zero-point, the ends of the codes being ±1 at most; of errors the
 * sequential map shows |e|, 1 being the bound of the rounding rule. Codes are measured by params, those of the cell's unit; r and e by
 * widest, those of the unit with the greatest scale. */
QspColorMap qsf_matrix_mode_get_map (QsfMatrixMode mode);
double qsf_matrix_get_position (QsfMatrixMode mode, const QscParams *params, const QscParams *widest, const QscTrace *trace);

/* The same of a patch's sample; NaN where there is none. Coarse samples show their farthest code or largest error, which of several
 * units only a patch made with params knows. widest: qsa_unit_params_get_widest (). */
double qsf_matrix_get_sample_position (QsfMatrixMode mode, QsaUnitParams *params, const QscParams *widest, QsaPatch *patch,
                                       guint row, guint column);

/* Of a cell: bold where q = z, hatched at an end of the codes (QSP_CELL_*). */
guint8 qsf_matrix_get_flags (const QscParams *params, const QscTrace *trace);

/* What stands in a cell; "—" for NaN. (transfer full) */
char *qsf_matrix_format (QsfMatrixMode mode, const QscTrace *trace, gboolean localized);

typedef struct
{
  QsfMatrixMode mode;
  gboolean has_pick;
  guint64 pick_row, pick_column;
  guint64 row_border, column_border; /* a line after each so many; 0: none */
} QsfMatrixOptions;

/* The borders between the units as matrix shows them; 0 where they are none or lie across the cells in no regular way. */
void qsf_matrix_get_unit_borders (const QsaMatrix *matrix, const QsaGranularity *granularity, guint64 *row_border,
                                  guint64 *column_border);

/* A table of the patch's samples, with numbers where they fit. (transfer full) */
QspFigure *qsf_figure_new_matrix (QsaPatch *patch, QsaUnitParams *params, const QsfMatrixOptions *options);

/* What the colours mean: a strip of all codes, or of r or |e| from end to end, with numbers below. Without axes. (transfer full) */
QspFigure *qsf_figure_new_matrix_key (QsfMatrixMode mode, const QscParams *params);

G_END_DECLS
