/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Bounds of the size of a group. */
#define QSA_GROUP_MIN 2
#define QSA_GROUP_MAX 65536

/* How many values share one scale and zero-point. */
typedef enum
{
  QSA_PER_TENSOR,  /* all */
  QSA_PER_CHANNEL, /* those with the same index of one axis */
  QSA_PER_GROUP,   /* so many neighbours along the last axis; the last group of a row may be shorter */
  QSA_N_GRANULARITIES
} QsaGranularityKind;

/* All zero: per tensor. */
typedef struct
{
  QsaGranularityKind kind;
  int axis;       /* of PER_CHANNEL */
  int group_size; /* of PER_GROUP, QSA_GROUP_MIN … QSA_GROUP_MAX */
} QsaGranularity;

/* What the kind does not ask for does not matter. */
gboolean qsa_granularity_equal (const QsaGranularity *a, const QsaGranularity *b);

/* "tensor", "channel", "group:32". The axis of channels is a word of its own. (transfer full) */
char *qsa_granularity_to_nick (const QsaGranularity *self);
/* Leaves the axis as it is. FALSE, and self untouched, for anything else, such as a group's size out of bounds. */
gboolean qsa_granularity_from_nick (const char *nick, QsaGranularity *self);

/* Translated, to stand in a caption: "per tensor", "per channel of axis 0", "per group of 32". (transfer full) */
char *qsa_granularity_describe (const QsaGranularity *self);

G_END_DECLS
