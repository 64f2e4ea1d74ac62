/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-matrix-view.h"
#include "app/qs-plot-stack.h"
#include "plot/qsp-export.h"
#include "plot/qsp-report.h"

G_BEGIN_DECLS

/* What is exported. */
typedef enum
{
  QS_EXPORT_PLOT,
  QS_EXPORT_VISIBLE, /* all plots that are seen, arranged as they are; as CSV a file for each */
  QS_EXPORT_REPORT,
  QS_N_EXPORT_SCOPES
} QsExportScope;

/* "plot", "visible", "report". */
const char *qs_export_scope_get_nick (QsExportScope scope);
gboolean qs_export_scope_from_nick (const char *nick, QsExportScope *scope);

/* What the user chose. */
typedef struct
{
  QsExportScope scope;
  QspExportOptions figure; /* its caption and parameters are left out: see has_caption */
  QspPaper paper;
  gboolean has_caption, has_pick;
} QsExportChoice;

/* All that a worker needs to make the file: figures are built when the job is, on the main thread; values are read, and files
 * written, on a worker's. */
typedef struct _QsExportJob QsExportJob;

/* view is what a single plot is of; matrix (nullable): it is of what that shows instead. NULL while there is no result. */
QsExportJob *qs_export_job_new (QsSession *session, QsPlotStack *plots, QsfView view, QsMatrixView *matrix,
                                const QsExportChoice *choice);
/* A single plot is figure, explained by caption (nullable), instead; other scopes stay what they are. */
void qs_export_job_set_figure (QsExportJob *self, QspFigure *figure, const char *caption);
void qs_export_job_free (QsExportJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsExportJob, qs_export_job_free)

const QsExportChoice *qs_export_job_get_choice (QsExportJob *self);

/* A picture of it, the first page of a report, as PNG; n_bytes: how large the file will be, about. Blocking. (transfer full) */
GBytes *qs_export_job_preview (QsExportJob *self, guint64 *n_bytes, GCancellable *cancellable, GError **error);

/* The figures as SVG, for the clipboard; NULL of a report. (transfer full) */
GBytes *qs_export_job_make_svg (QsExportJob *self);

/* Writes path; a known extension of it decides the format. Blocking. */
gboolean qs_export_job_save (QsExportJob *self, const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS
