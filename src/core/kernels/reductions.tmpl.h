/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reductions of the wide instruction sets. The includer has brought in a vec-*.h and elementwise.tmpl.h.
 *
 * Every sum is taken in double: the square of a float32 is exact there and neither underflows nor overflows, whatever the
 * scale. Each sum has two accumulators, for the lower and the upper half of the lanes. */

typedef struct
{
  vd low, high;
} VSum;

V_INLINE void
v_sum_add (VSum *sum, vd low, vd high)
{
  sum->low = vd_add (sum->low, low);
  sum->high = vd_add (sum->high, high);
}

V_INLINE void
v_sum_add_product (VSum *sum, vd a_low, vd a_high, vd b_low, vd b_high)
{
  sum->low = vd_fma (a_low, b_low, sum->low);
  sum->high = vd_fma (a_high, b_high, sum->high);
}

V_INLINE double
v_sum_get (const VSum *sum)
{
  return vd_sum (vd_add (sum->low, sum->high));
}

V_INLINE VSum
v_sum_zero (void)
{
  return (VSum){ vd_zero (), vd_zero () };
}

static void
moments (QscMoments *total, const float *x, size_t n)
{
  const vf infinity = v_set1 (INFINITY), minus_infinity = v_set1 (-INFINITY);
  VSum sum = v_sum_zero (), sum_squares = v_sum_zero ();
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

      v_sum_add (&sum, low, high);
      v_sum_add_product (&sum_squares, low, high, low, high);
    }

  float lanes_min[V_WIDTH], lanes_max[V_WIDTH];

  v_store (lanes_min, min);
  v_store (lanes_max, max);
  for (int i = 0; i < V_WIDTH; i++)
    {
      span.min = lanes_min[i] < span.min ? lanes_min[i] : span.min;
      span.max = lanes_max[i] > span.max ? lanes_max[i] : span.max;
    }
  span.sum = v_sum_get (&sum);
  span.sum_squares = v_sum_get (&sum_squares);
  for (; n > 0; n--, x++)
    qsc_moments_add_value (&span, *x);
  qsc_moments_merge (total, &span);
}

typedef struct
{
  VSum rounding, clipping, abs_error, error, x2, xy, y2;
  vf largest;    /* of each lane, -1 before the first finite value */
  vi largest_at; /* the turn that brought it */
} VErrors;

/* Adds the finite values of one vector; those that are not count as the exact value 0, which adds nothing, and are barred
 * from the largest. */
V_INLINE void
v_errors_add (VErrors *sums, QscErrorStats *span, vf x, vf s, vf grid_low, vf grid_high, vi turn, QscRounding rounding)
{
  const vm finite = v_is_finite (x);

  span->count += v_mask_count (finite);
  x = v_where (finite, x);

  const vf rounded = v_round (v_div (x, s), rounding);
  const vf y = v_mul (v_min (v_max (rounded, grid_low), grid_high), s);
  const vm below = v_less (rounded, grid_low), above = v_less (grid_high, rounded);
  const vf abs_error = v_abs (v_sub (y, x));
  const vm larger = v_mask_and (v_less (sums->largest, abs_error), finite);

  sums->largest = v_select (larger, abs_error, sums->largest);
  sums->largest_at = v_int_select (larger, turn, sums->largest_at);

  const vd xl = v_low (x), xh = v_high (x), yl = v_low (y), yh = v_high (y);
  const vd el = vd_sub (yl, xl), eh = vd_sub (yh, xh);
  const vm clipped = v_mask_or (below, above);

  v_sum_add (&sums->error, el, eh);
  v_sum_add (&sums->abs_error, vd_abs (el), vd_abs (eh));
  v_sum_add_product (&sums->x2, xl, xh, xl, xh);
  v_sum_add_product (&sums->xy, xl, xh, yl, yh);
  v_sum_add_product (&sums->y2, yl, yh, yl, yh);
  if (!v_mask_any (clipped))
    {
      v_sum_add_product (&sums->rounding, el, eh, el, eh);
      return;
    }

  const vm clipped_upper = v_upper_half (clipped);
  const vd rl = vd_unless_low (clipped, el), rh = vd_unless_low (clipped_upper, eh);
  const vd cl = vd_where_low (clipped, el), ch = vd_where_low (clipped_upper, eh);

  span->clipped_low += v_mask_count (below);
  span->clipped_high += v_mask_count (above);
  v_sum_add_product (&sums->rounding, rl, rh, rl, rh);
  v_sum_add_product (&sums->clipping, cl, ch, cl, ch);
}

/* The largest error over the lanes, of equal ones the first. */
V_INLINE void
v_errors_get_largest (const VErrors *sums, QscErrorStats *span, uint64_t first_index)
{
  float largest[V_WIDTH];
  int32_t turns[V_WIDTH];

  v_store (largest, sums->largest);
  v_int_store (turns, sums->largest_at);
  for (uint32_t i = 0; i < V_WIDTH; i++)
    {
      const uint64_t index = first_index + (uint64_t)turns[i] * V_WIDTH + i;

      if (largest[i] < 0.0f || largest[i] < span->max_abs_error)
        continue;
      if (largest[i] > span->max_abs_error || index < span->max_index)
        {
          span->max_abs_error = largest[i];
          span->max_index = index;
        }
    }
}

V_INLINE void
error_stats_loop (QscErrorStats *total, const QscParams *params, const float *x, size_t n, uint64_t first_index,
                  QscRounding rounding)
{
  const QscParams p = *params;
  const vf s = v_set1 (p.scale), low = v_set1 (qsc_grid_low (&p)), high = v_set1 (qsc_grid_high (&p));
  const vi one = v_int_set1 (1);
  const size_t n_whole = n / V_WIDTH * V_WIDTH;
  vi turn = v_int_set1 (0);
  VErrors sums = { .largest = v_set1 (-1.0f), .largest_at = v_int_set1 (0) };
  QscErrorStats span;

  sums.rounding = sums.clipping = sums.abs_error = sums.error = sums.x2 = sums.xy = sums.y2 = v_sum_zero ();
  qsc_error_stats_init (&span);
  for (size_t i = 0; i < n_whole; i += V_WIDTH, turn = v_int_add (turn, one))
    v_errors_add (&sums, &span, v_load (x + i), s, low, high, turn, rounding);

  v_errors_get_largest (&sums, &span, first_index);
  span.sse_rounding = v_sum_get (&sums.rounding);
  span.sse_clipping = v_sum_get (&sums.clipping);
  span.sum_abs_error = v_sum_get (&sums.abs_error);
  span.sum_error = v_sum_get (&sums.error);
  span.sum_x2 = v_sum_get (&sums.x2);
  span.sum_xy = v_sum_get (&sums.xy);
  span.sum_y2 = v_sum_get (&sums.y2);
  for (size_t i = n_whole; i < n; i++)
    qsc_error_stats_add_value (&span, &p, x[i], first_index + i);
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
