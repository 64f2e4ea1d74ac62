/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive.h"

G_BEGIN_DECLS

/* --tensor names tensors of a file: the one of that very name, else all that fit it as a pattern with * and ?. */

/* Just one: the only one of the file where pattern is NULL. NULL with error, a usage error that lists names where there are
 * several. (transfer full) */
QstTensor *qs_cli_choose_tensor (QstArchive *archive, const char *pattern, GError **error);

/* All of them, all of the file where pattern is NULL; NULL with error where none fits. (transfer container) */
GPtrArray *qs_cli_match_tensors (QstArchive *archive, const char *pattern, GError **error);

G_END_DECLS
