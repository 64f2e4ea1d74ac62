/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* png with its resolution and texts (keyword, text pairs, UTF-8, NULL-terminated; NULL texts are left out) put after its
 * first chunk. (transfer full) */
GByteArray *qsp_png_add_metadata (const guint8 *png, gsize size, double dpi, const char *const *texts);

G_END_DECLS
