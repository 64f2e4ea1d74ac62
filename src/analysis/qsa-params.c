/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-params.h"

gboolean
qsa_params_equal (const QscParams *a, const QscParams *b)
{
  return a->scale == b->scale && a->zero_point == b->zero_point && a->qmin == b->qmin && a->qmax == b->qmax
         && a->arithmetic == b->arithmetic && a->inverse == b->inverse && a->rounding == b->rounding
         && (a->seed == b->seed || a->rounding != QSC_ROUND_STOCHASTIC);
}

void
qsa_params_reconstruct (const QscParams *params, const float *x, gsize n, guint64 first_index, float *y)
{
  g_assert (n <= QSA_BLOCK);
  if (params->qmax <= G_MAXINT16)
    {
      gint16 codes[QSA_BLOCK];

      qsc_quantize_i16 (params, x, n, first_index, codes);
      qsc_dequantize_i16 (params, codes, n, y);
    }
  else
    {
      guint16 codes[QSA_BLOCK];

      qsc_quantize_u16 (params, x, n, first_index, codes);
      qsc_dequantize_u16 (params, codes, n, y);
    }
}
