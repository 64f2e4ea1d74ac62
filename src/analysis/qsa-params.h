/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/qsc.h"

#include <glib.h>

G_BEGIN_DECLS

/* Private to analysis: what several passes do with parameters. */

/* Values handled at a time: their codes and levels stay in the first-level cache. */
#define QSA_BLOCK 1024

/* Whether they give the same code for every value at every index. */
gboolean qsa_params_equal (const QscParams *a, const QscParams *b);

/* x[n] to the levels y[n] of their codes, n <= QSA_BLOCK. */
void qsa_params_reconstruct (const QscParams *params, const float *x, gsize n, guint64 first_index, float *y);

G_END_DECLS
