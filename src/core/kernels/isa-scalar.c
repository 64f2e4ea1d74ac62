/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/kernels/vec-scalar.h"

#include "core/kernels/convert.tmpl.h"
#include "core/kernels/dot-scalar.h"
#include "core/kernels/elementwise.tmpl.h"
#include "core/kernels/each.tmpl.h"
#include "core/kernels/product.tmpl.h"

static void
moments (QscMoments *total, const float *x, size_t n)
{
  QscMoments span;

  qsc_moments_init (&span);
  for (size_t i = 0; i < n; i++)
    qsc_moments_add_value (&span, x[i]);
  qsc_moments_merge (total, &span);
}

static void
error_stats (QscErrorStats *total, const QscParams *params, const float *x, size_t n, uint64_t first_index, uint8_t *codes)
{
  const QscParams p = *params;
  QscErrorStats span;

  qsc_error_stats_init (&span);
  for (size_t i = 0; i < n; i++)
    qsc_error_stats_add_value (&span, &p, x[i], first_index + i);
  for (size_t i = 0; i < n && codes != NULL; i++)
    codes[i] = (uint8_t)(qsc_quantize_value (&p, x[i], first_index + i) - p.qmin);
  qsc_error_stats_merge (total, &span);
}

static void
squared_errors (QscSquaredErrors *errors, const QscParams *params, size_t n_params, const float *x, size_t n,
                uint64_t first_index)
{
  for (size_t k = 0; k < n_params; k++)
    {
      const QscParams p = params[k];
      QscSquaredErrors span = { 0.0, 0.0 };

      for (size_t i = 0; i < n; i++)
        qsc_squared_errors_add_value (&span, &p, x[i], first_index + i);
      errors[k].sse_rounding += span.sse_rounding;
      errors[k].sse_clipping += span.sse_clipping;
    }
}

static void
bins (const QscBins *of, const float *x, size_t n, uint32_t *bin)
{
  for (size_t i = 0; i < n; i++)
    bin[i] = qsc_get_bin (of, x[i]);
}

static void
count_codes (const uint8_t *codes, size_t n, uint32_t n_codes, uint64_t *counts)
{
  for (size_t i = 0; i < n; i++)
    counts[codes[i]]++;
}

static bool
has_non_finite (const float *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite (x[i]))
      return true;
  return false;
}

#define QSC_KERNEL_PACK(bits)                                                                                                    \
  static void pack_##bits##bit (const uint8_t *codes, size_t n, uint8_t *packed)                                                 \
  {                                                                                                                              \
    for (size_t i = 0; i < n; i++)                                                                                               \
      qsc_packed_set (packed, i, bits, codes[i]);                                                                                \
  }                                                                                                                              \
                                                                                                                                 \
  static void unpack_##bits##bit (const uint8_t *packed, size_t n, uint8_t sign_bit, uint8_t *codes)                             \
  {                                                                                                                              \
    for (size_t i = 0; i < n; i++)                                                                                               \
      codes[i] = (uint8_t)qsc_packed_get (packed, i, bits, sign_bit);                                                            \
  }
#define QSC_KERNEL_QUANTIZE(suffix, type)                                                                                        \
  void qsc_quantize_stochastic_##suffix (const QscParams *params, const float *x, size_t n, uint64_t first_index, type *codes)   \
  {                                                                                                                              \
    const QscParams p = *params;                                                                                                 \
                                                                                                                                 \
    for (size_t i = 0; i < n; i++)                                                                                               \
      codes[i] = (type)qsc_quantize_value (&p, x[i], first_index + i);                                                           \
  }
#include "core/kernels/qsc-kernels.inc"

const QscKernels qsc_kernels_scalar = {
  .isa = QSC_ISA_SCALAR,
#include "core/kernels/table.tmpl.h"
};

const QscProducts qsc_products_scalar = { .name = "scalar", V_PRODUCTS (QSC_ISA_SCALAR) };
