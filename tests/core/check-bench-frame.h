/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdio.h>

/* What the parts of the bench share. */
typedef struct
{
  FILE *json;
  const char *separator; /* before the next row of the JSON */
  char *const *parts;    /* of the names that are wanted; none: all */
  int n_parts;
} Bench;

bool bench_is_wanted (const Bench *bench, const char *name);

/* Adds a row to the JSON, if there is one: the members of an object. */
void bench_write_json (Bench *bench, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

/* Work to be timed: run n_repeats times between two looks at the clock. */
typedef struct
{
  void (*run) (void *data);
  void *data;
  int n_repeats;
} BenchRound;

/* The best seconds of one run of each. A figure is the best of many rounds, since the machine's other work only ever makes one
 * slower; the rounds take turns, so that all meet the same of it. */
void bench_compete (const BenchRound *rounds, int n_rounds, double *best);

/* Of check-bench-products.c. */
void bench_print_products (Bench *bench);
