/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-dtype.h"
#include "tensor/qst-error.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-reader.h"

G_BEGIN_DECLS

/* What the header of an npy file says. */
typedef struct
{
  guint major; /* version of the format */
  QstDtype dtype;
  gboolean big_endian;
  gboolean fortran_order;
  gsize n_dims;
  guint64 shape[QST_LIMIT_DIMS];
} QstNpyHeader;

/* Reads the Python dict literal {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}: strings, truth values and one
 * flat tuple of integers, nothing nested, nothing evaluated. origin: the byte of the file where text begins. */
gboolean qst_npy_header_parse (QstNpyHeader *self, const char *text, gsize length, guint64 origin, GError **error);

/* What stands in front of the header's text, at most. */
#define QST_NPY_PREAMBLE_BYTES 12

/* Whether bytes begin like an npy file. */
gboolean qst_npy_header_is_there (const guint8 *data, guint64 size);

/* Reads mark, version, length and header; the reader then stands at the values. */
gboolean qst_npy_header_read (QstNpyHeader *self, QstReader *reader, GError **error);

/* Bytes in front of the values as the file claims, which nothing has checked; 0 if it is no npy file. */
guint64 qst_npy_header_get_length (const guint8 *data, guint64 size);

G_END_DECLS
