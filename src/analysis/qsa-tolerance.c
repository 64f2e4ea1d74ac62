/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-tolerance.h"

#include "analysis/qsa-errors.h"

#include <math.h>

/* Scales tried on either side, each STEP times further out: up to about twice and half of the optimum. */
#define N_SIDE 32
#define N_SCALES (2 * N_SIDE + 1)
#define STEP 1.022

typedef struct
{
  QscParams params[N_SCALES]; /* ascending scales, the optimum in the middle */
  QscSquaredErrors errors[N_SCALES];
} Ladder;

static double
error_of (const QscSquaredErrors *errors)
{
  return errors->sse_rounding + errors->sse_clipping;
}

gboolean
qsa_find_tolerated_scales (QsaSource *source, const QscParams *optimum, double tolerance, GCancellable *cancellable, double *low,
                           double *high, GError **error)
{
  g_autofree Ladder *ladder = g_new0 (Ladder, 1);
  int first = N_SIDE, last = N_SIDE;
  double limit;

  for (int i = 0; i < N_SCALES; i++)
    {
      ladder->params[i] = *optimum;
      ladder->params[i].scale = (float)(optimum->scale * pow (STEP, i - N_SIDE));
    }
  if (!qsa_errors_measure_squares (source, ladder->params, N_SCALES, ladder->errors, cancellable, error))
    return FALSE;
  limit = error_of (&ladder->errors[N_SIDE]) * (1 + tolerance);
  while (first > 0 && error_of (&ladder->errors[first - 1]) <= limit)
    first--;
  while (last < N_SCALES - 1 && error_of (&ladder->errors[last + 1]) <= limit)
    last++;
  *low = ladder->params[first].scale;
  *high = ladder->params[last].scale;
  return TRUE;
}
