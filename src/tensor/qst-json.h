/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-error.h"

#include <jansson.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

/* An object from bytes of a stranger: UTF-8, nesting and the memory that the tree would take are checked before anything is
 * built; a key that stands twice in an object is refused. origin: the byte of the file where text begins. */
json_t *qst_json_parse (const char *text, gsize length, guint64 origin, GError **error);

G_END_DECLS
