/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says which term of the glossary a widget is about: F1 on it, or in it, opens that term. */
void qs_term_link_set (GtkWidget *widget, const char *term);

/* The term of the widget or of the nearest one around it; NULL: none. (transfer none) */
const char *qs_term_link_find (GtkWidget *widget);

/* Lets the links of a label's markup, whose addresses are terms, open the glossary. */
void qs_term_link_follow (GtkLabel *label);

/* Makes a row's title a link to the term, for the pointer; the row itself answers to F1. */
void qs_term_link_set_row (GtkWidget *row, const char *term);

G_END_DECLS
