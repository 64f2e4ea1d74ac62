/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-error.h"
#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* An opened file: its tensors (headers read, values untouched), its metadata, and what of it is damaged. Immutable,
 * thread-safe, reference counted. */
typedef struct _QstArchive QstArchive;

QstArchive *qst_archive_ref (QstArchive *self);
void qst_archive_unref (QstArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QstArchive, qst_archive_unref)

/* Opens a local file. The format is found by content, never by name. NULL with QST_ERROR when no tensor can be shown;
 * a file that is damaged in one place opens with the rest and qst_archive_get_errors tells what is missing. */
QstArchive *qst_archive_open (const char *path, GCancellable *cancellable, GError **error);

/* The same of bytes in memory, as if they were the file path. */
QstArchive *qst_archive_open_memory (const char *path, GBytes *bytes, GError **error);

/* "npy", "safetensors", "gguf", "onnx", "tflite", "csv": a nick of the table of formats. */
const char *qst_archive_get_format (QstArchive *self);
const char *qst_archive_get_path (QstArchive *self);

/* In the order of the file. */
gsize qst_archive_get_n_tensors (QstArchive *self);
QstTensor *qst_archive_get_tensor (QstArchive *self, gsize i);           /* (transfer none) */
QstTensor *qst_archive_find_tensor (QstArchive *self, const char *name); /* (transfer none) (nullable) */

/* Pairs from the file (safetensors' __metadata__) or about it (a text file's separator, decimal mark, header, comments).
 * The words about it are English, marked for gettext: the same in JSON everywhere, translated by who shows them. */
gsize qst_archive_get_n_metadata (QstArchive *self);
void qst_archive_get_metadata (QstArchive *self, gsize i, const char **key, const char **value);

/* What could not be read, one sentence each; NULL-terminated, empty when the file is whole. (transfer none) */
const char *const *qst_archive_get_errors (QstArchive *self);

/* A tensor that the file names but that cannot be read: of a kind that is not supported, or damaged. */
typedef struct
{
  const char *name;
  const char *dtype; /* as the format calls it; NULL if not known */
  gsize n_dims;
  const guint64 *shape; /* NULL if not known */
  const char *reason;   /* a sentence without a full stop; also among the errors, with the name */
} QstMissing;

gsize qst_archive_get_n_missing (QstArchive *self);
const QstMissing *qst_archive_get_missing (QstArchive *self, gsize i);

/* One kind of file: how it is recognised and opened. A format is one file qst-FORMAT.c and one row in qst-formats.c. */
typedef struct
{
  const char *nick;     /* "npy" */
  const char *label;    /* N_("NumPy array") */
  const char *patterns; /* "*.npy", for the file chooser only; several separated by ';' */
} QstFormatInfo;

/* The table of formats, for the file chooser and the manual. */
const QstFormatInfo *qst_formats_get (gsize *n_formats);

G_END_DECLS
