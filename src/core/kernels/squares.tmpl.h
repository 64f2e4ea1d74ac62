/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The squared errors of several parameters in one pass. The includer has brought in a vec-*.h and errors.tmpl.h.
 *
 * Values go in blocks that stay in the first-level cache while one parameter set after the other meets them. What hangs on the
 * block alone (does it hold anything odd, where does it end) is found once. A block is summed in V_SQUARES_SUMS lanes of float32,
 * which go to double after V_SQUARES_ADDITIONS additions; where float32 would not do, every term is a double. */

#define V_SQUARES_SUMS 4
#define V_SQUARES_ADDITIONS 16
#define V_SQUARES_FLUSH (V_SQUARES_ADDITIONS * V_SQUARES_SUMS * V_WIDTH)
#define V_SQUARES_BLOCK (4 * V_SQUARES_FLUSH)

/* Values beyond are for double, so that no product of a block leaves float32; and sums below, in which squares may be missing. */
#define V_SQUARES_X_MAX 0x1p50f
#define V_SQUARES_SUM_MIN 0x1p-88

typedef struct
{
  VGrid grid;
  vf inverse, rest; /* 1 / s in two floats */
  float low, high;  /* values between these are surely not clipped */
  bool for_lanes;
  vd rounding, clipping;
} VCandidate;

/* One block's values as they are the same for all candidates. */
typedef struct
{
  const float *x;
  size_t n_vectors;
  float min, max;
  bool for_lanes;
} VSquaresBlock;

V_INLINE VCandidate
v_candidate (const QscParams *params)
{
  const bool multiplies = qsc_arithmetic_multiplies (params->arithmetic);
  const float per_step = multiplies ? 1.0f / qsc_inverse_value (params) : params->scale;
  const double inverse = 1.0 / (double)params->scale;
  /* How far outside the outermost levels rounding surely leads back to them, in steps. */
  const float reach = v_rounding_is_nearest (params->rounding) ? 0.45f : -0.05f;
  VCandidate candidate = { .grid = v_grid (params), .rounding = vd_zero (), .clipping = vd_zero () };

  candidate.inverse = v_set1 ((float)inverse);
  candidate.rest = v_set1 ((float)(inverse - (double)(float)inverse));
  candidate.low = (qsc_grid_low (params) - reach) * per_step;
  candidate.high = (qsc_grid_high (params) + reach) * per_step;
  candidate.for_lanes = params->scale >= 0x1p-30f && params->scale <= 0x1p30f && per_step >= 0x1p-31f && per_step <= 0x1p31f;
  return candidate;
}

/* The quotient for a nearest rule from the inverse: the division's but once in some millions, when it is the next float. Where
 * that leads to another code, the value lies half-way between both, and the error is as large. */
V_INLINE vf
v_squares_ratio (const VCandidate *candidate, vf x, QscRounding rounding, QscArithmetic arithmetic)
{
  if (V_HAS_FMA && arithmetic == QSC_DIVIDE && v_rounding_is_nearest (rounding))
    return v_fma (x, candidate->inverse, v_mul (x, candidate->rest));
  return v_ratio (x, &candidate->grid, arithmetic);
}

/* What lanes of float32 make of some vectors. */
typedef struct
{
  vf rounding[V_SQUARES_SUMS], clipping[V_SQUARES_SUMS];
} VSquares;

/* clips: tell clipped values apart. */
V_INLINE VSquares
v_squares_of (const VCandidate *c, const float *x, const float *end, QscRounding rounding, QscArithmetic arithmetic, bool clips)
{
  VSquares sums;

  V_UNROLL
  for (int k = 0; k < V_SQUARES_SUMS; k++)
    sums.rounding[k] = sums.clipping[k] = v_set1 (0.0f);
  for (; x < end; x += V_SQUARES_SUMS * V_WIDTH)
    {
      V_UNROLL
      for (int k = 0; k < V_SQUARES_SUMS; k++)
        {
          const vf v = v_load (x + k * V_WIDTH);
          const vf steps = v_steps (v_squares_ratio (c, v, rounding, arithmetic), &c->grid, rounding, arithmetic);
          const vf clamped = clips ? v_min (v_max (steps, c->grid.low), c->grid.high) : steps;
          const vf e = v_sub (v_mul (clamped, c->grid.scale), v);
          const vm inside = v_equal (steps, clamped);
          const vf e_rounding = clips ? v_where (inside, e) : e, e_clipping = v_unless (inside, e);

          sums.rounding[k] = v_fma (e_rounding, e_rounding, sums.rounding[k]);
          if (clips)
            sums.clipping[k] = v_fma (e_clipping, e_clipping, sums.clipping[k]);
        }
    }
  return sums;
}

V_INLINE vd
v_squares_flush (vd sum, const vf *lanes)
{
  const vd a = vd_add (vd_from_lanes (lanes[0]), vd_from_lanes (lanes[1]));
  const vd b = vd_add (vd_from_lanes (lanes[2]), vd_from_lanes (lanes[3]));

  return vd_add_both (sum, a, b);
}

/* One block in lanes of float32; false: not for lanes, nothing was added. */
V_INLINE bool
v_squares_in_lanes (VCandidate *to, const VSquaresBlock *block, QscRounding rounding, QscArithmetic arithmetic, bool clips)
{
  const float *const end = block->x + block->n_vectors * V_WIDTH;
  const VCandidate c = *to;
  vd sum_rounding = vd_zero (), sum_clipping = vd_zero ();

  for (const float *x = block->x, *next; x < end; x = next)
    {
      next = end - x < V_SQUARES_FLUSH ? end : x + V_SQUARES_FLUSH;

      const VSquares sums = v_squares_of (&c, x, next, rounding, arithmetic, clips);

      sum_rounding = v_squares_flush (sum_rounding, sums.rounding);
      if (clips)
        sum_clipping = v_squares_flush (sum_clipping, sums.clipping);
    }
  if (vd_sum (vd_add (sum_rounding, sum_clipping)) < V_SQUARES_SUM_MIN)
    return false;
  to->rounding = vd_add (to->rounding, sum_rounding);
  to->clipping = vd_add (to->clipping, sum_clipping);
  return true;
}

/* Any values whatever. */
V_INLINE void
v_squares_in_double (VCandidate *to, const VSquaresBlock *block, QscRounding rounding, QscArithmetic arithmetic)
{
  for (size_t i = 0; i < block->n_vectors; i++)
    {
      const VErrors errors = v_errors_of (&to->grid, v_load (block->x + i * V_WIDTH), rounding, arithmetic);
      const vm clipped = v_mask_or (errors.below, errors.above), clipped_upper = v_upper_half (clipped);
      const vd el = vd_sub (v_low (errors.y), v_low (errors.x)), eh = vd_sub (v_high (errors.y), v_high (errors.x));
      const vd cl = vd_where_low (clipped, el), ch = vd_where_low (clipped_upper, eh);
      const vd rl = vd_unless_low (clipped, el), rh = vd_unless_low (clipped_upper, eh);

      to->rounding = vd_add_products (to->rounding, rl, rh, rl, rh);
      to->clipping = vd_add_products (to->clipping, cl, ch, cl, ch);
    }
}

V_INLINE void
v_squares_add_block (VCandidate *to, const VSquaresBlock *block, QscRounding rounding, QscArithmetic arithmetic)
{
  const bool clips = block->min < to->low || block->max > to->high;
  bool done = false;

  if (block->for_lanes && to->for_lanes)
    done = clips ? v_squares_in_lanes (to, block, rounding, arithmetic, true)
                 : v_squares_in_lanes (to, block, rounding, arithmetic, false);
  if (!done)
    v_squares_in_double (to, block, rounding, arithmetic);
}

/* A loop of its own for each formula, out of line: the blocks are long. */
static void
v_squares_add (VCandidate *to, const QscParams *params, const VSquaresBlock *block)
{
  V_SWITCH_FORMULA (params, (void)0, v_squares_add_block, to, block)
}

/* n_vectors is a multiple of two. min and max may pass NaN over, which is therefore looked for by itself. */
static VSquaresBlock
v_squares_block (const float *x, size_t n_vectors)
{
  VSquaresBlock block = { x, n_vectors, INFINITY, -INFINITY, true };
  float lanes_min[V_WIDTH], lanes_max[V_WIDTH];
  vf min = v_load (x), max = min;
  vm nan = v_unordered (min, min);

  for (const float *const end = x + n_vectors * V_WIDTH; x < end; x += 2 * V_WIDTH)
    {
      const vf a = v_load (x), b = v_load (x + V_WIDTH);

      min = v_min (v_min (a, b), min);
      max = v_max (v_max (a, b), max);
      nan = v_mask_or (nan, v_unordered (a, b));
    }
  v_store (lanes_min, min);
  v_store (lanes_max, max);
  for (int i = 0; i < V_WIDTH; i++)
    {
      block.min = lanes_min[i] < block.min ? lanes_min[i] : block.min;
      block.max = lanes_max[i] > block.max ? lanes_max[i] : block.max;
    }
  block.for_lanes = !v_mask_any (nan) && block.min > -V_SQUARES_X_MAX && block.max < V_SQUARES_X_MAX;
  return block;
}

/* The values of less than a block, filled up with zeros, which have no error. */
static VSquaresBlock
v_squares_last_block (const float *x, size_t n, float *padded)
{
  const size_t step = V_SQUARES_SUMS * V_WIDTH, n_padded = (n + step - 1) / step * step;

  memcpy (padded, x, n * sizeof *x);
  memset (padded + n, 0, (n_padded - n) * sizeof *x);
  return v_squares_block (padded, n_padded / V_WIDTH);
}

static void
squared_errors (QscSquaredErrors *errors, const QscParams *params, size_t n_params, const float *x, size_t n,
                uint64_t first_index)
{
  VCandidate candidates[QSC_SQUARES_GROUP];
  float padded[V_SQUARES_BLOCK];

  for (size_t k = 0; k < n_params; k++)
    candidates[k] = v_candidate (&params[k]);
  for (size_t start = 0; start < n; start += V_SQUARES_BLOCK)
    {
      const VSquaresBlock block = n - start < V_SQUARES_BLOCK ? v_squares_last_block (x + start, n - start, padded)
                                                              : v_squares_block (x + start, V_SQUARES_BLOCK / V_WIDTH);

      if (block.for_lanes && block.min == 0.0f && block.max == 0.0f)
        continue;
      for (size_t k = 0; k < n_params; k++)
        v_squares_add (&candidates[k], &params[k], &block);
    }
  for (size_t k = 0; k < n_params; k++)
    if (params[k].rounding == QSC_ROUND_STOCHASTIC)
      qsc_kernels_scalar.squared_errors (&errors[k], &params[k], 1, x, n, first_index);
    else
      {
        errors[k].sse_rounding += vd_sum (candidates[k].rounding);
        errors[k].sse_clipping += vd_sum (candidates[k].clipping);
      }
}
