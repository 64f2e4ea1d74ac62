/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-index.h"

G_BEGIN_DECLS

/* Values between two stored sums. */
#define QSA_INDEX_BLOCK 32

/* A sum as two doubles, the second being what the first cannot hold. */
typedef struct
{
  double high, low;
} QsaSum;

/* Sums of r and r^2 over all values before a block. */
typedef struct
{
  QsaSum x, xx;
} QsaIndexSums;

struct _QsaIndex
{
  gatomicrefcount refs;
  guint32 n;
  float *values;      /* ascending */
  QsaIndexSums *sums; /* n / BLOCK + 1 */
  /* Where the values begin that lie in each of n_starts equal stretches from the least to the largest, and n at the end. */
  guint32 *starts;
  guint32 n_starts;
  double low, per_unit;
};

/* All values before a place. */
typedef struct
{
  guint32 at;
  QsaIndexSums sums;
} QsaIndexBorder;

/* The first place whose value is not below threshold; n when there is none. */
guint32 qsa_index_find (const QsaIndex *self, double threshold);
void qsa_index_get_border (const QsaIndex *self, guint32 at, QsaIndexBorder *border);
/* The summed squared error of the values between two borders when all become level. */
double qsa_index_get_error (const QsaIndexBorder *from, const QsaIndexBorder *to, double level);

/* The stretch of a finite value. */
static inline guint32
qsa_index_get_stretch (const QsaIndex *self, double value)
{
  const double at = (value - self->low) * self->per_unit;

  return at > 0 ? (guint32)MIN (at, (double)(self->n_starts - 1)) : 0;
}

/* a + b, exactly, for a and b of any size (Knuth). */
static inline QsaSum
qsa_sum_of (double a, double b)
{
  const double sum = a + b, part = sum - a;

  return (QsaSum){ sum, (a - (sum - part)) + (b - part) };
}

/* With an error of a 2^-104th. */
static inline QsaSum
qsa_sum_add (QsaSum sum, double value)
{
  const QsaSum all = qsa_sum_of (sum.high, value);

  return qsa_sum_of (all.high, all.low + sum.low);
}

/* Adds ascending values, no more than a block of them, so that nothing is lost. */
void qsa_index_sums_add (QsaIndexSums *self, const float *values, guint n);

/* What the best zero-point makes of one scale. */
typedef struct
{
  double error; /* summed squared error */
  int32_t zero_point;
  double codes_squared; /* the sum of (q - z)^2, or, where z is free, of as much as any zero-point could make of it */
} QsaIndexScale;

/* The error under a scale (a float32, or 0) in real numbers, not in those of the kernels: under a rule that rounds to nearest, each
 * value goes to the level nearest to it. */
void qsa_index_measure_scale (const QsaIndex *self, const QscScheme *format, double scale, QsaIndexScale *result);

/* Sorts n keys of a into a or b, which is as long; whichever is returned. */
guint32 *qsa_index_sort_keys (guint32 *a, guint32 *b, guint32 n);

/* Builds it. NULL with an error as qsa_source_get_index. */
QsaIndex *qsa_index_new (QsaSource *source, GCancellable *cancellable, GError **error);
QsaIndex *qsa_index_ref (QsaIndex *self);
void qsa_index_unref (QsaIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaIndex, qsa_index_unref)

G_END_DECLS
