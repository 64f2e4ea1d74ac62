/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-units.h"

G_BEGIN_DECLS

/* The parameters of every unit of a tensor, all of the same codes, rounding and arithmetic. Immutable, thread-safe, reference
 * counted. */
typedef struct _QsaUnitParams QsaUnitParams;

/* Takes params (g_malloc'd), units->n_units of them. */
QsaUnitParams *qsa_unit_params_new_take (const QsaUnits *units, QscParams *params);
/* One for all values of a tensor, however many. */
QsaUnitParams *qsa_unit_params_new_single (const QscParams *params);
QsaUnitParams *qsa_unit_params_ref (QsaUnitParams *self);
void qsa_unit_params_unref (QsaUnitParams *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaUnitParams, qsa_unit_params_unref)

const QsaUnits *qsa_unit_params_get_units (QsaUnitParams *self);
guint64 qsa_unit_params_get_n (QsaUnitParams *self);
/* n of them, unit by unit. */
const QscParams *qsa_unit_params_get_all (QsaUnitParams *self);
/* Those of the value at index. */
const QscParams *qsa_unit_params_get_at (QsaUnitParams *self, guint64 index);

/* Those with the greatest scale, which a picture of all values can be measured by. */
const QscParams *qsa_unit_params_get_widest (QsaUnitParams *self);

/* Whether they give the same code for every value at every index. */
gboolean qsa_unit_params_equal (QsaUnitParams *a, QsaUnitParams *b);

/* x[n], which stand from first_index on, to the levels y[n] of their codes. */
void qsa_unit_params_reconstruct (QsaUnitParams *self, const float *x, gsize n, guint64 first_index, float *y);

/* To codes[n]: int8 or uint8 where all codes fit into a byte (of the sign of qmin), else int16 or uint16. */
void qsa_unit_params_quantize (QsaUnitParams *self, const float *x, gsize n, guint64 first_index, gpointer codes);
/* Bytes of such a code: 1 or 2. */
gsize qsa_unit_params_get_code_size (QsaUnitParams *self);

G_END_DECLS
