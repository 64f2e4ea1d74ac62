/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Products of matrices: integers beside float32 of the same shape, in turns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check-bench-frame.h"
#include "core/kernels/qsc-products.h"

typedef struct
{
  QscMatmulShape shape;
  int8_t *a, *b;
  float *a_f32, *b_f32;
  void *packed, *packed_f32, *workspace;
  void *c;
} Operands;

static void
multiply_u8_i8 (void *data)
{
  const Operands *o = data;

  qsc_matmul_u8_i8 (&o->shape, (const uint8_t *)o->a, 121, o->packed, 0, NULL, o->workspace, o->c);
}

static void
multiply_i8_i8 (void *data)
{
  const Operands *o = data;

  qsc_matmul_i8_i8 (&o->shape, o->a, -7, o->packed, 0, NULL, o->workspace, o->c);
}

static void
multiply_f32 (void *data)
{
  const Operands *o = data;

  qsc_matmul_f32 (&o->shape, o->a_f32, o->packed_f32, NULL, o->workspace, o->c);
}

static void
operands_init (Operands *o, size_t rows, size_t n)
{
  uint32_t state = 1;

  *o = (Operands){ .shape = { rows, n, n, n, n } };
  o->a = malloc (rows * n);
  o->b = malloc (n * n);
  o->a_f32 = malloc (rows * n * sizeof (float));
  o->b_f32 = malloc (n * n * sizeof (float));
  o->c = calloc (rows * n, sizeof (float));
  o->packed = malloc (qsc_matmul_get_packed_size_i8 (n, n));
  o->packed_f32 = malloc (qsc_matmul_get_packed_size_f32 (n, n));
  o->workspace = calloc (1, qsc_matmul_get_workspace_size (&o->shape));
  for (size_t i = 0; i < n * n; i++)
    {
      state = state * 1664525 + 1013904223;
      o->b[i] = (int8_t)(state >> 24);
      o->b_f32[i] = (float)o->b[i];
      if (i >= rows * n)
        continue;
      o->a[i] = (int8_t)(state >> 16);
      o->a_f32[i] = (float)o->a[i];
    }
  qsc_matmul_pack_i8 (o->b, n, 1, n, n, o->packed);
  qsc_matmul_pack_f32 (o->b_f32, n, 1, n, n, o->packed_f32);
}

static void
operands_clear (Operands *o)
{
  free (o->a);
  free (o->b);
  free (o->a_f32);
  free (o->b_f32);
  free (o->c);
  free (o->packed);
  free (o->packed_f32);
  free (o->workspace);
}

/* Billions of multiplications and additions a second: u8 · i8, i8 · i8, float32; and how much faster the first is than the last. */
static void
print_shape (Bench *bench, const char *name, size_t rows, size_t n)
{
  const double macs = 1e-9 * (double)(rows * n * n);
  double best[3];
  Operands o;

  operands_init (&o, rows, n);

  const int n_repeats = macs < 1e-2 ? (int)(1e-2 / macs) + 1 : 1;

  bench_compete ((BenchRound[]){ { multiply_u8_i8, &o, n_repeats },
                                 { multiply_i8_i8, &o, n_repeats },
                                 { multiply_f32, &o, n_repeats } },
                 3, best);
  printf ("%-12s %4zu x %4zu x %4zu  %8.1f  %8.1f  %8.1f  (%4.2f)\n", name, rows, n, n, macs / best[0], macs / best[1],
          macs / best[2], best[2] / best[0]);
  fflush (stdout);
  bench_write_json (bench,
                    "\"isa\": \"%s\", \"kernel\": \"product\", \"rows\": %zu, \"depth\": %zu, \"columns\": %zu, "
                    "\"giga_macs_per_second_u8_i8\": %.2f, \"giga_macs_per_second_i8_i8\": %.2f, "
                    "\"giga_macs_per_second_f32\": %.2f, \"times_f32\": %.3f",
                    name, rows, n, n, macs / best[0], macs / best[1], macs / best[2], best[2] / best[0]);
  operands_clear (&o);
}

void
bench_print_products (Bench *bench)
{
  const QscProducts *in_use = qsc_products_get ();

  if (!bench_is_wanted (bench, "product"))
    return;
  printf ("\nProducts of matrices, 10^9 multiplications and additions per second, one thread (and times float32)\n");
  printf ("%-12s %18s  %8s  %8s  %8s\n", "", "", "u8 i8", "i8 i8", "float32");
  for (int kind = QSC_N_PRODUCTS - 1; kind >= 0; kind--)
    {
      const QscProducts *products = qsc_products_get_for ((QscProductsKind)kind);

      if (products == NULL)
        continue;
      qsc_products_set (products);
      for (size_t n = 256; n <= 1024; n *= 2)
        print_shape (bench, products->name, n, n);
      print_shape (bench, products->name, 1, 1024);
      print_shape (bench, products->name, 1, 4096);
    }
  qsc_products_set (in_use);
}
