/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/qsc-cpu.h"
#include "core/qsc-matmul.h"

/* Private to the core, its check and its bench: the sums of products of one set of instructions. There are more of these than
 * instruction sets, since some have a product of bytes that not all of their processors have. README.md is their contract. */

typedef enum
{
  QSC_PRODUCTS_SCALAR,
  QSC_PRODUCTS_SSE41,
  QSC_PRODUCTS_AVX2,
  QSC_PRODUCTS_AVXVNNI,
  QSC_PRODUCTS_AVX512,
  QSC_PRODUCTS_AVX512VNNI,
  QSC_PRODUCTS_NEON,
  QSC_PRODUCTS_NEONDOT,
  QSC_N_PRODUCTS
} QscProductsKind;

/* What a product is handed. */
typedef struct
{
  const QscMatmulShape *shape;
  const void *a;
  const void *panels;         /* of B: `panel` columns each, `depth` values of one column side by side */
  const int32_t *column_sums; /* of B's integers */
  const void *bias;           /* an int32_t or float for each column, or NULL */
  int32_t zero_a, zero_b;
  void *words; /* of block_rows prepared rows, row_words of 32 bits each */
  void *row_terms;
  size_t block_rows, row_words;
  void *c;
} QscProductCall;

typedef struct
{
  QscIsa isa;
  const char *name;
  size_t panel; /* columns that are worked on together */
  size_t rows;  /* and rows */
  size_t depth; /* values that one 32-bit lane takes of two integer vectors; of float32 one */
#define QSC_KERNEL_PRODUCT(suffix, a_type, b_type, c_type) void (*product_##suffix) (const QscProductCall *call);
#define QSC_KERNEL_DOT(suffix, a_type) void (*dot_##suffix) (const a_type *a, const int8_t *b, size_t n, QscDot *dot);
#include "core/kernels/qsc-kernels.inc"
} QscProducts;

extern const QscProducts qsc_products_scalar, qsc_products_sse41, qsc_products_avx2, qsc_products_avxvnni, qsc_products_avx512,
    qsc_products_avx512vnni, qsc_products_neon, qsc_products_neondot;

/* Those in use: the best of the instruction set in use. */
const QscProducts *qsc_products_get (void);

/* NULL where this machine or this build lacks them. */
const QscProducts *qsc_products_get_for (QscProductsKind kind);

/* For the check and the bench: others than the best. What has been packed before must not be used after. */
void qsc_products_set (const QscProducts *products);
