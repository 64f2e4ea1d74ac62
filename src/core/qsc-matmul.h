/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* Sums of products of codes, as integer hardware does them, and of float32 by the same way: C = A · B.
 *
 * A has one row for each input (activations), B one column for each output (weights). With zero-points, what stands for the reals
 * is s_a s_b times
 *
 *     Σ (a − z_a) (b − z_b) = Σ a b − z_b Σ a − z_a Σ b + n z_a z_b
 *
 * (Jacob et al. 2018, section 2.3), and the right side is how it is computed. Nothing here allocates: the caller hands over the
 * memory, whose size the functions tell. It need not be aligned, but must stay where it is between packing and use. */

  /* The four terms for two vectors; exact, whatever n. */
  typedef struct
  {
    int64_t sum_ab, sum_a, sum_b;
    int64_t result; /* sum_ab - zero_b * sum_a - zero_a * sum_b + n * zero_a * zero_b */
  } QscDot;

  QSC_API void qsc_dot_u8_i8 (const uint8_t *a, int32_t zero_a, const int8_t *b, int32_t zero_b, size_t n, QscDot *dot);
  QSC_API void qsc_dot_i8_i8 (const int8_t *a, int32_t zero_a, const int8_t *b, int32_t zero_b, size_t n, QscDot *dot);

  /* C is rows × columns; A rows × depth, B depth × columns. Strides are in elements, from one row to the next. */
  typedef struct
  {
    size_t rows, columns, depth;
    size_t a_stride, c_stride;
  } QscMatmulShape;

  /* int32 holds every Σ a b of int8 (or uint8) and int8 up to this depth, and every result with zero-points up to half of it.
 * Beyond, results are right modulo 2^32. */
#define QSC_MATMUL_DEPTH_MAX 65793

  /* Bytes for B of depth × columns in the order that the product reads, and how B gets there: its element of row i and column j
 * is b[i * row_stride + j * column_stride]; weights as a framework stores them, one row for each output, have row_stride 1. */
  QSC_API size_t qsc_matmul_get_packed_size_i8 (size_t depth, size_t columns);
  QSC_API size_t qsc_matmul_get_packed_size_f32 (size_t depth, size_t columns);
  QSC_API void qsc_matmul_pack_i8 (const int8_t *b, size_t row_stride, size_t column_stride, size_t depth, size_t columns,
                                   void *packed);
  QSC_API void qsc_matmul_pack_f32 (const float *b, size_t row_stride, size_t column_stride, size_t depth, size_t columns,
                                    void *packed);

  /* Bytes that a product needs for itself while it runs. */
  QSC_API size_t qsc_matmul_get_workspace_size (const QscMatmulShape *shape);

  /* C = A · B with the zero-points taken off, plus bias[columns] in each row (NULL: none). */
  QSC_API void qsc_matmul_u8_i8 (const QscMatmulShape *shape, const uint8_t *a, int32_t zero_a, const void *packed_b,
                                 int32_t zero_b, const int32_t *bias, void *workspace, int32_t *c);
  QSC_API void qsc_matmul_i8_i8 (const QscMatmulShape *shape, const int8_t *a, int32_t zero_a, const void *packed_b,
                                 int32_t zero_b, const int32_t *bias, void *workspace, int32_t *c);

  /* The same of float32, with the same blocks. Each element is one sum in order of depth, by fused multiply-add where there is
 * one; so it hangs on the instruction set by no more than depth · 2^-24 of the sum of the magnitudes. */
  QSC_API void qsc_matmul_f32 (const QscMatmulShape *shape, const float *a, const void *packed_b, const float *bias,
                               void *workspace, float *c);

  /* The instructions behind the integer products: the name of an instruction set, "avxvnni", "avx512vnni" or "neondot". */
  QSC_API const char *qsc_matmul_get_instructions (void);

#ifdef __cplusplus
}
#endif
