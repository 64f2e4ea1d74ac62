/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The dialogs whose toolkit calls later versions deprecate: here and nowhere else. */

/* path is NULL when the user changed their mind. */
typedef void (*QsPathCallback) (const char *path, gpointer user_data);

void qs_dialogs_choose_file (GtkWindow *parent, QsPathCallback callback, gpointer user_data);
void qs_dialogs_choose_target (GtkWindow *parent, const char *title, const char *suggested_name, QsPathCallback callback,
                               gpointer user_data);

/* Says what went wrong, with one button. retry (nullable): a second one that calls it. */
void qs_dialogs_show_error (GtkWindow *parent, const char *heading, const char *body, GCallback retry, gpointer user_data);

/* Asks for a number above 0, as typed by hand, or none: then the callback gets 0. Not called when the user changed their mind. */
typedef void (*QsNumberCallback) (double number, gpointer user_data);
void qs_dialogs_ask_number (GtkWindow *parent, const char *heading, const char *body, double number, QsNumberCallback callback,
                            gpointer user_data);

/* Says what is being done and how far it is; its button cancels. Destroy it at the end. set_progress: dialog may be NULL. */
GtkWidget *qs_dialogs_show_progress (GtkWindow *parent, const char *heading, GCancellable *cancellable);
void qs_dialogs_set_progress (GtkWidget *dialog, double fraction);

void qs_dialogs_show_about (GtkWindow *parent);

/* Shows the folder that path is in. */
void qs_dialogs_open_folder (GtkWindow *parent, const char *path);

G_END_DECLS
