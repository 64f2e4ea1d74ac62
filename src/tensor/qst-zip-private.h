/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-reader.h"
#include "tensor/qst-zip.h"

G_BEGIN_DECLS

#define QST_ZIP_STORED 0
#define QST_ZIP_DEFLATED 8
#define QST_ZIP_LOCAL_MARK 0x04034b50u

/* Where the directory is (qst-zip-directory.c). */
typedef struct
{
  guint64 begin, size; /* in bytes of the file */
  guint64 n_entries;
  guint64 shift; /* what stands in front of the archive: to be added to every offset in it */
} QstZipDirectory;

/* FALSE: there is none; with error if there is one that cannot be read. */
gboolean qst_zip_find_directory (const guint8 *data, guint64 size, QstZipDirectory *directory, GError **error);

/* The next entry; its name points into the data. FALSE at the end, or with error if it is damaged. */
gboolean qst_zip_next_entry (QstReader *reader, const QstZipDirectory *directory, QstZipMember *member, const char **name,
                             gsize *name_length, GError **error);

G_END_DECLS
