/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-source.h"
#include "analysis/qsa-unit-params.h"

G_BEGIN_DECLS

/* What codes can be written as. */
typedef enum
{
  QSA_CODES_NPY,
  QSA_CODES_SAFETENSORS, /* codes, NAME.scale and NAME.zero_point, the setup in its metadata */
  QSA_CODES_C_HEADER, /* an array with macros for scale, zero-point, shape; arrays of scales and zero-points where there are many */
  QSA_N_CODES_FORMATS
} QsaCodesFormat;

/* By the extension of a file name: .npy, .safetensors, .h. */
const char *qsa_codes_format_get_extension (QsaCodesFormat format);
gboolean qsa_codes_format_from_path (const char *path, QsaCodesFormat *format);

typedef struct
{
  QsaCodesFormat format;
  gboolean dequantize; /* s (q - z) as float32 instead of the codes */
  gboolean packed;     /* codes of 4 or 2 bits side by side in bytes, the first in the lowest bits, as ONNX has them; one
                        * dimension */
} QsaCodesOptions;

/* Whether codes of that many bits can be packed. */
gboolean qsa_codes_can_pack (int bits);

/* done of total values are written; the calling thread. */
typedef void (*QsaCodesProgress) (guint64 done, guint64 total, gpointer data);

/* Quantizes the source's values, each with the parameters of its unit, and writes them to path, which holds either the old or the
 * whole new file. Scales and zero-points of several units are arrays: of as many as the axis has for channels, of the tensor's shape
 * with groups in place of the last axis for groups. A .npy holds none. Codes are of the smallest of int8, uint8, int16 and uint16 that holds them, in the tensor's shape. Reads and writes piece by piece: memory does
 * not grow with the tensor. Blocking. progress (nullable). FALSE with G_IO_ERROR_CANCELLED, QST_ERROR_CHANGED, or an error that
 * names the path. */
gboolean qsa_codes_save (QsaSource *source, const QsaScheme *scheme, QsaUnitParams *params, const QsaCodesOptions *options,
                         const char *path, QsaCodesProgress progress, gpointer progress_data, GCancellable *cancellable,
                         GError **error);

G_END_DECLS
