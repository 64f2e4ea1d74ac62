/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive.h"
#include "tensor/qst-map.h"
#include "tensor/qst-raw.h"

G_BEGIN_DECLS

/* What a reader of a format gets and fills. path names the file in the messages and finds its neighbours. */
QstArchive *qst_archive_new (const char *path);
void qst_archive_take_tensor (QstArchive *self, QstTensor *tensor);
void qst_archive_add_metadata (QstArchive *self, const char *key, const char *value);

/* Something of the file cannot be had; the rest can. Takes error. */
void qst_archive_take_error (QstArchive *self, GError *error);

/* A tensor cannot be had, the rest can: missing is copied but for its reason, which is that of error, taken. The message about
 * the file becomes “Tensor “name”: reason”. */
void qst_archive_take_missing (QstArchive *self, const QstMissing *missing, GError *error);

/* The same, with the reason as printf makes it. */
void qst_archive_tell_missing (QstArchive *self, const QstMissing *missing, QstError code, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* The checks of what a file lists, of which about says what is known. FALSE where the tensor cannot be had, which is told.
 * (qst-listing.c) */

/* dtype: what the type of that number is read as; QST_N_DTYPES, and no name in about, where there is none such. */
gboolean qst_listing_check_type (QstArchive *archive, const QstMissing *about, guint64 number, QstDtype dtype);

/* The values of the shape and the bytes that they take. */
gboolean qst_listing_check_shape (QstArchive *archive, const QstMissing *about, QstDtype dtype, guint64 *count, guint64 *bytes);

/* Whether the name is the first of its kind. */
gboolean qst_listing_check_name (QstArchive *archive, const QstMissing *about);

/* One kind of file. */
typedef struct
{
  QstFormatInfo info;

  /* By content alone; cheap, a few KiB at most. */
  gboolean (*probe) (const guint8 *data, guint64 size);

  /* Reads headers, not values. FALSE with QST_ERROR if nothing of the file can be shown; what is partly bad goes into
   * qst_archive_take_error instead. */
  gboolean (*open) (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error);
} QstFormat;

extern const QstFormat qst_format_gguf;
extern const QstFormat qst_format_hdf5;
extern const QstFormat qst_format_keras;
extern const QstFormat qst_format_npy;
extern const QstFormat qst_format_npz;
extern const QstFormat qst_format_onnx;
extern const QstFormat qst_format_pytorch;
extern const QstFormat qst_format_pytorch_legacy;
extern const QstFormat qst_format_raw; /* not in the table: asked for by hand */
extern const QstFormat qst_format_safetensors;
extern const QstFormat qst_format_sharded;
extern const QstFormat qst_format_text;
extern const QstFormat qst_format_tflite;

/* The format whose probe knows the content, or NULL with QST_ERROR_UNKNOWN_FORMAT, which names well-known formats that are
 * not read. */
const QstFormat *qst_formats_find (const guint8 *data, guint64 size, GError **error);

/* Whether no format and no well-known mark claims the content. */
gboolean qst_formats_is_nameless (const guint8 *data, guint64 size);

/* The one tensor of a file without a header. */
gboolean qst_raw_read (QstArchive *archive, QstMap *map, const QstRaw *raw, GError **error);

/* Opens what is mapped already: the shards of an index, the bytes of a test. format NULL: by content. */
QstArchive *qst_archive_open_map (const char *path, QstMap *map, const QstFormat *format, GCancellable *cancellable,
                                  GError **error);

/* Opens bytes as if they were the file path. */
QstArchive *qst_archive_open_bytes (const char *path, GBytes *bytes, const QstFormat *format, GError **error);

G_END_DECLS
