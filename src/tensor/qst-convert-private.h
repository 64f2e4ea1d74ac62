/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-convert.h"
#include "tensor/qst-writer.h"

G_BEGIN_DECLS

/* One tensor on its way into a file. */
typedef struct
{
  QstTensor *tensor;
  const char *name;
  QstDtype dtype; /* in the file */
  guint64 bytes;
} QstConvertItem;

/* A kind of file: all of it. */
typedef struct
{
  const char *suffix;
  gboolean (*is_written) (QstDtype dtype);
  gboolean (*write) (QstWriter *writer, const QstConvertItem *items, gsize n, GCancellable *cancellable, GError **error);
} QstConvertWriter;

extern const QstConvertWriter qst_convert_safetensors;
extern const QstConvertWriter qst_convert_npz;

/* Appends the item's values, little-endian and row-major. crc (may be NULL) goes on over them. */
gboolean qst_convert_write_values (const QstConvertItem *item, QstWriter *writer, guint32 *crc, GCancellable *cancellable,
                                   GError **error);

/* Appends a number, the lowest byte first; what lies beyond 8 bytes is 0. */
void qst_convert_put (GByteArray *bytes, guint64 value, guint size);

G_END_DECLS
