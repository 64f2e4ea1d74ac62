/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive.h"
#include "tensor/qst-limits.h"

G_BEGIN_DECLS

/* What a file without a header does not tell itself: how its bytes are numbers. */
typedef struct
{
  QstDtype dtype; /* one that qst_raw_has_dtype knows */
  gsize n_dims;   /* 0: one dimension of all that there is */
  guint64 shape[QST_LIMIT_DIMS];
  guint64 offset; /* of the first value, in bytes */
  gboolean big_endian;
} QstRaw;

/* Little-endian float32 from the first byte to the last. */
void qst_raw_init (QstRaw *self);

gboolean qst_raw_equal (const QstRaw *a, const QstRaw *b);

/* Numbers of their own: neither text nor blocks of ggml. */
gboolean qst_raw_has_dtype (QstDtype dtype);

/* By either name, "F32" or "float32", in any case. */
gboolean qst_raw_parse_dtype (const char *text, QstDtype *dtype);

/* "32x64", with x, × or commas between whole numbers above 0; "" for all that there is. FALSE leaves self as it was. */
gboolean qst_raw_parse_shape (QstRaw *self, const char *text);

/* "little" or "big". */
gboolean qst_raw_parse_byte_order (QstRaw *self, const char *text);

/* One word, "F32:32x64:16:little"; the shape may be empty. (transfer full) */
char *qst_raw_to_text (const QstRaw *self);
gboolean qst_raw_from_text (QstRaw *self, const char *text);

/* The file as one tensor without a name. NULL with QST_ERROR_ARGUMENT, which says by how much, where that does not fit. */
QstArchive *qst_archive_open_raw (const char *path, const QstRaw *raw, GCancellable *cancellable, GError **error);

/* As which it was opened; NULL for all other formats. (transfer none) */
const QstRaw *qst_archive_get_raw (QstArchive *self);

/* Whether path is a regular file with contents that neither a format nor a well-known mark claims, and has no name that claims
 * a format (but .bin, which may be anything). Reads its beginning. */
gboolean qst_raw_may_be (const char *path);

G_END_DECLS
