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

static void
bins (const QscBins *of, const float *x, size_t n, uint32_t *bin)
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
