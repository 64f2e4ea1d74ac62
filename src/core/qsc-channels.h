/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-stats.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* Arrays whose parts have parameters of their own. first_index is the position of x[0] in its tensor, as in qsc_quantize_i8 ().
   *
   * Channels: an array is seen as [n_outer][n_channels][n_inner], so that any axis may be the channels': value i of channel c in
   * slice o stands at (o * n_channels + c) * n_inner + i. With n_inner = 1 the channels take turns. params, moments and stats
   * have n_channels entries, in order; all of params have the same rounding and arithmetic. */
  typedef struct
  {
    size_t n_outer, n_channels, n_inner;
  } QscChannels;

  /* Groups: n_rows rows of n_columns values, each cut into groups of group_size consecutive values; the last group of a row may be
   * shorter. params, moments and stats have one entry a group, row by row. */
  typedef struct
  {
    size_t n_rows, n_columns, group_size;
  } QscGroups;

  /* How many groups a row has, and all rows together. */
  QSC_API size_t qsc_groups_get_n_per_row (const QscGroups *shape);
  QSC_API size_t qsc_groups_get_n (const QscGroups *shape);

  /* Updates moments or stats with the values of each channel or group. stats' max_index is the position in the tensor. */
  QSC_API void qsc_channels_moments_update (const QscChannels *shape, QscMoments *moments, const float *x);
  QSC_API void qsc_channels_error_stats_update (const QscChannels *shape, QscErrorStats *stats, const QscParams *params,
                                                const float *x, uint64_t first_index);
  QSC_API void qsc_groups_moments_update (const QscGroups *shape, QscMoments *moments, const float *x);
  QSC_API void qsc_groups_error_stats_update (const QscGroups *shape, QscErrorStats *stats, const QscParams *params,
                                              const float *x, uint64_t first_index);

  /* As qsc_quantize_i8 (), … qsc_dequantize_4bit (). Packed codes follow each other without a gap, also from row to row;
   * they are read as signed where qmin is below 0, of all of params alike. */
  QSC_API void qsc_channels_quantize_i8 (const QscChannels *shape, const QscParams *params, const float *x, uint64_t first_index,
                                         int8_t *codes);
  QSC_API void qsc_channels_quantize_u8 (const QscChannels *shape, const QscParams *params, const float *x, uint64_t first_index,
                                         uint8_t *codes);
  QSC_API void qsc_channels_quantize_4bit (const QscChannels *shape, const QscParams *params, const float *x,
                                           uint64_t first_index, uint8_t *packed);
  QSC_API void qsc_channels_dequantize_i8 (const QscChannels *shape, const QscParams *params, const int8_t *codes, float *x);
  QSC_API void qsc_channels_dequantize_u8 (const QscChannels *shape, const QscParams *params, const uint8_t *codes, float *x);
  QSC_API void qsc_channels_dequantize_4bit (const QscChannels *shape, const QscParams *params, const uint8_t *packed, float *x);
  QSC_API void qsc_groups_quantize_i8 (const QscGroups *shape, const QscParams *params, const float *x, uint64_t first_index,
                                       int8_t *codes);
  QSC_API void qsc_groups_quantize_u8 (const QscGroups *shape, const QscParams *params, const float *x, uint64_t first_index,
                                       uint8_t *codes);
  QSC_API void qsc_groups_quantize_4bit (const QscGroups *shape, const QscParams *params, const float *x, uint64_t first_index,
                                         uint8_t *packed);
  QSC_API void qsc_groups_dequantize_i8 (const QscGroups *shape, const QscParams *params, const int8_t *codes, float *x);
  QSC_API void qsc_groups_dequantize_u8 (const QscGroups *shape, const QscParams *params, const uint8_t *codes, float *x);
  QSC_API void qsc_groups_dequantize_4bit (const QscGroups *shape, const QscParams *params, const uint8_t *packed, float *x);

#ifdef __cplusplus
}
#endif
