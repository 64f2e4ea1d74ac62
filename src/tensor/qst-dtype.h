/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How one value is stored. */
typedef enum
{
  QST_DTYPE_F64,
  QST_DTYPE_F32,
  QST_DTYPE_F16,
  QST_DTYPE_BF16,
  QST_DTYPE_F8_E4M3,
  QST_DTYPE_F8_E5M2,
  QST_DTYPE_I64,
  QST_DTYPE_I32,
  QST_DTYPE_I16,
  QST_DTYPE_I8,
  QST_DTYPE_U64,
  QST_DTYPE_U32,
  QST_DTYPE_U16,
  QST_DTYPE_U8,
  QST_DTYPE_BOOL,
  QST_DTYPE_TEXT, /* decimal numbers of a text file, held as F64 */
  QST_N_DTYPES
} QstDtype;

/* Bytes of one value. */
gsize qst_dtype_get_size (QstDtype dtype);

/* The name in files and in JSON: "F32", "F8_E4M3", "BOOL", "TEXT". */
const char *qst_dtype_get_name (QstDtype dtype);

/* The name for people: "float32", "bfloat16", "int8", "text". */
const char *qst_dtype_get_label (QstDtype dtype);

/* By name; FALSE where there is none such. */
gboolean qst_dtype_from_name (const char *name, QstDtype *dtype);

/* Whether the dtype is an integer or boolean. */
gboolean qst_dtype_is_integer (QstDtype dtype);

G_END_DECLS
