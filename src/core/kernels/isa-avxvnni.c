/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/kernels/vec-avx2.h"
#include "core/kernels/dot-avxvnni.h"

#include "core/kernels/product.tmpl.h"

const QscProducts qsc_products_avxvnni = { .name = "avxvnni", V_PRODUCTS (QSC_ISA_AVX2) };
