/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-granularity.h"
#include "core/qsc.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Bounds of the number of standard deviations. */
#define QSA_SIGMAS_MIN 0.1
#define QSA_SIGMAS_MAX 100.0

/* How scale and zero-point are found. */
typedef enum
{
  QSA_CALIBRATION_MIN_MAX,
  QSA_CALIBRATION_PERCENTILE,   /* symmetric: of |r|; asymmetric: (100 - P)/2 cut on either side; linear interpolation.
                               * Where only zeros are left, as min-max */
  QSA_CALIBRATION_SIGMA,        /* mean ± k standard deviations */
  QSA_CALIBRATION_MSE,          /* least squared error */
  QSA_CALIBRATION_ENTROPY,      /* least Kullback-Leibler divergence, as TensorRT */
  QSA_CALIBRATION_ACIQ_GAUSS,   /* the best range if the values were normal … */
  QSA_CALIBRATION_ACIQ_LAPLACE, /* … or Laplace distributed */
  QSA_CALIBRATION_TORCH,        /* the range that PyTorch's HistogramObserver finds */
  QSA_CALIBRATION_MANUAL,       /* scale and zero_point below */
  QSA_N_CALIBRATIONS
} QsaCalibration;

/* The user's whole choice: a small value, copied freely, compared by qsa_scheme_equal. */
typedef struct
{
  QscScheme format;
  QsaCalibration calibration;
  double percentile; /* 50 … 100, for PERCENTILE */
  double sigmas;     /* k, QSA_SIGMAS_MIN … QSA_SIGMAS_MAX, for SIGMA */
  float scale;       /* for MANUAL */
  int zero_point;    /* for MANUAL */
  QsaGranularity granularity;
  bool power_of_two; /* scales are rounded to powers of two */
} QsaScheme;

/* INT8 signed symmetric full range, the textbook's rule, half to even, min-max, percentile 99.9, 3 sigmas, per tensor, any scale. */
void qsa_scheme_init (QsaScheme *self);
gboolean qsa_scheme_equal (const QsaScheme *a, const QsaScheme *b);

/* "min-max", "percentile", "sigma", "mse", "entropy", "aciq-gauss", "aciq-laplace", "torch", "manual". */
const char *qsa_calibration_get_nick (QsaCalibration calibration);
gboolean qsa_calibration_from_nick (const char *nick, QsaCalibration *calibration);
/* Translated: "Min–max", "Percentile", "Least squared error", … */
const char *qsa_calibration_get_title (QsaCalibration calibration);

/* "half-even", "half-away", "half-up", "down", "up", "toward-zero", "stochastic". */
const char *qsa_rounding_get_nick (QscRounding rounding);
gboolean qsa_rounding_from_nick (const char *nick, QscRounding *rounding);
/* Translated: "Half to even", … */
const char *qsa_rounding_get_title (QscRounding rounding);

/* Translated: "Textbook", "ONNX Runtime", …; and what is peculiar to it in a sentence. Nicks: qsc_rule_get_name. */
const char *qsa_rule_get_title (QscRule rule);
const char *qsa_rule_get_description (QscRule rule);

/* Makes the format one of rule, but for its rounding. */
void qsa_format_set_rule (QscScheme *format, QscRule rule);

/* "divide", "multiply", "divide-shift", "multiply-shift". */
const char *qsa_arithmetic_get_nick (QscArithmetic arithmetic);

/* scale, or the nearest power of two where the scheme wants one; scale finite and above 0. */
float qsa_scheme_fit_scale (const QsaScheme *self, float scale);

/* "Q2.5" for a scale 2^-5 of signed 8-bit codes: bits before and after the binary point, the sign bit not counted; "UQ3.5" unsigned.
 * NULL for a scale that is no power of two. (transfer full) */
char *qsa_scheme_describe_fixed_point (const QsaScheme *self, float scale);

/* "INT4", "UINT8". (transfer full) */
char *qsa_scheme_describe_format (const QsaScheme *self);

/* The caption of figures: "INT4 asymmetric · s = 0.02590 · z = −1 · least squared error"; in place of the numbers "per channel of
 * axis 0" where there are many. (transfer full) */
char *qsa_scheme_describe (const QsaScheme *self, const QscParams *params);

G_END_DECLS
