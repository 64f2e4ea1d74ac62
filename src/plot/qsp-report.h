/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  QSP_PAPER_A4,
  QSP_PAPER_LETTER,
  QSP_N_PAPERS
} QspPaper;

/* "a4", "letter". */
const char *qsp_paper_get_nick (QspPaper paper);
gboolean qsp_paper_from_nick (const char *nick, QspPaper *paper);
/* What the locale prints on (LC_PAPER). */
QspPaper qsp_paper_get_default (void);

/* A document to be printed: tables and text on the first page, then figures, two on a page; PDF. Has an outline, a table of
 * contents with links, page numbers. */
typedef struct _QspReport QspReport;

/* subtitle (nullable): one line under the title. */
QspReport *qsp_report_new (const char *title, const char *subtitle);
void qsp_report_free (QspReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QspReport, qsp_report_free)

/* One line at the foot of each page, and one for the file's metadata. */
void qsp_report_set_footer (QspReport *self, const char *footer, const char *parameters);

/* Rows of a label and a value: pairs ends in NULL. Tables stand in two columns. */
void qsp_report_add_table (QspReport *self, const char *heading, const char *const *pairs);
/* Lines over the whole width, ends in NULL. */
void qsp_report_add_lines (QspReport *self, const char *heading, const char *const *lines);
/* Where the figures are. */
void qsp_report_add_contents (QspReport *self, const char *heading);
/* Under its title, over its description. */
void qsp_report_add_figure (QspReport *self, QspFigure *figure);

typedef struct
{
  QspPaper paper;
  QspThemeKind theme;
  gboolean legend;
} QspReportOptions;

void qsp_paper_get_size (QspPaper paper, double *width, double *height); /* inches */

/* The file; the same report and options give the same bytes. NULL with G_IO_ERROR_FAILED. (transfer full) */
GBytes *qsp_report_render (QspReport *self, const QspReportOptions *options, GError **error);

/* One page, from 0, as a PNG. (transfer full) */
GBytes *qsp_report_render_page (QspReport *self, const QspReportOptions *options, guint page, double dpi, GError **error);

G_END_DECLS
