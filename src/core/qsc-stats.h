/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* All accumulators here are mergeable: init, update over spans, merge in order of position. Updating span by span with the
 * same cuts and merging in order gives the same bits whoever did which span. */

  /* What the values are like; min, max and the sums are over the finite values only. */
  typedef struct
  {
    uint64_t count; /* finite values */
    uint64_t nan, positive_infinity, negative_infinity;
    float min, max; /* +inf and -inf while count is 0 */
    double sum, sum_squares;
  } QscMoments;

  QSC_API void qsc_moments_init (QscMoments *moments);
  QSC_API void qsc_moments_update (QscMoments *moments, const float *x, size_t n);
  QSC_API void qsc_moments_merge (QscMoments *moments, const QscMoments *next);

  /* What quantization does to the values, over the finite ones; e = reconstructed - r, y = reconstructed. */
  typedef struct
  {
    uint64_t count;
    uint64_t clipped_low, clipped_high; /* clamping changed the code */
    double sse_rounding;                /* sum of e^2 over unclipped values */
    double sse_clipping;                /* sum of e^2 over clipped values */
    double sum_abs_error;
    double sum_error;
    double sum_x2, sum_xy, sum_y2;
    float max_abs_error;
    uint64_t max_index; /* position of the first value with max_abs_error; UINT64_MAX while count is 0 */
  } QscErrorStats;

  QSC_API void qsc_error_stats_init (QscErrorStats *stats);
  QSC_API void qsc_error_stats_update (QscErrorStats *stats, const QscParams *params, const float *x, size_t n,
                                       uint64_t first_index);
  QSC_API void qsc_error_stats_merge (QscErrorStats *stats, const QscErrorStats *next);

  /* The squared errors alone, as in QscErrorStats. Start with zeros; merging is adding. */
  typedef struct
  {
    double sse_rounding, sse_clipping;
  } QscSquaredErrors;

  /* Adds what each of params[n_params] does to x[n] to errors[n_params], in one pass over the values: to compare scales. About
   * twice as fast as the full statistics where nothing is clipped; the sums are off by less than 1e-7, of values all alike 5e-7. */
  QSC_API void qsc_squared_errors_update (QscSquaredErrors *errors, const QscParams *params, size_t n_params, const float *x,
                                          size_t n, uint64_t first_index);

  /* Adds x[n] to counts[n_bins], bins of equal width over low … high. The bin of x is floor ((x - low) * (n_bins / (high - low)))
 * in double; x == high belongs to the last bin; what is outside low … high or not finite is not counted. Needs low < high. */
  QSC_API void qsc_histogram_update (const float *x, size_t n, double low, double high, size_t n_bins, uint64_t *counts);

  /* Adds the codes of the finite values of x[n] to counts[qmax - qmin + 1]; counts[0] is qmin's. */
  QSC_API void qsc_code_histogram_update (const QscParams *params, const float *x, size_t n, uint64_t first_index,
                                          uint64_t *counts);

  /* Both in one pass, with the same results to the bit: qsc_error_stats_update and qsc_code_histogram_update. */
  QSC_API void qsc_error_stats_and_codes_update (QscErrorStats *stats, const QscParams *params, const float *x, size_t n,
                                                 uint64_t first_index, uint64_t *counts);

#ifdef __cplusplus
}
#endif
