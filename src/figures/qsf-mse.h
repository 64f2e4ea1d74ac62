/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/qsf-private.h"

G_BEGIN_DECLS

/* What the parts of the view of the error over the scale share. Lines and, after them, the rest of the legend's entries. */
enum
{
  QSF_MSE_TOTAL,
  QSF_MSE_CLIPPING,
  QSF_MSE_ROUNDING,
  QSF_MSE_N_LINES,
  QSF_MSE_SOLUTIONS = QSF_MSE_N_LINES
};

/* The points to draw: those of the curve, and the scale in force, which the result knows exactly. */
typedef struct
{
  gsize n, current, least;
  double *x, *y[QSF_MSE_N_LINES];
  double signal;  /* mean of r² */
  double min_max; /* the scale of that calibration; NaN where it is not seen */
  gboolean is_known;
} QsfMsePoints;

QspRole qsf_mse_get_role (int line);

/* The names of the lines and of the calibrations, none over another. */
void qsf_mse_add_notes (QsfBuild *build, const QsfMsePoints *points);
/* A dot at what each calibration finds. */
void qsf_mse_add_solutions (QsfBuild *build);
/* The calibration whose dot the cursor at x is on; NULL when there is none. */
const QsaSolution *qsf_mse_find_solution (const QsfBuild *build, double x);

G_END_DECLS
