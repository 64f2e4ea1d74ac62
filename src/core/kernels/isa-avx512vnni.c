/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/kernels/vec-avx512.h"
#include "core/kernels/dot-avx512vnni.h"

#include "core/kernels/product.tmpl.h"

const QscProducts qsc_products_avx512vnni = { .name = "avx512vnni", V_PRODUCTS (QSC_ISA_AVX512) };
