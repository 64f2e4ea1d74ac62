/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-dtype.h"
#include "tensor/qst-error.h"
#include "tensor/qst-limits.h"

G_BEGIN_DECLS

/* What the header of an npy file says. */
typedef struct
{
  QstDtype dtype;
  gboolean big_endian;
  gboolean fortran_order;
  gsize n_dims;
  guint64 shape[QST_LIMIT_DIMS];
} QstNpyHeader;

/* Reads the Python dict literal {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}: strings, truth values and one
 * flat tuple of integers, nothing nested, nothing evaluated. origin: the byte of the file where text begins. */
gboolean qst_npy_header_parse (QstNpyHeader *self, const char *text, gsize length, guint64 origin, GError **error);

G_END_DECLS
