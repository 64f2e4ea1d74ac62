/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* Instruction sets, weakest first. */
  typedef enum
  {
    QSC_ISA_SCALAR,
    QSC_ISA_SSE41,
    QSC_ISA_AVX2,
    QSC_ISA_AVX512,
    QSC_ISA_NEON,
    QSC_N_ISAS
  } QscIsa;

  /* The instruction set in use: the best this machine has, or the one named by the environment variable QSC_CPU
 * (scalar, sse41, avx2, avx512, neon) if this machine has it. */
  QSC_API QscIsa qsc_get_isa (void);

  /* "scalar", "sse41", "avx2", "avx512" or "neon". */
  QSC_API const char *qsc_isa_get_name (QscIsa isa);

  /* Whether this machine and build can run isa. */
  QSC_API bool qsc_isa_is_available (QscIsa isa);

#ifdef __cplusplus
}
#endif
