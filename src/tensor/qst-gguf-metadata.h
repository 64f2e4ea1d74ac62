/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive-private.h"
#include "tensor/qst-reader.h"

G_BEGIN_DECLS

/* Reads the n_keys pairs of key and value at the reader into the archive's metadata; of long arrays the first elements.
 * alignment: that of the tensors' data, a power of two. */
gboolean qst_gguf_read_metadata (QstReader *reader, guint64 n_keys, QstArchive *archive, guint32 *alignment,
                                 GCancellable *cancellable, GError **error);

G_END_DECLS
