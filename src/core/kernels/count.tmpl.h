/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How often each of a few byte codes occurs. The includer has brought in a vec-*.h and elementwise.tmpl.h.
 *
 * A code becomes one bit of eight, by a table. Bits of the same place are added up as the columns of a sum on paper are, whole
 * vectors at a time: plane number i holds the bits of weight 2^i. */

#define V_COUNT_GROUP 8  /* codes that are counted in one pass: bits of a byte */
#define V_COUNT_PLANES 8 /* so each bit counts up to 255 */
#define V_COUNT_TABLE 16
#define V_COUNT_VECTORS 248 /* in a pass; a multiple of eight */

/* Arrays of vectors live in registers only where their loops are unrolled. */
#ifdef __clang__
#define V_UNROLL _Pragma ("unroll")
#else
#define V_UNROLL _Pragma ("GCC unroll 8")
#endif

/* Adds two vectors of bits to a plane and gives the bits of the next. */
V_INLINE vb
v_planes_add_two (vb *plane, vb a, vb b)
{
  const vb carry = vb_majority (*plane, a, b);

  *plane = vb_parity (*plane, a, b);
  return carry;
}

V_INLINE void
v_planes_add (vb *planes, int first, vb bits)
{
  V_UNROLL
  for (int i = first; i < V_COUNT_PLANES; i++)
    {
      const vb carry = vb_and (planes[i], bits);

      planes[i] = vb_xor (planes[i], bits);
      bits = carry;
    }
}

V_INLINE uint64_t
v_planes_sum (const vb *planes, int bit)
{
  vb sums = vb_set1 (0);

  V_UNROLL
  for (int i = 0; i < V_COUNT_PLANES; i++)
    sums = vb_or (sums, vb_where_bit (planes[i], vb_set1 ((uint8_t)(1 << bit)), vb_set1 ((uint8_t)(1 << i))));
  return vb_sum (sums);
}

/* The table of eight codes, and where their sixteen begin. */
typedef struct
{
  vb table, first;
} VCount;

/* The bits of the next vector. few: no code is beyond the table. */
V_INLINE vb
v_count_bits (const VCount *count, const uint8_t *codes, bool few)
{
  const vb v = vb_load (codes);

  return vb_lookup (count->table, few ? v : vb_index (v, count->first));
}

#define V_NEXT_BITS(i) v_count_bits (count, codes + (i)*V_BYTES, few)

V_INLINE void
v_count_eight_vectors (vb *planes, const VCount *count, const uint8_t *codes, bool few)
{
  const vb two_a = v_planes_add_two (&planes[0], V_NEXT_BITS (0), V_NEXT_BITS (1));
  const vb two_b = v_planes_add_two (&planes[0], V_NEXT_BITS (2), V_NEXT_BITS (3));
  const vb four_a = v_planes_add_two (&planes[1], two_a, two_b);
  const vb two_c = v_planes_add_two (&planes[0], V_NEXT_BITS (4), V_NEXT_BITS (5));
  const vb two_d = v_planes_add_two (&planes[0], V_NEXT_BITS (6), V_NEXT_BITS (7));
  const vb four_b = v_planes_add_two (&planes[1], two_c, two_d);

  v_planes_add (planes, 3, v_planes_add_two (&planes[2], four_a, four_b));
}

V_INLINE void
count_group (const uint8_t *codes, size_t n_vectors, uint32_t first, uint32_t n_group, uint64_t *counts, bool few)
{
  const uint32_t of_table = first % V_COUNT_TABLE;
  uint8_t table[V_COUNT_TABLE] = { 0 };
  vb planes[V_COUNT_PLANES];
  size_t i = 0;

  for (uint32_t k = 0; k < V_COUNT_GROUP; k++)
    table[of_table + k] = (uint8_t)(1 << k);

  const VCount of = { vb_load_table (table), vb_set1 ((uint8_t)(first - of_table)) }, *const count = &of;

  V_UNROLL
  for (int k = 0; k < V_COUNT_PLANES; k++)
    planes[k] = vb_set1 (0);
  for (; i + 8 <= n_vectors; i += 8, codes += 8 * V_BYTES)
    v_count_eight_vectors (planes, count, codes, few);
  for (; i < n_vectors; i++, codes += V_BYTES)
    v_planes_add (planes, 0, V_NEXT_BITS (0));
  for (uint32_t k = 0; k < n_group; k++)
    counts[first + k] += v_planes_sum (planes, (int)k);
}

static void
count_codes (const uint8_t *codes, size_t n, uint32_t n_codes, uint64_t *counts)
{
  for (size_t n_vectors; n >= V_BYTES; n -= n_vectors * V_BYTES, codes += n_vectors * V_BYTES)
    {
      n_vectors = n / V_BYTES < V_COUNT_VECTORS ? n / V_BYTES : V_COUNT_VECTORS;
      for (uint32_t first = 0; first < n_codes; first += V_COUNT_GROUP)
        {
          const uint32_t n_group = n_codes - first < V_COUNT_GROUP ? n_codes - first : V_COUNT_GROUP;

          if (n_codes <= V_COUNT_TABLE)
            count_group (codes, n_vectors, first, n_group, counts, true);
          else
            count_group (codes, n_vectors, first, n_group, counts, false);
        }
    }
  for (; n > 0; n--, codes++)
    counts[*codes]++;
}
