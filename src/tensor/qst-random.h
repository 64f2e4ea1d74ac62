/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Random numbers and the few functions they need, from IEEE +, -, ×, ÷ and square root alone: these are exactly specified,
 * so every machine draws the same bits, which the last bits of a libm's log and exp would spoil. */

/* Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3; SC 2011): a bijection of a
 * counter under a key, so any value can be drawn without those before it. */
void qst_philox (const guint32 counter[4], const guint32 key[2], guint32 out[4]);

/* Two numbers strictly between 0 and 1, of 52 bits and a half, for value index of a stream; attempt: for rejection. */
void qst_random_uniform (guint64 seed, guint32 stream, guint32 attempt, guint64 index, double u[2]);

double qst_det_log (double x);   /* x > 0, normal */
double qst_det_expm1 (double x); /* +inf where it overflows */
double qst_det_exp (double x);

/* The quantile of the standard normal distribution: AS 241 (Wichura 1988), relative error about 1e-16. 0 < p < 1. */
double qst_det_normal_quantile (double p);

G_END_DECLS
