/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/qsc.h"

#include <glib.h>

G_BEGIN_DECLS

/* Private to analysis: where one code ends and the next begins. */

/* Whether the code of a value hangs on the value alone, not on its place. */
gboolean qsa_threshold_exists (const QscParams *params);

/* The least float32 that the rule of params rounds to at least steps levels above the zero-point, exactly as the kernels do in
 * float32; infinite when there is none. steps may lie outside the codes by one. */
float qsa_threshold_find (const QscParams *params, int32_t steps);

G_END_DECLS
