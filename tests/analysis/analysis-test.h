/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"
#include "tensor/qst-distribution.h"

G_BEGIN_DECLS

/* What several test programs of this folder need. */

/* Copies the values. */
QsaSource *analysis_test_source (const float *values, gsize n);
QsaSource *analysis_test_draw (QstDistributionKind kind, guint64 count);

/* From a file below tests/; name NULL: its only tensor. */
QsaSource *analysis_test_open (const char *path, const char *name);
char *analysis_test_read (const char *path);

/* All values. */
float *analysis_test_get_values (QsaSource *source, gsize *n);

/* Without errors. */
QsaResult *analysis_test_compute (QsaSource *source, const QsaScheme *scheme, guint n_bins);
QsaScheme analysis_test_scheme (int bits, gboolean is_signed, gboolean symmetric, gboolean narrow, QsaCalibration calibration);

/* Equal to so many parts of the larger. */
#define analysis_test_assert_near(a, b, relative)                                                                                \
  g_assert_cmpfloat_with_epsilon ((a), (b), (relative)*MAX (fabs ((double)(a)), fabs ((double)(b))) + 1e-300)

G_END_DECLS
