/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-bits.h"
#include "analysis/qsa-curve.h"
#include "analysis/qsa-envelope.h"
#include "analysis/qsa-index.h"
#include "analysis/qsa-landscape.h"
#include "analysis/qsa-solutions.h"
#include "analysis/qsa-ties.h"
#include "figures/qsf-figures.h"
#include "plot/qsp-figure-build.h"
#include "plot/qsp-number.h"

G_BEGIN_DECLS

/* What the functions that build one figure share. */
typedef struct
{
  QspFigure *figure;
  QsaResult *result;
  const QsfOptions *options;
  const QscParams *params;
  const QscMoments *moments;
  double scale;
  double x_low, x_high;         /* visible */
  double level_low, level_high; /* r_min, r_max */
  double clip_low, clip_high;   /* between them nothing is clipped */
  gboolean localized;
} QsfBuild;

/* More visible levels than this cannot be told apart at any size: not listed one by one. */
#define QSF_LEVELS_MAX 4096

/* Of legend entry i. */
gboolean qsf_build_is_shown (const QsfBuild *self, guint i);
/* The level of a code as a double, exactly as drawn: s (q - z). */
double qsf_build_get_level (const QsfBuild *self, gint64 code);
/* The codes whose level is visible, one more on either side; FALSE when there are none. */
gboolean qsf_build_get_visible_codes (const QsfBuild *self, gint64 *first, gint64 *last);
/* Limits that may only grow while a drag is under way. */
void qsf_build_set_y_axis (QsfBuild *self, QspAxisKind kind, double low, double high, const char *title, double min_pitch);

/* Shared furniture of the views over r. */
void qsf_build_add_clip (QsfBuild *self);
/* A wash from x0 to x1 over the full height; over the selected interval, where x is r. */
void qsf_build_add_selection (QsfBuild *self, double x0, double x1);
void qsf_build_add_interval (QsfBuild *self);
/* The same of an interval of errors, where y is e. */
void qsf_build_add_error_interval (QsfBuild *self);
void qsf_build_add_zero (QsfBuild *self, gboolean line);
void qsf_build_add_crosshair (QsfBuild *self);
void qsf_build_set_value_axis (QsfBuild *self, const char *title);

/* Views with an error axis: the band that rounding stays in, and what its edges are called. */
void qsf_build_add_error_bounds (QsfBuild *self);
void qsf_build_add_error_bound_labels (QsfBuild *self);
/* "±s/2", "+s", … (transfer full) */
char *qsf_describe_error_bounds (QscRounding rounding);
/* What the error axis shows at most, in steps: clipping is cut rather than flattening the rest. */
#define QSF_ERROR_LIMIT_MAX 4.2
#define QSF_ERROR_LIMIT_MIN 1.15

/* The curve that the options hold, NULL when it is of something else than the result. */
QsaCurve *qsf_build_get_curve (const QsfBuild *self);

/* What calibrations find, NULL when it is of something else than the result. */
QsaSolutions *qsf_build_get_solutions (const QsfBuild *self);
/* The error over the bit width, in a drag maybe of a scheme a moment before; NULL when it is of something else. */
QsaBits *qsf_build_get_bits (const QsfBuild *self);
/* The error over scale and zero-point; NULL when it is of something else than the result. */
QsaLandscape *qsf_build_get_landscape (const QsfBuild *self);
/* The same around the pointer, finer. */
QsaLandscape *qsf_build_get_detail (const QsfBuild *self);
/* The values next to thresholds, in a drag maybe under parameters a moment before; NULL when of something else. */
QsaTies *qsf_build_get_ties (const QsfBuild *self);
/* The errors by index that the options hold, of the result's values but maybe of parameters a moment before; NULL otherwise. */
QsaEnvelope *qsf_build_get_envelope (const QsfBuild *self);

void qsf_build_histogram (QsfBuild *self);
void qsf_build_codes (QsfBuild *self);
void qsf_build_transfer (QsfBuild *self);
void qsf_build_error (QsfBuild *self);
void qsf_build_error_index (QsfBuild *self);
void qsf_build_error_histogram (QsfBuild *self);
void qsf_build_mse (QsfBuild *self);
void qsf_build_landscape (QsfBuild *self);
void qsf_build_bits (QsfBuild *self);
void qsf_build_ties (QsfBuild *self);

/* Where a value that rounds to integer k ends and one that rounds to k + 1 begins, in units of s; "toward zero" leads to origin. */
double qsf_get_boundary (QscRounding rounding, double k, double origin);
/* That origin, in steps from zero: code 0 where the zero-point is added before rounding. */
double qsf_get_origin (const QscParams *params);
/* The bounds of e / s inside the range. */
void qsf_get_rounding_bounds (QscRounding rounding, double *low, double *high);
/* The reals that get this code; infinite at the ends. */
void qsf_get_code_interval (const QscParams *params, gint64 code, double *low, double *high);

/* The description's parts. (transfer full) */
char *qsf_describe_grid (const QsfBuild *self);
char *qsf_describe_clipping (const QsfBuild *self);

/* Tables for CSV. */
void qsf_set_table (QsfBuild *self, QsfView view);
/* values, separated by commas, the line ended. */
void qsf_append_row (GString *csv, const double *values, int n);
void qsf_append_double (GString *csv, double value);

G_END_DECLS
