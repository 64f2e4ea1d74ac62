/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-plot-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define QS_TYPE_EXPORT_DIALOG (qs_export_dialog_get_type ())

/* Shows how a plot will look as a file and saves it. Remembers its options. */
G_DECLARE_FINAL_TYPE (QsExportDialog, qs_export_dialog, QS, EXPORT_DIALOG, AdwWindow)

/* caption: one line with the parameters. name: what the suggested file name begins with. */
GtkWidget *qs_export_dialog_new (GtkWindow *parent, QsPlotView *view, const char *caption, const char *name);

/* Renders with the options as they are set and writes to path, on a worker; the dialog closes when that was done. A known
 * extension of path decides the format. */
void qs_export_dialog_save (QsExportDialog *self, const char *path);

G_END_DECLS
