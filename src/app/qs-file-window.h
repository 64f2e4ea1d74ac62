/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define QS_TYPE_FILE_WINDOW (qs_file_window_get_type ())

/* What a file holds as a whole: how much of which type, what it says of itself, and what of it cannot be read. */
G_DECLARE_FINAL_TYPE (QsFileWindow, qs_file_window, QS, FILE_WINDOW, AdwWindow)

GtkWidget *qs_file_window_new (GtkWindow *parent, QstArchive *archive);

G_END_DECLS
