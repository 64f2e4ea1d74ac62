/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Long runs of one channel go to the kernels as they are. Short ones would not fill a vector: there each lane has the parameters of
 * its own channel, laid out once and met again every n_channels * n_inner values. */
#include "core/qsc-channels.h"

#include "core/kernels/qsc-value.h"
#include "core/qsc-pack.h"

/* A run of as many values is worth a call. */
#define RUN_MIN 32

/* What is done to the values; x or codes are read, the other written. */
typedef struct
{
  const QscKernels *kernels;
  const float *x;
  float *y;
  void *codes;
  uint64_t first_index;
} Work;

typedef struct
{
  /* The n values from position at on, all of params. */
  void (*run) (const Work *work, const QscParams *params, size_t at, size_t n);

  /* The same, each value of its own of grids. */
  void (*each) (const Work *work, const QscGrids *grids, size_t at, size_t n);

  bool in_order; /* positions must come in order */
} Operation;

static size_t
min_size (size_t a, size_t b)
{
  return a < b ? a : b;
}

/* The grids of QSC_N_GRIDS values, the first of which stands at position at of a row of channels. */
static void
fill_grids (QscGrids *grids, const QscChannels *shape, const QscParams *params, size_t at)
{
  size_t channel = at / shape->n_inner, inside = at % shape->n_inner;

  grids->rounding = params->rounding;
  grids->arithmetic = params->arithmetic;
  for (size_t i = 0; i < QSC_N_GRIDS; i++)
    {
      const QscParams *p = &params[channel];
      const bool multiplies = qsc_arithmetic_multiplies (p->arithmetic);

      grids->scale[i] = p->scale;
      grids->low[i] = qsc_grid_low (p);
      grids->high[i] = qsc_grid_high (p);
      grids->divisor[i] = multiplies ? 1.0f : p->scale;
      grids->factor[i] = multiplies ? qsc_inverse_value (p) : 1.0f;
      grids->shift[i] = qsc_shift_value (p);
      grids->zero_point[i] = p->zero_point;
      if (++inside == shape->n_inner)
        {
          inside = 0;
          channel = channel + 1 < shape->n_channels ? channel + 1 : 0;
        }
    }
}

static void
work_on_runs (const QscChannels *shape, const QscParams *params, const Operation *operation, const Work *work)
{
  for (size_t o = 0; o < shape->n_outer; o++)
    for (size_t c = 0; c < shape->n_channels; c++)
      operation->run (work, &params[c], (o * shape->n_channels + c) * shape->n_inner, shape->n_inner);
}

/* Short rows: the grids hold several, an even number of values. */
static void
work_on_short_rows (const QscChannels *shape, const QscParams *params, const Operation *operation, const Work *work)
{
  const size_t row = shape->n_channels * shape->n_inner, all = shape->n_outer * row;
  size_t step = QSC_N_GRIDS / row * row;
  QscGrids grids;

  step -= step % 2 * row;
  fill_grids (&grids, shape, params, 0);
  for (size_t at = 0; at < all; at += step)
    operation->each (work, &grids, at, min_size (step, all - at));
}

/* Long rows: the grids hold a part of one, for all rows before the next part. */
static void
work_on_long_rows (const QscChannels *shape, const QscParams *params, const Operation *operation, const Work *work)
{
  const size_t row = shape->n_channels * shape->n_inner;
  const bool row_by_row = operation->in_order && row % 2 == 1;
  const size_t n_parts = (row + QSC_N_GRIDS - 1) / QSC_N_GRIDS;
  QscGrids grids;

  for (size_t i = 0; i < n_parts * shape->n_outer; i++)
    {
      const size_t part = row_by_row ? i % n_parts : i / shape->n_outer, o = row_by_row ? i / n_parts : i % shape->n_outer;
      const size_t from = part * QSC_N_GRIDS;

      if (row_by_row || o == 0)
        fill_grids (&grids, shape, params, from);
      operation->each (work, &grids, o * row + from, min_size (QSC_N_GRIDS, row - from));
    }
}

static void
work_on_channels (const QscChannels *shape, const QscParams *params, const Operation *operation, const Work *work)
{
  if (shape->n_outer == 0 || shape->n_channels == 0 || shape->n_inner == 0)
    return;
  if (shape->n_inner >= RUN_MIN || params->rounding == QSC_ROUND_STOCHASTIC)
    work_on_runs (shape, params, operation, work);
  else if (shape->n_channels * shape->n_inner <= QSC_N_GRIDS / 2)
    work_on_short_rows (shape, params, operation, work);
  else
    work_on_long_rows (shape, params, operation, work);
}

size_t
qsc_groups_get_n_per_row (const QscGroups *shape)
{
  return shape->n_columns / shape->group_size + (shape->n_columns % shape->group_size != 0);
}

size_t
qsc_groups_get_n (const QscGroups *shape)
{
  return shape->n_rows * qsc_groups_get_n_per_row (shape);
}

static void
work_on_groups (const QscGroups *shape, const QscParams *params, const Operation *operation, const Work *work)
{
  for (size_t row = 0; row < shape->n_rows; row++)
    for (size_t from = 0; from < shape->n_columns; from += shape->group_size, params++)
      operation->run (work, params, row * shape->n_columns + from, min_size (shape->group_size, shape->n_columns - from));
}

#define QSC_KERNEL_EACH(suffix, type)                                                                                            \
  static void quantize_run_##suffix (const Work *work, const QscParams *params, size_t at, size_t n)                             \
  {                                                                                                                              \
    work->kernels->quantize_##suffix (params, work->x + at, n, work->first_index + at, (type *)work->codes + at);                \
  }                                                                                                                              \
                                                                                                                                 \
  static void quantize_each_##suffix (const Work *work, const QscGrids *grids, size_t at, size_t n)                              \
  {                                                                                                                              \
    work->kernels->quantize_each_##suffix (grids, work->x + at, n, (type *)work->codes + at);                                    \
  }                                                                                                                              \
                                                                                                                                 \
  static void dequantize_run_##suffix (const Work *work, const QscParams *params, size_t at, size_t n)                           \
  {                                                                                                                              \
    work->kernels->dequantize_##suffix (params, (const type *)work->codes + at, n, work->y + at);                                \
  }                                                                                                                              \
                                                                                                                                 \
  static void dequantize_each_##suffix (const Work *work, const QscGrids *grids, size_t at, size_t n)                            \
  {                                                                                                                              \
    work->kernels->dequantize_each_##suffix (grids, (const type *)work->codes + at, n, work->y + at);                            \
  }                                                                                                                              \
                                                                                                                                 \
  static const Operation quantize_##suffix = { quantize_run_##suffix, quantize_each_##suffix, false };                           \
  static const Operation dequantize_##suffix = { dequantize_run_##suffix, dequantize_each_##suffix, false };                     \
                                                                                                                                 \
  void qsc_channels_quantize_##suffix (const QscChannels *shape, const QscParams *params, const float *x, uint64_t first_index,  \
                                       type *codes)                                                                              \
  {                                                                                                                              \
    const Work work = { .kernels = qsc_kernels_get (), .x = x, .codes = codes, .first_index = first_index };                     \
                                                                                                                                 \
    work_on_channels (shape, params, &quantize_##suffix, &work);                                                                 \
  }                                                                                                                              \
                                                                                                                                 \
  void qsc_groups_quantize_##suffix (const QscGroups *shape, const QscParams *params, const float *x, uint64_t first_index,      \
                                     type *codes)                                                                                \
  {                                                                                                                              \
    const Work work = { .kernels = qsc_kernels_get (), .x = x, .codes = codes, .first_index = first_index };                     \
                                                                                                                                 \
    work_on_groups (shape, params, &quantize_##suffix, &work);                                                                   \
  }                                                                                                                              \
                                                                                                                                 \
  void qsc_channels_dequantize_##suffix (const QscChannels *shape, const QscParams *params, const type *codes, float *x)         \
  {                                                                                                                              \
    const Work work = { .kernels = qsc_kernels_get (), .y = x, .codes = (void *)codes };                                         \
    work_on_channels (shape, params, &dequantize_##suffix, &work);                                                               \
  }                                                                                                                              \
                                                                                                                                 \
  void qsc_groups_dequantize_##suffix (const QscGroups *shape, const QscParams *params, const type *codes, float *x)             \
  {                                                                                                                              \
    const Work work = { .kernels = qsc_kernels_get (), .y = x, .codes = (void *)codes };                                         \
                                                                                                                                 \
    work_on_groups (shape, params, &dequantize_##suffix, &work);                                                                 \
  }
#include "core/kernels/qsc-kernels.inc"

/* n codes of a byte each, from code number at on. What stands before is there already: it may share the first byte. */
static void
put_4bit (const Work *work, const int8_t *codes, size_t at, size_t n)
{
  uint8_t *packed = (uint8_t *)work->codes + at / 2;

  if (n > 0 && at % 2 == 1)
    {
      *packed = (uint8_t)((*packed & 15) | (uint8_t)codes[0] << 4);
      packed++;
      codes++;
      n--;
    }
  work->kernels->pack_4bit ((const uint8_t *)codes, n, packed);
}

static void
quantize_run_4bit (const Work *work, const QscParams *params, size_t at, size_t n)
{
  int8_t codes[QSC_N_GRIDS];

  for (size_t from = 0, n_part; from < n; from += n_part)
    {
      n_part = min_size (n - from, QSC_N_GRIDS);
      work->kernels->quantize_i8 (params, work->x + at + from, n_part, work->first_index + at + from, codes);
      put_4bit (work, codes, at + from, n_part);
    }
}

static void
quantize_each_4bit (const Work *work, const QscGrids *grids, size_t at, size_t n)
{
  int8_t codes[QSC_N_GRIDS];

  work->kernels->quantize_each_i8 (grids, work->x + at, n, codes);
  put_4bit (work, codes, at, n);
}

/* n codes as bytes, from code number at on, somewhere in codes, which has room for one more. */
static const int8_t *
get_4bit (const Work *work, bool is_signed, size_t at, size_t n, int8_t *codes)
{
  work->kernels->unpack_4bit ((const uint8_t *)work->codes + at / 2, at % 2 + n, is_signed ? 8 : 0, (uint8_t *)codes);
  return codes + at % 2;
}

static void
dequantize_run_4bit (const Work *work, const QscParams *params, size_t at, size_t n)
{
  int8_t codes[QSC_N_GRIDS + 1];

  for (size_t from = at, n_part; from < at + n; from += n_part)
    {
      n_part = min_size (at + n - from, QSC_N_GRIDS);
      work->kernels->dequantize_i8 (params, get_4bit (work, params->qmin < 0, from, n_part, codes), n_part, work->y + from);
    }
}

static void
dequantize_each_4bit (const Work *work, const QscGrids *grids, size_t at, size_t n)
{
  const bool is_signed = (int32_t)grids->low[0] + grids->zero_point[0] < 0; /* the lowest code */
  int8_t codes[QSC_N_GRIDS + 1];

  work->kernels->dequantize_each_i8 (grids, get_4bit (work, is_signed, at, n, codes), n, work->y + at);
}

static const Operation quantize_4bit = { quantize_run_4bit, quantize_each_4bit, true };
static const Operation dequantize_4bit = { dequantize_run_4bit, dequantize_each_4bit, false };

void
qsc_channels_quantize_4bit (const QscChannels *shape, const QscParams *params, const float *x, uint64_t first_index,
                            uint8_t *packed)
{
  const Work work = { .kernels = qsc_kernels_get (), .x = x, .codes = packed, .first_index = first_index };

  work_on_channels (shape, params, &quantize_4bit, &work);
}

void
qsc_groups_quantize_4bit (const QscGroups *shape, const QscParams *params, const float *x, uint64_t first_index, uint8_t *packed)
{
  const Work work = { .kernels = qsc_kernels_get (), .x = x, .codes = packed, .first_index = first_index };

  work_on_groups (shape, params, &quantize_4bit, &work);
}

void
qsc_channels_dequantize_4bit (const QscChannels *shape, const QscParams *params, const uint8_t *packed, float *x)
{
  const Work work = { .kernels = qsc_kernels_get (), .y = x, .codes = (void *)packed };

  work_on_channels (shape, params, &dequantize_4bit, &work);
}

void
qsc_groups_dequantize_4bit (const QscGroups *shape, const QscParams *params, const uint8_t *packed, float *x)
{
  const Work work = { .kernels = qsc_kernels_get (), .y = x, .codes = (void *)packed };

  work_on_groups (shape, params, &dequantize_4bit, &work);
}
