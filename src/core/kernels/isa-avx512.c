/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/kernels/vec-avx512.h"
#include "core/kernels/dot-avx512.h"

#include "core/kernels/convert.tmpl.h"
#include "core/kernels/elementwise.tmpl.h"
#include "core/kernels/each.tmpl.h"
#include "core/kernels/count.tmpl.h"
#include "core/kernels/errors.tmpl.h"
#include "core/kernels/packed.tmpl.h"
#include "core/kernels/reductions.tmpl.h"
#include "core/kernels/product.tmpl.h"
#include "core/kernels/squares.tmpl.h"

const QscKernels qsc_kernels_avx512 = {
  .isa = QSC_ISA_AVX512,
#include "core/kernels/table.tmpl.h"
};

const QscProducts qsc_products_avx512 = { .name = "avx512", V_PRODUCTS (QSC_ISA_AVX512) };
