/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/kernels/vec-avx2.h"
#include "core/kernels/dot-avx2.h"

#include "core/kernels/convert.tmpl.h"
#include "core/kernels/elementwise.tmpl.h"
#include "core/kernels/each.tmpl.h"
#include "core/kernels/count.tmpl.h"
#include "core/kernels/errors.tmpl.h"
#include "core/kernels/packed.tmpl.h"
#include "core/kernels/reductions.tmpl.h"
#include "core/kernels/product.tmpl.h"
#include "core/kernels/squares.tmpl.h"

const QscKernels qsc_kernels_avx2 = {
  .isa = QSC_ISA_AVX2,
#include "core/kernels/table.tmpl.h"
};

const QscProducts qsc_products_avx2 = { .name = "avx2", V_PRODUCTS (QSC_ISA_AVX2) };
