/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How often each of a few byte codes occurs. The includer has brought in a vec-*.h and elementwise.tmpl.h. */

#define V_COUNT_GROUP 8 /* codes that are counted in one pass: what the registers hold */

/* Arrays of vectors live in registers only where their loops are unrolled. */
#ifdef __clang__
#define V_UNROLL _Pragma ("unroll")
#else
#define V_UNROLL _Pragma ("GCC unroll 8")
#endif

/* Compares whole vectors with each code by itself, and counts in the lanes. n_vectors < 256, or a lane would overflow. */
V_INLINE void
count_group (const uint8_t *codes, size_t n_vectors, uint32_t first, uint32_t n_group, uint64_t *counts)
{
  vb lanes[V_COUNT_GROUP], wanted[V_COUNT_GROUP];

  V_UNROLL
  for (uint32_t i = 0; i < V_COUNT_GROUP; i++)
    {
      lanes[i] = vb_set1 (0);
      wanted[i] = vb_set1 ((uint8_t)(first + i));
    }
  for (size_t i = 0; i < n_vectors; i++)
    {
      const vb v = vb_load (codes + i * V_BYTES);

      V_UNROLL
      for (uint32_t k = 0; k < V_COUNT_GROUP; k++)
        lanes[k] = vb_count (lanes[k], v, wanted[k]);
    }
  V_UNROLL
  for (uint32_t i = 0; i < V_COUNT_GROUP; i++)
    if (i < n_group)
      counts[first + i] += vb_sum (lanes[i]);
}

static void
count_codes (const uint8_t *codes, size_t n, uint32_t n_codes, uint64_t *counts)
{
  for (size_t n_vectors; n >= V_BYTES; n -= n_vectors * V_BYTES, codes += n_vectors * V_BYTES)
    {
      n_vectors = n / V_BYTES < 255 ? n / V_BYTES : 255;
      for (uint32_t first = 0; first < n_codes; first += V_COUNT_GROUP)
        count_group (codes, n_vectors, first, n_codes - first < V_COUNT_GROUP ? n_codes - first : V_COUNT_GROUP, counts);
    }
  for (; n > 0; n--, codes++)
    counts[*codes]++;
}
