/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-accuracy-curve.h"

#include <string.h>

struct _QsaAccuracyCurve
{
  gatomicrefcount refs;
  QsaAccuracyRequest request;
  guint n_widths;
  gsize n_right[QSA_ACCURACY_CURVE_N];
};

static gboolean
add_width (QsaAccuracyCurve *self, GCancellable *cancellable, GError **error)
{
  QsaAccuracyRequest at = self->request;
  g_autoptr (QsaAccuracy) accuracy = NULL;

  at.scheme.format.bits = QSC_BITS_MIN + (int)self->n_widths;
  accuracy = qsa_accuracy_new (&at, cancellable, error);
  if (accuracy == NULL)
    return FALSE;
  self->n_right[self->n_widths++] = qsa_accuracy_get_n_right (accuracy);
  return TRUE;
}

QsaAccuracyCurve *
qsa_accuracy_curve_new (const QsaAccuracyRequest *request, QsaAccuracyCurve *previous, guint n, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (QsaAccuracyCurve) self = g_new0 (QsaAccuracyCurve, 1);

  g_atomic_ref_count_init (&self->refs);
  self->request = *request;
  qsa_reference_ref (request->reference);
  if (previous != NULL && qsa_accuracy_curve_is_of (previous, request))
    {
      self->n_widths = previous->n_widths;
      memcpy (self->n_right, previous->n_right, sizeof self->n_right);
    }
  for (guint i = 0; i < n && self->n_widths < QSA_ACCURACY_CURVE_N; i++)
    if (!add_width (self, cancellable, error))
      return NULL;
  return g_steal_pointer (&self);
}

QsaAccuracyCurve *
qsa_accuracy_curve_ref (QsaAccuracyCurve *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_accuracy_curve_unref (QsaAccuracyCurve *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_reference_unref (self->request.reference);
  g_free (self);
}

const QsaAccuracyRequest *
qsa_accuracy_curve_get_request (QsaAccuracyCurve *self)
{
  return &self->request;
}

gsize
qsa_accuracy_curve_get_n (QsaAccuracyCurve *self)
{
  return qsa_examples_get_n (qsa_reference_get_examples (self->request.reference));
}

guint
qsa_accuracy_curve_get_n_widths (QsaAccuracyCurve *self)
{
  return self->n_widths;
}

gsize
qsa_accuracy_curve_get_n_right (QsaAccuracyCurve *self, int bits)
{
  g_return_val_if_fail (bits >= QSC_BITS_MIN && bits < QSC_BITS_MIN + (int)self->n_widths, 0);
  return self->n_right[bits - QSC_BITS_MIN];
}

gsize
qsa_accuracy_curve_get_n_right_float (QsaAccuracyCurve *self)
{
  return qsa_reference_get_n_right (self->request.reference);
}

gboolean
qsa_accuracy_curve_is_of (QsaAccuracyCurve *self, const QsaAccuracyRequest *request)
{
  QsaAccuracyRequest at = *request;

  at.scheme.format.bits = self->request.scheme.format.bits;
  return qsa_accuracy_request_equal (&at, &self->request);
}
