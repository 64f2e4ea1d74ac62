/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-convert.h"

#include <string.h>

#include "check-output.h"
#include "core/kernels/qsc-small-float.h"

/* All codes of one or two bytes in turn; of eight, random bits and floats with one bit more than float32 holds. */
static void
draw_code (void *code, size_t size, guint64 number)
{
  guint64 bits = number;

  if (size == 8)
    {
      const double value = (double)qsc_float_from_bits ((guint32)g_test_rand_int ()) * (1.0 + 0x1p-24);

      memcpy (&bits, &value, sizeof bits);
      if (g_test_rand_bit ())
        bits = (guint64)(guint32)g_test_rand_int () << 32 | (guint32)g_test_rand_int ();
      memcpy (code, &bits, sizeof bits);
    }
  else if (size == 2)
    memcpy (code, &(guint16){ (guint16)bits }, sizeof (guint16));
  else
    memcpy (code, &(guint8){ (guint8)bits }, sizeof (guint8));
}

#define QSC_KERNEL_CONVERT(suffix, type)                                                                                         \
  static void check_span_##suffix (const QscKernels *kernels, guint64 first, size_t n)                                           \
  {                                                                                                                              \
    type buffer[CHECK_LENGTH_MAX + 4], *codes = buffer + g_test_rand_int_range (0, 4);                                           \
    const size_t offset = (size_t)g_test_rand_int_range (0, 8) * sizeof (float);                                                 \
    Output output;                                                                                                               \
    float *x = output_prepare (&output, offset);                                                                                 \
                                                                                                                                 \
    for (size_t i = 0; i < n; i++)                                                                                               \
      draw_code (&codes[i], sizeof (type), first + i);                                                                           \
    kernels->convert_##suffix (codes, n, x);                                                                                     \
    output_check_guards (&output, offset, n * sizeof *x);                                                                        \
    for (size_t i = 0; i < n; i++)                                                                                               \
      g_assert_cmphex (qsc_float_to_bits (x[i]), ==, qsc_float_to_bits (qsc_convert_value_##suffix (codes[i])));                 \
  }                                                                                                                              \
                                                                                                                                 \
  void check_convert_##suffix (gconstpointer data)                                                                               \
  {                                                                                                                              \
    for (size_t length = 0; length < check_n_lengths; length++)                                                                  \
      check_span_##suffix (data, (guint16)g_test_rand_int (), check_lengths[length]);                                            \
    for (guint64 first = 0; first < 65536; first += 4096)                                                                        \
      check_span_##suffix (data, first, 4096);                                                                                   \
  }
#include "core/kernels/qsc-kernels.inc"
