/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check-output.h"

#include <math.h>
#include <string.h>

#define GUARD_BYTE 0xa5

void *
output_prepare (Output *output, size_t offset_bytes)
{
  memset (output, GUARD_BYTE, sizeof *output);
  return output->bytes + OUTPUT_GUARD + offset_bytes;
}

void
output_check_guards (const Output *output, size_t offset_bytes, size_t n_bytes)
{
  for (size_t i = 0; i < sizeof output->bytes; i++)
    if (i < OUTPUT_GUARD + offset_bytes || i >= OUTPUT_GUARD + offset_bytes + n_bytes)
      g_assert_cmphex (output->bytes[i], ==, GUARD_BYTE);
}

void
assert_same_sum (double a, double b, double magnitude, double tolerance)
{
  if (a == b || (isnan (a) && isnan (b)))
    return;
  g_assert_true (isfinite (a) && isfinite (b));
  g_assert_cmpfloat (fabs (a - b), <=, tolerance * magnitude);
}
