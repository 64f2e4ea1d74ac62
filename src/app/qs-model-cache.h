/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-profile.h"

G_BEGIN_DECLS

/* Profiles that were made before, of the whole process: the same file under the same scheme is not measured twice. */

/* The profiles of the n rows of a file, NULL where there is none yet; key says which file, in which state, under which scheme. Who
 * gets it puts more into it. The least recently asked for is forgotten. (transfer full) (element-type QsaProfile) */
GPtrArray *qs_model_cache_get (const char *key, guint n);

G_END_DECLS
