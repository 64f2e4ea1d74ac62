/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-bits.h"
#include "analysis/qsa-curve.h"
#include "analysis/qsa-envelope.h"
#include "analysis/qsa-landscape.h"
#include "analysis/qsa-solutions.h"
#include "analysis/qsa-ties.h"
#include "analysis/qsa-result.h"
#include "figures/qsf-figures.h"

/* A result made by hand, computed naively in double: the figures' tests stand without the analysis. */
QsaResult *fake_result_new (const float *values, gsize n, const QscScheme *format, float scale, int zero_point, guint n_bins);

/* 110 592 values drawn from a fixed sequence: a bell near 0.0097 with heavier tails, from about -0.28 to 0.37. */
float *fake_values_new (gsize n);

/* INT4 signed asymmetric, s = 0.02590, z = -1 over fake_values_new (110592): the design's pictures. */
QsaResult *fake_result_new_sample (guint n_bins);

/* Signed, asymmetric, full range. */
QsaResult *fake_result_new_signed (const float *values, gsize n, int bits, float scale, int zero_point, QscRounding rounding,
                                   guint n_bins);

/* The error of values over n scales from low to high, equal ratios apart, as a curve of that format and zero-point. */
QsaCurve *fake_curve_new (const float *values, gsize n_values, const QscScheme *format, int zero_point, double low, double high,
                          guint n);

/* The errors of values first … last of result's, cut into n columns. */
QsaEnvelope *fake_envelope_new (QsaResult *result, const float *values, guint64 first, guint64 last, guint n);

/* Made up: what calibrations may find for result, near its scale, some at the next zero-point; the errors are those of values. */
QsaSolutions *fake_solutions_new (QsaResult *result, const float *values, gsize n_values);

/* The error of values at each width, the range that of result's levels. */
QsaBits *fake_bits_new (QsaResult *result, const float *values, gsize n_values);

/* The error of values over scales around that of result and all zero-points, or 32 of them. */
QsaLandscape *fake_landscape_new (QsaResult *result, const float *values, gsize n_values);

/* Counts made up; the codes that differ are those of values. */
QsaTies *fake_ties_new (QsaResult *result, const float *values, gsize n_values);

/* The mean squares of the errors of rounding and of clipping. */
void fake_get_mean_squares (const QscParams *params, const float *values, gsize n, double *rounding, double *clipping);

/* All that the views draw beside result, for figures of that many columns; free with fake_extras_clear. */
void fake_extras_init (QsfOptions *options, QsaResult *result, const float *values, gsize n_values, guint n_columns);
void fake_extras_clear (QsfOptions *options);

/* The display list of figure, light, at that size. */
char *fake_record (QspFigure *figure, double width, double height);
