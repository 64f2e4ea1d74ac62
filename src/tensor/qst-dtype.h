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
  QST_DTYPE_I4,   /* two in a byte, the low half first */
  QST_DTYPE_U4,
  QST_DTYPE_Q4_0, /* blocks of ggml from here on: qst-ggml.h */
  QST_DTYPE_Q4_1,
  QST_DTYPE_Q5_0,
  QST_DTYPE_Q5_1,
  QST_DTYPE_Q8_0,
  QST_DTYPE_Q2_K,
  QST_DTYPE_Q3_K,
  QST_DTYPE_Q4_K,
  QST_DTYPE_Q5_K,
  QST_DTYPE_Q6_K,
  QST_DTYPE_IQ4_NL,
  QST_DTYPE_IQ4_XS,
  QST_DTYPE_IQ3_S,
  QST_DTYPE_MXFP4,
  QST_DTYPE_TQ1_0,
  QST_DTYPE_TQ2_0,
  QST_N_DTYPES
} QstDtype;

/* Bytes of one value, or of one block where values are packed. */
gsize qst_dtype_get_size (QstDtype dtype);

/* Values in a block: 1 where each has its own bytes. */
gsize qst_dtype_get_block_length (QstDtype dtype);

/* Bytes that count values take, a last block that is not full counted whole. FALSE where that has no number. */
gboolean qst_dtype_get_bytes (QstDtype dtype, guint64 count, guint64 *bytes);

/* The narrowest integers that hold all codes of a dtype; those of ggml's code books are what a scale multiplies. FALSE where
 * there are none of 16 bits or less. */
gboolean qst_dtype_get_code_format (QstDtype dtype, int *bits, gboolean *is_signed);

/* Whether values are packed in ggml's blocks, each with a scale of its own. */
gboolean qst_dtype_is_ggml (QstDtype dtype);

/* The name in files and in JSON: "F32", "F8_E4M3", "BOOL", "TEXT". */
const char *qst_dtype_get_name (QstDtype dtype);

/* The name for people: "float32", "bfloat16", "int8", "Q4_K", "text". */
const char *qst_dtype_get_label (QstDtype dtype);

/* By name; FALSE where there is none such. */
gboolean qst_dtype_from_name (const char *name, QstDtype *dtype);

/* Whether the dtype is an integer or boolean. */
gboolean qst_dtype_is_integer (QstDtype dtype);

G_END_DECLS
