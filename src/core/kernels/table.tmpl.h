/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of a kernel table's initializer, from the static functions of the includer. */
#define QSC_KERNEL_CONVERT(suffix, type) .convert_##suffix = convert_##suffix,
#define QSC_KERNEL_QUANTIZE(suffix, type) .quantize_##suffix = quantize_##suffix,
#define QSC_KERNEL_DEQUANTIZE(suffix, type) .dequantize_##suffix = dequantize_##suffix,
#define QSC_KERNEL_PACK(bits) .pack_##bits##bit = pack_##bits##bit, .unpack_##bits##bit = unpack_##bits##bit,
#define QSC_KERNEL_EACH(suffix, type)                                                                                            \
  .quantize_each_##suffix = quantize_each_##suffix, .dequantize_each_##suffix = dequantize_each_##suffix,
#define QSC_KERNEL_ERRORS(name) .name = name,
#define QSC_KERNEL_MOMENTS(name) .name = name,
#define QSC_KERNEL_ERROR_STATS(name) .name = name,
#define QSC_KERNEL_SQUARED_ERRORS(name) .name = name,
#define QSC_KERNEL_BINS(name) .name = name,
#define QSC_KERNEL_COUNT(name) .name = name,
#define QSC_KERNEL_HAS(name) .name = name,
#include "core/kernels/qsc-kernels.inc"
