/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-convert.h"

#include "core/kernels/qsc-kernels.h"

#define QSC_KERNEL_CONVERT(suffix, type)                                                                                         \
  void qsc_convert_##suffix (const type *codes, size_t n, float *x)                                                              \
  {                                                                                                                              \
    qsc_kernels_get ()->convert_##suffix (codes, n, x);                                                                          \
  }
#include "core/kernels/qsc-kernels.inc"
