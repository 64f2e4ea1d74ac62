/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-error.h"
#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* Shapes that values can be drawn from. */
typedef enum
{
  QST_DISTRIBUTION_GAUSSIAN,
  QST_DISTRIBUTION_LAPLACE,
  QST_DISTRIBUTION_UNIFORM,
  QST_DISTRIBUTION_STUDENT_T,
  QST_DISTRIBUTION_LOG_NORMAL, /* skewed */
  QST_DISTRIBUTION_RELU,       /* Gaussian after max (0, x): half of it zero */
  QST_DISTRIBUTION_BIMODAL,    /* two peaks at -separation/2 and +separation/2 */
  QST_DISTRIBUTION_OUTLIERS,   /* Gaussian, a share of it scaled up */
  QST_DISTRIBUTION_CHANNELS,   /* rows of different spread */
  QST_N_DISTRIBUTIONS
} QstDistributionKind;

#define QST_DISTRIBUTION_COUNT_MIN 16
#define QST_DISTRIBUTION_COUNT_MAX (16 * 1024 * 1024)

/* What to draw. qst_distribution_init gives the defaults: Gaussian, 65 536 values, sigma 1, seed 1. */
typedef struct
{
  QstDistributionKind kind;
  guint64 count; /* QST_DISTRIBUTION_COUNT_MIN … _MAX; CHANNELS rounds down to whole rows */
  guint64 seed;
  double mean;          /* shift of the whole; 0 */
  double sigma;         /* > 0: standard deviation (Gaussian, …), b of Laplace, half-width of uniform, sigma of ln x; 1 */
  double degrees;       /* Student-t: > 0; 4 */
  double separation;    /* bimodal: distance of the peaks in sigma; 5 */
  double outlier_share; /* 0 … 1; 0.005 */
  double outlier_scale; /* factor on sigma; 10 */
  guint64 channels;     /* CHANNELS: rows; 64 */
  double channel_ratio; /* CHANNELS: largest sigma over smallest, geometric steps; 100 */
} QstDistribution;

void qst_distribution_init (QstDistribution *self, QstDistributionKind kind);

/* "gaussian", "laplace", "uniform", "student-t", "log-normal", "relu", "bimodal", "outliers", "channels". */
const char *qst_distribution_get_nick (QstDistributionKind kind);
gboolean qst_distribution_from_nick (const char *nick, QstDistributionKind *kind);

/* The translated name: "Gaussian", "Laplace", "Uniform", "Student-t", "Skewed", "After ReLU", "Two peaks", "Outliers", "Channels". */
const char *qst_distribution_get_title (QstDistributionKind kind);

/* Draws the values: the same on every machine, and the first n of a longer draw are those of a shorter (all but CHANNELS).
 * NULL with QST_ERROR_ARGUMENT, or G_IO_ERROR_CANCELLED. (transfer full) */
QstTensor *qst_distribution_draw (const QstDistribution *self, GCancellable *cancellable, GError **error);

G_END_DECLS
