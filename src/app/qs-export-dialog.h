/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-export-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define QS_TYPE_EXPORT_DIALOG (qs_export_dialog_get_type ())

/* Shows how a plot, all plots that are seen, or a report will look as a file and saves it. Remembers its options. */
G_DECLARE_FINAL_TYPE (QsExportDialog, qs_export_dialog, QS, EXPORT_DIALOG, AdwWindow)

/* view: of a single plot. name: what the suggested file name begins with. */
GtkWidget *qs_export_dialog_new (GtkWindow *parent, QsSession *session, QsPlotStack *plots, QsfView view, const char *name);

/* A single plot is of what the matrix shows. */
void qs_export_dialog_set_matrix (QsExportDialog *self, QsMatrixView *matrix);

/* A single plot is this figure, named nick in the file's name and explained by caption (nullable). */
void qs_export_dialog_set_figure (QsExportDialog *self, QspFigure *figure, const char *nick, const char *caption);

/* As chosen in the first row. */
void qs_export_dialog_set_scope (QsExportDialog *self, QsExportScope scope);

/* Renders with the options as they are set and writes to path, on a worker; the dialog closes when that was done. A known
 * extension of path decides the format. */
void qs_export_dialog_save (QsExportDialog *self, const char *path);

G_END_DECLS
