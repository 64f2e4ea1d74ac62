/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "check-data.h"

/* Room for what a kernel writes, with bytes before and after that must stay as they were. */
#define OUTPUT_GUARD 64
typedef struct
{
  guint8 bytes[OUTPUT_GUARD + (CHECK_LENGTH_MAX + 8) * sizeof (float) + OUTPUT_GUARD];
} Output;

/* Where to write: at a place that is aligned to offset_bytes only. */
void *output_prepare (Output *output, size_t offset_bytes);

/* That nothing but n_bytes there was written. */
void output_check_guards (const Output *output, size_t offset_bytes, size_t n_bytes);

/* Sums of the same terms in another order: equal but for a few roundings of double, relative to the sum of the magnitudes. */
#define IN_DOUBLE 1e-13

/* The same in lanes of float32: the lengths here are too short for the roundings to even out. */
#define IN_LANES 5e-7

void assert_same_sum (double a, double b, double magnitude, double tolerance);
