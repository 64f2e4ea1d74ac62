/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-matmul.h"

#include <string.h>

#include "core/kernels/qsc-products.h"

/* What is packed and what is worked in starts at a line of the cache, wherever the caller's memory does. */
#define LINE 64

static void *
align (void *memory)
{
  return (char *)memory + (LINE - (uintptr_t)memory % LINE) % LINE;
}

static const void *
align_const (const void *memory)
{
  return (const char *)memory + (LINE - (uintptr_t)memory % LINE) % LINE;
}

static size_t
round_up (size_t n, size_t multiple)
{
  return (n + multiple - 1) / multiple * multiple;
}

/* Packed integers: the sum of each column, then the panels. */
static size_t
get_column_sums_size (const QscProducts *products, size_t columns)
{
  return round_up (round_up (columns, products->panel) * sizeof (int32_t), LINE);
}

size_t
qsc_matmul_get_packed_size_i8 (size_t depth, size_t columns)
{
  const QscProducts *products = qsc_products_get ();

  return LINE + get_column_sums_size (products, columns)
         + round_up (columns, products->panel) * round_up (depth, products->depth);
}

size_t
qsc_matmul_get_packed_size_f32 (size_t depth, size_t columns)
{
  return LINE + round_up (columns, qsc_products_get ()->panel) * depth * sizeof (float);
}

/* What is not there is 0, and adds nothing. */
void
qsc_matmul_pack_i8 (const int8_t *b, size_t row_stride, size_t column_stride, size_t depth, size_t columns, void *packed)
{
  const QscProducts *products = qsc_products_get ();
  const size_t n_panel = products->panel, n_deep = products->depth, padded = round_up (depth, n_deep);
  int32_t *const sums = align (packed);
  int8_t *const panels = (int8_t *)sums + get_column_sums_size (products, columns);

  memset (sums, 0, get_column_sums_size (products, columns));
  memset (panels, 0, round_up (columns, n_panel) * padded);
  for (size_t column = 0; column < columns; column++)
    {
      int8_t *const to = panels + column / n_panel * n_panel * padded + column % n_panel * n_deep;
      const int8_t *from = b + column * column_stride;
      int64_t sum = 0;

      for (size_t row = 0; row < depth; row++, from += row_stride)
        {
          to[row / n_deep * n_deep * n_panel + row % n_deep] = *from;
          sum += *from;
        }
      sums[column] = (int32_t)(uint32_t)sum;
    }
}

void
qsc_matmul_pack_f32 (const float *b, size_t row_stride, size_t column_stride, size_t depth, size_t columns, void *packed)
{
  const size_t n_panel = qsc_products_get ()->panel;
  float *const panels = align (packed);

  memset (panels, 0, round_up (columns, n_panel) * depth * sizeof *panels);
  for (size_t column = 0; column < columns; column++)
    for (size_t row = 0; row < depth; row++)
      panels[column / n_panel * n_panel * depth + row * n_panel + column % n_panel] =
          b[row * row_stride + column * column_stride];
}

/* Rows of A are prepared in blocks of this many: what the second-level cache keeps beside a panel, and a multiple of the rows that
 * are worked on together. */
static size_t
get_block_rows (const QscProducts *products, const QscMatmulShape *shape, size_t row_words)
{
  const size_t n_bytes = (size_t)160 << 10, n_most = 96;
  const size_t n_fitting = n_bytes / (row_words * sizeof (int32_t));
  const size_t n_wanted = n_fitting < n_most ? n_fitting : n_most;
  const size_t n = n_wanted < products->rows ? products->rows : n_wanted / products->rows * products->rows;

  return n < shape->rows ? n : shape->rows;
}

/* A row of depth values, filled up to a whole vector. Rows of a power of two would meet in one set of the cache. */
static size_t
get_row_words (size_t n_deep, size_t depth)
{
  return round_up (round_up (depth, n_deep) / n_deep, LINE / sizeof (int32_t)) + LINE / sizeof (int32_t);
}

static size_t
get_workspace_size (const QscProducts *products, const QscMatmulShape *shape, size_t n_deep)
{
  const size_t row_words = get_row_words (n_deep, shape->depth);

  return LINE + get_block_rows (products, shape, row_words) * (row_words + 1) * sizeof (int32_t);
}

size_t
qsc_matmul_get_workspace_size (const QscMatmulShape *shape)
{
  const QscProducts *products = qsc_products_get ();
  const size_t of_integers = get_workspace_size (products, shape, products->depth);
  const size_t of_floats = get_workspace_size (products, shape, 1);

  return of_integers > of_floats ? of_integers : of_floats;
}

static void
call_init (QscProductCall *call, const QscProducts *products, const QscMatmulShape *shape, size_t n_deep, void *workspace)
{
  *call = (QscProductCall){ .shape = shape, .words = align (workspace), .row_words = get_row_words (n_deep, shape->depth) };
  call->block_rows = get_block_rows (products, shape, call->row_words);
  call->row_terms = (int32_t *)call->words + call->block_rows * call->row_words;
}

#define DEFINE_MATMUL(suffix, type)                                                                                              \
  void qsc_matmul_##suffix##_i8 (const QscMatmulShape *shape, const type *a, int32_t zero_a, const void *packed_b,               \
                                 int32_t zero_b, const int32_t *bias, void *workspace, int32_t *c)                               \
  {                                                                                                                              \
    const QscProducts *products = qsc_products_get ();                                                                           \
    QscProductCall call;                                                                                                         \
                                                                                                                                 \
    call_init (&call, products, shape, products->depth, workspace);                                                              \
    call.a = a;                                                                                                                  \
    call.column_sums = align_const (packed_b);                                                                                   \
    call.panels = (const char *)call.column_sums + get_column_sums_size (products, shape->columns);                              \
    call.bias = bias;                                                                                                            \
    call.zero_a = zero_a;                                                                                                        \
    call.zero_b = zero_b;                                                                                                        \
    call.c = c;                                                                                                                  \
    products->product_##suffix (&call);                                                                                          \
  }

DEFINE_MATMUL (u8, uint8_t)
DEFINE_MATMUL (i8, int8_t)

void
qsc_matmul_f32 (const QscMatmulShape *shape, const float *a, const void *packed_b, const float *bias, void *workspace, float *c)
{
  const QscProducts *products = qsc_products_get ();
  QscProductCall call;

  call_init (&call, products, shape, 1, workspace);
  call.a = a;
  call.panels = align_const (packed_b);
  call.bias = bias;
  call.c = c;
  products->product_f32 (&call);
}

#define QSC_KERNEL_DOT(suffix, a_type)                                                                                           \
  void qsc_dot_##suffix##_i8 (const a_type *a, int32_t zero_a, const int8_t *b, int32_t zero_b, size_t n, QscDot *dot)           \
  {                                                                                                                              \
    *dot = (QscDot){ 0 };                                                                                                        \
    qsc_products_get ()->dot_##suffix (a, b, n, dot);                                                                            \
    dot->result = dot->sum_ab - zero_b * dot->sum_a - zero_a * dot->sum_b + (int64_t)n * zero_a * zero_b;                        \
  }
#include "core/kernels/qsc-kernels.inc"

const char *
qsc_matmul_get_instructions (void)
{
  return qsc_products_get ()->name;
}
