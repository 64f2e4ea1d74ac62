/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_FORMULA_STRIP (qs_formula_strip_get_type ())

/* The picked value on its way through the formula, stage by stage, with buttons that step through the values. */
G_DECLARE_FINAL_TYPE (QsFormulaStrip, qs_formula_strip, QS, FORMULA_STRIP, GtkWidget)

void qs_formula_strip_set_session (QsFormulaStrip *self, QsSession *session);

G_END_DECLS
