/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-ties.h"

#include "analysis/qsa-job.h"
#include "analysis/qsa-params.h"
#include "analysis/qsa-threshold.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Float32 as their place among all of them, both zeros at 0. Of what lies on a threshold: first … past (exclusive). */
typedef struct
{
  gint32 first, past;
} Threshold;

struct _QsaTies
{
  gatomicrefcount refs;
  QsaSource *source;
  QscParams params;
  QscParams others_params[QSA_TIES_OTHERS];
  guint n_thresholds;
  Threshold *thresholds; /* [i]: below code qmin + i + 1 */
  guint64 counts[QSA_TIES_N];
  QsaTiesOther others[QSA_TIES_OTHERS];
};

/* What a worker counts. */
typedef struct
{
  guint64 counts[QSA_TIES_N];
  guint64 differing[QSA_TIES_OTHERS];
} Counts;

QsaTies *
qsa_ties_ref (QsaTies *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_ties_unref (QsaTies *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_source_unref (self->source);
  g_free (self->thresholds);
  g_free (self);
}

static gint32
get_place (float value)
{
  guint32 pattern;

  memcpy (&pattern, &value, sizeof pattern);
  return pattern & 0x80000000u ? -(gint32)(pattern & 0x7fffffffu) : (gint32)pattern;
}

/* In ulp, 0 on it. Two places may be further apart than an int32 can say. */
static gint64
get_distance (const Threshold *threshold, gint32 place)
{
  if (place < threshold->first)
    return (gint64)place - threshold->first;
  return place < threshold->past ? 0 : (gint64)place - threshold->past + 1;
}

/* From the nearer of the thresholds at both ends of the code, qmin + i. */
static gboolean
find_distance (const QsaTies *self, float value, guint i, int *ulp)
{
  const gint32 place = get_place (value);
  gint64 nearest = G_MAXINT64;

  if (i > 0)
    nearest = get_distance (&self->thresholds[i - 1], place);
  if (i < self->n_thresholds)
    {
      const gint64 upper = get_distance (&self->thresholds[i], place);

      if (ABS (upper) < ABS (nearest))
        nearest = upper;
    }
  *ulp = (int)CLAMP (nearest, -QSA_TIES_REACH - 1, QSA_TIES_REACH + 1);
  return ABS (*ulp) <= QSA_TIES_REACH;
}

/* Codes as 16 bits, whatever their sign: only to be told apart, and counted from the lowest. */
static void
quantize (const QscParams *params, const float *x, gsize n, guint64 first_index, guint16 *codes)
{
  if (params->qmin < 0)
    qsc_quantize_i16 (params, x, n, first_index, (gint16 *)codes);
  else
    qsc_quantize_u16 (params, x, n, first_index, codes);
}

static void
map_values (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const QsaTies *self = data;
  Counts *sums = worker;
  guint16 codes[QSA_BLOCK], others[QSA_BLOCK];

  for (gsize i = 0; i < n; i += QSA_BLOCK)
    {
      const gsize length = MIN (n - i, QSA_BLOCK);
      int ulp;

      quantize (&self->params, x + i, length, begin + i, codes);
      for (gsize k = 0; k < length; k++)
        if (fabsf (x[i + k]) <= FLT_MAX && find_distance (self, x[i + k], (guint16)(codes[k] - (guint)self->params.qmin), &ulp))
          sums->counts[ulp + QSA_TIES_REACH]++;
      for (guint other = 0; other < QSA_TIES_OTHERS; other++)
        {
          guint differing = 0;

          /* What is not finite gets the same code from all of them. */
          quantize (&self->others_params[other], x + i, length, begin + i, others);
          for (gsize k = 0; k < length; k++)
            differing += codes[k] != others[k];
          sums->differing[other] += differing;
        }
    }
}

static void
gather_counts (gpointer data, gconstpointer worker)
{
  QsaTies *self = data;
  const Counts *sums = worker;

  for (guint i = 0; i < QSA_TIES_N; i++)
    self->counts[i] += sums->counts[i];
  for (guint i = 0; i < QSA_TIES_OTHERS; i++)
    self->others[i].differing += sums->differing[i];
}

static QscArithmetic
get_counterpart (QscArithmetic arithmetic)
{
  switch (arithmetic)
    {
    case QSC_MULTIPLY:
      return QSC_DIVIDE;
    case QSC_DIVIDE_SHIFT:
      return QSC_MULTIPLY_SHIFT;
    case QSC_MULTIPLY_SHIFT:
      return QSC_DIVIDE_SHIFT;
    case QSC_DIVIDE:
    case QSC_N_ARITHMETICS:
    default:
      return QSC_MULTIPLY;
    }
}

static void
add_others (QsaTies *self)
{
  guint n = 0;

  for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)
    if (rounding != QSC_ROUND_STOCHASTIC && rounding != (int)self->params.rounding)
      {
        self->others_params[n] = self->params;
        self->others_params[n++].rounding = (QscRounding)rounding;
      }
  self->others_params[n] = self->params;
  self->others_params[n++].arithmetic = get_counterpart (self->params.arithmetic);
  g_assert (n == QSA_TIES_OTHERS);
  for (guint i = 0; i < n; i++)
    self->others[i] = (QsaTiesOther){ self->others_params[i].rounding, self->others_params[i].arithmetic, 0 };
}

static void
add_thresholds (QsaTies *self)
{
  self->n_thresholds = (guint)(self->params.qmax - self->params.qmin);
  self->thresholds = g_new (Threshold, self->n_thresholds);
  for (guint i = 0; i < self->n_thresholds; i++)
    {
      float first, past;

      qsa_threshold_find_ties (&self->params, self->params.qmin + (int)i + 1 - self->params.zero_point, &first, &past);
      /* Out of reach of every float, where there is none. */
      if (first == (float)INFINITY)
        self->thresholds[i] = (Threshold){ G_MAXINT32, G_MAXINT32 };
      else if (past == -(float)INFINITY)
        self->thresholds[i] = (Threshold){ G_MININT32, G_MININT32 };
      else
        self->thresholds[i] = (Threshold){ get_place (first), get_place (past) };
    }
}

QsaTies *
qsa_ties_new (QsaSource *source, const QscParams *params, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaTies) self = g_new0 (QsaTies, 1);
  const QsaJob job = { .data = self, .worker_size = sizeof (Counts), .map = map_values, .gather = gather_counts };

  g_atomic_ref_count_init (&self->refs);
  self->source = qsa_source_ref (source);
  self->params = *params;
  if (!qsa_threshold_exists (params))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("Stochastic rounding has no thresholds"));
      return NULL;
    }
  add_others (self);
  add_thresholds (self);
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

const guint64 *
qsa_ties_get_counts (QsaTies *self)
{
  return self->counts;
}

const QsaTiesOther *
qsa_ties_get_others (QsaTies *self)
{
  return self->others;
}

gboolean
qsa_ties_get_distance (QsaTies *self, float value, int *ulp)
{
  QscTrace trace;

  if (!isfinite (value))
    return FALSE;
  qsc_params_trace (&self->params, value, 0, &trace);
  return find_distance (self, value, (guint)(trace.code - self->params.qmin), ulp);
}

QsaSource *
qsa_ties_get_source (QsaTies *self)
{
  return self->source;
}

gboolean
qsa_ties_is_of (QsaTies *self, QsaSource *source, const QscParams *params)
{
  return self->source == source && qsa_params_equal (&self->params, params);
}
