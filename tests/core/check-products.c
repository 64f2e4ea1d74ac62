/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dot products and products of matrices against plain sums in int64 and double. */
#include "check-products.h"

#include <math.h>
#include <string.h>

#include "check-data.h"
#include "core/kernels/qsc-products.h"

#define GUARD 64
#define GUARD_BYTE 0xa5

/* Rows, columns, depth: around tiles, panels, groups of panels, words and blocks of rows. */
static const size_t shapes[][3] = {
  { 1, 1, 1 },     { 1, 1, 3 },      { 2, 3, 4 },    { 1, 16, 8 },    { 3, 17, 5 },   { 5, 15, 31 },  { 6, 16, 32 },
  { 7, 33, 33 },   { 12, 32, 64 },   { 13, 31, 63 }, { 11, 65, 127 }, { 24, 64, 66 }, { 25, 130, 7 }, { 97, 48, 20 },
  { 1, 200, 257 }, { 130, 9, 1000 }, { 0, 5, 5 },    { 5, 0, 5 },     { 5, 5, 0 },
};

/* A block of bytes, not aligned, between guards. */
typedef struct
{
  guint8 *all, *bytes;
  size_t n;
} Block;

static Block
block_new (size_t n)
{
  const size_t offset = (size_t)g_test_rand_int_range (0, 16) * 4;
  Block block = { .all = g_malloc (GUARD + 64 + n + GUARD), .n = n };

  memset (block.all, GUARD_BYTE, GUARD + 64 + n + GUARD);
  block.bytes = block.all + GUARD + offset;
  return block;
}

static void
block_free (Block *block)
{
  for (guint8 *p = block->all; p < block->all + GUARD + 64 + block->n + GUARD; p++)
    if (p < block->bytes || p >= block->bytes + block->n)
      g_assert_cmphex (*p, ==, GUARD_BYTE);
  g_free (block->all);
}

/* How the bytes of a case are drawn: at random, or all at an end of their range, where sums are largest. */
enum
{
  DRAW_ANY,
  DRAW_LOWEST,
  DRAW_HIGHEST,
  DRAW_ENDS,
  N_DRAWS
};

static guint8
draw_byte (int how, guint8 lowest, guint8 highest)
{
  switch (how)
    {
    case DRAW_LOWEST:
      return lowest;
    case DRAW_HIGHEST:
      return highest;
    case DRAW_ENDS:
      return g_test_rand_bit () ? lowest : highest;
    default:
      return (guint8)g_test_rand_int_range (0, 256);
    }
}

typedef struct
{
  QscMatmulShape shape;
  int how;
  int32_t zero_a, zero_b;
  guint8 *a; /* as u8 or i8 */
  int8_t *b;
  size_t row_stride, column_stride;
  int32_t *bias;
} Case;

static void
case_init (Case *c, const size_t shape[3], int how, gboolean is_signed)
{
  const size_t n_a = shape[0] * (shape[2] + 3) + 1, n_b = (shape[1] + 2) * (shape[2] + 2) + 1;

  *c = (Case){ .shape = { shape[0], shape[1], shape[2], shape[2] + (size_t)g_test_rand_int_range (0, 4),
                          shape[1] + (size_t)g_test_rand_int_range (0, 4) },
               .how = how };
  c->zero_a = how == DRAW_ANY ? is_signed ? g_test_rand_int_range (-128, 128) : g_test_rand_int_range (0, 256) : 0;
  c->zero_b = how == DRAW_ANY && g_test_rand_bit () ? g_test_rand_int_range (-128, 128) : 0;
  c->a = g_malloc (n_a);
  c->b = g_malloc (n_b);
  for (size_t i = 0; i < n_a; i++)
    c->a[i] = draw_byte (how, is_signed ? 128 : 0, is_signed ? 127 : 255);
  for (size_t i = 0; i < n_b; i++)
    c->b[i] = (int8_t)draw_byte (how, 128, 127);
  c->row_stride = g_test_rand_bit () ? 1 : shape[1] + 1;
  c->column_stride = c->row_stride == 1 ? shape[2] + 2 : 1;
  if (!g_test_rand_bit ())
    return;
  c->bias = g_new (int32_t, shape[1] + 1);
  for (size_t i = 0; i < shape[1]; i++)
    c->bias[i] = g_test_rand_int_range (-100000, 100000);
}

static void
case_clear (Case *c)
{
  g_free (c->bias);
  g_free (c->b);
  g_free (c->a);
}

/* Element (i, j) with every zero-point taken off before it is multiplied. */
static int64_t
expect (const Case *c, gboolean is_signed, size_t i, size_t j)
{
  int64_t sum = c->bias != NULL ? c->bias[j] : 0;

  for (size_t k = 0; k < c->shape.depth; k++)
    {
      const guint8 byte = c->a[i * c->shape.a_stride + k];
      const int64_t a = is_signed ? (int64_t)(int8_t)byte : byte;

      sum += (a - c->zero_a) * (c->b[k * c->row_stride + j * c->column_stride] - c->zero_b);
    }
  return sum;
}

/* What lies between the rows of C stays as it was. */
static gboolean
is_untouched (const Block *c, size_t i)
{
  const guint8 guard[4] = { GUARD_BYTE, GUARD_BYTE, GUARD_BYTE, GUARD_BYTE };

  return memcmp (c->bytes + i * 4, guard, 4) == 0;
}

static void
check_integers (const Case *of, gboolean is_signed)
{
  const QscMatmulShape *shape = &of->shape;
  Block packed = block_new (qsc_matmul_get_packed_size_i8 (shape->depth, shape->columns));
  Block workspace = block_new (qsc_matmul_get_workspace_size (shape));
  Block c = block_new (shape->rows * shape->c_stride * 4);

  qsc_matmul_pack_i8 (of->b, of->row_stride, of->column_stride, shape->depth, shape->columns, packed.bytes);
  if (is_signed)
    qsc_matmul_i8_i8 (shape, (const int8_t *)of->a, of->zero_a, packed.bytes, of->zero_b, of->bias, workspace.bytes,
                      (int32_t *)c.bytes);
  else
    qsc_matmul_u8_i8 (shape, of->a, of->zero_a, packed.bytes, of->zero_b, of->bias, workspace.bytes, (int32_t *)c.bytes);
  for (size_t i = 0; i < shape->rows; i++)
    for (size_t j = 0; j < shape->c_stride; j++)
      if (j >= shape->columns)
        g_assert_true (is_untouched (&c, i * shape->c_stride + j));
      else if (((const int32_t *)c.bytes)[i * shape->c_stride + j] != expect (of, is_signed, i, j))
        g_error ("%d x %d x %d, element %d, %d: %d instead of %d", (int)shape->rows, (int)shape->columns, (int)shape->depth,
                 (int)i, (int)j, ((const int32_t *)c.bytes)[i * shape->c_stride + j], (int)expect (of, is_signed, i, j));
  block_free (&c);
  block_free (&workspace);
  block_free (&packed);
}

static void
check_product (gconstpointer data, gboolean is_signed)
{
  const QscProducts *in_use = qsc_products_get ();

  qsc_products_set (data);
  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (int how = 0; how < N_DRAWS; how++)
      {
        Case c;

        case_init (&c, shapes[i], how, is_signed);
        check_integers (&c, is_signed);
        case_clear (&c);
      }
  qsc_products_set (in_use);
}

static void
check_product_f32 (gconstpointer data)
{
  const QscProducts *in_use = qsc_products_get ();

  qsc_products_set (data);
  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const QscMatmulShape shape = { shapes[i][0], shapes[i][1], shapes[i][2], shapes[i][2] + 1, shapes[i][1] + 2 };
      g_autofree float *a = g_new (float, shape.rows *shape.a_stride + 1);
      g_autofree float *b = g_new (float, shape.columns *shape.depth + 1);
      g_autofree float *bias = g_new (float, shape.columns + 1);
      Block packed = block_new (qsc_matmul_get_packed_size_f32 (shape.depth, shape.columns));
      Block workspace = block_new (qsc_matmul_get_workspace_size (&shape));
      Block c = block_new (shape.rows * shape.c_stride * 4);

      for (size_t k = 0; k < shape.rows * shape.a_stride; k++)
        a[k] = (float)g_test_rand_double_range (-1, 1);
      for (size_t k = 0; k < shape.columns * shape.depth; k++)
        b[k] = (float)g_test_rand_double_range (-1, 1);
      for (size_t k = 0; k < shape.columns; k++)
        bias[k] = (float)g_test_rand_double_range (-1, 1);
      qsc_matmul_pack_f32 (b, 1, shape.depth, shape.depth, shape.columns, packed.bytes);
      qsc_matmul_f32 (&shape, a, packed.bytes, bias, workspace.bytes, (float *)c.bytes);
      for (size_t row = 0; row < shape.rows; row++)
        for (size_t column = 0; column < shape.columns; column++)
          {
            double sum = (double)bias[column], magnitude = fabs (sum);

            for (size_t k = 0; k < shape.depth; k++)
              {
                const double product = (double)a[row * shape.a_stride + k] * (double)b[column * shape.depth + k];

                sum += product;
                magnitude += fabs (product);
              }
            g_assert_cmpfloat (fabs ((double)((const float *)c.bytes)[row * shape.c_stride + column] - sum), <=,
                               (double)(shape.depth + 1) * 0x1p-24 * magnitude);
          }
      for (size_t row = 0; row < shape.rows; row++)
        g_assert_true (is_untouched (&c, row * shape.c_stride + shape.columns));
      block_free (&c);
      block_free (&workspace);
      block_free (&packed);
    }
  qsc_products_set (in_use);
}

/* Enough values that int32 would not hold the sums. */
#define DOT_LENGTH_MAX 70001

static void
check_one_dot (const guint8 *a, const int8_t *b, size_t n, gboolean is_signed)
{
  const int32_t zero_a = g_test_rand_int_range (-128, 256), zero_b = g_test_rand_int_range (-128, 128);
  QscDot expected = { 0 }, dot;

  for (size_t i = 0; i < n; i++)
    {
      const int64_t value = is_signed ? (int64_t)(int8_t)a[i] : a[i];

      expected.sum_ab += value * b[i];
      expected.sum_a += value;
      expected.sum_b += b[i];
      expected.result += (value - zero_a) * (b[i] - zero_b);
    }
  if (is_signed)
    qsc_dot_i8_i8 ((const int8_t *)a, zero_a, b, zero_b, n, &dot);
  else
    qsc_dot_u8_i8 (a, zero_a, b, zero_b, n, &dot);
  g_assert_cmpint (dot.sum_ab, ==, expected.sum_ab);
  g_assert_cmpint (dot.sum_a, ==, expected.sum_a);
  g_assert_cmpint (dot.sum_b, ==, expected.sum_b);
  g_assert_cmpint (dot.result, ==, expected.result);
}

static void
check_dot (gconstpointer data, gboolean is_signed)
{
  const QscProducts *in_use = qsc_products_get ();
  g_autofree guint8 *a = g_malloc (DOT_LENGTH_MAX);
  g_autofree int8_t *b = g_malloc (DOT_LENGTH_MAX);

  qsc_products_set (data);
  for (int how = 0; how < N_DRAWS; how++)
    {
      for (size_t i = 0; i < DOT_LENGTH_MAX; i++)
        {
          a[i] = draw_byte (how, is_signed ? 128 : 0, is_signed ? 127 : 255);
          b[i] = (int8_t)draw_byte (how, 128, 127);
        }
      for (size_t i = 0; i < check_n_lengths; i++)
        check_one_dot (a + DOT_LENGTH_MAX - check_lengths[i], b + DOT_LENGTH_MAX - check_lengths[i], check_lengths[i], is_signed);
      check_one_dot (a, b, DOT_LENGTH_MAX, is_signed);
    }
  qsc_products_set (in_use);
}

static void
check_product_u8 (gconstpointer data)
{
  check_product (data, FALSE);
}

static void
check_product_i8 (gconstpointer data)
{
  check_product (data, TRUE);
}

static void
check_dot_u8 (gconstpointer data)
{
  check_dot (data, FALSE);
}

static void
check_dot_i8 (gconstpointer data)
{
  check_dot (data, TRUE);
}

static void
add (const QscProducts *products, const char *name, GTestDataFunc check)
{
  g_autofree char *path = g_strdup_printf ("/products/%s/%s", products->name, name);

  g_test_add_data_func (path, products, check);
}

void
check_products_add (void)
{
  for (int kind = 0; kind < QSC_N_PRODUCTS; kind++)
    {
      const QscProducts *products = qsc_products_get_for ((QscProductsKind)kind);

      if (products == NULL)
        continue;
#define QSC_KERNEL_PRODUCT(suffix, a_type, b_type, c_type) add (products, "product-" #suffix, check_product_##suffix);
#define QSC_KERNEL_DOT(suffix, a_type) add (products, "dot-" #suffix, check_dot_##suffix);
#include "core/kernels/qsc-kernels.inc"
    }
}
