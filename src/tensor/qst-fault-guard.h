/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A mapped file that shrinks raises SIGBUS on the next touch of a lost page. The guard catches that for registered ranges
 * only, puts zero pages there and remembers it; every other fault goes where it went before. */
typedef struct _QstFaultRange QstFaultRange;

QstFaultRange *qst_fault_guard_add (const void *begin, gsize size);
gboolean qst_fault_guard_is_hit (const QstFaultRange *range);

/* Before the range is unmapped. */
void qst_fault_guard_remove (QstFaultRange *range);

G_END_DECLS
