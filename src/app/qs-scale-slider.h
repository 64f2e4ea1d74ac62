/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

G_BEGIN_DECLS

/* A slider of the scale runs over s_mm / 100 … 4 s_mm in this many steps of the logarithm; s_mm is the min-max scale. */
#define QS_SCALE_SLIDER_STEPS 200.0

double qs_scale_slider_get_position (QsSession *session, double scale);
double qs_scale_slider_get_scale (QsSession *session, double position);

G_END_DECLS
