/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes every slider and spin button below root safe and forgiving: the wheel over one scrolls scroller (nullable: nothing) instead
 * of changing it unseen; a spin button reads all that qsp_parse_number does, marks what it cannot read as an error, and keeps the
 * old value then. */
void qs_inputs_prepare (GtkWidget *root, GtkScrolledWindow *scroller);

/* Puts what is shown of widget's text left to right, as numbers and formulas are in every script. */
void qs_inputs_set_left_to_right (GtkWidget *widget);

/* Sets a tooltip that may be the same as before: GTK asks the display where the pointer is each time, which in a drag would cost
 * several milliseconds a frame. */
void qs_inputs_set_tooltip (GtkWidget *widget, const char *text);

/* Names a drop-down for those who do not see it: the button in it, which takes the focus, does not take over the name. */
void qs_inputs_name_drop_down (GtkDropDown *drop_down, const char *name);

G_END_DECLS
