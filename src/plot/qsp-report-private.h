/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure-private.h"
#include "plot/qsp-report.h"

G_BEGIN_DECLS

typedef enum
{
  QSP_BLOCK_TABLE,
  QSP_BLOCK_LINES,
  QSP_BLOCK_CONTENTS,
  QSP_BLOCK_FIGURE
} QspBlockKind;

/* One part of a report and, once placed, where it stands. */
typedef struct
{
  QspBlockKind kind;
  char *heading;
  char **words; /* pairs of a table, lines; of a figure: its description, wrapped */
  QspFigure *figure;
  guint page; /* from 0 */
  QspRect rect;
} QspBlock;

struct _QspReport
{
  char *title, *subtitle, *footer, *parameters;
  GPtrArray *blocks;
};

/* Sizes in px; 1 px is 0.75 pt. */
#define QSP_REPORT_MARGIN 56.0
#define QSP_REPORT_FOOTER 28.0
#define QSP_REPORT_TEXT 11.0
#define QSP_REPORT_NOTE 10.0
#define QSP_REPORT_ROW 16.0
#define QSP_REPORT_HEADING 26.0
#define QSP_REPORT_GAP 18.0
#define QSP_REPORT_TITLE 64.0 /* room of title and subtitle */

typedef struct
{
  double width, height; /* of a page */
  guint n_pages;
} QspReportLayout;

/* Gives every block its place. */
void qsp_report_layout (QspReport *self, QspPaper paper, const char *font, QspReportLayout *layout);

/* text in lines of at most width px, a NULL-terminated array. (transfer full) */
char **qsp_report_wrap (const char *font, const char *text, double size, double width);
/* text, its middle left out where it is wider than width px. (transfer full) */
char *qsp_report_fit (const char *font, const char *text, double size, double width);

G_END_DECLS
