/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The error statistics of the wide instruction sets. The includer has brought in a vec-*.h and elementwise.tmpl.h.
 *
 * Values go in blocks. A block is summed in lanes of float32, which go to double after V_LANE_ADDITIONS additions; where
 * float32 would not do (README.md tells when) the block is done again with every term a double. */

#define V_LANE_ADDITIONS 32
#define V_ERRORS_BLOCK (V_LANE_ADDITIONS * V_WIDTH)

typedef struct
{
  vd rounding, clipping, abs_error, error, x2, xy, y2;
  vi n_inside, n_high; /* what was met in lanes that told clipped values apart */
  uint64_t n_told;
} VErrorSums;

/* What the finite values of one vector become; the others stand as x = y = 0, which adds nothing to any sum. */
typedef struct
{
  vf x, y;
  vm finite, below, above;
} VErrors;

/* Of these, |reconstructed| <= 2 |x|. */
static inline bool
v_rounding_is_nearest (QscRounding rounding)
{
  return rounding == QSC_ROUND_HALF_EVEN || rounding == QSC_ROUND_HALF_AWAY || rounding == QSC_ROUND_HALF_UP;
}

V_INLINE VErrors
v_errors_of (const VGrid *grid, vf all, QscRounding rounding, QscArithmetic arithmetic)
{
  VErrors errors;

  errors.finite = v_is_finite (all);
  errors.x = v_where (errors.finite, all);

  const vf rounded = v_steps (v_ratio (errors.x, grid, arithmetic), grid, rounding, arithmetic);

  /* A reciprocal may be infinite, and zero times it NaN. A quotient of finite values is never. */
  if (arithmetic == QSC_DIVIDE)
    errors.y = v_mul (v_min (v_max (rounded, grid->low), grid->high), grid->scale);
  else
    errors.y = v_mul (v_clamp (rounded, grid->low, grid->high), grid->scale);
  errors.below = v_less (rounded, grid->low);
  errors.above = v_less (grid->high, rounded);
  return errors;
}

/* The largest of |e|, where it beats the one so far, and the first place of it among the block's values. */
V_INLINE void
v_errors_note_largest (QscErrorStats *span, const VGrid *grid, const float *x, size_t n_vectors, vf largest, uint64_t first_index,
                       QscRounding rounding, QscArithmetic arithmetic)
{
  float lanes[V_WIDTH], most = -1.0f;

  v_store (lanes, largest);
  for (int i = 0; i < V_WIDTH; i++)
    most = lanes[i] > most ? lanes[i] : most;
  for (size_t i = 0; i < n_vectors; i++)
    {
      const VErrors errors = v_errors_of (grid, v_load (x + i * V_WIDTH), rounding, arithmetic);
      const vm same = v_equal (v_abs (v_sub (errors.y, errors.x)), v_set1 (most));
      const unsigned found = v_mask_bits (v_mask_and (same, errors.finite));

      if (found != 0)
        {
          qsc_error_stats_note_largest (span, most, first_index + i * V_WIDTH + (unsigned)__builtin_ctz (found));
          return;
        }
    }
}

V_INLINE vd
vd_add_both (vd sum, vd low, vd high)
{
  return vd_add (sum, vd_add (low, high));
}

V_INLINE vd
vd_from_lanes (vf lanes)
{
  return vd_add (v_low (lanes), v_high (lanes));
}

V_INLINE vd
vd_add_products (vd sum, vd a_low, vd a_high, vd b_low, vd b_high)
{
  return vd_add (sum, vd_fma (a_high, b_high, vd_mul (a_low, b_low)));
}

/* Any values whatever. */
V_INLINE vf
v_errors_in_double (VErrorSums *sums, QscErrorStats *span, const VGrid *grid, const float *x, size_t n_vectors,
                    QscRounding rounding, QscArithmetic arithmetic)
{
  vf largest = v_set1 (-1.0f);

  for (size_t i = 0; i < n_vectors; i++)
    {
      const VErrors errors = v_errors_of (grid, v_load (x + i * V_WIDTH), rounding, arithmetic);
      const vm clipped = v_mask_or (errors.below, errors.above), clipped_upper = v_upper_half (clipped);
      const vd xl = v_low (errors.x), xh = v_high (errors.x), yl = v_low (errors.y), yh = v_high (errors.y);
      const vd el = vd_sub (yl, xl), eh = vd_sub (yh, xh);
      const vd cl = vd_where_low (clipped, el), ch = vd_where_low (clipped_upper, eh);
      const vd rl = vd_unless_low (clipped, el), rh = vd_unless_low (clipped_upper, eh);

      sums->x2 = vd_add_products (sums->x2, xl, xh, xl, xh);
      sums->xy = vd_add_products (sums->xy, xl, xh, yl, yh);
      sums->y2 = vd_add_products (sums->y2, yl, yh, yl, yh);
      sums->error = vd_add_both (sums->error, el, eh);
      sums->abs_error = vd_add_both (sums->abs_error, vd_abs (el), vd_abs (eh));
      sums->rounding = vd_add_products (sums->rounding, rl, rh, rl, rh);
      sums->clipping = vd_add_products (sums->clipping, cl, ch, cl, ch);
      largest = v_max (v_select (errors.finite, v_abs (v_sub (errors.y, errors.x)), v_set1 (-1.0f)), largest);
      span->count += v_mask_count (errors.finite);
      span->clipped_low += v_mask_count (errors.below);
      span->clipped_high += v_mask_count (errors.above);
    }
  return largest;
}

/* One block in lanes of float32. */
typedef struct
{
  vf rounding, clipping, abs_error, error, y2, ye, largest;
  vf lowest, highest;  /* of the rounded ratios, where clipped values are not told apart */
  vi n_inside, n_high; /* what is not clipped and what is clipped from above, where they are told apart */
} VLanes;

/* Gives the code, counted from the lowest. */
V_INLINE vf
v_lanes_add (VLanes *lanes, const VGrid *grid, vf x, QscRounding rounding, QscArithmetic arithmetic, bool clips)
{
  const vf rounded = v_steps (v_ratio (x, grid, arithmetic), grid, rounding, arithmetic);
  const vf clamped = clips ? v_min (v_max (rounded, grid->low), grid->high) : rounded;
  const vf y = v_mul (clamped, grid->scale);
  const vf e = v_sub (y, x), abs_error = v_abs (e);

  if (clips)
    {
      const vm inside = v_equal (rounded, clamped);
      const vf e_clipping = v_unless (inside, e), e_rounding = v_where (inside, e);

      lanes->n_inside = v_int_count (lanes->n_inside, inside);
      lanes->n_high = v_int_count_negative (lanes->n_high, e_clipping);
      lanes->clipping = v_fma (e_clipping, e_clipping, lanes->clipping);
      lanes->rounding = v_fma (e_rounding, e_rounding, lanes->rounding);
    }
  else
    {
      lanes->lowest = v_min (rounded, lanes->lowest);
      lanes->highest = v_max (rounded, lanes->highest);
      lanes->rounding = v_fma (e, e, lanes->rounding);
    }
  lanes->abs_error = v_add (lanes->abs_error, abs_error);
  lanes->error = v_add (lanes->error, e);
  lanes->y2 = v_fma (y, y, lanes->y2);
  lanes->ye = v_fma (y, e, lanes->ye);
  lanes->largest = v_max (abs_error, lanes->largest);
  V_HOLD (lanes->rounding);
  V_HOLD (lanes->abs_error);
  V_HOLD (lanes->error);
  V_HOLD (lanes->y2);
  V_HOLD (lanes->ye);
  V_HOLD (lanes->largest);
  return v_sub (clamped, grid->low);
}

/* clips: tell clipped values apart, which most blocks need not. For nearest rules and scales whose squares are far from the
 * ends of float32. codes are for a multiple of four vectors, and right if the lanes turn out to be. */
V_INLINE VLanes
v_errors_in_lanes (const VGrid *grid, const float *x, size_t n_vectors, uint8_t *codes, QscRounding rounding,
                   QscArithmetic arithmetic, bool clips)
{
  const vf zero = v_set1 (0.0f);
  VLanes lanes = { zero, zero, zero, zero, zero, zero, zero, zero, zero, v_int_set1 (0), v_int_set1 (0) };

  if (codes == NULL)
    for (const float *const end = x + n_vectors * V_WIDTH; x < end; x += V_WIDTH)
      v_lanes_add (&lanes, grid, v_load (x), rounding, arithmetic, clips);
  else
    for (const float *const end = x + n_vectors * V_WIDTH; x < end; x += V_BLOCK, codes += V_BLOCK)
      {
        const vf a = v_lanes_add (&lanes, grid, v_load (x), rounding, arithmetic, clips);
        const vf b = v_lanes_add (&lanes, grid, v_load (x + V_WIDTH), rounding, arithmetic, clips);
        const vf c = v_lanes_add (&lanes, grid, v_load (x + 2 * V_WIDTH), rounding, arithmetic, clips);
        const vf d = v_lanes_add (&lanes, grid, v_load (x + 3 * V_WIDTH), rounding, arithmetic, clips);

        v_store4_u8 (codes, v_to_int (a), v_to_int (b), v_to_int (c), v_to_int (d));
      }
  return lanes;
}

V_INLINE bool
v_lanes_are_clipped (const VLanes *lanes, const VGrid *grid)
{
  return v_mask_any (v_mask_or (v_less (lanes->lowest, grid->low), v_less (grid->high, lanes->highest)));
}

/* Whether float32 was enough for the lanes: every value finite; no square over- or underflowed to any effect; the errors of
 * a lane differ, for the roundings of sums of equal terms do not even out. */
V_INLINE bool
v_lanes_are_sound (const VLanes *lanes, size_t n_vectors)
{
  const vf squares = v_add (lanes->rounding, lanes->clipping);
  const vf spread = v_mul (squares, v_set1 ((float)n_vectors * 0.98f));
  const vm exact = v_equal (lanes->abs_error, v_set1 (0.0f));
  const vm normal = v_mask_and (v_less (v_set1 (0x1p-110f), lanes->rounding), v_less (squares, v_set1 (0x1p100f)));
  const vm differ = v_less (v_mul (lanes->abs_error, lanes->abs_error), spread);

  return v_mask_all (v_mask_or (exact, v_mask_and (normal, differ)));
}

/* The sums of squares are made from y and e, since x = y - e: so the small differences between them, which the cosine of x and
 * y hangs on, keep the precision of the errors. Nearest rules have |y| <= 2 |x|, so nothing cancels. */
V_INLINE void
v_errors_add_lanes (VErrorSums *sums, const VLanes *lanes)
{
  const vd rounding = vd_from_lanes (lanes->rounding), clipping = vd_from_lanes (lanes->clipping);
  const vd y2 = vd_from_lanes (lanes->y2), ye = vd_from_lanes (lanes->ye), xy = vd_sub (y2, ye);

  sums->rounding = vd_add (sums->rounding, rounding);
  sums->clipping = vd_add (sums->clipping, clipping);
  sums->abs_error = vd_add (sums->abs_error, vd_from_lanes (lanes->abs_error));
  sums->error = vd_add (sums->error, vd_from_lanes (lanes->error));
  sums->y2 = vd_add (sums->y2, y2);
  sums->xy = vd_add (sums->xy, xy);
  sums->x2 = vd_add (sums->x2, vd_add (vd_sub (xy, ye), vd_add (rounding, clipping)));
  sums->n_inside = v_int_add (sums->n_inside, lanes->n_inside);
  sums->n_high = v_int_add (sums->n_high, lanes->n_high);
}

/* false: the block is not for lanes, nothing was added. */
V_INLINE bool
v_errors_try_lanes (VErrorSums *sums, vf *largest, bool *clips, const VGrid *grid, const float *x, size_t n_vectors,
                    uint8_t *codes, QscRounding rounding, QscArithmetic arithmetic)
{
  VLanes lanes;

  if (!*clips)
    {
      lanes = v_errors_in_lanes (grid, x, n_vectors, codes, rounding, arithmetic, false);
      *clips = v_lanes_are_clipped (&lanes, grid);
    }
  if (*clips)
    lanes = v_errors_in_lanes (grid, x, n_vectors, codes, rounding, arithmetic, true);
  if (!v_lanes_are_sound (&lanes, n_vectors))
    return false;
  v_errors_add_lanes (sums, &lanes);
  sums->n_told += *clips ? n_vectors * V_WIDTH : 0;
  *clips = *clips && !v_mask_all (v_equal (lanes.clipping, v_set1 (0.0f)));
  *largest = lanes.largest;
  return true;
}

static inline uint64_t
v_int_sum (vi a)
{
  int32_t lanes[V_WIDTH];
  uint64_t sum = 0;

  v_int_store (lanes, a);
  for (int i = 0; i < V_WIDTH; i++)
    sum += (uint64_t)lanes[i];
  return sum;
}

V_INLINE void
v_errors_finish (QscErrorStats *span, const VErrorSums *sums)
{
  const uint64_t n_high = v_int_sum (sums->n_high);

  span->clipped_low += sums->n_told - v_int_sum (sums->n_inside) - n_high;
  span->clipped_high += n_high;
  span->sse_rounding = vd_sum (sums->rounding);
  span->sse_clipping = vd_sum (sums->clipping);
  span->sum_abs_error = vd_sum (sums->abs_error);
  span->sum_error = vd_sum (sums->error);
  span->sum_x2 = vd_sum (sums->x2);
  span->sum_xy = vd_sum (sums->xy);
  span->sum_y2 = vd_sum (sums->y2);
}

/* Fewer vectors than this are not worth lanes. */
#define V_LANES_MIN 4

V_INLINE void
error_stats_loop (QscErrorStats *total, const QscParams *params, const float *x, size_t n, uint64_t first_index, uint8_t *codes,
                  QscRounding rounding, QscArithmetic arithmetic)
{
  const VGrid grid = v_grid (params);
  const bool for_lanes = v_rounding_is_nearest (rounding) && params->scale >= 0x1p-30f && params->scale <= 0x1p30f;
  VGrid from_zero = grid;
  VErrorSums sums;
  QscErrorStats span;
  float padded[V_WIDTH];
  bool clips = false;

  qsc_error_stats_init (&span);
  sums.rounding = sums.clipping = sums.abs_error = sums.error = sums.x2 = sums.xy = sums.y2 = vd_zero ();
  sums.n_inside = sums.n_high = v_int_set1 (0);
  sums.n_told = 0;
  from_zero.zero_point = v_to_int (v_sub (v_set1 (0.0f), grid.low));
  for (size_t start = 0, n_block; start < n; start += n_block)
    {
      const float *from = x + start;
      uint8_t *block_codes;
      size_t n_vectors;
      vf largest;

      n_block = n - start < V_ERRORS_BLOCK ? n - start : V_ERRORS_BLOCK;
      n_vectors = n_block / V_WIDTH;
      if (n_vectors > 0)
        n_block = n_vectors * V_WIDTH;
      else
        {
          /* The last vector is filled up with what does not count. */
          for (int i = 0; i < V_WIDTH; i++)
            padded[i] = NAN;
          memcpy (padded, from, n_block * sizeof *x);
          from = padded;
          n_vectors = 1;
        }
      block_codes = codes != NULL && n_vectors % 4 == 0 ? codes + start : NULL;
      if (for_lanes && n_vectors >= V_LANES_MIN
          && v_errors_try_lanes (&sums, &largest, &clips, &grid, from, n_vectors, block_codes, rounding, arithmetic))
        span.count += n_block;
      else
        {
          largest = v_errors_in_double (&sums, &span, &grid, from, n_vectors, rounding, arithmetic);
          block_codes = NULL;
        }
      if (codes != NULL && block_codes == NULL)
        quantize_grid_u8 (&from_zero, x + start, n_block, codes + start, rounding, arithmetic);
      if (v_mask_any (v_less (v_set1 (span.max_index != UINT64_MAX ? span.max_abs_error : -1.0f), largest)))
        v_errors_note_largest (&span, &grid, from, n_vectors, largest, first_index + start, rounding, arithmetic);
    }
  v_errors_finish (&span, &sums);
  qsc_error_stats_merge (total, &span);
}

static void
error_stats (QscErrorStats *stats, const QscParams *params, const float *x, size_t n, uint64_t first_index, uint8_t *codes)
{
  const size_t n_span = (size_t)1 << 30; /* so that no lane of a counter overflows */

  for (; n > n_span; n -= n_span, x += n_span, first_index += n_span, codes = codes != NULL ? codes + n_span : NULL)
    error_stats (stats, params, x, n_span, first_index, codes);
  V_SWITCH_FORMULA (params, qsc_kernels_scalar.error_stats (stats, params, x, n, first_index, codes), error_stats_loop, stats,
                    params, x, n, first_index, codes)
}
