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

/* The float32 that lie on the border itself, *first <= r < *past: what is rounded is, in the arithmetic of params, just half-way
 * between two integers, or under a directed rule the integer where the code changes. There may be none, or several; which side
 * they go to is what rules differ in. */
void qsa_threshold_find_ties (const QscParams *params, int32_t steps, float *first, float *past);

G_END_DECLS
