/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/kernels/qsc-kernels.h"

/* What one thread works on. */
typedef struct
{
  const QscKernels *kernels;
  QscParams bytes, words; /* 8 and 16 bits, signed; nothing is clipped */
  size_t n;
  const float *x; /* normally distributed */
  float *y;
  void *codes; /* n of 16 bits, ordinary numbers in any format */
} BenchShare;

typedef void (*BenchWork) (const BenchShare *share);

typedef struct
{
  const char *name;
  BenchWork work;
} BenchLine;

/* Kernels, timed on every instruction set. */
extern const BenchLine bench_kernel_lines[];
extern const size_t bench_n_kernel_lines;

/* Public functions that are more than their kernel, timed on the instruction set in use. */
extern const BenchLine bench_public_lines[];
extern const size_t bench_n_public_lines;

/* The yardsticks: all values by the widest loads of this machine, as one stream and as two that run through one half each, which
 * memory serves faster. */
void bench_read (const BenchShare *share);
void bench_read_two_streams (const BenchShare *share);

/* The width of these loads in bits. */
int bench_read_width (void);

/* Where results go, so that no compiler leaves out the work. */
extern volatile uint32_t bench_sink;
