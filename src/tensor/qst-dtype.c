/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-dtype.h"

#include "tensor/qst-checked.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *label;
  guint8 size;
  gboolean is_integer;
  guint16 block_length; /* 0: one value */
  gint8 code_bits;      /* of the codes, negative where they are signed; 0 where there are none of 16 bits or less */
} dtypes[QST_N_DTYPES] = {
  [QST_DTYPE_F64] = { "F64", "float64", 8, FALSE },
  [QST_DTYPE_F32] = { "F32", "float32", 4, FALSE },
  [QST_DTYPE_F16] = { "F16", "float16", 2, FALSE },
  [QST_DTYPE_BF16] = { "BF16", "bfloat16", 2, FALSE },
  [QST_DTYPE_F8_E4M3] = { "F8_E4M3", "float8 e4m3", 1, FALSE },
  [QST_DTYPE_F8_E5M2] = { "F8_E5M2", "float8 e5m2", 1, FALSE },
  [QST_DTYPE_I64] = { "I64", "int64", 8, TRUE },
  [QST_DTYPE_I32] = { "I32", "int32", 4, TRUE },
  [QST_DTYPE_I16] = { "I16", "int16", 2, TRUE, 0, -16 },
  [QST_DTYPE_I8] = { "I8", "int8", 1, TRUE, 0, -8 },
  [QST_DTYPE_U64] = { "U64", "uint64", 8, TRUE },
  [QST_DTYPE_U32] = { "U32", "uint32", 4, TRUE },
  [QST_DTYPE_U16] = { "U16", "uint16", 2, TRUE, 0, 16 },
  [QST_DTYPE_U8] = { "U8", "uint8", 1, TRUE, 0, 8 },
  [QST_DTYPE_BOOL] = { "BOOL", "bool", 1, TRUE },
  [QST_DTYPE_TEXT] = { "TEXT", "text", 8, FALSE },
  [QST_DTYPE_I4] = { "I4", "int4", 1, TRUE, 2, -4 },
  [QST_DTYPE_U4] = { "U4", "uint4", 1, TRUE, 2, 4 },
  [QST_DTYPE_Q4_0] = { "Q4_0", "Q4_0", 18, FALSE, 32, -4 },
  [QST_DTYPE_Q4_1] = { "Q4_1", "Q4_1", 20, FALSE, 32, 4 },
  [QST_DTYPE_Q5_0] = { "Q5_0", "Q5_0", 22, FALSE, 32, -5 },
  [QST_DTYPE_Q5_1] = { "Q5_1", "Q5_1", 24, FALSE, 32, 5 },
  [QST_DTYPE_Q8_0] = { "Q8_0", "Q8_0", 34, FALSE, 32, -8 },
  [QST_DTYPE_Q2_K] = { "Q2_K", "Q2_K", 84, FALSE, 256, 2 },
  [QST_DTYPE_Q3_K] = { "Q3_K", "Q3_K", 110, FALSE, 256, -3 },
  [QST_DTYPE_Q4_K] = { "Q4_K", "Q4_K", 144, FALSE, 256, 4 },
  [QST_DTYPE_Q5_K] = { "Q5_K", "Q5_K", 176, FALSE, 256, 5 },
  [QST_DTYPE_Q6_K] = { "Q6_K", "Q6_K", 210, FALSE, 256, -6 },
  [QST_DTYPE_IQ4_NL] = { "IQ4_NL", "IQ4_NL", 18, FALSE, 32, -8 },
  [QST_DTYPE_IQ4_XS] = { "IQ4_XS", "IQ4_XS", 136, FALSE, 256, -8 },
  [QST_DTYPE_IQ3_S] = { "IQ3_S", "IQ3_S", 110, FALSE, 256, -5 },
  [QST_DTYPE_MXFP4] = { "MXFP4", "MXFP4", 17, FALSE, 32, -5 },
  [QST_DTYPE_TQ1_0] = { "TQ1_0", "TQ1_0", 54, FALSE, 256, -2 },
  [QST_DTYPE_TQ2_0] = { "TQ2_0", "TQ2_0", 66, FALSE, 256, -2 },
};

gsize
qst_dtype_get_size (QstDtype dtype)
{
  g_return_val_if_fail ((guint)dtype < QST_N_DTYPES, 1);
  return dtypes[dtype].size;
}

gsize
qst_dtype_get_block_length (QstDtype dtype)
{
  g_return_val_if_fail ((guint)dtype < QST_N_DTYPES, 1);
  return MAX (dtypes[dtype].block_length, 1);
}

gboolean
qst_dtype_get_bytes (QstDtype dtype, guint64 count, guint64 *bytes)
{
  const gsize length = qst_dtype_get_block_length (dtype);

  return qst_checked_mul (count / length + (count % length != 0), qst_dtype_get_size (dtype), bytes);
}

gboolean
qst_dtype_get_code_format (QstDtype dtype, int *bits, gboolean *is_signed)
{
  int code_bits;

  g_return_val_if_fail ((guint)dtype < QST_N_DTYPES, FALSE);
  code_bits = dtypes[dtype].code_bits;
  *bits = ABS (code_bits);
  *is_signed = code_bits < 0;
  return code_bits != 0;
}

gboolean
qst_dtype_is_ggml (QstDtype dtype)
{
  return dtype >= QST_DTYPE_Q4_0 && dtype <= QST_DTYPE_TQ2_0;
}

const char *
qst_dtype_get_name (QstDtype dtype)
{
  g_return_val_if_fail ((guint)dtype < QST_N_DTYPES, NULL);
  return dtypes[dtype].name;
}

const char *
qst_dtype_get_label (QstDtype dtype)
{
  g_return_val_if_fail ((guint)dtype < QST_N_DTYPES, NULL);
  return dtypes[dtype].label;
}

gboolean
qst_dtype_from_name (const char *name, QstDtype *dtype)
{
  for (guint i = 0; i < QST_N_DTYPES; i++)
    if (strcmp (dtypes[i].name, name) == 0)
      {
        *dtype = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
qst_dtype_is_integer (QstDtype dtype)
{
  g_return_val_if_fail ((guint)dtype < QST_N_DTYPES, FALSE);
  return dtypes[dtype].is_integer;
}
