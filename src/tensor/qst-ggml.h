/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-dtype.h"

G_BEGIN_DECLS

/* Values of one block at most, and how many share a scale. */
#define QST_GGML_BLOCK 256
#define QST_GGML_RUN 16

/* One block taken apart: value i = scale[i / RUN] · level[i] − minimum[i / RUN], in float32, two roundings. The result has
 * the bits of ggml's own to_float of each type, in whatever order that writes the product. */
typedef struct
{
  gint8 level[QST_GGML_BLOCK];
  float scale[QST_GGML_BLOCK / QST_GGML_RUN];
  float minimum[QST_GGML_BLOCK / QST_GGML_RUN];
} QstGgmlBlock;

/* bytes: qst_dtype_get_size (dtype) of them, in the file's byte order. */
void qst_ggml_unpack (QstDtype dtype, const guint8 *bytes, gboolean big_endian, QstGgmlBlock *block);

/* The code book of IQ3_S: four odd levels of 1 to 15 each, (level − 1) / 2 in 3 bits, the first in the lowest. */
extern const guint16 qst_ggml_iq3s_grid[512];

G_END_DECLS
