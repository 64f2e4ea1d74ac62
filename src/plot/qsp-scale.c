/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-scale.h"

#include <math.h>

/* Cairo's coordinates are 24.8 fixed point: what lies far outside is held where it still fits. */
#define FAR 1e4

void
qsp_scale_init (QspScale *self, gboolean log, double low, double high)
{
  if (!isfinite (low) || !isfinite (high))
    {
      low = log ? 1.0 : 0.0;
      high = log ? 10.0 : 1.0;
    }
  if (log)
    {
      high = MAX (high, 1e-290);
      if (!(low > 0.0))
        low = high * 1e-3;
      if (!(low < high))
        {
          high = low * 2.0;
          low = low / 2.0;
        }
    }
  else if (!(low < high) || !(high - low > 1e-13 * MAX (fabs (low), fabs (high))))
    {
      double middle = low / 2.0 + high / 2.0;
      double half = MAX (fabs (middle) * 1e-6, 1e-300);

      low = middle - (middle == 0.0 ? 1.0 : half);
      high = middle + (middle == 0.0 ? 1.0 : half);
    }
  *self = (QspScale){ log, low, high };
}

double
qsp_scale_normalize (const QspScale *self, double value)
{
  double t;

  if (isnan (value))
    return value;
  if (self->log)
    t = value > 0.0 ? log (value / self->low) / log (self->high / self->low) : -FAR;
  else
    t = (value - self->low) / (self->high - self->low);
  return CLAMP (t, -FAR, FAR);
}

double
qsp_scale_invert (const QspScale *self, double position)
{
  if (self->log)
    return self->low * pow (self->high / self->low, position);
  return self->low + position * (self->high - self->low);
}
