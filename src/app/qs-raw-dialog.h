/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-raw.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define QS_TYPE_RAW_DIALOG (qs_raw_dialog_get_type ())

/* Asks how a file without a header is read, and shows what comes of it. Its action raw.open is enabled while that fits. */
G_DECLARE_FINAL_TYPE (QsRawDialog, qs_raw_dialog, QS, RAW_DIALOG, AdwWindow)

/* Called once, when the user has decided. */
typedef void (*QsRawCallback) (const char *path, const QstRaw *raw, gpointer user_data);

/* destroy (nullable) is called for user_data at the end, whatever the user did. */
GtkWidget *qs_raw_dialog_new (GtkWindow *parent, const char *path, QsRawCallback callback, gpointer user_data,
                              GDestroyNotify destroy);

G_END_DECLS
