/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reductions of the wide instruction sets but the errors'. The includer has brought in a vec-*.h and elementwise.tmpl.h. */

static void
moments (QscMoments *total, const float *x, size_t n)
{
  const vf infinity = v_set1 (INFINITY), minus_infinity = v_set1 (-INFINITY);
  vd sum_low = vd_zero (), sum_high = vd_zero (), squares_low = vd_zero (), squares_high = vd_zero ();
  vf min = infinity, max = minus_infinity;
  QscMoments span;

  qsc_moments_init (&span);
  span.count = n / V_WIDTH * V_WIDTH;
  for (; n >= V_WIDTH; n -= V_WIDTH, x += V_WIDTH)
    {
      vf v = v_load (x);
      vf v_for_min = v, v_for_max = v;
      const vm finite = v_is_finite (v);

      if (__builtin_expect (!v_mask_all (finite), 0))
        {
          const unsigned n_positive = v_mask_count (v_equal (v, infinity));
          const unsigned n_negative = v_mask_count (v_equal (v, minus_infinity));
          const unsigned n_lost = V_WIDTH - v_mask_count (finite);

          span.count -= n_lost;
          span.positive_infinity += n_positive;
          span.negative_infinity += n_negative;
          span.nan += n_lost - n_positive - n_negative;
          v_for_min = v_select (finite, v, infinity);
          v_for_max = v_select (finite, v, minus_infinity);
          v = v_where (finite, v);
        }
      min = v_min (v_for_min, min);
      max = v_max (v_for_max, max);

      const vd low = v_low (v), high = v_high (v);

      sum_low = vd_add (sum_low, low);
      sum_high = vd_add (sum_high, high);
      squares_low = vd_fma (low, low, squares_low);
      squares_high = vd_fma (high, high, squares_high);
    }

  float lanes_min[V_WIDTH], lanes_max[V_WIDTH];

  v_store (lanes_min, min);
  v_store (lanes_max, max);
  for (int i = 0; i < V_WIDTH; i++)
    {
      span.min = lanes_min[i] < span.min ? lanes_min[i] : span.min;
      span.max = lanes_max[i] > span.max ? lanes_max[i] : span.max;
    }
  span.sum = vd_sum (vd_add (sum_low, sum_high));
  span.sum_squares = vd_sum (vd_add (squares_low, squares_high));
  for (; n > 0; n--, x++)
    qsc_moments_add_value (&span, *x);
  qsc_moments_merge (total, &span);
}

/* Bins by way of float32: right wherever the product is not within a margin of an integer, which its roundings stay below. */
typedef struct
{
  vf low, per_bin, n_bins, half, half_less_margin;
} VBins;

/* false: float32 does not tell these bins apart. */
static inline bool
v_bins_init (VBins *bins, const QscBins *of)
{
  const double most = fmax (fabs (of->low), fabs (of->high)) * of->per_bin; /* in bins */
  const double margin = most * 0x1p-21 + 0x1p-20;

  bins->low = v_set1 ((float)of->low);
  bins->per_bin = v_set1 ((float)of->per_bin);
  bins->n_bins = v_set1 ((float)(of->last + 1.0));
  bins->half = v_set1 (0.5f);
  bins->half_less_margin = v_set1 ((float)(0.5 - margin));
  return margin < 0x1p-6 && of->per_bin > 0x1p-60 && of->per_bin < 0x1p60;
}

/* false: some bin is not sure, nor is what was written. What is not finite never is. */
V_INLINE bool
v_bins_try_block (const VBins *bins, const float *x, uint32_t *bin)
{
  bool sure = true;

  for (int i = 0; i < V_BLOCK; i += V_WIDTH)
    {
      const vf place = v_mul (v_sub (v_load (x + i), bins->low), bins->per_bin);
      const vf whole = v_round (place, QSC_ROUND_DOWN);
      const vf inside = v_select (v_less (place, v_set1 (0.0f)), bins->n_bins, v_min (whole, bins->n_bins));

      sure &= v_mask_all (v_less (v_abs (v_sub (v_sub (place, whole), bins->half)), bins->half_less_margin));
      v_int_store ((int32_t *)bin + i, v_to_int (inside));
    }
  return sure;
}

static void
bins_in_double (const QscBins *of, const float *x, size_t n, uint32_t *bin)
{
  const QscBins b = *of;
  const vd low = vd_set1 (b.low), high = vd_set1 (b.high), per_bin = vd_set1 (b.per_bin), last = vd_set1 (b.last);
  const vd nowhere = vd_set1 (b.last + 1.0);

  for (; n >= V_WIDTH; n -= V_WIDTH, x += V_WIDTH, bin += V_WIDTH)
    {
      const vf v = v_load (x);
      const vd l = v_low (v), h = v_high (v);
      const vd bin_l = vd_min (vd_mul (vd_sub (l, low), per_bin), last), bin_h = vd_min (vd_mul (vd_sub (h, low), per_bin), last);

      vd_store_ints ((int32_t *)bin, vd_select_between (l, low, high, bin_l, nowhere),
                     vd_select_between (h, low, high, bin_h, nowhere));
    }
  for (; n > 0; n--, x++, bin++)
    *bin = qsc_get_bin (&b, *x);
}

static void
bins (const QscBins *of, const float *x, size_t n, uint32_t *bin)
{
  VBins in_float;

  if (v_bins_init (&in_float, of))
    for (size_t n_done; n >= V_BLOCK; n -= n_done, x += n_done, bin += n_done)
      {
        n_done = V_BLOCK;
        if (v_bins_try_block (&in_float, x, bin))
          continue;
        /* Values that lie on the borders of bins, as those of a grid do, seldom come alone. */
        n_done = n < 8 * V_BLOCK ? n : 8 * V_BLOCK;
        bins_in_double (of, x, n_done, bin);
      }
  bins_in_double (of, x, n, bin);
}

static bool
has_non_finite (const float *x, size_t n)
{
  for (; n >= V_BLOCK; n -= V_BLOCK, x += V_BLOCK)
    {
      /* 0 times a finite number is 0, times the others NaN; NaN survives the sum. */
      const vf zero = v_set1 (0.0f);
      const vf a = v_add (v_mul (v_load (x), zero), v_mul (v_load (x + V_WIDTH), zero));
      const vf b = v_add (v_mul (v_load (x + 2 * V_WIDTH), zero), v_mul (v_load (x + 3 * V_WIDTH), zero));

      if (!v_mask_all (v_is_finite (v_add (a, b))))
        return true;
    }
  for (; n > 0; n--, x++)
    if (!isfinite (*x))
      return true;
  return false;
}
