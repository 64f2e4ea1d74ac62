/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-map.h"

G_BEGIN_DECLS

/* The bytes that tensors lie in: in place (a mapped file, memory of its own), or made at the first reading and given back
 * when others need the room (a deflated member, a decoded data set). Tensors may share one. Thread-safe, reference counted. */
typedef struct _QstStorage QstStorage;

/* Fills bytes, all size of them. FALSE with error, which names the part of the file and what is wrong with it. Runs on the
 * thread that reads first, and again if the bytes were given back. */
typedef gboolean (*QstStorageLoad) (gpointer data, guint8 *bytes, gsize size, GError **error);

/* Whether bytes that lie in place are what they should be: a checksum. */
typedef gboolean (*QstStorageVerify) (gpointer data, const guint8 *bytes, gsize size, GError **error);

/* All of the file; one serves all its tensors. */
QstStorage *qst_storage_new_map (QstMap *map);

/* All of bytes in memory that the file holds only packed: their place is not one of the file. */
QstStorage *qst_storage_new_inflated (QstMap *map);

/* size bytes of the file from begin on, which are there. verify (may be NULL) runs once, at the first qst_storage_check. */
QstStorage *qst_storage_new_window (QstMap *map, guint64 begin, guint64 size, QstStorageVerify verify, gpointer data,
                                    GDestroyNotify destroy);

/* g_malloc'd memory, which is taken. */
QstStorage *qst_storage_new_take (gpointer bytes, guint64 size);

/* size bytes that load makes from what lies at origin of the file. The maker has compared size with a limit. map (may be
 * NULL) is what load reads from; it is kept and asked whether it changed. */
QstStorage *qst_storage_new_lazy (QstMap *map, guint64 origin, guint64 size, QstStorageLoad load, gpointer data,
                                  GDestroyNotify destroy);

QstStorage *qst_storage_ref (QstStorage *self);
void qst_storage_unref (QstStorage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QstStorage, qst_storage_unref)

guint64 qst_storage_get_size (const QstStorage *self);

/* The byte of the file where it begins; G_MAXUINT64 for memory. */
guint64 qst_storage_get_origin (const QstStorage *self);

/* The bytes where they are in place, otherwise NULL. */
const guint8 *qst_storage_get_data (const QstStorage *self);

/* The bytes, made if need be, until qst_storage_unpin; NULL if they cannot be had, which qst_storage_check then explains
 * (no unpin for that). */
const guint8 *qst_storage_pin (QstStorage *self);
void qst_storage_unpin (QstStorage *self);

/* FALSE with QST_ERROR if the bytes handed out so far were not those of the file as it was opened. */
gboolean qst_storage_check (QstStorage *self, GError **error);

G_END_DECLS
