/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-accuracy-curve.h"
#include "plot/qsp-figure.h"

G_BEGIN_DECLS

/* What quantization does to the answers of a network, as figures of their own: they are of networks, not of a tensor's result. */

/* The view's nick on the command line and in file names, and its title. */
#define QSF_ACCURACY_NICK "accuracy"
#define QSF_CONFUSION_NICK "confusion"

typedef struct
{
  gboolean large;
  double cursor_x, cursor_y; /* what the pointer is over; NaN: no read-out */
  gboolean has_pick;         /* of the confusion: a cell with a frame */
  guint pick_label, pick_answer;
} QsfAccuracyOptions;

/* Large, no cursor, no pick. */
void qsf_accuracy_options_init (QsfAccuracyOptions *self);

/* Right answers against bits, those of the network as it is, and where accuracy stands on it. curve (nullable) may be of a request a
 * moment before. (transfer full) */
QspFigure *qsf_figure_new_accuracy (QsaAccuracyCurve *curve, QsaAccuracy *accuracy, const QsfAccuracyOptions *options);

/* How often each class was taken for each other: one row for each label, one column for each answer. (transfer full) */
QspFigure *qsf_figure_new_confusion (QsaAccuracy *accuracy, const QsfAccuracyOptions *options);

/* The cell at data coordinates; FALSE beside the cells. */
gboolean qsf_confusion_find_cell (QsaAccuracy *accuracy, double x, double y, guint *label, guint *answer);

/* "INT4 symmetric · min–max · scale per channel · 514 of 540". (transfer full) */
char *qsf_make_accuracy_caption (QsaAccuracy *accuracy);

G_END_DECLS
