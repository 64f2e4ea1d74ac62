/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#ifdef QSC_HAVE_AVX2
#include <cpuid.h>
#endif
#if defined(QSC_HAVE_NEONDOT) && defined(__linux__)
#include <sys/auxv.h>
#endif

#include "core/kernels/qsc-kernels.h"
#include "core/kernels/qsc-products.h"

static const char *const isa_names[QSC_N_ISAS] = {
  [QSC_ISA_SCALAR] = "scalar", [QSC_ISA_SSE41] = "sse41", [QSC_ISA_AVX2] = "avx2",
  [QSC_ISA_AVX512] = "avx512", [QSC_ISA_NEON] = "neon",
};

#ifdef QSC_HAVE_AVX2
/* Not every compiler's __builtin_cpu_supports () knows it. */
static bool
has_f16c (void)
{
  unsigned eax, ebx, ecx = 0, edx;

  return __get_cpuid (1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}
#endif

const QscKernels *
qsc_kernels_get_for (QscIsa isa)
{
  if (isa == QSC_ISA_SCALAR)
    return &qsc_kernels_scalar;
    /* These ask the operating system too, whether it saves the wide registers. */
#ifdef QSC_HAVE_SSE41
  if (isa == QSC_ISA_SSE41 && __builtin_cpu_supports ("sse4.1"))
    return &qsc_kernels_sse41;
#endif
#ifdef QSC_HAVE_AVX2
  if (isa == QSC_ISA_AVX2 && __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma")
      && __builtin_cpu_supports ("popcnt") && has_f16c ())
    return &qsc_kernels_avx2;
#endif
#ifdef QSC_HAVE_AVX512
  if (isa == QSC_ISA_AVX512 && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
      && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("popcnt"))
    return &qsc_kernels_avx512;
#endif
#ifdef QSC_HAVE_NEON
  if (isa == QSC_ISA_NEON)
    return &qsc_kernels_neon; /* every 64-bit Arm has it */
#endif
  return NULL;
}

static const QscKernels *
choose_kernels (void)
{
  const char *wanted = getenv ("QSC_CPU");
  const QscKernels *best = &qsc_kernels_scalar;

  for (int isa = 0; isa < QSC_N_ISAS; isa++)
    {
      const QscKernels *kernels = qsc_kernels_get_for ((QscIsa)isa);

      if (kernels == NULL)
        continue;
      if (wanted != NULL && strcmp (wanted, isa_names[isa]) == 0)
        return kernels;
      best = kernels;
    }
  return best;
}

const QscKernels *
qsc_kernels_get (void)
{
  static _Atomic (const QscKernels *) published;
  const QscKernels *kernels = atomic_load_explicit (&published, memory_order_acquire);

  if (kernels == NULL)
    {
      const QscKernels *chosen = choose_kernels ();

      /* Whoever comes first decides, also when two threads see QSC_CPU change between them. */
      if (atomic_compare_exchange_strong (&published, &kernels, chosen))
        kernels = chosen;
    }
  return kernels;
}

#ifdef QSC_HAVE_AVXVNNI
static bool
has_avxvnni (void)
{
#ifdef __clang__ /* older ones do not know the name */
  unsigned a, b, c, d;

  return __get_cpuid_count (7, 1, &a, &b, &c, &d) != 0 && (a & (1u << 4)) != 0;
#else
  return __builtin_cpu_supports ("avxvnni");
#endif
}
#endif

/* Whether the processor has what the instruction set of that name does not promise. */
static bool
has_more_instructions (QscProductsKind kind)
{
  switch (kind)
    {
#ifdef QSC_HAVE_AVXVNNI
    case QSC_PRODUCTS_AVXVNNI:
      return has_avxvnni ();
#endif
#ifdef QSC_HAVE_AVX512VNNI
    case QSC_PRODUCTS_AVX512VNNI:
      return __builtin_cpu_supports ("avx512vnni");
#endif
#if defined(QSC_HAVE_NEONDOT) && defined(__linux__)
    case QSC_PRODUCTS_NEONDOT:
      return (getauxval (AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#endif
    default:
      return false;
    }
}

const QscProducts *
qsc_products_get_for (QscProductsKind kind)
{
  static const QscProducts *const all[QSC_N_PRODUCTS] = {
    [QSC_PRODUCTS_SCALAR] = &qsc_products_scalar,
#ifdef QSC_HAVE_SSE41
    [QSC_PRODUCTS_SSE41] = &qsc_products_sse41,
#endif
#ifdef QSC_HAVE_AVX2
    [QSC_PRODUCTS_AVX2] = &qsc_products_avx2,
#endif
#ifdef QSC_HAVE_AVXVNNI
    [QSC_PRODUCTS_AVXVNNI] = &qsc_products_avxvnni,
#endif
#ifdef QSC_HAVE_AVX512
    [QSC_PRODUCTS_AVX512] = &qsc_products_avx512,
#endif
#ifdef QSC_HAVE_AVX512VNNI
    [QSC_PRODUCTS_AVX512VNNI] = &qsc_products_avx512vnni,
#endif
#ifdef QSC_HAVE_NEON
    [QSC_PRODUCTS_NEON] = &qsc_products_neon,
#endif
#ifdef QSC_HAVE_NEONDOT
    [QSC_PRODUCTS_NEONDOT] = &qsc_products_neondot,
#endif
  };
  const bool is_more = kind == QSC_PRODUCTS_AVXVNNI || kind == QSC_PRODUCTS_AVX512VNNI || kind == QSC_PRODUCTS_NEONDOT;

  if (all[kind] == NULL || qsc_kernels_get_for (all[kind]->isa) == NULL || (is_more && !has_more_instructions (kind)))
    return NULL;
  return all[kind];
}

static _Atomic (const QscProducts *) published_products;

const QscProducts *
qsc_products_get (void)
{
  const QscProducts *products = atomic_load_explicit (&published_products, memory_order_acquire);

  if (products == NULL)
    {
      const QscIsa isa = qsc_get_isa ();

      for (int kind = 0; kind < QSC_N_PRODUCTS; kind++)
        {
          const QscProducts *candidate = qsc_products_get_for ((QscProductsKind)kind);

          if (candidate != NULL && candidate->isa == isa)
            products = candidate;
        }
      qsc_products_set (products); /* every thread finds the same */
    }
  return products;
}

void
qsc_products_set (const QscProducts *products)
{
  atomic_store_explicit (&published_products, products, memory_order_release);
}

QscIsa
qsc_get_isa (void)
{
  return qsc_kernels_get ()->isa;
}

const char *
qsc_isa_get_name (QscIsa isa)
{
  return (unsigned)isa < QSC_N_ISAS ? isa_names[isa] : "unknown";
}

bool
qsc_isa_is_available (QscIsa isa)
{
  return qsc_kernels_get_for (isa) != NULL;
}
