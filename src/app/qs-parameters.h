/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-distribution.h"

G_BEGIN_DECLS

/* Every parameter of a distribution that a person may set: one table for the controls and the actions. */
typedef struct
{
  const char *name;            /* of the action, and of the command line's option */
  const char *title, *tooltip; /* to be translated */
  gsize offset;                /* in QstDistribution */
  gboolean is_whole;           /* a guint64 there, else a double */
  guint kinds;                 /* bit of each kind that has it */
  double low, high, step;
  int digits;
} QsParameter;

#define QS_N_PARAMETERS 10

extern const QsParameter qs_parameters[QS_N_PARAMETERS];

double qs_parameter_get (gsize i, const QstDistribution *distribution);

/* Brings value inside the limits first. */
void qs_parameter_set (gsize i, QstDistribution *distribution, double value);

G_END_DECLS
