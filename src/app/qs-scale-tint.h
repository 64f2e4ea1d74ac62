/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_SCALE_TINT (qs_scale_tint_get_type ())

/* Tints a stretch of a horizontal slider's trough; lies under the slider. */
G_DECLARE_FINAL_TYPE (QsScaleTint, qs_scale_tint, QS, SCALE_TINT, GtkWidget)

void qs_scale_tint_set_range (QsScaleTint *self, GtkRange *range);

/* From low to high as shares of the trough, 0 … 1; nothing for NaN. */
void qs_scale_tint_set_stretch (QsScaleTint *self, double low, double high);

G_END_DECLS
