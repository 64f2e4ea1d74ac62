/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"
#include "analysis/qsa-unit-params.h"

G_BEGIN_DECLS

/* The errors of a run of neighbours in memory order; e = reconstructed - r over the finite ones. */
typedef struct
{
  guint64 first, last;    /* indices, last excluded */
  guint64 count;          /* finite values and errors; 0: the rest is undefined */
  guint64 max_index;      /* of the largest |e|, the first of equals */
  float min, max;         /* of e */
  float value, max_error; /* r and e at max_index */
} QsaEnvelopeColumn;

/* The errors by index, a part of the tensor cut into columns: exact, from all values of that part. Immutable, thread-safe,
 * reference counted. */
typedef struct _QsaEnvelope QsaEnvelope;

/* Of the indices first … last (excluded, cut at the tensor's end) in n_columns runs that differ in length by one at most; with
 * no more indices than columns each index is its own run. Blocking. NULL with G_IO_ERROR_CANCELLED or QST_ERROR. */
QsaEnvelope *qsa_envelope_new (QsaSource *source, QsaUnitParams *params, guint64 first, guint64 last, guint n_columns,
                               GCancellable *cancellable, GError **error);
QsaEnvelope *qsa_envelope_ref (QsaEnvelope *self);
void qsa_envelope_unref (QsaEnvelope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaEnvelope, qsa_envelope_unref)

const QsaEnvelopeColumn *qsa_envelope_get_columns (QsaEnvelope *self, gsize *n);
QsaSource *qsa_envelope_get_source (QsaEnvelope *self);     /* (transfer none) */
QsaUnitParams *qsa_envelope_get_params (QsaEnvelope *self); /* (transfer none) */
/* Whether it is what qsa_envelope_new gives for these. */
gboolean qsa_envelope_is_of (QsaEnvelope *self, QsaSource *source, QsaUnitParams *params, guint64 first, guint64 last,
                             guint n_columns);

G_END_DECLS
