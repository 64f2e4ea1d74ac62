/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-map.h"

G_BEGIN_DECLS

/* The folder of a file that names others beside it: parts of an index, data kept outside a model. What it names is followed
 * below the folder alone. */
typedef struct
{
  int descriptor; /* −1 until a file is opened */
  char *path;
} QstFolder;

/* The folder of the file path; nothing is opened yet. */
void qst_folder_init (QstFolder *self, const char *path);
void qst_folder_clear (QstFolder *self);

/* Whether a name is that of a file below a folder: relative, without a way up. */
gboolean qst_folder_is_safe_name (const char *name);

/* Opens the file of a safe name step by step, so that no link on the way leads out of the folder; NULL with QST_ERROR. */
QstMap *qst_folder_open_file (QstFolder *self, const char *name, GError **error);

G_END_DECLS
