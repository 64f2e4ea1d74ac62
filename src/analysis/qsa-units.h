/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-granularity.h"
#include "core/qsc.h"
#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* More units than this are refused: their parameters alone would take hundreds of megabytes. */
#define QSA_UNITS_MAX (G_GUINT64_CONSTANT (1) << 22)

/* How the units of a granularity, each with parameters of its own, lie in a tensor. A small value, copied freely.
 *
 * Channels: the tensor is n_outer × n_channels × n_inner, as in QscChannels. Groups: n_outer rows of n_columns values, n_inner of
 * them to a group, the last of a row maybe fewer; units count row by row. The whole tensor: one channel. */
typedef struct
{
  QsaGranularity granularity;
  guint64 count;   /* values */
  guint64 n_units; /* 1 at least */
  guint64 n_outer, n_channels, n_inner;
  guint64 n_columns, n_per_row; /* of groups */
} QsaUnits;

/* FALSE with G_IO_ERROR_INVALID_ARGUMENT for an axis that the tensor has not, or a group's size out of bounds;
 * G_IO_ERROR_NOT_SUPPORTED for more than QSA_UNITS_MAX, or several of more than 2^26 values. */
gboolean qsa_units_init (QsaUnits *self, const QsaGranularity *granularity, QstTensor *tensor, GError **error);

gboolean qsa_units_equal (const QsaUnits *a, const QsaUnits *b);

/* The unit of the value at index. */
guint64 qsa_units_get_unit (const QsaUnits *self, guint64 index);
/* The same, and where the run of neighbours of that unit ends, excluded. */
guint64 qsa_units_get_run (const QsaUnits *self, guint64 index, guint64 *end);

/* How many values a unit has, and where its value number i stands. */
guint64 qsa_units_get_size (const QsaUnits *self, guint64 unit);
guint64 qsa_units_get_index (const QsaUnits *self, guint64 unit, guint64 i);

/* Which of its unit's values the one at index is: qsa_units_get_index the other way round. */
guint64 qsa_units_get_place (const QsaUnits *self, guint64 index);

/* The unit as people count: "channel 3 of 64", "group 17 of 4096", from 1. (transfer full) */
char *qsa_units_describe (const QsaUnits *self, guint64 unit);

/* A tensor of one axis with copies of the values of a unit. Blocking. NULL with G_IO_ERROR_CANCELLED or
 * QST_ERROR. */
QstTensor *qsa_units_extract (const QsaUnits *self, QstTensor *tensor, guint64 unit, GCancellable *cancellable, GError **error);

G_END_DECLS
