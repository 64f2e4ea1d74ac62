/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-quantize.h"

#include "core/kernels/qsc-kernels.h"

#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  void qsc_quantize_##suffix (const QscParams *params, const float *x, size_t n, uint64_t first_index, type *codes)              \
  {                                                                                                                              \
    qsc_kernels_get ()->quantize_##suffix (params, x, n, first_index, codes);                                                    \
  }
#define QSC_KERNEL_DEQUANTIZE(suffix, type)                                                                                      \
  void qsc_dequantize_##suffix (const QscParams *params, const type *codes, size_t n, float *x)                                  \
  {                                                                                                                              \
    qsc_kernels_get ()->dequantize_##suffix (params, codes, n, x);                                                               \
  }
#include "core/kernels/qsc-kernels.inc"

void
qsc_errors (const QscParams *params, const float *x, size_t n, uint64_t first_index, float *e)
{
  qsc_kernels_get ()->errors (params, x, n, first_index, e);
}
