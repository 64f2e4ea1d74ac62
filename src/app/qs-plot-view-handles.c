/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-plot-view-private.h"

#include "app/qs-session-edit.h"

#include <math.h>

/* Powers of two while Alt is held. */
static double
snap_scale (double scale, gboolean snap)
{
  return snap && scale > 0 ? exp2 (round (log2 (scale))) : scale;
}

/* One end of the unclipped range follows the pointer. Symmetric: the scale alone. Asymmetric: the other end stays where it was, so
 * scale and zero-point both follow. */
static void
drag_range_end (QsPlotView *self, double x, gboolean is_high, gboolean snap)
{
  const QscParams *from = &self->press_params;
  const QsaScheme *scheme = &qs_session_get_state (self->session)->scheme;
  double codes_low = (double)from->qmin - from->zero_point - 0.5;
  double codes_high = (double)from->qmax - from->zero_point + 0.5;
  double low, high, scale;

  if (scheme->format.symmetric)
    {
      scale = snap_scale (is_high ? x / codes_high : x / codes_low, snap);
      qs_session_set_parameters (self->session, scale, from->zero_point, "range");
      return;
    }
  qsc_params_get_unclipped_range (from, &low, &high);
  if (is_high)
    high = x;
  else
    low = x;
  scale = snap_scale ((high - low) / ((double)from->qmax - from->qmin + 1), snap);
  if (scale > 0)
    {
      double zero = is_high ? from->qmin - 0.5 - low / scale : from->qmax + 0.5 - high / scale;
      double codes;

      /* The zero-point is whole; what that takes away is given by the end that nobody holds. */
      zero = CLAMP (rint (zero), from->qmin, from->qmax);
      codes = is_high ? from->qmax + 0.5 - zero : from->qmin - 0.5 - zero;
      if (!snap && x / codes > 0)
        scale = x / codes;
      qs_session_set_parameters (self->session, scale, (int)zero, "range");
    }
}

/* The level of a code follows the pointer by the scale. */
static void
drag_level (QsPlotView *self, double x, int code, gboolean snap)
{
  const QscParams *from = &self->press_params;
  double steps = (double)code - from->zero_point;

  if (steps != 0)
    qs_session_set_parameters (self->session, snap_scale (x / steps, snap), from->zero_point, "range");
}

/* The triangle walks along the codes: a step to the right is the next code. */
static void
drag_zero (QsPlotView *self, double x)
{
  const QscParams *from = &self->press_params;
  double zero = from->zero_point + rint ((x - self->press_data_x) / from->scale);

  if (qs_session_get_state (self->session)->scheme.format.symmetric)
    return;
  qs_session_set_zero_point (self->session, (int)CLAMP (zero, from->qmin, from->qmax));
}

void
qs_plot_view_drag_handle (QsPlotView *self, double x, double y, gboolean snap)
{
  const QscParams *from = &self->press_params;

  switch (self->handle)
    {
    case QSF_HANDLE_RANGE_LOW:
      drag_range_end (self, x, FALSE, snap);
      break;
    case QSF_HANDLE_RANGE_HIGH:
      drag_range_end (self, x, TRUE, snap);
      break;
    case QSF_HANDLE_ZERO:
      drag_zero (self, x);
      break;
    case QSF_HANDLE_SCALE:
      qs_session_set_scale (self->session, snap_scale (x, snap));
      break;
    case QSF_HANDLE_POINT:
      qs_session_drag_parameters (self->session, snap_scale (x, snap), (int)CLAMP (rint (y), from->qmin, from->qmax));
      break;
    default:
      drag_level (self, x, self->handle - QSF_HANDLE_LEVEL + self->press_params.qmin, snap);
      break;
    }
}
