/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sums of products, once for all instruction sets. The includer has brought in a vec-*.h and a dot-*.h.
 *
 * Rows of A are prepared in blocks: 32-bit words, each with the V_DEPTH values that meet V_DEPTH values of a column of B in one
 * lane. For each panel of B's columns, tiles of V_TILE_ROWS rows are summed in registers over the whole depth; the rows that are
 * left, by themselves over some panels at once. float32 goes the same way, with one value in a word. */

#include <string.h>

#include "core/kernels/hold.tmpl.h"
#include "core/kernels/qsc-products.h"

#define V_PANEL (V_TILE_VECTORS * V_WIDTH)
#define V_GROUP 4 /* panels that a single row goes through at once, so that no sum waits for its last product */

/* Arrays of vectors live in registers only where their loops are unrolled. */
#ifdef __clang__
#define V_UNROLL_TILE _Pragma ("unroll")
#else
#define V_UNROLL_TILE _Pragma ("GCC unroll 16")
#endif

/* What tiles of float32 and of integers differ in: the value of a word in all lanes, a vector of a panel, sum + a · b, … */
#define V_F32_SET(word) v_set1 (word)
#define V_F32_LOAD_B(panel, i) v_load ((const float *)(const void *)(panel) + (i)*V_WIDTH)
#define V_F32_ADD_PRODUCT(sum, a, b) v_fma (a, b, sum)
#define V_F32_ADD(a, b) v_add (a, b)
#define V_F32_LOAD(p) v_load (p)
#define V_F32_STORE(p, a) v_store (p, a)
#define V_F32_WORD_BYTES sizeof (float)

#define V_I32_SET(word) v_int_set1 (word)
#define V_I32_LOAD_B(panel, i) v_dot_load_bytes ((const int8_t *)(panel) + (i)*V_WIDTH * V_DEPTH)
#define V_I32_ADD_PRODUCT(sum, a, b) v_dot (sum, a, b)
#define V_I32_ADD(a, b) v_int_add_wrapping (a, b)
#define V_I32_LOAD(p) v_dot_load_words (p)
#define V_I32_STORE(p, a) v_int_store (p, a)
#define V_I32_WORD_BYTES V_DEPTH

/* Some rows of prepared words, what is added to them, and where their sums go. */
#define V_DEFINE_ROWS(KIND, element)                                                                                             \
  typedef struct                                                                                                                 \
  {                                                                                                                              \
    const element *words, *terms;                                                                                                \
    size_t row_words, n_words;                                                                                                   \
    element *c;                                                                                                                  \
    size_t c_stride;                                                                                                             \
  } VRows_##KIND;

/* n_rows is a constant where this is called, so that the sums live in registers. */
#define V_DEFINE_TILE(KIND, element, vector)                                                                                     \
  static inline __attribute__ ((always_inline)) void tile_##KIND (const VRows_##KIND *rows, const char *panel,                   \
                                                                  const element *column_terms, int n_rows)                       \
  {                                                                                                                              \
    const element *const words = rows->words;                                                                                    \
    const size_t row_words = rows->row_words, n_words = rows->n_words;                                                           \
    vector sums[V_TILE_ROWS][V_TILE_VECTORS], b[V_TILE_VECTORS];                                                                 \
                                                                                                                                 \
    V_UNROLL_TILE                                                                                                                \
    for (int row = 0; row < n_rows; row++)                                                                                       \
      V_UNROLL_TILE                                                                                                              \
    for (int i = 0; i < V_TILE_VECTORS; i++)                                                                                     \
      sums[row][i] = V_##KIND##_SET (0);                                                                                         \
    for (size_t k = 0; k < n_words; k++, panel += V_PANEL * V_##KIND##_WORD_BYTES)                                               \
      {                                                                                                                          \
        V_UNROLL_TILE                                                                                                            \
        for (int i = 0; i < V_TILE_VECTORS; i++)                                                                                 \
          b[i] = V_##KIND##_LOAD_B (panel, i);                                                                                   \
        V_UNROLL_TILE                                                                                                            \
        for (int row = 0; row < n_rows; row++)                                                                                   \
          {                                                                                                                      \
            const vector a = V_##KIND##_SET (words[(size_t)row * row_words + k]);                                                \
                                                                                                                                 \
            V_UNROLL_TILE                                                                                                        \
            for (int i = 0; i < V_TILE_VECTORS; i++)                                                                             \
              {                                                                                                                  \
                sums[row][i] = V_##KIND##_ADD_PRODUCT (sums[row][i], a, b[i]);                                                   \
                V_HOLD (sums[row][i]);                                                                                           \
              }                                                                                                                  \
          }                                                                                                                      \
      }                                                                                                                          \
    V_UNROLL_TILE                                                                                                                \
    for (int row = 0; row < n_rows; row++)                                                                                       \
      V_UNROLL_TILE                                                                                                              \
    for (int i = 0; i < V_TILE_VECTORS; i++)                                                                                     \
      {                                                                                                                          \
        const vector terms = V_##KIND##_ADD (V_##KIND##_SET (rows->terms[row]), V_##KIND##_LOAD (column_terms + i * V_WIDTH));   \
                                                                                                                                 \
        V_##KIND##_STORE (rows->c + (size_t)row * rows->c_stride + i * V_WIDTH, V_##KIND##_ADD (sums[row][i], terms));           \
      }                                                                                                                          \
  }

/* One row times a group of panels. */
#define V_DEFINE_SINGLE(KIND, element, vector)                                                                                   \
  static inline __attribute__ ((always_inline)) void single_##KIND (const VRows_##KIND *rows, const char *panels,                \
                                                                    const element *column_terms, int n_panels)                   \
  {                                                                                                                              \
    const element *const words = rows->words;                                                                                    \
    const size_t n_words = rows->n_words, n_bytes = n_words * V_PANEL * V_##KIND##_WORD_BYTES;                                   \
    vector sums[V_GROUP][V_TILE_VECTORS];                                                                                        \
                                                                                                                                 \
    V_UNROLL_TILE                                                                                                                \
    for (int panel = 0; panel < n_panels; panel++)                                                                               \
      V_UNROLL_TILE                                                                                                              \
    for (int i = 0; i < V_TILE_VECTORS; i++)                                                                                     \
      sums[panel][i] = V_##KIND##_SET (0);                                                                                       \
    for (size_t k = 0; k < n_words; k++, panels += V_PANEL * V_##KIND##_WORD_BYTES)                                              \
      {                                                                                                                          \
        const vector a = V_##KIND##_SET (words[k]);                                                                              \
                                                                                                                                 \
        V_UNROLL_TILE                                                                                                            \
        for (int panel = 0; panel < n_panels; panel++)                                                                           \
          V_UNROLL_TILE                                                                                                          \
        for (int i = 0; i < V_TILE_VECTORS; i++)                                                                                 \
          {                                                                                                                      \
            sums[panel][i] =                                                                                                     \
                V_##KIND##_ADD_PRODUCT (sums[panel][i], a, V_##KIND##_LOAD_B (panels + (size_t)panel * n_bytes, i));             \
            V_HOLD (sums[panel][i]);                                                                                             \
          }                                                                                                                      \
      }                                                                                                                          \
    V_UNROLL_TILE                                                                                                                \
    for (int panel = 0; panel < n_panels; panel++)                                                                               \
      V_UNROLL_TILE                                                                                                              \
    for (int i = 0; i < V_TILE_VECTORS; i++)                                                                                     \
      {                                                                                                                          \
        const int at = panel * V_PANEL + i * V_WIDTH;                                                                            \
        const vector terms = V_##KIND##_ADD (V_##KIND##_SET (rows->terms[0]), V_##KIND##_LOAD (column_terms + at));              \
                                                                                                                                 \
        V_##KIND##_STORE (rows->c + at, V_##KIND##_ADD (sums[panel][i], terms));                                                 \
      }                                                                                                                          \
  }

/* A tile or a single row with the next panels; of the columns of the last one not all may be wanted. */
#define V_DEFINE_PART(KIND, element)                                                                                             \
  static void part_##KIND (const VRows_##KIND *rows, size_t n_rows, const char *panels, const element *column_terms,             \
                           size_t n_columns)                                                                                     \
  {                                                                                                                              \
    const size_t n_whole = n_rows == V_TILE_ROWS ? V_PANEL : V_GROUP * V_PANEL;                                                  \
    element whole[(V_TILE_ROWS > V_GROUP ? V_TILE_ROWS : V_GROUP) * V_PANEL];                                                    \
    VRows_##KIND to = *rows;                                                                                                     \
                                                                                                                                 \
    if (n_columns < n_whole)                                                                                                     \
      {                                                                                                                          \
        to.c = whole;                                                                                                            \
        to.c_stride = n_whole;                                                                                                   \
      }                                                                                                                          \
    if (n_rows == V_TILE_ROWS)                                                                                                   \
      tile_##KIND (&to, panels, column_terms, V_TILE_ROWS);                                                                      \
    else if (n_columns > (V_GROUP - 1) * V_PANEL)                                                                                \
      single_##KIND (&to, panels, column_terms, V_GROUP);                                                                        \
    else                                                                                                                         \
      for (size_t column = 0; column < n_columns; column += V_PANEL, to.c += V_PANEL)                                            \
        single_##KIND (&to, panels + column * rows->n_words * V_##KIND##_WORD_BYTES, column_terms + column, 1);                  \
    for (size_t i = 0; n_columns < n_whole && i < n_rows; i++)                                                                   \
      memcpy (rows->c + i * rows->c_stride, whole + i * n_whole, n_columns * sizeof *whole);                                     \
  }

/* The rows of a block with the next group of panels. */
#define V_DEFINE_GROUP(KIND, element)                                                                                            \
  static void group_##KIND (const VRows_##KIND *block, size_t n_rows, const char *panels, const element *column_terms,           \
                            size_t n_columns)                                                                                    \
  {                                                                                                                              \
    VRows_##KIND rows = *block;                                                                                                  \
                                                                                                                                 \
    for (size_t row = 0, n; row < n_rows; row += n)                                                                              \
      {                                                                                                                          \
        const size_t n_step = n_rows - row >= V_TILE_ROWS ? V_PANEL : V_GROUP * V_PANEL;                                         \
                                                                                                                                 \
        n = n_rows - row >= V_TILE_ROWS ? V_TILE_ROWS : 1;                                                                       \
        rows.words = block->words + row * rows.row_words;                                                                        \
        rows.terms = block->terms + row;                                                                                         \
        for (size_t column = 0; column < n_columns; column += n_step)                                                            \
          {                                                                                                                      \
            rows.c = block->c + row * rows.c_stride + column;                                                                    \
            part_##KIND (&rows, n, panels + column * rows.n_words * V_##KIND##_WORD_BYTES, column_terms + column,                \
                         n_columns - column < n_step ? n_columns - column : n_step);                                             \
          }                                                                                                                      \
      }                                                                                                                          \
  }

V_DEFINE_ROWS (F32, float)
V_DEFINE_ROWS (I32, int32_t)
V_DEFINE_TILE (F32, float, vf)
V_DEFINE_TILE (I32, int32_t, vi)
V_DEFINE_SINGLE (F32, float, vf)
V_DEFINE_SINGLE (I32, int32_t, vi)
V_DEFINE_PART (F32, float)
V_DEFINE_PART (I32, int32_t)
V_DEFINE_GROUP (F32, float)
V_DEFINE_GROUP (I32, int32_t)

/* Values as the instruction wants them, in words; the last vector of words is filled up with zeros. */
#define V_DEFINE_PREPARE(suffix, type, bias)                                                                                     \
  static void prepare_##suffix (const type *restrict a, size_t n, VDotValue *restrict values)                                    \
  {                                                                                                                              \
    const size_t n_per_vector = V_WIDTH * V_DEPTH;                                                                               \
    size_t i = 0;                                                                                                                \
                                                                                                                                 \
    for (; i + 32 <= n; i += 32)                                                                                                 \
      for (size_t j = 0; j < 32; j++)                                                                                            \
        values[i + j] = (VDotValue)(a[i + j] + (bias));                                                                          \
    for (; i < n; i++)                                                                                                           \
      values[i] = (VDotValue)(a[i] + (bias));                                                                                    \
    for (; i % n_per_vector != 0; i++)                                                                                           \
      values[i] = 0;                                                                                                             \
  }

V_DEFINE_PREPARE (u8, uint8_t, V_DOT_BIAS_U8)
V_DEFINE_PREPARE (i8, int8_t, V_DOT_BIAS_I8)

static inline uint32_t
sum_lanes (vi sums)
{
  int32_t lanes[V_WIDTH];
  uint32_t sum = 0;

  v_int_store (lanes, sums);
  for (size_t i = 0; i < V_WIDTH; i++)
    sum += (uint32_t)lanes[i];
  return sum;
}

/* The sum of the prepared values of n_words words. */
static inline uint32_t
sum_words (const int32_t *words, size_t n_words)
{
  const vi ones = v_dot_ones ();
  vi sums = v_int_set1 (0);

  for (size_t i = 0; i < n_words; i += V_WIDTH)
    sums = v_dot (sums, v_dot_load_words (words + i), ones);
  return sum_lanes (sums);
}

/* Integer terms go modulo 2^32. zero_a is biased like the values. */
#define V_DEFINE_PRODUCT_I32(suffix, type, offset)                                                                               \
  static void product_##suffix (const QscProductCall *call)                                                                      \
  {                                                                                                                              \
    const QscMatmulShape shape = *call->shape;                                                                                   \
    const size_t n_words = (shape.depth + V_DEPTH - 1) / V_DEPTH;                                                                \
    const uint32_t zero_a = (uint32_t)(call->zero_a + (offset)), zero_b = (uint32_t)call->zero_b;                                \
    const int32_t *const column_bias = call->bias;                                                                               \
    int32_t *const words = call->words, *const row_terms = call->row_terms, column_terms[V_GROUP * V_PANEL];                     \
                                                                                                                                 \
    for (size_t row = 0, n_rows; row < shape.rows; row += n_rows)                                                                \
      {                                                                                                                          \
        n_rows = shape.rows - row < call->block_rows ? shape.rows - row : call->block_rows;                                      \
        for (size_t i = 0; i < n_rows; i++)                                                                                      \
          {                                                                                                                      \
            int32_t *const row_words = words + i * call->row_words;                                                              \
            const type *const a = (const type *)call->a + (row + i) * shape.a_stride;                                            \
                                                                                                                                 \
            prepare_##suffix (a, shape.depth, (VDotValue *)row_words);                                                           \
            row_terms[i] =                                                                                                       \
                zero_b == 0 ? 0 : (int32_t)(zero_b * ((uint32_t)shape.depth * zero_a - sum_words (row_words, n_words)));         \
          }                                                                                                                      \
        for (size_t column = 0; column < shape.columns; column += V_GROUP * V_PANEL)                                             \
          {                                                                                                                      \
            const size_t n_columns = shape.columns - column < V_GROUP * V_PANEL ? shape.columns - column : V_GROUP * V_PANEL;    \
            const VRows_I32 rows = {                                                                                             \
              words, row_terms, call->row_words, n_words, (int32_t *)call->c + row * shape.c_stride + column, shape.c_stride     \
            };                                                                                                                   \
                                                                                                                                 \
            memset (column_terms, 0, sizeof column_terms);                                                                       \
            for (size_t j = 0; j < n_columns; j++)                                                                               \
              column_terms[j] = (int32_t)((column_bias != NULL ? (uint32_t)column_bias[column + j] : 0)                          \
                                          - zero_a * (uint32_t)call->column_sums[column + j]);                                   \
            group_I32 (&rows, n_rows, (const char *)call->panels + column * n_words * V_DEPTH, column_terms, n_columns);         \
          }                                                                                                                      \
      }                                                                                                                          \
  }

V_DEFINE_PRODUCT_I32 (u8, uint8_t, V_DOT_BIAS_U8)
V_DEFINE_PRODUCT_I32 (i8, int8_t, V_DOT_BIAS_I8)

static void
product_f32 (const QscProductCall *call)
{
  const QscMatmulShape shape = *call->shape;
  const float *const a = call->a, *const column_bias = call->bias;
  float *const words = call->words, column_terms[V_GROUP * V_PANEL];

  memset (call->row_terms, 0, call->block_rows * sizeof (float));
  for (size_t row = 0, n_rows; row < shape.rows; row += n_rows)
    {
      n_rows = shape.rows - row < call->block_rows ? shape.rows - row : call->block_rows;
      for (size_t i = 0; i < n_rows; i++)
        memcpy (words + i * call->row_words, a + (row + i) * shape.a_stride, shape.depth * sizeof *a);
      for (size_t column = 0; column < shape.columns; column += V_GROUP * V_PANEL)
        {
          const size_t n_columns = shape.columns - column < V_GROUP * V_PANEL ? shape.columns - column : V_GROUP * V_PANEL;
          const VRows_F32 rows = {
            words, call->row_terms, call->row_words, shape.depth, (float *)call->c + row * shape.c_stride + column, shape.c_stride
          };

          memset (column_terms, 0, sizeof column_terms);
          if (column_bias != NULL)
            memcpy (column_terms, column_bias + column, n_columns * sizeof *column_terms);
          group_F32 (&rows, n_rows, (const char *)call->panels + column * shape.depth * sizeof (float), column_terms, n_columns);
        }
    }
}

/* So many values that no lane overflows. */
#define V_DOT_CHUNK 4096

#define V_DEFINE_DOT(suffix, type, bias)                                                                                         \
  static void dot_##suffix (const type *a, const int8_t *b, size_t n, QscDot *dot)                                               \
  {                                                                                                                              \
    const vi ones = v_dot_ones ();                                                                                               \
    int32_t words[V_DOT_CHUNK / V_DEPTH];                                                                                        \
                                                                                                                                 \
    for (size_t n_chunk; n > 0; n -= n_chunk, a += n_chunk, b += n_chunk)                                                        \
      {                                                                                                                          \
        vi sum_ab = v_int_set1 (0), sum_a = sum_ab, sum_b = sum_ab;                                                              \
        int8_t b_tail[V_WIDTH * V_DEPTH] = { 0 };                                                                                \
                                                                                                                                 \
        n_chunk = n < V_DOT_CHUNK ? n : V_DOT_CHUNK;                                                                             \
        prepare_##suffix (a, n_chunk, (VDotValue *)words);                                                                       \
        for (size_t i = 0; i < n_chunk; i += V_WIDTH * V_DEPTH)                                                                  \
          {                                                                                                                      \
            const bool whole = n_chunk - i >= V_WIDTH * V_DEPTH;                                                                 \
            const vi a_words = v_dot_load_words (words + i / V_DEPTH);                                                           \
                                                                                                                                 \
            if (!whole)                                                                                                          \
              memcpy (b_tail, b + i, n_chunk - i);                                                                               \
                                                                                                                                 \
            const vi b_words = v_dot_load_bytes (whole ? b + i : b_tail);                                                        \
                                                                                                                                 \
            sum_ab = v_dot (sum_ab, a_words, b_words);                                                                           \
            sum_a = v_dot (sum_a, a_words, ones);                                                                                \
            sum_b = v_dot (sum_b, ones, b_words);                                                                                \
          }                                                                                                                      \
        const int64_t chunk_b = (int32_t)sum_lanes (sum_b);                                                                      \
                                                                                                                                 \
        dot->sum_ab += (int32_t)sum_lanes (sum_ab) - (bias)*chunk_b;                                                             \
        dot->sum_a += (int32_t)sum_lanes (sum_a) - (bias) * (int64_t)n_chunk;                                                    \
        dot->sum_b += chunk_b;                                                                                                   \
      }                                                                                                                          \
  }

V_DEFINE_DOT (u8, uint8_t, V_DOT_BIAS_U8)
V_DEFINE_DOT (i8, int8_t, V_DOT_BIAS_I8)

/* The rows of an initializer of QscProducts, but its name. */
#define V_PRODUCTS(ISA)                                                                                                          \
  .isa = ISA, .panel = V_PANEL, .rows = V_TILE_ROWS, .depth = V_DEPTH, .product_f32 = product_f32, .product_u8 = product_u8,     \
  .product_i8 = product_i8, .dot_u8 = dot_u8, .dot_i8 = dot_i8
