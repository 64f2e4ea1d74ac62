/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-dtype.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *label;
  guint8 size;
  gboolean is_integer;
} dtypes[QST_N_DTYPES] = {
  [QST_DTYPE_F64] = { "F64", "float64", 8, FALSE },
  [QST_DTYPE_F32] = { "F32", "float32", 4, FALSE },
  [QST_DTYPE_F16] = { "F16", "float16", 2, FALSE },
  [QST_DTYPE_BF16] = { "BF16", "bfloat16", 2, FALSE },
  [QST_DTYPE_F8_E4M3] = { "F8_E4M3", "float8 e4m3", 1, FALSE },
  [QST_DTYPE_F8_E5M2] = { "F8_E5M2", "float8 e5m2", 1, FALSE },
  [QST_DTYPE_I64] = { "I64", "int64", 8, TRUE },
  [QST_DTYPE_I32] = { "I32", "int32", 4, TRUE },
  [QST_DTYPE_I16] = { "I16", "int16", 2, TRUE },
  [QST_DTYPE_I8] = { "I8", "int8", 1, TRUE },
  [QST_DTYPE_U64] = { "U64", "uint64", 8, TRUE },
  [QST_DTYPE_U32] = { "U32", "uint32", 4, TRUE },
  [QST_DTYPE_U16] = { "U16", "uint16", 2, TRUE },
  [QST_DTYPE_U8] = { "U8", "uint8", 1, TRUE },
  [QST_DTYPE_BOOL] = { "BOOL", "bool", 1, TRUE },
  [QST_DTYPE_TEXT] = { "TEXT", "text", 8, FALSE },
};

gsize
qst_dtype_get_size (QstDtype dtype)
{
  g_return_val_if_fail ((guint)dtype < QST_N_DTYPES, 1);
  return dtypes[dtype].size;
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
