/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-packed.h"

#include "check-output.h"
#include "core/qsc-pack.h"

/* Code i of packed, by another way than the kernels': as digit i of a number, lowest first. */
static int
get_digit (const guint8 *packed, size_t i, int bits)
{
  const size_t at = i * (size_t)bits;
  int code = 0;

  for (int bit = 0; bit < bits; bit++)
    code |= (packed[(at + (size_t)bit) / 8] >> ((at + (size_t)bit) % 8) & 1) << bit;
  return code;
}

static void
assert_no_more_bits (const guint8 *packed, size_t n, int bits)
{
  for (size_t i = n; i * (size_t)bits % 8 != 0; i++)
    g_assert_cmpint (get_digit (packed, i, bits), ==, 0);
}

#define QSC_KERNEL_PACK(bits)                                                                                                    \
  void check_pack_##bits##bit (gconstpointer data)                                                                               \
  {                                                                                                                              \
    const QscKernels *kernels = data;                                                                                            \
    guint8 codes[CHECK_LENGTH_MAX];                                                                                              \
    Output packed_output, output;                                                                                                \
                                                                                                                                 \
    for (size_t length = 0; length < check_n_lengths; length++)                                                                  \
      {                                                                                                                          \
        const size_t n = check_lengths[length], size = qsc_packed_get_size (bits, n);                                            \
        const size_t offset = (size_t)g_test_rand_int_range (0, 8);                                                              \
        const guint8 sign_bit = g_test_rand_bit () ? 1 << (bits - 1) : 0;                                                        \
        guint8 *packed = output_prepare (&packed_output, offset), *back = output_prepare (&output, offset);                      \
                                                                                                                                 \
        for (size_t i = 0; i < n; i++)                                                                                           \
          codes[i] = (guint8)g_test_rand_int ();                                                                                 \
        kernels->pack_##bits##bit (codes, n, packed);                                                                            \
        output_check_guards (&packed_output, offset, size);                                                                      \
        kernels->unpack_##bits##bit (packed, n, sign_bit, back);                                                                 \
        output_check_guards (&output, offset, n);                                                                                \
        assert_no_more_bits (packed, n, bits);                                                                                   \
        for (size_t i = 0; i < n; i++)                                                                                           \
          {                                                                                                                      \
            const int code = codes[i] % (1 << bits);                                                                             \
                                                                                                                                 \
            g_assert_cmpint (get_digit (packed, i, bits), ==, code);                                                             \
            g_assert_cmpint ((int8_t)back[i], ==, code - (code & sign_bit ? 1 << bits : 0));                                     \
          }                                                                                                                      \
      }                                                                                                                          \
  }
#include "core/kernels/qsc-kernels.inc"
