/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/qsf-private.h"

G_BEGIN_DECLS

/* r to level and error, exactly at the breakpoints of the rounding rule: per code its first and last point, then NaN. */
typedef struct
{
  gsize n;
  double *x, *level, *error;
} QsfCurve;

/* More steps are visible than can be drawn one by one: an envelope must do. */
gboolean qsf_curve_is_dense (const QsfBuild *build);

QsfCurve *qsf_curve_new (const QsfBuild *build, QscRounding rounding);
void qsf_curve_free (QsfCurve *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsfCurve, qsf_curve_free)

G_END_DECLS
