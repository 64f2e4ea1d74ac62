/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-scale.h"

G_BEGIN_DECLS

#define QSP_TICKS_MAX 160
#define QSP_TICK_LABEL_MAX 48

typedef enum
{
  QSP_AXIS_VALUE, /* reals */
  QSP_AXIS_COUNT, /* whole numbers, "2.5k" */
  QSP_AXIS_WHOLE, /* whole numbers in full */
  QSP_AXIS_CODE,  /* steps of powers of two, the ends and the zero-point always labelled */
  QSP_AXIS_LOG,
  QSP_AXIS_INDEX, /* rows or columns: number i from i to i + 1, labelled in its middle; downwards (rows) where the axis is
                   * below 0, number i from -i - 1 to -i */
} QspAxisKind;

typedef struct
{
  double value;
  gboolean minor;                 /* no label */
  char label[QSP_TICK_LABEL_MAX]; /* "" none */
} QspTick;

typedef struct
{
  gsize n;
  double step; /* between regular ticks; 0 on log axes */
  QspTick ticks[QSP_TICKS_MAX];
} QspTicks;

/* The width of a label in px. */
typedef double (*QspMeasureFunc) (gpointer data, const char *label);

typedef struct
{
  QspAxisKind kind;
  QspScale scale;
  double pixels;        /* length of the axis */
  double min_pitch;     /* m; 0: the code axis' own */
  double previous_step; /* kept while it fits; 0: none */
  gint64 codes[3];      /* code axis: lowest, zero-point, highest */
  gboolean localized;
  QspMeasureFunc measure; /* (nullable) widens m to the widest label + 16 */
  gpointer measure_data;
} QspTickRequest;

/* The smallest of {1, 2, 2.5, 5} x 10^n (whole numbers only if integer) whose pitch is at least m px; previous_step as long as its
 * pitch is in m ... 2.5 m. */
double qsp_ticks_choose_step (double span, double pixels, double m, gboolean integer, double previous_step);

void qsp_ticks_compute (QspTicks *self, const QspTickRequest *request);

G_END_DECLS
