/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-storage.h"

G_BEGIN_DECLS

/* One file in a zip archive, as the directory tells. Its name is a name only: nothing is ever unpacked to a disk. */
typedef struct
{
  char *name; /* valid UTF-8 */
  guint16 flags;
  guint16 method;
  guint32 crc;
  guint64 compressed_size;
  guint64 size;
  guint64 header; /* the byte of the file where its local header begins */
  guint64 end;    /* where the next member or the directory begins: it may not reach beyond */
} QstZipMember;

/* A zip archive in a mapped file: zip64, data descriptors and bytes in front of it included. The directory at its end counts;
 * what it says of a member is compared with the member's own header when that is opened. */
typedef struct
{
  QstMap *map;
  GArray *members; /* QstZipMember, in the order of the directory */
} QstZip;

QstZip *qst_zip_open (QstMap *map, GError **error);
void qst_zip_free (QstZip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QstZip, qst_zip_free)

/* The first member of that name, or NULL. */
const QstZipMember *qst_zip_find (QstZip *self, const char *name);

/* The first bytes of a member, n at most: *got of them. NULL with error. (transfer full) */
guint8 *qst_zip_read_begin (QstZip *self, const QstZipMember *member, gsize n, gsize *got, GError **error);

/* All of a small member, its checksum compared; limit is told when it is larger. */
GBytes *qst_zip_read (QstZip *self, const QstZipMember *member, guint64 limit, GError **error);

/* The contents for tensors: stored ones in place, whose checksum is compared by the first qst_storage_check; deflated ones
 * inflated when they are read. NULL with error if the member's header, method or sizes forbid it. */
QstStorage *qst_zip_new_storage (QstZip *self, const QstZipMember *member, GError **error);

/* What a zip archive is to us, by the names in it. Cheap; for probes. */
typedef enum
{
  QST_ZIP_NONE, /* no zip archive */
  QST_ZIP_OTHER,
  QST_ZIP_NPZ, /* or one without members */
  QST_ZIP_PYTORCH,
  QST_ZIP_KERAS,
} QstZipKind;

QstZipKind qst_zip_guess_kind (const guint8 *data, guint64 size);

G_END_DECLS
