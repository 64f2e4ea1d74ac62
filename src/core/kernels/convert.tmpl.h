/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Other float formats to float32, once for all instruction sets. The includer has brought in a vec-*.h. */

#include "core/kernels/qsc-kernels.h"
#include "core/kernels/qsc-small-float.h"

#define QSC_KERNEL_CONVERT(suffix, type)                                                                                         \
  static void convert_##suffix (const type *codes, size_t n, float *x)                                                           \
  {                                                                                                                              \
    for (; n >= V_WIDTH; n -= V_WIDTH, codes += V_WIDTH, x += V_WIDTH)                                                           \
      v_store (x, v_load_##suffix (codes));                                                                                      \
    for (; n > 0; n--, codes++, x++)                                                                                             \
      *x = qsc_convert_value_##suffix (*codes);                                                                                  \
  }

#include "core/kernels/qsc-kernels.inc"
