/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"

#include <jansson.h>

G_BEGIN_DECLS

/* Parts that the reports share. */

/* The scheme as an object. (transfer full) */
json_t *qsa_report_new_scheme (const QsaScheme *scheme);

/* The text of root, which is taken. (transfer full) */
char *qsa_report_dump (json_t *root);

G_END_DECLS
