/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-scale-slider.h"

#include <math.h>

#define LOW (1 / 100.0)
#define HIGH 4.0

double
qs_scale_slider_get_position (QsSession *session, double scale)
{
  const double least = qs_session_get_min_max_scale (session) * LOW;

  return QS_SCALE_SLIDER_STEPS * log (scale / least) / log (HIGH / LOW);
}

double
qs_scale_slider_get_scale (QsSession *session, double position)
{
  const double least = qs_session_get_min_max_scale (session) * LOW;

  return least * pow (HIGH / LOW, position / QS_SCALE_SLIDER_STEPS);
}
