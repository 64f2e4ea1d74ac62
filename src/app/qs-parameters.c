/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-parameters.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stddef.h>

#define KIND(k) (1u << QST_DISTRIBUTION_##k)
#define ALL_KINDS ((1u << QST_N_DISTRIBUTIONS) - 1)
#define OFFSET(field) offsetof (QstDistribution, field)

const QsParameter qs_parameters[QS_N_PARAMETERS] = {
  { "count", N_ ("Count"), N_ ("How many values are drawn"), OFFSET (count), TRUE, ALL_KINDS, QST_DISTRIBUTION_COUNT_MIN,
    QST_DISTRIBUTION_COUNT_MAX, 1024, 0 },
  { "sigma", N_ ("Spread σ"), N_ ("Standard deviation, or the width that goes by its name"), OFFSET (sigma), FALSE, ALL_KINDS,
    0.0001, 10000, 0.1, 4 },
  { "mean", N_ ("Mean"), N_ ("Shifts all values"), OFFSET (mean), FALSE, ALL_KINDS, -10000, 10000, 0.1, 3 },
  { "degrees", N_ ("Degrees of freedom"), N_ ("Fewer give heavier tails"), OFFSET (degrees), FALSE, KIND (STUDENT_T), 0.5, 200,
    0.5, 1 },
  { "separation", N_ ("Distance of peaks"), N_ ("In units of the spread"), OFFSET (separation), FALSE, KIND (BIMODAL), 0, 100,
    0.5, 1 },
  { "outlier-share", N_ ("Outlier share"), N_ ("Which part of the values is spread wider, 0 to 1"), OFFSET (outlier_share), FALSE,
    KIND (OUTLIERS), 0, 1, 0.001, 4 },
  { "outlier-scale", N_ ("Outlier spread"), N_ ("How many times wider"), OFFSET (outlier_scale), FALSE, KIND (OUTLIERS), 1, 1000,
    1, 1 },
  { "channels", N_ ("Channels"), N_ ("Rows of different spread"), OFFSET (channels), TRUE, KIND (CHANNELS), 1, 4096, 1, 0 },
  { "channel-ratio", N_ ("Channel ratio"), N_ ("Largest spread over smallest"), OFFSET (channel_ratio), FALSE, KIND (CHANNELS), 1,
    100000, 10, 1 },
  { "seed", N_ ("Seed"), N_ ("Another seed, other values of the same shape"), OFFSET (seed), TRUE, ALL_KINDS, 0, 4294967295.0, 1,
    0 },
};

double
qs_parameter_get (gsize i, const QstDistribution *distribution)
{
  const char *field = (const char *)distribution + qs_parameters[i].offset;

  return qs_parameters[i].is_whole ? (double)*(const guint64 *)(gconstpointer)field : *(const double *)(gconstpointer)field;
}

void
qs_parameter_set (gsize i, QstDistribution *distribution, double value)
{
  const QsParameter *info = &qs_parameters[i];
  char *field = (char *)distribution + info->offset;

  if (isnan (value))
    return;
  value = CLAMP (value, info->low, info->high);
  if (info->is_whole)
    *(guint64 *)(gpointer)field = (guint64)rint (value);
  else
    *(double *)(gpointer)field = value;
}
