/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* Bins of a profile's histogram, from the least to the largest value. */
#define QSA_PROFILE_BINS 48

/* As many bit widths as there are. */
#define QSA_PROFILE_WIDTHS_MAX (QSC_BITS_MAX - QSC_BITS_MIN + 1)

/* One scheme at several bit widths, the first of which ranks. */
typedef struct
{
  QsaScheme scheme; /* but for its bits */
  guint n_widths;
  int widths[QSA_PROFILE_WIDTHS_MAX];
} QsaProfilePlan;

/* A scale that was set by hand is one tensor's: min-max takes its place. Widths beyond QSA_PROFILE_WIDTHS_MAX are left out. */
void qsa_profile_plan_init (QsaProfilePlan *self, const QsaScheme *scheme, guint n_widths, const int *widths);
gboolean qsa_profile_plan_equal (const QsaProfilePlan *a, const QsaProfilePlan *b);

/* What quantization to one width does, as in QsaMeasures. */
typedef struct
{
  int bits;
  double mse, max_error, sqnr_db;
  guint64 clipped;
  double bits_per_value;
  guint64 bytes;
} QsaProfilePoint;

/* What there is to know of one tensor among many. NaN: undefined. Immutable, thread-safe, reference counted. */
typedef struct
{
  gatomicrefcount refs;
  guint64 n_finite;
  double min, max, mean, std;
  double kurtosis; /* fourth central moment over the squared variance: 3 for a Gaussian */
  double tail;     /* largest |r| over the 99.9th percentile of |r| */
  guint64 bins[QSA_PROFILE_BINS];
  guint n_points;
  QsaProfilePoint points[QSA_PROFILE_WIDTHS_MAX];
} QsaProfile;

/* Reads the values some times over, chunk by chunk. Blocking. NULL with G_IO_ERROR_CANCELLED, QST_ERROR, or as
 * qsa_unit_params_new_calibrated for a scheme that the tensor does not fit. */
QsaProfile *qsa_profile_new (QstTensor *tensor, const QsaProfilePlan *plan, GCancellable *cancellable, GError **error);
QsaProfile *qsa_profile_ref (QsaProfile *self);
void qsa_profile_unref (QsaProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaProfile, qsa_profile_unref)

/* The point at that width; NULL if it was not planned. (transfer none) */
const QsaProfilePoint *qsa_profile_get_point (const QsaProfile *self, int bits);

/* Whether the tensor's values are what quantization is for: reals, or codes that stand for some. */
gboolean qsa_profile_suits (QstTensor *tensor);

/* Whether few values lie far from all others, so that one scale for all wastes codes on them. */
gboolean qsa_profile_has_heavy_tails (const QsaProfile *self);

G_END_DECLS
