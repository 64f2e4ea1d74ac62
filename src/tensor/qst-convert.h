/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

typedef enum
{
  QST_CONVERT_SAFETENSORS,
  QST_CONVERT_NPZ,
} QstConvertFormat;

/* By the end of the name: .safetensors or .npz. */
gboolean qst_convert_format_from_path (const char *path, QstConvertFormat *format);

/* Writes the tensors into one file, piece by piece; it appears under its name when it is whole. Real values: quantized tensors
 * become float32, others keep their dtype, but for what NumPy does not have (bfloat16 and float8 become float32 in .npz), text
 * (float64) and integers of half a byte (one byte). A tensor without a name is called "values". */
gboolean qst_convert (QstTensor *const *tensors, gsize n, const char *path, QstConvertFormat format, GCancellable *cancellable,
                      GError **error);

G_END_DECLS
