/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/kernels/vec-neon.h"
#include "core/kernels/dot-neon.h"

#include "core/kernels/convert.tmpl.h"
#include "core/kernels/elementwise.tmpl.h"
#include "core/kernels/each.tmpl.h"
#include "core/kernels/count.tmpl.h"
#include "core/kernels/errors.tmpl.h"
#include "core/kernels/packed.tmpl.h"
#include "core/kernels/reductions.tmpl.h"
#include "core/kernels/product.tmpl.h"
#include "core/kernels/squares.tmpl.h"

const QscKernels qsc_kernels_neon = {
  .isa = QSC_ISA_NEON,
#include "core/kernels/table.tmpl.h"
};

const QscProducts qsc_products_neon = { .name = "neon", V_PRODUCTS (QSC_ISA_NEON) };
