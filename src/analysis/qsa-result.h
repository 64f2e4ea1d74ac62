/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-calibrate.h"
#include "analysis/qsa-error-histogram.h"
#include "analysis/qsa-unit-params.h"

G_BEGIN_DECLS

/* What of the values is looked at: those from low to high, ends included; of_errors: those whose error e = r̂ − r is. */
typedef struct
{
  gboolean of_errors;
  double low, high;
} QsaInterval;

gboolean qsa_interval_equal (const QsaInterval *a, const QsaInterval *b);

/* What is asked for: one value that holds all that a computation needs. */
typedef struct
{
  QsaSource *source;
  QsaScheme scheme;
  /* Of channels and groups: the one that is looked at, the last one if there are fewer. */
  guint64 unit;
  /* The range of r that value views show. auto_range: min (data, r_min) … max (data, r_max) +- 3 %. keep_range (with
   * auto_range): not smaller than view_low … view_high, used while a drag is under way. */
  gboolean auto_range, keep_range;
  double view_low, view_high;
  guint n_bins;       /* of the value histogram over that range; 0: none */
  double bin_width;   /* of its bins, which then begin and end at multiples of it; 0: as n_bins gives */
  guint n_error_bins; /* of the error histogram, even; 0: none */
  /* Also measures the values of an interval by themselves. */
  gboolean has_interval;
  QsaInterval interval;
} QsaRequest;

/* The figures people read. NaN: undefined (no values, no signal); sqnr_db is +inf when there is no error at all. */
typedef struct
{
  double mse, rmse, mae, max_error, bias, sqnr_db, cosine;
  double mse_rounding, mse_clipping; /* parts of mse */
  double sqnr_db_min_max;            /* of min-max calibration under the same format: the base line */
  guint64 max_index;
  guint64 codes_used, codes_total;
  double entropy_bits;
  guint64 clipped_low, clipped_high;
  double bits_per_value;
  guint64 n_scales;
  guint64 bytes; /* of the codes and all parameters: each scale float32, each zero-point as one code when asymmetric */
} QsaMeasures;

/* What holds of the finite values of an interval alone. */
typedef struct
{
  QsaInterval interval;
  guint64 count;
  QsaMeasures measures;
} QsaPart;

/* More bins than this are none: where a chosen width asks for more, they are some whole number of it wide. */
#define QSA_BINS_MAX 16384

/* Counts of values in equal bins over low … high. */
typedef struct
{
  double low, high;
  guint n_bins;
  const guint64 *counts;
  guint64 below; /* finite values below low */
} QsaHistogram;

/* The outcome of one request. Immutable, thread-safe, reference counted. */
typedef struct _QsaResult QsaResult;

/* Computes everything. Blocking. previous (nullable) lends what has not changed. NULL with G_IO_ERROR_CANCELLED, … */
QsaResult *qsa_result_new (const QsaRequest *request, QsaResult *previous, GCancellable *cancellable, GError **error);
QsaResult *qsa_result_ref (QsaResult *self);
void qsa_result_unref (QsaResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaResult, qsa_result_unref)

QsaSource *qsa_result_get_source (QsaResult *self); /* (transfer none) */
const QsaScheme *qsa_result_get_scheme (QsaResult *self);

/* The parameters of every unit: of one where there is one scale for all. */
QsaUnitParams *qsa_result_get_unit_params (QsaResult *self); /* (transfer none) */
/* The unit that is looked at, from 0; its parameters; a source with its values alone, which is that of the tensor where there is one
 * unit; "channel 3 of 64", NULL for one unit (transfer full). */
guint64 qsa_result_get_unit (QsaResult *self);
const QscParams *qsa_result_get_params (QsaResult *self);
QsaSource *qsa_result_get_unit_source (QsaResult *self); /* (transfer none) */
char *qsa_result_describe_unit (QsaResult *self);

/* Of all values, each with the parameters of its own unit. */
const QscErrorStats *qsa_result_get_error_stats (QsaResult *self);
const QsaMeasures *qsa_result_get_measures (QsaResult *self);
/* The same of each unit. */
const QscErrorStats *qsa_result_get_unit_stats (QsaResult *self);
/* SQNR in dB of the values with one index of the first axis, whatever the granularity. Reads them; NaN where there are none. */
double qsa_result_measure_channel (QsaResult *self, guint64 channel);
/* counts[qmax - qmin + 1], over all units */
const guint64 *qsa_result_get_code_counts (QsaResult *self);
/* The same of the unit that is looked at alone. */
const guint64 *qsa_result_get_unit_code_counts (QsaResult *self);
/* Of the values of the unit that is looked at. n_bins is 0 when none was asked for or nothing is finite. */
const QsaHistogram *qsa_result_get_histogram (QsaResult *self);
/* The same of its errors. n_bins is 0 when none was asked for or nothing is finite. */
const QsaErrorHistogram *qsa_result_get_error_histogram (QsaResult *self);
/* NULL when no interval was asked for. */
const QsaPart *qsa_result_get_part (QsaResult *self);
/* The range of r that value views show: low < high, both finite. */
void qsa_result_get_view_range (QsaResult *self, double *low, double *high);
/* The same as it were without zoom. */
void qsa_result_get_full_range (QsaResult *self, double *low, double *high);
/* Seconds that the computation took. */
double qsa_result_get_seconds (QsaResult *self);

G_END_DECLS
