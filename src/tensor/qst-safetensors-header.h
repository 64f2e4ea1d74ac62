/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-writer.h"

#include <jansson.h>

G_BEGIN_DECLS

/* How a safetensors file begins when it is written. */

/* Adds a tensor of that dtype ("F32") and shape [n_dims], which takes bytes from *offset on; moves *offset behind it. */
void qst_safetensors_header_add (json_t *header, const char *name, const char *dtype, const guint64 *shape, gsize n_dims,
                                 guint64 *offset, guint64 bytes);

/* Writes its length and the header, padded so that what follows begins at a multiple of 8. */
gboolean qst_safetensors_header_write (json_t *header, QstWriter *writer, GError **error);

G_END_DECLS
