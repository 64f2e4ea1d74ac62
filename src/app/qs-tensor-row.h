/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-tensor-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Rows of the tensor picker: what the values are like as an icon, the name, and what is known beside. The items are
 * QsTensorItem or, in a tree, GtkTreeListRow with one. (transfer full) */
GtkListItemFactory *qs_tensor_row_factory_new (void);

/* "192 × 576 · float32 · 110 592 values", "int8 codes" where they have scale and zero-point. (transfer full) */
char *qs_tensor_describe (QstTensor *tensor);

/* A name for people: control characters shown as such, "unnamed" for the array of a text file. (transfer full) */
char *qs_tensor_get_display_name (QstTensor *tensor);
char *qs_tensor_name_make_displayable (const char *name);

G_END_DECLS
