/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Holds a sum in its register. Else gcc moves all products of a tile before the first sum, or the sums to and fro: more than the
 * registers hold. */
#if V_WIDTH > 1 && defined(__SSE4_1__) && (V_WIDTH < 16 || defined(__AVX512F__))
#define V_HOLD(sum) __asm__ volatile("" : "+v"(sum))
#elif V_WIDTH > 1 && defined(__aarch64__)
#define V_HOLD(sum) __asm__ volatile("" : "+w"(sum))
#else
#define V_HOLD(sum) (void)0
#endif
