/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How data coordinates fall on an axis. */
typedef struct
{
  gboolean log;
  double low, high;
} QspScale;

/* Limits that can be drawn, from any: finite, low < high, above 0 if log. */
void qsp_scale_init (QspScale *self, gboolean log, double low, double high);

/* 0 at low, 1 at high; far outside is held at +-1e4, NaN stays. */
double qsp_scale_normalize (const QspScale *self, double value);
double qsp_scale_invert (const QspScale *self, double position);

G_END_DECLS
