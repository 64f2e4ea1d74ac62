/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/qsc.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A race of matrix products on this machine: uint8 by int8 against float32, with the same blocks, each by its own vector instructions,
 * on one thread. */

#define QSA_RACE_SIZE_MIN 16
#define QSA_RACE_SIZE_MAX 2048
#define QSA_RACE_ROUNDS_MAX 99

typedef struct
{
  double seconds; /* median of the rounds, for one product */
  double macs_per_second;
  guint64 bytes; /* of both matrices and the sums, each once */
} QsaRaceTime;

typedef struct
{
  gsize size; /* of all three square matrices */
  guint rounds;
  QsaRaceTime int8, float32;
  double ratio;                                       /* float32's time by int8's: above 1, int8 is faster */
  const char *int8_instructions, *float_instructions; /* static */
} QsaRace;

/* Called on the worker after each round. */
typedef void (*QsaRaceProgress) (gpointer data, guint round, guint n_rounds);

/* Blocking, some seconds where size is large; progress (nullable). FALSE with G_IO_ERROR_CANCELLED, or G_IO_ERROR_INVALID_ARGUMENT for a
 * size or rounds outside their limits. */
gboolean qsa_race_run (gsize size, guint rounds, QsaRaceProgress progress, gpointer data, GCancellable *cancellable,
                       QsaRace *race, GError **error);

/* {"size": 512, …}, pretty-printed. (transfer full) */
char *qsa_report_race (const QsaRace *race);

G_END_DECLS
