/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/qsc.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_BIT_ROW (qs_bit_row_get_type ())

/* The bits of a code in two's complement, sign bit marked; a click flips one. Emits "flipped" with the new code (int). */
G_DECLARE_FINAL_TYPE (QsBitRow, qs_bit_row, QS, BIT_ROW, GtkWidget)

GtkWidget *qs_bit_row_new (void);
void qs_bit_row_set_code (QsBitRow *self, int code, int bits, gboolean is_signed);

G_END_DECLS
