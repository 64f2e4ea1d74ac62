/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/qsc-pack.h"

#include "core/kernels/qsc-kernels.h"

size_t
qsc_packed_get_size (int bits, size_t n)
{
  const size_t per_byte = 8 / (size_t)bits;

  return n / per_byte + (n % per_byte != 0);
}

/* Values that go by way of codes of a byte each, which stay in the first-level cache. A multiple of what a byte packs. */
#define CHUNK 1024

#define QSC_KERNEL_PACK(bits)                                                                                                    \
  void qsc_quantize_##bits##bit (const QscParams *params, const float *x, size_t n, uint64_t first_index, uint8_t *packed)       \
  {                                                                                                                              \
    const QscKernels *kernels = qsc_kernels_get ();                                                                              \
    int8_t codes[CHUNK];                                                                                                         \
                                                                                                                                 \
    for (size_t start = 0, n_chunk; start < n; start += n_chunk, packed += CHUNK * bits / 8)                                     \
      {                                                                                                                          \
        n_chunk = n - start < CHUNK ? n - start : CHUNK;                                                                         \
        kernels->quantize_i8 (params, x + start, n_chunk, first_index + start, codes);                                           \
        kernels->pack_##bits##bit ((const uint8_t *)codes, n_chunk, packed);                                                     \
      }                                                                                                                          \
  }                                                                                                                              \
                                                                                                                                 \
  void qsc_dequantize_##bits##bit (const QscParams *params, const uint8_t *packed, size_t n, float *x)                           \
  {                                                                                                                              \
    const QscKernels *kernels = qsc_kernels_get ();                                                                              \
    const uint8_t sign_bit = params->qmin < 0 ? 1 << (bits - 1) : 0;                                                             \
    int8_t codes[CHUNK];                                                                                                         \
                                                                                                                                 \
    for (size_t start = 0, n_chunk; start < n; start += n_chunk, packed += CHUNK * bits / 8)                                     \
      {                                                                                                                          \
        n_chunk = n - start < CHUNK ? n - start : CHUNK;                                                                         \
        kernels->unpack_##bits##bit (packed, n_chunk, sign_bit, (uint8_t *)codes);                                               \
        kernels->dequantize_i8 (params, codes, n_chunk, x + start);                                                              \
      }                                                                                                                          \
  }                                                                                                                              \
                                                                                                                                 \
  void qsc_pack_##bits##bit (const int8_t *codes, size_t n, uint8_t *packed)                                                     \
  {                                                                                                                              \
    qsc_kernels_get ()->pack_##bits##bit ((const uint8_t *)codes, n, packed);                                                    \
  }                                                                                                                              \
                                                                                                                                 \
  void qsc_unpack_##bits##bit (const uint8_t *packed, size_t n, bool is_signed, int8_t *codes)                                   \
  {                                                                                                                              \
    qsc_kernels_get ()->unpack_##bits##bit (packed, n, is_signed ? 1 << (bits - 1) : 0, (uint8_t *)codes);                       \
  }
#include "core/kernels/qsc-kernels.inc"
