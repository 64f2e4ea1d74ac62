/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reductions of the wide instruction sets. The includer has brought in a vec-*.h and elementwise.tmpl.h.
 *
 * Every sum is taken in double: the square of a float32 is exact there and neither underflows nor overflows, whatever the
 * scale. */

V_INLINE vd
vd_add_both (vd sum, vd low, vd high)
{
  return vd_add (sum, vd_add (low, high));
}

V_INLINE vd
vd_add_products (vd sum, vd a_low, vd a_high, vd b_low, vd b_high)
{
  return vd_add (sum, vd_fma (a_high, b_high, vd_mul (a_low, b_low)));
}

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

/* Error statistics go over blocks that stay in the first-level cache, in two turns: all sums at once, beside the division
 * and the search for the largest error, need more registers than AVX2 has. */
#define V_ERRORS_BLOCK 512
#define V_ERRORS_VECTORS (V_ERRORS_BLOCK / V_WIDTH)

typedef struct
{
  float x[V_ERRORS_BLOCK], y[V_ERRORS_BLOCK]; /* what is not finite stands as 0 and 0, which adds nothing to any sum */
  uint16_t clipped[V_ERRORS_VECTORS];         /* the mask of each vector */
} VErrorsBlock;

typedef struct
{
  vd rounding, clipping, abs_error, error, x2, xy, y2;
} VErrorSums;

typedef struct
{
  vf error; /* of each lane, -1 before the first finite value */
  vi turn;  /* the vector that brought it, counted from the span's start */
} VLargest;

V_INLINE void
v_errors_quantize (VErrorsBlock *block, VLargest *largest, QscErrorStats *span, const QscParams *params, const float *x,
                   size_t n_vectors, vi turn, QscRounding rounding)
{
  const vf s = v_set1 (params->scale), low = v_set1 (qsc_grid_low (params)), high = v_set1 (qsc_grid_high (params));
  const vf barred = v_set1 (-1.0f);
  const vi one = v_int_set1 (1);
  VLargest most = *largest;
  uint64_t n_finite = 0;

  for (size_t i = 0; i < n_vectors; i++, turn = v_int_add (turn, one))
    {
      const vf all = v_load (x + i * V_WIDTH);
      const vm finite = v_is_finite (all);
      const vf r = v_where (finite, all);
      const vf rounded = v_round (v_div (r, s), rounding);
      const vf y = v_mul (v_min (v_max (rounded, low), high), s);
      const vm below = v_less (rounded, low), above = v_less (high, rounded);
      const unsigned clipped = v_mask_bits (v_mask_or (below, above));
      const vf error = v_select (finite, v_abs (v_sub (y, r)), barred);
      const vm larger = v_less (most.error, error);

      n_finite += v_mask_count (finite);
      most.error = v_max (error, most.error);
      most.turn = v_int_select (larger, turn, most.turn);
      v_store (block->x + i * V_WIDTH, r);
      v_store (block->y + i * V_WIDTH, y);
      block->clipped[i] = (uint16_t)clipped;
      if (clipped != 0)
        {
          span->clipped_low += v_mask_count (below);
          span->clipped_high += v_mask_count (above);
        }
    }
  span->count += n_finite;
  *largest = most;
}

V_INLINE void
v_errors_sum (VErrorSums *total, const VErrorsBlock *block, size_t n_vectors)
{
  VErrorSums sums = *total;

  for (size_t i = 0; i < n_vectors; i++)
    {
      const vf x = v_load (block->x + i * V_WIDTH), y = v_load (block->y + i * V_WIDTH);
      const vd xl = v_low (x), xh = v_high (x), yl = v_low (y), yh = v_high (y);
      vd el = vd_sub (yl, xl), eh = vd_sub (yh, xh);

      sums.x2 = vd_add_products (sums.x2, xl, xh, xl, xh);
      sums.xy = vd_add_products (sums.xy, xl, xh, yl, yh);
      sums.y2 = vd_add_products (sums.y2, yl, yh, yl, yh);
      sums.error = vd_add_both (sums.error, el, eh);
      sums.abs_error = vd_add_both (sums.abs_error, vd_abs (el), vd_abs (eh));
      if (block->clipped[i] != 0)
        {
          const vm clipped = v_mask_from_bits (block->clipped[i]), clipped_upper = v_upper_half (clipped);
          const vd cl = vd_where_low (clipped, el), ch = vd_where_low (clipped_upper, eh);

          sums.clipping = vd_add_products (sums.clipping, cl, ch, cl, ch);
          el = vd_unless_low (clipped, el);
          eh = vd_unless_low (clipped_upper, eh);
        }
      sums.rounding = vd_add_products (sums.rounding, el, eh, el, eh);
    }
  *total = sums;
}

/* The largest error over the lanes, of equal ones the first. */
V_INLINE void
v_errors_get_largest (const VLargest *largest, QscErrorStats *span, uint64_t first_index)
{
  float errors[V_WIDTH];
  int32_t turns[V_WIDTH];

  v_store (errors, largest->error);
  v_int_store (turns, largest->turn);
  for (uint32_t i = 0; i < V_WIDTH; i++)
    {
      const uint64_t index = first_index + (uint64_t)turns[i] * V_WIDTH + i;

      if (errors[i] < 0.0f || errors[i] < span->max_abs_error)
        continue;
      if (errors[i] > span->max_abs_error || index < span->max_index)
        {
          span->max_abs_error = errors[i];
          span->max_index = index;
        }
    }
}

V_INLINE void
error_stats_loop (QscErrorStats *total, const QscParams *params, const float *x, size_t n, uint64_t first_index,
                  QscRounding rounding)
{
  const QscParams p = *params;
  VLargest largest = { v_set1 (-1.0f), v_int_set1 (0) };
  VErrorSums sums;
  VErrorsBlock block;
  QscErrorStats span;
  float padded[V_WIDTH];

  sums.rounding = sums.clipping = sums.abs_error = sums.error = sums.x2 = sums.xy = sums.y2 = vd_zero ();
  qsc_error_stats_init (&span);
  for (size_t start = 0, n_vectors; start < n; start += n_vectors * V_WIDTH)
    {
      const float *from = x + start;

      n_vectors = (n - start) / V_WIDTH < V_ERRORS_VECTORS ? (n - start) / V_WIDTH : V_ERRORS_VECTORS;
      if (n_vectors == 0)
        {
          /* The last vector is filled up with what does not count. */
          for (int i = 0; i < V_WIDTH; i++)
            padded[i] = NAN;
          memcpy (padded, from, (n - start) * sizeof *x);
          from = padded;
          n_vectors = 1;
        }
      v_errors_quantize (&block, &largest, &span, &p, from, n_vectors, v_int_set1 ((int32_t)(start / V_WIDTH)), rounding);
      v_errors_sum (&sums, &block, n_vectors);
    }

  v_errors_get_largest (&largest, &span, first_index);
  span.sse_rounding = vd_sum (sums.rounding);
  span.sse_clipping = vd_sum (sums.clipping);
  span.sum_abs_error = vd_sum (sums.abs_error);
  span.sum_error = vd_sum (sums.error);
  span.sum_x2 = vd_sum (sums.x2);
  span.sum_xy = vd_sum (sums.xy);
  span.sum_y2 = vd_sum (sums.y2);
  qsc_error_stats_merge (total, &span);
}

static void
error_stats (QscErrorStats *stats, const QscParams *params, const float *x, size_t n, uint64_t first_index)
{
  const size_t n_span = (size_t)1 << 30; /* so that no 32-bit turn overflows */

  for (; n > n_span; n -= n_span, x += n_span, first_index += n_span)
    error_stats (stats, params, x, n_span, first_index);
  V_SWITCH_ROUNDING (params->rounding, qsc_kernels_scalar.error_stats (stats, params, x, n, first_index), error_stats_loop, stats,
                     params, x, n, first_index)
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
