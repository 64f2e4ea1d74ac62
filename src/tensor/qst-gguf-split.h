/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive.h"

G_BEGIN_DECLS

/* A GGUF model in several files, NAME-00001-of-00003.gguf and so on, each with the keys split.no and split.count. */
typedef struct
{
  guint64 number; /* of this part, from 0 */
  guint64 count;
  guint64 n_tensors; /* of all parts; 0: not told */
} QstGgufSplit;

/* Whether the file whose metadata the archive has is one of several parts. */
gboolean qst_gguf_split_find (QstArchive *archive, QstGgufSplit *split);

/* The name of part i beside the file path, whose name has to follow the rule; NULL if it does not. (transfer full) */
char *qst_gguf_split_get_name (const QstGgufSplit *split, const char *path, guint64 i);

G_END_DECLS
