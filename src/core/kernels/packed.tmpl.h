/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Codes of less than a byte from and to bytes, 16 at a time. The includer has brought in a vec-*.h. */

#define QSC_KERNEL_PACK(bits)                                                                                                    \
  static void pack_##bits##bit (const uint8_t *codes, size_t n, uint8_t *packed)                                                 \
  {                                                                                                                              \
    for (; n >= 16; n -= 16, codes += 16, packed += 2 * bits)                                                                    \
      v16_store_##bits##bit (packed, v16_load (codes));                                                                          \
    qsc_kernels_scalar.pack_##bits##bit (codes, n, packed);                                                                      \
  }                                                                                                                              \
                                                                                                                                 \
  static void unpack_##bits##bit (const uint8_t *packed, size_t n, uint8_t sign_bit, uint8_t *codes)                             \
  {                                                                                                                              \
    for (; n >= 16; n -= 16, codes += 16, packed += 2 * bits)                                                                    \
      v16_store (codes, v16_extend_sign (v16_load_##bits##bit (packed), sign_bit));                                              \
    qsc_kernels_scalar.unpack_##bits##bit (packed, n, sign_bit, codes);                                                          \
  }

#include "core/kernels/qsc-kernels.inc"
