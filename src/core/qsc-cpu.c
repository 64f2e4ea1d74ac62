/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#ifdef QSC_HAVE_AVX2
#include <cpuid.h>
#endif

#include "core/kernels/qsc-kernels.h"

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
