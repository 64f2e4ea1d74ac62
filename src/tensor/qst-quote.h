/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Untrusted text as it may stand in a message: valid UTF-8, control and direction characters escaped, shortened with an
 * ellipsis beyond 120 characters. length < 0: up to the NUL. (transfer full) */
char *qst_quote (const char *text, gssize length);

/* The last part of a path, quoted. (transfer full) */
char *qst_quote_basename (const char *path);

G_END_DECLS
