/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/qsc-cpu.h"
#include "core/qsc-stats.h"

/* Bins of equal width; n_bins = last + 1 stands for "in no bin". */
typedef struct
{
  double low, high, per_bin, last;
} QscBins;

/* The parameters of as many values, each its own: the kernels read in whole blocks, so all entries must be set. Never stochastic. */
#define QSC_N_GRIDS 256
typedef struct
{
  float scale[QSC_N_GRIDS], low[QSC_N_GRIDS], high[QSC_N_GRIDS];
  float divisor[QSC_N_GRIDS], factor[QSC_N_GRIDS], shift[QSC_N_GRIDS];
  int32_t zero_point[QSC_N_GRIDS];
  QscRounding rounding;
  QscArithmetic arithmetic;
} QscGrids;

/* The error statistics also give the codes where codes[n] is not NULL: counted from qmin, of which there may be 256. Longer spans than
 * this are cut into as many values, with codes or without: those of 31 blocks of AVX2's, which the first-level cache holds. */
#define QSC_ERROR_STATS_SPAN 7936

/* Parameter sets that the kernel of the squared errors takes at a time. */
#define QSC_SQUARES_GROUP 8

/* Private to the core, its check and its bench: the kernels of one instruction set. README.md beside this file is their contract. */
typedef struct
{
  QscIsa isa;
#define QSC_KERNEL_CONVERT(suffix, type) void (*convert_##suffix) (const type *codes, size_t n, float *x);
#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  void (*quantize_##suffix) (const QscParams *params, const float *x, size_t n, uint64_t first_index, type *codes);
#define QSC_KERNEL_DEQUANTIZE(suffix, type)                                                                                      \
  void (*dequantize_##suffix) (const QscParams *params, const type *codes, size_t n, float *x);
#define QSC_KERNEL_PACK(bits)                                                                                                    \
  void (*pack_##bits##bit) (const uint8_t *codes, size_t n, uint8_t *packed);                                                    \
  void (*unpack_##bits##bit) (const uint8_t *packed, size_t n, uint8_t sign_bit, uint8_t *codes);
#define QSC_KERNEL_EACH(suffix, type)                                                                                            \
  void (*quantize_each_##suffix) (const QscGrids *grids, const float *x, size_t n, type *codes);                                 \
  void (*dequantize_each_##suffix) (const QscGrids *grids, const type *codes, size_t n, float *x);
#define QSC_KERNEL_ERRORS(name) void (*name) (const QscParams *params, const float *x, size_t n, uint64_t first_index, float *e);
#define QSC_KERNEL_MOMENTS(name) void (*name) (QscMoments * moments, const float *x, size_t n);
#define QSC_KERNEL_ERROR_STATS(name)                                                                                             \
  void (*name) (QscErrorStats * stats, const QscParams *params, const float *x, size_t n, uint64_t first_index, uint8_t *codes);
#define QSC_KERNEL_SQUARED_ERRORS(name)                                                                                          \
  void (*name) (QscSquaredErrors * errors, const QscParams *params, size_t n_params, const float *x, size_t n,                   \
                uint64_t first_index);
#define QSC_KERNEL_BINS(name) void (*name) (const QscBins *bins, const float *x, size_t n, uint32_t *bin);
#define QSC_KERNEL_COUNT(name) void (*name) (const uint8_t *codes, size_t n, uint32_t n_codes, uint64_t *counts);
#define QSC_KERNEL_HAS(name) bool (*name) (const float *x, size_t n);
#include "core/kernels/qsc-kernels.inc"
} QscKernels;

extern const QscKernels qsc_kernels_scalar;
#ifdef QSC_HAVE_SSE41
extern const QscKernels qsc_kernels_sse41;
#endif
#ifdef QSC_HAVE_AVX2
extern const QscKernels qsc_kernels_avx2;
#endif
#ifdef QSC_HAVE_AVX512
extern const QscKernels qsc_kernels_avx512;
#endif
#ifdef QSC_HAVE_NEON
extern const QscKernels qsc_kernels_neon;
#endif

/* The table in use; chosen at the first call, then the same for the life of the process. */
const QscKernels *qsc_kernels_get (void);

/* The table of one instruction set, NULL where this machine or this build lacks it. */
const QscKernels *qsc_kernels_get_for (QscIsa isa);

/* Stochastic rounding is the scalar code on every instruction set. */
#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  void qsc_quantize_stochastic_##suffix (const QscParams *params, const float *x, size_t n, uint64_t first_index, type *codes);
#include "core/kernels/qsc-kernels.inc"
