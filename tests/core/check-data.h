/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "core/qsc.h"

/* Values that try a kernel at params: ordinary ones, ties, clip borders and their neighbours, all kinds of specials, and raw
 * bit patterns. Drawn with g_test_rand_*, so --seed repeats them. finite leaves NaN and infinities out. */
void check_fill (float *x, size_t n, const QscParams *params, gboolean finite);

/* Parameters with a code range of bits, with rounding, with scale, and random zero-point, range and arithmetic. */
extern const float check_scales[];
extern const size_t check_n_scales;
void check_draw_params (QscParams *params, int bits, gboolean is_signed, QscRounding rounding, float scale);

/* Lengths at and around the multiples of every vector width. */
extern const size_t check_lengths[];
extern const size_t check_n_lengths;
#define CHECK_LENGTH_MAX 4099
