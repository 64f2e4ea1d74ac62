/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/qsc.h"

#include <glib.h>

G_BEGIN_DECLS

/* Languages in which the formula can be handed on. */
typedef enum
{
  QSA_CODE_NUMPY,
  QSA_CODE_PYTORCH,
  QSA_CODE_ONNX, /* Python that makes the node with onnx.helper */
  QSA_CODE_C,
  QSA_N_CODES
} QsaCode;

/* "numpy", "pytorch", "onnx", "c". */
const char *qsa_code_get_nick (QsaCode code);
gboolean qsa_code_from_nick (const char *nick, QsaCode *code);
/* "NumPy", "PyTorch", "ONNX", "C": names, not translated. */
const char *qsa_code_get_title (QsaCode code);

/* Source text that, run, gives the codes that params give, bit for bit; where a language cannot, a comment in it says so. Names
 * and comments are English, as in other code. Ends in a newline. (transfer full) */
char *qsa_code_write (QsaCode code, const QscScheme *format, const QscParams *params);

G_END_DECLS
