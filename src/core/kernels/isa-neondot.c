/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/kernels/vec-neon.h"
#include "core/kernels/dot-neondot.h"

#include "core/kernels/product.tmpl.h"

const QscProducts qsc_products_neondot = { .name = "neondot", V_PRODUCTS (QSC_ISA_NEON) };
