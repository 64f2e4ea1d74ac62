/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes a file so that its path holds either the old or the whole new one: under a temporary name in the same folder, then
 * flushed to the disk and renamed. A link stays a link; devices and pipes are written straight. Errors name the path and the
 * reason; the previous file stays as it was. */
typedef struct _QstWriter QstWriter;

QstWriter *qst_writer_new (const char *path, GError **error);

/* Appends. After an error the only thing left to do is to free. */
gboolean qst_writer_write (QstWriter *self, gconstpointer data, gsize size, GError **error);

/* Puts the file into its place. */
gboolean qst_writer_commit (QstWriter *self, GError **error);

/* Without a commit before, nothing remains of it. */
void qst_writer_free (QstWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QstWriter, qst_writer_free)

/* All at once. */
gboolean qst_writer_save (GBytes *bytes, const char *path, GError **error);

G_END_DECLS
