/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-error.h"

G_BEGIN_DECLS

/* The bytes of a file, mapped read-only. If the file shrinks below the mapping, the lost bytes read as 0 instead of ending
 * the program, and qst_map_has_changed tells. Thread-safe, reference counted. */
typedef struct _QstMap QstMap;

/* Regular files only; a FIFO, a device or a socket neither hangs nor opens. Links are followed. */
QstMap *qst_map_open (const char *path, GError **error);

/* The same for one name inside an open directory, where a link is refused. */
QstMap *qst_map_open_at (int directory, const char *name, GError **error);

/* Bytes that are in memory already. */
QstMap *qst_map_new_bytes (GBytes *bytes);

QstMap *qst_map_ref (QstMap *self);
void qst_map_unref (QstMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QstMap, qst_map_unref)

const guint8 *qst_map_get_data (const QstMap *self);
guint64 qst_map_get_size (const QstMap *self);
gboolean qst_map_has_changed (const QstMap *self);

/* A descriptor of the same bytes, for another process: of the file, or of a copy in memory. The caller closes it; -1 with
 * error. */
int qst_map_dup_descriptor (const QstMap *self, GError **error);

G_END_DECLS
