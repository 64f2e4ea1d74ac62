/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-units.h"

G_BEGIN_DECLS

/* Private to analysis: passes over a tensor that make something of each unit, on all processors. What is done is cut into parts by the
 * shape alone, and parts of one unit are merged in their order: one thread and many give the same bits. */

/* Values that come at once: whole units, or a part of each of some channels. */
typedef struct
{
  guint64 begin; /* index of the first value */
  gsize n;
  guint64 first_unit;
  gboolean is_groups;
  QscChannels channels; /* of n values … */
  QscGroups groups;     /* … or groups */
} QsaPiece;

typedef struct
{
  gpointer data;

  /* What is made of each unit: its bytes, its empty state (NULL: zeros), and how the next one is added. */
  gsize unit_size;
  void (*init) (gpointer unit);
  void (*merge) (gpointer unit, gconstpointer next);

  /* Bytes of what a part sums up besides, zeroed; gathered in order by the calling thread. */
  gsize part_size;
  void (*gather) (gpointer data, gconstpointer part);

  /* Any thread. units: those from piece->first_unit on. */
  void (*map) (gpointer data, const QsaPiece *piece, const float *x, gpointer units, gpointer part);
} QsaUnitsJob;

/* results (nullable if unit_size is 0): n_units of unit_size. Blocking. FALSE with G_IO_ERROR_CANCELLED or QST_ERROR. */
gboolean qsa_units_job_run (const QsaUnitsJob *job, const QsaUnits *units, QstTensor *tensor, gpointer results,
                            GCancellable *cancellable, GError **error);

/* Calls work for every unit, on any thread and in any order, with a copy of its values that work may change. Blocking. FALSE as
 * above. */
gboolean qsa_units_for_each (const QsaUnits *units, QstTensor *tensor,
                             void (*work) (gpointer data, guint64 unit, float *values, gsize n, GCancellable *cancellable),
                             gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
